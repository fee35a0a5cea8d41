"""
``route -n get``: one route as route(8) of a BSD answers with it.

       route to: 192.0.2.7
    destination: 192.0.2.0
           mask: 255.255.255.0
      interface: em0
          flags: <UP,DONE,CLONING>
         use       mtu    expire
           0      1500         0

Lines of a label and a value, a heading, a row of metrics, and behind it what the
message held; the last is kept as it stood.  Pure.

Source: 4.4BSD sbin/route/route.c, print_getmsg(), and its descendants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest

from rtentry.addr import Prefix, show_address, show_gateway
from rtentry.bsd.routeasked import best
from rtentry.bsd.routevalues import (
    READERS,
    destination,
    dst_text,
    gateway_text,
    locked,
    mask_text,
)
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.forms.body import anything, row_of
from rtentry.forms.fit import keep, kept
from rtentry.forms.sentences import gap_at
from rtentry.light import Any, NamedTuple
from rtentry.linux import MAIN
from rtentry.listing import Form, Found, View, starts
from rtentry.model import Block, Route, Snapshot
from rtentry.written import uncommented

Facts = dict[str, str]
"""The value of each label."""

ASKED = "route to"
"""The label of the first line."""

EMPTY = ("", "none")
"""What stands for no flags at all."""

BEHIND = ("locks", "sockaddrs")
"""The labels of what the message held, behind the metrics."""

FIELDS = ("use", "mtu", "expire")
"""The metrics that are fields of a Route."""


class Answer(NamedTuple):
    """
    How a system's ``route get`` answers; its methods are the Form's functions.

    Fields:
        labels:  label -> what its line says: ``destination``, ``mask``, ``gateway``,
                 ``ifname``, ``source``, ``prio``, ``flags``, ``tableid``, or a name in
                 ``extra``; in printed order.
        flags:   the names of flags, in printed order.
        heading: the line above the metrics.
        row:     the row of metrics: each a number and ``L`` if it is locked.
        metrics: what they are: fields of Route, or names in ``metrics``.
        prios:   names of priorities.
        masked:  whether a host's mask is shown, too.
        nothing: what stands for no flags at all.
        numbers: bits of flags in the number before their names; empty = no number.
        fits:    whether the release had such a route; one that it had not is loose.
    """

    labels: Mapping[str, str]
    flags: Mapping[RTF, str]
    heading: str
    row: str
    metrics: tuple[str, ...]
    prios: Mapping[int, str] = {}
    masked: bool = False
    nothing: str = ""
    numbers: Mapping[RTF, int] = {}
    fits: Callable[[Route], bool] = anything

    # reading

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if not lines[index].lstrip().startswith(f"{ASKED}: "):
            return None
        facts, at = self.facts(lines, index)
        route = self.route(facts)
        if at < len(lines) and lines[at].split() == self.heading.split():
            at += 1
            if not gap_at(lines, at):
                route = self.measured(route, lines, at)
                at += 1
        end = tail(lines, at)
        end += len(gap_at(lines, end))
        if end < len(lines) and end == at and lines[end].strip():
            text = lines[end].strip()
            raise FormatError(f"not a line of this answer: {text!r}", line=end)
        stood = [line.rstrip("\r\n") for line in lines[index:end]]
        again = self.written(route, stood[0])
        pairs = zip_longest(stood[: at - index], again, fillvalue="")
        loose = sum(one.rstrip() != other.rstrip() for one, other in pairs)
        loose += not self.fits(route)
        options = () if again == stood else keep(dict(enumerate(stood)))
        block = Block((0, 1), titles=(stood[0],), options=options)
        return Found((route,), (block,), end, loose)

    def facts(self, lines: Sequence[str], index: int) -> tuple[Facts, int]:
        """The labelled lines, and the index of the first line after them."""
        facts: Facts = {}
        at = index
        while at < len(lines):
            label, colon, value = lines[at].strip().partition(":")
            if not colon or label in BEHIND:
                break
            if label in facts:
                raise FormatError(f"said twice: {label!r}", line=at)
            facts[label] = uncommented(value.strip())
            self.check(facts, label, at)
            at += 1
        if "destination" not in facts:
            raise FormatError("no destination in this answer", line=at)
        return facts, at

    def check(self, facts: Facts, label: str, at: int) -> None:
        """FormatError with the number of its line if a label or its value is wrong."""
        field = self.labels.get(label)
        if field is None and label != ASKED:
            raise FormatError(f"unknown label {label!r}", line=at)
        try:
            if field == "flags":
                self.bits(facts[label])
            elif field in ("destination", "mask"):
                if "destination" not in facts:
                    raise FormatError("a mask before the destination")
                destination(facts["destination"], facts.get("mask"))
            elif field is not None and field in READERS:
                READERS[field](facts[label])
        except FormatError as error:
            raise FormatError(error.message, line=at) from None

    def route(self, facts: Facts) -> Route:
        """What the labelled lines say."""
        said = {self.labels[label]: x for label, x in facts.items() if label != ASKED}
        dst = destination(said.pop("destination"), said.pop("mask", None))
        flags = self.bits(said.pop("flags", ""))
        values: dict[str, Any] = {
            field: read(said.pop(field))
            for field, read in READERS.items()
            if field in said
        }
        source = values.pop("source", None)
        if isinstance(source, Prefix):
            values["src"] = source
        elif source is not None:
            said["ifa"] = show_gateway(source)
        return Route(dst, flags=flags, extra=tuple(said.items()), **values)

    def bits(self, text: str) -> RTF:
        """The flags of ``<UP,DONE>``; FormatError at an unknown name."""
        flags = RTF(0)
        names = {name: flag for flag, name in self.flags.items()}
        number, _, rest = text.partition("<") if self.numbers else ("", "", text)
        inside = rest.removeprefix("<").removesuffix(">")
        for name in inside.split(",") if text not in EMPTY else ():
            if name not in names:
                raise FormatError(f"unknown flag {name!r} in {text!r}")
            flags |= names[name]
        if number and number != self.number(flags):
            raise FormatError(f"{number} is not the number of {inside}")
        return flags

    def number(self, flags: RTF) -> str:
        """The bits of flags as a number; ``""`` = the system does not print it."""
        bits = [bit for flag, bit in self.numbers.items() if flag & flags]
        return f"0x{sum(bits):x}" if self.numbers else ""

    def measured(self, route: Route, lines: Sequence[str], at: int) -> Route:
        """*route* with the metrics at *at*; 0 is what the kernel has for none."""
        words = lines[at].replace("L", " L ").split() if at < len(lines) else []
        numbers = [word for word in words if word != "L"]
        if len(numbers) != len(self.metrics):
            raise FormatError(
                f"not {len(self.metrics)} metrics: {' '.join(words)!r}", line=at
            )
        try:
            values = dict(zip(self.metrics, map(parse_count, numbers), strict=True))
        except FormatError as error:
            raise FormatError(error.message, line=at) from None
        there = {name: value for name, value in values.items() if value}
        fields: dict[str, Any] = {f: there.pop(f) for f in FIELDS if f in there}
        locks = locked(words, self.metrics)
        return route._replace(metrics=tuple(there.items()), locks=locks, **fields)

    # writing

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`; ``view.dst`` is what is asked for."""
        if blocks is None:
            route = best(snapshot.routes, view)
            asked = view.dst or dst_text(route.dst)
            yield from self.written(route, f"{ASKED:>11}: {asked}")
            return
        for block in blocks:
            for route in snapshot.routes[slice(*block.rows)]:
                first = (block.titles or (f"{ASKED:>11}: {dst_text(route.dst)}",))[0]
                yield from self.again(route, first, kept(block.options))

    def again(self, route: Route, first: str, stood: Mapping[int, str]) -> list[str]:
        """An answer as it stood, if it still says what the route says."""
        lines = self.written(route, first)
        if not stood:
            return lines
        found = self.parse(list(stood.values()), 0)
        same = found and self.written(found.records[0], first) == lines
        return list(stood.values()) if same else lines

    def written(self, route: Route, first: str) -> list[str]:
        """The lines of an answer; *first* is what was asked."""
        said = self.said(route)
        lines = [first]
        for label, field in self.labels.items():
            text = said.get(field)
            if text is not None:
                lines.append(f"{label:>11}: {text}")
        return [*lines, self.heading, self.measures(route)]

    def said(self, route: Route) -> Facts:
        """What stands behind each label."""
        values = dict(route.extra)
        facts = {
            field: str(values[field])
            for field in self.labels.values()
            if field in values
        }
        facts["destination"] = dst_text(route.dst)
        facts["flags"] = self.words(route.flags)
        mask = mask_text(route.dst)
        if mask and (self.masked or not route.flags & RTF.HOST):
            facts["mask"] = mask
        if route.gateway is not None and route.flags & RTF.GATEWAY:
            facts["gateway"] = gateway_text(route.gateway)
        if route.ifname is not None:
            facts["ifname"] = route.ifname
        if route.src is not None or "ifa" in values:
            facts["source"] = (
                show_address(route.src) if route.src else str(values["ifa"])
            )
        if route.prio is not None:
            facts["prio"] = f"{route.prio} ({self.prios.get(route.prio, '')})"
        if route.tableid is not None:
            facts["tableid"] = str(0 if route.tableid == MAIN else route.tableid)
        return facts

    def words(self, flags: RTF) -> str:
        """``<UP,DONE>``."""
        names = [name for flag, name in self.flags.items() if flag & flags]
        return f"{self.number(flags)}<{','.join(names)}>" if names else self.nothing

    def measures(self, route: Route) -> str:
        """The row of metrics."""
        values = {**route._asdict(), **dict(route.metrics)}
        cells: list[str] = []
        for name in self.metrics:
            cells += [str(values.get(name) or 0), "L" if name in route.locks else ""]
        return row_of(self.row).show(cells)


# -- lines -------------------------------------------------------------------------------


def tail(lines: Sequence[str], at: int) -> int:
    """Index of the first line after what the message held (``locks:``, addresses)."""
    starts = tuple([f"{label}:" for label in BEHIND])
    start = at + (at < len(lines) and not lines[at].strip())
    if start == len(lines) or not lines[start].startswith(starts):
        return at
    while start < len(lines) and lines[start].startswith((*starts, " ")):
        start += 1
    return start


def route_get(name: str, answer: Answer) -> Form:
    """The form of ``route get``."""
    first = starts([f"{ASKED}:"])
    return Form(name, "routes", answer.parse, answer.show, first=first)


OLD_HEADING = (
    " recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire"
)
OLD_ROW = " ".join(["%8s%1s"] * 8)
OLD_METRICS = (
    *("recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar", "hopcount", "mtu", "expire"),
)
"""The metrics of 4.4BSD, which NetBSD and macOS show to this day."""
