"""``json:FILE``: a snapshot that rtentry wrote."""

from __future__ import annotations

from rtentry.model import Snapshot
from rtentry.sources import Ask, Source, capture


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Read a JSON document.

    Raises:
        SourceError: if it cannot be read.
        FormatError: if it does not follow the schema.
    """
    return capture.read(where, ask._replace(system="json"))


SOURCE = Source("a document of rtentry's own JSON", read)
