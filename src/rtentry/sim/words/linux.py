"""
Linux: ping and sysctl; ip, route and arp have words of their own.

Source: iputils ping.c; procps sysctl.c.
"""

from __future__ import annotations

from rtentry.bsd.letters import NAMES
from rtentry.flags import RTF
from rtentry.sim.words import Words

WORDS = Words(
    route_options="46",
    route_usage=(("usage: ip route help",), 255),
    keyword="{word}",
    address=("{word}: Unknown host", 1),
    refused="SIOCADDRT: {error}",
    reasons={},
    flushes=RTF.GATEWAY,
    netname="full",
    flags=NAMES,
    deleted="",
    missing="No ARP entry for {host}",
    ioctl="SIOCSIFADDR: {error}",
    ether="ether",
    value="{name} = {value}",
    turned="{name} = {value}",
    oid="sysctl: cannot stat /proc/sys/{path}: No such file or directory",
    unsent=("ping: sendmsg: {error}",),
    lost=1,
    printers=dict.fromkeys(("netstat", "route", "arp"), "nettools210"),
)
