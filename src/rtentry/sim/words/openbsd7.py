"""
OpenBSD 7.

Source: sbin/route/route.c 1.267, keywords.sh; usr.sbin/arp/arp.c; sbin/ifconfig/ifconfig.c;
sbin/sysctl/sysctl.c; sbin/ping/ping.c.
"""

from __future__ import annotations

from rtentry.flags import RTF
from rtentry.sim.words import Monitor, Words
from rtentry.sim.words.openbsd import WORDS as OPENBSD

FLAGS = {
    RTF.UP: "UP",
    RTF.GATEWAY: "GATEWAY",
    RTF.HOST: "HOST",
    RTF.REJECT: "REJECT",
    RTF.DYNAMIC: "DYNAMIC",
    RTF.MODIFIED: "MODIFIED",
    RTF.DONE: "DONE",
    RTF.CLONING: "CLONING",
    RTF.MULTICAST: "MULTICAST",
    RTF.LLINFO: "LLINFO",
    RTF.STATIC: "STATIC",
    RTF.BLACKHOLE: "BLACKHOLE",
    RTF.PROTO3: "PROTO3",
    RTF.PROTO2: "PROTO2",
    RTF.PROTO1: "PROTO1",
    RTF.CLONED: "CLONED",
    RTF.CACHED: "CACHED",
    RTF.MPATH: "MPATH",
    RTF.MPLS: "MPLS",
    RTF.LOCAL: "LOCAL",
    RTF.BROADCAST: "BROADCAST",
    RTF.CONNECTED: "CONNECTED",
    RTF.BFD: "BFD",
}
"""The flags by name, in the order of their bits."""

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
    route_takes=frozenset({"-priority", "-label", "-mplslabel"}),
    arp_flags=RTF.HOST | RTF.LLINFO,
    colons=True,
    shows_done=True,
    flushes=RTF.GATEWAY | RTF.STATIC | RTF.LLINFO,
    ether="lladdr",
    trailers=False,
    flags=FLAGS,
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
