"""``rtsock:FILE``: a dump of a BSD's or macOS's tables, as sysctl(3) gives it."""

from __future__ import annotations

import os

from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.model import Snapshot
from rtentry.sources import Ask, Source
from rtentry.sources.capture import load
from rtentry.wire.rtdump import decode, guess


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Read a dump: what NET_RT_DUMP, NET_RT_FLAGS or NET_RT_IFLIST gave, or several.

    Times in it count from when the file was written; ``-`` is standard input, whose
    times nobody knows.

    Raises:
        SourceError: if it cannot be read.
        FormatError: if it is cut off or malformed, with the offset; if it may be that
                     of several systems and ``--in`` does not say of which.
    """
    data = load(where)
    try:
        system = guess(data) if ask.system is None else dialect(ask.system).name
        return (decode(data, system, written(where)),)
    except FormatError as error:
        raise FormatError(error.message, source=where) from None


def written(where: str) -> int | None:
    """When a file was written (seconds since 1970); ``None`` = it is no file."""
    return None if where == "-" else int(os.stat(where).st_mtime)  # noqa: PTH116


SOURCE = Source(
    "a dump of the routing socket of a BSD or macOS (sysctl NET_RT_DUMP)", read
)
