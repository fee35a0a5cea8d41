"""Captures: files with what a tool printed, or documents with such listings."""

from __future__ import annotations

import codecs
import sys

from rtentry.dialects import dialect, dialects
from rtentry.document import parse
from rtentry.errors import FormatError, SourceError
from rtentry.listing import Dialect
from rtentry.model import Snapshot
from rtentry.sources import Ask, Source


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Read a file; ``-`` is standard input.

    Raises:
        SourceError: if it cannot be read, or is no text.
        FormatError: if no listing is in it, or one is broken; with file and line.
    """
    text = decode(load(where), where)
    try:
        return parse(text, within(ask.system), lenient=ask.lenient)
    except FormatError as error:
        raise FormatError(
            error.message, line=error.line, column=error.column, source=where
        ) from None


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
    """The same bytes, or what gzip packed into them; SourceError if it is damaged."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    import gzip
    import zlib

    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{where}: gzip: {error}") from None


MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
"""What UTF-16 begins with, as Windows consoles write it."""


def decode(data: bytes, where: str) -> str:
    """The text of some bytes: UTF-16 with its mark, UTF-8, else Latin-1."""
    if not data.strip():
        raise SourceError(f"{where}: empty: there is nothing to read")
    if b"\0" in data and data[:2] not in MARKS:
        raise SourceError(
            f"{where}: binary: not a text with listings; a dump of a BSD's tables is"
            f" read with -F rtsock:{where}"
        )
    try:
        return data.decode(MARKS.get(data[:2], "utf-8-sig"))
    except UnicodeDecodeError:
        return data.decode("latin-1")


def within(system: str | None) -> tuple[Dialect, ...] | None:
    """The dialects to try: those of ``--in SYSTEM``, its newest first."""
    if system is None:
        return None
    same = tuple([d for d in dialects() if system == d.system])
    return same or (dialect(system),)


SOURCE = Source("a file with what a tool printed, or a document with listings", read)
