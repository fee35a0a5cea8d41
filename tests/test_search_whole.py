"""Long listings: what is found by a few lines is what all forms find in all lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.api import parse, show
from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.forms import body
from rtentry.listing import Dialect
from rtentry.search import asking
from rtentry.search.attempts import Attempt, every_way
from rtentry.search.whole import LONG, SHORT, attempt
from rtentry.session import chunks

TRIED = [dialect(name) for name in ("openbsd39", "openbsd34", "openbsd31", "netbsd1")]
ASKED = asking(TRIED)
HEADING = """\
Routing tables

Internet:
Destination        Gateway            Flags     Refs     Use    Mtu  Interface
"""
COUNT = LONG + 200


def rows(count: int = COUNT) -> list[str]:
    return [
        f"198.51.{n // 256}.{n % 256}".ljust(19)
        + f"192.0.2.{n % 7}          UGHS        0 {n % 11:8}      -   xl{n % 2}"
        for n in range(count)
    ]


def spoiled(row: str, how: str) -> str:
    """A row that is odd, wrong, or none."""
    words = row.split()
    return {
        "blanks": "  ".join(words),
        "tabs": "\t".join(words),
        "flag": row.replace("UGHS", "UGH?"),
        "prose": "what is this line",
        "cut": row[:30],
        "gap": "",
        "dots": "...",
        "end": "\nThat is all there is.\n",
        "address": row.replace(".", "x", 1),
    }[how]


SPOILS = ["blanks", "tabs", "flag", "prose", "cut", "gap", "dots", "end", "address"]


def outcome(found: Attempt) -> tuple[object, ...]:
    """Where an attempt ends, what reads it, or why it breaks off."""
    error = found.broken
    if error:
        return "broken", error.line, error.column, error.message
    first = found.ways[0]
    return first.dialect.name, first.found.end, first.found.records, first.found.loose


SPOILED = st.lists(
    st.tuples(st.integers(0, COUNT - 1), st.sampled_from(SPOILS)), max_size=4
)


@pytest.mark.parametrize("count", [SHORT + 1, LONG // 2, COUNT])
@settings(max_examples=20, deadline=None)
@given(spoils=SPOILED)
def test_a_long_listing_is_read_as_if_all_were_asked_about_all_of_it(count, spoils):
    lines = rows(count)
    for at, how in spoils:
        lines[at % count] = spoiled(lines[at % count], how)
    [chunk] = chunks(HEADING + "\n".join(lines) + "\n")
    assert outcome(attempt(chunk, 0, ASKED)) == outcome(every_way(chunk, 0, ASKED))


def test_a_row_that_no_rule_fits_is_read_by_few_forms(monkeypatch):
    lines = rows(4 * LONG)
    lines[3 * LONG] = "what is this line"
    read: list[int] = []
    own = body.read_rows

    def counted(layout, rows, heading, lines: Sequence[str], at):
        read.append(len(lines))
        return own(layout, rows, heading, lines, at)

    monkeypatch.setattr(body, "read_rows", counted)
    with pytest.raises(FormatError, match="not a row under") as caught:
        parse(HEADING + "\n".join(lines) + "\n")
    assert caught.value.line == 4 + 3 * LONG + 1
    assert sum(count > 3 * LONG for count in read) == 1


@pytest.mark.parametrize("how", ["flag", "prose", "cut", "address"])
def test_rows_that_no_rule_fits_are_all_left_out_at_once(how, monkeypatch):
    lines = rows()
    wrong = [*range(3, 40, 2), *range(LONG, COUNT, 5)]
    for at in wrong:
        lines[at] = spoiled(lines[at], how)
    text = HEADING + "\n".join(lines) + "\n"
    parses: list[int] = []
    counted = [patched(each, parses) for each in TRIED]
    monkeypatch.setattr("rtentry.document.dialects", lambda: counted)
    [snapshot] = parse(text, lenient=True)
    [listing] = snapshot.listings
    assert [each.line for each in listing.unparsed] == [at + 5 for at in wrong]
    assert len(snapshot.routes) == COUNT - len(wrong)
    assert show((snapshot,)) == text
    once_each = len(wrong) * COUNT
    assert sum(parses) < once_each or how in ("prose", "cut")  # lines may be broken


def test_a_wrong_row_among_wide_ones_is_not_joined_with_all_others(monkeypatch):
    lines = [row.replace("xl", "interface") for row in rows()]
    lines[300] = spoiled(lines[300], "flag")
    assert len(lines[0]) > 70
    parses: list[int] = []
    counted = [patched(each, parses) for each in TRIED]
    monkeypatch.setattr("rtentry.document.dialects", lambda: counted)
    with pytest.raises(FormatError, match="unknown flag"):
        parse(HEADING + "\n".join(lines) + "\n")
    assert len(parses) < 50


def patched(each: Dialect, parses: list[int]) -> Dialect:
    """The dialect, of which the parsing is counted."""

    def counting(parse):
        def run(lines, index):
            parses.append(len(lines))
            return parse(lines, index)

        return run

    forms = [form._replace(parse=counting(form.parse)) for form in each.forms]
    return each._replace(forms=tuple(forms))


def test_deep_quoting_is_no_quoting():
    text = ">" * 3000 + " one\n" + ">" * 3000 + " two\n" + HEADING + rows(1)[0] + "\n"
    assert len(parse(text)[0].routes) == 1


@pytest.mark.parametrize("mark", ["#", "/", "//// ", "# ", "> > ", "|", "a.", "1:"])
def test_a_line_of_thousands_of_marks_costs_no_more_than_others(mark):
    text = mark * 30000 + "\n" + HEADING + rows(1)[0] + "\n"
    assert len(parse(text)[0].routes) == 1
