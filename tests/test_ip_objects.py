"""Routes as ``ip -j`` prints them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.test_ip_route import routes

from rtentry.dialects.iproute2 import DIALECT
from rtentry.errors import FormatError
from rtentry.listing import View
from rtentry.model import Snapshot

TEXT, JSON = DIALECT.form("ip route"), DIALECT.form("ip -j route")

PAIRS = [
    # line, object
    ("default via 192.0.2.1 dev x metric 100 ",
     '{"dst":"default","gateway":"192.0.2.1","dev":"x","metric":100,"flags":[]}'),
    ("blackhole 10.0.0.0/8 ", '{"type":"blackhole","dst":"10.0.0.0/8","flags":[]}'),
    ("10.0.0.0/8 via inet6 fe80::1 dev x onlink linkdown ",
     '{"dst":"10.0.0.0/8","via":{"family":"inet6","host":"fe80::1"},"dev":"x",'
     '"flags":["onlink","linkdown"]}'),
    ("10.0.0.0/8 dev x mtu lock 1400 rtt 1.5s features ecn congctl reno ",
     '{"dst":"10.0.0.0/8","dev":"x","flags":[],'
     '"metrics":[{"mtu":1400,"rtt":1500,"ecn":null,"congestion":"reno"}]}'),
    ("10.0.0.0/8 dev x features ecn 0x3 ",
     '{"dst":"10.0.0.0/8","dev":"x","flags":[],'
     '"metrics":[{"ecn":null,"features":"0x3"}]}'),
    ("10.0.0.0/8 from 192.0.2.0/24 nhid 5 tos 0x10 dev x table 100 proto static scope link "
     "src 192.0.2.9 ",
     '{"dst":"10.0.0.0/8","from":"192.0.2.0/24","nhid":5,"tos":"0x10","dev":"x",'
     '"table":"100","protocol":"static","scope":"link","prefsrc":"192.0.2.9","flags":[]}'),
    ("10.0.0.0/8 dev x mark 0x11 realms 3/4 ",
     '{"dst":"10.0.0.0/8","dev":"x","flags":[],"mark":17,"flow":{"from":"3","to":"4"}}'),
    ("10.0.0.0/8 dev x realm 4 ",
     '{"dst":"10.0.0.0/8","dev":"x","flags":[],"flow":{"to":"4"}}'),
    ("2001:db8::/32 dev x metric 1 expires 5sec pref high",
     '{"dst":"2001:db8::/32","dev":"x","metric":1,"flags":[],"expires":5,"pref":"high"}'),
    ("10.0.0.0/8  encap ip id 7 src 0.0.0.0 dst 192.0.2.1 ttl 3 tos 4 key dev x ",
     '{"dst":"10.0.0.0/8","encap":"ip","id":7,"src":"0.0.0.0","dst":"192.0.2.1","ttl":3,'
     '"tos":4,"key":true,"dev":"x","flags":[]}'),
    ("10.0.0.0/8  encap seg6 mode encap segs 2 [ fc00::1 fc00::2 ] dev x ",
     '{"dst":"10.0.0.0/8","encap":"seg6","mode":"encap","segs":["fc00::1","fc00::2"],'
     '"dev":"x","flags":[]}'),
    ("10.0.0.0/8  encap mpls  100/200 ttl 9 dev x ",
     '{"dst":"10.0.0.0/8","encap":"mpls","dst":"100/200","ttl":9,"dev":"x","flags":[]}'),
    ("10.0.0.0/8 \n\tnexthop via 192.0.2.1 dev x weight 2 dead ",
     '{"dst":"10.0.0.0/8","flags":[],"nexthops":[{"gateway":"192.0.2.1","dev":"x",'
     '"weight":2,"flags":["dead"]}]}'),
    ("10.0.0.0/8 nhid 8 \n\tnh_info id 8 group 1/2,5 proto static ",
     '{"dst":"10.0.0.0/8","nhid":8,"flags":[],"nh_info":{"id":8,'
     '"group":[{"id":1},{"id":2,"weight":5}],"protocol":"static","flags":[]}}'),
    ("Deleted 10.0.0.0/8 dev x ",
     '{"deleted":true,"dst":"10.0.0.0/8","dev":"x","flags":[]}'),
    ("10.0.0.1 dev x uid 0 \n    cache <local,brd> users 2 iif lo ",
     '{"dst":"10.0.0.1","dev":"x","flags":[],"uid":0,"cache":["local","brd"],"users":2,'
     '"iif":"lo"}'),
]  # fmt: skip

ROUTES = ("ip route", "ip route get", "ip route show cache")
"""The forms of routes in words."""


@pytest.mark.parametrize(("line", "text"), PAIRS)
def test_a_line_and_an_object_say_the_same(line, text):
    lines = line.split("\n")
    read = [DIALECT.form(name).parse(lines, 0) for name in ROUTES]
    (found,) = [one for one in read if one is not None]
    there = JSON.parse([f"[{text}]"], 0)
    assert there is not None
    assert there.loose == 0
    (left,), (right,) = found.records, there.records
    assert right._replace(locks=left.locks) == left
    shown = JSON.show(Snapshot(routes=found.records), there.blocks, View())
    assert list(shown) == [f"[{text}]"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"dst":"10.0.0.0/8","flags":[],"foo":1}', "unknown key 'foo' in a route"),
        ('{"dst":"10.0.0.0/8","flags":[],"metric":"1"}', "'metric' is \"1\""),
        ('{"dst":"10.0.0.0/8","flags":["foo"]}', "unknown word 'foo' in a route"),
        ('{"dst":"10.0.0.0/8","flags":[],"via":3}', "'via' is 3"),
        ('{"dst":"10.0.0.0/8","flags":[],"flow":{}}', "'to' is null, not a text"),
        ('{"dst":"10.0.0.0/8","flags":[],"nexthops":3}', "'nexthops' is 3"),
        ('{"dst":"10.0.0.0/8","flags":[],"nexthops":[{"foo":1}]}', "unknown key 'foo'"),
        ('{"dst":"10.0.0.0/8","flags":[],"cache":3}', "'cache' is 3"),
        ('{"dst":"10.0.0.0/8","flags":[],"metrics":[3]}', "'metrics' is 3"),
        ('{"dst":"10.0.0.0/8","encap":"foo","flags":[]}', "unknown tunnel 'foo'"),
        ('{"dst":"10.0.0.0/8","encap":[],"flags":[]}', r"'encap' is \[\]"),
        ('{"dst":3,"flags":[]}', "'dst' is 3, not a text"),
        (
            '{"dst":"10.0.0.0/8","flags":[],"nh_info":{"id":1,"group":[3]}}',
            "'group' is 3",
        ),
    ],
)
def test_a_broken_object_is_an_error(text, message):
    with pytest.raises(FormatError, match=message):
        JSON.parse([f"[{text}]"], 0)


@given(st.lists(routes(default=False), min_size=1, max_size=4), st.booleans())
@settings(deadline=None)
def test_what_json_says_is_said_again(some, pretty):
    options = ("table all", "pretty") if pretty else ("table all",)
    lines = list(JSON.show(Snapshot(routes=tuple(some)), None, View(options=options)))
    found = JSON.parse(lines, 0)
    assert found is not None
    shown = JSON.show(Snapshot(routes=found.records), found.blocks, View())
    assert list(shown) == lines
