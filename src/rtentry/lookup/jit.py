"""
Addresses of a text, as arrays: what :mod:`rtentry.lookup.words` does, by numba.

numba compiles these loops over octets when they are first called and keeps the code
beside this module; without it this module cannot be imported.
"""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from rtentry.light import Any, NamedTuple
from rtentry.lookup.field import BETWEEN, Field
from rtentry.lookup.rows import STEP, Rows
from rtentry.lookup.words import NEWLINE, QUOTE, Words, mended

WORD, BLANK, BREAK, END = range(4)
"""Kinds of octets: in words, between them, between fields, at the end of a line."""

LONGEST = 48
"""Room for the text of any address (octets)."""

BLOCK = 64
"""How many rows are read before they are needed."""

HEX = np.full(256, -1, np.int64)
HEX[list(b"0123456789ABCDEF")] = range(16)
HEX[list(b"abcdef")] = range(10, 16)
"""The value of each hexadecimal digit; -1 = it is none."""

kernel = njit(cache=True, nogil=True, boundscheck=False)


def kinds(field: Field) -> Any:
    """The kind of each octet."""
    made = np.zeros(256, np.uint8)
    if field.sep is None:
        made[list(BETWEEN)] = BLANK
    else:
        made[field.sep[0]] = BREAK
    made[NEWLINE] = END
    return made


def parse(piece: bytes, field: Field) -> Words:
    """The addresses of whole lines."""
    octets = np.frombuffer(piece, np.uint8)
    count = piece.count(b"\n")
    start, end = np.empty((2, count), np.int32)
    upper, lower = np.zeros((2, count), np.uint64)
    version = np.empty(count, np.uint8)
    scan(octets, kinds(field), field.at, start, end, version, upper, lower)
    if field.sep is not None and QUOTE in piece:
        version[:] = 0
    return mended(piece, Words(start, end, None, version, upper, lower), field)


@kernel
def scan(
    octets: Any,
    kinds: Any,
    at: Any,
    start: Any,
    end: Any,
    version: Any,
    upper: Any,
    lower: Any,
) -> Any:
    """
    Where in each line the word stands that is looked for, and which address it is.

    Version 0 is none, or perhaps one.
    """
    line, place, size = 0, 0, len(octets)
    while place < size:
        start[line] = end[line] = place
        skip = at
        while kinds[octets[place]] != END:
            while kinds[octets[place]] == BLANK:
                place += 1
            first = place
            while kinds[octets[place]] == WORD:
                place += 1
            if skip == 0:
                start[line], end[line] = first, place
                break
            skip -= 1
            if kinds[octets[place]] == BREAK:
                place += 1
        version[line], upper[line], lower[line] = read(octets, start[line], end[line])
        while octets[place] != NEWLINE:
            place += 1
        place += 1
        line += 1


@kernel
def each(octets: Any, start: Any, end: Any) -> Any:
    """Version and halves of the address in each word; version 0 = none, or perhaps."""
    version = np.empty(len(start), np.uint8)
    upper, lower = np.empty(len(start), np.uint64), np.empty(len(start), np.uint64)
    for n in range(len(start)):
        version[n], upper[n], lower[n] = read(octets, start[n], end[n])
    return version, upper, lower


@kernel
def read(octets: Any, first: Any, last: Any) -> Any:
    """Version and halves of the address in a word; version 0 = none, or perhaps."""
    good, value = quad(octets, first, last)
    if good:
        return np.uint8(4), np.uint64(0), value
    good, upper, lower = hexes(octets, first, last)
    return np.uint8(6) if good else np.uint8(0), upper, lower


@kernel
def quad(octets: Any, first: Any, last: Any) -> Any:
    """Whether a word is an IPv4 address, and which."""
    value, part, digits, dots = np.uint64(0), 0, 0, 0
    for at in range(first, last):
        digit = np.int64(octets[at]) - 48
        if 0 <= digit <= 9:
            if digits and not part:
                return False, value
            part = part * 10 + digit
            digits += 1
            if part > 255:
                return False, value
        elif digit == -2 and digits and dots < 3:
            value = value << np.uint64(8) | np.uint64(part)
            part, digits = 0, 0
            dots += 1
        else:
            return False, value
    return dots == 3 and digits > 0, value << np.uint64(8) | np.uint64(part)


@kernel
def hexes(octets: Any, first: Any, last: Any) -> Any:
    """Whether a word is an IPv6 address without octets in decimal, and its halves."""
    upper, lower = np.uint64(0), np.uint64(0)
    groups, gap, at = 0, -1, first
    while at < last:
        if octets[at] == 58:
            if at + 1 < last and octets[at + 1] == 58 and gap < 0:
                gap = groups
                at += 2
                if at == last:
                    break
            elif at == first or at + 1 == last or octets[at + 1] == 58:
                return False, upper, lower
            else:
                at += 1
        elif groups:
            return False, upper, lower
        part, digits = np.uint64(0), 0
        while at < last and octets[at] != 58:
            digit = HEX[octets[at]]
            digits += 1
            if digit < 0 or digits > 4:
                return False, upper, lower
            part = part << np.uint64(4) | np.uint64(digit)
            at += 1
        if not digits or groups == 8:
            return False, upper, lower
        upper = upper << np.uint64(16) | lower >> np.uint64(48)
        lower = lower << np.uint64(16) | part
        groups += 1
    if gap < 0:
        return groups == 8, upper, lower
    if groups > 7:
        return False, upper, lower
    return True, *spread(upper, lower, (groups - gap) * 16, (8 - groups) * 16)


@kernel
def spread(upper: Any, lower: Any, low: Any, zeros: Any) -> Any:
    """An address of which *zeros* bits were left out above the *low* last ones."""
    keep_upper, keep_lower = mask(low)
    high_upper, high_lower = upper & ~keep_upper, lower & ~keep_lower
    if zeros >= 64:
        high_upper = (
            high_lower << np.uint64(zeros - 64) if zeros < 128 else np.uint64(0)
        )
        high_lower = np.uint64(0)
    elif zeros:
        high_upper = high_upper << np.uint64(zeros) | high_lower >> np.uint64(
            64 - zeros
        )
        high_lower = high_lower << np.uint64(zeros)
    return high_upper | upper & keep_upper, high_lower | lower & keep_lower


@kernel
def mask(low: Any) -> Any:
    """The *low* last bits of an address, as halves."""
    every = ~np.uint64(0)
    if low >= 128:
        return every, every
    if low >= 64:
        return (np.uint64(1) << np.uint64(low - 64)) - np.uint64(1), every
    return np.uint64(0), (np.uint64(1) << np.uint64(low)) - np.uint64(1)


class Packed(NamedTuple):
    """
    What stands in lines, as :func:`fill` needs it.

    Fields:
        head:  what stands before each address, filled up, and its length.
        rows:  a record a row: the number of its way, the length and the octets of its
               destination, filled up; together it is one access to memory.
        width: octets of a record.
        before, after: the texts of a way, filled up; their lengths; octets of each.
    """

    head: tuple[Any, int]
    rows: Any
    width: int
    before: tuple[Any, Any, int]
    after: tuple[Any, Any, int]


def pack(made: Rows) -> Packed:
    """The same rows as records."""
    texts, size = made.dst
    way = made.way.astype("<i4").view(np.uint8).reshape(-1, 4)
    record = np.concatenate([way, size.astype(np.uint8)[:, None], texts], axis=1)
    width = -(-record.shape[1] // STEP) * STEP
    room = bytes(-len(made.head) % STEP)
    rows = np.zeros(len(record) * width + STEP, np.uint8)
    rows[: len(record) * width].reshape(-1, width)[:, : record.shape[1]] = record
    return Packed(
        (np.frombuffer(made.head + room, np.uint8), len(made.head)),
        rows,
        width,
        *[
            (t.octets.ravel(), t.size, t.octets.shape[1])
            for t in (made.before, made.after)
        ],
    )


def lines(piece: bytes, found: Words, ids: Any, made: Packed) -> Any:
    """The lines of some addresses, as octets."""
    octets = np.frombuffer(piece + bytes(LONGEST), np.uint8)
    room = len(made.head[0]) + LONGEST + made.width + made.before[2] + made.after[2]
    out = np.empty((len(ids) + 1) * room, np.uint8)
    size = fill(octets, found.start, found.end, ids, *made, out)
    return out[:size].data


@kernel
def fill(
    octets: Any,
    start: Any,
    end: Any,
    ids: Any,
    head: Any,
    rows: Any,
    width: Any,
    before: Any,
    after: Any,
    out: Any,
) -> Any:
    """
    Write the lines; how many octets they have.

    Rows are read some at a time before any is needed: that takes as long as one of them
    does, where memory is slow.
    """
    place = 0
    near = np.empty(BLOCK * width + STEP, np.uint8)
    for base in range(0, len(ids), BLOCK):
        top = min(base + BLOCK, len(ids))
        for n in range(base, top):
            copy(near, (n - base) * width, rows, np.int64(ids[n]) * width, width)
        for n in range(base, top):
            row = (n - base) * width
            copy(out, place, head[0], 0, len(head[0]))
            place += head[1]
            size = end[n] - start[n]
            copy(out, place, octets, start[n], STEP if size <= STEP else LONGEST)
            place += size
            way = np.int64(near[row]) | np.int64(near[row + 1]) << 8
            way |= np.int64(near[row + 2]) << 16 | np.int64(near[row + 3]) << 24
            copy(out, place, before[0], way * before[2], before[2])
            place += before[1][way]
            copy(out, place, near, row + 5, width)
            place += near[row + 4]
            copy(out, place, after[0], way * after[2], after[2])
            place += after[1][way]
    return place


@kernel
def copy(out: Any, place: Any, source: Any, first: Any, room: Any) -> Any:
    """Write *room* octets, a multiple of STEP; those too many are written over."""
    for at in range(0, room, STEP):
        step(out, place + at, source, first + at)


@intrinsic
def step(context: Any, out: Any, place: Any, source: Any, first: Any) -> Any:
    """Write STEP octets of one array into another, at once."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        octets = ir.VectorType(ir.IntType(8), STEP).as_pointer()
        to, since = (
            builder.bitcast(
                builder.gep(
                    context.make_array(signature.args[n])(
                        context, builder, values[n]
                    ).data,
                    [values[n + 1]],
                ),
                octets,
            )
            for n in (0, 2)
        )
        builder.store(builder.load(since, align=1), to, align=1)
        return context.get_dummy_value()

    return types.void(out, types.intp, source, types.intp), code
