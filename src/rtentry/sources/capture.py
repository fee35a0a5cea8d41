"""Captures: files with what a tool printed, or documents with such listings."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice

from rtentry.dialects import ROOM, dialect, dialects
from rtentry.document import parse
from rtentry.errors import FormatError, SourceError
from rtentry.listing import Dialect
from rtentry.model import Snapshot
from rtentry.registry import names
from rtentry.sources import Ask, Source
from rtentry.sources._text import decode as decode
from rtentry.sources._text import encoding_of


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Read a file; ``-`` is standard input.

    Raises:
        SourceError: if it cannot be read, or is no text.
        FormatError: if no listing is in it, or one is broken; with file and line.
    """
    if has_columns(where):
        from rtentry.sources import parquet

        return parquet.read(where, ask)
    try:
        if may_be_bundle(where):
            return bundle(where, ask)
        data = load(where)
        if data[257:262] == TAR:
            return bundle(where, ask, data)
        found = in_bulk(data, ask) if ask.frames and len(data) >= MANY else None
        if found is not None:
            return found
        return parse(decode(data, where), within(ask.system), lenient=ask.lenient)
    except FormatError as error:
        source = ":".join([name for name in (where, error.source) if name])
        raise FormatError(
            error.message, line=error.line, column=error.column, source=source
        ) from None


def in_bulk(data: bytes, ask: Ask) -> tuple[Snapshot, ...] | None:
    """A large table as frames; ``None`` = it has to be read as any other text."""
    from importlib.util import find_spec

    if ask.lenient or encoding_of(data) or find_spec("numpy") is None:
        return None
    from rtentry.bulk import table

    asked = within(ask.system)
    return table(data, lambda text, tried: parse(text, tried or asked))


def has_columns(where: str) -> bool:
    """Whether a file is Parquet or Arrow."""
    if not os.path.isfile(where):  # noqa: PTH113 - pathlib costs 8 ms
        return False
    try:
        with open(where, "rb") as file:  # noqa: PTH123 - as above
            return file.read(6).startswith(COLUMNS)
    except OSError:
        return False


def may_be_bundle(where: str) -> bool:
    """Whether a place is a folder, or a file that is a tar archive."""
    if os.path.isdir(where):  # noqa: PTH112 - pathlib costs 8 ms
        return True
    if not os.path.isfile(where):  # noqa: PTH113 - as above; a pipe is read but once
        return False
    try:
        with open(where, "rb") as file:  # noqa: PTH123 - as above
            head = file.read(262)
    except OSError:
        return False
    if not head.startswith(PACKED):
        return head[257:] == TAR
    from rtentry.sources._bundle import is_tar

    return is_tar(where)


def bundle(where: str, ask: Ask, data: bytes | None = None) -> tuple[Snapshot, ...]:
    """
    Read a folder or an archive of files.

    Args:
        where: its path.
        ask:   what is wanted of it.
        data:  the archive, if it came by standard input.
    """
    from rtentry.bundle import snapshots
    from rtentry.sources._bundle import members

    tried = within(ask.system) or dialects()
    return snapshots(members(where, data), tried, lenient=ask.lenient)


def pieces(where: str) -> Callable[[], Iterator[list[str]]] | None:
    """
    The lines of a large file, or of standard input, in pieces and from its beginning each
    time.

    ``None`` if it is small, or no plain text: packed, an archive, not of UTF-8, or with
    characters that are no text of a listing (see :func:`rtentry.session.plain`).
    """
    if where == "-":
        from rtentry.sources._spool import spool

        where = spool(LARGE)
    try:
        if os.path.getsize(where) < LARGE:  # noqa: PTH202 - pathlib costs 8 ms
            return None
    except OSError:
        return None
    if may_be_bundle(where) or not is_plain(where):
        return None

    def lines() -> Iterator[list[str]]:
        with open(where, encoding="utf-8", newline="\n") as file:  # noqa: PTH123
            carry: list[str] = []
            while piece := carry + file.readlines(PIECE):
                carry = list(islice(file, 1))
                while carry and carry[0][:1].isspace():  # of the entry above
                    piece += carry
                    carry = list(islice(file, 1))
                yield [line.rstrip("\n") for line in piece]

    return lines


def is_plain(where: str) -> bool:
    """Whether a file is UTF-8 without control characters, as far as one can see."""
    with open(where, "rb") as file:  # noqa: PTH123
        while block := file.read(PIECE):
            if any(octet in block for octet in ODD):
                return False
    return True


def load(where: str) -> bytes:
    """The bytes of a file, or of standard input."""
    try:
        if where == "-" and sys.stdin is not None:
            return unpacked(sys.stdin.buffer.read(), where)
        with open(where, "rb") as file:  # noqa: PTH123 - pathlib costs 8 ms
            return unpacked(file.read(), where)
    except OSError as error:
        raise SourceError(
            f"{where}: {(error.strerror or str(error)).lower()}"
        ) from None


def unpacked(data: bytes, where: str) -> bytes:
    """The same bytes, or what gzip, bzip2 or xz packed; SourceError if damaged."""
    if not data.startswith(PACKED):
        return data
    import zlib
    from importlib import import_module

    name = ("gzip", "bz2", "lzma")[[data.startswith(p) for p in PACKED].index(True)]
    packer = import_module(name)
    broken = (OSError, EOFError, zlib.error, getattr(packer, "LZMAError", EOFError))
    try:
        whole: bytes = packer.open(BytesIO(data)).read(MOST + 1)
    except broken as error:
        raise SourceError(f"{where}: {name}: {error}") from None
    if len(whole) > MOST:
        raise SourceError(f"{where}: {name}: unpacks to more than is read")
    return whole


PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
"""What gzip, bzip2 and xz files begin with."""

COLUMNS = (b"PAR1", b"ARROW1")
"""What Parquet and Arrow files begin with."""

TAR = b"ustar"
"""What stands in a tar archive after 257 octets (POSIX.1-1988)."""

LARGE = 1 << 25
"""From which size on a file is read in pieces, if it can be (octets)."""

MANY = 1 << 22
"""From which size on a table is read as arrays, where it may be (octets)."""

PIECE = 1 << 20
"""How much of a file is read at a time (octets)."""

ODD = (b"\0", b"\r", b"\x1a", b"\x1b", b"\xa0", b"\xef\xbb\xbf")
"""Octets of a text that is not taken as it stands."""

MOST = 1 << 31
"""How large a file may be when it is unpacked (octets)."""


def within(system: str | None) -> tuple[Dialect, ...] | None:
    """The dialects to try: those of ``--in SYSTEM``, its newest first."""
    if system is None:
        return None
    if system in names(ROOM) and dialect(system).system != system:
        return (dialect(system),)  # one of an era: the others are not loaded
    same = tuple([d for d in dialects() if system == d.system])
    return same or (dialect(system),)


SOURCE = Source("a file with what a tool printed, or a document with listings", read)
