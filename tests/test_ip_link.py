"""Lines and objects of ``ip addr`` and ``ip link``: what each says, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import LLAddr, parse_address, parse_prefix
from rtentry.api import parse, show
from rtentry.dialects.iproute2 import DIALECT
from rtentry.errors import FormatError, UsageError
from rtentry.flags import IFF
from rtentry.ip.address import read_address
from rtentry.ip.linkpairs import interface_object
from rtentry.ip.rounded import parse_rounded, show_rounded
from rtentry.listing import View
from rtentry.model import Counters, IfAddr, Interface, Snapshot
from rtentry.words.grammar import Style

GOLDEN = Path(__file__).parent / "golden" / "iproute2"

ADDRESSES = [
    # words, field, value
    ("inet 192.0.2.1/24 scope global eth0", "addr", parse_address("192.0.2.1")),
    ("inet 192.0.2.1/24 scope global eth0", "network", parse_prefix("192.0.2.0/24")),
    ("inet 192.0.2.1/24 scope global eth0", "extra", (("label", "eth0"),)),
    ("inet 192.0.2.1/24 brd 192.0.2.255 scope link eth0", "brd",
     parse_address("192.0.2.255")),
    ("inet 192.0.2.1 peer 198.51.100.2/32 scope global t0", "peer",
     parse_address("198.51.100.2")),
    ("inet 192.0.2.1 peer 198.51.100.2/31 scope global t0", "network",
     parse_prefix("198.51.100.2/31")),
    ("inet 192.0.2.1/24 metric 50 scope global secondary eth0:1", "extra",
     (("secondary", True), ("label", "eth0:1"), ("metric", 50))),
    ("inet6 fe80::1/64 scope link", "scope", "link"),
    ("inet6 2001:db8::1/64 scope global tentative dynamic proto kernel_ra", "extra",
     (("tentative", True), ("dynamic", True), ("proto", "kernel_ra"))),
]  # fmt: skip


@pytest.mark.parametrize(("words", "field", "value"), ADDRESSES)
def test_a_word_of_an_address_goes_where_the_model_has_it(words, field, value):
    record, _ = read_address(words.split(), None)
    assert getattr(record, field) == value


def test_lives_that_end_are_told_in_seconds():
    lives = "       valid_lft 300sec preferred_lft forever"
    record, facts = read_address(["inet6", "2001:db8::1/64", "scope", "global"], lives)
    assert record.extra == (("valid_lft", 300),)
    assert facts == set()


HEAD = "2: eth0: <BROADCAST,UP> mtu 1500 qdisc mq state UP group default qlen 1000\n"

REFUSED = [
    # text, line, message
    (HEAD.replace("UP>", "SIDEWAYS>"), 1, "unknown flag 'SIDEWAYS' in an interface"),
    (HEAD.replace("qdisc", "colour"), 1, "unknown word 'colour' in an interface"),
    (f"{HEAD}    link/\n", 2, "'link' without a value in an interface"),
    (f"{HEAD}    link/ether 02:00:00:00:00:01\n    garbage 7\n", 3,
     "unknown word 'garbage' in an interface"),
    (f"{HEAD}    inet 192.0.2.1/33 scope global eth0\n", 2,
     "'192.0.2.1/33' is not an address with a length"),
    (f"{HEAD}    inet 192.0.2.1/24 scope global odd eth0\n", 2,
     "unknown word 'eth0' in an address of an interface"),
    (f"{HEAD}    inet6 192.0.2.1/24 scope global\n", 2,
     "'192.0.2.1/24' is not an inet6 address"),
    (f"{HEAD}    RX: bytes  packets  smells\n    1 2 3\n", 2,
     "'RX: bytes  packets  smells' is not a heading of counters"),
    (f"{HEAD}    link/ether 02:00:00:00:00:01\n    link/ether 02:00:00:00:00:01\n", 3,
     "'link/ether' stands twice in an interface"),
    ('[{"ifindex":1,"ifname":"lo","flags":[],"colour":3}]', 1,
     "unknown key 'colour' in an interface"),
    ('[{"ifindex":1,"ifname":"lo","flags":[],"addr_info":[{"local":"::1",'
     '"prefixlen":129}]}]', 1, "'prefixlen' is 129"),
    ('[{"ifindex":"1","ifname":"lo","flags":[]}]', 1, "'ifindex' is \"1\""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message"), REFUSED)
def test_what_is_not_understood_is_an_error_with_its_line(text, line, message):
    with pytest.raises(FormatError) as caught:
        parse(text)
    assert (caught.value.line, caught.value.message) == (line, message)


def interfaces(name: str) -> tuple[Interface, ...]:
    """The interfaces of a capture."""
    [snapshot] = parse((GOLDEN / f"{name}.txt").read_text())
    return snapshot.interfaces


def test_a_line_says_how_an_interface_is():
    eth0 = next(i for i in interfaces("link-details") if i.ifname == "eth0")
    assert eth0.flags is not None
    assert IFF.RUNNING in eth0.flags
    assert eth0.lladdr == LLAddr.fromhex("020000000001")
    assert (eth0.ifindex, eth0.mtu, eth0.state, eth0.hwtype) == (3, 1500, "UP", "ether")
    extra = dict(eth0.extra)
    assert (extra["link"], extra["altname"], extra["alias"]) == (
        "eth1",
        "enp3s0",
        "up link",
    )
    assert (extra["kind"], extra["group"], extra["qlen"]) == ("veth", 0, 1000)


def test_an_interface_without_a_carrier_is_up_and_not_running():
    down0 = next(i for i in interfaces("link") if i.ifname == "down0")
    assert down0.flags is not None
    assert down0.flags & (IFF.UP | IFF.RUNNING) == IFF.UP
    assert ("link_down", True) in down0.extra


SAME = [
    # one capture, another that says the same, fields that both have
    ("addr", "addr-numeric", Interface._fields),
    ("link", "link-oneline", ("ifname", "ifindex", "mtu", "flags", "lladdr", "state")),
    ("link-statistics", "link-json-statistics", Interface._fields),
    ("addr-statistics", "addr-json", Interface._fields),
    ("addr-brief", "addr-json-brief", Interface._fields),
    ("link-brief", "link-json-brief", Interface._fields),
]


@pytest.mark.parametrize(("one", "other", "fields"), SAME)
def test_what_is_told_in_two_ways_is_the_same(one, other, fields):
    for a, b in zip(interfaces(one), interfaces(other), strict=True):
        assert without_times(a, fields) == without_times(b, fields)


def without_times(interface: Interface, fields: tuple[str, ...]) -> list[object]:
    """Fields of an interface, without what passes while two commands run."""
    addresses = tuple(
        [
            a._replace(extra=tuple([p for p in a.extra if not p[0].endswith("_lft")]))
            for a in interface.addresses
        ]
    )
    extra = tuple([p for p in interface.extra if p[0] not in ("link_netns", "link_netnsid")])  # fmt: skip
    known = interface._replace(addresses=addresses, extra=extra)
    return [getattr(known, field) for field in fields]


def test_addresses_in_lines_of_their_own_belong_to_their_interface():
    every = {str(i.ifname): i.addresses for i in interfaces("addr-oneline")}
    assert list(every) == ["lo", "eth1", "eth0", "tun0"]
    assert len(every["eth0"]) == 7


def test_objects_that_ip_filtered_out_come_back():
    text = (GOLDEN / "link-json-up.txt").read_text()
    assert text.count("{},") == 4
    assert len(interfaces("link-json-up")) == 5
    assert show(parse(text)) == text


COUNTERS = Counters(1, 0, 7, 640, 2, 0, 0, 1150, 0, 0, 0, 0, 0, 3)


def test_packets_that_were_missed_are_told_apart_from_those_dropped():
    record = Interface(
        "e0", 1, counters=COUNTERS, extra=(("rx_missed_errors", 5),), hwtype="ether"
    )
    form = DIALECT.form("ip link")
    lines = form.show(Snapshot(interfaces=(record,)), None, View(options=("stats",)))
    assert list(lines)[2:4] == [
        "    RX:  bytes packets errors dropped  missed   mcast           ",
        "           640       1      0       2       5       3 ",
    ]


PLANS = [
    # line, form, interface, options
    ("addr", "ip addr", None, ()),
    ("a s dev eth0", "ip addr", "eth0", ()),
    ("-s link show up", "ip link", None, ("stats", "up")),
    ("-o addr", "ip -o addr", None, ("oneline",)),
    ("-br link", "ip -br link", None, ("brief",)),
    ("-br addr show eth0", "ip -br addr", "eth0", ("brief",)),
    ("-j -p addr", "ip -j addr", None, ("pretty",)),
    ("-br -j addr", "ip -j addr", None, ("brief",)),
    ("addr show scope link", "ip addr", None, ("scope link",)),
    ("addr show scope all dev eth0", "ip addr", "eth0", ()),
    ("addr show to 192.0.2.7/24", "ip addr", None, ("to 192.0.2.0/24",)),
    ("addr show dynamic", "ip addr", None, ("permanent off",)),
    ("addr show -primary -home", "ip addr", None, ("secondary on", "home off")),
    ("link show type veth group default", "ip link", None, ("type veth", "group 0")),
]


@pytest.mark.parametrize(("line", "form", "ifname", "options"), PLANS)
def test_a_command_line_asks_for_interfaces(line, form, ifname, options):
    plan = DIALECT.tools["ip"].plan(line.split())
    assert plan.forms == ((form, View(ifname=ifname, options=options)),)


@pytest.mark.parametrize("line", ["-d link", "-s -s link"])
def test_what_is_not_known_of_interfaces_is_refused(line):
    with pytest.raises(UsageError, match="rtentry: ip"):
        DIALECT.tools["ip"].plan(line.split())


@pytest.mark.parametrize("between", ["", "\n"])
def test_a_host_shows_its_interfaces_beside_its_routes(between):
    names = ("addr", "route", "neigh", "rule", "addr-oneline")
    texts = [(GOLDEN / f"{name}.txt").read_text().rstrip("\n") for name in names]
    text = f"\n{between}".join(texts)
    [snapshot] = parse(text)
    assert [listing.form for listing in snapshot.listings] == [
        "ip addr",
        "ip route",
        "ip neigh",
        "ip rule",
        "ip -o addr",
    ]
    assert snapshot.notes == ()


def test_json_of_ip_is_json_of_ip_again():
    text = (GOLDEN / "addr-json.txt").read_text()
    shown = show(parse(text), "iproute2")
    assert "inet 192.0.2.1/24 brd 192.0.2.255 scope global eth0" in shown
    assert json.loads(text)[2]["ifname"] == "eth0"


def test_an_interface_without_addresses_has_no_line_of_its_own():
    every = (Interface("e0", 1), Interface("e1", 2, addresses=(IfAddr(parse_address("192.0.2.1")),)))  # fmt: skip
    form = DIALECT.form("ip -o addr")
    lines = list(
        form.show(Snapshot(interfaces=every), None, View(options=("oneline",)))
    )
    assert [line.split()[1] for line in lines] == ["e1"]


def test_an_array_that_is_written_otherwise_comes_back_for_as_long_as_it_is_true():
    text = (
        '[{"ifname":"lo","operstate":"UP",'
        '"addr_info":[{"local":"2001:db8:0::1","prefixlen":64}]}]\n'
    )
    [snapshot] = parse(text)
    assert show([snapshot]) == text
    lo = snapshot.interfaces[0]._replace(ifname="lo0")
    assert '"local":"2001:db8::1"' in show([snapshot._replace(interfaces=(lo,))])


ROUNDED = [
    # number, as -h prints it, as -h -iec does
    (999, "999", "999"),
    (1_000, "1.00k", "1000"),
    (1_024, "1.02k", "1.00ki"),
    (32_400_000, "32.4M", "30.9Mi"),
    (341_000_000, "341M", "325Mi"),
    (7_760_000_000_000, "7.76T", "7.06Ti"),
]


@pytest.mark.parametrize(("number", "human", "iec"), ROUNDED)
def test_a_number_is_rounded_to_three_digits(number, human, iec):
    assert show_rounded(number, "human") == human
    assert show_rounded(number, "iec") == iec


@given(st.integers(0, 1 << 63), st.sampled_from(["human", "iec"]))
def test_a_rounded_number_comes_back(number, option):
    text = show_rounded(number, option)
    value, told = parse_rounded(text)
    assert show_rounded(value, told or option) == text


@pytest.mark.parametrize("cell", ["", "M", "1.M", "1.2X", "1,2k", "1.2MiB", "-1k"])
def test_what_is_not_rounded_so_is_an_error(cell):
    with pytest.raises(FormatError, match="is not a number"):
        parse_rounded(cell)


def test_counters_that_are_rounded_are_read():
    text = (GOLDEN / "by-hand-link-human.txt").read_text()
    [snapshot] = parse(text)
    counters = snapshot.interfaces[0].counters
    assert counters is not None
    assert (counters.ibytes, counters.obytes) == (341_000_000, 32_400_000)


def test_an_interface_that_stays_in_its_namespace_says_so_in_json_too():
    lo, _ = interfaces("by-hand-link-details-617")
    assert dict(lo.extra)["netns-immutable"] is True
    names = [name for name, _ in interface_object(lo, Style())]
    assert names[names.index("max_mtu") + 1] == "netns-immutable"


def test_details_tell_kinds_that_are_not_known():
    text = (GOLDEN / "by-hand-link-details-ovs.txt").read_text()
    [snapshot] = parse(text)
    first, second = [dict(i.extra) for i in snapshot.interfaces]
    assert first["slave_kind"] == "openvswitch"
    assert second["kind"] == "exampledrv"


def test_flags_without_a_name_are_kept():
    text = (GOLDEN / "by-hand-old-addr-bits.txt").read_text()
    [snapshot] = parse(text)
    [address] = snapshot.interfaces[0].addresses
    assert dict(address.extra)["flags"] == 2


def test_the_program_of_an_interface_is_kept():
    text = (GOLDEN / "by-hand-link-xdp.txt").read_text()
    [snapshot] = parse(text)
    extra = dict(snapshot.interfaces[0].extra)
    assert extra["prog"] == "prog/xdp id 42 tag 3b185187f1855c4c jited"


CHOSEN = [
    # what is asked for; interfaces and addresses shown
    ("addr show scope host", "1: 127.0.0.1/8 ::1/128"),
    ("addr show secondary", "3: 192.0.2.3/24"),
    ("addr show -permanent", "3: 2001:db8::2/64 4: 198.51.100.1/24"),
    ("addr show label eth0:*", "192.0.2.3/24"),
    ("addr show to 203.0.113.0/24", "3: 203.0.113.9/32"),
    ("addr show dev eth1 scope link", "2: fe80::ff:fe00:2/64"),
    ("addr show group 7", ""),
]


@pytest.mark.parametrize(("line", "expected"), CHOSEN)
def test_selectors_choose_interfaces_and_addresses(line, expected):
    some = Snapshot(interfaces=tuple(i for i in interfaces("addr") if i.addresses))
    [(form, view)] = DIALECT.tools["ip"].plan(line.split()).forms
    words = [text.split() for text in DIALECT.form(form).show(some, None, view)]
    shown = [w[w[0] in ("inet", "inet6")] for w in words]
    assert " ".join([w for w in shown if w[0].isdigit() or "::" in w]) == expected


def test_of_which_type_interfaces_are_is_asked_for_in_vain_where_nothing_says_it():
    [snapshot] = parse((GOLDEN / "addr.txt").read_text())
    tool = DIALECT.tools["ip"]
    with pytest.raises(UsageError, match="ip -d link says it"):
        tool.answer(snapshot, tool.plan(["link", "show", "type", "veth"]))
