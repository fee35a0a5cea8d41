"""The letters and names of route flags that the BSDs share; each era adds its own."""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.flags import RTF

LETTERS: Mapping[RTF, str] = {
    RTF.UP: "U",
    RTF.GATEWAY: "G",
    RTF.HOST: "H",
    RTF.REJECT: "R",
    RTF.BLACKHOLE: "B",
    RTF.DYNAMIC: "D",
    RTF.MODIFIED: "M",
    RTF.DONE: "d",
    RTF.MASK: "m",
    RTF.CLONING: "C",
    RTF.XRESOLVE: "X",
    RTF.LLINFO: "L",
    RTF.STATIC: "S",
    RTF.PROTO1: "1",
    RTF.PROTO2: "2",
}
"""netstat(1) of what came from 4.4BSD-Lite2, in the order printed (NetBSD to 7, OpenBSD to 5)."""

NAMES: Mapping[RTF, str] = {
    RTF.UP: "UP",
    RTF.GATEWAY: "GATEWAY",
    RTF.HOST: "HOST",
    RTF.REJECT: "REJECT",
    RTF.DYNAMIC: "DYNAMIC",
    RTF.MODIFIED: "MODIFIED",
    RTF.DONE: "DONE",
    RTF.MASK: "MASK_PRESENT",
    RTF.CLONING: "CLONING",
    RTF.XRESOLVE: "XRESOLVE",
    RTF.LLINFO: "LLINFO",
    RTF.STATIC: "STATIC",
    RTF.BLACKHOLE: "BLACKHOLE",
}
"""route(8) of 4.4BSD: the flags by name, in the order of their bits."""
