"""Rules and nexthop objects as ``ip -j`` prints them."""

from __future__ import annotations

from typing import Any

import pytest

from rtentry.api import parse, show
from rtentry.dialects.iproute2 import DIALECT
from rtentry.errors import FormatError
from rtentry.listing import Found, View
from rtentry.model import Snapshot

RULES = [
    # line, object
    ("0:\tfrom all lookup local", '{"priority":0,"src":"all","table":"local"}'),
    ("9:\tnot from all to 10.99.0.0/16 lookup 200",
     '{"priority":9,"not":null,"src":"all","dst":"10.99.0.0","dstlen":16,"table":"200"}'),
    ("9:\tfrom 192.0.2.1 fwmark 0x10/0xff lookup 100 proto 77",
     '{"priority":9,"src":"192.0.2.1","fwmark":"0x10","fwmask":"0xff","table":"100",'
     '"protocol":"77"}'),
    ("9:\tfrom all tos 0x10 iif lo oif d1 blackhole",
     '{"priority":9,"src":"all","tos":"0x10","iif":"lo","oif":"d1","action":"blackhole"}'),
    ("9:\tfrom all uidrange 100-200 ipproto tcp sport 80 dport 90-99 lookup 70000",
     '{"priority":9,"src":"all","uid_start":100,"uid_end":200,"ipproto":"tcp","sport":80,'
     '"dport_start":90,"dport_end":99,"table":"70000"}'),
    ("9:\tfrom all goto 32766 [unresolved]",
     '{"priority":9,"src":"all","goto":32766,"unresolved":null}'),
    ("9:\tfrom all iif x0 [detached] prohibit",
     '{"priority":9,"src":"all","iif":"x0","iif_detached":null,"action":"prohibit"}'),
    ("9:\tfrom all lookup main suppress_prefixlength 0",
     '{"priority":9,"src":"all","table":"main","suppress_prefixlen":0}'),
    ("9:\tfrom all lookup main realms 3/4",
     '{"priority":9,"src":"all","table":"main","flow_from":"3","flow_to":"4"}'),
    ("9:\tfrom all lookup main realms 4",
     '{"priority":9,"src":"all","table":"main","flow_to":"4"}'),
    ("9:\tfrom 192.0.2.9 lookup main masquerade",
     '{"priority":9,"src":"192.0.2.9","table":"main","masquerade":null}'),
    ("9:\tfrom all nop", '{"priority":9,"src":"all","nop":null}'),
    ("9:\tfrom all lookup [l3mdev-table]", '{"priority":9,"src":"all","l3mdev":null}'),
    ("Deleted 9:\tfrom all lookup main",
     '{"deleted":null,"priority":9,"src":"all","table":"main"}'),
]  # fmt: skip

NEXTHOPS = [
    ("id 5 via 192.0.2.2 dev d0 scope link ",
     '{"id":5,"gateway":"192.0.2.2","dev":"d0","scope":"link","flags":[]}'),
    ("id 7 blackhole ", '{"id":7,"blackhole":null,"flags":[]}'),
    ("id 8 group 5,3/6 ", '{"id":8,"group":[{"id":5,"weight":3},{"id":6}],"flags":[]}'),
    ("id 10 group 5/6 type resilient buckets 8 idle_timer 120 unbalanced_timer 0 "
     "unbalanced_time 0 ",
     '{"id":10,"group":[{"id":5},{"id":6}],"type":"resilient","resilient_args":'
     '{"buckets":8,"idle_timer":120,"unbalanced_timer":0,"unbalanced_time":0},"flags":[]}'),
    ("Deleted id 6 via 192.0.2.3 dev d0 scope link proto bgp onlink ",
     '{"deleted":null,"id":6,"gateway":"192.0.2.3","dev":"d0","scope":"link",'
     '"protocol":"bgp","flags":["onlink"]}'),
]  # fmt: skip

PAIRS = [
    *[("rules", "ip rule", "ip -j rule", *pair) for pair in RULES],
    *[("nexthops", "ip nexthop", "ip -j nexthop", *pair) for pair in NEXTHOPS],
]


def read(form: str, text: str) -> Found:
    found = DIALECT.form(form).parse(text.split("\n"), 0)
    assert found is not None
    return found


@pytest.mark.parametrize(("kind", "lines", "array", "line", "text"), PAIRS)
def test_an_object_says_what_its_line_says(kind, lines, array, line, text):
    by_line = read(lines, line).records
    found = read(array, f"[{text}]")
    assert [r._replace(version=4) if kind == "rules" else r for r in found.records] == [
        r._replace(version=4) if kind == "rules" else r for r in by_line
    ]
    assert found.loose == 0
    kinds: dict[str, Any] = {kind: found.records}
    snapshot = Snapshot()._replace(**kinds)
    assert [*DIALECT.form(array).show(snapshot, found.blocks, View())] == [f"[{text}]"]


BROKEN = [
    (
        "ip -j rule",
        '[{"priority":9,"src":"all","colour":"red"}]',
        "unknown key 'colour'",
    ),
    ("ip -j rule", '[{"priority":"9","src":"all"}]', "'priority' is"),
    ("ip -j rule", '[{"priority":9,"src":"nowhere"}]', "nowhere"),
    (
        "ip -j rule",
        '[{"priority":9,"src":"all","uid_start":7,"table":"main"}]',
        "belong together",
    ),
    (
        "ip -j rule",
        '[{"priority":9,"src":"all","tos":"0x1 0","table":"main"}]',
        "'tos' is \"0x1 0\"",
    ),
    ("ip -j nexthop", '[{"id":9,"flags":[],"colour":"red"}]', "unknown key 'colour'"),
    ("ip -j nexthop", '[{"id":null,"flags":[]}]', "None"),
]


@pytest.mark.parametrize(("form", "text", "message"), BROKEN)
def test_a_broken_object_is_an_error(form, text, message):
    with pytest.raises(FormatError, match=message):
        DIALECT.form(form).parse([text], 0)


OBJECTS = [
    # what ip -j prints: numbers for names (-N), a rule that does nothing, a wrapped hop
    '[{"priority":9,"src":"all","ipproto":"ipproto-6","action":"6"},'
    '{"priority":12,"src":"all","nop":null}]',
    '[{"id":30,"encap":"ip","id":5,"src":"192.0.2.9","dst":"192.0.2.99","ttl":0,"tos":0,'
    '"gateway":"198.51.100.9","dev":"eth0","scope":"link","flags":[]}]',
    '[{"dst":"2001:db8:b4::/48","encap":"seg6local","action":"End.B6.Encaps",'
    '"srh":{"segs":["2001:db8::5"]},"dev":"eth0","metric":1024,"flags":[],'
    '"pref":"medium"}]',
    '[{"type":"unicast","dst":"198.51.100.0/24","nhid":23,"protocol":"boot",'
    '"scope":"global","flags":[],"nh_info":{"id":23,"group":[{"id":20},{"id":21}],'
    '"type":"resilient","resilient_args":{"buckets":4,"idle_timer":60,'
    '"unbalanced_timer":300,"unbalanced_time":0},"scope":"global","protocol":"unspec",'
    '"flags":[]}}]',
]  # fmt: skip


@pytest.mark.parametrize("text", OBJECTS)
def test_an_object_comes_back_as_ip_prints_it(text):
    assert show(parse(text)) == text
