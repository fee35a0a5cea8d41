"""How far a file has been read, on a terminal."""

from __future__ import annotations

import io

import pytest

from rtentry.cli import main
from rtentry.sources import _progress
from rtentry.sources._progress import Progress, line
from rtentry.sources._stream import pieces

LINES = [
    (
        (1_000_000, 0.5, 2),
        "[###############...............] 50%  1,000,000 lines  0.5 M/s",
    ),
    ((0, 0.0, 1), "[..............................] 0%  0 lines  0.0 M/s"),
    ((10, 1.5, 1), "[##############################] 100%  10 lines  0.0 M/s"),
    ((12_300_000, None, 3), "12,300,000 lines  4.1 M/s"),
]


@pytest.mark.parametrize(("told", "text"), LINES)
def test_a_line_says_how_far_it_is(told, text):
    assert line(*told) == text


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def file(tmp_path):
    (tmp_path / "file").write_text("x\n" * 100)
    return str(tmp_path / "file")


def test_a_terminal_sees_it_and_it_is_gone_at_the_end(file, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(_progress, "EVERY", 0)
    assert b"".join(pieces(file, 20)) == b"x\n" * 100
    written = terminal.getvalue()
    assert "\r[###...........................] 10%  10 lines" in written
    assert written.endswith("\r\x1b[K")


def test_an_answer_that_is_printed_meanwhile_is_not_disturbed(file, monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal())
    assert Progress(file).shown
    assert Progress(file, is_told=True).shown
    monkeypatch.setattr("sys.stdout", Terminal())
    assert Progress(file).shown
    assert not Progress(file, is_told=True).shown


@pytest.mark.parametrize(
    ("argv", "shown"),
    [([], False), (["--by", "gateway"], True), (["-o", "out.csv"], True)],
)
def test_lookup_tells_how_far_it_is(tmp_path, monkeypatch, argv, shown):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table").write_text("default via 192.0.2.1 dev eth0\n")
    (tmp_path / "file").write_text("192.0.2.7\n" * 100)
    terminal = Terminal()
    for name in ("sys.stdout", "sys.stderr"):
        monkeypatch.setattr(name, terminal)
    monkeypatch.setattr(_progress, "EVERY", 0)
    assert main(["-F", "table", "lookup", "file", *argv]) == 0
    assert ("100%  100 lines" in terminal.getvalue()) == shown


def test_nobody_else_does(file, capsys):
    assert b"".join(pieces(file)) == b"x\n" * 100
    assert capsys.readouterr() == ("", "")
    assert not Progress("-").shown
