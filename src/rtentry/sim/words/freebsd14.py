"""
FreeBSD 13 to 15.

Source: sbin/route/route.c, usr.sbin/arp/arp.c, sbin/ping/ping.c (stable/14).
"""

from __future__ import annotations

import errno

from rtentry.bsd.letters import NAMES
from rtentry.flags import RTF
from rtentry.sim.words import Monitor
from rtentry.sim.words.freebsd import WORDS as FREEBSD

NONE = (RTF.MASK, RTF.CLONING, RTF.LLINFO)
"""Flags that are no more."""

WORDS = FREEBSD._replace(
    route_options="46dnqtv",
    route_usage=(("usage: route [-j jail] [-46dnqtv] command [[modifiers] args]",), 64),
    route_takes=frozenset({"-weight", "-fib"}),
    keyword="route: bad keyword: {word}",
    reasons={
        errno.ESRCH: "not in table",
        errno.EBUSY: "entry in use",
        errno.ENOBUFS: "not enough memory",
        errno.EADDRINUSE: "gateway uses the same route",
        errno.EEXIST: "route already in table",
    },
    failed=1,
    fibs=True,
    netname="full",
    flags={
        **{flag: name for flag, name in NAMES.items() if flag not in NONE},
        RTF.LLINFO: "LLINFO",
        RTF.PROTO2: "PROTO2",
        RTF.PROTO1: "PROTO1",
        RTF.PROTO3: "PROTO3",
        RTF.FIXEDMTU: "FIXEDMTU",
        RTF.PINNED: "PINNED",
        RTF.LOCAL: "LOCAL",
        RTF.BROADCAST: "BROADCAST",
        RTF.MULTICAST: "MULTICAST",
    },
    verbs={"show": "get"},
    missing="arp: delete: cannot locate {host}",
    unsent=("ping: sendto: {error}",),
    monitor=Monitor(
        link="if# {index}, link: {state}, flags:{flags}", empty="link#{index}"
    ),
)
