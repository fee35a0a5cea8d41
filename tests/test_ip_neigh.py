"""Lines of ``ip neigh``, of today and of older releases, and the same as JSON."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import LLAddr, Prefix, parse_address, parse_mac
from rtentry.dialects.iproute2 import DIALECT
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.ip.neigh import FLAGS, GRAMMAR, STATES, read_neighbor, show_neighbor
from rtentry.listing import View
from rtentry.model import Neighbor, Snapshot
from rtentry.words.grammar import Style

NEIGH = DIALECT.form("ip neigh")
JSON = DIALECT.form("ip -j neigh")
MAC = "00:00:5e:00:53:01"

ATTRIBUTES = [
    # words, field, value
    ("dev eth0 FAILED", "ifname", "eth0"),
    ("dev eth0 FAILED", "state", "FAILED"),
    ("dev eth0", "state", "NONE"),
    (f"lladdr {MAC} STALE", "lladdr", parse_mac(MAC)),
    ("lladdr 192.0.2.7 PERMANENT", "lladdr", LLAddr(b"\xc0\0\2\7")),
    ("lladdr 2001:db8::7 NOARP", "lladdr", LLAddr(bytes.fromhex("20010db8" + "0" * 23 + "7"))),
    ("PERMANENT", "flags", NTF.PERMANENT),
    ("router STALE", "flags", NTF.ROUTER),
    ("proxy", "flags", NTF.PROXY | NTF.PUBLISHED),
    ("managed extern_learn offload STALE", "flags",
     NTF.MANAGED | NTF.EXTERN_LEARN | NTF.OFFLOAD),
    ("extern_learn extern_valid STALE", "flags", NTF.EXTERN_LEARN | NTF.EXTERN_VALID),
    ("used 1/2/3probes 4 STALE", "used", 1),
    ("used 1/2/3probes 4 STALE", "confirmed", 2),
    ("used 1/2/3 probes 4 STALE", "updated", 3),
    ("used 1/2/3probes 4 STALE", "probes", 4),
    ("used 1/2/3probes 4 STALE", "refs", 0),
    ("ref 5 used 1/2/3probes 4 STALE", "refs", 5),
    ("STALE", "refs", None),
    ("STALE proto zebra", "proto", "zebra"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "field", "value"), ATTRIBUTES)
def test_an_attribute_goes_where_the_model_has_it(words, field, value):
    neighbor, _ = read_neighbor(f"192.0.2.1 {words}".split(), None, None)
    assert getattr(neighbor, field) == value


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("192.0.2.1 dev x FAILED foo", "unknown word 'foo' in a neighbour"),
        ("192.0.2.1 dev x used 1/2 STALE", "'1/2' is not three times"),
        ("192.0.2.1 dev x lladdr q STALE", "'q' is not an address"),
        ("Deleted", "unknown word"),
        ("a.b.c dev x STALE", "'a.b.c' is not an address"),
    ],
)
def test_a_broken_line_is_an_error(line, message):
    with pytest.raises(
        FormatError, match=message if line != "Deleted" else "no address"
    ):
        read_neighbor(line.split(), None, None)
    lines = ["192.0.2.1 dev x FAILED", line]
    with pytest.raises(FormatError) as raised:
        NEIGH.parse(lines, 0)
    assert raised.value.line == 1


@pytest.mark.parametrize(
    "line",
    [
        "192.0.2.1 dev eth0 scope link",
        "router STALE",
        "default via 192.0.2.1 dev router",
        "192.0.2.1 says STALE",
        "? (192.0.2.1) at 00:00:5e:00:53:01 [ether] on eth0",
    ],
)
def test_other_lines_are_no_neighbours(line):
    assert NEIGH.parse([line], 0) is None


def test_a_deleted_neighbour_is_marked():
    line = f"Deleted 192.0.2.1 dev eth0 lladdr {MAC} STALE "
    neighbor, _ = read_neighbor(line.split(), None, None)
    assert neighbor.extra == (("deleted", True),)
    assert show_neighbor(neighbor, Style()) == line


NEIGHBORS = (
    Neighbor(parse_address("192.0.2.1"), parse_mac(MAC), "eth0", "REACHABLE", refs=2,
             used=1, confirmed=2, updated=3, probes=4),
    Neighbor(parse_address("192.0.2.2"), None, "eth0", "NONE"),
    Neighbor(parse_address("192.0.2.3"), parse_mac(MAC), "eth0", "NOARP"),
    Neighbor(parse_address("192.0.2.4"), None, "eth1", "NOARP", NTF.EXTERN_LEARN),
    Neighbor(parse_address("192.0.2.5"), None, "eth0", "NONE", NTF.PROXY),
    Neighbor(parse_address("fe80::1"), parse_mac(MAC), "eth1", "STALE", NTF.ROUTER),
)  # fmt: skip

VIEWS = [
    # view, last part of the addresses shown
    (View(), "1 4 1"),
    (View(families=("inet6",)), "1"),
    (View(ifname="eth1"), "4 1"),
    (View(options=("nud all",)), "1 2 3 4 1"),
    (View(options=("nud noarp",)), "3 4"),
    (View(options=("proxy",)), "5"),
    (View(options=("to 192.0.2.0/30",)), "1"),
    (View(options=("to default",)), "1 4 1"),
    (View(dst="192.0.2.1/32"), "1"),
    (View(all=True), "1 2 3 4 5 1"),
]


@pytest.mark.parametrize(("view", "last"), VIEWS)
def test_a_view_chooses_neighbours(view, last):
    lines = NEIGH.show(Snapshot(neighbors=NEIGHBORS), None, view)
    assert [line.split()[0][-1] for line in lines] == last.split()


def test_statistics_are_shown_when_asked():
    snapshot = Snapshot(neighbors=NEIGHBORS[:1])
    shown = [
        next(iter(NEIGH.show(snapshot, None, View(options=options))))
        for options in ((), ("stats",))
    ]
    assert shown == [
        f"192.0.2.1 dev eth0 lladdr {MAC} REACHABLE ",
        f"192.0.2.1 dev eth0 lladdr {MAC}  ref 2 used 1/2/3probes 4 REACHABLE ",
    ]


def test_the_interface_asked_for_is_left_out():
    lines = NEIGH.show(Snapshot(neighbors=NEIGHBORS), None, View(ifname="eth1"))
    assert next(iter(lines)) == "192.0.2.4 extern_learn NOARP "


ADDRESSES = st.one_of(
    st.integers(0, 2**32 - 1).map(lambda addr: Prefix(4, addr, 32)),
    st.integers(0, 2**128 - 1).map(lambda addr: Prefix(6, addr, 128)),
)


@st.composite
def neighbors(draw) -> Neighbor:
    """A neighbour as Linux may have it."""
    state = draw(st.sampled_from(STATES))
    flags = NTF.PERMANENT if state == "PERMANENT" else NTF(0)
    for more in draw(st.sets(st.sampled_from([*FLAGS.values()]))):
        flags |= more
    times: tuple[int | None, ...] = (None,) * 5
    if draw(st.booleans()):
        times = tuple([draw(st.integers(0, 10**6)) for _ in times])
    refs, used, confirmed, updated, probes = times
    return Neighbor(
        draw(ADDRESSES),
        draw(
            st.none() | st.sampled_from([4, 6, 16, 20]).map(lambda n: LLAddr(range(n)))
        ),
        draw(st.none() | st.sampled_from(["eth0", "via"])),
        state,
        flags,
        refs=refs,
        used=used,
        confirmed=confirmed,
        updated=updated,
        probes=probes,
        proto=draw(st.none() | st.sampled_from(["zebra", "77"])),
    )


@given(neighbors(), st.sampled_from(("", *GRAMMAR.spacings)))
@settings(deadline=None)
def test_a_neighbour_comes_back_from_its_line(neighbor, spacing):
    text = show_neighbor(neighbor, Style(spacing))
    assert read_neighbor(text.split(), None, None)[0] == neighbor


@given(
    st.lists(neighbors().filter(lambda n: n.state != "NONE"), min_size=1, max_size=5)
)
@settings(deadline=None)
def test_neighbours_come_back_from_json(some):
    snapshot = Snapshot(neighbors=tuple(some))
    view = View(all=True, options=("stats",))
    lines = list(JSON.show(snapshot, None, view))
    found = JSON.parse(lines, 0)
    assert found is not None
    assert found.records == tuple(some)
    assert list(JSON.show(snapshot, found.blocks, View())) == lines


@pytest.mark.parametrize(
    "text",
    [
        '[{"dst":"192.0.2.1","state":"STALE"}]',
        '[{"dst":"192.0.2.1","state":["BAD"]}]',
        '[{"dst":"192.0.2.1","used":1,"state":["STALE"]}]',
        '[{"dst":7,"state":["STALE"]}]',
        '[{"dst":"192.0.2.1","state":["STALE"]},7]',
        '[{"dst":"192.0.2.1","state":["STALE"],"foo":1}]',
        '[{"dst":"192.0.2.1","state":["STALE"]',
    ],
)
def test_broken_json_is_an_error(text):
    with pytest.raises(FormatError) as raised:
        JSON.parse([text], 0)
    assert raised.value.line == 0


@pytest.mark.parametrize("text", ['[{"dst":"192.0.2.1"}]', '[{"state":["STALE"]}]'])
def test_other_arrays_are_no_neighbours(text):
    assert JSON.parse([text], 0) is None


def test_hidden_addresses_of_neighbours_come_back():
    lines = [
        "192.0.2.1 dev eth0 lladdr xx:xx:xx:xx:xx:xx REACHABLE ",
        "192.0.2.x dev eth0 lladdr 00:00:5e:xx:xx:xx STALE ",
    ]
    form = DIALECT.form("ip neigh")
    found = form.parse(lines, 0)
    assert found is not None
    first, second = found.records
    assert first.lladdr is None
    assert dict(first.extra)["hidden"] == "xx:xx:xx:xx:xx:xx"
    assert second.addr == "192.0.2.x"
    shown = form.show(Snapshot(neighbors=found.records), found.blocks, View())
    assert list(shown) == lines
