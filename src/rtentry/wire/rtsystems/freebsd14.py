"""FreeBSD 13 to 15: next hops have numbers."""

from __future__ import annotations

from rtentry.wire.rtguess import tells_interfaces
from rtentry.wire.rtlayout import NEXTHOPS, freebsd
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.freebsd10 import BINARY as FREEBSD10

BINARY: Binary = FREEBSD10._replace(
    layouts=(freebsd(8, NEXTHOPS, wide=True), freebsd(4, NEXTHOPS, wide=True)),
    likely=tells_interfaces,
    rank=4,
)
