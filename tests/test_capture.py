"""Captures: bytes of a file or of standard input, as text."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pytest

from rtentry.api import parse, show
from rtentry.cli import main
from rtentry.dialects import dialect
from rtentry.errors import FormatError, RtentryError, SourceError
from rtentry.sources import Ask, read
from rtentry.sources.capture import SOURCE, decode, within

ARP = "? (192.0.2.1) at 02:00:5e:00:53:01 on xl0 [ethernet]\n"

TEXTS = [
    (b"plain", "plain"),
    ("Zürich".encode(), "Zürich"),
    ("Zürich".encode("latin-1"), "Zürich"),
    ("\ufeffmark".encode(), "mark"),
    ("\ufeffwide".encode("utf-16-le"), "wide"),
    ("\ufeffwide".encode("utf-16-be"), "wide"),
    ("\ufeffwider".encode("utf-32-le"), "wider"),
    ("no mark\n".encode("utf-16-le"), "no mark\n"),
    ("no mark\n".encode("utf-16-be"), "no mark\n"),
]


@pytest.mark.parametrize(("data", "text"), TEXTS)
def test_bytes_are_text_in_one_way_or_another(data, text):
    assert decode(data, "x") == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "x: empty: there is nothing to read"),
        (b"\r\n  \n", "x: empty"),
        (b"a\0b", "x: binary: not a text with listings"),
        (b"one\ntwo\0\0\0\0\n", "x:2:4: a NUL octet: the file is damaged"),
        (b"\xff\xfea\0\n\0b", "x:2: damaged UTF-16: truncated data"),
        (b"\xff\xfea\0\n\0\0\xd8", "x:2: damaged UTF-16: unexpected end of data"),
        (b"iU\0\0\0\r\0\1\0\0\0\x05abcde", "x: binary: .* is read with -F mrt:x"),
        (b"<\0\x05\x02\0\0\0\0\0\0\0\0", "x: binary: .* is read with -F rtsock:x"),
    ],
)
def test_what_is_no_text_is_refused(data, reason):
    with pytest.raises(SourceError, match=reason):
        decode(data, "x")


GOLDEN = Path(__file__).parent / "golden"

PAGES = [
    # capture                    the code page of its console
    ("route-print-russian",      "cp866"),
    ("route-print-russian",      "cp1251"),
    ("arp-a-russian",            "cp866"),
    ("route-print-french",       "cp850"),
    ("route-print-german",       "cp850"),
    ("route-print-spanish",      "cp850"),
    ("route-print-portuguese",   "cp850"),
    ("route-print-polish",       "cp852"),
    ("route-print-polish",       "cp1250"),
    ("route-print-japanese",     "cp932"),
    ("route-print-chinese",      "gbk"),
    ("arp-a-chinese",            "gbk"),
    ("route-print-korean",       "cp949"),
    ("route-print-french",       "latin-1"),
    ("route-print-german",       "utf-16"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_a_code_page_is_known_by_the_words_of_its_language(name, page):
    text = (GOLDEN / "windows" / f"{name}.txt").read_text()
    assert decode(text.encode(page), "x") == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_systems_end_them(end, tmp_path, capsys):
    path, text = tmp_path / "arp.txt", ARP + ARP.replace("2.1", "2.2")
    path.write_bytes(text.replace("\n", end).encode())
    assert main(["convert", str(path)]) == 0
    assert capsys.readouterr().out == text.replace("\n", end)


def test_the_mark_of_the_end_of_a_dos_text_is_not_of_it():
    [snapshot] = parse(ARP + "\x1a")
    assert show((snapshot,)) == ARP


def test_a_file_is_read_and_errors_name_it(tmp_path):
    path = tmp_path / "arp.txt"
    path.write_text(ARP)
    [snapshot] = read(str(path))
    assert len(snapshot.neighbors) == 1
    path.write_text(ARP + "nonsense\n")
    with pytest.raises(FormatError) as caught:
        SOURCE.read(str(path), Ask())
    assert (caught.value.source, caught.value.line) == (str(path), 2)


def test_standard_input_is_read(monkeypatch):
    class Input:
        buffer = BytesIO(ARP.encode())

    monkeypatch.setattr(sys, "stdin", Input)
    assert len(read("-")[0].neighbors) == 1
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SourceError, match=r"^-: "):
        read("-")


def test_a_name_with_a_colon_may_be_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json:arp.txt").write_text(ARP)
    assert len(read("json:arp.txt")[0].neighbors) == 1


def test_json_is_nothing_else(tmp_path):
    path = tmp_path / "arp.txt"
    path.write_text(ARP)
    with pytest.raises(FormatError, match="expecting value"):
        read(f"json:{path}")


def test_the_input_s_system_can_be_told():
    assert within(None) is None
    assert within("openbsd31") == (dialect("openbsd31"),)
    families = within("openbsd") or ()
    assert {d.system for d in families} == {"openbsd"}
    assert [d.since for d in families] == sorted([d.since for d in families])[::-1]
    with pytest.raises(RtentryError, match="unknown system 'atlantis'"):
        within("atlantis")
