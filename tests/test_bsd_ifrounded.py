from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.bsd.ifrounded import parse_rounded, rounded, show_rounded
from rtentry.errors import FormatError

ROUNDED = [
    # value, unit, text
    (0, 1000, "0"),
    (999, 1000, "999"),
    (1000, 1000, "1.0k"),
    (1234, 1000, "1.2k"),
    (99949, 1000, "100k"),
    (120411, 1000, "120k"),
    (1000, 1024, "1.0K"),
    (1023, 1024, "1.0K"),
    (98110422, 1024, "94M"),
    (10233411, 1024, "9.8M"),
    (12345678901, 1024, "11G"),
]


@pytest.mark.parametrize(("value", "unit", "text"), ROUNDED)
def test_a_counter_is_rounded_to_four_characters(
    value: int, unit: int, text: str
) -> None:
    assert show_rounded(value, unit) == text


@given(st.integers(0, 2**63), st.sampled_from([1000, 1024]))
def test_a_rounded_counter_comes_back(value: int, unit: int) -> None:
    text = show_rounded(value, unit)
    assert len(text) <= 4
    assert show_rounded(parse_rounded(text, unit), unit) == text


@pytest.mark.parametrize("cell", ["1.23K", "1.K", "12Q", "K", "x", "1,2K"])
def test_what_is_no_rounded_number_is_refused(cell: str) -> None:
    with pytest.raises(FormatError):
        parse_rounded(cell, 1000)


def test_a_counter_that_is_not_there_is_a_dash() -> None:
    column = rounded("ipkts", 1000)
    assert column.parse("-") is None
    assert column.show(None) == "-"
