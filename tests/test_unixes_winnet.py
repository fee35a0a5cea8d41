"""What PowerShell and netsh print of routes and neighbours of Windows."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import LLAddr, parse_address, parse_prefix
from rtentry.api import parse, show
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.model import Neighbor, Route

GOLDEN = Path(__file__).parent / "golden" / "windows"

ROUTES = [
    (
        "Get-NetRoute.txt",
        2,
        Route(
            parse_prefix("0.0.0.0/0"),
            parse_address("192.0.2.1"),
            "12",
            RTF.UP | RTF.GATEWAY,
            metric=0,
            extra=(("ifmetric", "25"), ("store", "ActiveStore")),
        ),
    ),
    (
        "Get-NetRoute.txt",
        4,
        Route(
            parse_prefix("::1/128"),
            None,
            "1",
            RTF.UP | RTF.HOST,
            metric=256,
            extra=(("ifmetric", "75"), ("store", "ActiveStore")),
        ),
    ),
    (
        "netsh-route.txt",
        1,
        Route(
            parse_prefix("127.0.0.0/8"),
            None,
            "1",
            RTF.UP,
            metric=256,
            extra=(
                ("publish", "No"),
                ("type", "System"),
                ("alias", "Loopback Pseudo-Interface 1"),
            ),
        ),
    ),
]


@pytest.mark.parametrize(("name", "at", "route"), ROUTES)
def test_a_row_says_where_packets_go(name, at, route):
    [snapshot] = parse((GOLDEN / name).read_text())
    assert snapshot.routes[at] == route


def test_a_neighbour_of_netsh_is_on_the_interface_above_it():
    [snapshot] = parse((GOLDEN / "netsh-neighbors.txt").read_text())
    assert [(n.ifname, n.state) for n in snapshot.neighbors] == [
        ("Loopback Pseudo-Interface 1", "Permanent"),
        ("Ethernet", "Reachable"),
        ("Ethernet", "Unreachable"),
        ("Ethernet", "Reachable (Router)"),
    ]
    assert snapshot.neighbors[1] == Neighbor(
        parse_address("192.0.2.1"),
        LLAddr(bytes.fromhex("00005e005301")),
        "Ethernet",
        "Reachable",
        extra=(("ifindex", 12),),
    )


@pytest.mark.parametrize(
    "path", sorted(GOLDEN.glob("[Gn]et*.txt")), ids=lambda p: p.stem
)
def test_what_a_row_says_is_what_is_shown(path):
    text = path.read_text()
    [snapshot] = parse(text)
    assert show([snapshot]) == text
    if snapshot.routes:
        changed = [route._replace(metric=7) for route in snapshot.routes]
        again = parse(show([snapshot._replace(routes=tuple(changed))]))
        assert [route.metric for route in again[0].routes] == [7] * len(changed)


def test_a_route_with_another_next_hop_shows_it():
    [snapshot] = parse((GOLDEN / "Get-NetRoute.txt").read_text())
    first = snapshot.routes[0]._replace(
        gateway=parse_address("192.0.2.99"), flags=RTF.UP | RTF.GATEWAY
    )
    lines = show([snapshot._replace(routes=(first, *snapshot.routes[1:]))]).splitlines()
    assert lines[2].split()[2] == "192.0.2.99"


@pytest.mark.parametrize(
    ("name", "old", "new", "wrong"),
    [
        ("Get-NetRoute.txt", "192.0.2.0/24", "192.0.2.0/99", "4:"),
        ("Get-NetNeighbor.txt", "00-00-5E-00-53-01", "00-00-5E-00-53-0Z", "5:"),
        (
            "netsh-neighbors.txt",
            "00-00-5e-00-53-01  Re",
            "00-00-5g-00-53-01  Re",
            "13:",
        ),
        ("netsh-route.txt", "Manual    0 ", "Manual    x ", "3:"),
    ],
)
def test_a_cell_that_is_wrong_is_an_error_at_its_line(name, old, new, wrong):
    text = (GOLDEN / name).read_text()
    assert old in text
    with pytest.raises(FormatError) as error:
        parse(text.replace(old, new, 1))
    assert str(error.value).startswith(wrong)
