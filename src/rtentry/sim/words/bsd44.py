"""
4.4BSD.

Source: sbin/route/route.c 8.3, usr.sbin/arp/arp.c 8.2, sbin/ifconfig/ifconfig.c 8.2.
"""

from __future__ import annotations

from rtentry.bsd.letters import NAMES
from rtentry.flags import RTF
from rtentry.sim.words import Words
from rtentry.sim.words.openbsd import WORDS as OPENBSD

WORDS: Words = OPENBSD._replace(
    route_usage=(
        (
            "usage: route [ -nqv ] cmd [[ -<modifers> ] args ]",
            "keywords: get, add, change, delete, flush, monitor.",
        ),
        1,
    ),
    flushes=RTF.GATEWAY,
    netname="cut",
    flags={**NAMES, RTF.PROTO2: "PROTO2", RTF.PROTO1: "PROTO1"},
    trailers=False,
    ether_last=True,
)
