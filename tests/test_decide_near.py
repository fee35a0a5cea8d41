"""Of a large table, what some packets meet: they are decided as by all of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import WIDTH, Name, Prefix, parse_address, parse_prefix
from rtentry.decide import Step, decider
from rtentry.decide.near import near, sample
from rtentry.flags import RTF
from rtentry.frame import Routes, framed
from rtentry.model import IfAddr, Interface, Route, Snapshot
from rtentry.packet import Packet

pytest.importorskip("numpy")

UP = RTF.UP
LINKS = tuple(
    [
        Interface(name, n, addresses=(IfAddr(parse_prefix(own)),))
        for n, (name, own) in enumerate([("eth0", "10.0.0.1"), ("eth1", "10.0.0.5")], 1)
    ]
)

SHORT = st.integers(0, 0xF)
ADDRESSES = {
    4: SHORT.map(lambda n: 0x0A000000 | n),
    6: st.builds(lambda a, b: 0x20010DB8 << 96 | a << 64 | b, SHORT, SHORT),
}
LENGTHS = {4: [0, 8, 24, 28, 30, 31, 32], 6: [0, 32, 48, 63, 64, 65, 127, 128]}


def prefix(version, addr, plen):
    past = WIDTH[version] - plen
    return Prefix(version, addr >> past << past, plen)


def hosts(version):
    return ADDRESSES[version].map(lambda addr: Prefix(version, addr, WIDTH[version]))


def routes(version):
    return st.builds(
        Route,
        st.builds(prefix, st.just(version), ADDRESSES[version], st.sampled_from(LENGTHS[version])),
        st.none() | hosts(version),
        st.sampled_from(["eth0", "eth1"]),
        st.just(UP),
        tableid=st.sampled_from([254, 254, 255, 100]),
        metric=st.sampled_from([None, 0, 100]),
        rtype=st.sampled_from(["unicast", "unicast", "local", "blackhole", "throw"]),
    )  # fmt: skip


TABLES = st.lists(routes(4) | routes(6), max_size=25)


@settings(max_examples=150, deadline=None)
@given(
    TABLES,
    TABLES,
    hosts(4) | hosts(6),
    st.none() | hosts(4),
    st.sampled_from([None, "linux6", "openbsd7", "macos"]),
)
def test_a_packet_is_decided_as_by_the_whole_table(some, others, dst, src, system):
    packet = Packet(dst, src=src if src and src.version == dst.version else None)
    whole = Snapshot(system=system, routes=(*some, *others), interfaces=LINKS)
    large: Any = Routes(*framed(some), tuple(others))
    found = near(whole._replace(routes=large), [packet])
    steps: tuple[list[Step], list[Step]] = [], []
    ordered = whole._replace(routes=tuple(large))
    assert decider(found)(packet, steps[0]) == decider(ordered)(packet, steps[1])
    assert steps[0] == steps[1]


def test_only_what_covers_a_packet_or_its_next_hop_is_left():
    rows = [
        Route(parse_prefix(dst), parse_address(hop) if hop else None, "eth0", UP)
        for dst, hop in [
            ("0.0.0.0/0", "192.0.2.1"), ("198.51.100.0/24", "192.0.2.9"),
            ("203.0.113.0/24", "192.0.2.1"), ("192.0.2.0/24", None),
        ]
    ]  # fmt: skip
    large: Any = Routes(*framed(rows))
    table = Snapshot(routes=large)
    found = near(table, [Packet(parse_address("198.51.100.7"))])
    assert [str(r.dst) for r in found.routes] == [
        "0.0.0.0/0",
        "198.51.100.0/24",
        "192.0.2.0/24",
    ]


def test_a_small_table_stays_as_it_is():
    table = Snapshot(routes=(Route(parse_prefix("10.0.0.0/8"), None, "eth0", UP),))
    assert near(table, [Packet(parse_address("192.0.2.1"))]) is table


def test_what_is_no_prefix_is_not_lost():
    odd = Route(Name("gw"), None, "eth0", UP)
    rows = [Route(prefix(4, n << 8, 24), None, "eth0", UP) for n in range(9)]
    large: Any = Routes(*framed(rows), (odd,))
    assert (
        odd in near(Snapshot(routes=large), [Packet(parse_address("192.0.2.1"))]).routes
    )
    assert list(sample(large)) == [rows[0], odd]
