"""Lines of ``ip route``: what they say, what they leave out, and how they come back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import DEFAULT4, DEFAULT6, LLAddr, Prefix, parse_address, parse_prefix
from rtentry.api import parse, show
from rtentry.attributes import EXTRA, METRICS
from rtentry.dialects.iproute2 import DIALECT
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.ip.attributes import ROUTE
from rtentry.ip.quick import shown as shown_quickly
from rtentry.ip.readroute import Context, parse_dst, read_route, route_of
from rtentry.ip.route import TABLES
from rtentry.ip.showroute import show_route
from rtentry.jsondoc import document, snapshots
from rtentry.linux import PROTOS, RTYPES, SCOPES
from rtentry.listing import View
from rtentry.model import Nexthop, Route, Snapshot
from rtentry.words.grammar import Style
from rtentry.words.reader import Reader

ROUTES = DIALECT.form("ip route")
STATED = Context(frozenset({"proto", "scope", "table"}))


def read(line: str) -> Route:
    return read_route(line.split(), Context(), None)[0]


def listing(text: str, form: str = "ip route") -> tuple[Route, ...]:
    found = DIALECT.form(form).parse(text.split("\n"), 0)
    assert found is not None
    return found.records


def shown(routes, **options) -> list[str]:
    view = View(**options)
    return list(ROUTES.show(Snapshot(routes=tuple(routes)), None, view))


# -- one attribute ------------------------------------------------------------------

ATTRIBUTES = [
    # words, where the value is, the value
    ("via 192.0.2.1", "gateway", parse_address("192.0.2.1")),
    ("via inet6 2001:db8::1", "gateway", parse_address("2001:db8::1")),
    ("via link 52:54:00:00:00:01", "gateway", LLAddr(b"RT\0\0\0\1")),
    ("dev eth0.100", "ifname", "eth0.100"),
    ("proto static", "proto", "static"),
    ("proto 77", "proto", "77"),
    ("scope site", "scope", "site"),
    ("scope 77", "scope", "77"),
    ("src 192.0.2.9", "src", parse_address("192.0.2.9")),
    ("metric 4294967295", "metric", 4294967295),
    ("table local", "tableid", 255),
    ("table 70000", "tableid", 70000),
    ("mtu 1400", "mtu", 1400),
    ("expires 599sec", "expire", 599),
    ("expires -7sec", "expire", -7),
    ("mtu lock 1400 window 4096 rtt lock 250ms", "locks", ("mtu", "rtt")),
    ("rtt 1.5s rttvar 80ms rto_min 200ms", "metrics",
     (("rtt", 1500), ("rttvar", 80), ("rto_min", 200))),
    ("rtt 300 rttvar 1.25ms", "metrics", (("rtt", "300"), ("rttvar", "1.25ms"))),
    ("window 8192 ssthresh 5 cwnd 6 advmss 1360", "metrics",
     (("window", 8192), ("ssthresh", 5), ("cwnd", 6), ("advmss", 1360))),
    ("reordering 4 hoplimit 9 initcwnd 3 initrwnd 4", "metrics",
     (("reordering", 4), ("hoplimit", 9), ("initcwnd", 3), ("initrwnd", 4))),
    ("features ecn 0x9 quickack 1 congctl reno", "metrics",
     (("features", "ecn 0x9"), ("quickack", 1), ("congctl", "reno"))),
    ("table red_mgmt", "extra", (("table", "red_mgmt"),)),
    ("tos 0x10", "extra", (("tos", 0x10),)),
    ("tos AF11", "extra", (("tos", 0x28),)),
    ("tos lowdelay", "extra", (("tos", "lowdelay"),)),
    ("from 192.0.2.0/24", "extra", (("from", parse_prefix("192.0.2.0/24")),)),
    ("nhid 5", "extra", (("nhid", 5),)),
    ("as to 192.0.2.7", "extra", (("as", "192.0.2.7"),)),
    ("encap mpls 100/200 ttl 5", "extra", (("encap", "mpls  100/200 ttl 5"),)),
    ("encap ip id 7 src 192.0.2.1 dst 192.0.2.2 tos 4 via 192.0.2.3", "extra",
     (("encap", "ip id 7 src 192.0.2.1 dst 192.0.2.2 tos 4"),)),
    ("encap ip id 7 ttl 9 tos 4 tos 0x10 via 192.0.2.3", "extra",
     (("tos", 0x10), ("encap", "ip id 7 ttl 9 tos 4"))),
    ("encap seg6 mode encap segs 2 [ 2001:db8::a 2001:db8::b ] dev x", "extra",
     (("encap", "seg6 mode encap segs 2 [ 2001:db8::a 2001:db8::b ]"),)),
    ("mark 5", "extra", (("mark", 5),)),
    ("mark 0x11", "extra", (("mark", 0x11),)),
    ("realm 4", "extra", (("realm", "4"),)),
    ("realms 3/4", "extra", (("realm", "3/4"),)),
    ("uid 1000", "extra", (("uid", 1000),)),
    ("error 4294967195", "extra", (("error", -101),)),
    ("error -101", "extra", (("error", -101),)),
    ("iif eth1", "extra", (("iif", "eth1"),)),
    ("pref high", "extra", (("pref", "high"),)),
    ("ttl-propogate disabled", "extra", (("ttl_propagate", 0),)),
    ("dead onlink linkdown", "extra",
     (("dead", True), ("onlink", True), ("linkdown", True))),
    ("rt_offload rt_trap", "extra", (("rt_offload", True), ("rt_trap", True))),
    ("cache", "extra", (("cached", 1),)),
    ("cache <local,brd> users 2 used 3 age 4sec", "extra",
     (("cache", "local,brd"), ("users", 2), ("used", 3), ("age", 4), ("cached", 1))),
]  # fmt: skip


@pytest.mark.parametrize(("words", "field", "value"), ATTRIBUTES)
def test_an_attribute_goes_where_the_model_has_it(words, field, value):
    assert getattr(read(f"10.0.0.0/8 {words}"), field) == value


def test_every_word_of_the_table_is_named_by_the_model():
    named = {*Route._fields, *METRICS, *EXTRA}
    ours = {"via", "table", "as", "realms"}
    assert {row.slot for row in ROUTE.values()} - named <= ours


REFUSED = [
    # line, message, word that is wrong
    ("10.0.0.0/8 via 192.0.2.1 foo", "unknown word 'foo' in a route", "foo"),
    ("10.0.0.0/8 via 192.0.2.1 dev x dev y", "'dev' stands twice in a route", ""),
    ("10.0.0.0/8 dev x via", "'via' without a value in a route", ""),
    ("10.0.0.0/8 dev x metric low", "'low' is not a number", "low"),
    ("10.0.0.0/8 dev x via 192.0.2.300", "'192.0.2.300' is not an address", ""),
    ("10.0.0.0/8 dev x expires 5", "'5' is not a number of seconds", ""),
    ("10.0.0.0/8 dev x rtt 5x", "'5x' is not a time", ""),
    ("10.0.0.0/8 dev x encap foo 1", "unknown tunnel 'foo'", "foo"),
    ("10.0.0.0/8 dev x tos 0xzz", "'0xzz' is not a number", ""),
]


@pytest.mark.parametrize(("line", "message", "word"), REFUSED)
def test_a_broken_line_says_where_it_is_broken(line, message, word):
    lines = ["192.0.2.0/24 dev x proto kernel scope link ", line]
    with pytest.raises(FormatError) as raised:
        ROUTES.parse(lines, 0)
    assert (raised.value.message, raised.value.line) == (message, 1)
    if word:
        assert raised.value.column == line.index(word) + 1


def test_a_broken_next_hop_says_which_line_it_is():
    lines = ["10.0.0.0/8 ", "\tnexthop via 192.0.2.1 weight 1 ", "\tnexthop foo "]
    with pytest.raises(FormatError) as raised:
        ROUTES.parse(lines, 0)
    assert raised.value.message == "unknown word 'foo' in a next hop"
    assert (raised.value.line, raised.value.column) == (2, 10)


def test_a_dropped_prefix_is_kept_with_its_type():
    (route,) = listing("unreachable 10.9.0.0/16 ")
    assert (route.dst, route.rtype) == (parse_prefix("10.9.0.0/16"), "unreachable")
    assert route.flags & RTF.REJECT


def test_bits_past_the_length_are_kept():
    text = "2001:db8:0:5::/48 dev eth0 metric 256 pref medium"
    (route,) = listing(text)
    assert route.dst == Prefix(6, 0x20010DB8000000050000000000000000, 48)
    assert show_route(route, Style()) == text


# -- where a listing begins ------------------------------------------------------------

NO_ROUTES = [
    "default via the ISP's router",
    "default is what happens else",
    "local 127.0.0.1",
    "192.0.2.1",
    "192.0.2.0/24",
    "192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE",
    "192.0.2.1 dev eth0 FAILED",
    "192.0.2.1 dev eth0 proxy",
    "default            192.0.2.1          UG       0 0          0 eth0",
    "0.0.0.0         192.0.2.1       0.0.0.0         UG        0 0          0 eth0",
    "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536",
    "blackhole",
    "Deleted",
    "unicast is the usual type",
    "10 packets transmitted",
]


@pytest.mark.parametrize("line", NO_ROUTES)
def test_prose_and_other_listings_are_no_routes(line):
    for form in DIALECT.forms:
        if form.kind == "routes":
            assert form.parse([line], 0) is None


ROUTES_BEGIN = [
    "default ",
    "default via 192.0.2.1",
    "blackhole 10.0.0.0/8",
    "192.0.2.0/24 ",
    "Deleted 192.0.2.0/24 dev eth0",
    "6 10.66.0.0/16 ",
    "2001:db8::/64 dev eth0",
]


@pytest.mark.parametrize("line", ROUTES_BEGIN)
def test_a_route_alone_is_a_listing(line):
    assert ROUTES.parse([line], 0) is not None


def test_a_listing_ends_at_a_blank_line():
    found = ROUTES.parse(["prose", "default via 192.0.2.1", "", "more"], 1)
    assert found is not None
    assert found.end == 2


FORMS = [
    # text, name of the form
    ("10.0.0.1 via 192.0.2.1 dev x src 192.0.2.9 uid 0 \n    cache ", "ip route get"),
    ("10.0.0.1 dev x \n    cache <redirect> iif d0 ", "ip route get"),
    ("2001:db8::1 from :: via fe80::1 dev x metric 1 pref medium", "ip route get"),
    ("10.0.0.1 via 192.0.2.1 dev x \n    cache expires 9sec ", "ip route show cache"),
    ("10.0.0.1 dev x \n    cache \n10.0.0.2 dev x \n    cache ", "ip route show cache"),
    ("10.0.0.0/8 via 192.0.2.1 dev x ", "ip route"),
    ("10.0.0.0/8 dev x \n10.0.0.1 dev x \n    cache ", "ip route"),
]


@pytest.mark.parametrize(("text", "name"), FORMS)
def test_one_form_alone_takes_a_listing(text, name):
    lines = text.split("\n")
    found = [form.name for form in DIALECT.forms if form.parse(lines, 0)]
    assert found == [name]


# -- what is left out ----------------------------------------------------------------


def test_what_no_line_shows_is_not_guessed():
    (route,) = listing("default via 192.0.2.1 dev eth0 ")
    assert (route.proto, route.scope, route.tableid) == (None, None, None)
    assert route.flags == RTF.UP | RTF.GATEWAY


def test_what_other_lines_show_was_left_out_as_the_default():
    first, _ = listing(
        "default via 192.0.2.1 dev eth0 \n"
        "local 192.0.2.9 dev eth0 table local proto kernel scope host src 192.0.2.9 "
    )
    assert (first.proto, first.scope, first.tableid) == ("boot", "global", 254)
    assert first.flags == RTF.UP | RTF.GATEWAY | RTF.STATIC


def test_a_tunnel_shows_nothing_of_its_route():
    first, _ = listing(
        "default dev eth0 \n2001:db8::/32 encap seg6local table 50 dev eth0 "
    )
    assert first.tableid is None


def test_ipv6_has_no_scope_but_global():
    (route,) = listing("2001:db8::/64 dev eth0 metric 256 pref medium")
    assert route.scope == "global"


def test_an_answer_has_neither_protocol_nor_scope():
    text = "10.0.0.1 via 192.0.2.1 dev x src 192.0.2.9 uid 0 \n    cache mtu 1400 "
    (route,) = listing(text, "ip route get")
    assert (route.proto, route.scope) == (None, None)
    assert route.flags == RTF.UP | RTF.GATEWAY | RTF.HOST | RTF.CLONED | RTF.MODIFIED


def test_all_lines_of_a_cache_listing_are_exceptions():
    text = (
        "198.51.100.9 via 192.0.2.1 dev h0 \n    cache expires 597sec mtu 1400 \n"
        "2001:db8::9 via fe80::1 dev h0 metric 1024 expires 598sec mtu 1400 pref medium"
    )
    assert [r.extra[-1] for r in listing(text, "ip route show cache")] == [
        ("cached", 1)
    ] * 2


def test_a_multicast_answer_is_not_taken_for_a_hardware_failure():
    text = "multicast 224.0.0.5 dev h0 src 192.0.2.9 rt_offload_failed uid 0 \n    cache <mc> "
    found = DIALECT.form("ip route get").parse(text.split("\n"), 0)
    assert found is not None
    assert found.records[0].extra == (("uid", 0), ("cache", "mc"), ("cached", 1))
    assert found.blocks[0].options == ("clash",)


DEFAULTS = [
    # line of a default route, the line before it, IP version
    ("default via 192.0.2.1 dev x", "", 4),
    ("default via fe80::1 dev x metric 1024", "", 6),
    ("default via inet6 fe80::1 dev x", "2001:db8::/64 dev x", 4),
    ("default dev x scope link", "2001:db8::/64 dev x", 4),
    ("default dev x metric 1024 pref medium", "", 6),
    ("default dev x metric 1024 expires 5sec", "", 6),
    ("unreachable default dev lo metric 4294967295", "", 6),
    ("default dev x metric 1024", "2001:db8::/64 dev x", 6),
    ("default dev x metric 1024", "192.0.2.0/24 dev x", 4),
    ("default dev x metric 1024", "", 4),
    ("default dev x src 2001:db8::1", "", 6),
    (
        "default nhid 8 nexthop via 192.0.2.1 dev x nexthop via inet6 fe80::1 dev x",
        "",
        4,
    ),
    ("blackhole default nhid 7 dev lo", "", 4),
]


@pytest.mark.parametrize(("line", "before", "version"), DEFAULTS)
def test_a_default_route_is_of_the_family_that_it_shows(line, before, version):
    earlier = read(before) if before else None
    route, _ = read_route(line.split(), Context(), earlier)
    assert route.dst == (DEFAULT4 if version == 4 else DEFAULT6)


def test_a_default_route_in_front_is_of_the_family_of_what_follows():
    first, _ = listing("default dev x metric 5 \n2001:db8::/64 dev x metric 256 ")
    assert first.dst == DEFAULT6


# -- looks ---------------------------------------------------------------------------

LOOKS = [
    # line, options of its block, format of its blanks
    ("default via 192.0.2.1 dev eth0 proto dhcp ", (), None),
    ("default via 192.0.2.1 dev eth0 proto dhcp", ("stripped",), None),
    ("default via 192.0.2.1 dev eth0  proto dhcp ", ("old",), None),
    ("default via 192.0.2.1 dev eth0  proto dhcp", ("old", "stripped"), None),
    ("192.0.2.0/24 dev eth0 scope link  src 192.0.2.9 ", ("applet",), None),
    (
        "unicast default via 192.0.2.1 dev eth0 proto boot scope global ",
        ("details",),
        None,
    ),
    ("7 192.0.2.0/24 proto 4 ", ("numeric",), None),
    ("192.0.2.1/32 dev eth0 ", ("full",), None),
    ("0.0.0.0/0 dev eth0 ", ("full",), None),
    ("10.0.0.0/8 \\\tnexthop via 192.0.2.1 dev x weight 1 ", ("oneline",), None),
    ("   default   via 192.0.2.1\tdev eth0", (), "   %s   %s %s\t%s %s"),
]


@pytest.mark.parametrize(("line", "options", "row"), LOOKS)
def test_how_a_line_looks_is_kept_as_data(line, options, row):
    found = ROUTES.parse([line], 0)
    assert found is not None
    (block,) = found.blocks
    assert (block.options, block.row, found.loose) == (options, row, 0)
    snapshot = Snapshot(routes=found.records)
    assert list(ROUTES.show(snapshot, found.blocks, View())) == [line]


def test_rows_that_look_alike_share_a_block():
    lines = [
        "default via 192.0.2.1 dev eth0",
        "10.0.0.0/8 via 192.0.2.1 dev eth0  proto static",
        "10.1.0.0/16 via 192.0.2.1 dev eth0",
    ]
    found = ROUTES.parse(lines, 0)
    assert found is not None
    assert [block.rows for block in found.blocks] == [(0, 3)]


def test_families_have_blocks_of_their_own():
    found = ROUTES.parse(["default via 192.0.2.1 ", "::1 dev lo metric 256 "], 0)
    assert found is not None
    assert [block.family for block in found.blocks] == ["inet", "inet6"]


def test_a_row_that_nobody_prints_so_is_counted_as_loose():
    found = ROUTES.parse(["10.0.0.0/8 metric 007 dev eth0 "], 0)
    assert found is not None
    assert found.loose == 1
    assert found.records[0].metric == 7


# -- round trips -----------------------------------------------------------------------

NAMES = st.sampled_from(["eth0", "wg0.100", "via", "a-b_c", "verylongifname0"])
COUNTS = st.integers(0, 2**32 - 1)
V4 = COUNTS.map(lambda addr: Prefix(4, addr, 32))
V6 = st.integers(0, 2**128 - 1).map(lambda addr: Prefix(6, addr, 128))


@st.composite
def prefixes(draw) -> Prefix:
    version = draw(st.sampled_from([4, 6]))
    width = 32 if version == 4 else 128
    plen = draw(st.integers(0, width))
    addr = draw(st.integers(0, 2**plen - 1)) << (width - plen)
    return Prefix(version, addr, plen)


METRIC_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "mtu": COUNTS,
        "window": COUNTS,
        "rtt": st.integers(0, 999_999),
        "rto_min": st.integers(0, 999_999),
        "features": st.sampled_from(["ecn", "ecn 0x3", "0x8"]),
        "congctl": NAMES,
        "fastopen_no_cookie": st.integers(0, 1),
    },
)
OTHER_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "ifname": NAMES,
        "metric": st.integers(0, 2**32 - 1),
        "expire": st.integers(-1000, 2**31),
        "proto": st.sampled_from([*PROTOS.values(), "77"]),
        "table": st.sampled_from(["main", "local", "7", "red"]),
        "nhid": COUNTS,
        "tos": st.integers(1, 255),
        "encap": st.sampled_from(["mpls  16/17", "ip id 1 dst 192.0.2.1 ttl 3 tos 4"]),
        "mark": st.integers(1, 2**32 - 1),
        "realm": st.sampled_from(["4", "3/4"]),
        "iif": NAMES,
        "pref": st.sampled_from(["low", "medium", "high"]),
        "dead": st.just(True),
        "onlink": st.just(True),
        "error": st.integers(-200, -1),
        "deleted": st.just(True),
    },
)


def hops_via(host) -> st.SearchStrategy[Nexthop]:
    """Next hops through a gateway, with nothing uncommon."""
    parts = st.tuples(host, NAMES, st.integers(1, 256))
    return parts.map(lambda some: Nexthop(*some))


@st.composite
def routes(draw, default: bool = True) -> Route:
    """A route as Linux may have it: with the flags that follow from the rest."""
    dst = draw(prefixes().filter(lambda p: default or p.plen))
    host = V4 if dst.version == 4 else V6
    values = {**draw(METRIC_VALUES), **draw(OTHER_VALUES)}
    values["rtype"] = draw(st.sampled_from([*RTYPES.values()][1:]))
    values["scope"] = "global"
    if dst.version == 4:
        values["scope"] = draw(st.sampled_from([*SCOPES.values(), "77"]))
    values["via"] = draw(st.none() | host.map(lambda p: str(p).partition("/")[0]))
    if draw(st.booleans()):
        values["src"] = draw(host)
    names = [name for name in ("mtu", "rtt") if name in values]
    values["locks"] = tuple(draw(st.sets(st.sampled_from(names)))) if names else ()
    hops = draw(st.lists(hops_via(host), max_size=3))
    values.setdefault("proto", "boot")
    values.setdefault("table", "main")
    return route_of(dst, values, tuple(hops))


@given(routes(default=False), st.sampled_from(("", *TABLES.spacings)), st.booleans())
@settings(deadline=None)
def test_a_route_comes_back_from_its_line(route, spacing, details):
    style = Style(spacing, frozenset({"details"} if details else ()))
    text = show_route(route, style)
    assert read_route(text.split(), STATED, None)[0] == route


@given(st.lists(routes(), min_size=1, max_size=8))
@settings(deadline=None)
def test_a_listing_comes_back_byte_for_byte(table):
    lines = shown(table, options=("table all",))
    found = ROUTES.parse(lines, 0)
    if found is None:
        return  # a line without any attribute alone, or an answer
    assert found.loose == 0
    assert (
        list(ROUTES.show(Snapshot(routes=found.records), found.blocks, View())) == lines
    )


@given(st.lists(routes(default=False), min_size=2, max_size=4), st.data())
@settings(deadline=None)
def test_the_quick_reader_says_what_the_slow_one_says(few, data):
    picks = data.draw(st.lists(st.tuples(st.sampled_from(few), COUNTS), max_size=30))
    table = [few[0], *[moved(route, number) for route, number in picks]]
    lines = [line for route in table for line in show_route(route, Style()).split("\n")]
    slow = TABLES._replace(quick=None, shown=None)
    assert Reader(TABLES, lines, 0).all() == Reader(slow, lines, 0).all()


def moved(route: Route, number: int) -> Route:
    """The same route to one of four other destinations of the same length."""
    dst = route.dst
    assert isinstance(dst, Prefix)
    width = 32 if dst.version == 4 else 128
    addr = (number & 3) << (width - dst.plen)
    return route._replace(dst=dst._replace(addr=addr & (1 << width) - 1))


def test_the_quick_reader_takes_a_large_table():
    lines = [
        f"10.{i >> 8}.{i & 255}.0/24 via 192.0.2.{i % 7 + 1} dev eth0 proto bird "
        for i in range(5000)
    ]
    lines[100:100] = [
        "10.200.0.0/16 proto bird ",
        "\tnexthop via 192.0.2.1 dev x weight 1 ",
    ]
    slow = TABLES._replace(quick=None, shown=None)
    fast = Reader(TABLES, lines, 0).all()
    assert fast == Reader(slow, lines, 0).all()
    assert (
        list(ROUTES.show(Snapshot(routes=fast.records), fast.blocks, View())) == lines
    )


@pytest.mark.parametrize(
    "line",
    [
        "10.0.0.1/24 via 192.0.2.1 dev eth0 ",
        "10.0.0/24 via 192.0.2.1 dev eth0 ",
        "10.0.0.0/024 via 192.0.2.1 dev eth0 ",
        "10.0.0.0/33 via 192.0.2.1 dev eth0 ",
        "10.0.0.0/0 via 192.0.2.1 dev eth0 ",
        "10.0.0.0/32 via 192.0.2.1 dev eth0 ",
        "10.00.0.0/24 via 192.0.2.1 dev eth0 ",
        "x via 192.0.2.1 dev eth0 ",
    ],
)
def test_the_quick_reader_leaves_odd_destinations_to_the_slow_one(line):
    lines = ["10.1.0.0/24 via 192.0.2.1 dev eth0 ", line]
    slow = TABLES._replace(quick=None, shown=None)
    assert outcome(TABLES, lines) == outcome(slow, lines)


def outcome(grammar, lines):
    try:
        return Reader(grammar, lines, 0).all()
    except FormatError as error:
        return str(error)


@given(st.lists(routes(), max_size=5), st.sampled_from(["", "old", "full", "details"]))
@settings(deadline=None)
def test_routes_are_shown_quickly_as_they_are_slowly(table, option):
    spacing = option if option in TABLES.spacings else ""
    style = Style(spacing, frozenset({option}))
    assert list(shown_quickly(table * 2, style)) == [
        show_route(route, style) for route in table * 2
    ]


@given(prefixes())
def test_a_destination_comes_back(prefix):
    assert parse_dst(str(prefix)) == prefix


# -- texts kept ----------------------------------------------------------------------

ODD = """\
default via 192.0.2.1 dev eth0
198.51.100.0/24 via 192.0.2.1 dev eth0 src 192.0.2.9 mark 0x1
"""


def test_a_line_that_is_written_otherwise_is_kept_for_as_long_as_it_is_true():
    lines = ODD.splitlines()
    found = ROUTES.parse(lines, 0)
    assert found is not None
    assert found.loose == 1
    [block] = found.blocks
    assert block.options[-1] == f"1: {lines[1]}"
    same = Snapshot(routes=found.records)
    assert list(ROUTES.show(same, found.blocks, View())) == lines
    other = found.records[1]._replace(ifname="eth7")
    changed = Snapshot(routes=(found.records[0], other))
    shown = list(ROUTES.show(changed, found.blocks, View()))
    assert (
        shown[1].split() == lines[1].replace("eth0", "eth7").replace("0x1", "1").split()
    )


NAMED = [
    ("via gw.example.com", True), ("via _gateway", True), ("via 3com.example.com", False),
    ("via x.x.x.x", True), ("via 192.0.2.x", True), ("via <gateway>", True), ("via gw", True),
    ("via router", True), ("via fe80", False), ("via 192.0.2", False), ("via a.b/24", False),
]  # fmt: skip


@pytest.mark.parametrize(("words", "is_known"), NAMED)
def test_a_next_hop_may_be_a_name_or_hidden(words, is_known):
    line = f"default {words} dev eth0"
    if is_known:
        assert read(line).gateway == words.split()[1]
        return
    with pytest.raises(FormatError, match="is not an address"):
        read(line)


HIDDEN = (
    "default via x.x.x.x dev eth0 src 192.0.2.x metric 100 ",
    "192.0.2.x/25 dev eth0 proto kernel scope link src 192.0.2.x ",
    "link-local/16 dev eth0 scope link metric 1000 ",
    "pollux.example via router dev eth0 proto static ",
)


def test_what_stands_for_an_address_comes_back():
    lines = list(HIDDEN)
    found = ROUTES.parse(lines, 0)
    assert found is not None
    assert [str(r.dst) for r in found.records[1:]] == [
        "192.0.2.x/25", "link-local/16", "pollux.example",
    ]  # fmt: skip
    assert [r.src for r in found.records] == [None] * 4
    assert dict(found.records[0].extra)["src_name"] == "192.0.2.x"
    snapshot = Snapshot(routes=found.records)
    assert list(ROUTES.show(snapshot, found.blocks, View())) == lines


@pytest.mark.parametrize("line", ["nothing", "no.more", "192.0.2.x", "a/24"])
def test_a_name_alone_is_no_route(line):
    with pytest.raises(FormatError, match="is not an address"):
        read(line)
    assert ROUTES.parse([f"{line} dev eth0"], 0) is None or "x" in line


@pytest.mark.parametrize("line", ["0\tdefault", "0\tglobal", "255\tlocal", "0\tunspec"])
def test_a_line_of_a_file_of_names_is_no_route(line):
    assert ROUTES.parse([line], 0) is None


DETAILS = [
    "unicast default via 192.0.2.3 dev h",
    "unicast 10.0.0.0/8 via 192.0.2.1 dev h0 table main proto static scope global ",
]


@pytest.mark.parametrize("lines", [DETAILS, DETAILS[::-1]])
def test_a_line_that_leaves_out_what_others_say_comes_back(lines):
    text = "\n".join(lines) + "\n"
    assert show(parse(text)) == text
    assert show(snapshots(document(parse(text)))) == text
