"""``rtentry save``: a snapshot in a file, to be read again."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.arrow import form
from rtentry.dialects import json
from rtentry.light import Any
from rtentry.queries import Answer, Call, Param, Query


def run(call: Call) -> Answer:
    """All that the source says, into a file."""
    where = call.args["file"]
    if form(where):
        return Answer((), into=where, tables=tables(call))
    return Answer((), into=where, octets=map(str.encode, json.written(call.snapshots)))


def tables(call: Call) -> Iterator[Any]:
    """The routes as an Arrow table."""
    from rtentry.arrow.write import routes

    yield routes(call.snapshots)


QUERY = Query(
    help="store what is there now: JSON, Parquet or Arrow by the file's name",
    examples=(
        ("rtentry save monday.json", "this machine's tables, for a later diff"),
        ("rtentry -F castor.txt save castor.json.gz", "a capture, packed"),
        ("rtentry -F castor.txt save castor.parquet", "its routes as a table"),
    ),
    params=(
        Param(
            ("file",),
            "where to write; .gz packs JSON; .parquet, .arrow",
            metavar="FILE",
        ),
    ),
    run=run,
    frames=True,
)
