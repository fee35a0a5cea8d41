from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.forms.fit import (
    Span,
    fit,
    fit_most,
    guesses,
    keep,
    kept,
    place,
    printed,
    regular,
    spans,
    usual,
)
from rtentry.rowformat import Row

Places = list[list[Span | None]]


def places(lines: list[str], blanks: dict[int, list[int]] | None = None) -> Places:
    """Where the cells of *lines* stand; *blanks*: which are missing in which line."""
    out: Places = []
    for n, line in enumerate(lines):
        row: list[Span | None] = list(spans(line))
        for at in (blanks or {}).get(n, []):
            row.insert(at, None)
        out.append(row)
    return out


def check(lines: list[str], blanks: dict[int, list[int]] | None = None) -> str:
    """The format that prints all of *lines*."""
    at = places(lines, blanks)
    format_ = fit(at, lines)
    assert format_ is not None
    assert printed(format_, at, lines) == list(range(len(lines)))
    return format_


def test_spans_are_where_words_stand() -> None:
    assert spans("  ab c  def") == [(2, 4), (5, 6), (8, 11)]
    assert spans("") == []


PLACED = [
    # line, heading, words under it
    ("a     b", "One   Two", ["a", "b"]),
    ("a  ", "One   Two", ["a", None]),
    ("      b", "One   Two", [None, "b"]),
    ("        12   en0", "Refs    Use  Netif Expire", [None, "12", "en0", None]),
    ("  1   2        en0", "Refs Use Mtu   Netif", ["1", "2", None, "en0"]),
]


@pytest.mark.parametrize(("line", "heading", "words"), PLACED)
def test_words_belong_to_the_nearest_heading(
    line: str, heading: str, words: list[str | None]
) -> None:
    assert place(line, spans(heading)) == words


def test_more_words_than_headings_have_no_place() -> None:
    assert place("a b c", spans("One Two")) is None


TABLES = [
    # what it is, its lines
    ("left", ["a    bb   c", "aaa  b    ccc"]),
    ("right", ["  a   1", "aaa  22", " aa 333"]),
    (
        "left, right and centred, as somebody typed a table again",
        [
            "198.51.100.0    10.0.0.1    255.255.255.0  UG   0     3   fxp0   1500",
            "192.0.2.0     192.0.2.254   255.255.255.0  U   12   104   fxp1     40",
            "10.0.0.0       172.16.9.1   255.0.0.0      U    0     0  tun12  16384",
        ],
    ),
    (
        "centred with odd and even lengths",
        ["|    ab    |", "|   abcd   |", "|  abcdef  |", "|   abc    |"],
    ),
    ("one row", ["a  b      c   d"]),
    ("a column that ends the line", ["a x", "a xx", "a xxxx"]),
    ("blanks at the ends", ["a   b   ", "aa  bb  "]),
]


@pytest.mark.parametrize(("_what", "lines"), TABLES, ids=[what for what, _ in TABLES])
def test_the_format_of_a_table_prints_it(_what: str, lines: list[str]) -> None:
    check(lines)


def test_left_right_and_centred_columns_are_told_apart() -> None:
    lines = [
        "a        x       1",
        "bb      xxx     22",
        "ccc    xxxxx   333",
    ]
    assert check(lines) == "%-3s   %^7s %4s"


def test_blank_cells_are_blanks() -> None:
    lines = ["a    b    c", "a         c", "aaa  bb  cc"]
    assert fit(places(lines[:2], {1: [1]}), lines[:2]) == "%-4s %-4s %s"
    assert fit(places(lines, {1: [1]}), lines) is not None


def test_the_last_cell_may_be_missing() -> None:
    lines = ["a  b    7", "a  b", "a  b  123"]
    format_ = check(lines, {1: [2]})
    assert format_.endswith("}")


def test_a_long_cell_pushes_the_rest_to_the_right() -> None:
    lines = [
        "10/8               192.0.2.1          UG     em0",
        "2001:db8:aaaa:bbbb::/64 192.0.2.1          UG     em0",
        "192.0.2/24         link#1             U      em1",
        "127/8              127.0.0.1          UGRS   lo0",
    ]
    at = places(lines)
    assert fit(at, lines) is None
    format_ = fit_most(at, lines)
    assert format_ is not None
    assert printed(format_, at, lines) == [0, 1, 2, 3]


def test_a_line_that_was_edited_is_left_out() -> None:
    lines = ["a     1  x", "bb   22  y", "ccc 333  x", "d  4  y", "e   555  z"]
    at = places(lines)
    format_ = fit_most(at, lines)
    assert format_ is not None
    assert printed(format_, at, lines) == [0, 1, 2, 4]


def test_lines_without_any_order_have_no_format() -> None:
    lines = ["a b c", "a   b   c", "  a b     c", "a      b c"]
    assert fit_most(places(lines), lines) is None
    assert fit([], []) is None


def test_a_column_lines_up_at_one_of_its_sides() -> None:
    assert usual([(0, 3), (0, 5), (1, 5)]) == (0, 0)
    assert usual([(0, 5), (2, 5), (4, 5)]) == (1, 5)
    assert usual([None, (2, 5)]) == (0, 2)
    assert regular([[(0, 3), (5, 6)], [(0, 1), (5, 9)], [(2, 3), (5, 6)]]) == [0, 1]


cell = st.text(st.sampled_from("abc123"), min_size=1, max_size=9)


@given(st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=8))
def test_what_a_format_printed_can_be_fitted(cells) -> None:
    lines = [Row("%-10s %10s %s").show(row) for row in cells]
    check(lines)


@given(st.dictionaries(st.integers(0, 99), st.text(st.sampled_from("ab :1"))))
def test_lines_kept_are_options_and_come_back(lines: dict[int, str]) -> None:
    assert kept((*keep(lines), "upper", "names")) == lines


GUESSES = [
    # format, heading, line, guesses
    ("%s %6s{ %6s}", "A B C", "a  1", [["a", "1", None]]),
    ("%s %6s{ %6s}", "A B C", "a 1 2", [["a", "1", "2"]]),
    ("%s %6s{ %6s}{ =>}", "A B C", "a 1 =>", [["a", "1", None, "=>"]]),
    ("%s{ %6s}{ %6s}{ =>}", "A B C", "a =>", [["a", None, None, "=>"]]),
    ("%s %6s %1s %s", "A B D", "a 1 x", [["a", "1", "", "x"]]),
    ("%s %6s %1s %s", "A B D", "a 1 L x", [["a", "1", "L", "x"]]),
    ("%s %6s%1s %s", "A B D", "a 1L x", [["a", "1L", "", "x"], ["a", "1", "L", "x"]]),
    ("%s %6s%1s %s", "A B D", "a -L x", [["a", "-L", "", "x"], ["a", "-", "L", "x"]]),
    ("%s %6s %s", "A    B   C", "a        c", [["a", None, "c"]]),
    ("%s %6s %s", "A    B   C", "a b c d", []),
    ("%s %6s{ %#s}", "A B C", "a 1 b c d", [["a", "1", "b c d"]]),
    ("%s %6s %1s{ %#s}", "A B C", "a 1 L b c", [["a", "1", "L", "b c"]]),
]


@pytest.mark.parametrize(("format_", "heading", "line", "found"), GUESSES)
def test_cells_of_a_row_spaced_otherwise_are_guessed(
    format_: str, heading: str, line: str, found: list[list[str | None]]
) -> None:
    ways = list(guesses(Row(format_), line, heading))
    assert ways[: len(found) or None] == found


@pytest.mark.parametrize("end", [[], [None]])
def test_cells_in_the_middle_may_stand_for_each_other(end: list[None]) -> None:
    row = Row("%s{ %3s}{ %5s} %s" + "{ %s}" * len(end))
    ways = list(guesses(row, "a b c", "A B C"))
    assert ways[0] == ["a", "b", None, "c", *end]
    assert ["a", None, "b", "c", *end] in ways


def test_a_cell_that_is_often_blank_may_be_so() -> None:
    ways = list(guesses(Row("%s %6s %s"), "a c", "A B C", blanks=(1,)))
    assert ways[0] == ["a", "", "c"]
