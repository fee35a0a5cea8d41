"""The faces of other packages against the packages themselves, where they are there."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.compat import pytricia, radix, subnettree
from rtentry.compat.pytricia import PyTricia
from rtentry.compat.radix import Radix
from rtentry.compat.subnettree import SubnetTree
from rtentry.compat.tree import cut
from rtentry.lpm.single import read_prefix

TOPS = {4: ["10.0.0.0", "32.1.0.0", "0.0.0.0"], 6: ["2001:db8::", "::ffff:a00:0", "::"]}
LENGTHS = {
    4: st.sampled_from([0, 4, 8, 9, 16, 22, 24, 28, 31, 32]),
    6: st.sampled_from([0, 8, 16, 32, 33, 48, 64, 95, 96, 97, 104, 120, 127, 128]),
}


def address(version, top, low):
    """An address that shares a long beginning with others."""
    made = IPv4Address if version == 4 else IPv6Address
    return str(made(int(ip_address(top)) | low))


def prefixes(version):
    addresses = st.builds(
        address,
        st.just(version),
        st.sampled_from(TOPS[version]),
        st.one_of(st.integers(0, 7), st.integers(0, 0xFFFFFF)),
    )
    return st.builds("{}/{}".format, addresses, LENGTHS[version]) | addresses


BOTH = prefixes(4) | prefixes(6)

WRITTEN = BOTH | st.sampled_from(
    ["10.0.0.1/8", "10.0.0.1/ 8", "10.0.0.1/+8", "2001:db8::1/0", "::ffff:10.1.2.3/104"]
)
"""Also as they are not written usually."""


def outcome(call, *args, **kwargs):
    """What comes of a call: its value, or the type and text of its error."""
    try:
        return plain(call(*args, **kwargs))
    except Exception as error:
        return type(error).__name__, str(error)


def plain(value):
    """A value as it can be compared."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if hasattr(value, "prefixlen"):
        fields = (value.prefix, value.network, value.packed, value.family, value.data)
        return (*fields, plain(value.parent))
    return value


def same(trees, name, *args, **kwargs):
    """That a method of both trees comes to the same."""
    found = [outcome(getattr(tree, name), *args, **kwargs) for tree in trees]
    assert found[0] == found[1], (name, args, kwargs)


# -- pytricia ------------------------------------------------------------------------------

CHANGE = st.sampled_from(["__setitem__", "insert", "delete", "__delitem__"])
CHANGES = st.lists(st.tuples(CHANGE, WRITTEN, st.integers(0, 9)), max_size=30)
LOOKS = [
    "get",
    "get_key",
    "has_key",
    "__contains__",
    "__getitem__",
    "parent",
    "children",
]


@settings(max_examples=300, deadline=None)
@given(changes=CHANGES, looks=st.lists(WRITTEN, max_size=12), raw=st.booleans())
def test_pytricia_does_what_the_original_does(changes, looks, raw):
    original = pytest.importorskip("pytricia", reason="pytricia is not installed")
    trees = [make(128, 2, raw) for make in (PyTricia, original.PyTricia)]
    for name, key, value in changes:
        same(trees, name, key, *[value] * (name in ("__setitem__", "insert")))
        same(trees, "__len__")
        same(trees, "get", key)
    same(trees, "keys")
    assert list(trees[0]) == list(trees[1])
    for key in [*looks, *[key for _, key, _ in changes]]:
        for name in LOOKS:
            same(trees, name, key)
    for key in trees[1].keys():  # noqa: SIM118
        for name in ("parent", "children", "has_key"):
            same(trees, name, key)


KEYS = [
    "", "a", "apple", "::", "1::", "::/0", "0.0.0.0/0", "10.1.2.4/50", "10.1.2.5/-3",
    "10.1.2.6/", "10.1.2.7/abc", "10.1.2.8/ 9", "10.1.2.9/8x", "10.0.0.1/8/9", "::1/129",
    "::ffff:1.2.3.4", "::ffff:1.2.3.4/100", 5, 0xFFFFFFFF, 1 << 32, True, 1.5, None, [1],
    b"abcd", b"abc", b"a" * 16, bytearray(b"abcd"), (b"abcd", 8), (b"abcd", 40),
    (b"abcd", "8"), ("a", 8), (b"abc", 8), (b"abcd", 8, 9), ip_address("10.0.0.1"),
    ip_address("2001:db8::1"),
]  # fmt: skip
"""Keys that the original reads, or refuses without crashing."""


@pytest.mark.parametrize("key", KEYS, ids=repr)
def test_pytricia_reads_a_key_as_the_original_does(key):
    original = pytest.importorskip("pytricia", reason="pytricia is not installed")
    trees = [PyTricia(128), original.PyTricia(128)]
    same(trees, "__setitem__", key, "v")
    same(trees, "keys")
    for name in (*LOOKS, "delete"):
        same(trees, name, key)
    same(trees, "insert", key, "w")
    same(trees, "insert", key, 4, "x")
    same(trees, "insert", key, "no length", "y")
    same(trees, "keys")


ARGUMENTS = [("a",), (-1,), (129,), (0,), (64, 99), (32, 2, 1, 1), (None,), (1.5,)]


@pytest.mark.parametrize("args", ARGUMENTS, ids=repr)
def test_pytricia_is_made_as_the_original_is(args):
    original = pytest.importorskip("pytricia", reason="pytricia is not installed")
    ours, theirs = outcome(PyTricia, *args), outcome(original.PyTricia, *args)
    assert type(ours).__name__ == type(theirs).__name__
    assert isinstance(ours, PyTricia) or ours[0] == theirs[0]


@given(text=WRITTEN)
def test_what_the_helper_reads_all_faces_read_the_same(text):
    found = read_prefix(text)
    if found is None:
        return
    assert found == pytricia.of_text(text)
    with without_helper(subnettree):
        assert found == subnettree.parse_cidr(text)
    with without_helper(radix):
        assert cut(*found)[:3] == radix.of_text(text, radix.FULL)


def without_helper(module):
    return patch.object(module, "read_prefix", return_value=None)


# -- py-radix ------------------------------------------------------------------------------

SEARCHES = ["exact", "best", "worst", "covering", "covered"]


@settings(max_examples=300, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["add", "delete"]), WRITTEN), max_size=30
    ),
    looks=st.lists(WRITTEN, max_size=12),
)
def test_radix_does_what_the_original_does(changes, looks):
    original = pytest.importorskip("radix", reason="py-radix is not installed")
    trees = [Radix(), original.Radix()]
    for name, prefix in changes:
        same(trees, name, prefix)
    same(trees, "nodes")
    same(trees, "prefixes")
    same(trees, "__getstate__")
    assert plain(list(trees[0])) == plain(list(trees[1]))
    for prefix in [*looks, *[prefix for _, prefix in changes]]:
        for name in SEARCHES:
            same(trees, f"search_{name}", prefix)


PREFIXES = [
    ((), {}), (("blah/32",), {}), (("127.0.0.1", -2), {}), (("127.0.0.1", -1), {}),
    (("127.0.0.1", 64), {}), (("::", 256), {}), (("10.0.0.1/8", 16), {}),
    (("10.0.0.1/",), {}), (("10.0.0.1/x",), {}), (("10.0.0.1/8x",), {}),
    (("10.0.0.1/ 8",), {}), (("10.0.0.1/33",), {}), (("10.0.0.1/-1",), {}), (("10",), {}),
    (("10.1/16",), {}), (("0x0a000001",), {}), (("010.0.0.1",), {}), ((5,), {}),
    ((None,), {}), ((b"10.0.0.0/8",), {}), (("10.0.0.0", None), {}),
    (("10.0.0.0", "8"), {}), ((), {"packed": b"abcd", "masklen": 8}),
    ((), {"packed": b"abc"}), ((), {"packed": b"a" * 16, "masklen": 64}),
    ((), {"packed": b"abcd", "masklen": 40}), ((), {"packed": "abcd"}),
    ((), {"packed": b""}), ((), {"packed": bytearray(b"abcd")}),
    (("10.0.0.0",), {"packed": b"abcd"}), (("::ffff:1.2.3.4",), {}), ((" 10.0.0.1",), {}),
    ((), {"network": "1.1.1.1", "masklen": 0}), (("10.0.0.0/8/9",), {}),
    (("1.2.3.4" * 50,), {}), (("10.0.0.1", True), {}), (("10.0.0.0/08",), {}),
]  # fmt: skip


@pytest.mark.parametrize(("args", "kwargs"), PREFIXES, ids=repr)
def test_radix_reads_a_prefix_as_the_original_does(args, kwargs):
    original = pytest.importorskip("radix", reason="py-radix is not installed")
    trees = [Radix(), original.Radix()]
    same(trees, "add", *args, **kwargs)
    same(trees, "prefixes")


# -- pysubnettree --------------------------------------------------------------------------

SETS = st.tuples(st.sampled_from(["__setitem__", "insert"]), WRITTEN, st.integers(0, 9))
SINGLE = st.tuples(st.sampled_from(["insert", "remove", "__delitem__"]), WRITTEN)
LENIENT = ["__contains__", "__getitem__"]


@settings(max_examples=300, deadline=None)
@given(
    changes=st.lists(SETS | SINGLE, max_size=30),
    looks=st.lists(WRITTEN, max_size=12),
    addresses=st.lists(st.binary(min_size=4, max_size=4) | st.binary(max_size=16)),
)
def test_subnettree_does_what_the_original_does(changes, looks, addresses):
    original = pytest.importorskip("SubnetTree", reason="pysubnettree is not installed")
    trees = [SubnetTree(), original.SubnetTree()]
    for name, key, *value in changes:
        found = [outcome(getattr(tree, name), key, *value) for tree in trees]
        assert found[0] in (found[1], None), (name, key)  # None: an assignment
    same_prefixes(*trees)
    for key in [*looks, *[change[1] for change in changes]]:
        for name in LENIENT:
            same(trees, name, key)
        same(trees, "search_all", key.partition("/")[0])
    for tree in trees:
        tree.set_binary_lookup_mode()
    for octets in addresses:
        for name in (*LENIENT, "search_all"):
            same(trees, name, octets)


def same_prefixes(ours, theirs):
    """That both have the same subnets; the original makes some of IPv6 negative."""
    assert ours.prefixes() == theirs.prefixes()
    assert ours.prefixes(with_len=False) == theirs.prefixes(with_len=False)
    if not any("/-" in text for text in theirs.prefixes(True)):
        assert ours.prefixes(True) == theirs.prefixes(True)
        assert ours.prefixes(True, False) == theirs.prefixes(True, False)


SUBNETS = [
    "10.0.0.0/8", "10.0.0.1", "1.2.3.0/a", "1.2.3.0/8x", "1.2.3.0/", "1.2.3.0/ 8",
    "1.2.3.0/-1", "1.2.3.0/33", "1.2.3.0/65544", "::/129", "::1/64", "::ffff:0:0/96",
    "a.b.c.d", "", "10", "10.1", " 10.0.0.1", "10.0.0.1 ", "1.2.3.4/8/9", "x" * 100,
    "1111:2222:3333:4444:5555:6666:7777:8888/64", "1::5",
]  # fmt: skip
OTHERS = [None, 42, True, b"abcd", b"10.0.0.1", b"10.0.0.0/8", b"a" * 16, 1.5, "\xe9"]


@pytest.mark.parametrize("key", [*SUBNETS, *OTHERS], ids=repr)
@pytest.mark.parametrize("mode", [False, True], ids=["text", "octets"])
def test_subnettree_reads_a_key_as_the_original_does(key, mode):
    original = pytest.importorskip("SubnetTree", reason="pysubnettree is not installed")
    trees = [SubnetTree(mode), original.SubnetTree(mode)]
    for name, args in [
        ("__setitem__", ["v"]), ("prefixes", None), ("__getitem__", []),
        ("__contains__", []), ("lookup", []), ("search_all", []), ("insert", ["w"]),
        ("insert", []), ("__getitem__", []), ("remove", []), ("__delitem__", []),
    ]:  # fmt: skip
        given = [] if args is None else [key, *args]
        ours, theirs = [outcome(getattr(tree, name), *given) for tree in trees]
        if isinstance(theirs, tuple):  # texts of SWIG are long
            assert ours[0] == theirs[0]
            assert theirs[0] == "SystemError" or ours[1][:60] == theirs[1][:60]
        else:
            assert ours in (theirs, None), name
