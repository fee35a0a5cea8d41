"""
OpenBSD 3.

Source: sbin/route/route.c 1.37, keywords.c; usr.sbin/arp/arp.c; sbin/ifconfig/ifconfig.c;
sbin/sysctl/sysctl.c; sbin/ping/ping.c.
"""

from __future__ import annotations

import errno

from rtentry.bsd.letters import NAMES
from rtentry.flags import RTF
from rtentry.sim.words import Monitor, Words

WORDS = Words(
    route_options="nqdtv",
    route_usage=(
        (
            "usage: route [-dnqtv] command [[modifiers] args]",
            "commands: add, change, delete, flush, get, monitor, show",
        ),
        1,
    ),
    keyword="route: botched keyword: {word}",
    address=("route: {word}: bad value", 1),
    refused="writing to routing socket: {error}",
    reasons={
        errno.ESRCH: "not in table",
        errno.EBUSY: "entry in use",
        errno.ENOBUFS: "routing table overflow",
    },
    flushes=RTF.GATEWAY | RTF.STATIC | RTF.LLINFO,
    netname="full",
    flags={
        **NAMES,
        RTF.PROTO3: "PROTO3",
        RTF.PROTO2: "PROTO2",
        RTF.PROTO1: "PROTO1",
        RTF.CLONED: "CLONED",
    },
    deleted="{host} ({addr}) deleted",
    missing="delete: can't locate {host}",
    ioctl="ifconfig: {ioctl}: {error}",
    ether="address:",
    value="{name} = {value}",
    oid="sysctl: name {name} is unknown",
    unsent=("ping: sendto: {error}", "ping: wrote {host} 64 chars, ret=-1"),
    trailers=True,
    ether_last=False,
    lost=1,
    monitor=Monitor(blank=False),
)
