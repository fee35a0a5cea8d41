"""
NetBSD 8 to 10.

Source: sbin/route/route.c, keywords.sh; usr.sbin/arp/arp.c.
"""

from __future__ import annotations

from rtentry.flags import RTF
from rtentry.sim.words import Words
from rtentry.sim.words.netbsd7 import WORDS as NETBSD7

WORDS: Words = NETBSD7._replace(
    keywords={"-proxy": RTF.ANNOUNCE, "-connected": RTF.CONNECTED},
    flags={**NETBSD7.flags, RTF.CONNECTED: "CONNECTED"},
)
