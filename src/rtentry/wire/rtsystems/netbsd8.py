"""NetBSD 8 and 9: neighbours are not in the table."""

from __future__ import annotations

from rtentry.wire import rtflags
from rtentry.wire.rtlayout import NETBSD_RTM4
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.netbsd1 import BINARY as NETBSD1

BINARY: Binary = NETBSD1._replace(
    layouts=(NETBSD_RTM4,),
    bits=rtflags.NETBSD8,
    types=rtflags.NETBSD8_TYPES,
    mixed=False,
)
