"""
IPv6 addresses in words of a text, as arrays, by numpy.

A word is cut at its colons; what stands between two of them is a group of digits, or
nothing: then it is the gap of ``::``, for the groups that are left out.
"""

from __future__ import annotations

import numpy as np

from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.frame import Array

COLON = b":"[0]

GROUPS = 8
"""How many groups an address has."""

DIGITS = 4
"""How many digits a group has at most."""

PART = 1 << 13
"""How many words are looked at together."""

MOST = 0xFFFF
"""The largest value of a group."""

HEX = np.full(256, MOST + 1, np.uint32)
HEX[list(b"0123456789ABCDEF")] = range(16)
HEX[list(b"abcdef")] = range(10, 16)
"""The value of each digit; of what is none, too large a one."""


class Groups(NamedTuple):
    """
    What stands between the colons of some words, one word after the other.

    Fields:
        head:  where those of each word begin.
        many:  how many each word has.
        at:    which of its word's each is, from 0.
        width: how many octets each has.
        value: its value; over 65535 = an octet in it is no digit.
    """

    head: Array
    many: Array
    at: Array
    width: Array
    value: Array


def hexes(octets: Array, start: Array, end: Array) -> tuple[Array, Array, Array]:
    """
    IPv6 addresses in words: groups of digits, no octets in decimal.

    Args:
        octets:     the text.
        start, end: where the words are in it, in their order.

    Returns:
        whether each is one, and the halves, uint64 (n,).
    """
    good = np.zeros(len(start), bool)
    upper, lower = np.zeros((2, len(start)), np.uint64)
    for at in range(0, len(start), PART):
        part = slice(at, at + PART)
        first = start[at]
        text = octets[first : end[part][-1]]
        some = some_hexes(text, start[part] - first, end[part] - first)
        good[part], upper[part], lower[part] = some
    return good, upper, lower


def some_hexes(octets: Array, start: Array, end: Array) -> tuple[Array, Array, Array]:
    """The same of so many words as fit the processor's cache."""
    colons = np.flatnonzero(octets == COLON)
    first = np.searchsorted(colons, start)
    count = np.searchsorted(colons, end) - first
    good = (count >= 2) & (count <= GROUPS)
    upper, lower = np.zeros((2, len(start)), np.uint64)
    if not good.all():  # the others are not looked at
        start, end, first = start[good], end[good], first[good]
    if not len(start):
        return good, upper, lower
    found = groups(octets, start, end, colons, first)
    fine, gap = gaps(found)
    behind = found.at > np.repeat(gap, found.many)
    at = found.at + np.where(behind, np.repeat(GROUPS - found.many, found.many), 0)
    value = found.value << (48 - 16 * (at & 3)).astype(np.uint64)
    zero = np.uint64(0)
    upper[good] = np.add.reduceat(np.where(at < 4, value, zero), found.head)
    lower[good] = np.add.reduceat(np.where(at < 4, zero, value), found.head)
    good[good] = fine
    return good, upper, lower


def groups(
    octets: Array, start: Array, end: Array, colons: Array, first: Array
) -> Groups:
    """
    What stands between colons.

    Args:
        octets:     the text.
        start, end: where the words are.
        colons:     where its colons are.
        first:      which of them is the first of each word.
    """
    count = np.searchsorted(colons, end) - first + 1
    head = np.cumsum(count) - count
    every = np.arange(int(count.sum()))
    stop = colons.take(np.repeat(first - head, count) + every, mode="clip")
    stop[head + count - 1] = end
    begin = np.empty_like(stop)
    begin[1:], begin[head] = stop[:-1] + 1, start
    width = stop - begin
    digits = HEX[octets]
    value = np.zeros(len(every), np.uint32)
    for n in range(DIGITS):
        digit = digits.take(stop - (n + 1), mode="wrap") * (width > n)
        value += digit << np.uint32(4 * n)
    at = every - np.repeat(head, count)
    return Groups(head, count, at, width, value.astype(np.uint64))


def gaps(found: Groups) -> tuple[Array, Array]:
    """
    Whether each word is an address, and which of its groups is the gap of ``::``.

    Before a gap at the beginning of a word, and behind one at its end, there is one more
    group of no digits.
    """
    head, last = found.head, found.head + found.many - 1
    empty = found.width == 0
    wrong = np.logical_or.reduceat((found.width > DIGITS) | (found.value > MOST), head)
    none = np.add.reduceat(empty.astype(np.int64), head)
    ahead, behind = empty[head], empty[last]
    inside = none - ahead - behind == 1
    good = inside & (found.many - none < GROUPS)
    good &= (~ahead | empty[head + 1]) & (~behind | empty[last - 1])
    good = np.where(none > 0, good, found.many == GROUPS) & ~wrong
    gap = np.add.reduceat(np.where(empty, found.at, 0), head)
    gap -= np.where(behind, found.many - 1, 0)
    return good, np.where(none > 0, gap, GROUPS)
