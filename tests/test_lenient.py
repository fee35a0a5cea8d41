"""Lines that no rule fits: errors with their place, or kept as unparsed if asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.api import parse, read, show
from rtentry.cli import main
from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.model import Unparsed
from rtentry.rewritten import interspersed
from rtentry.search.attempts import is_row

ROOT = Path(__file__).parent
GOLDEN = [
    path
    for dialect in dialects()
    for path in sorted((ROOT / "golden" / dialect.name).glob("*.txt"))
]
ODD = "?? 192.0.2.999 (what row) ??"
ROUTES = """\
Routing tables

Internet:
Destination        Gateway            Flags     Refs     Use    Mtu  Interface
default            192.0.2.1          UGS         3    11991   1500   ne5
10/8               192.0.2.9          UGSQ        0        0   1500   ne5
127/8              127.0.0.1          UGRS        0        0  33224   lo0
"""


def by_name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_without_lenient_it_is_an_error():
    with pytest.raises(FormatError, match="unknown flag 'Q'"):
        parse(ROUTES)


def test_a_line_that_no_rule_fits_is_kept_with_place_and_reason():
    [snapshot] = parse(ROUTES, lenient=True)
    row = ROUTES.splitlines()[5]
    assert [str(r.dst) for r in snapshot.routes] == ["0.0.0.0/0", "127.0.0.0/8"]
    assert snapshot.listings[0].unparsed == (
        Unparsed(5, row, "unknown flag 'Q' in 'UGSQ'", 6, 39),
    )


def test_what_is_kept_comes_back_byte_for_byte_and_by_way_of_json():
    found = parse(ROUTES, lenient=True)
    assert show(found) == ROUTES
    assert show(parse(show(found, "json"))) == ROUTES


def test_a_broken_line_above_a_listing_is_kept_too():
    first = "? (192.0.2.1) at 52:54:05:e3:51:8Z on xl0 [ethernet]\n"
    second = "? (192.0.2.2) at 52:54:05:e3:51:88 on xl0 [ethernet]\n"
    with pytest.raises(FormatError, match="not a line of the listing below"):
        parse(first + second)
    found = parse(first + second, lenient=True)
    assert show(found) == first + second
    assert [u.line for u in found[0].listings[0].unparsed] == [1]


def test_where_more_is_odd_than_known_it_is_an_error_all_the_same():
    head, rows = ROUTES.split("default")[0], "what is this\n" * 9
    with pytest.raises(FormatError, match="not a row"):
        parse(head + rows, lenient=True)


@pytest.mark.parametrize("path", GOLDEN, ids=by_name)
def test_an_odd_line_in_a_capture_is_kept_where_it_was(path):
    lines = path.read_text().splitlines()
    whole = parse(path.read_text())
    places = [
        n for n in range(1, len(lines)) if is_row(lines[n - 1]) and is_row(lines[n])
    ]
    if not places:
        pytest.skip("it has no two rows next to each other")
    at = places[-1]
    text = "\n".join([*lines[:at], ODD, *lines[at:]]) + "\n"
    with pytest.raises(FormatError):
        parse(text)
    if path.parent.name == "procnet" and "trie" in path.stem:
        return  # a trie ends where its indent does: the row is not inside of it
    found = parse(text, lenient=True)
    assert [u.text for s in found for y in s.listings for u in y.unparsed] == [ODD]
    assert [s.routes for s in found] == [s.routes for s in whole]
    if len(found) == 1 and len(found[0].listings) == 1:
        assert show(found) == text
        assert show(parse(show(found, "json"))) == text


def test_the_command_line_keeps_and_tells(tmp_path, capsys):
    path = tmp_path / "castor.txt"
    path.write_text(ROUTES)
    assert main(["convert", str(path)]) == 3
    assert capsys.readouterr().err.endswith(":6:39: unknown flag 'Q' in 'UGSQ'\n")
    assert main(["convert", str(path), "--lenient"]) == 0
    told = capsys.readouterr()
    assert told.out == ROUTES
    assert told.err == (
        f"rtentry: {path}:6:39: unknown flag 'Q' in 'UGSQ': kept as unparsed\n"
    )
    assert main(["-F", str(path), "--lenient", "show"]) == 0
    assert capsys.readouterr().err.count("\n") == 1
    [snapshot] = read(str(path), lenient=True)
    assert len(snapshot.routes) == 2


def test_lines_stand_where_they_stood():
    kept = [Unparsed(0, "a", ""), Unparsed(1, "b", ""), Unparsed(4, "e", "")]
    assert "".join(interspersed("cdf", kept)) == "abcdef"
    assert "".join(interspersed("", [Unparsed(7, "z", "")])) == "z"
