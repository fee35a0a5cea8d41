"""
Folders and tar archives: their files, one after the other.

Nothing is unpacked to a disk, no link is followed, no device opened; what is read is
bounded, so that an archive that unpacks to more than it may is an error.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from io import BytesIO
from stat import S_ISREG

from rtentry.bundle import File, named
from rtentry.errors import SourceError

SMALL = 1 << 16
"""How large a file is searched whose name says nothing (octets)."""

LARGE = 1 << 28
"""How large a file is read whose name says what it is (octets)."""

MOST = 1 << 32
"""How large all files of an archive may be together (octets)."""

MANY = 200_000
"""How many of them there may be."""


def is_tar(where: str) -> bool:
    """Whether a packed file is a tar archive."""
    try:
        with tarfile.open(where):
            return True
    except (tarfile.TarError, EOFError, OSError):
        return False


def members(where: str, data: bytes | None = None) -> Iterator[File]:
    """
    The files of a folder, by name, or of an archive, in its order.

    Args:
        where: its path.
        data:  the archive, if it was read already; ``None`` = read it.

    Raises:
        SourceError: if it cannot be read, or is larger than it may be.
    """
    if data is None and os.path.isdir(where):  # noqa: PTH112 - as below
        return folder(where)
    return archive(where, None if data is None else BytesIO(data))


def folder(where: str) -> Iterator[File]:
    """The files of a folder and of those in it; links are not followed."""
    for at, folders, names in os.walk(where):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(at, name)  # noqa: PTH118 - pathlib costs 8 ms
            short = os.path.relpath(path, where).replace(os.sep, "/")
            try:
                state = os.lstat(path)
                if not S_ISREG(state.st_mode):
                    yield File(short, why="links or devices, not followed")
                elif why := refused(short, state.st_size):
                    yield File(short, why=why)
                else:
                    with open(path, "rb") as file:  # noqa: PTH123 - as above
                        yield content(short, file.read(LARGE + 1))
            except OSError as error:
                yield File(short, why=(error.strerror or str(error)).lower())


def archive(where: str, data: BytesIO | None) -> Iterator[File]:
    """The files of a tar archive, packed or not."""
    total = 0
    try:
        with tarfile.open(where, fileobj=data) as tar:
            for n, member in enumerate(tar):
                total += member.size
                if total > MOST or n > MANY:
                    raise SourceError(f"{where}: unpacks to more than is read")
                if member.isdir():
                    continue
                name = member.name.removeprefix("./")
                file = tar.extractfile(member) if member.isreg() else None
                if file is None or member.issparse():
                    yield File(name, why="links or devices, not followed")
                elif why := refused(name, member.size):
                    yield File(name, why=why)
                else:
                    yield content(name, file.read(LARGE + 1))
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise SourceError(f"{where}: damaged archive: {error}") from None


def refused(name: str, size: int) -> str:
    """Why a file of that size is not read; ``""`` = it is."""
    if not size:
        return "empty"
    return "too large to be searched" if size > most(name) else ""


def most(name: str) -> int:
    """How large a file of that name may be (octets)."""
    return LARGE if named(name).command else SMALL


def content(name: str, data: bytes) -> File:
    """A file with its text, if it is one."""
    from rtentry.sources.capture import decode, unpacked

    try:
        data = unpacked(data, name)
        if why := refused(name.removesuffix(".gz"), len(data)):
            return File(name, why=why)
        return File(name, decode(data, name))
    except SourceError:
        return File(name, why="binary" if data.strip() else "empty")
