"""
The RTF_* flags as plain integers, for the living table.

``&`` on an enumeration costs thirty times what it costs on an int, and the table
does it several times a packet.  Values are those of :class:`rtentry.flags.RTF`.
"""

from __future__ import annotations

from rtentry.flags import RTF

UP = int(RTF.UP)
GATEWAY = int(RTF.GATEWAY)
HOST = int(RTF.HOST)
REJECT = int(RTF.REJECT)
BLACKHOLE = int(RTF.BLACKHOLE)
DYNAMIC = int(RTF.DYNAMIC)
MODIFIED = int(RTF.MODIFIED)
DONE = int(RTF.DONE)
CLONING = int(RTF.CLONING)
XRESOLVE = int(RTF.XRESOLVE)
LLINFO = int(RTF.LLINFO)
STATIC = int(RTF.STATIC)
PROTO1 = int(RTF.PROTO1)
PROTO2 = int(RTF.PROTO2)
PROTO3 = int(RTF.PROTO3)
PRCLONING = int(RTF.PRCLONING)
CLONED = int(RTF.CLONED)
LOCAL = int(RTF.LOCAL)
BROADCAST = int(RTF.BROADCAST)
MULTICAST = int(RTF.MULTICAST)
IFSCOPE = int(RTF.IFSCOPE)
IFREF = int(RTF.IFREF)
PROXY = int(RTF.PROXY)
ROUTER = int(RTF.ROUTER)
GLOBAL = int(RTF.GLOBAL)
PINNED = int(RTF.PINNED)
CONNECTED = int(RTF.CONNECTED)
CACHED = int(RTF.CACHED)
MPATH = int(RTF.MPATH)

OURS = PROTO3
"""RTPRF_OURS: the collector of protocol clones manages it (FreeBSD, macOS)."""

ANNOUNCE = PROTO2
"""An ARP entry that is published: others' requests for it are answered."""

PERMANENT = PROTO3
"""RTF_PERMANENT_ARP: an ARP entry that the network may not overwrite (OpenBSD)."""

TEMPLATE = CLONING | PRCLONING
"""Either kind of template."""
ANNOUNCED = int(RTF.ANNOUNCE)
"""NetBSD's own flag of a published route or entry."""
