"""FreeBSD 5.2 to 7: no templates for protocols any more."""

from __future__ import annotations

from rtentry.flags import RTF
from rtentry.wire.rtsystems import Binary, never
from rtentry.wire.rtsystems.freebsd4 import BINARY as FREEBSD4

BINARY: Binary = FREEBSD4._replace(
    bits={bit: x for bit, x in FREEBSD4.bits.items() if x is not RTF.PRCLONING},
    likely=never,
)
