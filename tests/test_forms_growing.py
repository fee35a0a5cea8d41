from __future__ import annotations

import pytest

from rtentry.columns import codec, count, word
from rtentry.forms.growing import Sizing, widened, widths_in
from rtentry.forms.tables import Layout, Rows, table
from rtentry.listing import View
from rtentry.model import Route, Snapshot

WIDENED = [
    # format, widths, with room
    ("%-5s %3s", (7, 9), "%-7s %9s"),
    ("%-5.5s{ %3s}{ =>}", (7, 2), "%-7.7s{ %3s}{ =>}"),
    ("%s %.16s", (9, 20), "%s %.16s"),
    ("%-5s 100%% %3s", (7,), "%-7s 100%% %3s"),
]


@pytest.mark.parametrize(("format_", "widths", "room"), WIDENED)
def test_a_format_gets_room_for_longer_cells(
    format_: str, widths: tuple[int, ...], room: str
) -> None:
    assert widened(format_, widths) == room


HEADINGS = [
    # format, words, heading, widths
    ("%-4s %-4s %3s %3s", "A B C D", "A      B      C   D", [6, 4, 3, 3]),
    ("%-4s %-4s %3s %3s", "A B C D", "A    B      C     D", [4, 4, 3, 5]),
    ("%-7s%7s %5s", "Labelops Msl IW", "Labelops    Msl    IW", [7, 7, 5]),
]


@pytest.mark.parametrize(("format_", "words", "heading", "widths"), HEADINGS)
def test_a_heading_says_how_wide_its_columns_are(
    format_: str, words: str, heading: str, widths: list[int]
) -> None:
    assert widths_in(format_, words.split(), heading) == widths


ROW = "%-4s %3s"
FORM = table(
    "t",
    "routes",
    [
        Layout(
            "",
            (),
            "Dev  Use",
            ROW,
            codec(Route, (word("ifname"), count("use"))),
            sized=Sizing(ROW, ("Dev", "Use"), ROW),
        )
    ],
    Rows(lambda snapshot, _: snapshot.routes),
)

GROWN = ["Dev      Use", "em0        1", "vlan1234 123"]
NARROW = ["Dev  Use", "em0    1", "vlan1234 123"]


def records(lines: list[str]) -> Snapshot:
    found = FORM.parse(lines, 0)
    assert found is not None
    return Snapshot(routes=found.records)


def test_a_table_has_the_room_that_its_rows_need() -> None:
    assert list(FORM.show(records(GROWN), None, View())) == GROWN


def test_a_grown_table_is_the_forms_own() -> None:
    found = FORM.parse(GROWN, 0)
    assert found is not None
    assert found.loose == 0
    [block] = found.blocks
    assert (block.heading, block.row, block.options) == (None, None, ())


@pytest.mark.parametrize("lines", [GROWN, NARROW])
def test_a_table_comes_back_whether_it_grew_or_not(lines: list[str]) -> None:
    found = FORM.parse(lines, 0)
    assert found is not None
    assert list(FORM.show(records(lines), found.blocks, View())) == lines


def test_a_changed_cell_makes_the_table_grow() -> None:
    found = FORM.parse(GROWN, 0)
    assert found is not None
    first, second = found.records
    changed = Snapshot(routes=(first, second._replace(ifname="vlan123456")))
    assert list(FORM.show(changed, found.blocks, View())) == [
        "Dev        Use",
        "em0          1",
        "vlan123456 123",
    ]
