"""NamedTuple and IntFlag of rtentry.light beside the originals."""

from __future__ import annotations

import copy
import enum
import operator
import pickle
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.flags import IFF, NTF, RTF
from rtentry.light import NamedTuple
from rtentry.model import Nexthop


class Pair(NamedTuple):
    """Two things."""

    left: int
    right: int = 2

    @property
    def total(self) -> int:
        """Both."""
        return self.left + self.right


class Original(typing.NamedTuple):
    left: int
    right: int = 2


Plain = enum.IntFlag("Plain", [flag.name for flag in RTF])  # type: ignore[misc]
"""RTF as enum has it."""

BITS = (1 << len(RTF)) - 1

numbers = st.one_of(st.integers(0, BITS), st.sampled_from([int(f) for f in RTF]))


# -- named tuples ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["_fields", "_field_defaults", "__match_args__"])
def test_a_named_tuple_says_of_itself_what_the_original_says(name):
    assert getattr(Pair, name) == getattr(Original, name)


def test_a_named_tuple_is_made_by_place_by_name_and_with_defaults():
    made = [
        Pair(1),
        Pair(1, 2),
        Pair(left=1),
        Pair(right=2, left=1),
        Pair._make([1, 2]),
    ]
    assert made == [(1, 2)] * 5
    assert [type(each) for each in made] == [Pair] * 5


@pytest.mark.parametrize(
    "make",
    [
        lambda kind: kind(),
        lambda kind: kind(1, 2, 3),
        lambda kind: kind(1, middle=2),
        lambda kind: kind._make([1]),
        lambda kind: kind(1)._replace(middle=2),
    ],
)
def test_a_named_tuple_refuses_what_the_original_refuses(make):
    with pytest.raises((TypeError, ValueError)) as theirs:
        make(Original)
    with pytest.raises(theirs.type) as ours:
        make(Pair)
    assert str(ours.value) == str(theirs.value).replace("Original", "Pair")


def test_a_named_tuple_is_shown_changed_and_taken_apart_as_the_original():
    ours, theirs = Pair(1), Original(1)
    assert repr(ours) == repr(theirs).replace("Original", "Pair")
    assert tuple(ours._replace(right=5)) == tuple(theirs._replace(right=5))
    assert ours._asdict() == theirs._asdict()
    assert ours.total == 3
    assert Pair.__doc__ == "Two things."


@pytest.mark.parametrize(
    "remade", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
@pytest.mark.parametrize(
    "value", [Pair(1, 5), Nexthop(None, "en0", 2), RTF.UP | RTF.HOST]
)
def test_a_copy_is_equal_and_of_the_same_type(remade, value):
    again = remade(value)
    assert (again, type(again)) == (value, type(value))


def test_a_field_is_read_only():
    with pytest.raises(AttributeError):
        Pair(1).left = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Pair(1).other = 2  # type: ignore[attr-defined]


def test_match_takes_a_record_apart():
    match Pair(1, 5):
        case Pair(left, right):
            assert (left, right) == (1, 5)


# -- flags -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("union", [RTF, NTF, IFF])
def test_flags_are_the_bits_in_order(union):
    assert [int(flag) for flag in union] == [1 << n for n in range(len(union))]
    assert list(union.__members__.values()) == list(union)
    assert all(union[flag.name] == flag for flag in union)


@given(numbers)
def test_a_number_of_flags_shows_itself_as_an_enum_does(number):
    ours, theirs = RTF(number), Plain(number)
    assert repr(ours) == repr(theirs).replace("Plain", "RTF")
    assert str(ours) == str(theirs)
    assert f"{ours:x}" == f"{theirs:x}"
    assert (ours.name, ours.value, len(ours)) == (
        theirs.name,
        theirs.value,
        len(theirs),
    )
    assert [flag.name for flag in ours] == [flag.name for flag in theirs]
    assert int(~ours) == int(~theirs)
    assert (bool(ours), hash(ours)) == (bool(number), hash(number))


@given(numbers, numbers, st.sampled_from([operator.or_, operator.and_, operator.xor]))
def test_flags_are_put_together_as_those_of_an_enum(one, other, put):
    expected = int(put(Plain(one), Plain(other)))
    for found in (
        put(RTF(one), RTF(other)),
        put(RTF(one), other),
        put(one, RTF(other)),
    ):
        assert (found, type(found)) == (expected, RTF)
    assert (RTF(one) in RTF(other)) == (Plain(one) in Plain(other))


def test_flags_are_not_put_together_with_text():
    with pytest.raises(TypeError):
        RTF.UP | "UP"  # type: ignore[operator]


def test_an_unknown_flag_is_a_key_error():
    with pytest.raises(KeyError):
        RTF["SIDEWAYS"]
