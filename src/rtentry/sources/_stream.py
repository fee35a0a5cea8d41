"""
Files that are read, and answers that are written, piece by piece.

How far it has come is told on standard error, if that is a terminal on which no answer
is written meanwhile.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rtentry.addr import parse_address
from rtentry.errors import FormatError, SourceError
from rtentry.light import Any
from rtentry.queries import Stream
from rtentry.sources._columns import batches, form_of, schema
from rtentry.sources._columns import write as columns
from rtentry.sources._progress import Progress

PIECE = 1 << 20
"""How much is read at a time (octets)."""


def stream(where: str, *, is_told: bool = False) -> Stream:
    """
    A file, or standard input (``-``), that is read as it is needed.

    Args:
        where:   the file.
        is_told: as in Progress.

    Raises:
        SourceError: if an address stands for the file.
    """
    if is_address(where) and not os.path.exists(where):  # noqa: PTH110 - costs 8 ms
        raise SourceError(f"{where}: no such file; of one address: rtentry get {where}")
    return Stream(
        where,
        lambda: tuple(schema(where).names) if form_of(where) else None,
        lambda size: pieces(where, size, is_told=is_told),
        lambda names: batches(where, names, is_told=is_told),
        lambda: stream(where, is_told=True),
    )


@contextmanager
def opened(where: str) -> Iterator[Any]:
    """A file to be read; SourceError if it cannot be."""
    from rtentry.sources.mrt import unpacked

    try:
        with unpacked(where) as file:
            yield file
    except (OSError, EOFError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{where}: {said.lower()}") from None


def is_address(text: str) -> bool:
    """Whether what stands for a file is an address."""
    try:
        parse_address(text)
    except FormatError:
        return False
    return True


def pieces(where: str, size: int = PIECE, *, is_told: bool = False) -> Iterator[bytes]:
    """
    The octets of a file in pieces of whole lines; the last one ends as the others.

    Args:
        where:   the file.
        size:    octets of a piece, about.
        is_told: as in Progress.
    """
    if where == "-" and not hasattr(sys.stdin, "buffer"):
        yield from (line.encode() for line in sys.stdin)
        return
    with opened(where) as file, Progress(where, is_told=is_told) as progress:
        rest = b""
        for block in blocks(file, size):
            end = block.rfind(b"\n") + 1
            if end:
                piece = rest + block[:end]
                progress.add(len(piece), piece.count, b"\n")
                yield piece
                rest = b""
            rest += block[end:]
        if rest:
            yield rest + b"\n"


def blocks(file: Any, most: int) -> Iterator[bytes]:
    """
    What is in a file, much at a time; of what comes slowly, what there is.

    Raises:
        OSError, EOFError: if it cannot be read, or is damaged.
    """
    while block := file.read1(most):
        parts, size = [block], len(block)
        while size < most and is_ready(file) and (more := file.read1(most - size)):
            parts.append(more)
            size += len(more)
        yield b"".join(parts)


def is_ready(file: Any) -> bool:
    """Whether there is more to read without waiting for it."""
    try:
        return bool(select.select([file], [], [], 0)[0])
    except (OSError, ValueError):  # no file of the system: it is all there
        return True


def told(octets: Iterable[bytes]) -> None:
    """Write pieces to standard output as they come."""
    sys.stdout.flush()
    out = getattr(sys.stdout, "buffer", None)
    for piece in octets:
        if out is None:
            sys.stdout.write(bytes(piece).decode())
        else:
            out.write(piece)
            out.flush()


def write(octets: Iterable[bytes], where: str) -> None:
    """Write pieces into a file, whole or not at all; packed if it is called ``.gz``."""

    def fill(name: str) -> None:
        with packed(name, where) as file:
            for piece in octets:
                file.write(piece)

    whole(where, fill)


@contextmanager
def packed(name: str, where: str) -> Iterator[Any]:
    """A file to be written, called *name* until it is whole and called *where*."""
    with open(name, "wb") as file:  # noqa: PTH123 - pathlib costs 8 ms
        if not where.endswith(".gz"):
            yield file
            return
        import gzip

        with gzip.GzipFile("", "wb", 6, file, mtime=0) as inner:
            yield inner


def write_tables(tables: Iterable[Any], where: str) -> None:
    """Write Arrow record batches into a file, whole or not at all."""
    whole(where, lambda name: columns(tables, name, where))


def whole(where: str, fill: Callable[[str], None]) -> None:
    """Let a file be filled under another name, then be there as a whole."""
    name = f"{where}.{os.getpid()}"
    try:
        fill(name)
        os.replace(name, where)  # noqa: PTH105 - pathlib costs 8 ms
    except BaseException as error:
        if os.path.exists(name):  # noqa: PTH110 - as above
            os.unlink(name)  # noqa: PTH108 - as above
        if (
            isinstance(error, OSError) and error.filename == name
        ):  # ours, not the user's
            raise OSError(error.errno, error.strerror, where) from None
        raise
