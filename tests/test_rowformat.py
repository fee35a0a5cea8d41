from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.rowformat import (
    Cells,
    Conversion,
    Group,
    Row,
    split_format,
    split_groups,
)

PIECES = [
    # format, its pieces
    ("%s", (Conversion(),)),
    ("%-18s", (Conversion(18, 0, "-"),)),
    ("%-6.6s %8s", (Conversion(6, 6, "-"), " ", Conversion(8))),
    ("%.16s", (Conversion(0, 16),)),
    ("%^13s", (Conversion(13, 0, "^"),)),
    ("%-~17s", (Conversion(17, 0, "-", "~"),)),
    ("%~6s%#s", (Conversion(6, 0, "", "~"), Conversion(0, 0, "", "#"))),
    ("100%% of %s", ("100% of ", Conversion())),
    ("words", ("words",)),
]


@pytest.mark.parametrize(("text", "pieces"), PIECES)
def test_a_format_is_text_and_conversions(text: str, pieces) -> None:
    assert split_format(text) == pieces


def test_a_conversion_is_written_as_it_was() -> None:
    for text in ("%s", "%-18s", "%-6.6s", "%8s", "%^13s", "%-~17s", "%~6s", "%#s"):
        assert str(split_format(text)[0]) == text


def test_braces_are_groups() -> None:
    assert split_groups("%s{ on %s}{ permanent}") == (
        Group((Conversion(),), optional=False, conversions=1, cells=1),
        Group((" on ", Conversion()), optional=True, conversions=1, cells=1),
        Group((" permanent",), optional=True, conversions=0, cells=1),
    )
    row = Row("%s{ on %s}{ permanent}")
    assert row.count == 3
    assert [group.cells for group in row.groups] == [1, 1, 1]
    assert [group.conversions for group in row.groups] == [1, 1, 0]
    assert row.groups[2].text == " permanent"


SHOWN = [
    # format, cells, line
    ("%-6s|%6s", ("a", "b"), "a     |     b"),
    ("%-3s %s", ("abcdef", "x"), "abcdef x"),
    ("%-3.3s %s", ("abcdef", "x"), "abc x"),
    ("%-6s%%", ("a",), "a     %"),
    ("%^7s|", ("abc",), "  abc  |"),
    ("%^7s|", ("abcd",), " abcd  |"),
    ("%^3s|", ("abcdef",), "abcdef|"),
    ("%s{ on %s}", ("a", None), "a"),
    ("%s{ on %s}", ("a", ""), "a on "),
    ("%s{ on %s}{!}", ("a", "b", "!"), "a on b!"),
    ("{%2s}{%4s}|", (None, "x"), "   x|"),
    ("{%2s %2s} %s", ("a", "b", "c"), " a  b c"),
    ("{%2s %2s} %s", (None, None, "c"), " c"),
]


@pytest.mark.parametrize(("format_", "cells", "line"), SHOWN)
def test_a_row_is_printed_as_printf_does(format_: str, cells: Cells, line: str) -> None:
    row = Row(format_)
    assert row.show(cells) == line
    assert list(row.show_all([cells, cells])) == [line, line]


READ = [
    # format, line, its cells
    ("%-6s %6s", "a           b", ("a", "b")),
    ("%-6s %6s", "abcdefgh      b", ("abcdefgh", "b")),
    ("%-6s %6s %s", "a             c", ("a", "", "c")),
    ("%-6s %6s %s", "            b c", ("", "b", "c")),
    ("%6s %1s %s", "     1   x", ("1", "", "x")),
    ("%6s %1s %s", "     1 L x", ("1", "L", "x")),
    ("%s{ on %s}{ permanent}", "a on b permanent", ("a", "b", "permanent")),
    ("%s{ on %s}{ permanent}", "a permanent", ("a", None, "permanent")),
    ("%s (%s) at %s", "? (192.0.2.1) at x", ("?", "192.0.2.1", "x")),
    ("%-6s{ %6s}{ =>}", "a            =>", None),
    ("%-6s{ %6s}{ =>}", "a           1 =>", ("a", "1", "=>")),
    ("%-6s{ %6s}{ =>}", "a      =>", ("a", None, "=>")),
    ("%-3.3s|%s", "abcd|x", None),
    ("%^7s|%s", "  abc  |x", ("abc", "x")),
]


@pytest.mark.parametrize(("format_", "line", "cells"), READ)
def test_cells_are_where_the_format_puts_them(
    format_: str, line: str, cells: Cells | None
) -> None:
    assert Row(format_).match(line) == cells


def test_blanks_after_a_row_do_not_matter_to_its_cells() -> None:
    assert Row("%-6s %6s").match("a           b   ") == ("a", "b")
    assert Row("%-6s %6s").split("a           b   ") is None


def test_words_are_cells_only_if_the_line_comes_out_of_them() -> None:
    row = Row("%-6s %6s{ %3s}")
    assert row.split("a           b") == ("a", "b", None)
    assert row.split("a           b   c") == ("a", "b", "c")
    assert row.split("a          b") is None
    assert row.split("a") is None


def test_a_shape_reads_other_rows_with_the_same_cells_blank() -> None:
    row = Row("%-6s %6s %1s %s{ %3s}")
    shape = row.shape(("a", "1", "", "x", None))
    assert shape is not None
    assert shape.printf % ("b", "22", "yy") == "b          22   yy"
    assert shape.pick(("b", "22", "yy", "", None)) == ("b", "22", "", "yy", None)


def test_words_alone_do_not_tell_a_text_or_a_centred_cell() -> None:
    assert Row("%s{ =>}").shape(("a", "=>")) is None
    assert Row("%s{ =>}").shape(("a", None)) is not None
    assert Row("%^9s").shape(("a",)) is None


FORMATS = [
    "%-18s %-18s %-6.6s %6s %8s %6s %1s %.16s{ =>}",
    "%-18s %-18s %-6.6s %6s %8s %6s {%6.6s}{ %6s}{ =>}",
    "%-10.10s %6s %8s %7.7s %6s",
    "%-6s|%^9s|%5s",
]

words = st.text(st.characters(codec="ascii", categories=("L", "N")), max_size=24)


@given(st.sampled_from(FORMATS), st.lists(words, min_size=9, max_size=9))
def test_words_and_places_agree(format_: str, texts: list[str]) -> None:
    row = Row(format_)
    line = row.show([text or None for text in texts[: row.count]])
    by_words = row.split(line)
    if by_words is not None and row.match(line) is not None:
        assert row.show(by_words) == line
        if all(texts[: row.count]):
            assert row.match(line) == by_words


@given(st.sampled_from(FORMATS[:3]), st.lists(words, min_size=9, max_size=9))
def test_a_printed_row_is_read_and_printed_the_same(
    format_: str, texts: list[str]
) -> None:
    row = Row(format_)
    heads = {i for i, group in enumerate(row.groups) if group.optional}
    cells: list[str | None] = []
    for i, group in enumerate(row.groups):
        for _ in range(group.cells):
            cells.append(
                (texts[len(cells)] or None) if i in heads else texts[len(cells)]
            )
    line = row.show(cells)
    found = row.match(line)
    assert found is not None
    assert row.show(found).rstrip() == line.rstrip()


GIVING_WAY = [
    # cells of "%-6s %-~4s %~3s|", and how they are printed
    (("ab", "cd", "e"), "ab     cd     e|"),
    (("abcdefg", "cd", "e"), "abcdefg cd    e|"),
    (("abcdefghij", "cd", "e"), "abcdefghij cd e|"),
    (("abcdefghijklmno", "cd", "e"), "abcdefghijklmno cd e|"),
    (("ab", "cdefgh", "e"), "ab     cdefgh e|"),
]


@pytest.mark.parametrize(("cells", "line"), GIVING_WAY)
def test_a_cell_gives_its_room_up_for_those_before(cells: Cells, line: str) -> None:
    row = Row("%-6s %-~4s %~3s|")
    assert row.show(cells) == line
    assert list(row.show_all([cells])) == [line]
    assert row.match(line) == cells
    assert row.shape(cells) is None


def test_a_text_may_hold_blanks_and_line_ends() -> None:
    row = Row("%-4s{ %#s}")
    assert row.show(("a", "b c")) == "a    b c"
    assert row.match("a    b c") == ("a", "b c")
    assert row.match("a   ") == ("a", None)
    assert row.shape(("a", "b c")) is None
    assert Row("%s%#s%4s").match("a\n  b c\n  d   1") == ("a", "\n  b c\n  d", "1")


def test_a_row_of_two_lines_may_have_lost_blanks() -> None:
    row = Row("%-4s %1s\n\t%s")
    assert row.match("a     \n\tb") == ("a", "", "b")
    assert row.match("a      \n\tb  ") == ("a", "", "b")


RUN_TOGETHER = [
    # line under "%-1s%6s %s"  cells
    ("17     5 lo", ("17", "5", "lo")),
    ("1123456 lo", ("1", "123456", "lo")),
    ("17123456 lo", ("-", "-", "lo")),
    ("17thumper-9 lo", ("17", "thumper-9", "lo")),
    ("a7123456 lo", ("-", "-", "lo")),
]  # fmt: skip


@pytest.mark.parametrize(("line", "cells"), RUN_TOGETHER)
def test_cells_that_run_together_are_not_cut_by_guess(
    line: str, cells: tuple[str, ...]
) -> None:
    assert Row("%-1s%6s %s").match(line) == cells
