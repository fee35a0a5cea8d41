"""NetBSD 4 to 6: 64 bits for times and metrics with 6."""

from __future__ import annotations

from rtentry.wire.rtlayout import NETBSD6, OLD
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.netbsd1 import BINARY as NETBSD1

BINARY: Binary = NETBSD1._replace(layouts=(*OLD, NETBSD6))
