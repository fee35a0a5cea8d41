"""Captures: bytes of a file or of standard input, as text."""

from __future__ import annotations

import sys
from io import BytesIO

import pytest

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
    (b"\xff\xfeodd", "ÿþodd"),
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
        (b"iU\0\0\0\r\0\1\0\0\0\x05abcde", "x: binary: .* is read with -F mrt:x"),
        (b"<\0\x05\x02\0\0\0\0\0\0\0\0", "x: binary: .* is read with -F rtsock:x"),
    ],
)
def test_what_is_no_text_is_refused(data, reason):
    with pytest.raises(SourceError, match=reason):
        decode(data, "x")


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
