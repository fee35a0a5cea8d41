"""Lines of ``ip rule``, of today and of older releases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import Prefix, parse_prefix
from rtentry.dialects.iproute2 import DIALECT
from rtentry.errors import FormatError
from rtentry.ip.rule import read_rule
from rtentry.ip.showrule import GRAMMAR, show_rule
from rtentry.linux import PROTOS
from rtentry.listing import View
from rtentry.model import Rule, Snapshot
from rtentry.words.grammar import Style

RULES = DIALECT.form("ip rule")

ATTRIBUTES = [
    # words after the priority, field, value
    ("from all lookup main", "tableid", 254),
    ("from all lookup 70000", "tableid", 70000),
    ("from all lookup red", "extra", (("table", "red"),)),
    ("from all lookup [l3mdev-table]", "extra", (("l3mdev", True),)),
    ("from all", "src", None),
    ("from 192.0.2.1", "src", parse_prefix("192.0.2.1")),
    ("from 2001:db8::/32", "version", 6),
    ("from all to 192.0.2.0/24", "dst", parse_prefix("192.0.2.0/24")),
    ("not from all", "invert", True),
    ("from all fwmark 0x7", "mark", 7),
    ("from all fwmark 0x7", "markmask", 0xFFFFFFFF),
    ("from all fwmark 0x0/0xff", "markmask", 0xFF),
    ("from all iif eth0", "iif", "eth0"),
    ("from all oif eth0 [detached]", "oif", "eth0"),
    ("from all oif eth0 [detached]", "extra", (("oif_detached", True),)),
    ("from all tos AF11", "extra", (("tos", 0x28),)),
    ("from all uidrange 0-9", "extra", (("uidrange", "0-9"),)),
    ("from all ipproto ipproto-250 sport 1-2 dport 3", "extra",
     (("ipproto", "250"), ("sport", "1-2"), ("dport", "3"))),
    ("from all tun_id 7 lookup 9", "extra", (("tun_id", 7),)),
    ("from all lookup 9 suppress_prefixlength 0 suppress_ifgroup default", "extra",
     (("suppress_prefixlength", 0), ("suppress_ifgroup", 0))),
    ("from all lookup 9 realms 3/4", "extra", (("realm", "3/4"),)),
    ("from all lookup main masquerade", "action", "nat"),
    ("from all map-to 192.0.2.1", "extra", (("map-to", "192.0.2.1"),)),
    ("from all goto 500 [unresolved]", "extra", (("goto", 500), ("unresolved", True))),
    ("from all goto 500", "action", "goto"),
    ("from all nop", "action", "nop"),
    ("from all blackhole", "action", "blackhole"),
    ("from all prohibit proto static", "extra", (("proto", "static"),)),
    ("from all lookup main proto unspec", "extra", ()),
    ("from all dscp 0x10/0x30 lookup 7", "extra", (("dscp", "0x10/0x30"),)),
]  # fmt: skip


@pytest.mark.parametrize(("words", "field", "value"), ATTRIBUTES)
def test_an_attribute_goes_where_the_model_has_it(words, field, value):
    rule, _ = read_rule(["100:", *words.split()], 4, None)
    assert rule.priority == 100
    assert getattr(rule, field) == value


FACTS = [
    ("from all lookup 255", {"numeric"}),
    ("from all 6", {"numeric"}),
    ("from all ipproto ipproto-6 lookup 7", {"numeric"}),
    ("from all lookup 7 suppress_ifgroup 0", {"numeric"}),
    ("from all lookup main proto kernel", {"details"}),
    ("from all lookup 7", set()),
]


@pytest.mark.parametrize(("words", "facts"), FACTS)
def test_a_line_shows_the_options_it_was_asked_with(words, facts):
    assert read_rule(["0:", *words.split()], 4, None)[1] == facts


VERSIONS = [
    ("0:\tfrom all lookup local\n32766:\tfrom all lookup main", 6),
    ("0:\tfrom all lookup local\n32767:\tfrom all lookup default", 4),
    ("0:\tfrom all lookup local\n1:\tfrom 2001:db8::/32 lookup main", 6),
    ("0:\tfrom all lookup local\n1:\tfrom all to 192.0.2.1 lookup main", 4),
]


@pytest.mark.parametrize(("text", "version"), VERSIONS)
def test_a_listing_tells_the_ip_version_of_its_rules(text, version):
    found = RULES.parse(text.split("\n"), 0)
    assert found is not None
    assert [rule.version for rule in found.records] == [version] * 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1:\tfrom all foo", "unknown word 'foo' in a rule"),
        ("1:\tfrom", "'from' without a value in a rule"),
        ("from all", "no priority in a rule"),
        ("x:\tfrom all", "'x' is not a number"),
        ("1:\tfrom all fwmark x", "'x' is not a number"),
    ],
)
def test_a_broken_line_is_an_error(line, message):
    with pytest.raises(FormatError) as raised:
        RULES.parse(["0:\tfrom all lookup local", line], 0)
    assert (raised.value.message, raised.value.line) == (message, 1)


@pytest.mark.parametrize(
    "line", ["1: lo: <LOOPBACK>", "from all lookup main", "10: not so", "1:", "2: not"]
)
def test_other_lines_are_no_rules(line):
    assert RULES.parse([line], 0) is None


def test_a_view_chooses_a_family():
    rules = (Rule(0, 4, tableid=255), Rule(1, 6, tableid=254))
    lines = RULES.show(Snapshot(rules=rules), None, View(families=("inet6",)))
    assert list(lines) == ["1:\tfrom all lookup main"]


@st.composite
def rules(draw) -> Rule:
    """A rule as Linux may have it."""
    version = draw(st.sampled_from([4, 6]))
    width = 32 if version == 4 else 128
    prefix = st.none() | st.integers(0, 255).map(
        lambda n: Prefix(version, n << (width - 8), 8)
    )
    action = draw(st.sampled_from(["lookup", "blackhole", "nop", "prohibit", "goto"]))
    mark = draw(st.none() | st.integers(0, 2**32 - 1))
    extra = {
        "tos": draw(st.none() | st.integers(1, 255)),
        "goto": 500 if action == "goto" else None,
        "uidrange": draw(st.none() | st.just("1-2")),
        "ipproto": draw(st.none() | st.sampled_from(["tcp", "250"])),
        "suppress_ifgroup": draw(st.none() | st.integers(0, 9)),
        "proto": draw(st.none() | st.sampled_from([*PROTOS.values()][3:])),
    }
    return Rule(
        draw(st.integers(0, 2**32 - 1)),
        version,
        draw(prefix),
        draw(prefix),
        action,
        draw(st.none() | st.integers(1, 70000)) if action == "lookup" else None,
        draw(st.none() | st.just("eth0")),
        draw(st.none() | st.just("via")),
        mark,
        None if mark is None else draw(st.sampled_from([0xFFFFFFFF, 0xFF])),
        draw(st.booleans()),
        tuple([(name, value) for name, value in extra.items() if value is not None]),
    )


@given(
    rules(),
    st.sampled_from(("", *GRAMMAR.spacings)),
    st.sets(st.sampled_from(["numeric", "details"])),
)
@settings(deadline=None)
def test_a_rule_comes_back_from_its_line(rule, spacing, options):
    text = show_rule(rule, Style(spacing, frozenset(options)))
    assert read_rule(text.split(), rule.version, None)[0] == rule
