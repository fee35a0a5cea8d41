"""Torn listings: a row that somebody broke is an error of its line, never passed over."""

from __future__ import annotations

import re
from pathlib import Path
from zlib import crc32

import pytest

from rtentry.api import parse, show
from rtentry.cli import main
from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.search.attempts import is_row
from rtentry.search.beside import LEAST

ROOT = Path(__file__).parent / "golden"
GOLDEN = [
    path
    for dialect in dialects()
    for path in sorted((ROOT / dialect.name).glob("*.txt"))
]
ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f:]+:[0-9a-f:]+")
WORD = re.compile(r"\S+\s*")


def by_name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def cut(line: str) -> str:
    return line.rstrip()[: max(len(line.rstrip()) // 2, 1)]


def followed(line: str) -> str:
    return f"{line.rstrip()} zzjunk"


def misaddressed(line: str) -> str:
    return ADDRESS.sub(lambda found: re.sub(r"\w+$", "zz99", found[0]), line, count=1)


def without_a_cell(line: str) -> str:
    words = [*WORD.finditer(line)]
    middle = words[len(words) // 2]
    return line[: middle.start()] + line[middle.end() :]


WAYS = (cut, followed, misaddressed, without_a_cell)

NO_LINE = "no listing found"
"""What is said where the row that was broken was all that made it a listing."""


def rows_of(text: str) -> list[int]:
    """The indexes of the rows with addresses in the listings of a text."""
    lines = text.split("\n")
    spans = [listing.lines for each in parse(text) for listing in each.listings]
    numbers = [n for span in spans if span for n in range(span[0], span[1] + 1)]
    return [n - 1 for n in numbers if n <= len(lines) and is_row(lines[n - 1])]


def is_told(text: str, index: int) -> bool:
    """Whether a text is refused, or the line is read, or told of; and comes back."""
    try:
        found = parse(text)
    except FormatError as error:
        return error.line is not None or NO_LINE in error.message
    spans = [listing.lines for each in found for listing in each.listings]
    is_read = any(span is None or span[0] <= index + 1 <= span[1] for span in spans)
    noted = any(each.notes for each in found)
    return (is_read or noted) and show(found) == text


@pytest.mark.parametrize(
    ("nth", "path"), [*enumerate(GOLDEN)][::2], ids=[*map(by_name, GOLDEN[::2])]
)
def test_a_broken_row_is_never_passed_over(nth, path):
    text = path.read_bytes().decode()
    try:
        rows = rows_of(text)
    except FormatError:
        rows = []
    if not rows:
        pytest.skip("no row with an address in it")
    lines = text.split("\n")
    for index in sorted({rows[0], rows[(len(rows) - 1) * (nth % 3) // 2]}):
        broken = WAYS[(nth + index) % len(WAYS)](lines[index])
        torn = "\n".join([*lines[:index], broken, *lines[index + 1 :]])
        assert not broken.strip() or is_told(torn, index), broken


ARPS = [path for path in GOLDEN if path.stem.startswith("arp-a")]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ARPS, ids=by_name)
def test_a_broken_entry_of_arp_is_an_error_of_its_line(path, way):
    text = path.read_bytes().decode()
    lines = text.split("\n")
    first = rows_of(text)[0] if rows_of(text) else 0
    broken = way(lines[first])
    assert is_told("\n".join([*lines[:first], broken, *lines[first + 1 :]]), first)


def edges(text: str) -> list[int]:
    """The indexes of the first four lines that say something, and of the last."""
    lines = text.split("\n")
    said = [n for n, line in enumerate(lines) if any(map(str.isalnum, line))]
    return [*said[:4], *said[-1:]]


@pytest.mark.parametrize("path", GOLDEN, ids=by_name)
def test_a_title_or_heading_cut_in_the_middle_is_told(path):
    """Titles of Windows are in any language: above a blank line they may be prose."""
    nth = crc32(by_name(path).encode())
    text = path.read_bytes().decode()
    lines = text.split("\n")
    index = edges(text)[nth % len(edges(text))]
    line = lines[index].rstrip()
    broken = line[: max(len(line) * (nth % 7 + 1) // 8, 1)]
    torn = "\n".join([*lines[:index], broken, *lines[index + 1 :]])
    is_prose = len(broken.strip()) < LEAST or broken.rstrip().endswith(":")
    is_foreign = path.parent.name == "windows" and not lines[index + 1].strip()
    assert is_prose or is_foreign or is_told(torn, index), broken


def notes(text: str) -> tuple[str, ...]:
    return tuple([note for each in parse(text) for note in each.notes])


BESIDE = [
    # text, which lines are told of
    ("Routing tab\n\n{}", [1]),
    ("Rou\n{}", [1]),
    ("192.0.2.16\n\n{}", [1]),
    ("castor (192.0.2.1):\n{}", []),
    ("# Neighbours\n{}", []),
    ("This is what the router has now, and was not there:\n{}", []),
    ("Neighbours of my router, seen yesterday\n{}", []),
    ("{}\n192.0.2\n", [3]),
    ("{}\nbucket:    0     con\n", [3]),
    ("{}\nThere is more in the other mail.\n", []),
    ("{}\nThanks!\n", []),
    ("{}\n-- \ncastor 2\n", []),
]


@pytest.mark.parametrize(("text", "lines"), BESIDE)
def test_what_may_be_a_piece_of_the_listing_beside_it_is_told(text, lines):
    told = notes(text.format("gw.example.net (192.0.2.1) at 0:0:5e:0:53:1 on em0\n"))
    assert [note.split(":")[0] for note in told] == [f"line {n}" for n in lines]


def test_the_command_line_tells_of_them(tmp_path, capsys):
    path = tmp_path / "torn.txt"
    path.write_text("Routing tab\n\n? (192.0.2.1) at 0:0:5e:0:53:1 on em0\n")
    assert main(["convert", str(path)]) == 0
    assert capsys.readouterr().err == "rtentry: line 1: of no listing: 'Routing tab'\n"


TORN = [
    # text, what is said of which line
    ("? (192.0.2.1) a\n? (192.0.2.2) at 0:0:5e:0:53:2\n", 1),
    ("? (192.0.2.1) at 02:\n? (192.0.2.2) at 02:00:5e:00:53:02 on em0\n", 1),
    ("gw (192.0.2.999) at 0:0:5e:0:53:1\n? (192.0.2.2) at 0:0:5e:0:53:2\n", 1),
    ("192.0.2.1 0:0:5e:0:53:1\n192.0.2.2 at 0:0:5e:0:53:2\n", 1),
    ("Ip: Forwarding\nIp: 1 2\nIcmp: InMsgs\nIcmp: 3\n", 1),
    (
        "? (192.0.2.1) at 00:00:5e:00:53:01 [ether] on eth0\n"
        "? (192.0.2.2) at 00:00:5e:00:53:02 [ether] on eth0 x\n",
        2,
    ),
    ("   route to: 192.0.2.9\ndestination: 192.0.2.9\n  interface: em0 x\n", 3),
]


@pytest.mark.parametrize(("text", "line"), TORN)
def test_the_line_that_is_broken_is_named(text, line):
    with pytest.raises(FormatError) as caught:
        parse(text)
    assert caught.value.line == line


def test_a_title_with_an_address_is_no_broken_row():
    row = "? (192.0.2.2) at 02:00:5e:00:53:02 on em0\n"
    for title in ("castor (192.0.2.1):", "Neighbours of eth0:", "arp of 192.0.2.1"):
        assert show(parse(f"{title}\n{row}")) == f"{title}\n{row}"
