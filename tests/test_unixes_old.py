"""4.3BSD, SunOS 4, SCO, IRIX and Tru64: what their captures say, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import DEFAULT4, Cut, Name, parse_address, parse_mac, parse_prefix
from rtentry.dialects import dialect as dialect_of
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.flags import NTF, RTF
from rtentry.model import Snapshot
from rtentry.rewritten import as_written

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("bsd43", "sunos4", "sco", "irix", "tru64")
CAPTURES = [
    (name, path) for name in NAMES for path in sorted((GOLDEN / name).glob("*.txt"))
]


NEWEST = {"arp-a": "irix"}
"""What all of them print alike is taken for that of the newest."""


def ids(value: object) -> str:
    """A parameter's name in the list of tests."""
    return value.stem if isinstance(value, Path) else str(value)


def capture(name: str, stem: str) -> Snapshot:
    """What a capture says."""
    [snapshot] = parse((GOLDEN / name / f"{stem}.txt").read_text(), [dialect_of(name)])
    return snapshot


@pytest.mark.parametrize(("name", "path"), CAPTURES, ids=ids)
def test_a_capture_is_recognised_and_comes_back(name: str, path: Path) -> None:
    text = path.read_text()
    snapshots = parse(text)
    assert {y.dialect for s in snapshots for y in s.listings} == {
        NEWEST.get(path.stem, name)
    }
    assert "\n".join(as_written(snapshots)) + "\n" == text


DESTINATIONS = [
    # capture, number of the route, its destination
    ("bsd43", "netstat-rn", 3, DEFAULT4),
    ("bsd43", "netstat-rn", 4, parse_prefix("10.0.0.0/8")),
    ("bsd43", "netstat-rn", 5, Cut("172.16.5")),
    ("bsd43", "netstat-rn", 6, parse_prefix("192.0.2.0/24")),
    ("bsd43", "netstat-r", 2, Cut("a-very-long-net-name")),
    ("sunos4", "netstat-rn", 1, parse_address("192.0.2.77")),
    ("sunos4", "netstat-rn", 3, Cut("198.51.100.0")),
    ("sco", "netstat-rn", 2, Cut("172.16.118")),
    ("sco", "netstat-rn", 5, parse_prefix("198.51.100.0/25")),
    ("sco", "netstat-rn", 7, Cut("224")),
    ("irix", "netstat-rn", 8, parse_prefix("224.0.0.0/4")),
    ("sco", "netstat-r", 3, Cut("a-name-of-16-cha")),
    ("irix", "netstat-rn", 2, parse_prefix("192.0.2.0/24")),
    ("irix", "netstat-rn", 5, parse_prefix("198.51.100.64/26")),
    ("irix", "netstat-rn", 6, parse_prefix("203.0.112.0/23")),
    ("tru64", "netstat-rn", 0, parse_prefix("2001:db8:1::/64")),
    ("tru64", "netstat-rn", 3, parse_prefix("192.0.2.0/24")),
    ("tru64", "netstat-rn-4.0", 3, Cut("192.0.2.64")),
    ("irix", "netstat-r", 2, Name("labnet")),
    ("irix", "netstat-r", 3, Cut("averylonghostna~")),
]


@pytest.mark.parametrize(("name", "stem", "number", "dst"), DESTINATIONS)
def test_a_destination_is_as_long_as_its_system_says(
    name: str, stem: str, number: int, dst: object
) -> None:
    found = capture(name, stem).routes[number].dst
    assert (found, type(found)) == (dst, type(dst))


REFUSED = [
    # capture, what stands there, what somebody made of it, line, what is said of it
    ("bsd43", "netstat-rn", " UGHD ", " UGHQ ", 4, "unknown flag 'Q' in 'UGHQ'"),
    ("sunos4", "netstat-rn", " 51234 ", " many  ", 5, "'many' is not a number"),
    ("sco", "netstat-rn", "/25 ", "/35 ", 8, "is not a destination"),
    ("sco", "netstat-rs", "use", "fun", 6, "not a routing statistic"),
    ("tru64", "netstat-rn", "192.0.2/24", "192.0.2/22", 10, "host bits set past /22"),
    ("tru64", "netstat-in", " 385 ", " 3x5 ", 4, "'3x5' is not a number"),
    ("irix", "netstat-rn", "0xffffffc0", "0xff00ff00", 10, "is not a contiguous mask"),
    (
        "irix",
        "netstat-rn",
        "0xfffffe00",
        "0xfffe0000",
        11,
        "has host bits set past /15",
    ),
]


@pytest.mark.parametrize(("name", "stem", "old", "new", "line", "said"), REFUSED)
def test_what_the_system_does_not_print_is_refused_with_its_line(
    name: str, stem: str, old: str, new: str, line: int, said: str
) -> None:
    text = (GOLDEN / name / f"{stem}.txt").read_text().replace(old, new, 1)
    with pytest.raises(FormatError, match=said) as error:
        parse(text)
    assert error.value.line == line


def test_letters_of_sco_tell_of_path_mtu_discovery() -> None:
    routes = capture("sco", "netstat-ran").routes
    assert routes[1].gateway is None
    assert routes[2].flags & RTF.PMTUMOD
    assert routes[3].flags & (RTF.LOSING | RTF.PMTU) == RTF.LOSING | RTF.PMTU


def test_an_interface_of_sco_may_have_no_counters() -> None:
    *_, last = capture("sco", "netstat-in").interfaces
    assert (last.ifname, last.counters) == ("ppp0", None)


def test_groups_stand_under_the_address_that_joined_them() -> None:
    first, _ = capture("irix", "netstat-ian").interfaces
    assert first.addresses[0].groups == (
        parse_address("224.0.0.1"),
        parse_mac("8:0:69:a:b:c"),
    )


def test_what_frames_the_trees_of_tru64_comes_back() -> None:
    snapshot = capture("tru64", "netstat-rn-4.0")
    assert len(snapshot.routes) == 4
    assert sum(y.rows[1] - y.rows[0] for x in snapshot.listings for y in x.blocks) == 4


def test_arp_of_tru64_tells_which_entries_are_old() -> None:
    states = [n.state for n in capture("tru64", "arp-an").neighbors]
    assert states == [None, "STALE", None]


def test_arp_of_sunos_says_who_wants_trailers() -> None:
    _, vax, unknown = capture("sunos4", "arp-a").neighbors
    assert vax.flags == NTF.PERMANENT | NTF.PUBLISHED | NTF.TRAILERS
    assert unknown.lladdr is None


def test_a_subnet_without_its_length_is_no_error_in_44bsd() -> None:
    text = "Routing tables\n\nInternet:\n" + (
        "Destination      Gateway            Flags     Refs     Use  Interface\n"
        "172.16.5         192.0.2.12         U          26   999999  se0\n"
    )
    [snapshot] = parse(text, [dialect_of("bsd44")])
    assert snapshot.routes[0].dst == Cut("172.16.5")
    assert "\n".join(as_written([snapshot])) + "\n" == text


@pytest.mark.parametrize("mask", ["0xgfffffc0", "0xf\u00f2ffffc0", "0x\u00b2fffffc0"])
def test_a_mask_with_other_digits_is_an_error(mask):
    text = (GOLDEN / "irix" / "netstat-rn.txt").read_text()
    broken = text.replace("0xffffffc0", mask)
    assert broken != text
    with pytest.raises(FormatError, match="not a contiguous mask"):
        parse(broken)
