"""
``mrt:FILE``: routes of BGP, as collectors and routers dump them (RFC 6396).

``mrt:FILE,FILE?peer=ADDRESS``: several files in their order, a table and updates to it;
of one peer alone, which ``--peer`` may name, too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from rtentry.addr import parse_address, show_address
from rtentry.errors import FormatError, SourceError
from rtentry.light import Any
from rtentry.model import Snapshot
from rtentry.sources import Ask, Source
from rtentry.sources._paths import Incomplete, Paths, Table, Taker, routes
from rtentry.wire.mrt import Peers, Said, decode, records

PEER = "?peer="
"""What stands before the address of the peer whose routes are wanted."""

PIECE = 1 << 20
"""How much is read at a time (octets)."""

PACKERS = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bz2",
    b"\xfd7zXZ\0": "lzma",
    b"\x28\xb5\x2f\xfd": "compression.zstd",
}
"""What unpacks a file, by what it begins with."""


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Read the best path of each prefix.

    ``-`` is standard input.  All paths are held only if updates come after a table: a
    file is read again then.

    Raises:
        SourceError: if it cannot be read, or the peer is not in it.
        FormatError: if it is damaged, with number and offset of the record; with
                     *lenient* that record is left out, and the notes say so.
    """
    name, _, peer = where.partition(PEER)
    peer = peer or ask.peer or ""
    only = parse_address(peer) if peer else None
    files = [name] if os.path.exists(name) else name.split(",")  # noqa: PTH110
    is_table = "-" not in files and len(files) == 1
    try:
        return (snapshot(files, ask, Table(only) if is_table else Paths(only)),)
    except Incomplete:
        return (snapshot(files, ask, Paths(only)),)


def snapshot(files: list[str], ask: Ask, paths: Taker) -> Snapshot:
    """What some files say, one after the other."""
    taken: int | None = None
    skipped: list[str] = []
    for name in files:
        taken = gather(name, paths, skipped if ask.lenient else None) or taken
    if paths.peer is not None and paths.peer not in paths.heard:
        raise SourceError(f"{files[0]}: {unheard(paths)}")
    found: Any = routes(paths.best(), frames=ask.frames)
    return Snapshot(routes=found, taken=taken, notes=tuple(notes(paths, skipped)))


def gather(name: str, paths: Taker, skipped: list[str] | None) -> int | None:
    """
    Take the records of a file.

    Args:
        name:    its name.
        paths:   what takes them.
        skipped: takes what is said of damaged ones; ``None`` = that is an error.

    Returns:
        the time of the last record (seconds since 1970); ``None`` = there is none.
    """
    peers: Peers = ()
    taken: int | None = None
    with unpacked(name) as file:
        found = records(pieces(file), paths.run)
        while True:
            try:
                record = next(found, None)
                if record is None:
                    return taken
                taken = record.time
                if paths.row(record):
                    continue
                said = decode(record, peers)
                if isinstance(said, Said):
                    paths.take(said)
                else:
                    peers = said
                    paths.meet(peers)
            except FormatError as error:
                if skipped is None:
                    raise FormatError(error.message, source=name) from None
                skipped.append(f"{name}: {error.message}")


@contextmanager
def unpacked(name: str) -> Iterator[Any]:
    """A file to be read, unpacked where gzip, bzip2, xz or zstd packed it."""
    try:
        file: Any = sys.stdin.buffer if name == "-" else open(name, "rb")  # noqa: PTH123, SIM115
        with file:
            head = file.peek(8)[:8]
            packer = next((m for x, m in PACKERS.items() if head.startswith(x)), None)
            yield opener(name, packer).open(file) if packer else file
    except OSError as error:
        raise SourceError(f"{name}: {(error.strerror or str(error)).lower()}") from None


def opener(name: str, packer: str) -> Any:
    """The module that unpacks; SourceError if this Python has none."""
    try:
        return import_module(packer)
    except ImportError:
        raise SourceError(
            f"{name}: this Python has no {packer}: unpack it before"
        ) from None


def pieces(file: Any) -> Iterator[bytes]:
    """What is in a file, piece by piece; FormatError where it is not to be unpacked."""
    try:
        while piece := file.read1(PIECE):
            yield piece
    except Exception as error:  # each packer has errors of its own
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise FormatError(f"cannot be unpacked: {error}".lower()) from None


def unheard(paths: Taker) -> str:
    """That a peer said nothing, and which did."""
    told = ", ".join([show_address(addr) for addr in sorted(paths.heard)])
    wanted = show_address(paths.peer) if paths.peer else ""
    return f"no peer {wanted}: there are {told or 'none'}"


def notes(paths: Taker, skipped: list[str]) -> Iterator[str]:
    """What was read and is no route, and what was left out."""
    for what, count in sorted(paths.counts.items()):
        yield f"mrt: {what}: {count}"
    if skipped:
        yield f"mrt: damaged records left out: {len(skipped)}; {skipped[0]}"


SOURCE = Source(
    "BGP routes in an MRT dump, plain or packed; FILE,FILE: updates; ?peer=ADDRESS",
    read,
    peers=True,
)
