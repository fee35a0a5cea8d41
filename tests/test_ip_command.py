"""Command lines of ip: what they ask for, and how they are refused."""

from __future__ import annotations

import pytest

from rtentry.dialects.iproute2 import DIALECT
from rtentry.errors import UsageError
from rtentry.listing import View

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
    ("-s neigh show nud all", "ip neigh", (), None, ("stats", "nud all")),
    ("neigh show proxy", "ip neigh", (), None, ("proxy",)),
    ("neigh show 192.0.2.1", "ip neigh", (), None, ("to 192.0.2.1/32",)),
    ("neigh show to 192.0.2.0/24", "ip neigh", (), None, ("to 192.0.2.0/24",)),
    ("-j neigh", "ip -j neigh", (), None, ()),
    ("rule", "ip rule", INET, None, ()),
    ("ru l", "ip rule", INET, None, ()),
    ("-6 rule list", "ip rule", ("inet6",), None, ()),
    ("nexthop", "ip nexthop", INET, None, ()),
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
    ("neigh blah", 255, 'Command "blah" is unknown, try "ip neighbor help".\n'),
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
    ("-f", 255, 'Command line is not complete. Try option "help"\n'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "status", "text"), REFUSED)
def test_what_ip_refuses_is_refused_in_its_words(line, status, text):
    with pytest.raises(UsageError) as raised:
        DIALECT.tools["ip"].plan(line.split())
    assert (raised.value.status, raised.value.text) == (status, text)


NOT_HERE = [
    "", "tunnel", "maddr show", "route add 10.0.0.0/8 via 192.0.2.1", "route flush cache",
    "route get 192.0.2.1", "neigh del 192.0.2.1", "rule add from all", "-V", "-b file",
    "-n name route", "-r route", "route show realms 4", "route show vrf red",
    "rule show prio 1", "nexthop bucket", "neigh show unused", "monitor",
]  # fmt: skip


@pytest.mark.parametrize("line", NOT_HERE)
def test_what_rtentry_does_not_do_is_refused_in_one_line(line):
    with pytest.raises(UsageError) as raised:
        DIALECT.tools["ip"].plan(line.split())
    error = raised.value
    assert error.status == 2
    assert error.text.startswith("rtentry: ")
    assert error.text.count("\n") == 1
