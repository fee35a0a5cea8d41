"""``rtentry convert``: a capture as it was written, or as another system would."""

from __future__ import annotations

from rtentry.listing import View
from rtentry.present import as_written, in_dialect
from rtentry.queries import Answer, Call, Param, Query


def run(call: Call) -> Answer:
    """The listings again, from the records; with ``--to`` in that system's words."""
    if call.dialect is None:
        if any(s.listings for s in call.snapshots):
            return Answer(as_written(call.snapshots))
        return Answer((), status=2, notes=("nothing was written so: say --to SYSTEM",))
    view = View(all=True, options=("table all",))
    return Answer(in_dialect(call.snapshots, call.dialect, view))


QUERY = Query(
    help="write a capture again: the same, or as another system would print it",
    examples=(
        ("rtentry convert castor.txt", "the same text, from the records read"),
        ("rtentry convert castor.txt --to json", "as rtentry's own JSON"),
        ("rtentry convert castor.txt --to openbsd31", "as OpenBSD would print it"),
    ),
    params=(Param(("file",), "the capture, document or JSON file", "source", "?"),),
    run=run,
)
