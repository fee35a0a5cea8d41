"""
OpenBSD 7.

Source: sbin/route/route.c 1.267, keywords.sh; usr.sbin/arp/arp.c; sbin/ifconfig/ifconfig.c;
sbin/sysctl/sysctl.c; sbin/ping/ping.c.
"""

from __future__ import annotations

from rtentry.bsd.openbsdtools import FLAG_NAMES_7
from rtentry.flags import RTF
from rtentry.sim.words import Monitor, Words
from rtentry.sim.words.openbsd import WORDS as OPENBSD

WORDS: Words = OPENBSD._replace(
    route_options="dnqT:tv",
    route_usage=(
        (
            "usage: route [-dnqtv] [-T rtable] command [[modifiers] args]",
            "commands: add, change, delete, exec, flush, get, monitor, nameserver, show,",
            "    sourceaddr",
        ),
        1,
    ),
    refused="route: writing to routing socket: {error}",
    failed=1,
    keywords={
        "-mpath": RTF.MPATH,
        "-proto3": RTF.PROTO3,
    },
    absent=frozenset({"nameserver", "sourceaddr"}),
    route_takes=frozenset({"-priority", "-label", "-mplslabel"}),
    arp_flags=RTF.HOST | RTF.LLINFO,
    colons=True,
    shows_done=True,
    flushes=RTF.GATEWAY | RTF.STATIC | RTF.LLINFO,
    ether="lladdr",
    trailers=False,
    flags=FLAG_NAMES_7,
    monitor=Monitor(
        blank=False,
        length=": len {len}",
        route=", priority {prio}, table {table}, if# {index}, {name}pid: {pid},"
        " seq {seq}, errno {errno}\nflags:{flags}\nfmask:\n"
        "use: {use:8}   mtu: {mtu:8}{locked}   expire: {expire:8} ",
        address=", if# {index}, {name}metric 0, flags:{flags}",
        link=", if# {index}, {name}link: {state}, mtu: {mtu}, flags:{flags}",
        announce=", if# {index}, {name}what: departure",
        masks=True,
        empty="link#{index}",
    ),
)
