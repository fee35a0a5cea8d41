"""
Solaris's letters for routes, which changed their meaning between releases.

Source: netstat(8) of Solaris 11.4; illumos usr/src/cmd/cmd-inet/usr.bin/netstat.
"""

from __future__ import annotations

from rtentry.flags import RTF, Letters

LETTERS = Letters(
    "solaris",
    {
        RTF.UP: "U",
        RTF.PROTO1: "I",
        RTF.GATEWAY: "G",
        RTF.HOST: "H",
        RTF.DYNAMIC: "D",
        RTF.ADDRCONF: "A",
        RTF.BROADCAST: "B",
        RTF.LOCAL: "L",
        RTF.MODIFIED: "M",
        RTF.STATIC: "S",
        RTF.PROTO2: "Z",
        RTF.REJECT: "R",
        RTF.BLACKHOLE: "b",
        RTF.CLONED: "C",
        RTF.PINNED: "P",
    },
    {
        RTF.PROTO1: "its gateway is not on a link: another route leads to it",
        RTF.PROTO2: "belongs to a zone",
        RTF.ADDRCONF: "made by address configuration; up to Solaris 9: resolves"
        " link-level addresses",
        RTF.BROADCAST: "a broadcast address; together with R: packets are thrown away",
        RTF.MODIFIED: "its gateway was changed by an ICMP redirect; up to Solaris 10:"
        " packets go by all routes to the destination (multirt)",
        RTF.STATIC: "added by hand; up to Solaris 10: gives packets a source address of"
        " its own (setsrc)",
    },
)
