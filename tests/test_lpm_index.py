"""The engines of longest-prefix match against the slow and obvious one."""

from __future__ import annotations

import copy
import pickle
import random
import weakref
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import WIDTH, Prefix, parse_address, parse_prefix, show_address
from rtentry.errors import FormatError
from rtentry.lpm import layout as module
from rtentry.lpm import rows as rows_module
from rtentry.lpm.index import Index
from rtentry.lpm.plain import Plain


def prefix(version, addr, plen):
    shift = WIDTH[version] - plen
    return Prefix(version, addr >> shift << shift, plen)


def near(version):
    """Addresses that share long beginnings, so that prefixes nest."""
    width = WIDTH[version]
    tops = st.sampled_from([0, 1, 0x0A0A, 0xFFFF]).map(lambda top: top << width - 16)
    return st.builds(lambda top, low: top | low, tops, st.integers(0, 1023))


PREFIXES = st.one_of(
    [
        st.builds(
            prefix, st.just(version), near(version), st.integers(0, WIDTH[version])
        )
        for version in WIDTH
    ]
)
CHANGES = st.lists(st.tuples(PREFIXES, st.integers(0, 5)), max_size=40)


def addresses(*prefixes):
    """Addresses in and just outside of some prefixes."""
    for version, addr, plen, _ in prefixes:
        last = addr | (1 << WIDTH[version] - plen) - 1
        for each in (addr - 1, addr, addr + 1, last, last + 1):
            if 0 <= each < 1 << WIDTH[version]:
                yield Prefix(version, each, WIDTH[version])


LAYOUTS: dict[str, dict[int, Any]] = {
    "few": {version: each[-1:] for version, each in module.STRIDES.items()},
    "some": {version: each[-2:-1] for version, each in module.STRIDES.items()},
    "many": {version: each[:1] for version, each in module.STRIDES.items()},
    "growing": {
        version: [(at * 4, at, each[2]) for at, each in enumerate(reversed(rows))][::-1]
        for version, rows in module.STRIDES.items()
    },
}


@pytest.fixture(params=LAYOUTS)
def layout(request, monkeypatch):
    """Tries as they are for few prefixes, and for many; pieces of few rows."""
    found = {
        version: [
            (least, crowd, strides) if request.param == "growing" else (0, 0, strides)
            for least, crowd, strides in each
        ]
        for version, each in LAYOUTS[request.param].items()
    }
    monkeypatch.setattr(module, "STRIDES", found)
    monkeypatch.setattr(rows_module, "PIECE", 2)


@settings(max_examples=40, deadline=None)
@given(changes=CHANGES)
def run_against_the_oracle(changes):
    plain: Plain[int] = Plain()
    index: Index[int] = Index()
    for where, value in changes:
        if value:
            plain.insert(where, value)
            index.insert(where, value)
        elif plain.exact(where) is not None:
            plain.delete(where)
            index.delete(where)
        for addr in addresses(where):
            assert index.match(addr) == plain.match(addr)
            octets = addr.addr.to_bytes(WIDTH[addr.version] // 8)
            for told in (show_address(addr), octets):
                assert index.get(told) == index.look_up(told) == plain.match(addr)
    for where, _ in changes:
        assert index.exact(where) == plain.exact(where)
        assert list(index.matches(where)) == list(plain.matches(where))
        assert list(index.covering(where)) == list(plain.covering(where))
        assert list(index.items(where)) == list(plain.items(where))
        assert list(index.covered(where)) == list(plain.covered(where))
    assert list(index.items()) == list(plain.items())
    assert len(index) == len(plain)


def test_every_change_and_lookup_is_that_of_the_oracle(layout):
    run_against_the_oracle()


def test_a_table_loaded_at_once_is_one_filled_by_and_by(layout):
    rng = random.Random(1)
    rows = [
        (prefix(4, rng.getrandbits(32), rng.randint(0, 32)), rng.randint(1, 9))
        for _ in range(3000)
    ]
    rows += [
        (prefix(6, rng.getrandbits(128), rng.randint(0, 128)), rng.randint(1, 9))
        for _ in range(3000)
    ]
    plain: Plain[int] = Plain()
    for where, value in rows:
        plain.insert(where, value)
    index = Index(rows)
    for addr in addresses(*[where for where, _ in rows]):
        assert index.match(addr) == plain.match(addr)


def test_more_values_than_sixteen_bits_number():
    rows = [(Prefix(4, i << 8, 24), f"value {i}") for i in range(70_000)]
    index = Index(rows)
    assert index.get("0.0.1.9") == "value 1"
    assert index.get("1.17.111.9") == "value 69999"
    index.insert(parse_prefix("1.17.111.8/29"), "more")
    assert (index.get("1.17.111.9"), index.get("1.17.111.16")) == (
        "more",
        "value 69999",
    )


def test_values_that_cannot_be_compared_are_kept_apart():
    index: Index[list[int]] = Index()
    index.insert(parse_prefix("10.0.0.0/8"), [1])
    index.insert(parse_prefix("10.0.0.0/9"), [1])
    index.delete(parse_prefix("10.0.0.0/9"))
    assert index.get("10.0.0.1") == [1]


def test_one_and_true_are_not_the_same_value():
    index = Index([(parse_prefix("10.0.0.0/8"), 1), (parse_prefix("11.0.0.0/8"), True)])
    assert index.get("10.0.0.1") is not True
    assert index.get("11.0.0.1") is True


def test_a_value_that_nobody_has_any_more_leaves_its_slot():
    index: Index[int] = Index()
    for value in range(1000):
        index.insert(parse_prefix("10.0.0.0/8"), value)
    assert len(index.values) <= 3


def test_what_is_not_there_cannot_be_deleted():
    with pytest.raises(KeyError):
        Index[int]().delete(parse_prefix("10.0.0.0/8"))


@pytest.mark.parametrize(
    "text",
    ["", "10.0.0", "10.0.0.256", "fe80::%em0", "x", "1::2::3", "1.2.3.4\0", "\ud800"],
)
def test_what_is_no_address_is_an_error(text):
    for look in (Index[int]().get, Index[int]().look_up):
        with pytest.raises(FormatError, match="is not an address"):
            look(text)


def test_a_small_table_takes_little_memory():
    import tracemalloc

    tracemalloc.start()
    index = Index([(prefix(4, i << 24, 8), i) for i in range(10)])
    index.get("1.2.3.4")
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < 64 << 10


def test_an_empty_index_finds_nothing():
    index: Index[int] = Index()
    assert index.get("192.0.2.1") is index.get("2001:db8::1") is None
    assert list(index.items()) == []


def test_an_address_is_text_octets_or_a_number():
    index = Index(
        [(parse_prefix("10.0.0.0/8"), "four"), (parse_prefix("2001:db8::/32"), "six")]
    )
    four, six = parse_address("10.1.2.3").addr, parse_address("2001:db8::1").addr
    assert index.get(four) == index.get(four.to_bytes(4)) == "four"
    assert index.get(six) == index.get(six.to_bytes(16)) == "six"


@pytest.mark.parametrize("address", [-1, 1 << 128, b"", b"12345", bytearray(15)])
def test_what_has_not_the_size_of_an_address_is_an_error(address):
    for look in (Index[int]().get, Index[int]().look_up):
        with pytest.raises(FormatError, match="is not an address"):
            look(address)


DEFAULTS = Index([(parse_prefix("0.0.0.0/0"), 4), (parse_prefix("::/0"), 6)])

NEARLY = st.lists(
    st.sampled_from(
        [*"0123456789abcdefABCDEFg:.%/ \0", "::", "255", "ffff", "é", "\uff9f"]
    ),
    max_size=24,
).map("".join)


def answer(look, text):
    try:
        return look(text)
    except FormatError as error:
        return str(error)


@given(NEARLY | st.text(max_size=8))
def test_a_text_is_an_address_compiled_or_not(text):
    assert answer(DEFAULTS.get, text) == answer(DEFAULTS.look_up, text)


@given(st.ip_addresses(v=6) | st.ip_addresses(v=4))
def test_every_way_to_write_an_address_is_read(addr):
    for text in (str(addr), addr.exploded, str(addr).upper()):
        assert DEFAULTS.get(text) == DEFAULTS.look_up(text) == addr.version


def test_a_table_can_be_loaded_after_the_first_look():
    index: Index[int] = Index()
    assert index.get("10.0.0.1") is index.get("2001:db8::1") is None
    index.load([(parse_prefix("10.0.0.0/8"), 4), (parse_prefix("2001:db8::/32"), 6)])
    assert (index.get("10.0.0.1"), index.get("2001:db8::1")) == (4, 6)


def test_an_index_can_be_copied_and_pickled():
    index = Index([(parse_prefix("10.0.0.0/8"), "a"), (parse_prefix("::/0"), "b")])
    index.get("10.0.0.1")
    for other in (copy.deepcopy(index), pickle.loads(pickle.dumps(index))):
        index.delete(parse_prefix("10.0.0.0/8"))
        assert (other.get("10.0.0.1"), other.get("::1")) == ("a", "b")
        index.insert(parse_prefix("10.0.0.0/8"), "a")


def test_an_index_that_nobody_has_any_more_is_gone_with_what_it_held():
    class Value:
        """Something that can be watched."""

    value = Value()
    watched = weakref.ref(value)
    index = Index([(parse_prefix("10.0.0.0/8"), value)])
    assert index.get("10.0.0.1") is value
    del index, value
    assert watched() is None
