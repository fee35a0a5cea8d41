"""A cell that cannot be: an error of its line, and kept there if that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from rtentry.api import parse, show
from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.model import Snapshot
from rtentry.search.attempts import is_row

ROOT = Path(__file__).parent / "golden"
GOLDEN = [
    path
    for dialect in dialects()
    for path in sorted((ROOT / dialect.name).glob("*.txt"))
]
WORD = re.compile(r"\S+")
JSON = re.compile(r'(?<=[:\[, ])(?:"(?:[^"\\]|\\.)*"|-?\d+)(?=\s*[,}\]])')

AFTER = ("unknown word", "unknown flag", "is no", "broken JSON")
"""What is said of the word behind one that other forms take for a name."""

OTHER = ("no listing found", "not a line of the listing below")
"""What is said where the row was all that made it a listing."""


def by_name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def listed(found: tuple[Snapshot, ...], line: int) -> bool:
    spans = [listing.lines for each in found for listing in each.listings]
    return any(span and span[0] < line <= span[1] for span in spans)


def spoiled(path: Path) -> Iterator[tuple[str, int, int, int]]:
    """The text with one cell of a row spoiled, its line, and from where to where it is."""
    text = path.read_bytes().decode()
    found = parse(text)
    lines = text.split("\n")
    rows = [n for n, line in enumerate(lines) if is_row(line) and listed(found, n + 1)]
    for nth in range(2 if rows else 0):
        seed = crc32(f"{by_name(path)}{nth}".encode())
        at = rows[seed % len(rows)]
        words = [*WORD.finditer(lines[at])]
        word = words[seed // 7 % len(words)]
        row = lines[at][: word.start()] + "@" * len(word[0]) + lines[at][word.end() :]
        torn = "\n".join([*lines[:at], row, *lines[at + 1 :]])
        yield torn, at + 1, word.start() + 1, word.end()


def head_of(lines: list[str], line: int) -> int:
    """The number of the line that an indented one belongs to: a group its interface."""
    while lines[line - 1][:1].isspace() and line > 1:
        line -= 1
    return line


def refused(text: str) -> FormatError | None:
    try:
        parse(text)
    except FormatError as error:
        return error
    return None


@pytest.mark.parametrize("path", GOLDEN[::3], ids=by_name)
def test_the_line_and_the_column_of_a_wrong_cell_are_said(path):
    try:
        every = [*spoiled(path)]
    except FormatError:
        return  # a listing that is refused whole
    for text, line, start, end in every:
        error = refused(text)
        if error is None or error.message.startswith(OTHER):
            continue
        assert head_of(text.split("\n"), line) <= (error.line or 0) <= line
        near = start <= (error.column or start) <= end
        assert near or any(word in error.message for word in AFTER), error


DOUBLED = ("aix/arp-an",)
"""Rows with blank lines between read as a text whose newlines somebody doubled."""


@pytest.mark.parametrize(
    "path", [p for p in GOLDEN[1::4] if by_name(p) not in DOUBLED], ids=by_name
)
def test_a_row_with_a_wrong_cell_is_kept_where_it_stands(path):
    try:
        every = [*spoiled(path)]
    except FormatError:
        return
    for text, line, _, _ in every[:1]:
        if refused(text) is None:
            continue
        try:
            found = parse(text, lenient=True)
        except FormatError:
            continue  # nothing else is in it
        kept = [u for each in found for y in each.listings for u in y.unparsed]
        assert (line, text.split("\n")[line - 1]) in [(u.line, u.text) for u in kept]
        assert show(found) == text
        assert show(parse(show(found, "json"))) == text


ARRAYS = [path for path in GOLDEN if "json" in path.stem]


@pytest.mark.parametrize("path", ARRAYS, ids=by_name)
def test_a_wrong_value_of_json_has_its_line_and_column(path):
    text = path.read_bytes().decode()
    told = []
    for value in [*JSON.finditer(text)][::23]:
        torn = f"{text[: value.start()]}-77.5{text[value.end() :]}"
        error = refused(torn)
        if error is None or "'-77.5'" not in error.message.replace("-77.5", "'-77.5'"):
            continue
        lines = torn[: value.start()].split("\n")
        told.append((error.line, error.column) == (len(lines), len(lines[-1]) + 1))
    assert all(told)


HEADLESS = [
    # what the first entry of a listing without a heading is
    "192.0.2.0/24 dev eth0 metric x \n",
    "192.0.2.0/24 dev eth0 metric x \n    cache \n",
]


@pytest.mark.parametrize("entry", HEADLESS)
def test_a_wrong_first_entry_is_kept_too(entry):
    text = f"{entry}198.51.100.0/24 dev eth0 metric 7 \ndefault dev eth1 metric x \n"
    [found] = parse(text, lenient=True)
    assert [str(route.dst) for route in found.routes] == ["198.51.100.0/24"]
    last = text.count("\n")
    numbers = [u.line for u in found.listings[0].unparsed]
    assert numbers == [*range(1, last - 1), last]
    assert show(found) == text
    assert show(parse(show(found, "json"))) == text


PLACES = [
    # text, line and column of the error
    ("routing:\n\t0 bad routing redirects\n\tx dynamically created routes\n", 3, 2),
    ("[2026-11-27T20:30:41.123456] 192.0.2.1 dev h0 lladdr x STALE\n", 1, 54),
]


@pytest.mark.parametrize(("text", "line", "column"), PLACES)
def test_the_place_is_that_of_the_wrong_word(text, line, column):
    error = refused(text)
    assert error is not None
    assert (error.line, error.column) == (line, column)


def test_a_leaf_without_a_route_is_an_error():
    text = "Main:\n  +-- 0.0.0.0/0 1 0 0\n     |-- 192.0.2.0\n     |-- 198.51.100.0\n"
    error = refused(text + "        /24 universe UNICAST\n")
    assert error is not None
    assert error.line == 3


def test_a_trie_without_its_title_is_an_error():
    text = (
        "Main:\n  +-- 0.0.0.0/0 1 0 0\n     |-- 192.0.2.0\n        /24 link UNICAST\n"
    )
    error = refused(text + text.removeprefix("Main:\n"))
    assert error is not None
    assert error.line == 5


LOST = [
    # the capture, what its rows may be of without the heading
    ("openbsd44/netstat-it", "netstat -id or netstat -it"),
    ("openbsd44/netstat-ibt", "netstat -ibd or netstat -ibt"),
    ("openbsd7/netstat-id", "netstat -i or netstat -id"),
]


@pytest.mark.parametrize(("name", "what"), LOST)
def test_rows_that_mean_several_things_without_their_heading_are_told(name, what):
    _, _, rows = (ROOT / f"{name}.txt").read_text().partition("\n")
    [found] = parse(rows)
    assert [note.partition(": of ")[2] for note in found.notes] == [what]
    assert show(found) == rows


KINDS = ("routes", "neighbors", "interfaces", "rules", "nexthops")


def records(found: tuple[Snapshot, ...]) -> list[object]:
    return [r for each in found for kind in KINDS for r in getattr(each, kind)]


ALONE = [path for path in GOLDEN if path.parent.name != "iproute2"]
"""Of ip(8) one row may tell which words the command left out of all."""


@pytest.mark.parametrize("path", ALONE[2::5], ids=by_name)
def test_a_file_cut_off_is_refused_or_has_its_whole_rows(path):
    text = path.read_bytes().decode()
    if refused(text) is not None:
        return
    every = records(parse(text))
    for tenth in (3, 6, 9):
        part = text[: len(text) * tenth // 10]
        if refused(part) is not None:
            continue
        rest = parse(part)
        other = [record for record in records(rest) if record not in every]
        assert len(other) <= 1 or any(each.notes for each in rest)


def test_a_time_below_the_last_event_is_an_error():
    text = "Timestamp: Fri Nov 27 20:30:50 2026 123456 usec\n"
    error = refused(f"{text}192.0.2.1 dev h0 lladdr 00:00:5e:00:53:01 STALE\n{text}")
    assert error is not None
    assert error.line == 3
