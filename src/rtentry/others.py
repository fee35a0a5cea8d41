"""
What tools print that no form reads: so that a refusal can name it.

Source: netstat, route, ndp, ifconfig and ifmcstat of the BSDs and macOS.  Pure.
"""

from __future__ import annotations

import re

OTHERS = {
    "ifconfig": r"[a-z][\w.:-]*(?:: flags=[0-9a-fx]+<|\s+Link encap:)",
    "ifmcstat": r"\s+group [0-9a-fA-F.:%]+\S* (?:mode|refcnt) ",
    "netstat -a": r"Active (?:Internet|UNIX|LOCAL|Multipath|System) ",
    "netstat -g": r"(?:IPv6 )?(?:Virtual|Multicast) (?:Interface|Forwarding|Routing) ",
    "netstat -m": r"\d+(?:/\d+)* mbufs (?:and mbuf clusters )?(?:in use|allocated)",
    "netstat -s": r"(?i:arp|icmp|igmp|ip|ipsec|pfsync|tcp|udp)6?:\s*$",
    "netstat -w": r"\s*input\s+\(\S+\)\s+output",
    "ndp -i": r"linkmtu=\d+, ",
    "ndp -p": r"flags=\w* vltime=",
    "ndp -r": r"\S+ if=\w+, flags=",
    "route add or delete": r"(?:add|delete|change) (?:net|host) |\S+\s+\S+\s+done\s*$",
    "an answer that there is no route": r"route: (?:route has not been|writing to )|not in table",
    "ss": r"(?:Netid|State)\s+(?:State\s+)?Recv-Q|Total: \d+",
    "sockets of /proc/net": r"\s*sl\s+local_address|sockets: used \d|Num\s+RefCount",
    "multicast routing": r"Group\s+Origin\s+Iif|Interface\s+BytesIn\s+PktsIn",
    "ip netconf": r"inet6? \S+ forwarding (?:on|off)",
    "ip ntable": r"inet6? (?:arp|ndisc)_cache",
    "ip addrlabel": r"prefix \S+ (?:dev \S+ )?label \d",
    "ip token": r"token \S+ dev ",
    "bridge fdb": r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2} dev ",
    "iptables": r"Chain \S+ \((?:policy|\d+ references)|\*(?:filter|nat|mangle|raw)\s*$",
    "nft": r"table (?:inet|ip6?|arp|bridge|netdev) \S+ \{",
    "ping": r"PING \S+ \(",
    "traceroute": r"traceroute6? to ",
    "ethtool": r"Settings for \S+:|NIC statistics:",
    "a router": r"Codes: |inet6?\.0: |Route Flags: |Routing Tables: Public",
    "PowerShell": r"ifIndex\s+DestinationPrefix",
    "ipconfig": r"Windows IP Configuration|(?:Ethernet|Wireless LAN) adapter ",
    "scutil --nwi": r"(?:Network|IPv[46] network interface) information\s*$",
    "the usage of a command": r"[Uu]sage: (?:netstat|route|arp|ndp) ",
}
"""What it is -> a pattern of ``re`` that one of its first lines matches."""


def named(line: str) -> str | None:
    """What a line is of; ``None`` = nothing that is known here."""
    matching = (what for what, begins in OTHERS.items() if re.match(begins, line))
    return next(matching, None)
