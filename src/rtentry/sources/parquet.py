"""``parquet:FILE``: a table of routes in a Parquet file; ``rtentry save`` writes such."""

from __future__ import annotations

from rtentry.errors import FormatError, SourceError
from rtentry.light import Any
from rtentry.model import Snapshot
from rtentry.sources import Ask, Source
from rtentry.sources._columns import arrow, batches, form_of, schema


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Read a table of routes, Parquet or Arrow, whichever it is.

    Raises:
        SourceError: if it cannot be read, is damaged, or pyarrow is not installed.
        FormatError: if it is no table of routes.
    """
    if form_of(where) is None:
        raise SourceError(f"{where}: {unlike(where)}")
    with arrow(where) as pa:
        from rtentry.arrow.read import snapshots

        own = schema(where)
        rows = list(batches(where))
        whole = rows[0].schema.with_metadata(own.metadata) if rows else own
        table: Any = pa.Table.from_batches(rows, whole)
        try:
            found = snapshots(table)
        except FormatError as error:
            raise FormatError(error.message, source=where) from None
    if ask.frames:
        return found
    return tuple([each._replace(routes=tuple(each.routes)) for each in found])


def unlike(where: str) -> str:
    """Why a place has no table."""
    try:
        open(where, "rb").close()  # noqa: PTH123 - pathlib costs 8 ms
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return "neither Parquet nor Arrow"


SOURCE = Source("a table of routes in a Parquet file", read)
