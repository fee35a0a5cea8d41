"""What no form reads is refused by its name."""

from __future__ import annotations

import pytest

from rtentry.api import parse
from rtentry.errors import FormatError
from rtentry.others import OTHERS, named

LINES = {
    "ifconfig": "em0: flags=8843<UP,BROADCAST,RUNNING> metric 0 mtu 1500",
    "ifmcstat": "\t\tgroup 224.0.0.1 mode exclude",
    "netstat -a": "Active Internet connections (including servers)",
    "netstat -g": "IPv6 Multicast Forwarding Table is empty",
    "netstat -m": "1027/1463/2490 mbufs in use (current/cache/total)",
    "netstat -s": "udp6:",
    "netstat -w": "            input          (Total)           output",
    "ndp -i": "linkmtu=1500, curhlim=64, basereachable=30s0ms",
    "ndp -p": "flags=LAO vltime=2592000, pltime=604800, expire=29d23h",
    "ndp -r": "fe80::1%em0 if=em0, flags=, pref=medium, expire=29m38s",
    "route add or delete": "add net 192.0.2.0: gateway 198.51.100.1",
    "an answer that there is no route": "route: route has not been found",
    "ss": "Total: 12",
    "sockets of /proc/net": "sockets: used 12",
    "multicast routing": "Group    Origin   Iif     Pkts    Bytes    Wrong Oifs",
    "ip netconf": "inet lo forwarding off rp_filter off mc_forwarding off",
    "ip ntable": "inet arp_cache ",
    "ip addrlabel": "prefix ::1/128 label 0 ",
    "ip token": "token :: dev eth0",
    "bridge fdb": "33:33:00:00:00:01 dev eth0 self permanent",
    "iptables": "Chain INPUT (policy ACCEPT)",
    "nft": "table inet filter {",
    "ping": "PING 192.0.2.1 (192.0.2.1) 56(84) bytes of data.",
    "traceroute": "traceroute to 192.0.2.1 (192.0.2.1), 30 hops max, 60 byte packets",
    "ethtool": "Settings for eth0:",
    "a router": "Codes: K - kernel route, C - connected, S - static",
    "PowerShell": "ifIndex DestinationPrefix   NextHop   RouteMetric ifMetric PolicyStore",
    "ipconfig": "Windows IP Configuration",
    "scutil --nwi": "IPv4 network interface information",
    "the usage of a command": "usage: netstat [-AaLnW] [-f address_family]",
}


def test_all_are_tried():
    assert LINES.keys() == OTHERS.keys()


@pytest.mark.parametrize(("what", "line"), LINES.items())
def test_a_line_tells_what_it_is_of(what, line):
    assert named(line) == what


@pytest.mark.parametrize(("what", "line"), LINES.items())
def test_a_refusal_names_what_is_not_read(what, line):
    with pytest.raises(
        FormatError, match=f"this is {what}, which is not read"
    ) as error:
        parse(f"\n{line}\n")
    assert error.value.line == 2


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Internet:",
        "default            192.0.2.1          UGS         em0",
        "vtnet0  1500 <Link#1>          02:00:5e:10:00:01",
        "? (192.0.2.1) at 02:00:5e:10:00:01 on em0 permanent [ethernet]",
        "destination: default",
    ],
)
def test_a_line_of_a_listing_is_not_of_these(line):
    assert named(line) is None


def test_rows_apart_from_it_are_told_as_rows():
    text = f"{LINES['ifconfig']}\n\n192.0.2.0/24       198.51.100.3       UGS        igb1\n"
    with pytest.raises(FormatError, match="not the line above them") as error:
        parse(text)
    assert error.value.line == 3


def test_rows_right_below_it_are_of_it():
    row = (
        "tcp4       0      0  192.0.2.5.22           192.0.2.9.52060        ESTABLISHED"
    )
    with pytest.raises(FormatError, match="this is netstat -a,"):
        parse(f"{LINES['netstat -a']}\n{row}\n")
