"""``ndp -r``: each router is a neighbour that is one, with what it says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import parse_address
from rtentry.bsd.routers import ROUTERS
from rtentry.cli import main
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.listing import View
from rtentry.model import Neighbor, Snapshot

LINE = "fe80::1%em0 if=em0, flags=MO, pref=high, expire=29m42s"


def read(line: str) -> Neighbor:
    found = ROUTERS.parse([line], 0)
    assert found is not None
    [record] = found.records
    assert isinstance(record, Neighbor)
    return record


def test_a_router_is_a_neighbor_that_is_one() -> None:
    assert read(LINE) == Neighbor(
        parse_address("fe80::1%em0"),
        ifname="em0",
        flags=NTF.ROUTER,
        expire=1782,
        extra=(("advertised", "MO"), ("pref", "high")),
    )


UNSAID = [
    # line, expire, extra
    (LINE.replace("MO", ""), 1782, (("pref", "high"),)),
    (LINE.replace(" pref=high,", ""), 1782, (("advertised", "MO"),)),
    (LINE.replace("29m42s", "Never"), None, (("advertised", "MO"), ("pref", "high"))),
]


@pytest.mark.parametrize(("line", "expire", "extra"), UNSAID)
def test_what_a_router_does_not_say_is_not_said(line, expire, extra) -> None:
    assert (read(line).expire, read(line).extra) == (expire, extra)


REFUSED = [
    # line, message
    (LINE.replace("MO", "MX"), "unknown flag 'X' in 'MX'"),
    (LINE.replace("high", "huge"), "unknown preference 'huge'"),
    (LINE.replace("29m42s", "soon"), "'soon' is not a time"),
    (LINE.replace("fe80::1%em0", "192.0.2.1"), "'192.0.2.1' is not an IPv6 address"),
]


@pytest.mark.parametrize(("line", "message"), REFUSED)
def test_a_word_that_no_router_has_is_an_error(line: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        ROUTERS.parse([LINE, line], 0)


def test_only_routers_of_ipv6_are_listed() -> None:
    other = read(LINE)._replace(flags=NTF(0))
    old = read(LINE)._replace(addr=parse_address("192.0.2.1"))
    snapshot = Snapshot(neighbors=(other, read(LINE), old))
    assert [*ROUTERS.show(snapshot, None, View())] == [LINE]
    assert [*ROUTERS.show(snapshot, None, View(ifname="em1"))] == []


ASKED = [
    # system, options, golden capture
    ("freebsd14", "-rn", "freebsd14/ndp-rn"),
    ("freebsd14", "-pn", "freebsd14/ndp-p"),
    ("netbsd10", "-r", "freebsd14/ndp-rn"),
    ("macos14", "-rn", "freebsd14/ndp-rn"),
]


@pytest.mark.parametrize(("system", "options", "golden"), ASKED)
def test_ndp_answers_with_routers_and_prefixes(system, options, golden, capsys):
    path = Path(__file__).parent / "golden" / f"{golden}.txt"
    assert main(["-F", str(path), "--as", system, "ndp", options]) == 0
    assert capsys.readouterr().out == path.read_text()


ABSENT = [
    ("freebsd14", ["-H"], "rtentry: ndp has no table for -H yet: ndp -a\n"),
    ("freebsd4", ["-r"], "rtentry: ndp has no table for -r yet: ndp -a\n"),
]


@pytest.mark.parametrize(("system", "options", "text"), ABSENT)
def test_what_is_not_known_of_ndp_is_refused_in_one_line(system, options, text, capsys):
    path = Path(__file__).parent / "golden" / "freebsd14" / "ndp-rn.txt"
    assert main(["-F", str(path), "--as", system, "ndp", *options]) == 2
    assert capsys.readouterr().err == text
