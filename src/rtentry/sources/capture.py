"""Captures: files with what a tool printed, or documents with such listings."""

from __future__ import annotations

import sys
from pathlib import Path

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
        return parse(text, within(ask.system))
    except FormatError as error:
        raise FormatError(
            error.message, line=error.line, column=error.column, source=where
        ) from None


def load(where: str) -> bytes:
    """The bytes of a file, or of standard input."""
    if where == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(where).read_bytes()
    except OSError as error:
        raise SourceError(
            f"{where}: {(error.strerror or str(error)).lower()}"
        ) from None


def decode(data: bytes, where: str) -> str:
    """The text of some bytes: UTF-8, else Latin-1."""
    if not data.strip():
        raise SourceError(f"{where}: empty: there is nothing to read")
    if b"\0" in data:
        raise SourceError(f"{where}: binary: not a text with listings")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def within(system: str | None) -> tuple[Dialect, ...] | None:
    """The dialects to try: those of ``--in SYSTEM``, its newest first."""
    if system is None:
        return None
    same = tuple([d for d in dialects() if system == d.system])
    return same or (dialect(system),)


SOURCE = Source("a file with what a tool printed, or a document with listings", read)
