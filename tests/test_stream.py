"""Streams: in pieces, a listing is written as it is when read whole."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.test_forms_alike import FORMS, routes, shown

from rtentry.cli import main
from rtentry.dialects import dialect
from rtentry.sources import _spill, capture

TARGETS = (None, "openbsd31", "freebsd14", "nettools210", "iproute2")


@pytest.fixture
def in_pieces(monkeypatch):
    """Files are large, and read a few rows at a time."""
    monkeypatch.setattr(capture, "LARGE", 0)
    monkeypatch.setattr(capture, "PIECE", 900)


@pytest.fixture
def whole(monkeypatch):
    """A function: what is printed where no file is large."""

    def run(capsys, *argv):
        with monkeypatch.context() as patch:
            patch.setattr(capture, "LARGE", 1 << 60)
            return said(capsys, *argv)

    return run


def said(capsys, *argv):
    status = main(["convert", *argv])
    return status, *capsys.readouterr()


def table(tmp_path, name, form, count=150):
    rows = (r._replace(dst=r.dst) for r in routes(count) if hasattr(r.dst, "plen"))
    path = tmp_path / "table.txt"
    lines = shown(dialect(name).form(form), list(rows))
    path.write_text("".join(line + "\n" for line in lines))
    return path


@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize(("name", "form"), FORMS)
def test_in_pieces_the_same_is_written(
    name, form, to, tmp_path, capsys, in_pieces, whole
):
    path = table(tmp_path, name, form)
    argv = [str(path), *(("--to", to) if to else ())]
    expected = whole(capsys, *argv)
    assert said(capsys, *argv) == expected
    assert to or expected[1] == path.read_text()


def test_pieces_are_what_is_read(tmp_path, capsys, in_pieces, monkeypatch):
    def load(where):
        raise AssertionError(where)

    path = table(tmp_path, "openbsd31", "netstat -r")
    monkeypatch.setattr(capture, "load", load)
    assert said(capsys, str(path)) == (0, path.read_text(), "")


@pytest.mark.parametrize("seed", range(12))
def test_a_wrong_line_is_told_by_the_same_number(
    seed, tmp_path, capsys, in_pieces, whole
):
    rng = random.Random(seed)
    path = table(tmp_path, *FORMS[seed % len(FORMS)])
    lines = path.read_text().splitlines()
    n = rng.randrange(30, len(lines))
    lines[n] = lines[n].replace(rng.choice("U.0"), rng.choice("?!"), 1)
    path.write_text("\n".join(lines) + "\n")
    assert said(capsys, str(path)) == whole(capsys, str(path))


ENTRIES = (
    "default \n"
    "\tnexthop via 192.0.2.1 dev eth0 weight 1 \n"
    "\tnexthop via 192.0.2.2 dev eth1 weight 2 \n"
)


def test_an_entry_of_several_lines_is_not_cut(tmp_path, capsys, in_pieces, whole):
    path = tmp_path / "routes.txt"
    nets = [f"198.51.{n}.0/24 via 192.0.2.1 dev eth0 \n" for n in range(90)]
    many = [ENTRIES.replace("default", f"203.0.{n}.0/24") for n in range(60)]
    path.write_text("".join(nets + many))
    expected = whole(capsys, str(path))
    assert expected[:2] == (0, path.read_text())
    assert said(capsys, str(path)) == expected


GOLDEN = sorted((Path(__file__).parent / "golden").glob("*/*.txt"))


@pytest.mark.parametrize("path", GOLDEN[:: max(len(GOLDEN) // 60, 1)], ids=str)
def test_what_is_no_such_listing_is_read_whole(path, capsys, in_pieces, whole):
    assert said(capsys, str(path)) == whole(capsys, str(path))


TWO = """\
Routing tables

Internet:
Destination        Gateway            Flags    Refs      Use  Netif Expire
{}
IPX:
Destination        Gateway            Flags    Refs      Use  Netif Expire
1234.*             1234.5e005301      U           0        0    xl0

Internet6:
Destination                       Gateway                       Flags      Netif Expire
{}"""


def two_families(tmp_path):
    four = "".join(
        f"198.51.{n:<11} 192.0.2.1          UGS         0       {n:2}    xl0\n"
        for n in range(10, 60)
    )
    six = "".join(
        f"2001:db8:{n}::/48                 2001:db8::1                   UGS         xl0\n"
        for n in range(10, 60)
    )
    path = tmp_path / "two.txt"
    path.write_text(TWO.format(four, six))
    return path


def test_tables_of_several_families_are_written_piece_by_piece(
    tmp_path, capsys, in_pieces, monkeypatch
):
    path = two_families(tmp_path)
    monkeypatch.setattr(capture, "load", None)  # it would read the whole
    assert said(capsys, str(path)) == (0, path.read_text(), "")


@pytest.mark.parametrize("argv", [("--to", "jsonl"), ("--jsonl",)])
def test_records_are_printed_a_line_each(
    argv, tmp_path, capsys, in_pieces, whole, monkeypatch
):
    path = two_families(tmp_path)
    expected = whole(capsys, str(path), *argv)
    monkeypatch.setattr(capture, "load", None)
    assert said(capsys, str(path), *argv) == expected
    assert expected[1].count("\n") == 100


SYSTEMS = [
    *("openbsd31", "openbsd7", "freebsd2", "freebsd14", "netbsd10", "macos14", "bsd44"),
    *(
        "nettools210",
        "iproute2",
        "procnet",
        "windows",
        "solaris",
        "aix",
        "hpux",
        "irix",
    ),
]


@pytest.mark.parametrize("to", SYSTEMS)
def test_two_families_are_printed_as_when_they_are_read_whole(
    to, tmp_path, capsys, in_pieces, whole
):
    argv = [str(two_families(tmp_path)), "--to", to]
    assert said(capsys, *argv) == whole(capsys, *argv)


LAST = "203.0.113.0/24 dev eth1 proto kernel scope link src 203.0.113.9 "
LISTINGS = {
    "in order": "198.51.{}.0/24 via 192.0.2.{} dev eth0 proto static ",
    "not in order": "203.0.{}.0/24 via 192.0.2.{} dev eth0 proto static ",
    "proto in one": "198.51.{}.0/24 via 192.0.2.{} dev eth0 mtu 1400 ",
}


@pytest.fixture(params=[*LISTINGS.values()], ids=[*LISTINGS])
def linux(request, tmp_path):
    """A listing of Linux that can be converted in pieces, or (the others) not."""
    rows = [request.param.format(n, n) for n in range(150, 250)]
    path = tmp_path / "linux.txt"
    path.write_text("\n".join([*rows, LAST, ""]))
    return path


def test_routes_of_several_lines_are_printed_piece_by_piece(
    tmp_path, capsys, in_pieces, whole, monkeypatch
):
    path = tmp_path / "linux.txt"
    ways = "\tnexthop via 192.0.2.1 dev eth0 weight 1 \n\tnexthop via 192.0.2.2 dev eth0 weight 1 "
    rows = [f"198.51.{n}.0/24 proto static \n{ways}\n" for n in range(150, 250)]
    path.write_text("".join(rows))
    expected = whole(capsys, str(path), "--to", "iproute2")
    monkeypatch.setattr(capture, "load", None)  # it would read the whole
    assert said(capsys, str(path), "--to", "iproute2")[:2] == expected[:2]
    assert expected[1].count("nexthop") == 200


@pytest.mark.parametrize("order", ["in order", "not in order"])
def test_routes_of_linux_are_those_of_a_bsd_piece_by_piece(
    order, tmp_path, capsys, in_pieces, whole, monkeypatch
):
    path = tmp_path / "linux.txt"
    rows = [LISTINGS[order].format(n, n) for n in range(150, 250)]
    path.write_text("\n".join([*rows, LAST, ""]))
    expected = whole(capsys, str(path), "--to", "openbsd7")
    monkeypatch.setattr(capture, "load", None)  # it would read the whole
    monkeypatch.setattr(_spill, "ROOM", 7)
    assert said(capsys, str(path), "--to", "openbsd7")[:2] == expected[:2]
    assert expected[1].count(" UGS ") == 100


@pytest.mark.parametrize("to", SYSTEMS)
def test_routes_of_linux_are_printed_as_when_they_are_read_whole(
    to, linux, capsys, in_pieces, whole
):
    argv = [str(linux), "--to", to]
    found, expected = [run(capsys, *argv) for run in (said, whole)]
    assert found[:2] == expected[:2]
    assert sorted(found[2].splitlines()) == sorted(expected[2].splitlines())


@pytest.mark.parametrize(
    "argv",
    [
        (two_families, "--json"),
        (two_families, "--to", "json"),
        (two_families, "--to", "openbsd31"),
        (two_families, "--to", "windows"),
        (two_families, "--to", "nettools210"),
    ],
)
def test_two_families_are_printed_piece_by_piece(
    argv, tmp_path, capsys, in_pieces, whole, monkeypatch
):
    made, *argv = argv
    argv = [str(made(tmp_path)), *argv]
    expected = whole(capsys, *argv)
    monkeypatch.setattr(capture, "load", None)  # it would read the whole
    assert said(capsys, *argv) == expected


def piped(data, *argv):
    """What the command prints of a pipe, in a process of its own."""
    command = [sys.executable, "-m", "rtentry", "convert", "-", *argv]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


@pytest.mark.parametrize("count", [3, 600_000])
def test_a_pipe_is_written_again_in_pieces(count):
    form = dialect("openbsd31").form("netstat -r")
    [*heading, row] = shown(form, list(routes(200))[:1])
    data = "".join([line + "\n" for line in (*heading, *[row] * count)]).encode()
    assert (len(data) >= capture.LARGE) == (count > 3)
    assert piped(data) == (0, data, "")


def test_a_wrong_row_in_a_pipe_is_told_with_its_line():
    text = b"Kernel IP routing table\nDestination Gateway\nx\n"
    status, out, error = piped(text)
    assert (status, out) == (3, b"")
    assert error.startswith("rtentry: -:")
