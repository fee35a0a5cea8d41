"""FreeBSD 2 to 7."""

from __future__ import annotations

from rtentry.wire import rtflags
from rtentry.wire.rtguess import has_clones
from rtentry.wire.rtlayout import LITE, freebsd
from rtentry.wire.rtsystems import Binary

BINARY = Binary(
    (freebsd(4, LITE, wide=False), freebsd(8, LITE, wide=False)),
    rtflags.FREEBSD4,
    rtflags.FREEBSD_TYPES,
    inet6=28,
    dl=54,
    hwtype="ethernet",
    dumps=("dst", "gateway", "netmask", "genmask", "ifp", "ifa", "brd"),
    likely=has_clones,
    rank=3,
)
