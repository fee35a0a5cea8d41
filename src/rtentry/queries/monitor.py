"""
``rtentry monitor``: what changes, as it changes.

In our own words the differences are those of ``rtentry diff``: a burst of messages is
one difference.  With ``--as`` each message is told as that system's own tool does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from rtentry.changes import Difference, compare
from rtentry.changes.data import as_data
from rtentry.changes.words import COLOURS, line
from rtentry.checks.rules import broken, parse
from rtentry.checks.table import Table
from rtentry.errors import RtentryError, UsageError
from rtentry.grid import DIM, paint
from rtentry.light import Any, NamedTuple
from rtentry.listing import Dialect
from rtentry.model import Snapshot
from rtentry.queries import Answer, Call, Param, Query
from rtentry.watch import KINDS, Batch, Notice
from rtentry.watch.words import as_ip


class Told(NamedTuple):
    """
    One thing to tell.

    Fields:
        at:   when it happened (seconds since 1970).
        text: in words; several lines are separated by newlines.
        data: for ``--json``.
        tint: colour; ``""`` = none.
    """

    at: float
    text: str
    data: Mapping[str, Any]
    tint: str = ""


class Watch:
    """
    How long to watch, and how it ended.

    Fields:
        count:   changes to tell, then it ends; ``None`` = any number.
        seconds: how long; ``None`` = for ever.
        until:   rules that end it once they are kept.
        told:    changes told so far (count).
        lost:    how often messages were lost (count).
        is_kept: whether *until* was reached.
        span:    how long it was (seconds).
    """

    def __init__(self, args: Mapping[str, Any]) -> None:
        for name in ("count", "timeout"):
            if args.get(name) is not None and not args[name] > 0:
                raise UsageError(f"rtentry: --{name} is more than 0\n")
        self.count: int | None = args.get("count")
        self.seconds: float | None = args.get("timeout")
        self.until = parse(args.get("until") or "", "--until")
        self.told = self.lost = 0
        self.is_kept = False
        self.span = 0.0

    def status(self) -> int:
        """1 if what it was to wait for did not come; else 0."""
        return int(bool(self.until) and not self.is_kept)

    def events(self, batches: Iterator[Batch], tell: Teller) -> Iterator[Told]:
        """What there is to tell, until it is over."""
        start: float | None = None
        for batch in batches:
            start = batch.at if start is None else start
            self.span = batch.at - start
            self.lost += batch.lost
            for event in tell(batch):
                self.told += not event.data.get("lost")
                yield event
                if self.told == self.count:
                    return
            if self.is_over(batch):
                return

    def is_over(self, batch: Batch) -> bool:
        """Whether there is nothing more to wait for."""
        if self.until and not [*broken(self.until, Table(batch.whole()))]:
            self.is_kept = True
        return self.is_kept or (self.seconds is not None and self.span >= self.seconds)

    def summary(self) -> str:
        """How it was."""
        many = f"{self.told} change{'s' * (self.told != 1)}"
        times = f"{self.lost} time{'s' * (self.lost != 1)}"
        lost = f"messages were lost {times}" if self.lost else "nothing lost"
        return f"{many} in {self.span:.0f} s, {lost}"


class Speaker(NamedTuple):
    """
    A system's own monitor.

    Fields:
        tell: (notice, seconds since 1970) -> how it is told; ``""`` = not at all.
        meet: is given the table that is there at first.
    """

    tell: Callable[[Notice, float], str]
    meet: Callable[[Snapshot], None] = lambda _: None


Teller = Callable[[Batch], Iterator[Told]]


def run(call: Call) -> Answer:
    """Tell what happens, until it is over or somebody interrupts."""
    kinds = watched(call.args)
    watch = Watch(call.args)
    tell = teller(call, kinds)
    events = watch.events(iter(call.batches(kinds)), tell)
    return Answer(
        lines(events, watch, call),
        data(events, watch),
        watch.status,
        is_live=True,
    )


def watched(args: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of things to watch; UsageError at a word that is none."""
    wanted: Sequence[str] = args.get("kind") or KINDS
    for word in wanted:
        if word not in KINDS:
            raise UsageError(f"rtentry: no kind {word!r}: {', '.join(KINDS)}\n")
    return tuple(wanted)


# -- what is told --------------------------------------------------------------------------


def teller(call: Call, kinds: Sequence[str]) -> Teller:
    """How batches are told: as differences, or message by message in a tool's words."""
    if call.dialect is not None:
        speaker = speaker_of(call.dialect)
        return lambda batch: by_message(batch, kinds, speaker)
    return lambda batch: by_meaning(batch, kinds, everything=bool(call.args.get("all")))


def speaker_of(dialect: Dialect) -> Speaker:
    """How a system's own monitor tells a message; UsageError if it has none."""
    if dialect.system == "linux":
        return Speaker(lambda notice, _: as_ip(notice))
    from rtentry.sim.heard import Hearer  # loaded where it is needed: a kernel

    try:
        hearer = Hearer(dialect)
    except RtentryError:
        raise UsageError(
            f"rtentry: {dialect.name} has no monitor: try a BSD, macos or iproute2\n"
        ) from None
    return Speaker(hearer.tell, hearer.meet)


def by_meaning(
    batch: Batch, kinds: Sequence[str], *, everything: bool
) -> Iterator[Told]:
    """The differences that a batch made."""
    yield from losses(batch)
    for step in batch.steps:
        for each in compare(*step):
            if each.kind in kinds and (everything or not each.noise):
                yield difference(batch.at, each, noise=everything)


def difference(at: float, each: Difference, *, noise: bool) -> Told:
    """A difference, told."""
    said = {"at": at, **as_data(each)}
    return Told(at, line(each, noise=noise), said, COLOURS[each.what])


def by_message(batch: Batch, kinds: Sequence[str], speaker: Speaker) -> Iterator[Told]:
    """The messages of a batch, in a tool's words; what it has none for is not told."""
    if batch.is_first:
        speaker.meet(batch.whole())
    yield from losses(batch)
    for notice in batch.notices:
        if notice.kind in kinds and (text := speaker.tell(notice, batch.at)):
            said = {"at": batch.at, "kind": notice.kind, "text": text}
            yield Told(batch.at, text, said)


def losses(batch: Batch) -> Iterator[Told]:
    """That messages were lost; what follows is the difference to the table read again."""
    if batch.lost:
        text = "messages were lost; the table was read again"
        yield Told(batch.at, text, {"at": batch.at, "lost": True, "text": text})


def lines(events: Iterator[Told], watch: Watch, call: Call) -> Iterator[str]:
    """A line for each event with its time, a summary at the end."""
    for event in events:
        clock = datetime.fromtimestamp(event.at).strftime("%H:%M:%S.%f")[:-3]
        text = paint(event.text, event.tint if call.colour else "")
        yield (
            text
            if call.dialect
            else f"{paint(clock, DIM if call.colour else '')} {text}"
        )
    if not call.dialect:
        yield watch.summary()


def data(events: Iterator[Told], watch: Watch) -> Iterator[Mapping[str, Any]]:
    """The events as data, a summary at the end."""
    yield from (event.data for event in events)
    yield {"summary": watch.summary(), "changes": watch.told, "lost": watch.lost}


QUERY = Query(
    help="tell what changes, as it changes",
    examples=(
        ("rtentry monitor --timeout 1", "for a second; without it until Ctrl-C"),
        (
            "rtentry monitor route --count 1 --timeout 1",
            "wait for the next change of a route",
        ),
        (
            "rtentry monitor --until 'absent 192.0.2.99/32' --timeout 5",
            "wait until a rule is kept",
        ),
        ("rtentry --as iproute2 monitor --timeout 1", "as ip monitor tells it"),
    ),
    params=(
        Param(
            ("kind",),
            f"what to watch: {', '.join(KINDS)}; all unless said",
            nargs="*",
            choices=KINDS,
        ),
        Param(("--all",), "what changes by itself, too: neighbours, counters", "flag"),
        Param(("--count",), "end after so many changes", "number", metavar="N"),
        Param(("--timeout",), "end after so many seconds", "real", metavar="S"),
        Param(
            ("--until",),
            "end when this rule is kept: expect, absent, reach",
            metavar="RULE",
        ),
    ),
    run=run,
    asks=lambda _: False,
    speaks=lambda _: True,
    watches=True,
)
