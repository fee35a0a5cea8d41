from __future__ import annotations

import pytest

from rtentry.addr import Cut, Link, LLAddr, Name, parse_address, parse_prefix
from rtentry.flags import IFF
from rtentry.forms.interfaces import (
    APART,
    CHOSEN,
    NONE,
    REPEATED,
    IfRow,
    gather,
    is_link,
    scatter,
    shown,
    shown_apart,
    shown_of_family,
    with_link,
)
from rtentry.listing import View
from rtentry.model import Counters, IfAddr, Interface, Snapshot

MAC = LLAddr(b"\0\1\2\3\4\5")
NET, ADDR = parse_prefix("192.0.2.0/24"), parse_address("192.0.2.1")
NET6, ADDR6 = parse_prefix("2001:db8::/64"), parse_address("2001:db8::1")
COUNTS = Counters(ipkts=10, ierrs=1, opkts=20, oerrs=2, colls=0)


def counted(row: IfRow, counters: Counters) -> IfRow:
    """A row with counters."""
    return row._replace(
        **{f: getattr(counters, f) for f in IfRow._fields if f in Counters._fields}
    )


LINK_ROW = counted(IfRow("em0", 1500, None, Link(1), MAC), COUNTS)
ADDR_ROW = counted(IfRow("em0", 1500, None, NET, ADDR), COUNTS)
OWN_ROW = IfRow("em0", 1500, None, NET, ADDR, ipkts=7, opkts=8)

KINDS = [
    # network, address, kind, family
    (Link(1), MAC, "link", "link"),
    (None, None, "link", "link"),
    (None, MAC, "link", "link"),
    (NET, ADDR, "addr", "inet"),
    (Name("your-net"), Name("localhost"), "addr", "inet"),
    (None, ADDR, "addr", "inet"),
    (NET6, ADDR6, "addr", "inet6"),
    (Cut("fe80::%lo0/"), Cut("fe80::1"), "addr", "inet6"),
    (Name("net6"), ADDR6, "addr", "inet6"),
    (NONE, NONE, "none", "inet"),
]


@pytest.mark.parametrize(("network", "addr", "kind", "family"), KINDS)
def test_a_row_is_of_a_kind_and_family(network, addr, kind: str, family: str) -> None:
    row = IfRow("em0", network=network, addr=addr)
    assert (row.kind, row.family) == (kind, family)
    assert is_link(network, addr) == (kind == "link")


def test_rows_of_one_name_are_one_interface() -> None:
    other = IfRow("lo0", 16384, None, Link(2), None)
    [em0, lo0] = gather([LINK_ROW, ADDR_ROW, other])
    assert em0 == Interface(
        "em0",
        ifindex=1,
        mtu=1500,
        lladdr=MAC,
        counters=COUNTS,
        addresses=(IfAddr(MAC, Link(1)), IfAddr(ADDR, NET)),
    )
    assert (lo0.ifname, lo0.ifindex, lo0.counters) == ("lo0", 2, None)
    assert scatter([em0, lo0]) == [LINK_ROW, ADDR_ROW, other]


def test_rows_that_contradict_each_other_are_not_of_one_interface() -> None:
    rows = [LINK_ROW, ADDR_ROW._replace(mtu=1280)]
    assert [interface.mtu for interface in gather(rows)] == [1500, 1280]
    assert scatter(gather(rows)) == rows


def test_counters_of_an_address_are_kept_only_where_they_are_others() -> None:
    [em0] = gather([LINK_ROW, OWN_ROW])
    assert em0.addresses[1].counters == Counters(ipkts=7, opkts=8)
    assert scatter([em0]) == [LINK_ROW, OWN_ROW]


def test_without_a_link_row_the_first_counters_are_the_interface_s() -> None:
    [em0] = gather([ADDR_ROW])
    assert em0.counters == COUNTS
    assert scatter([em0]) == [ADDR_ROW]


def test_counters_apart_are_always_the_address_s_own() -> None:
    [em0] = gather([LINK_ROW, ADDR_ROW], apart=True)
    assert em0.addresses[1].counters == COUNTS
    assert scatter([em0], apart=True) == [LINK_ROW, ADDR_ROW]
    [em0] = gather([OWN_ROW], apart=True)
    assert em0.counters is None
    assert scatter([em0], apart=True) == [OWN_ROW]


def test_counters_apart_that_nobody_counted_are_not_those_of_the_interface() -> None:
    live = Interface("em0", counters=COUNTS, addresses=(IfAddr(ADDR, NET),))
    assert scatter([live])[0].counters == COUNTS
    assert scatter([live], apart=True)[0].counters is None


def test_a_star_is_an_interface_that_is_down() -> None:
    [gif0] = gather([IfRow("gif0*", 1280, None, Link(3), None)])
    assert (gif0.ifname, gif0.flags) == ("gif0", IFF(0))
    [cut] = gather([IfRow(Cut("utun8"), 1280, None, Link(3), None)])
    assert (cut.ifname, cut.flags) == (Cut("utun8"), None)


def test_an_interface_without_addresses_has_a_row_all_the_same() -> None:
    row = IfRow("tun0", 1500, None, NONE, NONE, ipkts=5)
    [tun0] = gather([row])
    assert tun0.addresses == ()
    assert tun0.counters == Counters(ipkts=5)
    assert scatter([tun0]) == [row]


LIVE = Interface(
    "em0",
    ifindex=4,
    mtu=1500,
    flags=IFF.UP,
    lladdr=MAC,
    counters=COUNTS,
    addresses=(IfAddr(ADDR, NET, scope="global"), IfAddr(ADDR6, NET6)),
)
SNAPSHOT = Snapshot(interfaces=(LIVE, Interface("lo0", flags=IFF(0))))


def test_a_live_interface_has_its_link_row_first() -> None:
    rows = shown(SNAPSHOT, View())
    assert [(r.ifname, r.kind, r.family) for r in rows] == [
        ("em0", "link", "link"),
        ("em0", "addr", "inet"),
        ("em0", "addr", "inet6"),
        ("lo0", "none", "inet"),
    ]
    assert rows[0].network == Link(4)
    assert rows[0].addr == MAC
    assert rows[3].network == NONE
    assert with_link(with_link(LIVE)) == with_link(LIVE)


def test_one_interface_may_be_asked_for() -> None:
    assert {row.ifname for row in shown(SNAPSHOT, View(ifname="lo0"))} == {"lo0"}


def test_a_family_may_be_asked_for() -> None:
    view = View(families=("inet6",))
    assert [row.addr for row in shown_of_family(SNAPSHOT, view)] == [ADDR6]
    assert len(shown_apart(SNAPSHOT, view)) == 4
    assert len(shown_of_family(SNAPSHOT, View())) == 4


@pytest.mark.parametrize("rows", [REPEATED, APART, CHOSEN])
def test_both_ways_are_inverse(rows) -> None:
    for every in ([LINK_ROW, OWN_ROW], [OWN_ROW], [LINK_ROW]):
        assert rows.scatter(rows.gather(every)) == every
