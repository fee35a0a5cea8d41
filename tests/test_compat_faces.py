"""What the faces of other packages do, also where those do otherwise."""

from __future__ import annotations

import gc
import pickle
import socket

import pytest

from rtentry.compat.pytricia import PyTricia
from rtentry.compat.radix import Radix, RadixNode
from rtentry.compat.subnettree import SubnetTree


def tree(*prefixes, bits=32):
    made = PyTricia(bits)
    for prefix in prefixes:
        made[prefix] = prefix
    return made


# -- pytricia ------------------------------------------------------------------------------


def test_pytricia_keeps_a_key_as_it_was_written_first():
    made = tree("10.1.2.3/16", "10.1.0.0/16")
    assert made.keys() == ["10.1.2.3/16"]
    assert made["10.1.9.9"] == "10.1.0.0/16"


def test_pytricia_has_both_ip_versions_in_one_space_of_bits():
    made = tree("2000::/8", "2001:db8::/32", "32.1.13.0/24", bits=128)
    assert made.keys() == ["2000::/8", "32.1.13.0/24", "2001:db8::/32"]
    assert made.get_key("32.0.0.1") == "2000::/8"
    assert made.has_key("32.0.0.0/8")
    assert made.get_key("2001:d00::1") == "32.1.13.0/24"
    assert made.children("32.1.13.0/24") == ["2001:db8::/32"]
    assert made.parent("2001:db8::/32") == "32.1.13.0/24"


@pytest.mark.parametrize(
    "key", ["1.2", "1.2.3", "10.0.0.1 ", "fe80::1%lo", (b"abcd",), ()]
)
def test_pytricia_refuses_a_key_that_is_none(key):
    made = tree("0.0.0.0/0")
    for call in (made.get, made.__contains__, made.has_key, made.delete):
        with pytest.raises(ValueError, match=r"^Invalid "):
            call(key)
    with pytest.raises(ValueError, match=r"^Invalid "):
        made[key] = 1
    assert made.keys() == ["0.0.0.0/0"]


@pytest.mark.parametrize("number", [-1, 1 << 64, 1 << 65])
def test_a_number_that_is_no_address_matches_nothing(number):
    made = tree("0.0.0.0/0")
    assert number not in made
    assert made.get(number, "none") == "none"
    assert not made.has_key(number)
    with pytest.raises(KeyError):
        made[number]
    with pytest.raises(ValueError, match="Invalid key"):
        made[number] = 1


def test_a_length_longer_than_the_address_is_refused():
    with pytest.raises(ValueError, match="Invalid key"):
        tree().insert("10.0.0.0", 99, "v")


def test_prefixes_longer_than_the_bits_of_a_tree_are_kept_apart():
    made = tree("fe80:abcd::/96", "fe80:abcd::1:0:0/96", bits=32)
    assert made["fe80:abcd::7"] == "fe80:abcd::/96"
    assert made["fe80:abcd::1:0:7"] == "fe80:abcd::1:0:0/96"


@pytest.mark.parametrize("raw", [False, True])
def test_a_frozen_pytricia_comes_back_from_a_pickle_as_it_was(raw):
    made = PyTricia(128, socket.AF_INET6, raw)
    made.insert("fe80::/64", [1])
    made["10.0.0.0/8"] = 2
    with pytest.raises(RuntimeError, match="must be frozen"):
        pickle.dumps(made)
    made.freeze()
    again = pickle.loads(pickle.dumps(made))
    assert again.keys() == made.keys()
    assert again["fe80::1"] == [1]
    with pytest.raises(ValueError, match="frozen"):
        again["11.0.0.0/8"] = 3
    again.thaw()
    again["11.0.0.0/8"] = 3
    assert len(again) == 3


def test_equal_values_of_different_kinds_stay_what_they_are():
    made = PyTricia()
    made["10.0.0.0/8"], made["11.0.0.0/8"], made["12.0.0.0/8"] = (1,), (1.0,), (True,)
    assert [repr(made[f"{n}.0.0.1"]) for n in (10, 11, 12)] == [
        "(1,)",
        "(1.0,)",
        "(True,)",
    ]


def test_a_tree_may_change_while_somebody_goes_through_it():
    made = tree("10.0.0.0/8", "11.0.0.0/8")
    for key in made:
        made.delete(key)
    assert len(made) == 0


def test_what_is_taken_out_is_not_met_by_who_goes_through_it():
    made = tree("10.0.0.0/8", "10.0.1.0/24", "10.1.0.0/16")
    keys = iter(made)
    del made["10.0.1.0/24"]
    assert list(keys) == ["10.0.0.0/8", "10.1.0.0/16"]


# -- py-radix ------------------------------------------------------------------------------


def test_radix_gives_the_same_node_for_the_same_prefix():
    made = Radix()
    node = made.add("10.1.2.3", 8)
    assert made.add("10.0.0.0/8") is node
    assert made.search_best("10.9.9.9") is node
    assert (node.prefix, node.packed, node.parent) == ("10.0.0.0/8", b"\n\0\0\0", None)


def test_nodes_are_found_whether_they_wait_or_not():
    made = Radix()
    first = made.add("10.0.0.0/8")
    assert made.add("10.0.0.0", 8) is first  # both wait
    assert made.search_exact("10.0.0.0/8") is first
    second = made.add("10.1.0.0/16")  # only this one waits
    assert (made.add("10.0.0.0/8"), len(made)) == (first, 2)
    assert made.search_best("10.1.2.3") is second
    made.add("10.2.0.0/16")
    made.delete("10.2.0.0/16")
    assert made.prefixes() == ["10.0.0.0/8", "10.1.0.0/16"]


def test_what_is_covered_comes_before_what_covers_it():
    made = Radix()
    for prefix in (
        "10.0.0.0/8",
        "10.0.0.0/16",
        "10.0.0.0/24",
        "10.1.0.0/16",
        "11.0.0.0/8",
    ):
        made.add(prefix)
    found = [node.prefix for node in made.search_covered("10.0.0.0/7")]
    assert found == [
        "10.0.0.0/24",
        "10.0.0.0/16",
        "10.1.0.0/16",
        "10.0.0.0/8",
        "11.0.0.0/8",
    ]


def test_a_change_while_somebody_goes_through_a_radix_is_told():
    made = Radix()
    made.add("10.0.0.0/8")
    made.add("11.0.0.0/8")
    nodes = iter(made)
    made.delete(next(nodes).prefix)
    with pytest.raises(RuntimeWarning, match="modified during iteration"):
        next(nodes)


def test_a_node_outlives_its_tree_but_has_no_parent_then():
    made = Radix()
    above = made.add("10.0.0.0/8")
    node = made.add("10.0.0.0/16")
    assert node.parent is above
    del made, above
    gc.collect()
    assert node.prefix == "10.0.0.0/16"
    assert node.parent is None


def test_a_node_that_was_taken_out_has_no_parent():
    made = Radix()
    made.add("10.0.0.0/8")
    node = made.add("10.0.0.0/16")
    made.delete("10.0.0.0/16")
    assert node.parent is None
    assert made.add("10.0.0.0/16") is not node
    assert node.parent is None


def test_nodes_are_read_only_but_for_what_is_in_their_dictionary():
    node = Radix().add("10.0.0.0/8")
    node.data["key"] = 1
    for name in ("data", "prefix", "other"):
        with pytest.raises(AttributeError):
            setattr(node, name, {})
    with pytest.raises(TypeError, match="cannot pickle"):
        pickle.dumps(node)
    assert isinstance(node, RadixNode)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_radix_comes_back_from_a_pickle(protocol):
    made = Radix()
    made.add("2001:db8::/32").data["key"] = 1
    made.add("10.0.0.0/8")
    again = pickle.loads(pickle.dumps(made, protocol))
    assert again.prefixes() == ["10.0.0.0/8", "2001:db8::/32"]
    assert again.search_exact("2001:db8::/32").data == {"key": 1}


@pytest.mark.parametrize("name", ["exact", "best", "worst", "covering", "covered"])
@pytest.mark.parametrize("args", [("10.0.0.1/33",), ("blah",), ("::", 129), ("::", -2)])
def test_a_search_for_what_is_no_prefix_is_an_error(name, args):
    with pytest.raises(ValueError, match=r"prefix length|Name or service"):
        getattr(Radix(), f"search_{name}")(*args)


def test_an_empty_radix_is_true_and_has_a_length():
    assert bool(Radix()) is True
    assert len(Radix()) == 0


# -- pysubnettree --------------------------------------------------------------------------


def subnets(*cidrs):
    made = SubnetTree()
    for cidr in cidrs:
        made[cidr] = cidr
    return made


def test_subnettree_has_ipv4_in_ipv6():
    made = subnets("::/0", "::ffff:0:0/96", "10.0.0.0/8", "10.1.0.0/16")
    assert made["::ffff:10.1.2.3"] == made["10.1.2.3"] == "10.1.0.0/16"
    assert (made["11.0.0.1"], made["2001:db8::1"]) == ("::ffff:0:0/96", "::/0")
    found = ["10.1.0.0/16", "10.0.0.0/8", "::ffff:0:0/96", "::/0"]
    assert made.search_all("10.1.2.3") == found
    assert made.search_all("10.1.0.0/12") == found[1:]


def test_a_subnet_of_ipv6_that_ipv4_is_part_of_stays_one():
    made = subnets("::ffff:10.0.0.0/90")
    assert made.prefixes(ipv4_native=True) == {"::ffff:10.0.0.0/90"}


def test_a_subnet_without_a_value_is_in_the_set():
    made = SubnetTree()
    assert made.insert("10.0.0.0/8") is True
    assert "10.1.1.1" in made
    assert made["10.1.1.1"] == "<dummy string>"
    assert made.remove("10.0.0.0/8") is False
    with pytest.raises(RuntimeError, match="patricia_lookup failed"):
        made.remove("10.0.0.0/8")


def test_a_lookup_without_a_match_is_an_error():
    with pytest.raises(SystemError, match=r"no subnet has '192\.0\.2\.1'"):
        SubnetTree().lookup("192.0.2.1")
    with pytest.raises(KeyError, match=r"192\.0\.2\.1"):
        SubnetTree()["192.0.2.1"]


def test_octets_are_looked_for_in_binary_mode():
    made = subnets("192.0.2.0/24", "2001:db8::/32")
    made.set_binary_lookup_mode()
    assert made.get_binary_lookup_mode() is True
    assert made[socket.inet_aton("192.0.2.7")] == "192.0.2.0/24"
    assert socket.inet_pton(socket.AF_INET6, "2001:db8::7") in made
    with pytest.raises(ValueError, match="4 or 16 bytes"):
        "192.0.2.77" in made  # noqa: B015
