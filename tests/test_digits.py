"""Cells in matrices: those that are good say what one read by itself says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry import digits
from rtentry.addr import parse_address
from rtentry.errors import FormatError

np = pytest.importorskip("numpy")

WIDTH = 20
CHARS = st.text("0123459./ x", max_size=WIDTH - 1)
OCTET = st.integers(0, 299).map(str)
LIKELY = st.builds(
    lambda octets, length: ".".join(octets) + length,
    st.lists(OCTET, min_size=1, max_size=5),
    st.sampled_from(["", "", "/8", "/24", "/32", "/33", "/0", "/", "/08"]),
).filter(lambda text: len(text) < WIDTH)


def cells(texts, *, right=False):
    rows = [t.rjust(WIDTH) if right else t.ljust(WIDTH) for t in texts]
    return np.frombuffer("".join(rows).encode(), np.uint8).reshape(-1, WIDTH)


def prefix_of(text):
    """Address, octets and length of a good cell; ``None`` = it is none."""
    head, slash, length = text.partition("/")
    octets = head.split(".")
    try:
        whole = parse_address(".".join([*octets, "0", "0", "0", "0"][:4]))
    except FormatError:
        return None
    if len(octets) > 4 or any(str(int(o)) != o for o in octets):
        return None
    if not slash:
        return (whole.addr, 4, 255) if len(octets) == 4 else None
    if not length.isdigit() or str(int(length)) != length or int(length) > 32:
        return None
    past = 0xFFFFFFFF >> int(length)
    return None if whole.addr & past else (whole.addr, len(octets), int(length))


@given(st.lists(st.one_of(CHARS, LIKELY), min_size=1))
def test_good_prefixes_are_those_that_are_written_as_they_should_be(texts):
    found = digits.prefixes(cells(texts))
    columns = [column.tolist() for column in found]
    for text, addr, parts, plen, size, good in zip(texts, *columns, strict=True):
        expected = prefix_of(text.rstrip(" "))
        assert good == (expected is not None)
        assert not good or (addr, parts, plen, size) == (
            *expected,
            len(text.rstrip(" ")),
        )


@given(st.lists(st.one_of(CHARS, st.integers(0, 10**9).map(str)), min_size=1))
def test_good_counts_are_whole_numbers_without_leading_zeros(texts):
    values, good = digits.counts(cells(texts, right=True))
    for text, value, is_good in zip(texts, values.tolist(), good.tolist(), strict=True):
        bare = text.lstrip(" ")
        assert is_good == (bare.isdigit() and str(int(bare)) == bare)
        assert not is_good or value == int(bare)


def test_each_layout_has_a_number_of_its_own():
    every = list(digits.patterns())
    assert len({digits.key_of(text) for text in every}) == len(every)
    assert max(map(len, every)) == len("255.255.255.255/32")
