from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import parse_address
from rtentry.bsd.freebsdnexthops import gather, scatter
from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.listing import View
from rtentry.model import NexthopObject, Snapshot

GOLDEN = Path(__file__).parent / "golden" / "freebsd14"


def read(capture: str, form: str) -> tuple[NexthopObject, ...]:
    lines = (GOLDEN / capture).read_text().split("\n")
    found = dialect("freebsd14").form(form).parse(lines, 0)
    assert found is not None
    assert found.loose == 0
    return found.records


def test_a_next_hop_on_the_link_has_no_gateway() -> None:
    lo0, via, *_ = read("netstat-onW.txt", "netstat -oW")
    assert (lo0.nhid, lo0.gateway, lo0.ifname) == (1, None, "lo0")
    assert (via.gateway, via.ifname) == (parse_address("192.0.2.254"), "em0")
    assert dict(via.extra)["src"] == parse_address("192.0.2.10")
    assert (dict(via.extra)["use"], dict(via.extra)["mtu"]) == (4711, 1500)


def test_the_interface_of_its_address_may_be_another() -> None:
    found = read("netstat-onW.txt", "netstat -oW")
    assert [dict(n.extra).get("addrif") for n in found] == [
        None,
        None,
        None,
        "em0",
        None,
        None,
    ]


def test_a_next_hop_of_another_fib_says_so() -> None:
    [only] = read("netstat-onW-fib.txt", "netstat -oW")
    assert only.tableid == 2


def test_a_group_has_members_with_weights() -> None:
    one, nine = read("netstat-On.txt", "netstat -O")
    assert one.group == ((4, 1), (5, 2))
    assert nine.group == ((4, 1), (6, 1))
    assert gather(scatter([one, nine])) == (one, nine)


def test_a_member_without_a_group_is_refused() -> None:
    lines = (GOLDEN / "netstat-On.txt").read_text().split("\n")
    with pytest.raises(FormatError, match="a member of no group"):
        dialect("freebsd14").form("netstat -O").parse([*lines[:4], *lines[5:]], 0)


@pytest.mark.parametrize("form", ["netstat -o", "netstat -oW"])
def test_each_family_has_a_table_of_its_own(form: str) -> None:
    every = read("netstat-onW.txt", "netstat -oW")
    lines = list(
        dialect("freebsd14").form(form).show(Snapshot(nexthops=every), None, View())
    )
    assert lines.count("Nexthop data") == 2
    assert lines.index("Internet:") < lines.index("Internet6:")
