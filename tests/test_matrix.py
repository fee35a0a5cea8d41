"""Texts as matrices: addresses as inet_ntop(3) writes them."""

from __future__ import annotations

from socket import AF_INET, AF_INET6, inet_ntop

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry import matrix

np = pytest.importorskip("numpy")

GROUP = st.one_of(st.sampled_from([0, 0, 0, 1, 0xFFFF, 0x10]), st.integers(0, 0xFFFF))
ADDRESS6 = st.lists(GROUP, min_size=8, max_size=8).map(
    lambda groups: sum(g << 16 * n for n, g in enumerate(groups))
)


def texts(rows):
    return [matrix.text([row[None]]).decode() for row in rows]


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1))
def test_ipv4_addresses_are_dotted_quads(addresses):
    rows, lengths = matrix.quads(np.array(addresses, np.uint32))
    expected = [inet_ntop(AF_INET, address.to_bytes(4)) for address in addresses]
    assert texts(rows) == expected
    assert lengths.tolist() == [len(text) for text in expected]


@given(st.lists(ADDRESS6, min_size=1))
def test_ipv6_addresses_are_shortened_or_said_to_be_dotted(addresses):
    halves = [(each >> 64, each & (1 << 64) - 1) for each in addresses]
    rows, lengths, dotted = matrix.addresses6(np.array(halves, np.uint64))
    for text, length, odd, address in zip(
        texts(rows), lengths, dotted, addresses, strict=True
    ):
        expected = inet_ntop(AF_INET6, address.to_bytes(16))
        assert bool(odd) == ("." in expected)
        assert odd or (text, length) == (expected, len(expected))


@pytest.mark.parametrize("address", [0, 1, 1 << 127, 0xFFFF << 32 | 5, 5 << 16, 5])
def test_the_ends_of_ipv6_are_written_as_they_should_be(address):
    rows, _, dotted = matrix.addresses6(
        np.array([(address >> 64, address & (1 << 64) - 1)], np.uint64)
    )
    expected = inet_ntop(AF_INET6, address.to_bytes(16))
    assert dotted[0] if "." in expected else texts(rows) == [expected]


def test_blanks_behind_cells_fill_them_up():
    lengths = np.array([2, 3, 5, 9])
    cells = matrix.table([b"ab", b"abc", b"abcde", b"abcdefghi"])
    rows = matrix.text([cells, matrix.padded(lengths, 5, 2), matrix.table([b"|"] * 4)])
    assert rows == b"ab   |abc  |abcde|abcdefghi|"
