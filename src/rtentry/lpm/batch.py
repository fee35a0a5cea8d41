"""
Many addresses at once: the trie's own arrays, as numpy sees them, without a copy.

Addresses are taken in parts that fit the processor's cache.
"""

from __future__ import annotations

from rtentry.light import TYPE_CHECKING, Any
from rtentry.lpm.trie import Trie

if TYPE_CHECKING:
    from rtentry.frame import Array
    from rtentry.lpm.index import Index

PART = 1 << 16
"""Addresses of a part."""


def match_many(index: Index[Any], addresses: Any) -> Array:
    """The slot of each of many addresses; see ``Index.match_many``."""
    import numpy as np

    if hasattr(addresses, "chunks"):
        found = [match_many(index, chunk) for chunk in addresses.chunks]
        return np.concatenate(found) if found else np.zeros(0, np.uint16)
    if hasattr(addresses, "buffers"):
        return of_arrow(index, addresses)
    version, halves = divided(addresses)
    trie = index.tries.get(version) or index.trie(version)
    out: Array = np.empty(len(addresses), trie.top.slots.typecode)
    for at in range(0, len(out), PART):
        part = [half[at : at + PART] for half in halves]
        descend(trie, part[0], out[at : at + PART])
    if version == 6:
        for where in np.flatnonzero(out == trie.tail).tolist():
            addr = int(halves[0][where]) << 64 | int(halves[1][where])
            row = index.rows[6].cover(addr, 128)
            out[where] = row.slot if row else 0
    return out


def of_arrow(index: Index[Any], column: Any) -> Array:
    """The slots of an array of Arrow, whose buffers are looked at where they are."""
    import numpy as np

    valid, octets = column.buffers()
    width = column.type.bit_width // 8
    at = column.offset
    kind: Any = np.uint32 if str(column.type) == "uint32" else np.uint8
    if kind is np.uint8 and not str(column.type).startswith("fixed_size_binary"):
        raise ValueError(f"a column of {column.type} has no addresses")
    data = np.frombuffer(octets, np.uint8)[at * width : (at + len(column)) * width]
    found = match_many(
        index, data.view(kind) if kind is np.uint32 else data.reshape(-1, width)
    )
    if valid is not None and column.null_count:
        bits = np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")
        found[bits[at : at + len(column)] == 0] = 0
    return found


def divided(addresses: Array) -> tuple[int, tuple[Array, ...]]:
    """IP version of an array of addresses, and the numbers that they consist of."""
    import numpy as np

    shape, kind = addresses.shape, addresses.dtype
    if len(shape) == 1 and kind == np.uint32:
        return 4, (addresses,)
    if shape[1:] == (2,) and kind == np.uint64:
        return 6, (addresses[:, 0], addresses[:, 1])
    if shape[1:] == (4,) and kind == np.uint8:
        return 4, (np.ascontiguousarray(addresses).view(">u4")[:, 0],)
    if shape[1:] == (16,) and kind == np.uint8:
        both = np.ascontiguousarray(addresses).view(">u8")
        return 6, (both[:, 0], both[:, 1])
    raise ValueError(f"an array of {kind} of shape {shape} has no addresses")


def descend(trie: Trie, addr: Array, out: Array) -> None:
    """Write the slot of each address of a part."""
    import numpy as np

    (_, shift, _), *levels = trie.levels
    top, low = (
        np.frombuffer(cells.slots, cells.slots.typecode)
        for cells in (trie.top, trie.low)
    )
    top.take(addr >> addr.dtype.type(shift), out=out, mode="clip")
    if not levels or out.max(initial=0) < trie.block:
        return
    where = np.flatnonzero(out >= trie.block)
    found, rest = out[where], addr[where]
    for _, shift, size in levels:
        at = (found.astype(np.int64) - trie.block) * trie.unit
        at += (rest >> rest.dtype.type(shift) & rest.dtype.type(size - 1)).astype(
            np.int64
        )
        found = low[at]
        out[where] = found
        deeper = found >= trie.block
        if not deeper.any():
            return
        where, found, rest = where[deeper], found[deeper], rest[deeper]
