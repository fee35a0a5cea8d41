from __future__ import annotations

import gc
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.columns import codec, count, word
from rtentry.errors import FormatError
from rtentry.forms.tables import Layout, Rows, same_words, table
from rtentry.listing import Form, Found, View
from rtentry.model import Block, Snapshot
from rtentry.written import is_gap


class Pet(NamedTuple):
    """What the tables of these tests are about; stands in the place of routes."""

    name: str | None
    legs: int | None = None
    kind: str | None = None
    age: int | None = None


def pets(snapshot: Snapshot, view: View) -> list[Pet]:
    """All of them, or those with one name."""
    every: list[Pet] = list(snapshot.routes)  # type: ignore[arg-type]
    return [pet for pet in every if view.ifname in (None, pet.name)]


COLUMNS = (word("name", "-"), count("legs"), word("kind", "-"), count("age", None))

FORM = table(
    "pets",
    "routes",
    (
        Layout(
            "inet",
            ("", "Cats:"),
            "Name      Legs Kind   Age",
            "%-8s %5s %-4s{ %5s}",
            codec(Pet, COLUMNS),
            lambda pet: pet.kind == "cat",
        ),
        Layout(
            "inet6",
            ("", "Dogs:"),
            "Name          Legs Kind   Age",
            "%-12s %5s %-4s{ %5s}",
            codec(Pet, COLUMNS),
            lambda pet: pet.kind == "dog",
        ),
        Layout(
            "inet",
            ("", "Cats:"),
            "Name     Legs Kind Age",
            "%-7s %5s %-4s{ %3s}",
            codec(Pet, COLUMNS),
            variant="old",
        ),
    ),
    Rows(pets),
    ("My pets",),
)

CATS = ("My pets", "", "Cats:", "Name      Legs Kind   Age")
LISTING = [
    *CATS,
    "tom          4 cat      7",
    "felix        - cat ",
    "",
    "Dogs:",
    "Name          Legs Kind   Age",
    "rex              4 dog ",
]
TOM, FELIX = Pet("tom", 4, "cat", 7), Pet("felix", None, "cat")
REX = Pet("rex", 4, "dog")


def read(form: Form, lines: list[str], index: int = 0) -> Found:
    """What a form reads, which must be something."""
    found = form.parse(lines, index)
    assert found is not None
    return found


def again(form: Form, found: Found) -> list[str]:
    """What was read, shown as it stood."""
    return list(form.show(Snapshot(routes=found.records), found.blocks, View()))


def comes_back(lines: list[str]) -> Found:
    """What is read from lines that are shown again just as they are."""
    found = read(FORM, lines)
    assert again(FORM, found) == lines[: found.end]
    return found


def test_a_listing_is_tables_under_titles() -> None:
    found = comes_back(LISTING)
    assert found == Found(
        (TOM, FELIX, REX), (Block((0, 2), "inet"), Block((2, 3), "inet6")), 10
    )


def test_what_is_no_listing_is_left_alone() -> None:
    assert FORM.parse(["hello", "world"], 0) is None
    assert FORM.parse(["My pets", "", "Cats:"], 0) is None
    assert FORM.parse(["My pets", "", "Cats:", "Name Feet"], 0) is None


def test_a_listing_may_begin_anywhere() -> None:
    found = read(FORM, ["prose", "", *LISTING, "", "prose"], 2)
    assert found.end == 12
    assert found.records == (TOM, FELIX, REX)


def test_titles_may_be_missing() -> None:
    found = comes_back(LISTING[3:6])
    assert found.blocks == (Block((0, 2), "inet", titles=()),)
    found = comes_back([*LISTING[:2], *LISTING[3:6]])
    assert found.blocks == (Block((0, 2), "inet", titles=("My pets", "")),)


def test_the_title_tells_the_family_where_the_heading_does_not() -> None:
    lines = ["Dogs:", "Name          Legs Kind   Age", "tom              4 cat "]
    assert comes_back(lines).blocks[0].family == "inet6"


def test_without_a_title_the_rows_tell_the_layout() -> None:
    lines = ["Name          Legs Kind   Age", "rex              4 dog "]
    assert comes_back(lines).blocks[0].family == "inet6"


def test_a_variant_is_remembered_by_its_name() -> None:
    found = comes_back([*CATS[:3], "Name     Legs Kind Age", "tom         4 cat    7"])
    assert found.loose == 0
    assert found.blocks == (Block((0, 1), "inet", options=("old",)),)


def test_a_heading_spaced_otherwise_is_kept() -> None:
    found = comes_back([*CATS[:3], "Name Legs  Kind Age", *LISTING[4:6]])
    assert found.blocks[0].heading == "Name Legs  Kind Age"


def test_rows_spaced_otherwise_are_a_format_of_their_own() -> None:
    found = comes_back(
        [*CATS, "tom   4   cat  7", "felix -   cat  12", "x     3   cat"]
    )
    assert found.records == (TOM, FELIX._replace(age=12), Pet("x", 3, "cat"))
    assert found.blocks[0].row is not None
    assert found.blocks[0].options == ()
    assert found.loose == 3


def test_one_row_spaced_otherwise_is_kept_as_it_stood() -> None:
    found = comes_back([*LISTING[:5], "felix  - cat", *LISTING[4:6]])
    assert found.blocks[0].row is None
    assert found.blocks[0].options == ("1: felix  - cat",)
    assert found.loose == 1


def test_a_cell_spelled_otherwise_is_kept_as_it_stood() -> None:
    found = comes_back([*CATS, "tom        004 cat      7"])
    assert found.records == (TOM,)
    assert found.blocks[0].options == ("0: tom        004 cat      7",)
    assert found.loose == 1


def test_blanks_at_the_end_of_a_line_are_not_loose() -> None:
    found = comes_back([*CATS, "tom          4 cat      7 ", "felix        - cat"])
    assert found.loose == 0
    assert len(found.blocks[0].options) == 2


def test_a_kept_line_is_shown_only_while_it_is_true() -> None:
    found = read(FORM, [*CATS, "tom 4 cat 7", *LISTING[4:6], *LISTING[4:6]])
    changed = (TOM._replace(age=8), *found.records[1:])
    shown = list(FORM.show(Snapshot(routes=changed), found.blocks, View()))
    assert shown[4] == "tom          4 cat      8"
    assert shown[5:] == [*LISTING[4:6], *LISTING[4:6]]


def test_a_kept_line_that_says_nothing_is_not_shown() -> None:
    block = Block((0, 1), "inet", options=("0: nonsense",))
    assert list(FORM.show(Snapshot(routes=(TOM,)), [block], View()))[-1] == LISTING[4]  # type: ignore[arg-type]


GAPS = [
    # lines between two rows
    [""],
    ["", ""],
    ["..."],
    ["[...]"],
    ["", "...", ""],
]


@pytest.mark.parametrize("gap", GAPS)
def test_a_table_goes_on_after_a_gap(gap: list[str]) -> None:
    found = comes_back([*LISTING[:5], *gap, LISTING[5], *LISTING[6:]])
    assert found.records == (TOM, FELIX, REX)
    assert found.blocks[1] == Block((1, 2), "inet", titles=tuple(gap), heading="")


def test_a_gap_may_stand_under_the_heading_or_at_the_end() -> None:
    found = comes_back([*CATS, "...", *LISTING[4:6], "..."])
    assert [block.rows for block in found.blocks] == [(0, 0), (0, 2), (2, 2)]
    assert found.end == 8


def test_a_line_of_blanks_at_the_end_is_kept() -> None:
    found = comes_back([*LISTING, "   ", "", "prose"])
    assert found.end == len(LISTING) + 1


def test_dots_may_stand_above_the_titles() -> None:
    found = comes_back(["[...]", *LISTING[2:6]])
    assert found.blocks[0].titles == ("[...]", "Cats:")
    assert FORM.parse(["...", "prose"], 0) is None


REMARKS = [
    "# the fat one",
    "// fat",
    "<-- here",
    "<<<< look",
    "\u2190 fat",
    "-> fat",
    "; x",
]


@pytest.mark.parametrize("remark", REMARKS)
def test_a_comment_behind_a_row_is_kept(remark: str) -> None:
    lines = [
        *CATS[:2],
        "Cats:\t# all",
        *CATS[3:],
        f"{LISTING[4]}   {remark}",
        *LISTING[5:],
    ]
    found = comes_back(lines)
    assert found.records == (TOM, FELIX, REX)
    assert found.loose == 0


@pytest.mark.parametrize(
    "line", ["tom 4 # cat", "#tom", "tom          4 cat      7 fat"]
)
def test_a_comment_does_not_make_a_row(line: str) -> None:
    with pytest.raises(FormatError, match=r"not a (row|number)"):
        FORM.parse([*CATS, line], 0)


@pytest.mark.parametrize(
    "remark", ["# the thin one:", "   ^^^^", "// see above", "\u2191 he"]
)
def test_a_remark_between_rows_is_kept_and_no_row(remark: str) -> None:
    found = comes_back([*LISTING[:5], remark, *LISTING[5:]])
    assert found.records == (TOM, FELIX, REX)


def test_what_follows_a_blank_line_and_is_no_row_is_not_the_table() -> None:
    found = comes_back([*LISTING, "", "And these were all."])
    assert found.end == len(LISTING)


def test_the_same_listing_again_is_another() -> None:
    twice = [*LISTING, "", *LISTING]
    first = read(FORM, twice)
    assert first.end == len(LISTING)
    assert read(FORM, twice, first.end + 1).records == first.records


BROKEN = [
    # a line in the place of the second cat, what is wrong with it, the column
    ("felix        x cat ", "'x' is not a number", 14),
    ("felix", "not a row under", None),
    ("felix        4", "not a row under", None),
    ("felix        4     ", "no kind in this row", None),
    ("felix 4 cat 7 8 9", "not a row under", None),
    ("felix        4 cat      x", "'x' is not a number", 25),
]


@pytest.mark.parametrize(("line", "what", "column"), BROKEN)
def test_a_broken_row_is_an_error_with_its_place(
    line: str, what: str, column: int | None
) -> None:
    with pytest.raises(FormatError, match=what) as caught:
        FORM.parse([*LISTING[:5], line, *LISTING[4:]], 0)
    assert caught.value.line == 5
    assert caught.value.column == column


def test_a_broken_row_far_down_is_found() -> None:
    n = 700
    lines = [*CATS, *[LISTING[4]] * n, "felix        x cat ", *[LISTING[4]] * n]
    with pytest.raises(FormatError, match="is not a number") as caught:
        FORM.parse(lines, 0)
    assert caught.value.line == len(CATS) + n


def test_a_long_table_is_read_like_a_short_one() -> None:
    rows = [
        f"{f'p{n}':8} {n:5} {'cat':4}" + f" {n:5}" * (n % 3 > 0) for n in range(9000)
    ]
    rows[7777] = "odd 1 cat"
    found = comes_back([*CATS, *rows])
    assert len(found.records) == 9000
    assert found.records[7777] == Pet("odd", 1, "cat")
    assert found.blocks[0].options == ("7777: odd 1 cat",)
    assert gc.isenabled()


def test_a_snapshot_without_listings_is_shown_in_the_form_s_own_way() -> None:
    snapshot = Snapshot(routes=(REX, TOM, FELIX))  # type: ignore[arg-type]
    assert list(FORM.show(snapshot, None, View())) == LISTING
    only = list(FORM.show(snapshot, None, View(families=("inet6",))))
    assert only == ["My pets", *LISTING[6:]]
    assert list(FORM.show(snapshot, None, View(ifname="nobody"))) == ["My pets"]


def test_a_table_may_be_shown_empty_and_only_in_a_view() -> None:
    layouts = [
        Layout("", ("Always:",), "Name", "%s", codec(Pet, COLUMNS[:1]), always=True),
        Layout(
            "",
            ("Numeric:",),
            "Name",
            "%s",
            codec(Pet, COLUMNS[:1]),
            when=lambda view: view.numeric,
            variant="n",
        ),
    ]
    form = table("x", "routes", layouts, Rows(lambda *_: []))
    assert list(form.show(Snapshot(), None, View())) == ["Always:", "Name"]
    form = table("x", "routes", layouts[1:], Rows(lambda *_: [Pet("a")]))
    assert list(form.show(Snapshot(), None, View())) == ["Numeric:", "Name", "a"]
    assert list(form.show(Snapshot(), None, View(numeric=False))) == []


def test_a_block_of_another_form_is_an_error() -> None:
    with pytest.raises(FormatError, match="no layout for family 'ipx'"):
        list(FORM.show(Snapshot(), [Block(family="ipx")], View()))


def test_rows_may_be_gathered_to_records() -> None:
    form = table(
        "pairs",
        "routes",
        [Layout("", (), "Name", "%s", codec(Pet, COLUMNS[:1]))],
        Rows(
            lambda *_: [],
            gather=lambda rows: tuple(zip(rows[::2], rows[1::2], strict=True)),
            scatter=lambda pairs: [pet for pair in pairs for pet in pair],
        ),
    )
    lines = ["Name", "a", "b", "c", "d"]
    found = read(form, lines)
    assert found.records == ((Pet("a"), Pet("b")), (Pet("c"), Pet("d")))
    assert found.blocks[0].rows == (0, 2)
    assert again(form, found) == lines


def test_headings_are_known_by_their_words() -> None:
    assert same_words("Name  Legs", "Name Legs")
    assert not same_words("Name Legs", "Name")
    assert not same_words("", "")


def test_a_gap_is_blank_or_dots() -> None:
    assert all(map(is_gap, ["", "  ", "...", "[...]", " (…) "]))
    assert not any(map(is_gap, ["a", "...a", "-"]))


LEFT_OUT = [
    "... 22 more",
    "... (truncated; all of it is in the file)",
    "---- snip ----",
    "[snip]",
    "<truncated>",
    "*** 12 lines omitted ***",
    "! lines omitted for brevity",
]


def test_a_gap_may_say_so_in_words() -> None:
    assert all(map(is_gap, LEFT_OUT))
    assert not any(map(is_gap, ["----", "12 lines", "<lines>", "cut here", "10.0.0.1"]))


texts = st.text(st.sampled_from("abcdefghijklmno"), min_size=1, max_size=14)
cats = st.builds(
    Pet,
    texts,
    st.none() | st.integers(0, 10**7),
    st.sampled_from(["cat", "a-long-kind"]),
    st.none() | st.integers(0, 10**6),
)


@given(st.lists(cats, min_size=1, max_size=12))
def test_records_come_back(every: list[Pet]) -> None:
    snapshot = Snapshot(routes=tuple(every))  # type: ignore[arg-type]
    lines = list(FORM.show(snapshot, [Block((0, len(every)), "inet")], View()))
    found = read(FORM, lines)
    assert found.records == tuple(every)
    assert found.loose == 0
    assert again(FORM, found) == lines


@given(
    st.lists(
        st.tuples(
            texts,
            st.integers(1, 4),
            st.integers(0, 99),
            st.integers(1, 4),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=9,
    )
)
def test_rows_come_back_whatever_their_spacing(rows) -> None:
    lines = [
        *CATS,
        *[f"{n}{' ' * a}{legs}{' ' * b}cat{' ' * c}" for n, a, legs, b, c in rows],
    ]
    found = comes_back(lines)
    assert [pet.name for pet in found.records] == [row[0] for row in rows]
    assert [pet.legs for pet in found.records] == [row[2] for row in rows]
