"""``rtentry who``: what hangs on what, and what if it went; from records and captures."""

from __future__ import annotations

from pathlib import Path

import pytest

import rtentry
from rtentry.addr import LLAddr, parse_address, parse_prefix
from rtentry.flags import IFF
from rtentry.hanging.gone import FATES
from rtentry.hanging.target import target_of
from rtentry.model import IfAddr, Interface, Neighbor, Snapshot, Socket
from rtentry.queries import Call
from rtentry.queries.who import QUERY

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"

ROUTES = """\
default via 192.0.2.9 dev eth0 proto static metric 10
default via 198.51.100.9 dev eth1 proto static metric 20
10.0.0.0/8 via 192.0.2.8 dev eth0 proto static
10.9.0.0/16 proto static
	nexthop via 192.0.2.9 dev eth0 weight 1
	nexthop via 198.51.100.9 dev eth1 weight 1
192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.1
198.51.100.0/24 dev eth1 proto kernel scope link src 198.51.100.1
"""


def link(name: str, index: int, mtu: int, address: str, network: str) -> Interface:
    own = IfAddr(parse_address(address), parse_prefix(network))
    return Interface(name, index, mtu, IFF.UP, addresses=(own,))


def tcp(local: str, peer: str, port: int = 80, **more: object) -> Socket:
    ends = parse_address(local), 40000, parse_address(peer), port
    made = Socket("tcp", ends[0], ends[1], ends[2], ends[3], "ESTABLISHED", uid=0)
    return made._replace(**more)  # type: ignore[arg-type]


SOCKETS = (
    tcp("192.0.2.1", "203.0.113.5", pid=7, comm="curl"),
    tcp("192.0.2.1", "10.1.1.1"),
    tcp("198.51.100.1", "198.51.100.77"),
    Socket("tcp", parse_address("192.0.2.1"), 22, state="LISTEN"),
    Socket("udp", parse_address("0.0.0.0"), 53),
)

NEIGHBORS = (
    Neighbor(parse_address("192.0.2.9"), LLAddr(bytes(6)), "eth0", "REACHABLE"),
    Neighbor(parse_address("192.0.2.8"), None, "eth0", "FAILED"),
    Neighbor(parse_address("198.51.100.9"), LLAddr(bytes(6)), "eth1", "STALE"),
)


@pytest.fixture
def host() -> Snapshot:
    [snapshot] = rtentry.parse(ROUTES)
    return snapshot._replace(
        host="ham",
        sockets=SOCKETS,
        neighbors=NEIGHBORS,
        interfaces=(
            link("eth0", 2, 1500, "192.0.2.1", "192.0.2.0/24"),
            link("eth1", 3, 1400, "198.51.100.1", "198.51.100.0/24"),
        ),
    )


def who(snapshot: Snapshot, target: str, *, if_gone: bool = False):
    return QUERY.run(Call((snapshot,), {"target": target, "if_gone": if_gone}))


def kinds(answer) -> dict[str, int]:
    found: dict[str, int] = {}
    for holder in answer.data[0]["holders"]:
        found[holder["kind"]] = found.get(holder["kind"], 0) + 1
    return found


HANG = [
    # target           what hangs on it                                     refs
    ("default",        {"socket": 1},                                       1),
    ("10.0.0.0/8",     {"socket": 1},                                       1),
    ("192.0.2.9",      {"socket": 1, "neighbor": 1, "route": 2},            3),
    ("192.0.2.8",      {"socket": 1, "neighbor": 1, "route": 1},            2),
    ("192.0.2.1",      {"socket": 3, "route": 1}, 4),
    ("192.0.2.0/24",   {"socket": 2, "clone": 2, "route": 3},               5),
    ("198.51.100.0/24", {"socket": 1, "clone": 1, "route": 2},              4),
    ("eth1",           {"socket": 1, "neighbor": 1, "route": 3},            4),
]  # fmt: skip


@pytest.mark.parametrize(("target", "expected", "refs"), HANG)
def test_what_hangs_on_a_target(host, target, expected, refs):
    answer = who(host, target)
    assert kinds(answer) == expected
    assert answer.data[0]["refs"] == refs
    assert answer.status == 0


GONE = [
    # target           kind      code of each holder, in order
    ("default",        "socket", ["no-route"]),
    ("10.0.0.0/8",     "socket", ["other-route"]),
    ("192.0.2.9",      "socket", ["other-source"]),
    ("eth0",           "socket", ["source-gone", "source-gone", "source-gone"]),
    ("192.0.2.1",      "socket", ["source-gone", "source-gone", "source-gone"]),
    ("192.0.2.9",      "route",  ["gone", "fewer-ways"]),
    ("192.0.2.0/24",   "route",  ["unresolved", "unresolved", "unresolved"]),
    ("192.0.2.0/24",   "clone",  ["stays", "stays"]),
]  # fmt: skip


@pytest.mark.parametrize(("target", "kind", "codes"), GONE)
def test_what_becomes_of_each_if_it_goes(host, target, kind, codes):
    found = who(host, target, if_gone=True).data[0]["holders"]
    assert [h["if_gone"]["code"] for h in found if h["kind"] == kind] == codes


def test_the_other_of_two_default_routes_is_taken(host):
    [first] = [r for r in host.routes if r.metric == 10]
    target = target_of(host, "default")._replace(routes=(first,))
    from rtentry.hanging.gone import fates
    from rtentry.hanging.holders import hanging

    [fate] = fates(host, hanging(host, target))
    assert fate.code == "other-source"
    assert "via 198.51.100.9 dev eth1" in fate.text


def test_a_narrower_way_is_told(host):
    wide = host._replace(sockets=(tcp("0.0.0.0", "10.1.1.1"),))
    routes = tuple([r for r in host.routes if r.metric != 10])
    found = who(wide._replace(routes=routes), "10.0.0.0/8", if_gone=True)
    [holder] = found.data[0]["holders"]
    assert holder["if_gone"]["code"] == "other-mtu"
    assert "1400 octets, before 1500" in holder["if_gone"]["text"]


def test_every_fate_has_a_sentence():
    assert all(text[0].islower() for text in FATES.values())


def test_the_text_has_a_line_a_holder(host):
    lines = [*who(host, "default", if_gone=True).lines]
    assert lines[0] == "default on ham: Refs 1"
    assert "  default via 192.0.2.9 dev eth0 metric 10" in lines
    assert "1 socket" in lines
    [socket] = [line for line in lines if "203.0.113.5:80" in line]
    assert socket.split()[:4] == [
        "tcp",
        "192.0.2.1:40000",
        "203.0.113.5:80",
        "ESTABLISHED",
    ]
    assert socket.split()[4:6] == ["7", "curl"]
    assert "      if it goes: then has no route" in lines


def test_a_router_is_reached_otherwise_where_another_route_leads_to_it(host):
    more = rtentry.parse("192.0.2.0/25 via 198.51.100.9 dev eth1\n")[0].routes
    found = who(
        host._replace(routes=(*host.routes, *more)), "192.0.2.0/24", if_gone=True
    )
    codes = [
        h["if_gone"]["code"] for h in found.data[0]["holders"] if h["kind"] == "route"
    ]
    assert set(codes) <= {"resolved-otherwise"}


def test_the_clones_of_a_bsd_go_with_their_template():
    [snapshot] = rtentry.read(str(EXAMPLES / "castor.txt"))
    found = who(snapshot, "192.0.2.0/24", if_gone=True).data[0]["holders"]
    fates = [(each["kind"], each["if_gone"]["code"]) for each in found]
    assert fates == [("clone", "gone")] * 2 + [("route", "unresolved")] * 4


def test_a_machine_on_the_link_has_what_is_sent_to_it(host):
    machine = Neighbor(
        parse_address("198.51.100.77"), LLAddr(bytes(6)), "eth1", "STALE"
    )
    found = who(host._replace(neighbors=(machine,)), "198.51.100.77", if_gone=True)
    assert [*found.lines][:2] == [
        "198.51.100.77 on ham: Refs 1",
        "  a machine on the link",
    ]
    assert kinds(found) == {"socket": 1, "neighbor": 1}
    codes = [each["if_gone"]["code"] for each in found.data[0]["holders"]]
    assert codes == ["gone", "stays"]


UNKNOWN = ["10.8.0.0/16", "eth7", "203.0.113.250"]


@pytest.mark.parametrize("target", UNKNOWN)
def test_what_is_not_there_is_exit_status_1(host, target):
    answer = who(host, target)
    assert (answer.status, [*answer.lines]) == (1, [])
    assert answer.notes == (f"{target}: no such route, gateway, address or interface",)


def capture(name: str, target: str):
    [snapshot] = rtentry.read(str(EXAMPLES / name))
    return who(snapshot, target)


CAPTURES = [
    # file         target           what hangs on it
    ("castor.txt", "default",       {"clone": 3}),
    ("castor.txt", "192.0.2.0/24",  {"clone": 2, "route": 4}),
    ("castor.txt", "192.0.2.1",     {"neighbor": 1, "route": 4}),
    ("pollux.txt", "198.51.100.1",  {"neighbor": 1, "route": 2}),
    ("pollux.txt", "192.0.2.0/24",  {"clone": 2, "route": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "target", "expected"), CAPTURES)
def test_a_capture_has_clones_and_routes(name, target, expected):
    answer = capture(name, target)
    assert kinds(answer) == expected
    assert answer.notes == ("no sockets are listed in this capture",)
