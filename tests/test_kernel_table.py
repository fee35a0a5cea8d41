"""The table: what it finds, in which order it is walked, chains of one prefix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import Prefix
from rtentry.flags import RTF
from rtentry.kernel.entry import Entry
from rtentry.kernel.table import Table, radix_order
from rtentry.lpm.plain import Plain

HOST = int(RTF.HOST)
FULL = 0xFFFFFFFF


def network(table: Table, addr: int, plen: int, prio: int = 0) -> Entry:
    """An entry of a network, not yet in the table."""
    mask = FULL << 32 - plen & FULL
    rt = Entry(table, addr & mask, mask, int(RTF.UP))
    rt.prio = prio
    return rt


def host(table: Table, addr: int) -> Entry:
    """An entry of a host, not yet in the table."""
    return Entry(table, addr, FULL, int(RTF.UP) | HOST)


def filled(*rows: tuple[int, int]) -> Table:
    table = Table()
    for addr, plen in rows:
        assert table.insert(network(table, addr, plen))
    return table


prefixes = st.tuples(
    st.integers(0, FULL).map(lambda n: n & 0xF00F0000), st.integers(0, 32)
)


@given(st.lists(prefixes, max_size=30), st.lists(st.integers(0, FULL), max_size=20))
def test_it_finds_what_the_obvious_longest_match_finds(rows, addrs):
    table = Table()
    plain: Plain[int] = Plain()
    for addr, plen in rows:
        rt = network(table, addr, plen)
        if table.insert(rt):
            plain.insert(rt.dst, plen)
    for addr in [*addrs, *[addr for addr, _ in rows]]:
        found = table.match(addr)
        assert (found and found.plen) == plain.match(Prefix(4, addr, 32))
        assert [rt.plen for rt in table.matches(addr)] == sorted(
            [rt.plen for rt in table if addr & rt.mask == rt.addr], reverse=True
        )


@given(st.lists(prefixes, max_size=30))
def test_what_was_put_in_can_be_taken_out(rows):
    table = Table()
    inside = [rt for row in rows if table.insert(rt := network(table, *row))]
    assert len(table) == len(inside) == len(list(table))
    for rt in inside:
        assert table.exact(rt.addr, rt.mask) is rt
        table.remove(rt)
        assert table.exact(rt.addr, rt.mask) is None
    assert (len(table), table.order, list(table)) == (0, (), [])


def test_a_host_and_a_network_of_one_address_are_two_entries():
    table = Table()
    one, net = host(table, 7), network(table, 7, 32)
    assert table.insert(one)
    assert table.insert(net)
    assert not table.insert(host(table, 7))
    assert table.match(7) is one
    assert table.exact(7, FULL) is net
    table.remove(one)
    assert table.match(7) is net


def test_a_mask_may_have_holes():
    table = filled((10 << 24, 8))
    holes = Entry(table, 10 << 24 | 7, 0xFF0000FF, int(RTF.UP))
    assert table.insert(holes)
    assert table.match(10 << 24 | 0x1234 << 8 | 7) is holes
    assert table.match(10 << 24 | 0x1234 << 8 | 8) is not holes


def test_it_is_walked_as_a_radix_tree_is():
    table = filled((10 << 24, 8), (10 << 24, 16), (0, 0), (9 << 24, 8))
    table.insert(host(table, 10 << 24))
    walked = sorted(table, key=radix_order)
    assert [(rt.addr >> 24, rt.plen, bool(rt.flags & HOST)) for rt in walked] == [
        (0, 0, False), (9, 8, False), (10, 32, True), (10, 16, False), (10, 8, False),
    ]  # fmt: skip


def test_an_exact_lookup_is_hidden_by_a_longer_match_at_another_key():
    table = filled((10 << 24, 8), (10 << 24 | 1 << 16, 16))
    assert table.lookup(10 << 24, 0xFF000000) is not None
    assert table.lookup(10 << 24 | 1 << 16, 0xFF000000) is None
    assert table.lookup(11 << 24, 0xFF000000) is None


# -- several entries of a prefix -------------------------------------------------------


def by_prio(rt: Entry) -> int:
    return rt.prio


def same_prio(new: Entry, old: Entry) -> bool:
    return new.prio == old.prio


@given(st.permutations([1, 2, 3, 4, 5]), st.permutations([1, 2, 3, 4, 5]))
def test_a_chain_is_in_the_order_of_its_rank(put, taken):
    table = Table(4, 0, same_prio, by_prio)
    entries = {prio: network(table, 10 << 24, 8, prio) for prio in put}
    for prio in put:
        assert table.insert(entries[prio])
        assert not table.insert(network(table, 10 << 24, 8, prio))
    left = [1, 2, 3, 4, 5]
    for prio in taken:
        head = table.exact(10 << 24, 0xFF000000)
        assert head is not None
        assert [rt.prio for rt in head.chain()] == left == [rt.prio for rt in table]
        table.remove(entries[prio])
        left.remove(prio)
        assert len(table) == len(left)


def test_who_is_not_in_cannot_be_taken_out():
    table = filled((10 << 24, 8))
    with pytest.raises(KeyError):
        table.remove(network(table, 10 << 24, 16))
    with pytest.raises(KeyError):
        table.remove(host(table, 10 << 24))


def test_what_is_ignored_is_passed_by():
    table = filled((10 << 24, 8), (10 << 24, 16))
    long = table.exact(10 << 24, 0xFFFF0000)
    assert long is not None
    long.ignored = True
    found = table.match(10 << 24)
    assert found is not None
    assert found.plen == 8
