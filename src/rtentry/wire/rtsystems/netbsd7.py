"""NetBSD 7."""

from __future__ import annotations

from rtentry.wire import rtflags
from rtentry.wire.rtlayout import NETBSD6
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.netbsd1 import BINARY as NETBSD1

BINARY: Binary = NETBSD1._replace(
    layouts=(NETBSD6,), bits=rtflags.NETBSD7, types=rtflags.NETBSD7_TYPES
)
