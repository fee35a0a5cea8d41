"""Repairs: listings as they were before they were quoted or wrapped."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.api import parse, show
from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.jsondoc import document, snapshots
from rtentry.model import Break, Snapshot
from rtentry.quoted import quotes
from rtentry.repair import broken_near, is_broken, joined
from rtentry.rewritten import as_written, broken
from rtentry.session import Chunk

ROOT = Path(__file__).parent
GOLDEN = [
    path
    for dialect in dialects()
    for path in sorted((ROOT / "golden" / dialect.name).glob("*.txt"))
]
ROUTES = """\
Routing tables

Internet:
Destination        Gateway            Flags     Refs     Use    Mtu  Interface
default            192.0.2.1          UGS         3    11991   1500   ne5
127/8              127.0.0.1          UGRS        0        0  33224   lo0
"""
MACOS = """\
Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            192.0.2.1          UGScg                 en0
192.0.2            link#11            UCS                   en0      !
192.0.2.1          2:0:5e:10:0:1      UHLWIir               en0   1187
"""


def by_name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def records(snapshots: tuple[Snapshot, ...]) -> list[tuple[object, ...]]:
    """All that was read, but for how it stood."""
    return [(s.routes, s.neighbors, s.interfaces, s.statistics) for s in snapshots]


# -- quoted ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mark",
    ["> ", ">", ">> ", "> > ", "| ", "  > ", "> | ", ">>> ", "# ", "\t// ", "## "],
)
def test_a_quoted_listing_is_read_without_its_marks_and_comes_back_with_them(mark):
    quoted = "".join([f"{mark}{line}\n" for line in ROUTES.splitlines()])
    text = f"He wrote:\n{quoted}\nWhat is ne5?\n"
    [snapshot] = parse(text)
    assert snapshot.routes == parse(ROUTES)[0].routes
    assert show(snapshot) == text
    assert snapshot.listings[0].lines == (2, 7)


def test_a_line_broken_with_a_backslash_is_joined():
    text = (
        "? (192.0.2.1) at 02:00:5e:10:00:01 on em0 expires in 1160 seconds\\\n"
        "[ethernet]\n"
    )
    [snapshot] = parse(text)
    assert snapshot.neighbors[0].hwtype == "ethernet"
    assert "1 joined with the line before" in snapshot.notes[0]


@pytest.mark.parametrize("path", GOLDEN, ids=by_name)
def test_a_quoted_capture_says_what_it_says_unquoted(path):
    text = path.read_text()
    quoted = "".join(
        [f"> {line}\n".replace("> \n", ">\n") for line in text.split("\n")]
    )
    assert records(parse(f"See:\n{quoted}Bye.\n")) == records(parse(text))


def test_prompts_in_a_quote_are_prompts():
    lines = ["castor$ netstat -rn", *ROUTES.splitlines()]
    [snapshot] = parse("".join([f"> {line}\n" for line in lines]))
    assert (snapshot.host, snapshot.listings[0].command) == ("castor", "netstat -rn")


def test_what_is_above_and_below_a_quote_is_read_too():
    arp = "? (192.0.2.1) at 52:54:05:e3:51:87 on ne5\n"
    quoted = "".join([f"> {line}\n" for line in ROUTES.splitlines()])
    [snapshot] = parse(f"{arp}\nThe other:\n{quoted}\nAnd so on.\n")
    assert [listing.lines for listing in snapshot.listings] == [(1, 1), (4, 9)]


def test_an_error_in_a_quote_has_the_number_of_its_line():
    lines = ROUTES.replace("UGRS", "UGQS").splitlines()
    with pytest.raises(FormatError, match="unknown flag 'Q'") as caught:
        parse("Look:\n" + "".join([f"> {line}\n" for line in lines]))
    assert caught.value.line == 7


def test_one_mark_alone_is_a_prompt():
    assert [q.marked for q in quotes(["> netstat -rn", "x", "> y", "> z"])] == [
        False,
        False,
        True,
    ]


# -- wrapped ---------------------------------------------------------------------------


def wrapped(text: str, width: int) -> str:
    """A text as a mailer sends it."""
    lines = [
        part
        for line in text.split("\n")
        for part in textwrap.wrap(
            line, width, break_long_words=False, break_on_hyphens=False
        )
        or [""]
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [72, 74, 76, 78])
@pytest.mark.parametrize("text", [ROUTES, MACOS], ids=["openbsd", "macos"])
def test_rows_that_a_mailer_broke_are_whole_again(text, width):
    broken = wrapped(text, width)
    [snapshot] = parse(broken)
    assert records((snapshot,)) == records(parse(text))
    told = [note for note in snapshot.notes if "joined with the line before" in note]
    assert len(told) == (broken != text)


ARPS = """\
? (192.0.2.1) at 02:00:5e:10:00:01 on vtnet1 permanent [ethernet]
? (192.0.2.2) at 02:00:5e:10:00:02 on vtnet1 expires in 1160 seconds [ethernet]
? (192.0.2.3) at 02:00:5e:10:00:03 on vtnet1 expires in 1187 seconds [ethernet]
"""

BROKEN = [
    wrapped(ROUTES, 72),
    wrapped(MACOS, 76),
    wrapped(ARPS, 72),
    ARPS.replace(" seconds [", " seconds\\\n["),
    ARPS.replace(" seconds [", "\\\nseconds\\\n["),
    ARPS.replace("ethernet", "bridge").replace("1160 seconds [", "1160 seconds\n["),
]


@pytest.mark.parametrize("text", BROKEN)
def test_rows_come_back_as_they_were_broken(text):
    found = parse(text)
    again = snapshots(json.loads(json.dumps(document(found))))
    assert "\n".join(as_written(again)) == text.removesuffix("\n")


def test_a_row_that_says_something_else_now_is_not_cut_within_a_word():
    assert [*broken(["ab cd", "abcd"], [Break(0, 2, " ", "\\"), Break(1, 2)])] == [
        "ab\\\ncd",
        "ab\ncd",
    ]
    assert [*broken(["abcd"], [Break(0, 2, " ", "\\")])] == ["abcd"]


def test_the_lines_that_were_joined_are_told():
    [snapshot] = parse(f"Hello.\n\n{wrapped(ROUTES, 76)}\nBye.\n")
    assert snapshot.notes == (
        "lines 3-9: 1 joined with the line before, as if broken there",
    )
    assert snapshot.listings[0].lines == (3, 9)


def test_rows_cut_by_a_terminal_are_whole_again():
    row = "192.0.2.129        2:0:5e:10:0:1      UHLWIi          3      418 utun12345   1187"
    head = "Destination        Gateway            Flags        Refs      Use   Netif Expire"
    text = f"Routing tables\n\nInternet:\n{head}\n{row}\n"
    cut = text.replace(row, f"{row[:80]}\n{row[80:]}")
    assert records(parse(cut)) == records(parse(text))


def test_what_fits_no_row_even_when_joined_is_an_error():
    with pytest.raises(FormatError, match="not a row"):
        parse(ROUTES + "garbage here\n")


FIRST_WORDS = ["default", "127/8", "10.1.0.3", "2001:db8::/64"]


@pytest.mark.parametrize("word", FIRST_WORDS)
def test_a_destination_is_not_the_rest_of_a_whole_row_above(word):
    lines = ["10.1.0.3           127.0.0.1         UGHS" + " " * 60 + "lo0", word]
    assert not [at for at, _ in broken_near(lines, 1) if at == 0]


RESTS = ["lo0", "1500", "[ethernet]", "00:00:5e:00:53:01", "0:01:16"]


@pytest.mark.parametrize("word", RESTS)
def test_other_words_may_be_the_rest_of_a_row_above(word):
    lines = ["10.1.0.3           127.0.0.1         UGHS" + " " * 60 + "lo0", word]
    assert (0, " ") in broken_near(lines, 1)


BREAKS = [
    # line              follows    glue   broken there
    ("a" * 68,          "bb",      " ",   True),
    ("a" * 68,          "b",       " ",   False),
    ("a" * 70,          " bbb",    " ",   False),
    ("a" * 70,          "",        " ",   False),
    ("a" * 70,          " b",      "",    True),
    ("a" * 69,          "b",       "",    False),
]  # fmt: skip


@pytest.mark.parametrize(("line", "follows", "glue", "there"), BREAKS)
def test_a_line_may_be_broken_where_the_next_word_found_no_room(
    line, follows, glue, there
):
    assert is_broken(line, follows, glue) is there


@given(st.lists(st.text("ab ", max_size=9), min_size=2, max_size=9), st.data())
def test_joined_lines_keep_all_letters_and_the_number_of_the_second(lines, data):
    chunk = Chunk(None, None, lines, range(1, len(lines) + 1))
    at = data.draw(st.integers(0, len(lines) - 2))
    found = joined(chunk, at, "")
    assert "".join(found.lines) == "".join(lines)
    assert len(found.lines) == len(found.numbers) == len(lines) - 1
    assert found.numbers[at] == at + 2
