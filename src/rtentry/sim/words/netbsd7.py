"""
NetBSD 7.

Source: sbin/route/route.c, keywords.c; usr.sbin/arp/arp.c; sbin/ifconfig; sbin/ping/ping.c.
"""

from __future__ import annotations

import errno

from rtentry.bsd.letters import NAMES
from rtentry.flags import RTF
from rtentry.sim.words import Monitor, Words
from rtentry.sim.words.openbsd import WORDS as OPENBSD

WORDS: Words = OPENBSD._replace(
    route_options="dfLnqSsTtv",
    route_usage=(("usage: route [-dfLnqSsTtv] cmd [[-<qualifers>] args]",), 1),
    keyword="route: botched keyword: {word}",
    refused="route: writing to routing socket: {error}",
    failed=1,
    keywords={
        "-proxy": RTF.ANNOUNCE,
        "-cloned": RTF.CLONED,
        "-cloning": RTF.CLONING,
    },
    reasons={
        errno.ESRCH: "not in table",
        errno.EBUSY: "entry in use",
        errno.ENOBUFS: "routing table overflow",
    },
    netname="cut",
    flags={
        **NAMES,
        RTF.CLONED: "CLONED",
        RTF.PROTO2: "PROTO2",
        RTF.PROTO1: "PROTO1",
        RTF.ANNOUNCE: "ANNOUNCE",
        RTF.LOCAL: "LOCAL",
        RTF.BROADCAST: "BROADCAST",
    },
    loss="{lost:.1f}%",
    missing="delete: can't locate {host}",
    trailers=False,
    monitor=Monitor(
        blank=False,
        route="pid {pid}, seq {seq}, errno {errno}, flags: {flags}",
        address="metric 0, flags: {flags}",
        link="if# {index}, carrier: {carrier}, flags: {flags}",
        none="none",
        masks=True,
    ),
)
