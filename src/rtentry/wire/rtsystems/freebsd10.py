"""FreeBSD 8 to 10: neighbours are not in the table; routes have weights."""

from __future__ import annotations

from rtentry.wire import rtflags
from rtentry.wire.rtlayout import WEIGHED, freebsd
from rtentry.wire.rtsystems import Binary, never
from rtentry.wire.rtsystems.freebsd4 import BINARY as FREEBSD4

BINARY: Binary = FREEBSD4._replace(
    layouts=(freebsd(8, WEIGHED, wide=False), freebsd(4, WEIGHED, wide=False)),
    bits=rtflags.FREEBSD10,
    embeds=False,
    mixed=False,
    likely=never,
)
