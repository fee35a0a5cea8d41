"""
``rtentry lookup``: which route each of many addresses takes.

Addresses are read piece by piece and answered as they come, by the longest prefix of the
table that every packet looks into; for rules, sources and the rest ask ``get``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec

from rtentry.errors import UsageError
from rtentry.light import Any
from rtentry.lookup.field import Field, named
from rtentry.lookup.plain import Asked, Plain, Told, Wrong
from rtentry.lookup.told import SHAPES, USUAL, columns, word
from rtentry.model import Route
from rtentry.queries import Answer, Call, Param, Query, Stream

BY = {
    "dst": "dst", "route": "dst", "gateway": "gateway", "ifname": "ifname",
    "interface": "ifname", "way": "way",
}  # fmt: skip
"""What can be counted by, and the column that it is."""

MANY = 1 << 18
"""From so many octets of addresses on arrays are worth it."""

LARGE = 20_000
"""From so many routes on arrays are worth it for any number of addresses."""


def run(call: Call) -> Answer:
    """A line for each address, or how many take each route, gateway, interface."""
    [snapshot, *others] = call.snapshots
    if others:
        raise UsageError("rtentry: lookup needs one host's table: this has several\n")
    by = BY.get(call.args["by"] or "dst")
    if by is None:
        raise UsageError(f"rtentry: --by is one of {', '.join(BY)}\n")
    stream: Stream = call.args["addresses"]
    kind = form(call.args)
    usual = USUAL if kind in ("text", "csv") else (*USUAL, "way")
    names = (by,) if call.args["by"] else columns(call.args["columns"], usual)
    shape = SHAPES[kind](names)
    wrong = Wrong()
    asked = Asked(names, shape, Field())
    engine = Engine(snapshot.routes, asked, wrong)
    if call.args["by"]:
        return counted(engine, stream, call.args)
    return Answer(
        (),
        status=wrong.status,
        after=wrong.notes,
        into=call.args["output"],
        octets=engine.answer(stream, call.args["column"]),
    )


def form(args: Mapping[str, Any]) -> str:
    """The form of the answer: as options, or the name of the file, say."""
    for name in ("jsonl", "json", "csv"):
        if args.get(name):
            return name
    name = (args["output"] or "").removesuffix(".gz").rpartition(".")[2]
    return name if name in SHAPES else "text"


class Engine:
    """
    Lookups, address by address or in arrays, whichever is worth it.

    Fields:
        routes: the table.
        asked, wrong: what is asked, and the lines without an address.
        plain, bulk: the two ways, when they have been needed.
    """

    def __init__(self, routes: Sequence[Route], asked: Asked, wrong: Wrong) -> None:
        self.routes, self.asked, self.wrong = routes, asked, wrong
        self.plain: Plain | None = None
        self.bulk: Any = None
        self.seen = 0

    def pieces(self, stream: Stream, column: str | None) -> Iterator[tuple[Any, bytes]]:
        """The pieces of a text, each with what looks its addresses up."""
        heading = column is not None and not column.isdigit()
        if not heading:
            at = int(column or 1)
            if at < 1:
                raise UsageError("rtentry: columns count from 1\n")
            self.asked = self.asked._replace(field=Field(at - 1))
        for piece in stream.pieces():
            rest = piece
            if heading:
                line, _, rest = piece.partition(b"\n")
                self.asked = self.asked._replace(field=named(line, str(column)))
                self.wrong.lines, heading = 1, False
            yield self.way(len(piece)), rest

    def way(self, size: int) -> Any:
        """What looks up a piece of so many octets."""
        self.seen += size
        if self.bulk is not None:
            return self.bulk
        is_large = self.seen >= MANY or len(self.routes) >= LARGE
        if is_large and "use" not in self.asked.names and find_spec("numpy"):
            from rtentry.lookup.bulk import Bulk

            self.bulk = Bulk(self.routes, self.asked, self.wrong)
            return self.bulk
        if self.plain is None:
            self.plain = Plain(self.routes, self.asked, self.wrong)
        return self.plain

    def answer(self, stream: Stream, column: str | None) -> Iterator[bytes]:
        """The answer in pieces."""
        shape = self.asked.shape
        yield shape.begin.encode()
        cut = shape.between
        for way, piece in self.pieces(stream, column):
            lines = way.lines(piece)
            yield lines[cut:]
            cut = 0 if len(lines) else cut
        yield shape.end.encode()

    def counts(self, stream: Stream, column: str | None) -> Counter[Told]:
        """How many of the addresses take each row."""
        found: Counter[Told] = Counter()
        for way, piece in self.pieces(stream, column):
            found.update(way.count(piece))
        if self.bulk is not None:
            found.update(self.bulk.counts())
        return found


def counted(engine: Engine, stream: Stream, args: Mapping[str, Any]) -> Answer:
    """How many addresses each value of a column has, most first."""

    def counts() -> Iterator[tuple[str, int]]:
        sums = engine.counts(stream, args["column"])
        each = [(word(value), number) for (value,), number in sums.items()]
        yield from sorted(each, key=lambda pair: (-pair[1], pair[0]))

    lines = (f"{number:>10} {value}" for value, number in counts())
    data = ({args["by"]: value, "addresses": number} for value, number in counts())
    return Answer(lines, data, engine.wrong.status, after=engine.wrong.notes)


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
            "a file of addresses, one a line, or CSV; - = standard input",
            "stream",
        ),
        Param(
            ("--by",),
            "count by: route (dst), gateway, interface (ifname), way",
            metavar="COLUMN",
            choices=tuple(BY),
        ),
        Param(
            ("--column",),
            "which word of a line is the address, or which column of a heading",
            metavar="N|NAME",
        ),
        Param(
            ("--columns",),
            "what is told of the route: dst,gateway,ifname,way,metric,proto,origin_as ...",
            metavar="NAMES",
        ),
        Param(("--csv",), "print comma-separated values with a heading", "flag"),
        Param(
            ("-o", "--output"),
            "write into this file: .csv, .jsonl, .gz by its name",
            metavar="FILE",
        ),
    ),
    run=run,
    want=("routes", "nexthops"),
    frames=True,
)
