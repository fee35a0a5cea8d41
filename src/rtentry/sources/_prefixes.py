"""A long list of prefixes into frames: what ``prefixes`` does line by line, in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from rtentry.addr import WIDTH, Prefix
from rtentry.frame import Frame, Routes
from rtentry.light import TYPE_CHECKING, Any
from rtentry.lookup.bulk import loops
from rtentry.lookup.field import Field
from rtentry.lookup.words import NEWLINE, Words
from rtentry.sources.prefixes import made

if TYPE_CHECKING:
    from rtentry.frame import Array

SLASH = b"/"[0]

MIXED = 64
"""Of more runs of one IP version a list is not worth arrays."""


def table(whole: bytes) -> Any:
    """
    The routes of a list; ``None`` = read it line by line: something in it is odd.

    Odd are comments, blank lines, mistakes, next hops for some, much disorder.
    """
    if b"#" in whole or b"\r" in whole:
        return None
    octets = np.frombuffer(whole, np.uint8)
    parse, words = loops(len(whole)).parse, whole.replace(b"/", b" ")
    dst = parse(words, Field(0))
    if dst.line is not None or not dst.version.all():
        return None
    plen, end, good = lengths(octets, dst)
    if not good or host_bits(dst, plen).any():
        return None
    hops = np.zeros((3, len(plen)), np.uint64)
    if (octets[end] != NEWLINE).any():
        hop = parse(words, Field(2))
        if not hop.version.all() or (octets[hop.end] != NEWLINE).any():
            return None
        hops = np.stack([hop.version.astype(np.uint64), hop.upper, hop.lower])
    cuts = (np.flatnonzero(np.diff(dst.version)) + 1).tolist()
    if len(cuts) > MIXED:
        return None
    runs = pairwise([0, *cuts, len(plen)])
    return Routes(*[part(dst, plen, hops, slice(*run)) for run in runs])


def lengths(octets: Array, dst: Words) -> tuple[Array, Array, bool]:
    """The lengths of prefixes, where each ends, and whether all are as they should be."""
    end = dst.end.astype(np.int64)
    good = (octets[end] == SLASH).all()
    plen = np.zeros(len(end), np.int64)
    end = end + 1
    first = end
    for _ in range(3):
        digit = octets[np.minimum(end, len(octets) - 1)].astype(np.int64) - 48
        more = (digit >= 0) & (digit <= 9) & (end - first < 3)
        plen = np.where(more, plen * 10 + digit, plen)
        end = end + more
    width = np.where(dst.version == 4, WIDTH[4], WIDTH[6])
    behind = octets[np.minimum(end, len(octets) - 1)]
    good &= ((end > first) & (plen <= width)).all()
    good &= np.isin(behind, np.frombuffer(b" \t,\n", np.uint8)).all()
    return plen, end, bool(good)


def host_bits(dst: Words, plen: Array) -> Array:
    """Whether there are bits past the length of each prefix."""
    free = np.where(dst.version == 4, WIDTH[4], WIDTH[6]) - plen
    low, high = np.minimum(free, 64), np.maximum(free - 64, 0)
    found: Array = (dst.lower & ones(low) | dst.upper & ones(high)) != 0
    return found


def ones(count: Array) -> Array:
    """So many of the last bits of 64."""
    one, most = np.uint64(1), np.uint64(64)
    bits = count.astype(np.uint64)
    made: Array = np.where(bits == most, ~np.uint64(0), (one << bits % most) - one)
    return made


def part(dst: Words, plen: Array, hops: Array, run: slice) -> Frame:
    """The routes of some lines of one IP version."""
    version = int(dst.version[run.start])
    addr = dst.lower[run].astype(np.uint32)
    if version == 6:
        addr = np.stack([dst.upper[run], dst.lower[run]], axis=1)
    hosts = (plen[run] == WIDTH[version]).astype(np.uint64)
    said = [*hops[:, run], hosts]
    kind, first = distinct(said)
    kinds = [
        rest(version, *key)
        for key in zip(*[x[first].tolist() for x in said], strict=True)
    ]
    return Frame(version, addr, plen[run].astype(np.uint8), kind, tuple(kinds))


def distinct(columns: Sequence[Array]) -> tuple[Array, Array]:
    """Which rows are alike: a number for each, and a row that has it."""
    kind, count = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        if (column != column[0]).any():
            known, code = numbered(column)
            if count > 1:
                known, code = numbered(kind * len(known) + code)
            kind, count = code, len(known)
    first = np.zeros(count, np.int64)
    first[kind] = np.arange(len(kind))
    return kind.astype(np.int32), first


def numbered(column: Array) -> tuple[Array, Array]:
    """The different values of a column, and the number of each row's."""
    known = np.unique(column)  # without return_inverse it does not sort all
    return known, np.searchsorted(known, column)


def rest(version: int, hop: int, upper: int, lower: int, host: int) -> Any:
    """What is said of routes beside their destination."""
    gateway = Prefix(hop, upper << 64 | lower, WIDTH[hop]) if hop else None
    plen = WIDTH[version] if host else 0
    route = made(Prefix(version, 0, plen), gateway)
    return route._replace(dst=Prefix(version, 0, 0))
