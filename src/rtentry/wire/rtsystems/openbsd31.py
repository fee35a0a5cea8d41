"""OpenBSD 2.8 to 3.3."""

from __future__ import annotations

from rtentry.flags import NTF
from rtentry.wire import rtflags
from rtentry.wire.rtlayout import OLD
from rtentry.wire.rtsystems import Binary

BINARY = Binary(
    OLD,
    rtflags.OPENBSD31,
    rtflags.OPENBSD_TYPES,
    inet6=24,
    dl=32,
    forever=NTF.STATIC,
    dumps=("dst", "gateway", "netmask", "genmask", "ifp", "ifa", "brd", "label"),
)
