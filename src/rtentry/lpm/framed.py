"""An index from a frame: its destinations sorted and written by numpy."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from rtentry.light import TYPE_CHECKING, Any
from rtentry.lpm.rows import Rows
from rtentry.lpm.trie import Trie

if TYPE_CHECKING:
    from rtentry.frame import Array, Frame
    from rtentry.lpm.index import Index


TOGETHER = 128
"""Pieces of rows that are written at once."""


def load(index: Index[Any], frame: Frame, which: Array, values: Sequence[Any]) -> None:
    """
    Put the destinations of a frame into an index.

    Args:
        which, values: the value of each destination, and what the numbers stand for.
    """
    import numpy as np

    rows = index.rows[frame.version]
    if rows.count:
        raise ValueError(f"there are IPv{frame.version} prefixes already")
    order = ordered(frame)
    slots = which[order].astype(np.uint32) + np.uint32(len(index.values))
    users = np.bincount(which[order], minlength=len(values))
    index.slots.extend(values, users.astype(np.uint32).tolist())
    rows.load(keys(rows, frame, order), array("I", slots.tobytes()))
    index.forget(frame.version)


def ordered(frame: Frame) -> Array:
    """Where the destinations stand, in order; of two alike the later one."""
    import numpy as np

    _, addr, plen, *_ = frame
    halves = (addr,) if addr.ndim == 1 else (addr[:, 1], addr[:, 0])
    order: Array = np.lexsort((plen, *halves))
    first, second = order[:-1], order[1:]
    alike = plen[first] == plen[second]
    for half in halves:
        alike &= half[first] == half[second]
    kept: Array = order[np.append(~alike, [True])[: len(order)]]
    return kept


def keys(rows: Rows, frame: Frame, order: Array) -> Any:
    """The destinations as the keys of rows."""
    import numpy as np

    addr, plen = frame.addr[order], frame.plen[order]
    if frame.version == 4:
        made = addr.astype(np.uint64) << np.uint64(rows.bits) | plen
        return array("Q", made.tobytes())
    return [
        (upper << 64 | lower) << rows.bits | length
        for (upper, lower), length in zip(addr.tolist(), plen.tolist(), strict=True)
    ]


def fill(trie: Trie, rows: Rows) -> None:
    """Put the prefixes of rows into an empty trie for many IPv4 prefixes."""
    for at in range(0, len(rows.keys), TOGETHER):
        fill_part(trie, rows, slice(at, at + TOGETHER))


def fill_part(trie: Trie, rows: Rows, part: slice) -> None:
    """The same of some pieces, which stand behind those that are there."""
    import numpy as np

    bits, shift, _ = trie.levels[0]
    keys = np.concatenate([np.frombuffer(keys, np.uint64) for keys in rows.keys[part]])
    slots = np.concatenate([np.frombuffer(s, np.uint32) for s in rows.slots[part]])
    addr, plen = keys >> np.uint64(rows.bits), keys & np.uint64((1 << rows.bits) - 1)
    top = np.frombuffer(trie.top.slots, trie.top.slots.typecode)
    lengths = np.frombuffer(trie.top.lengths, np.uint8)
    for length in np.unique(plen[plen <= bits]).tolist():
        these = plen == length
        at = addr[these] >> np.uint64(shift + bits - length)
        top.reshape(1 << length, -1)[at] = slots[these][:, None]
        lengths.reshape(1 << length, -1)[at] = length
    longer = plen > bits
    columns = addr[longer].tolist(), plen[longer].tolist(), slots[longer].tolist()
    for row in zip(*columns, strict=True):
        trie.put(*row)
