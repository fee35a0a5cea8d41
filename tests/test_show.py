"""``rtentry show``: which table it is, and how it is shown."""

from __future__ import annotations

from typing import Any

import pytest

from rtentry.addr import LLAddr, parse_address, parse_prefix
from rtentry.api import parse
from rtentry.dialects import dialect
from rtentry.flags import IFF, RTF
from rtentry.model import Interface, Neighbor, Route, Snapshot
from rtentry.queries import Call
from rtentry.queries.show import QUERY, whole

LIVE = Snapshot(
    "fw",
    "linux6",
    routes=(
        Route(parse_prefix("192.0.2.0/24"), None, "eth0", RTF.UP, tableid=254, rtype="unicast"),
        Route(parse_prefix("2001:db8::/64"), None, "eth0", RTF.UP, tableid=254, rtype="unicast"),
        Route(parse_prefix("192.0.2.2/32"), None, "eth0", RTF.UP | RTF.HOST | RTF.LOCAL, tableid=255, rtype="local"),
    ),
    neighbors=(Neighbor(parse_address("192.0.2.1"), LLAddr(bytes(6)), "eth0", "STALE"),),
    interfaces=(Interface("eth0", 2, 1500, IFF.UP | IFF.BROADCAST),),
)  # fmt: skip
BSD = """\
Routing tables

Internet:
Destination        Gateway            Flags     Refs     Use    Mtu  Interface
192.0.2/24         link#1             UC          0        0   1500   ne3
192.0.2.1          2:0:5e:0:53:1      UHL         0        0   1500   ne3
"""


def show(*snapshots: Snapshot, words: str | None = None, **args: Any) -> list[str]:
    call = Call(snapshots, args, dialect(words) if words else None)
    return [*QUERY.run(call).lines]


def test_a_live_table_has_neighbours_under_their_networks():
    assert show(LIVE) == [
        "Internet",
        "Destination          Gateway           Flags  Refs    Use   Mtu Interface Expire",
        "192.0.2.0/24         link#2            UC        1      -  1500 eth0",
        "  192.0.2.1          00:00:00:00:00:00 UHcL      0      -  1500 eth0",
        "",
        "Internet6",
        "Destination          Gateway           Flags  Refs    Use   Mtu Interface Expire",
        "2001:db8::/64        link#2            UC        0      -  1500 eth0",
        "",
        "and 1 own, broadcast and multicast entries (-a)",
    ]


@pytest.mark.parametrize(
    ("args", "count"), [({"4": True}, 6), ({"6": True}, 3), ({"all": True}, 9)]
)
def test_families_and_all_can_be_asked_for(args, count):
    assert len(show(LIVE, **args)) == count


def test_a_bsd_s_clones_stand_under_their_templates():
    found = show(*parse(BSD))
    assert found[:2] == [
        "no host named (openbsd31)",
        "  lines 1-6: routes, netstat -r (openbsd31)",
    ]
    assert found[-1].startswith("  192.0.2.1 ")


def test_neighbours_alone_are_no_table():
    [snapshot] = parse("? (192.0.2.1) at 02:00:5E:00:53:01 [ether] on eth0\n")
    assert whole(snapshot) == snapshot
    assert show(snapshot)[2:4] == ["", "Neighbours"]


def test_hosts_stand_apart():
    found = show(LIVE, Snapshot(), *parse(BSD))
    assert found[10:13] == ["", "", "no host named (openbsd31)"]
    assert show(Snapshot()) == []


def test_another_system_s_words_can_be_asked_for():
    found = show(LIVE, words="openbsd31", **{"4": True})
    assert found[3].startswith("Destination")
    assert [line.split()[0] for line in found[4:]] == [
        "192.0.2/24",
        "192.0.2.1",
        "192.0.2.2",
    ]
