"""``rtentry save``: a snapshot in a file, as JSON, to be read again."""

from __future__ import annotations

from rtentry.dialects import dialect
from rtentry.present import in_dialect
from rtentry.queries import Answer, Call, Param, Query


def run(call: Call) -> Answer:
    """All that the source says, into a file."""
    lines = in_dialect(call.snapshots, dialect("json"))
    return Answer(lines, into=call.args["file"])


QUERY = Query(
    help="store what is there now: JSON, gzip by the file's name",
    examples=(
        ("rtentry save monday.json", "this machine's tables, for a later diff"),
        ("rtentry -F castor.txt save castor.json.gz", "a capture, packed"),
    ),
    params=(Param(("file",), "where to write; .gz packs it", metavar="FILE"),),
    run=run,
)
