"""
``rtentry lookup``: which route each of many addresses takes.

Addresses are read one a line and answered as they come, by the longest prefix of the
table that every packet looks into; for rules, sources and the rest ask ``get``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from rtentry.addr import Prefix, show_gateway, show_prefix
from rtentry.changes.words import way as way_words
from rtentry.errors import FormatError, UsageError
from rtentry.light import Any, NamedTuple
from rtentry.lpm.index import Index
from rtentry.model import Route, Snapshot
from rtentry.queries import Answer, Call, Param, Query
from rtentry.space import best, destinations

COLUMNS = ("dst", "gateway", "ifname", "way")

NONE = "-"
"""What stands where there is nothing."""

LISTED = 20
"""Of so many lines without an address each is told; of others their number."""


class Row(NamedTuple):
    """
    A route, as it is told.

    Fields:
        dst, gateway, ifname: its own, as text; ``-`` = none.
        way:                  where its packets go, in words; all ways, if several.
    """

    dst: str
    gateway: str
    ifname: str
    way: str


NO_ROUTE = Row(NONE, NONE, NONE, "no route")


class Found(NamedTuple):
    """An address as it was read, and its row."""

    address: str
    row: Row


class Addresses:
    """
    The addresses of some lines, and what was none.

    Fields:
        column: which word of a line is one, from 1; words are set apart by blanks,
                tabs, commas or semicolons.
        wrong:  (number of the line, what stood there) of those that are none.
        count:  how many lines there were.
    """

    def __init__(self, column: int) -> None:
        self.column = column
        self.wrong: list[tuple[int, str]] = []
        self.count = 0

    def found(self, lines: Iterable[str], index: Index[Row]) -> Iterator[Found]:
        """Each address with its row; lines without one are noted."""
        get, at = index.get, self.column - 1
        for line in lines:
            self.count += 1
            words = line.replace(",", " ").replace(";", " ").split()
            if not words:
                continue
            try:
                yield Found(words[at], get(words[at]) or NO_ROUTE)
            except (FormatError, IndexError):
                self.wrong.append((self.count, line.strip()))

    def notes(self) -> tuple[str, ...]:
        """What was no address, for standard error."""
        told = [
            f"line {n}: no address: {text[:60]!r}" for n, text in self.wrong[:LISTED]
        ]
        if len(self.wrong) > LISTED:
            told.append(f"and {len(self.wrong) - LISTED} more lines without an address")
        return tuple(told)

    def status(self) -> int:
        """3 if some line was not understood."""
        return 3 if self.wrong else 0


def run(call: Call) -> Answer:
    """A line for each address, or how many take each route, gateway, interface."""
    by, column = call.args.get("by"), call.args.get("column")
    column = 1 if column is None else column
    if by is not None and by not in COLUMNS:
        raise UsageError(f"rtentry: --by is one of {', '.join(COLUMNS)}\n")
    if column < 1:
        raise UsageError("rtentry: columns count from 1\n")
    [snapshot, *others] = call.snapshots
    if others:
        raise UsageError("rtentry: lookup needs one host's table: this has several\n")
    addresses = Addresses(column)
    found = addresses.found(call.args["addresses"], index(snapshot))
    lines, data = counted(found, by) if by else told(found)
    return Answer(lines, data, addresses.status, after=addresses.notes)


def index(snapshot: Snapshot) -> Index[Row]:
    """The table as an index: of several routes to a destination those that are taken."""
    first, rivals = destinations(snapshot.routes)
    return Index(
        [(dst, row(dst, best(rivals.get(dst, [r])))) for dst, r in first.items()]
    )


def row(dst: Prefix, routes: list[Route]) -> Row:
    """Some routes that are taken together, as they are told."""
    gateways = [
        show_gateway(r.gateway) if r.gateway is not None else NONE for r in routes
    ]
    ifnames = [str(r.ifname or NONE) for r in routes]
    ways = [" ".join(way_words(r)) for r in routes]
    texts = [" or ".join(dict.fromkeys(each)) for each in (gateways, ifnames, ways)]
    return Row(show_prefix(dst), *texts)


Both = tuple[Iterator[str], Iterator[Mapping[str, Any]]]


def told(found: Iterator[Found]) -> Both:
    """A line for each address: address, destination, gateway, interface; tabs between."""
    lines = (f"{addr}\t{r[0]}\t{r[1]}\t{r[2]}" for addr, r in found)
    return lines, ({"address": each.address, **each.row._asdict()} for each in found)


def counted(found: Iterator[Found], by: str) -> Both:
    """How many addresses each value of a column has, most first."""

    def counts() -> Iterator[tuple[str, int]]:
        numbers: Counter[Row] = Counter()
        while part := [each.row for each in islice(found, 1 << 16)]:
            numbers.update(part)
        sums: Counter[str] = Counter()
        for each, number in numbers.items():
            sums[getattr(each, by)] += number
        yield from sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))

    lines = (f"{number:>10} {value}" for value, number in counts())
    return lines, ({by: value, "addresses": number} for value, number in counts())


QUERY = Query(
    help="which route each of many addresses takes",
    examples=(
        (
            "rtentry -F castor.txt lookup addresses.txt",
            "address, prefix, gateway, interface",
        ),
        ("rtentry -F castor.txt lookup addresses.txt --by gateway", "how many by each"),
        ("rtentry lookup - --column 1 < addresses.txt", "the first word of each line"),
    ),
    params=(
        Param(
            ("addresses",),
            "a file of addresses, one a line; - = standard input",
            "stream",
        ),
        Param(
            ("--by",),
            "count by: dst, gateway, ifname, way",
            metavar="COLUMN",
            choices=COLUMNS,
        ),
        Param(
            ("--column",), "which word of a line is the address", "number", metavar="N"
        ),
    ),
    run=run,
    want=("routes", "nexthops"),
)
