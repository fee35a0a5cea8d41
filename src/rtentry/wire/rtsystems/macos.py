"""macOS up to 10.14: addresses are rounded to 4 octets on every processor."""

from __future__ import annotations

from rtentry.wire import rtflags
from rtentry.wire.rtlayout import MACOS_LAYOUT
from rtentry.wire.rtsystems import Binary

BINARY = Binary(
    (MACOS_LAYOUT,),
    rtflags.MACOS,
    rtflags.MACOS_TYPES,
    inet6=30,
    dl=20,
    past=True,
    hwtype="ethernet",
    dumps=("dst", "gateway", "netmask", "genmask", "ifa"),
)
