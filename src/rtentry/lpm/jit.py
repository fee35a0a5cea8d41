"""
The walk down a trie for many addresses, compiled by numba.

What it gains over numpy is that the processor is told early what will be read: it then
waits for many addresses at once.  The code is kept beside this module: the first call of
all takes some seconds, the first of a process half a second.
"""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from rtentry.light import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rtentry.frame import Array

AHEAD = 48
"""By so many addresses what will be read is told early."""

STEP = 128
"""Addresses that go down a deep trie together."""


@intrinsic
def told(context: Any, array: Any, at: Any) -> Any:
    """Tell the processor that an entry will be read."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, values[0]).data
        entry = builder.gep(data, [values[1]])
        octet, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [octet, number, number, number])
        name = "llvm.prefetch.p0"
        function = builder.module.globals.get(name) or ir.Function(
            builder.module, kind, name
        )
        how = number(0), number(3), number(1)  # to be read, soon again, as data
        builder.call(function, [builder.bitcast(entry, octet), *how])
        return context.get_dummy_value()

    return types.void(array, types.int64), code


prefetch: Any = told


@njit(nogil=True, cache=True)
def shallow(addr: Array, top: Array, low: Array, shifts: Array, masks: Array, block: Any, unit: int, out: Array) -> None:  # noqa: PLR0913  # fmt: skip
    """Write the slot of each address into *out*; most are found on the first level."""
    for i in range(len(addr)):
        if i + AHEAD < len(addr):
            prefetch(top, np.int64(addr[i + AHEAD] >> shifts[0]))
        slot = top[addr[i] >> shifts[0]]
        depth = 1
        while slot >= block:
            within = np.int64(addr[i] >> shifts[depth] & masks[depth])
            slot = low[np.int64(slot - block) * unit + within]
            depth += 1
        out[i] = slot


@njit(nogil=True, cache=True)
def deep(addr: Array, top: Array, low: Array, shifts: Array, masks: Array, block: Any, unit: int, out: Array) -> None:  # noqa: PLR0913  # fmt: skip
    """The same for tries of many levels: those go on together that have to."""
    which: Any = np.empty(STEP, np.int64)
    entry: Any = np.empty(STEP, np.int64)
    for start in range(0, len(addr), STEP):
        count: Any = 0
        for i in range(start, min(start + STEP, len(addr))):
            slot: Any = top[addr[i] >> shifts[0]]
            out[i] = slot
            within = np.int64(addr[i] >> shifts[1] & masks[1])
            at = np.int64(slot - block) * unit + within if slot >= block else 0
            prefetch(low, at)
            which[count], entry[count] = i, at
            count += np.int64(slot >= block)
        depth = 2
        while count:
            left: Any = 0
            for j in range(count):
                i = which[j]
                slot = low[entry[j]]
                out[i] = slot
                within = np.int64(addr[i] >> shifts[depth] & masks[depth])
                at = np.int64(slot - block) * unit + within if slot >= block else 0
                prefetch(low, at)
                which[left], entry[left] = i, at
                left += np.int64(slot >= block)
            count = left
            depth += 1
