"""4.4BSD-Lite2."""

from __future__ import annotations

from rtentry.wire import rtflags
from rtentry.wire.rtlayout import OLD
from rtentry.wire.rtsystems import Binary

BINARY = Binary(OLD, rtflags.LITE, rtflags.LITE_TYPES, inet6=0, dl=20)
