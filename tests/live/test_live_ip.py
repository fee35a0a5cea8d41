"""
Command lines of ip: output, errors and exit status, ours and those of the real one.

The namespaces have everything in that a table may hold (:mod:`tests.live.namespaces`).
"""

from __future__ import annotations

import subprocess

import pytest
from tests.live.namespaces import World

from rtentry import cli

pytestmark = pytest.mark.live

TRIES = 5
"""Ages and lives left are in seconds, which may pass between our reading and theirs."""

Said = tuple[int, str, str]
"""Exit status, standard output, standard error."""

LINES = [
    "", "help", "-help", "-h", "route help", "neigh help", "rule help", "nexthop help",
    "addr help", "link help", "maddr help", "monitor help", "route get",
    "route get 198.51.100.9", "route get to 198.51.100.9", "route get 10.1.2.3",
    "route get 10.2.2.3", "route get 10.3.0.1", "route get 10.66.0.1",
    "route get 10.67.0.1", "route get 10.68.0.1", "route get 10.69.0.1",
    "route get 192.0.2.254", "route get 127.0.0.1", "route get 192.0.2.255",
    "route get 224.0.0.1", "route get 203.0.113.1", "route get 172.31.0.1",
    "route get 172.30.0.1", "route get 10.6.0.1", "route get 10.4.0.1",
    "route get 10.5.0.1", "route get 10.82.0.1", "route get 10.83.0.1",
    "route get 10.90.0.1", "route get 10.91.0.1", "route get 10.92.0.1",
    "route get 10.93.0.1", "route get 10.9.0.7", "route get 0.0.0.0",
    "route get 10.1.0.0/16", "route get 198.51.100.9 from 192.0.2.254",
    "route get 198.51.100.9 from 1.2.3.4",
    "route get 198.51.100.9 from 10.9.0.1 iif h0",
    "route get 192.0.2.254 from 192.0.2.1 iif h0",
    "route get 198.51.100.9 from 192.0.2.1 iif h0", "route get 198.51.100.9 oif v1",
    "route get 198.51.100.9 dev h0", "route get 198.51.100.9 oif nosuch",
    "route get 198.51.100.9 iif nosuch", "route get 198.51.100.9 mark 16",
    "route get 198.51.100.9 mark 0x10", "route get 198.51.100.9 mark x",
    "route get 198.51.100.9 tos 0x10", "route get 10.7.0.1 tos 0x10",
    "route get 10.7.0.1 tos zz", "route get 198.51.100.9 fibmatch",
    "route get fibmatch 198.51.100.9", "route get fibmatch 10.1.2.3",
    "route get fibmatch 172.31.0.1", "route get fibmatch 192.0.2.254",
    "route get fibmatch 10.91.0.1", "route get fibmatch 10.66.0.1",
    "route get 198.51.100.9 uid 150 ipproto tcp sport 80 dport 95",
    "route get 198.51.100.9 uid 0", "route get 198.51.100.9 ipproto foo",
    "route get 198.51.100.9 sport x", "route get 198.51.100.9 foo", "route get foo",
    "route get default", "route get 198.51.100.9 198.51.100.10",
    "-d route get 198.51.100.9", "-o route get 203.0.113.1", "-s route get 203.0.113.1",
    "-N route get 198.51.100.9", "-j route get 198.51.100.9",
    "-j -p route get 198.51.100.9", "-j route get 203.0.113.1",
    "-j route get fibmatch 172.31.0.1", "-j route get 192.0.2.254",
    "-j -d route get 2001:db8:f::9", "-6 route get 198.51.100.9",
    "-4 route get 2001:db8:f::9", "-6 route get 2001:db8:f::9",
    "route get 2001:db8:f::9", "route get ::1", "route get 2001:db8::fe",
    "route get 2001:db8:3::1", "route get 2001:db8:1::1", "route get 2001:db8:4::1",
    "route get 2001:db8:66::1", "route get 2001:db8:67::1", "route get 2001:db8:68::1",
    "route get 2001:db8:69::1", "route get 2001:db8:90::1", "route get ff02::1",
    "route get fe80::1 oif h0", "route get fe80::1", "route get fibmatch 2001:db8:3::1",
    "route get fibmatch 2001:db8:1::1", "route get 2001:db8:f::9 from 2001:db8::fe",
    "route get 2001:db8:f::9 from 2001:db8::fe oif h0",
    "route get 2001:db8:f::9 from 2001:db8::2 iif h0",
    "route get 2001:db8:6::1 from 2001:db8::fe", "-d route get 2001:db8:f::9",
    "-s route get 2001:db8:c::1", "route get 2001:db8:c::1", "-0 route", "-0 neigh",
    "-M route", "-br route", "-br neigh", "-br -j neigh", "-br rule", "-br nexthop",
    "-x route", "-foo", "--foo route", "-f foo route", "-f link route", "-f link neigh",
    "-f mpls route", "-family inet6 route", "-f", "blah", "-c=never route",
    "-c=foo route", "-l 5 route", "-rcvbuf x route", "-t route", "-ts neigh",
    "-a route", "-iec route", "-h route", "-human route", "-echo route", "-force route",
    "-s -s route", "route blah", "route sho", "route lst", "route ls", "route l",
    "route list", "r h", "neigh blah", "neigh h", "rule blah", "nexthop blah",
    "addr blah", "link blah", "route show nonsense", "-4 route show nonsense",
    "-6 route show 10.0.0.0/8", "route show 10.0.0.0/33", "route show 10.0.0.0/",
    "route show via foo", "route show table foo", "route show table 4294967296",
    "route show table 12345", "-6 route show table 12345", "route show table 0",
    "route show table main", "route show table default", "-6 route show table default",
    "route show proto foo", "route show proto 300", "route show scope foo",
    "route show type foo", "route show tos zz", "route show metric x",
    "route show metric -1", "route show realm 4", "route show realms 3/4",
    "route show realms foo", "route show from 10.0.0.0/8",
    "-6 route show from 2001:db8::/64", "route show vrf red", "route show iif h0",
    "route show oif h0", "route show dev nosuch", "route show oif nosuch",
    "route show iif nosuch", "route show mark 1", "route show mark x",
    "route show nhid 5", "route show nhid x", "route show preference 7",
    "route show priority 7", "route show table", "route show dev", "route show root",
    "route show root foo", "route show match", "route show exact 10.1.0.0/16",
    "route show root default", "route show unused",
    "route show 10.1.0.0/16 10.2.0.0/16", "route show to",
    "route show to exact 10.1/16", "route show protocol static",
    "route show proto kernel scope link", "route show proto all",
    "neigh show dev nosuch", "neigh show nud foo", "neigh show nud", "neigh show foo",
    "neigh show unused", "neigh show nomaster", "neigh show master nosuch",
    "neigh show master br9", "neigh show vrf red", "neigh show proto static",
    "neigh show protocol foo", "neigh show to", "neigh show proxy dev h0",
    "-s neigh show proxy", "neigh show nud stale", "neigh show nud permanent nud stale",
    "neigh show nud noarp", "neigh show nud none", "-6 neigh show nud all",
    "-4 neigh show 2001:db8::/64", "neigh get 192.0.2.2 dev h0",
    "neigh get 192.0.2.99 dev h0", "neigh get", "neigh get 192.0.2.2",
    "neigh get proxy 192.0.2.77 dev h0", "neigh get foo dev h0",
    "neigh get 192.0.2.2 dev nosuch", "-s neigh get 192.0.2.2 dev h0",
    "-j neigh get 192.0.2.2 dev h0", "rule show prio 1000", "rule show priority 1000",
    "rule show pref x", "rule show table 100", "rule show lookup main",
    "rule show from 192.0.2.0/24", "rule show to 10.0.0.0/8", "rule show fwmark 0x10",
    "rule show fwmark x", "rule show iif h0", "rule show oif v1", "rule show dev h0",
    "rule show not", "rule show uidrange 100-200", "rule show tos 0x10",
    "rule show ipproto tcp", "rule show sport 80", "rule show dport 90-99",
    "rule show proto kernel", "rule show blah", "rule show all", "rule show l3mdev",
    "rule list from all", "-6 rule show prio 1000", "nexthop show id 5",
    "nexthop show id 99", "nexthop show id x", "nexthop show dev h0",
    "nexthop show dev nosuch", "nexthop show groups", "nexthop show fdb",
    "nexthop show master br9", "nexthop show vrf red", "nexthop show proto bgp",
    "nexthop show proto foo", "nexthop show blah", "nexthop get id 5",
    "nexthop get id 99", "nexthop get", "nexthop get blah", "-6 nexthop",
    "addr show nosuch", "addr show dev nosuch", "link show nosuch", "link show dev",
    "-br addr", "-br link", "-br -j addr", "-br -j link", "addr show scope host",
    "addr show scope link", "addr show scope all", "addr show scope 200",
    "addr show scope foo", "addr show label h0", "addr show label h*", "addr show label x",
    "-o addr show label h*", "-s addr show label h0", "-4 addr show label h0",
    "-o addr show up", "-br addr show scope link", "-4 addr show scope host",
    "addr show to any", "addr show to 192.0.2.0/24", "addr show to 192.0.2.254",
    "addr show to fe80::/10", "-6 addr show to 2001:db8::/32",
    "-6 addr show to 192.0.2.0/24", "addr show to foo", "-o addr show to 192.0.2.0/24",
    "-br addr show to 192.0.2.0/24", "addr show dynamic", "addr show permanent",
    "addr show primary", "addr show secondary", "addr show -secondary",
    "addr show primary secondary", "addr show temporary", "addr show -dynamic",
    "addr show nodad", "addr show -nodad", "addr show noprefixroute", "addr show home",
    "link show type veth", "link show type foo", "addr show type bridge",
    "addr show type bridge_slave", "link show type", "link show master br9",
    "link show master nosuch", "link show nomaster", "link show vrf br9",
    "link show vrf nosuch", "link show group 0", "link show group default up",
    "link show group 7", "link show group foo", "addr show up scope link",
    "addr", "-6 addr", "-4 addr", "-s link", "-o addr", "-j link", "-j -p addr",
    "addr show dev h0 v0", "addr show h0 scope global", "-s link show up",
]  # fmt: skip


def theirs(net: World, line: str) -> Said:
    """What the real ip says."""
    argv = ["ip", "netns", "exec", net.host, "ip", *line.split()]
    done = subprocess.run(argv, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def ours(net: World, line: str, capsys: pytest.CaptureFixture[str]) -> Said:
    """What our ip says."""
    status = cli.main(["-N", net.host, "ip", *line.split()])
    return status, *capsys.readouterr()


def test_each_command_line_is_answered_as_ip_answers_it(net: World, capsys):
    if "iproute2-6.1.0" not in theirs(net, "-V")[1]:
        pytest.skip("another release of iproute2 than that whose texts are printed")
    wrong = {}
    for line in LINES:
        for _ in range(TRIES):
            said = theirs(net, line), ours(net, line, capsys)
            if said[0] == said[1]:
                break
        else:
            wrong[line] = said
    assert not wrong
