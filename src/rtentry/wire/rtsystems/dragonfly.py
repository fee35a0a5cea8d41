"""DragonFly: FreeBSD 4 with its metrics in another order."""

from __future__ import annotations

from rtentry.wire.rtlayout import DRAGONFLY, lite
from rtentry.wire.rtsystems import Binary, never
from rtentry.wire.rtsystems.freebsd4 import BINARY as FREEBSD4

LAYOUTS = (lite(5, 8, DRAGONFLY, pad=4, first=8), lite(5, 4, DRAGONFLY, pad=4, first=8))

BINARY: Binary = FREEBSD4._replace(
    layouts=(*LAYOUTS, *[layout._replace(version=6) for layout in LAYOUTS]),
    likely=never,
)
