"""
Counters: /proc/net/snmp, /proc/net/netstat and /proc/net/stat/rt_cache.

The nearest that Linux has to ``netstat -rs``.  What was found unreachable is a field of
the record; the other counters keep the names of the file (``Icmp.InRedirects``).

``stat/rt_cache`` has a row a processor; the record has their sums, but of ``entries``,
which each row repeats.  The rows are kept as they stood, and shown so for as long as
they add up to what the record says.

Source: proc_net(5); net/ipv4/proc.c, snmp_seq_show() and netstat_seq_show();
net/ipv4/route.c, rt_cpu_seq_show().
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rtentry.errors import FormatError
from rtentry.forms.fit import keep, kept
from rtentry.listing import Form, Found, Hint, View, tailed
from rtentry.model import Block, Pairs, RouteStats, Snapshot
from rtentry.procnet.route import hexadecimal, integer

# -- pairs of lines --------------------------------------------------------------------

UNREACH = {"snmp": "Ip.OutNoRoutes", "netstat": "IpExt.InNoRoutes"}
"""The counter of destinations found unreachable, by file."""

FIRST = {"snmp": ("Ip", "Icmp", "Tcp", "Udp"), "netstat": ("TcpExt", "IpExt")}
"""Protocols with which a file may begin."""


def pairs_form(file: str) -> Form:
    """The form of a file of pairs of lines: names, then numbers."""
    unreach = UNREACH[file]

    def parse(lines: Sequence[str], index: int) -> Found | None:
        if lines[index].split(":")[0] not in FIRST[file]:
            return None
        values: dict[str, int] = {}
        at = index
        while at < len(lines) and lines[at].strip():
            found = pair(lines, at, is_first=at == index)
            if not found:
                return None
            values.update(found)
            at += 2
        stats = RouteStats(unreach=values.get(unreach), extra=tuple(values.items()))
        return Found((stats,), (Block((0, 1)),), at)

    def show(
        snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        whole = blocks is None
        yield from pair_lines(
            counters_of(snapshot.statistics, file, unreach, whole=whole)
        )

    hint = Hint("|".join([f"{proto}:" for proto in FIRST[file]]))
    return tailed(Form(f"cat /proc/net/{file}", "statistics", parse, show, hint=hint))


def pair(lines: Sequence[str], at: int, *, is_first: bool) -> dict[str, int]:
    """
    The counters of the line at *at* and its partner; none if a file cannot begin so.

    Raises:
        FormatError: if the lines do not match.
    """
    names, numbers = lines[at].split(), "".join(lines[at + 1 : at + 2]).split()
    if names[:1] != numbers[:1] or not 1 < len(names) == len(numbers):
        if is_first and not (names[:1] == numbers[:1] and numbers[-1][:1].isdecimal()):
            return {}
        if numbers[:1] not in ([], names[:1]) and not names[-1][:1].isdecimal():
            text = " ".join(numbers[:2])
            raise FormatError(f"not the numbers of {names[0]!r}: {text!r}", line=at + 1)
        raise FormatError(f"names without numbers: {lines[at].strip()!r}", line=at)
    proto = names[0].removesuffix(":")
    both = zip(names[1:], numbers[1:], strict=True)
    try:
        return {f"{proto}.{name}": integer(number) for name, number in both}
    except FormatError as error:
        raise FormatError(error.message, line=at + 1) from None


def is_of(file: str, name: str) -> bool:
    """Whether a counter is of a file: what extends a protocol is in another."""
    proto, dot, _ = name.partition(".")
    return (
        bool(dot) and proto.isalnum() and proto.endswith("Ext") == (file == "netstat")
    )


def counters_of(
    stats: RouteStats | None, file: str, unreach: str, *, whole: bool
) -> Pairs:
    """The counters of a record, by the names of the file; of the *whole* also unreach."""
    if stats is None:
        return ()
    own = tuple([pair for pair in stats.extra if is_of(file, pair[0])])
    if whole and unreach not in dict(own):
        own = (*own, (unreach, stats.unreach or 0))
    return tuple([(k, (stats.unreach or 0) if k == unreach else v) for k, v in own])


def pair_lines(counters: Pairs) -> Iterator[str]:
    """The two lines of each protocol."""
    for proto, group in groupby(counters, lambda counter: counter[0].split(".")[0]):
        found = list(group)
        names = [name.split(".", 1)[1] for name, _ in found]
        yield f"{proto}: {' '.join(names)}"
        yield f"{proto}: {' '.join([str(value) for _, value in found])}"


# -- stat/rt_cache ---------------------------------------------------------------------

NAMES = {
    # counter: how wide its heading is
    "entries": 8, "in_hit": 8, "in_slow_tot": 11, "in_slow_mc": 10, "in_no_route": 11,
    "in_brd": 8, "in_martian_dst": 14, "in_martian_src": 14, "out_hit": 8,
    "out_slow_tot": 12, "out_slow_mc": 11, "gc_total": 8, "gc_ignored": 10,
    "gc_goal_miss": 12, "gc_dst_overflow": 15, "in_hlist_search": 15,
    "out_hlist_search": 16,
}  # fmt: skip

COUNTED_ONCE = "entries"
"""The counter that is that of the whole machine in each row."""

HEADING = " ".join([f"{name:<{width}}" for name, width in NAMES.items()]).rstrip()


def cpu_values(line: str, names: Sequence[str]) -> dict[str, int]:
    """The counters of one processor; FormatError if a line has none."""
    words = line.split()
    if len(words) != len(names):
        raise FormatError(f"not a row of stat/rt_cache: {line!r}")
    return {n: hexadecimal(word) for n, word in zip(names, words, strict=True)}


def summed(rows: Sequence[dict[str, int]]) -> RouteStats:
    """The counters of all processors together."""
    total = {name: sum(row[name] for row in rows) for name in (rows[0] if rows else ())}
    if rows:
        total[COUNTED_ONCE] = rows[0][COUNTED_ONCE]
    return RouteStats(unreach=total.get("in_no_route"), extra=tuple(total.items()))


def parse_cpus(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    names = lines[index].split()
    if names[:4] != list(NAMES)[:4]:
        return None
    end = index + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    rows = []
    for at in range(index + 1, end):
        try:
            rows.append(cpu_values(lines[at], names))
        except FormatError as error:
            raise FormatError(error.message, line=at) from None
    whole = {n - index - 1: lines[n].rstrip("\r\n") for n in range(index + 1, end)}
    heading = lines[index].rstrip("\r\n")
    block = Block((0, 1), heading=heading, options=keep(whole))
    return Found((summed(rows),), (block,), end)


def show_cpus(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """See :class:`rtentry.listing.Form`."""
    stats = snapshot.statistics
    if stats is None:
        return
    for block in blocks or (Block(),):
        heading = block.heading or HEADING
        yield heading
        rows = list(kept(block.options).values())
        total = summed([cpu_values(row, heading.split()) for row in rows])
        same = {*total.extra} <= {*stats.extra} and total.unreach == stats.unreach
        yield from rows if rows and same else [total_row(stats, heading.split())]


def total_row(stats: RouteStats, names: Sequence[str]) -> str:
    """The counters of a record as those of one processor."""
    values = {**dict(stats.extra), "in_no_route": stats.unreach or 0}
    cells = [f"{int(values.get(n, 0) or 0):08x}".ljust(NAMES.get(n, 8)) for n in names]  # type: ignore[arg-type]
    return " ".join(cells).rstrip()


CPUS = Form(
    "cat /proc/net/stat/rt_cache",
    "statistics",
    parse_cpus,
    show_cpus,
    hint=Hint(rf"\s*{next(iter(NAMES))}\s"),
)
