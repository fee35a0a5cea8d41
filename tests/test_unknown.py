"""What systems print that no dialect knows is refused: one line, and no guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.api import parse
from rtentry.cli import main
from rtentry.errors import FormatError

UNKNOWN = sorted((Path(__file__).parent / "unknown").glob("*.txt"))


@pytest.mark.parametrize("path", UNKNOWN, ids=lambda path: path.stem)
def test_a_listing_of_an_unknown_system_is_refused_in_one_line(path, capsys):
    assert main(["convert", str(path)]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"rtentry: {path}:")
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("path", UNKNOWN, ids=lambda path: path.stem)
def test_nor_is_it_read_leniently(path):
    with pytest.raises(FormatError):
        parse(path.read_text(), lenient=True)


def test_rows_below_an_empty_table_are_not_passed_over():
    head = "Destination      Gateway            Flags     Refs     Use  Interface\n"
    row = "default          192.0.2.1          UG          2   112233  tu0\n"
    with pytest.raises(FormatError, match="not a row of the table above") as caught:
        parse(f"Routing tables\n{head}\nRoutes of the second family:\n{row}")
    assert caught.value.line == 5
