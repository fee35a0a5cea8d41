"""NetBSD 1 to 3."""

from __future__ import annotations

from rtentry.wire import rtflags
from rtentry.wire.rtlayout import OLD
from rtentry.wire.rtsystems import Binary

BINARY = Binary(OLD, rtflags.NETBSD1, rtflags.NETBSD1_TYPES, inet6=24, dl=20)
