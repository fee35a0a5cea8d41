"""The interface list of Windows's ``route print``."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import LLAddr
from rtentry.api import parse, show
from rtentry.model import Interface, Route, Snapshot
from rtentry.unixes import winlist

GOLDEN = Path(__file__).parent / "golden" / "windows"
MAC = LLAddr(b"\0\0\x5e\0\x53\1")

LINES = [
    # line, the interface
    ("  8...00 00 5e 00 53 01 ......Some Adapter", Interface("Some Adapter", 8, lladdr=MAC)),
    ("  1...........................Software Loopback", Interface("Software Loopback", 1)),
    ("0x2 ...00 00 5e 00 53 01 ...... A - B", Interface("A - B", 2, lladdr=MAC)),
    ("0x1 ........................... MS TCP Loopback", Interface("MS TCP Loopback", 1)),
    ("0x10003 ...00 00 5e 00 53 01 ...... N", Interface("N", 0x10003, lladdr=MAC)),
    (" 14...00 00 00 00 00 00 00 e0 ISATAP", Interface("ISATAP", 14, lladdr=LLAddr(b"\0" * 7 + b"\xe0"))),
    (" 12...XX XX XX XX XX XX ......Hidden", Interface("Hidden", 12)),
    (" 17...00 00 5e 00 53 01 ......\u0422\u0435\u0441\u0442", Interface("\u0422\u0435\u0441\u0442", 17, lladdr=MAC)),
]  # fmt: skip


@pytest.mark.parametrize(("line", "interface"), LINES)
def test_a_line_of_the_list_is_an_interface(line, interface):
    assert winlist.INTERFACE.fullmatch(line)
    assert winlist.read(line) == interface
    assert winlist.read(winlist.written(interface)) == interface


@pytest.mark.parametrize(
    "path", sorted(GOLDEN.glob("route*.txt")), ids=lambda p: p.stem
)
def test_the_interfaces_above_the_routes_are_data(path):
    text = path.read_bytes().decode()
    [snapshot] = parse(text)
    rows = [x for x in text.splitlines() if winlist.INTERFACE.fullmatch(x)]
    assert [i.ifindex for i in snapshot.interfaces] == [
        winlist.read(x).ifindex for x in rows
    ]
    assert show(snapshot) == text
    assert show(parse(show(snapshot, "json"))) == text


def test_an_interface_changed_is_shown_changed():
    text = (GOLDEN / "route-print.txt").read_text()
    [snapshot] = parse(text)
    first, *rest = snapshot.interfaces
    other = first._replace(lladdr=MAC)
    lines = show(snapshot._replace(interfaces=(other, *rest))).splitlines()
    changed = [b for a, b in zip(text.splitlines(), lines, strict=True) if a != b]
    assert changed == [winlist.written(other)]


def test_interfaces_from_elsewhere_stand_above_the_routes_and_are_no_loss():
    from rtentry.cover import WHOLE, forms
    from rtentry.dialects import dialect
    from rtentry.losses import losses

    [route] = parse("192.0.2.0/24 dev em0 scope link ")[0].routes
    snapshot = Snapshot(routes=(route,), interfaces=(Interface("em0", 3, lladdr=MAC),))
    windows = dialect("windows")
    told = losses(snapshot, windows, forms(windows, snapshot), WHOLE)
    assert not any("interface" in sentence for sentence in told)
    assert "  3...00 00 5e 00 53 01 ......em0" in show(snapshot, "windows").splitlines()
    assert isinstance(route, Route)


def test_a_number_may_begin_with_zero() -> None:
    assert winlist.read("  01...00 00 5e 00 53 01 ......Some Adapter").ifindex == 1
