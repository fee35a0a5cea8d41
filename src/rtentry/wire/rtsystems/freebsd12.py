"""FreeBSD 11 and 12: interfaces count in 64 bits."""

from __future__ import annotations

from rtentry.wire.rtlayout import WEIGHED, freebsd
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.freebsd10 import BINARY as FREEBSD10

BINARY: Binary = FREEBSD10._replace(
    layouts=(freebsd(8, WEIGHED, wide=True), freebsd(4, WEIGHED, wide=True))
)
