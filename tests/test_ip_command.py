"""Command lines of ip: what they ask for, and how they are refused."""

from __future__ import annotations

import pytest

from rtentry.addr import parse_address, parse_prefix
from rtentry.dialects.iproute2 import DIALECT
from rtentry.errors import UsageError
from rtentry.listing import View
from rtentry.packet import Packet

INET = ("inet",)

PLANS = [
    # command line, form, families, interface, options
    ("route", "ip route", INET, None, ()),
    ("r", "ip route", INET, None, ()),
    ("ro s", "ip route", INET, None, ()),
    ("route list", "ip route", INET, None, ()),
    ("-4 route", "ip route", INET, None, ()),
    ("-6 route", "ip route", ("inet6",), None, ()),
    ("-f inet6 route", "ip route", ("inet6",), None, ()),
    ("-d -N route", "ip route", INET, None, ("details", "numeric")),
    ("-s -o r", "ip route", INET, None, ("stats", "oneline")),
    ("--details route", "ip route", INET, None, ("details",)),
    ("-j route", "ip -j route", INET, None, ()),
    ("-p -j r", "ip -j route", INET, None, ("pretty",)),
    ("-br -h -iec -c=never route", "ip route", INET, None, ()),
    ("route show table all", "ip route", (), None, ("table all",)),
    ("r s t all", "ip route", (), None, ("table all",)),
    ("-6 route show table all", "ip route", ("inet6",), None, ("table all",)),
    ("route show table local", "ip route", INET, None, ("table 255",)),
    ("route show table 0x64", "ip route", INET, None, ("table 100",)),
    ("route show table 1 table 2", "ip route", INET, None, ("table 2",)),
    ("route show cache", "ip route show cache", INET, None, ()),
    ("route show table cache", "ip route show cache", INET, None, ()),
    ("-j route show table all cache", "ip -j route show cache", (), None, ("table all",)),
    ("route show dev eth0", "ip route", INET, "eth0", ()),
    ("route show 10.0.0.0/8", "ip route", INET, None, ("exact 10.0.0.0/8",)),
    ("route show 10.1/16", "ip route", INET, None, ("exact 10.1.0.0/16",)),
    ("route show 10.1.2.3/16", "ip route", INET, None, ("exact 10.1.0.0/16",)),
    ("route show to 10/8", "ip route", INET, None, ("exact 10.0.0.0/8",)),
    ("route show default", "ip route", INET, None, ("exact default",)),
    ("route show any", "ip route", INET, None, ("root default",)),
    ("route show root 10/8", "ip route", INET, None, ("root 10.0.0.0/8",)),
    ("route show match 10.1.2.3", "ip route", INET, None, ("match 10.1.2.3/32",)),
    ("route show match 2001:db8::", "ip route", INET, None, ("match 2001:db8::/128",)),
    ("route show proto 4", "ip route", INET, None, ("proto static",)),
    ("route show proto 77", "ip route", INET, None, ("proto 77",)),
    ("route show scope link", "ip route", INET, None, ("scope link",)),
    ("route show type blackhole", "ip route", INET, None, ("type blackhole",)),
    ("route show via 192.0.2.1", "ip route", INET, None, ("via 192.0.2.1",)),
    ("route show src 192.0.2.1", "ip route", INET, None, ("src 192.0.2.1",)),
    ("route show metric 7", "ip route", INET, None, ("metric 7",)),
    ("route show tos 10", "ip route", INET, None, ("tos 16",)),
    ("route show dsfield 0x10", "ip route", INET, None, ("tos 16",)),
    ("neigh", "ip neigh", (), None, ()),
    ("n", "ip neigh", (), None, ()),
    ("neighbour show", "ip neigh", (), None, ()),
    ("-4 neigh show dev eth0", "ip neigh", INET, "eth0", ()),
    ("-s neigh show nud all", "ip neigh", (), None, ("stats", "nud ALL")),
    ("neigh show nud stale nud failed", "ip neigh", (), None,
     ("nud STALE", "nud FAILED")),
    ("-br neigh", "ip -br neigh", (), None, ("brief",)),
    ("-br -j neigh", "ip -j neigh", (), None, ("brief",)),
    ("neigh show unused nomaster", "ip neigh", (), None, ("unused", "nomaster")),
    ("neigh show proto all", "ip neigh", (), None, ()),
    ("neigh get 192.0.2.1 dev eth0", "ip neigh", (), "eth0",
     ("nud all", "get 192.0.2.1")),
    ("-j neigh get proxy 192.0.2.1 dev eth0", "ip neigh", (), "eth0",
     ("nud all", "proxy", "get 192.0.2.1")),
    ("neigh show proxy", "ip neigh", (), None, ("proxy",)),
    ("neigh show 192.0.2.1", "ip neigh", (), None, ("to 192.0.2.1/32",)),
    ("neigh show to 192.0.2.0/24", "ip neigh", (), None, ("to 192.0.2.0/24",)),
    ("-j neigh", "ip -j neigh", (), None, ()),
    ("rule", "ip rule", INET, None, ()),
    ("ru l", "ip rule", INET, None, ()),
    ("-6 rule list", "ip rule", ("inet6",), None, ()),
    ("rule show prio 0x10", "ip rule", INET, None, ("priority 16",)),
    ("rule list from 10/8 fwmark 1/0xff", "ip rule", INET, None,
     ("from 10.0.0.0/8", "fwmark 1/255")),
    ("rule show 10/8", "ip rule", INET, None, ("to 10.0.0.0/8",)),
    ("nexthop", "ip nexthop", (), None, ()),
    ("nexthop show id 5 groups", "ip nexthop", (), None, ("id 5", "groups")),
    ("nexthop get id 5", "ip nexthop", (), None, ("id 5",)),
    ("-0 route", "ip route", ("link",), None, ()),
    ("-f mpls route", "ip route", ("mpls",), None, ()),
    ("-l 5 -rc 9 -a route", "ip route", INET, None, ()),
    ("-4 link", "ip link", (), None, ()),
    ("route show table 0", "ip route", (), None, ("table all",)),
    ("route show realms 3/4", "ip route", INET, None, ("realm 3/4",)),
    ("route show proto all scope all", "ip route", INET, None, ()),
    ("route get 192.0.2.1", "ip route get", (), None, ("get", "table all")),
    ("-j -d route get 192.0.2.1", "ip -j route get", (), None,
     ("details", "get", "table all")),
]  # fmt: skip


@pytest.mark.parametrize(("line", "form", "families", "ifname", "options"), PLANS)
def test_a_command_line_asks_for_a_form_and_a_view(
    line, form, families, ifname, options
):
    plan = DIALECT.tools["ip"].plan(line.split())
    view = View(families=families, ifname=ifname, options=options)
    assert plan.forms == ((form, view),)
    assert DIALECT.form(form)


REFUSED = [
    # command line, exit status, text
    ("blah", 1, 'Object "blah" is unknown, try "ip help".\n'),
    ("-x route", 255, 'Option "-x" is unknown, try "ip -help".\n'),
    ("route blah", 255, 'Command "blah" is unknown, try "ip route help".\n'),
    ("neigh blah", 255, 'Command "blah" is unknown, try "ip neigh help".\n'),
    ("-f foo route", 255, 'Error: argument "foo" is wrong: invalid protocol family\n'),
    ("route show nonsense", 1,
     'Error: any valid prefix is expected rather than "nonsense".\n'),
    ("-4 route show nonsense", 1,
     'Error: inet prefix is expected rather than "nonsense".\n'),
    ("-6 route show 10.0.0.0/8", 1,
     'Error: inet6 prefix is expected rather than "10.0.0.0/8".\n'),
    ("route show 10.0.0.0/33", 1,
     'Error: any valid prefix is expected rather than "10.0.0.0/33".\n'),
    ("route show 10.0.0.0/", 1,
     'Error: any valid prefix is expected rather than "10.0.0.0/".\n'),
    ("route show via foo", 1,
     'Error: any valid prefix is expected rather than "foo".\n'),
    ("route show table foo", 255,
     'Error: argument "foo" is wrong: table id value is invalid\n\n'),
    ("route show table 4294967296", 255,
     'Error: argument "4294967296" is wrong: table id value is invalid\n\n'),
    ("route show proto foo", 255,
     'Error: argument "foo" is wrong: invalid "protocol"\n\n'),
    ("route show scope foo", 255, 'Error: argument "foo" is wrong: invalid "scope"\n\n'),
    ("route show type foo", 255,
     'Error: argument "foo" is wrong: node type value is invalid\n\n'),
    ("-6 route show via 192.0.2.1", 1,
     'Error: inet6 prefix is expected rather than "192.0.2.1".\n'),
    ("route show tos zz", 255,
     'Error: argument "zz" is wrong: TOS value is invalid\n\n'),
    ("route show metric x", 255,
     'Error: argument "x" is wrong: "metric" value is invalid\n\n'),
    ("neigh show nud foo", 255, 'Error: argument "foo" is wrong: nud state is bad\n'),
    ("neigh show foo", 1, 'Error: any valid prefix is expected rather than "foo".\n'),
    ("route show table", 255, 'Command line is not complete. Try option "help"\n'),
    ("route show dev", 255, 'Command line is not complete. Try option "help"\n'),
    ("route show root", 255, 'Command line is not complete. Try option "help"\n'),
    ("neigh show to", 255, 'Command line is not complete. Try option "help"\n'),
    ("--foo route", 255, 'Option "-foo" is unknown, try "ip -help".\n'),
    ("-c=foo route", 255, 'Option "-c=foo" is unknown, try "ip -help".\n'),
    ("-rcvbuf x route", 255, "Invalid rcvbuf size 'x'\n"),
    ("-V route", 0, "ip utility, iproute2-6.1.0\n"),
    ("neigh get", 1, "Device and address are required arguments.\n"),
    ("neigh get foo dev eth0", 1,
     'Error: any valid address is expected rather than "foo".\n'),
    ("rule show pref x", 255,
     'Error: argument "x" is wrong: preference value is invalid\n\n'),
    ("rule show sport x", 255, 'Error: argument "x" is wrong: invalid port range\n\n'),
    ("nexthop show id x", 255, 'Error: argument "x" is wrong: invalid id value\n'),
    ("nexthop show blah", 255, 'Error: argument "blah" is wrong: \n'),
    ("route get", 1, "need at least a destination address\n"),
    ("route get foo", 1, 'Error: any valid prefix is expected rather than "foo".\n'),
    ("route get 192.0.2.1 foo", 1,
     'Error: inet prefix is expected rather than "foo".\n'),
    ("route get 192.0.2.1 from ::1", 1,
     'Error: inet prefix is expected rather than "::1".\n'),
    ("route get 192.0.2.1 mark x", 255,
     'Error: argument "x" is wrong: invalid mark value\n'),
    ("route get 192.0.2.1 sport 65536", 255,
     'Error: argument "65536" is wrong: invalid sport\n\n'),
    ("route get 192.0.2.1 ipproto foo", 255,
     'Error: argument "foo" is wrong: Invalid "ipproto" value\n\n'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "status", "text"), REFUSED)
def test_what_ip_refuses_is_refused_in_its_words(line, status, text):
    with pytest.raises(UsageError) as raised:
        DIALECT.tools["ip"].plan(line.split())
    assert (raised.value.status, raised.value.text) == (status, text)


NOT_HERE = [
    "tunnel", "maddr show", "route add 10.0.0.0/8 via 192.0.2.1", "route flush cache",
    "neigh del 192.0.2.1", "rule add from all", "-b file", "-n name route", "-r route",
    "nexthop bucket", "monitor", "-B neigh", "-j addr show label eth0", "-br addr show label eth0",
    "link show to 192.0.2.0/24", "-0 addr", "rule get", "route get 192.0.2.1 notify",
    "-d link", "-s -s addr",
]  # fmt: skip


@pytest.mark.parametrize("line", NOT_HERE)
def test_what_rtentry_does_not_do_is_refused_in_one_line(line):
    with pytest.raises(UsageError) as raised:
        DIALECT.tools["ip"].plan(line.split())
    error = raised.value
    assert error.status == 2
    assert error.text.startswith("rtentry: ")
    assert error.text.count("\n") == 1


USAGES = ["", "help", "-h", "-f", "route help", "r h", "neigh h", "rule help",
          "nexthop help", "nexthop get", "addr help", "link help", "maddr help",
          "monitor help", "route show help", "route get help"]  # fmt: skip


@pytest.mark.parametrize("line", USAGES)
def test_a_usage_is_asked_for_and_is_no_success(line):
    with pytest.raises(UsageError) as raised:
        DIALECT.tools["ip"].plan(line.split())
    assert raised.value.status == 255
    assert raised.value.text.startswith("Usage: ip ")


PACKETS = [
    # words after get, fields of the packet
    ("192.0.2.1", {}),
    ("to 192.0.2.1 from 192.0.2.9 iif eth0", {"src": parse_address("192.0.2.9"), "iif": "eth0"}),
    ("fibmatch 192.0.2.1", {"fibmatch": True}),
    ("192.0.2.1 fibm", {"fibmatch": True}),
    ("192.0.2.1 oif eth0", {"oif": "eth0"}),
    ("192.0.2.1 dev eth0", {"oif": "eth0"}),
    ("192.0.2.1 mark 0x10 tos 10", {"mark": 16, "tos": 16}),
    ("192.0.2.1 uid 7 ipproto tcp sport 80 dport 0x50",
     {"uid": 7, "ipproto": 6, "sport": 80, "dport": 80}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "fields"), PACKETS)
def test_get_asks_about_a_packet(words, fields):
    plan = DIALECT.tools["ip"].plan(["route", "get", *words.split()])
    assert plan.packets == (Packet(parse_prefix("192.0.2.1/32"), **fields),)
    assert plan.want == (("interfaces",) if {"iif", "oif"} & fields.keys() else ())


def test_get_of_a_prefix_is_about_its_first_address_with_a_remark():
    plan = DIALECT.tools["ip"].plan(["route", "get", "192.0.2.0/24"])
    assert plan.packets[0].dst == parse_prefix("192.0.2.0/32")
    assert plan.beside == (
        "Warning: /24 as prefix is invalid, only /32 (or none) is supported.\n"
    )
