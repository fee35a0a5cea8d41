"""
Standard input as a file, so that it can be read twice.

What comes from a pipe is kept in memory as long as it is small, else in a temporary file
without a name (in ``TMPDIR``), which takes the place of the pipe.
"""

from __future__ import annotations

import os
import sys
from stat import S_ISREG

STDIN = "/dev/stdin"

BLOCK = 1 << 20
"""How much is copied at a time (octets)."""


def spool(most: int) -> str:
    """
    The path of standard input, which is a file from then on.

    Args:
        most: how much is kept in memory (octets).

    Raises:
        OSError: if there is no room for what comes.
    """
    try:
        number = sys.stdin.fileno()
        if number != 0 or S_ISREG(os.fstat(0).st_mode):
            return STDIN
    except (AttributeError, OSError, ValueError):
        return STDIN  # a program has put something else there
    os.dup2(copied(most), 0)
    os.lseek(0, 0, os.SEEK_SET)
    return STDIN


def copied(most: int) -> int:
    """A descriptor of a file with all that standard input says."""
    head = bytearray()
    while len(head) < most and (block := os.read(0, BLOCK)):
        head += block
    to = unnamed(is_small=len(head) < most)
    write(to, head)
    while block := os.read(0, BLOCK):
        write(to, block)
    return to


def unnamed(*, is_small: bool) -> int:
    """A descriptor of a new file without a name."""
    if is_small and hasattr(os, "memfd_create"):
        return os.memfd_create("stdin")
    from tempfile import TemporaryFile

    with TemporaryFile() as file:
        return os.dup(file.fileno())


def write(to: int, data: bytes | bytearray) -> None:
    """Write all of it."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(to, rest) :]
