"""
macOS: FreeBSD's tools with scopes.

Source: network_cmds, route.tproj/route.c, arp.tproj/arp.c, ifconfig.tproj/ifconfig.c.
"""

from __future__ import annotations

from rtentry.flags import RTF
from rtentry.sim.words import Words
from rtentry.sim.words.freebsd import WORDS as FREEBSD

WORDS: Words = FREEBSD._replace(
    flags={
        **FREEBSD.flags,
        RTF.IFSCOPE: "IFSCOPE",
        RTF.IFREF: "IFREF",
        RTF.PROXY: "PROXY",
        RTF.ROUTER: "ROUTER",
        RTF.GLOBAL: "GLOBAL",
    }
)
