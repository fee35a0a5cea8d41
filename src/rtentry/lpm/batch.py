"""
Many addresses at once: the trie's own arrays, as numpy sees them, without a copy.

Addresses are taken in parts that fit the processor's cache.
"""

from __future__ import annotations

from importlib.util import find_spec

from rtentry.light import TYPE_CHECKING, Any
from rtentry.lpm.trie import Trie

if TYPE_CHECKING:
    from rtentry.frame import Array
    from rtentry.lpm.index import Index

PARTS = 1 << 16, 1 << 18
"""Addresses of a part, for numpy and for numba."""

KINDS = {4: "u4", 6: "u8"}
"""The numbers that a trie is asked for, by IP version: of IPv6, the upper half."""

DEEP = 3
"""Levels of a trie from which on addresses go down together; with fewer, one by one."""

PAYS = {4: 20_000_000, 6: 1_000_000}
"""From how many addresses on numba is worth its start."""


def match_many(index: Index[Any], addresses: Any, jit: bool | None = None) -> Array:
    """The slot of each of many addresses; see ``Index.match_many``."""
    import numpy as np

    if hasattr(addresses, "chunks"):
        found = [match_many(index, chunk, jit) for chunk in addresses.chunks]
        return np.concatenate(found) if found else np.zeros(0, np.uint16)
    if hasattr(addresses, "buffers"):
        return of_arrow(index, addresses, jit)
    version, halves = divided(addresses)
    trie = index.tries.get(version) or index.trie(version)
    out: Array = np.empty(len(addresses), trie.top.slots.typecode)
    index.asked[version] += len(out)
    pays = index.asked[version] >= PAYS[version] and find_spec("numba") is not None
    way = descend_jit if (pays if jit is None else jit) else descend
    kind = np.dtype(KINDS[version])
    size = PARTS[way is descend_jit]
    for at in range(0, len(out), size):
        part = slice(at, at + size)
        way(trie, np.ascontiguousarray(halves[0][part], kind), out[part])
        if version == 6:
            answer_tails(index, trie, [half[part] for half in halves], out[part])
    return out


def answer_tails(
    index: Index[Any], trie: Trie, halves: list[Array], out: Array
) -> None:
    """Answer for the addresses about which the trie does not know all."""
    import numpy as np

    for where in np.flatnonzero(out == trie.tail).tolist():
        addr = int(halves[0][where]) << 64 | int(halves[1][where])
        row = index.rows[6].cover(addr, 128)
        out[where] = row.slot if row else 0


def of_arrow(index: Index[Any], column: Any, jit: bool | None) -> Array:
    """The slots of an array of Arrow, whose buffers are looked at where they are."""
    import numpy as np

    valid, octets = column.buffers()
    width = column.type.bit_width // 8
    at = column.offset
    kind: Any = np.uint32 if str(column.type) == "uint32" else np.uint8
    if kind is np.uint8 and not str(column.type).startswith("fixed_size_binary"):
        raise ValueError(f"a column of {column.type} has no addresses")
    data = np.frombuffer(octets, np.uint8)[at * width : (at + len(column)) * width]
    shaped = data.view(kind) if kind is np.uint32 else data.reshape(-1, width)
    found = match_many(index, shaped, jit)
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


def arrays(trie: Trie) -> tuple[Array, Array]:
    """The entries of the first level, and of all others, as numpy's."""
    import numpy as np

    top, low = trie.top.slots, trie.low.slots
    return np.frombuffer(top, top.typecode), np.frombuffer(low, low.typecode)


def descend(trie: Trie, addr: Array, out: Array) -> None:
    """Write the slot of each address of a part."""
    import numpy as np

    top, low = arrays(trie)
    number = addr.dtype.type
    (_, shift, _), *levels = trie.levels
    top.take(addr >> number(shift), out=out, mode="clip")
    if out.max(initial=0) < trie.block:
        return
    where = np.flatnonzero(out >= trie.block)
    found, rest = out[where], addr[where]
    for _, shift, size in levels:
        at = (found - found.dtype.type(trie.block)).astype(np.int64) * trie.unit
        at += (rest >> number(shift) & number(size - 1)).astype(np.int64)
        out[where] = found = low[at]
        deeper = found >= trie.block
        if not deeper.any():
            return
        where, found, rest = where[deeper], found[deeper], rest[deeper]


def descend_jit(trie: Trie, addr: Array, out: Array) -> None:
    """The same, compiled."""
    import numpy as np

    from rtentry.lpm import jit

    steps = [(shift, size - 1) for _, shift, size in trie.levels]
    shifts, masks = np.array([*steps, (0, 0)], addr.dtype).T.copy()  # one past the last
    block = out.dtype.type(trie.block)
    walk = jit.shallow if len(trie.levels) < DEEP else jit.deep
    walk(addr, *arrays(trie), shifts, masks, block, trie.unit, out)
