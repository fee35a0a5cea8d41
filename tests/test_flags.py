from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import IFF, NTF, RTF, WORDS, Letters

LETTERS = Letters(
    "test",
    {RTF.UP: "U", RTF.GATEWAY: "G", RTF.HOST: "H", RTF.STATIC: "S", RTF.PROTO3: "3"},
    {RTF.PROTO3: "what it means here"},
)


def test_every_route_flag_has_words() -> None:
    assert set(WORDS) == set(RTF)
    assert all(not words.endswith(".") for words in WORDS.values())


@pytest.mark.parametrize("flags", [RTF, NTF, IFF])
def test_every_flag_is_a_bit_of_its_own(flags) -> None:
    values = [flag.value for flag in flags]
    assert len({*values}) == len(values)
    assert all(value.bit_count() == 1 for value in values)


def test_letters_stand_in_printed_order() -> None:
    assert LETTERS.show(RTF.STATIC | RTF.UP | RTF.GATEWAY) == "UGS"
    assert LETTERS.show(RTF(0)) == ""


def test_letters_are_read_in_any_order() -> None:
    assert LETTERS.parse("SGU") == RTF.UP | RTF.GATEWAY | RTF.STATIC
    assert LETTERS.parse("") == RTF(0)


def test_an_unknown_letter_is_an_error_that_names_it() -> None:
    with pytest.raises(FormatError, match="unknown flag 'Q' in 'UGQ'"):
        LETTERS.parse("UGQ")


def test_a_flag_without_a_letter_is_left_out_or_refused() -> None:
    flags = RTF.UP | RTF.CLONED | RTF.LOCAL
    assert LETTERS.show(flags) == "U"
    assert LETTERS.missing(flags) == RTF.CLONED | RTF.LOCAL
    with pytest.raises(NotExpressible, match=r"test has no letter for CLONED\|LOCAL"):
        LETTERS.require(flags)
    assert LETTERS.require(RTF.UP) == "U"


def test_letters_are_explained_in_the_words_of_the_system() -> None:
    assert LETTERS.explain("U3") == [
        ("U", RTF.UP, WORDS[RTF.UP]),
        ("3", RTF.PROTO3, "what it means here"),
    ]
    with pytest.raises(FormatError, match="unknown flag 'x' in 'Ux'"):
        LETTERS.explain("Ux")


@given(st.sets(st.sampled_from(list(LETTERS.table))))
def test_flags_with_letters_come_back(chosen: set[RTF]) -> None:
    flags = RTF(0)
    for flag in chosen:
        flags |= flag
    assert LETTERS.parse(LETTERS.show(flags)) == flags
