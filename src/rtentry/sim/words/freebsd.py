"""
FreeBSD 4.

Source: sbin/route/route.c 1.40.2, usr.sbin/arp/arp.c, sbin/ifconfig/ifconfig.c,
sbin/sysctl/sysctl.c, sbin/ping/ping.c (RELENG_4).
"""

from __future__ import annotations

import errno

from rtentry.bsd.letters import NAMES
from rtentry.flags import RTF
from rtentry.sim.words import Words

WORDS = Words(
    route_options="nqdtv",
    route_usage=(("usage: route [-dnqtv] command [[modifiers] args]",), 64),
    keyword="route: bad keyword: {word}",
    address=("route: bad address: {word}", 68),
    refused="route: writing to routing socket: {error}",
    reasons={
        errno.ESRCH: "not in table",
        errno.EBUSY: "entry in use",
        errno.ENOBUFS: "routing table overflow",
    },
    flushes=RTF.GATEWAY,
    netname="cut",
    flags={
        **NAMES,
        RTF.PROTO2: "PROTO2",
        RTF.PROTO1: "PROTO1",
        RTF.PRCLONING: "PRCLONING",
        RTF.CLONED: "WASCLONED",
        RTF.PROTO3: "PROTO3",
        RTF.PINNED: "PINNED",
        RTF.LOCAL: "LOCAL",
        RTF.BROADCAST: "BROADCAST",
        RTF.MULTICAST: "MULTICAST",
    },
    deleted="{host} ({addr}) deleted",
    missing="delete: can't locate {host}",
    ioctl="ifconfig: ioctl ({ioctl}): {error}",
    ether="ether",
    value="{name}: {value}",
    oid="sysctl: unknown oid '{name}'",
    unsent=("ping: sendto: {error}",),
)
