"""
What tools print that no form reads: so that a refusal can name it.

Source: the tools' output and manuals; vendors' command references.  Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

OTHERS = {
    "ifconfig": r"[a-z][\w.:-]*(?:: flags=[0-9a-fx]+<|\s+Link encap:)",
    "ifmcstat": r"\s+group [0-9a-fA-F.:%]+\S* (?:mode|refcnt) ",
    "netstat -a": r"Active (?:Internet|UNIX|LOCAL|Multipath|System) ",
    "netstat -g": (
        r"(?:No )?(?:IPv[46] )?(?i:virtual|multicast) (?i:interface|forwarding|routing) "
    ),
    "netstat -m": r"\d+(?:/\d+)* mbufs (?:and mbuf clusters )?(?:in use|allocated)",
    "netstat -s": r"(?i:arp|icmp|igmp|ip|ipsec|pfsync|tcp|udp)6?:\s*$",
    "netstat -w": r"\s*input\s+\(\S+\)\s+output|\s*\S+ in\s+\S+ out\s+total in ",
    "netstat -R": r"Rdomain \d+\s*$",
    "JSON or XML of FreeBSD's tools": (
        r'\{\s*"(?:__version|statistics|arp)": ?["{]|<(?:statistics|arp)\b'
    ),
    "lanscan": r"Hardware\s+Station\s",
    "ndp -i": r"linkmtu=\d+, ",
    "route add or delete": r"(?:add|delete|change) (?:net|host) |\S+\s+\S+\s+done\s*$",
    "cl-netstat of Cumulus Linux": r"Iface\s+MTU\s+(?:Met\s+)?RX_OK",
    "an empty table of arp": r"No ARP Entries Found",
    "an answer that there is no route": r"route: (?:route has not been|writing to )|not in table",
    "ss": r"(?:Netid|State)\s+(?:State\s+)?Recv-Q|Total: \d+",
    "sockets of /proc/net": r"\s*sl\s+local_address|sockets: used \d|Num\s+RefCount",
    "multicast routing": r"Group\s+Origin\s+Iif|Interface\s+BytesIn\s+PktsIn",
    "ip netconf": r"inet6? \S+ forwarding (?:on|off)",
    "ip ntable": r"inet6? (?:arp|ndisc)_cache",
    "ip addrlabel": r"prefix \S+ (?:dev \S+ )?label \d",
    "ip token": r"token \S+ dev ",
    "ip vrf": r"Name\s+Table\s*$",
    "ip mroute": r"\([0-9a-fA-F.:]+, ?[0-9a-fA-F.:]+\)\s+Iif: ",
    "ip -f mpls route": r"\d+ (?:as to [\d/]+ )?(?:via inet6? \S+ )?dev \S+ ",
    "ip tunnel": r"\S+: \w+/ipv?6?\s+remote ",
    "ip xfrm": r"src \S+ dst \S+\s*$",
    "ip tcp_metrics": r"\S+ age [\d.]+sec ",
    "bridge fdb": r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2} dev ",
    "bridge mdb": r"dev \S+ port \S+ grp ",
    "bridge vlan": r"port\s+vlan",
    "brctl": r"bridge name\s+bridge id",
    "tc": r"(?:qdisc|class) \w+ \S+ ",
    "networkctl": r"IDX\s+LINK\s+TYPE|● \d+: ",
    "nmcli": r"DEVICE\s+TYPE\s+STATE|\S+: connected to |IP[46]\.[A-Z]+(?:\[\d+\])?:",
    "resolvectl": r"Link \d+ \(\S+\)\s*$",
    "wg": r"interface: u?(?:wg|tun)\S*\s*$",
    "rt6_stats": r"(?:[0-9a-f]{4} ){6}[0-9a-f]{4}\s*$",
    "JSON of another command": r"\[\s*\{|\s*\"[\w.-]+\": ",
    "iptables": r"Chain \S+ \((?:policy|\d+ references)|\*(?:filter|nat|mangle|raw)\s*$",
    "nft": r"table (?:inet|ip6?|arp|bridge|netdev) \S+ \{",
    "ping": r"PING \S+ \(",
    "traceroute": r"traceroute6? to ",
    "ethtool": r"Settings for \S+:|NIC statistics:",
    "Get-NetAdapter or Get-NetIPAddress": (
        r"Name\s+InterfaceDescription\s|ifIndex\s+IPAddress\s+PrefixLength"
    ),
    "a list of PowerShell": r"(?:ifIndex|InterfaceIndex|DestinationPrefix|IPAddress)\s+: ",
    "netsh interface ip show interfaces": r"Idx\s+Met\s+MTU\s",
    "ipconfig": r"Windows IP Configuration|(?:Ethernet|Wireless LAN) adapter ",
    "scutil --nwi": r"(?:Network|IPv[46] network interface) information\s*$",
    "the usage of a command": r"[Uu]sage: (?:netstat|route|arp|ndp) ",
}
"""What it is -> a pattern of ``re`` that one of its first lines matches."""

BOXES = {
    "a table of Cisco IOS, FRR or the like": (
        r"Codes: [A-Z]\w* - |Gateway of last resort |IPv6 Routing Table - "
        r"|\s*[A-Z][A-Za-z0-9 *>]*\s+\S+/\d+ (?:\[\d+/\d+\]|via \S+,|is directly )"
    ),
    "show arp or show ipv6 neighbors of a router": (
        r"(?:Protocol\s+)?Address\s+Age ?\(\w+\)\s+Hardware Addr"
        r"|IPv6 Address\s+Age Link-layer Addr"
    ),
    "a table of Cisco NX-OS or ZebOS": (
        r"IP (?:Route|ARP) Table for |\S+/\d+, ubest/mbest: |\s*\*\*?via \S+, "
    ),
    "a table of Zebra": r"[KCSROBI] (?:[*>]+\s*|\s{2,})\S+/\d+\s+\S+\s+\S+\s*$",
    "show route of Cisco ASA": (
        r"[SCLORBDi]\*?\s+\d+(?:\.\d+){3} \d+(?:\.\d+){3} (?:\[\d|is directly )"
    ),
    "show arp of Cisco ASA": r"\s+\S+ \d[\d.]+ (?:[0-9a-f]{4}\.){2}[0-9a-f]{4} [-\d]",
    "show ip arp of Cisco IOS": (
        r"Internet\s+[\d.]+\s+(?:\d+|-)\s+(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}\s"
    ),
    "show ip cef of Cisco IOS": r"Prefix\s+Next Hop\s+Interface\s*$",
    "show ip interface brief": r"Interface\s+IP-Address\s+OK\?",
    "show ip route summary": r"IP routing table name is |Route Source\s+Networks\s",
    "a table of Junos": (
        r"(?:\S+\.)?(?:inet6?|mpls|iso)\.\d: \d+ dest|Routing table: \S+\.\w+\s*$"
        r"|MAC Address\s+Address\s+(?:Name\s+)?Interface"
        r"|\S+/\d+\s+\*\[\w+/\d+\]|\s+> (?:to \S+ )?via "
    ),
    "a table of FortiOS": r"Routing table for VRF=|tab=\d+ vf=\d+ scope=",
    "show route of BIRD": (
        r"BIRD \d|\S+/\d+\s+(?:unicast|unreachable|blackhole|prohibit"
        r"|via \S+ on \S+|dev \S+) \["
    ),
    "a table of MikroTik RouterOS": (
        r"Flags: [A-Z] - (?:disabled|DISABLED|dynamic|DYNAMIC|active)"
        r"|\s*#\s+(?:DST-)?ADDRESS\s|\s*\d+ [XAD][XADCSrbomBUP ]*\s{2}\d[\d.]+/\d+\s{2,}"
        r"|\s*\d+ [XADCSrbom ]+ dst-address="
    ),
    "esxcfg or esxcli of VMware ESXi": (
        r"VMkernel Routes:|Network\s+Netmask\s+Gateway\s+Interface"
        r"|Neighbor\s+Mac Address\s+[Vv]mk"
    ),
    "a table of PAN-OS": (
        r"flags: A:active|VIRTUAL ROUTER: |maximum of entries supported"
        r"|destination\s+nexthop\s+metric flags\s"
    ),
    "show iproute of ExtremeXOS": r"Ori\s+Destination\s+Gateway\s",
    "show ip route of FastIron": (
        r"Total number of IP routes: |\s+Destination\s+Gateway\s+Port\s+Cost\s"
    ),
    "show route of NetScaler": r"\s+Network\s+Netmask\s+Gateway/OwnedIP\s",
    "list net route of F5": r"Net::Routes\s*$",
    "network route show of ONTAP": r"Vserver\s+Destination\s+Gateway\s",
    "a table of Huawei VRP or H3C Comware": (
        r"Route Flags: |Routing Tables: \S+|Destination/Mask\s+Proto"
        r"|IP ADDRESS\s+MAC ADDRESS\s+EXPIRE"
    ),
    "show ip route of ProCurve": r"\s+IP Route Entries\s*$",
    "show router route-table of Nokia SR OS": r"Route Table \(Router: ",
    "show ip fib of VPP": r"ipv[46]-VRF:\d+",
    "a table of BGP": (
        r"BGP table version is |Status codes: s |flags: \* = Valid"
        r"|\s+Network\s+Next Hop\s"
    ),
    "a table of OpenBSD's routing daemons": r"flags: \* = valid",
    "show arp of SONiC": r"Address\s+MacAddress\s+Iface",
    "bridge link": r"\d+: \S+(?: \S+)* state \w+ priority \d",
    "a table of cloud-init": r".*\bci-info: ",
    "a table of Haiku or BeOS": (
        r"IPv[46] routing table:|\s*Destination\s+Netmask\s+Gateway\s+Interface\s"
    ),
    "a table of MINIX": r"ent #\s+if\s+dest\s",
    "a table of QNX 4": r"Dest\s+Gate\s+Mask\s+Flgs",
    "a table of VxWorks": r"\s*(?:ROUTE (?:NET|HOST) TABLE|LINK LEVEL ARP TABLE)",
    "/net/iproute of Plan 9": r"[\da-f.:]+\s+/\d+\s+[\da-f.:]+\s+\d\w*\s+\S+\s+\S+$",
    "SHOW ROUTE of OpenVMS": (
        r".*\bTCPIP>? +SHOW ROUTE|Type\s+Destination\s+Gateway\s*$"
    ),
    "NETSTAT of z/OS": r"(?:EZZ\d+I )?MVS TCP/IP NETSTAT|EZZ275\dI ",
    "NETSTAT of IBM i": r"\s*(?:Opt\s+)?Destination\s+Mask\s+Hop\s",
    "netstat -r of OS/2": r"destination\s+router\s+netmask\s+metric",
    "a table of NetWare": r"Destination\s+Next Hop\s+Type\s+Cost",
    "OPNsense's list of routes": r"destination\s+gateway\s+flags\s+nhop#",
    "effective routes of Azure": r"Source\s+State\s+Address Prefix\s",
    "a list of routes of gcloud": r"NAME\s+NETWORK\s+DEST_RANGE\s",
    "wmic": r"(?:Caption\s+)?(?:Description\s+)?Destination\s+InterfaceIndex\s+Mask\s",
    "nmap --iflist": r"\*{10,}(?:ROUTES|INTERFACES)\*{10,}\s*$|DST/MASK\s+DEV\s",
    "arp-scan": r"Interface: \S+, (?:type|datalink type): ",
    "a CSV of PowerShell": r"(?:\"\w+\",)*\"(?:ifIndex|DestinationPrefix|NextHop)\",",
    "a table of SQL or of another program": r"\+-{3,}[-+]*\+\s*$",
    "a table of Markdown": r"\|(?: ?:?-{3,}:? ?\|){2,}\s*$",
}
"""
Tables of other systems, and those that would break a form -> what a line matches.

Such a line tells of the whole text: their tables have blank lines inside.
"""


def boxed(line: str) -> str | None:
    """Of which of BOXES a line is; ``None`` = of none."""
    return found_in(BOXES, line)


def named(line: str) -> str | None:
    """What a line is of; ``None`` = nothing that is known here."""
    return found_in(OTHERS, line)


@lru_cache(maxsize=2)
def any_of(*patterns: str) -> re.Pattern[str]:
    """What a line of any of these begins with: few lines do."""
    return re.compile("|".join(patterns))


def found_in(table: Mapping[str, str], line: str) -> str | None:
    """The name whose pattern a line begins with."""
    if not any_of(*table.values()).match(line):
        return None
    matching = (what for what, begins in table.items() if re.match(begins, line))
    return next(matching, None)


PREFIX = re.compile(r"(?:\d+(?:\.\d+){3}|[0-9a-f]*:[0-9a-f:]*)/\d+(?:\t\S+)?\s*")


def is_prefix(line: str) -> bool:
    """Whether a line is a prefix, or one with its next hop behind a tab."""
    return PREFIX.fullmatch(line) is not None


ADVICE = (
    # what a text has, and what to do with it first
    (
        r"^@@ -\d+",
        "this is a diff: read one side of it, grep '^[ +]' FILE | cut -c2-",
    ),
    (
        r"^Content-Transfer-Encoding: *quoted-printable|=3D|=20$",
        "this is quoted-printable: decode it first, python3 -m quopri -d FILE",
    ),
)
"""Texts that somebody packed in a way in which they are not read."""

STRING = re.compile(r"[\"'][^\n]*\\n[^\n]*[\"']")
IN_STRING = (
    r"this is a string with \n for newlines: take it out first, of JSON with"
    " jq -r '.. | strings' FILE"
)
"""What to do with a string in which a listing may be."""


def advice(text: str) -> str:
    """What to do first with a text that could not be read; ``""`` = nothing is known."""
    found = (words for sign, words in ADVICE if re.search(sign, text, re.M | re.I))
    return next(found, "")
