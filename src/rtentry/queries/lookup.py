"""
``rtentry lookup``: which route each of many addresses takes.

Addresses are read piece by piece and answered as they come, by the longest prefix of the
table that every packet looks into; for rules, sources and the rest ask ``get``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rtentry.arrow import form as table_form
from rtentry.errors import UsageError
from rtentry.light import Any
from rtentry.lookup.engine import Engine, Input
from rtentry.lookup.field import Field
from rtentry.lookup.plain import Asked, Wrong
from rtentry.lookup.told import SHAPES, USUAL, columns, word
from rtentry.queries import Answer, Call, Param, Query, Stream

BY = {
    "dst": "dst", "route": "dst", "gateway": "gateway", "ifname": "ifname",
    "interface": "ifname", "way": "way",
}  # fmt: skip
"""What can be counted by, and the column that it is."""


ENGINES = ("ray",)
"""What else does lookups than this process."""


def run(call: Call) -> Answer:
    """A line for each address, or how many take each route, gateway, interface."""
    [snapshot, *others] = call.snapshots
    if others:
        raise UsageError("rtentry: lookup needs one host's table: this has several\n")
    by = BY.get(call.args["by"] or "dst")
    if by is None:
        raise UsageError(f"rtentry: --by is one of {', '.join(BY)}\n")
    stream: Stream = call.args["addresses"]
    shaped = form(call.args)
    usual = USUAL if shaped in ("text", "csv") else (*USUAL, "way")
    names = (by,) if call.args["by"] else columns(call.args["columns"], usual)
    shape = SHAPES[shaped](names)
    wrong = Wrong()
    engine = Engine(snapshot.routes, Asked(names, shape, Field()), wrong)
    is_told = not (call.args["by"] or call.args["output"])
    found = Input(stream.told() if is_told else stream, call.args["column"])
    if call.args["engine"]:
        return elsewhere(call, found, names, wrong)
    if call.args["by"]:
        return counted(engine, found, call.args["by"])
    answer = Answer(
        (), status=wrong.status, after=wrong.notes, into=call.args["output"]
    )
    kind = table_form(call.args["output"] or "")
    if kind:
        tables = engine.tables(found, is_few=kind == "parquet")
        return answer._replace(tables=tables)
    return answer._replace(octets=engine.answer(found))


def form(args: Mapping[str, Any]) -> str:
    """The form of the answer: as options, or the name of the file, say."""
    for name in ("jsonl", "json", "csv"):
        if args.get(name):
            return name
    name = (args["output"] or "").removesuffix(".gz").rpartition(".")[2]
    return name if name in SHAPES else "text"


def elsewhere(call: Call, found: Input, names: tuple[str, ...], wrong: Wrong) -> Answer:
    """The same on another engine: Parquet in, a folder of Parquet out."""
    if call.args["engine"] not in ENGINES:
        raise UsageError(f"rtentry: --engine is one of {', '.join(ENGINES)}\n")
    columns, into = found.stream.columns(), call.args["output"]
    if not columns or not into or call.args["by"]:
        raise UsageError(
            "rtentry: --engine ray needs a Parquet file, and -o FOLDER for the answer\n"
        )
    from rtentry.lookup.batch import Lookup
    from rtentry.lookup.ray import Job, run

    find = Lookup(call.snapshots[0].routes, found.name(columns), names)
    job = Job(found.stream.name, into, call.args["ray_address"], call.args["workers"])
    return Answer(
        (), None, wrong.status, after=wrong.notes, octets=run(find, job, wrong)
    )


def counted(engine: Engine, found: Input, by: str) -> Answer:
    """How many addresses each value of a column has, most first."""

    def counts() -> Iterator[tuple[str, int]]:
        sums = engine.counts(found)
        each = [(word(value), number) for (value,), number in sums.items()]
        yield from sorted(each, key=lambda pair: (-pair[1], pair[0]))

    lines = (f"{number:>10} {value}" for value, number in counts())
    data = ({by: value, "addresses": number} for value, number in counts())
    return Answer(lines, data, engine.wrong.status, after=engine.wrong.notes)


QUERY = Query(
    help="which route each of many addresses takes",
    examples=(
        (
            "rtentry -F castor.txt lookup addresses.txt",
            "address, prefix, gateway, interface",
        ),
        ("rtentry -F castor.txt lookup addresses.txt --by gateway", "how many by each"),
        (
            "rtentry -F castor.txt lookup addresses.txt -o found.parquet",
            "a table for other programs",
        ),
        ("rtentry lookup - --column 1 < addresses.txt", "the first word of each line"),
    ),
    params=(
        Param(
            ("addresses",),
            "a file: addresses, CSV, Parquet, Arrow; - = text on standard input",
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
            "which word of a line, or which column, is the address; 1 if not said",
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
            "write into this file: .parquet, .arrow, .csv, .jsonl, .gz by its name",
            metavar="FILE",
        ),
        Param(
            ("--engine",),
            "who does it, if not this process: ray, which writes a folder of Parquet",
            metavar="NAME",
            choices=ENGINES,
        ),
        Param(
            ("--ray-address",),
            "the Ray cluster; if not said, one on this machine is started for it",
            metavar="ADDRESS",
        ),
        Param(
            ("--workers",),
            "workers of the cluster that is started; if not said, one a processor",
            "number",
            metavar="N",
        ),
    ),
    run=run,
    want=("routes", "nexthops"),
    frames=True,
)
