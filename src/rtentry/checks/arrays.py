"""
Destinations of a large table as arrays: which are alike, which are around others.

An address is two numbers of 64 bits, IPv4's in the upper bits of the first, so that
prefixes of both versions are compared alike; lengths are counted from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from rtentry.addr import Prefix
from rtentry.frame import Frame
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.frame import Array

STEPS = 64
"""Of destinations with so many right under them each is looked at for itself."""

ONES, HALF, NONE = np.uint64(2**64 - 1), np.uint64(64), np.uint64(0)


class Dsts(NamedTuple):
    """
    Destinations of one IP version.

    Fields:
        version: 4 or 6.
        upper, lower: the halves of the first address of each, uint64 (n,).
        plen:    its length, uint64 (n,).
    """

    version: int
    upper: Array
    lower: Array
    plen: Array

    def some(self, which: Array) -> Dsts:
        """Some of them."""
        return Dsts(
            self.version, self.upper[which], self.lower[which], self.plen[which]
        )


def of_frame(frame: Frame) -> Dsts:
    """The destinations of a frame."""
    plen = frame.plen.astype(np.uint64)
    if frame.version == 6:
        return Dsts(6, frame.addr[:, 0], frame.addr[:, 1], plen)
    upper = frame.addr.astype(np.uint64) << np.uint64(32)
    return Dsts(4, upper, np.zeros(len(upper), np.uint64), plen)


def joined(many: Sequence[Dsts]) -> Dsts:
    """Destinations of one IP version, one after the other."""
    parts = zip(*[each[1:] for each in many], strict=True)
    return Dsts(many[0].version, *[np.concatenate(part) for part in parts])


def of_prefixes(version: int, prefixes: Iterable[Prefix]) -> Dsts:
    """The same of prefixes, of which those of the other version are left out."""
    room = 96 if version == 4 else 0
    own = [p for p in prefixes if p.version == version]
    addr = [p.addr << room for p in own]
    return Dsts(
        version,
        np.array([a >> 64 for a in addr], np.uint64),
        np.array([a & 2**64 - 1 for a in addr], np.uint64),
        np.array([p.plen for p in own], np.uint64),
    )


def key(dsts: Dsts) -> Array:
    """The first addresses as values that numpy compares."""
    if dsts.version == 4:
        return dsts.upper
    halves = np.stack([dsts.upper, dsts.lower], axis=1).astype(">u8")
    return halves.view("S16").ravel()


def free(plen: Array) -> tuple[Array, Array]:
    """The bits past some lengths, as halves."""
    upper = np.where(plen < HALF, ONES >> np.minimum(plen, np.uint64(63)), NONE)
    rest = np.maximum(plen, HALF) - HALF
    lower = np.where(rest < HALF, ONES >> np.minimum(rest, np.uint64(63)), NONE)
    return upper, lower


def behind(dsts: Dsts) -> Dsts:
    """The address behind the last of each destination; of the very last one 0."""
    upper, lower = free(dsts.plen)
    lower = dsts.lower | lower
    upper = (dsts.upper | upper) + (lower == ONES)
    return dsts._replace(upper=upper, lower=lower + np.uint64(1))


def alike(dsts: Dsts) -> Array:
    """Which have a destination that others have, too: truth values (n,)."""
    order = np.lexsort([dsts.plen, dsts.lower, dsts.upper])
    same = is_same(dsts.some(order))
    found = np.zeros(len(order), bool)
    found[order[1:][same]] = found[order[:-1][same]] = True
    return found


def is_same(dsts: Dsts) -> Array:
    """Of destinations in order, but for the first: whether it is the one before again."""
    _, *parts = dsts
    found: Array = np.logical_and.reduce([part[1:] == part[:-1] for part in parts])
    return found


def around(dsts: Dsts, points: Dsts) -> Array:
    """Which of them cover the first address of some point: truth values (n,)."""
    found = np.zeros(len(dsts.plen), bool)
    if not len(points.plen):
        return found
    for plen in np.unique(dsts.plen):
        upper, lower = free(np.array([plen]))
        masked = points._replace(
            upper=points.upper & ~upper, lower=points.lower & ~lower
        )
        some = np.flatnonzero(dsts.plen == plen)
        found[some] = np.isin(key(dsts.some(some)), np.unique(key(masked)))
    return found


def hidden(dsts: Dsts) -> Array:
    """Those that longer ones have all addresses of, and these: truth values (n,)."""
    order = np.lexsort([dsts.plen, dsts.lower, dsts.upper])
    order = (
        order[np.append([True], ~is_same(dsts.some(order)))] if len(order) else order
    )
    whole = dsts.some(order)
    found = np.zeros(len(dsts.plen), bool)
    for row, under in chains(whole):
        found[order[row]] = found[order[under]] = True
    return found


def chains(dsts: Dsts) -> Iterator[tuple[Array, Array]]:
    """
    Destinations that longer ones cover whole, and those right under them.

    Args:
        dsts: in order, no two alike.

    Returns:
        numbers of such destinations, and for each the number of one right under it.
    """
    start, end = key(dsts), key(behind(dsts))
    outer = np.flatnonzero(start[1:] == start[:-1])  # the next one begins where it does
    inner = outer + 1
    steps, done = [], []
    for _ in range(STEPS):
        steps.append((outer, inner))
        is_end = end[inner] == end[outer]
        done.append(outer[is_end])
        outer, inner = outer[~is_end], inner[~is_end]
        follow = np.searchsorted(start, end[inner])  # the first that begins there
        good = follow < len(start)
        good[good] = start[follow[good]] == end[inner][good]
        outer, inner = outer[good], follow[good]
    whole = np.zeros(len(start), bool)
    whole[np.concatenate(done)] = True
    for over, under in steps:
        yield over[whole[over]], under[whole[over]]
    for row in outer.tolist():
        long = long_chain(dsts, row, int(np.searchsorted(start, end[row])))
        yield np.full(len(long), row), np.array(long, np.int64)


def long_chain(dsts: Dsts, row: int, stop: int) -> list[int]:
    """
    What is right under a destination, if that is all of it; else nothing.

    Args:
        dsts: as above.
        row:  number of the destination.
        stop: the first that begins behind it; 0 = none can.
    """
    some = dsts.some(np.arange(row, stop or len(dsts.plen)))
    (first, *starts), (end, *ends) = integers(some), integers(behind(some))
    place, under = first, []
    for number, (begin, behind_it) in enumerate(
        zip(starts, ends, strict=True), row + 1
    ):
        if begin == place:
            under.append(number)
            place = behind_it
    return under if place == end else []


def integers(dsts: Dsts) -> list[int]:
    """The first addresses as Python's integers."""
    both = zip(dsts.upper.tolist(), dsts.lower.tolist(), strict=True)
    return [upper << 64 | lower for upper, lower in both]
