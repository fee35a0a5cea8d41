"""Search: where a listing begins, what reads it best, what is not asked at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rtentry import search
from rtentry.api import parse, show
from rtentry.dialects import ROOM, dialects
from rtentry.document import choose
from rtentry.errors import FormatError
from rtentry.listing import Dialect, Form, Found
from rtentry.model import Block
from rtentry.registry import names
from rtentry.search import asking, attempts, listings
from rtentry.search.prose import reads_like_prose
from rtentry.search.whole import LONG, attempt
from rtentry.session import chunks

ROOT = Path(__file__).parent.parent
GOLDEN = [
    path
    for name in names(ROOM)
    for path in sorted((ROOT / "tests" / "golden" / name).glob("*.txt"))
]


def form(name: str, end: int, *, loose: int = 0, breaks: int | None = None) -> Form:
    """A form of listings that begin with ``table 1``; it reads to *end*, or breaks."""

    def parse(lines: Sequence[str], index: int) -> Found | None:
        if lines[index] != "table 1":
            return None
        if breaks is not None:
            raise FormatError(f"{name} breaks", line=index + breaks)
        return Found((name,), (Block((0, 1)),), index + end, loose)

    def show(*_: Any) -> Any:
        return iter(())

    return Form(name, "routes", parse, show)


def dialect(*forms: Form) -> Dialect:
    return Dialect("made up", "Made up", "made", 2000, forms)


def found(text: str, *forms: Form) -> list[tuple[int, list[str]]]:
    """Index of each listing, and the forms that read it best."""
    [chunk] = chunks(text)
    return [
        (place.start, [way.form.name for way in place.ways])
        for place in listings(chunk, asking([dialect(*forms)]))
    ]


BEST = [
    # forms                                                 the best
    ([form("a", 1), form("b", 2)],                          ["b"]),
    ([form("a", 2, loose=1), form("b", 2)],                 ["b"]),
    ([form("a", 3, loose=1), form("b", 2)],                 ["a"]),
    ([form("a", 2), form("b", 2)],                          ["a", "b"]),
    ([form("a", 3), form("b", 2, breaks=1)],                ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("forms", "best"), BEST)
def test_the_form_that_reads_furthest_as_it_stands_is_best(forms, best):
    assert found("intro 0\n\ntable 1\n2\n3\n4", *forms) == [(2, best)]


BROKEN = [
    # forms                                                          line, reason
    ([form("a", 0, breaks=1)],                                       (3, "a breaks")),
    ([form("a", 0, breaks=1), form("b", 0, breaks=2)],               (4, "b breaks")),
    ([form("a", 2), form("b", 0, breaks=2)],                         (4, "b breaks")),
    ([form("a", 0, breaks=9)],                                       (5, "a breaks")),
]  # fmt: skip


@pytest.mark.parametrize(("forms", "error"), BROKEN)
def test_what_breaks_further_on_than_anything_reads_is_an_error(forms, error):
    with pytest.raises(FormatError) as caught:
        found("\ntable 1\n2\n3\n4", *forms)
    assert (caught.value.line, caught.value.message) == error


def test_a_form_of_another_kind_may_break_where_one_reads_on():
    [chunk] = chunks("table 1\n2\n3")
    ways = [form("a", 3), form("b", 0, breaks=1)]
    assert attempt(chunk, 0, asking([dialect(*ways)])).broken is None


def counting(name: str, asked: list[str], bad: str = "") -> Form:
    """A form of lines that are numbers; it breaks at the line *bad*."""

    def parse(lines: Sequence[str], index: int) -> Found | None:
        if lines[index] != "table 1":
            return None
        asked.append(name if len(lines) > LONG + 9 else "")
        end = index + 1
        while end < len(lines) and lines[end].isdigit():
            if lines[end] == bad:
                raise FormatError(f"{name} breaks", line=end)
            end += 1
        rows = end - index - 1
        return Found(tuple(lines[index + 1 : end]), (Block((0, rows)),), end)

    def show(*_: Any) -> Any:
        return iter(())

    return Form(name, "routes", parse, show)


LONG_TEXT = "\n".join(["table 1", *map(str, range(2000))])


def test_a_long_listing_is_read_to_its_end_by_one_of_those_that_know_it():
    asked: list[str] = []
    known = [counting("a", asked, bad="7"), counting("b", asked), counting("c", asked)]
    [(start, names)] = found(LONG_TEXT, *known)
    assert (start, names) == (0, ["b", "c"])
    assert [name for name in asked if name] == ["b"]


def test_a_long_listing_that_breaks_further_on_is_read_by_all():
    asked: list[str] = []
    known = [counting("a", asked, bad="1500"), counting("b", asked)]
    assert found(LONG_TEXT, *known) == [(0, ["b"])]
    known = [counting("a", asked, bad="1500"), counting("b", asked, bad="1700")]
    with pytest.raises(FormatError, match="b breaks") as caught:
        found(LONG_TEXT, *known)
    assert caught.value.line == 1702


def test_a_long_listing_is_of_the_dialect_that_the_host_has_elsewhere():
    asked: list[str] = []
    old, new = counting("old", asked), counting("new", asked)
    [chunk] = chunks(LONG_TEXT)
    place = attempt(
        chunk, 0, asking([dialect(new), dialect(old)._replace(name="other")])
    )
    way = choose(place, {(None, "other"): 2, (None, "made up"): 1})
    assert (way.dialect.name, len(way.found.records)) == ("other", 2000)


def test_english_is_not_offered_to_any_form():
    asked: list[str] = []

    def parse(lines: Sequence[str], index: int) -> None:
        asked.append(lines[index])

    spy = form("spy", 1)._replace(parse=parse)
    text = (
        "This is the table of a host.\n\nRouting tables\n192.0.2.1 is not the gateway"
    )
    assert found(text, spy) == []
    assert asked == ["Routing tables"]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_no_listing_begins_like_english(path):
    first = next(line for line in path.read_text().splitlines() if line.strip())
    assert not reads_like_prose(first)


EVERY = asking(dialects())


def reads(form: Form, lines: Sequence[str], at: int) -> bool:
    """Whether a form reads, or begins to read, the lines from one on."""
    try:
        return form.parse(lines, at) is not None
    except FormatError:
        return True


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_form_that_reads_a_listing_is_asked(path):
    for chunk in chunks(path.read_text()):
        at = next(filter(chunk.is_said, range(len(chunk.lines))), None)
        if at is None:
            continue
        asked = {id(form) for _, form in EVERY.of(chunk, at)}
        every = [form for each in dialects() for form in each.forms]
        missed = [
            form.name
            for form in every
            if id(form) not in asked and reads(form, chunk.lines, at)
        ]
        assert missed == []


LOG = [
    "Nov  5 12:00:01 castor sshd[411]: Accepted publickey for root from 192.0.2.1",
    "Nov  5 12:00:02 castor kernel: IPTABLES-DROP IN=eth0 SRC=192.0.2.1 DST=192.0.2.2",
    "castor named[7]: client 198.51.100.9#53535: query: example.com IN A +E(0)K",
    "Internet access: see section 4.2",
    "Kernel panic, not syncing",
]


@pytest.mark.parametrize("line", LOG)
def test_no_form_is_asked_about_a_line_of_a_log(line):
    [chunk] = chunks(f"{line}\n{line}")
    assert EVERY.of(chunk, 0) == []


ACCESS = '192.0.2.{0} - - [28/Nov/2026:01:02:03 +0000] "GET /{0} HTTP/1.1" 200 {0}'


@pytest.mark.parametrize("row", [ACCESS, "192.0.2.{0}\thost{0}", "10.{0}.0.0/16"])
def test_a_log_is_not_asked_about_to_its_end(row, monkeypatch):
    asked: list[int] = []

    def best_of(views: Any, at: int) -> Any:
        asked.append(at)
        return search.views.best_of(views, at)

    monkeypatch.setattr(search, "best_of", best_of)
    rows = [row.format(i) for i in range(250)]
    below = "default via 192.0.2.1 dev eth0"
    text = "\n".join([*rows, "", below, "", *rows, "", below])
    [chunk] = chunks(text)
    assert [each.start for each in listings(chunk, EVERY)] == [251, 504]
    assert len(asked) < 150


def dump(row: str) -> str:
    """Octets as a program dumps them, 16 a line; few lines are alike."""
    octets = Random(1).randbytes
    return "\n".join(
        row.format(16 * n, some.hex(" "), "".join(chr(o % 64 + 46) for o in some))
        for n in range(200)
        for some in [octets(16)]
    )


DUMPS = ["{:08x}  {}  |{}|", "{:08x}: {}  {}", "{:08}: {} .......... {}"]


@pytest.mark.parametrize("row", DUMPS)
def test_the_lines_of_a_dump_are_not_joined_with_each_other(row, monkeypatch):
    asked = []

    def counted(*args: Any) -> Any:
        asked.append(args)
        return attempt(*args)

    monkeypatch.setattr(search.views, "attempt", counted)
    [chunk] = chunks(dump(row))
    assert [*listings(chunk, EVERY)] == []
    assert len(asked) <= 200


TWINS = [
    ("1; lo: <LOOPBACK,UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT",
     "2: eth0: <BROADCAST,UP> mtu 1500 qdisc mq state UP mode DEFAULT"),
    ("0:\tfrox all lookup local", "32766:\tfrom all lookup main"),
    ("fe8000000000000000005efffe10000a 0- 40 20 80     eth0",
     "00000000000000000000000000000001 01 80 10 80     eth1"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "row"), TWINS)
def test_a_row_that_one_letter_keeps_out_is_told(wrong, row):
    with pytest.raises(
        FormatError, match="not a line of the listing below it"
    ) as error:
        parse(f"{wrong}\n{row}\n")
    assert error.value.line == 1


LINKS = (ROOT / "tests" / "golden" / "iproute2" / "addr.txt").read_text().splitlines()
PIECES = [
    *LINKS[1:3],
    f"garbage {LINKS[0]}",
    LINKS[0].replace("1:", ";:"),
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_of_a_listing_right_above_it_is_told(piece):
    begins = next(i for i, line in enumerate(LINKS) if line.startswith("2:"))
    with pytest.raises(FormatError, match="not a line of the listing below it"):
        parse("\n".join([piece, *LINKS[begins:]]))
    [snapshot] = parse("\n".join([piece, "", *LINKS[begins:]]))
    assert snapshot.interfaces


ABOVE = [
    "This is on eth0 today:",
    "castor 192.0.2.7",
    "    Interfaces of 192.0.2.7",
    "2026-01-02 03:04 castor",
    "Table 7 of 9",
]


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("rows", [LINKS, ["default via 192.0.2.1 dev eth0 "]])
def test_other_lines_above_a_listing_are_prose(above, rows):
    text = "\n".join([above, *rows]) + "\n"
    assert show(parse(text)) == text


def test_prose_with_numbers_is_no_row():
    [snapshot] = parse("2 rules of 3 are mine\n32766:\tfrom all lookup main\n")
    assert len(snapshot.rules) == 1


def test_the_same_lines_are_read_once(monkeypatch):
    row = "? (192.0.2.1) at 02:00:5e:10:00:01 [ether] on eth0"
    read, asked_for = attempts.each_way, []

    def counted(chunk, at, *rest):
        asked_for.append(at)
        return read(chunk, at, *rest)

    monkeypatch.setattr(attempts, "each_way", counted)
    shown = parse("\n".join(f"root@r{n}:~# arp -an\n{row}" for n in range(9)))
    assert asked_for == [0]
    assert [each.host for each in shown] == [f"r{n}" for n in range(9)]
    lines = [each.listings[0].lines for each in shown]
    assert lines == [(2 * n + 2, 2 * n + 2) for n in range(9)]
    assert len({each.neighbors for each in shown}) == 1
