"""Longest-prefix match against the definition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import WIDTH, Prefix, parse_address, parse_prefix
from rtentry.lpm.plain import Plain


def table(*texts: str) -> Plain[str]:
    made: Plain[str] = Plain()
    for text in texts:
        made.insert(parse_prefix(text), text)
    return made


TEXTS = (
    "0.0.0.0/0",
    "10.0.0.0/8",
    "10.1.0.0/16",
    "10.1.2.3/32",
    "::/0",
    "2001:db8::/32",
)

MATCHES = [
    ("10.1.2.3", "10.1.2.3/32"),
    ("10.1.2.4", "10.1.0.0/16"),
    ("10.2.0.0", "10.0.0.0/8"),
    ("192.0.2.1", "0.0.0.0/0"),
    ("2001:db8::1", "2001:db8::/32"),
    ("2001:db9::1", "::/0"),
    ("fe80::1%em0", "::/0"),
]


@pytest.mark.parametrize(("text", "longest"), MATCHES)
def test_the_longest_prefix_that_covers_an_address_matches(text, longest):
    assert table(*TEXTS).match(parse_address(text)) == longest


def test_all_that_cover_it_come_longest_first():
    assert [*table(*TEXTS).matches(parse_address("10.1.2.3"))] == [
        "10.1.2.3/32",
        "10.1.0.0/16",
        "10.0.0.0/8",
        "0.0.0.0/0",
    ]


def test_a_prefix_is_matched_by_those_that_cover_it_whole():
    found = table(*TEXTS)
    assert found.match(parse_prefix("10.1.0.0/16")) == "10.1.0.0/16"
    assert found.match(parse_prefix("10.0.0.0/9")) == "10.0.0.0/8"


def test_a_miss_is_none():
    assert table("10.0.0.0/8").match(parse_address("11.0.0.0")) is None
    assert table("10.0.0.0/8").match(parse_address("::1")) is None
    assert table().match(parse_address("11.0.0.0")) is None


def test_a_value_replaces_what_is_there_and_can_be_taken_out():
    found = table(*TEXTS)
    prefix = parse_prefix("10.1.0.0/16")
    found.insert(prefix, "new")
    assert (found.exact(prefix), len(found)) == ("new", 6)
    found.delete(prefix)
    assert (found.exact(prefix), len(found)) == (None, 5)
    assert found.match(parse_address("10.1.2.4")) == "10.0.0.0/8"
    with pytest.raises(KeyError):
        found.delete(prefix)
    found.insert(parse_prefix("10.2.0.0/16"), "more")
    with pytest.raises(KeyError):
        found.delete(prefix)


def prefixes(version: int) -> st.SearchStrategy[Prefix]:
    """Prefixes near each other, so that many cover many."""
    width = WIDTH[version]

    def cut(bits: int, plen: int) -> Prefix:
        shift = width - plen
        return Prefix(version, bits << width - 8 >> shift << shift, plen)

    return st.builds(cut, st.integers(0, 255), st.integers(0, 10) | st.just(width))


EITHER = prefixes(4) | prefixes(6)


@given(st.dictionaries(EITHER, st.integers()), st.sets(EITHER), EITHER)
def test_it_does_what_the_definition_says(values, deleted, asked):
    found: Plain[int] = Plain()
    for prefix, value in values.items():
        found.insert(prefix, value)
    for prefix in deleted & values.keys():
        found.delete(prefix)
    left = {p: v for p, v in values.items() if p not in deleted}
    covering = sorted([p for p in left if p.covers(asked)], key=lambda p: -p.plen)
    assert [*found.matches(asked)] == [left[p] for p in covering]
    assert found.match(asked) == (left[covering[0]] if covering else None)
    assert len(found) == len(left)
    assert all(found.exact(p) == v for p, v in left.items())
