"""
What FreeBSD's own regression tests assert, row by row, on a simulated ``freebsd14``.

A row says in a few words what there is (setup), what is done (command), what is looked
at (kind, target) and what it must be (expected).  The words are read by rule; a phrase
that no rule reads is an xfail that names it.
"""

from __future__ import annotations

import re
from errno import errorcode

import pytest
from tests.suites.freebsdpackets import SUBNET
from tests.suites.freebsdrows import (
    ADDR,
    LLADDR,
    ROWS,
    Row,
    UnknownPhraseError,
    World,
    built,
    done,
    prefix,
    way,
)

from rtentry.addr import Link, Prefix, mask_of, parse_address, parse_mac
from rtentry.errors import RouteError
from rtentry.flags import RTF
from rtentry.kernel.message import Message
from rtentry.kernel.request import Ask
from rtentry.kernel.rtf import GATEWAY, STATIC

# -- what is looked at ----------------------------------------------------------------------------


def judged(world: World, row: Row) -> None:
    """Compare what a row is about with what it must be."""
    looks = {
        "get": judge_text, "stdout": judge_text, "exit+stdout": judge_text,
        "egress": judge_egress, "json gateway": judge_gateway, "errno": judge_errno,
        "order": judge_order, "map gateway->weight": judge_ways, "map": judge_map,
        "errno/get": judge_named, "row": judge_row, "absent": judge_row,
        "exit": judge_exit, "reply": judge_reply, "arp": judge_arp,
    }  # fmt: skip
    look = looks.get(row.kind, judge_reply if world.messages else None)
    if look is None:
        raise UnknownPhraseError(f"kind: {row.kind}")
    look(world, row)


def judge_text(world: World, row: Row) -> None:
    """A line of the last command's output, and its exit status."""
    result = world.results[-1]
    expected = row.expected.replace("BMAC", "02:00:00:00:00:0b")
    if found := re.match(r"exit (\d+), '(.*)'$", expected):
        assert result.status == int(found[1])
        expected = found[2]
    if found := re.match(r"'(\w+)' line", row.target):
        lines = [x for x in result.lines if x.strip().startswith(f"{found[1]}: ")]
        assert [x.split(": ")[1] for x in lines] == [expected.partition(" (")[0]]
    else:
        assert any(expected in line for line in result.lines), result.lines


def judge_egress(world: World, row: Row) -> None:
    """The interface that packets left by."""
    assert max(world.sent, key=lambda name: world.sent[name]) == row.expected


def judge_gateway(world: World, row: Row) -> None:
    """The gateway of a row of netstat -r, after all commands of the case so far."""
    shown = [
        line.split()
        for line in world.session.run("netstat -rn").lines
        if line.startswith(f"{row.target} ")
    ]
    if row.expected == "(absent)":
        assert not shown
    elif row.expected == "non-empty":
        assert shown
        assert shown[0][1]
    else:
        assert [cells[1] for cells in shown] == [row.expected]


def judge_errno(world: World, row: Row) -> None:
    """What writing the request gave."""
    wanted = row.expected
    assert (errorcode.get(world.errno, "0")) == wanted


def judge_order(world: World, row: Row) -> None:
    """The order of the messages about a new address."""
    kinds = [(m.type, m.netmask is not None) for m in world.host.messages()]
    wanted = [("RTM_NEWADDR", True), ("RTM_ADD", True)]
    if "host route and prefix route" in row.expected:
        wanted.insert(1, ("RTM_ADD", False))
    number = re.search(r"\((\d+) seen\)", row.expected)
    assert number is None or len(wanted) == int(number[1])
    assert kinds == wanted


def ways(world: World, row: Row) -> dict[str, int]:
    """Gateway -> weight of the ways of a prefix."""
    dst = prefix(row)
    head = world.host.kernel.table(dst.version).exact(
        dst.addr, mask_of(dst.plen, dst.version)
    )
    chain = () if head is None else head.chain()
    return {str(rt.gateway).partition("/")[0]: rt.weight for rt in chain}


def judge_ways(world: World, row: Row) -> None:
    """The ways and their weights."""
    wanted = [word.rpartition("=") for word in row.expected.split()]
    assert ways(world, row) == {gateway: int(n) for gateway, _, n in wanted}


def judge_map(world: World, row: Row) -> None:
    """Several ways with weights that nobody gave."""
    shown = re.search(r"weight shown = default \((\d+)\)", row.expected)
    if shown is None:
        raise UnknownPhraseError(f"expected: {row.expected}")
    hosts = row.target.replace(".", "").split()
    assert ways(world, row) == {
        str(way(row, h)).partition("/")[0]: int(shown[1]) for h in hosts
    }


def judge_named(world: World, row: Row) -> None:
    """A case that its name and what it expects describe."""

    def add(last: str) -> None:
        wanted = Ask(prefix(row), way(row, last), GATEWAY | STATIC)
        world.host.ask("RTM_ADD", wanted)

    def refused(kind: str, last: str) -> str:
        wanted = Ask(prefix(row), way(row, last), GATEWAY | STATIC)
        with pytest.raises(RouteError) as error:
            world.host.ask(kind, wanted)
        return errorcode[error.value.errno]

    if found := re.match(r"(\d)\w\w add \(same gw\) -> (\w+)", row.expected):
        for number in range(int(found[1]) - 1):
            add(f"{10 + number}")
        assert refused("RTM_ADD", "10") == found[2]
    elif found := re.match(r"delete of unknown gw -> (\w+)", row.expected):
        add("10")
        assert refused("RTM_DELETE", "11") == found[1]
    elif "returns one of the group's gateways" in row.expected:
        known = []
        for last in ("10", "11", "13"):
            add(last)
            known.append(way(row, last))
            got = world.host.ask("RTM_GET", Ask(prefix(row)))
            assert got.gateway in known
    else:
        raise UnknownPhraseError(f"expected: {row.expected}")
    assert world.host.audit() == []


def judge_row(world: World, row: Row) -> None:
    """A row of netstat -rn in a fib that matches a pattern, or none."""
    if found := re.match(rf"(.*?)((?:{FLAGS}) \w+) (?:row )?in fib(\d)$", row.expected):
        assert row_in(world, found[1], found[2], found[3])
        return
    if found := re.match(r"none of the (\w+) in other fibs$", row.expected):
        for other in set(range(MOST_FIBS)) - {fib for _, fib, _ in world.addresses}:
            rows = [row_in(world, *wanted, str(other)) for wanted in elsewhere(row)]
            assert not any(rows), other
        return
    found = re.match(r"(?:(fib\d): )?(.*)", row.expected)
    if found is None:
        raise UnknownPhraseError(f"expected: {row.expected}")
    fib = (found[1] or row.target).removeprefix("fib")
    lines = world.run(f"setfib {fib} netstat -rn").lines
    text = found[2]
    if text == "that row absent":
        own = world.addresses[0][2].partition("/")[0]
        assert not [line for line in lines if own.rstrip("12") in line]
    elif absent := re.match(r"no '\^ADDR ' row", text):
        assert absent
        addr = world.addresses[int(fib) - 1][2].partition("/")[0]
        gone = world.addresses[0][1] == int(fib)
        assert gone != any(line.startswith(f"{addr} ") for line in lines)
    else:
        pattern = re.sub(r"^'|' present$", "", text)
        assert any(re.search(pattern, line) for line in lines), lines


FLAGS = r"U[GHS]*"
MOST_FIBS = 4


def row_in(world: World, dst: str, tail: str, fib: str) -> bool:
    """Whether a fib's table has a row: its destination, flags and interface."""
    dst = dst.strip().replace("SUBNET:", SUBNET)
    flags, ifname = tail.split()
    port = re.compile(re.sub(r"(?<=epair)(?=[ab])", r"\\d*", ifname))  # epairb: epair0b
    lines = world.run(f"setfib {fib} netstat -rn -f inet6").lines
    rows = [line.split() for line in lines if len(line.split()) >= 4]
    return any(
        dst in ("", cells[0]) and cells[2] == flags and port.match(cells[3])
        for cells in rows
    )


def elsewhere(row: Row) -> list[tuple[str, str]]:
    """What the other rows of the case look for."""
    same = [r.expected for r in ROWS if (r.suite, r.case) == (row.suite, row.case)]
    found = [
        re.match(rf"(.*?)((?:{FLAGS}) \w+) (?:row )?in fib", text) for text in same
    ]
    return [(each[1], each[2]) for each in found if each is not None]


def judge_arp(world: World, row: Row) -> None:
    """A row of arp -an."""
    addr, _, text = row.expected.partition(" ... ")
    lines = world.run(f"setfib {row.target.removeprefix('fib')} arp -an").lines
    assert [line for line in lines if f"({addr})" in line and text in line], lines


def judge_exit(world: World, row: Row) -> None:
    """The exit status of the command in a fib."""
    number = [f"fib{fib}" for _, fib, _ in world.addresses].index(row.target)
    assert world.results[number - 2].status == int(row.expected)


def judge_reply(world: World, row: Row) -> None:
    """A field of the answer to the last request."""
    message = world.messages[-1]
    if row.expected.startswith("accepted"):
        assert (message.type, message.errno) == (row.target, 0)
        assert message.netmask is not None
        return
    fields = {
        "reply": reply_kind, "RTA_DST": reply_dst, "rtm_flags": reply_flags,
        "RTA_GATEWAY": judge_reply_gateway, "gateway": judge_reply_gateway,
        "RTA_NETMASK": reply_mask, "rtm_index": reply_index,
        "rmx_mtu": reply_mtu, "rtm_rmx.rmx_mtu": reply_mtu,
    }  # fmt: skip
    if row.target not in fields:
        raise UnknownPhraseError(f"target: {row.target}")
    fields[row.target](world, message, row)


def reply_kind(_world: World, message: Message, row: Row) -> None:
    """The type and the error."""
    name, *error = row.expected.split(" errno ")
    assert message.type == name
    assert message.errno == int(error[0] if error else 0)


def reply_dst(_world: World, message: Message, row: Row) -> None:
    """The destination."""
    assert message.dst is not None
    assert message.dst.host == parse_address(row.expected)


def reply_mask(_world: World, message: Message, row: Row) -> None:
    """Whether there is a mask."""
    assert (message.netmask is not None) == (row.expected == "present")


def reply_index(_world: World, message: Message, row: Row) -> None:
    """The interface."""
    assert message.ifname == row.expected


def reply_mtu(_world: World, message: Message, row: Row) -> None:
    """The path MTU."""
    assert message.mtu == int(row.expected)


def reply_flags(_world: World, message: Message, row: Row) -> None:
    """The flags."""
    names = row.expected.partition(" (")[0].split("|")
    assert RTF(message.flags) == RTF(sum(RTF[name] for name in names))


def judge_reply_gateway(world: World, message: Message, row: Row) -> None:
    """The gateway of an answer."""
    if row.expected.startswith("AF_LINK"):
        assert message.gateway == Link(world.host.kernel.ifnets[world.ifname].index)
    elif row.expected in ("that MAC", "> 0"):  # sdl_type: that of an Ethernet
        assert message.gateway == parse_mac(LLADDR)
    elif found := re.match(ADDR, row.expected):
        assert message.gateway == parse_address(found[0])
    else:  # as sent, filled in
        assert isinstance(message.gateway, Prefix)


# -- the rows ------------------------------------------------------------------------------------


def earlier(row: Row) -> list[Row]:
    """The rows of the case before this one: their commands count, too."""
    if row.kind != "json gateway":
        return []
    same = [r for r in ROWS if (r.suite, r.case) == (row.suite, row.case)]
    return same[: same.index(row)]


@pytest.mark.skipif(not ROWS, reason="no such suite: set RTENTRY_SUITES")
def test_there_are_rows():
    assert ROWS


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{n}-{row.case}" for n, row in enumerate(ROWS)]
)
def test_freebsd_says_so(row, record_property):
    record_property("suite", "freebsd/assertions")
    try:
        world = built(row)
        for before in earlier(row):
            done(world, before)
        done(world, row)
        judged(world, row)
    except UnknownPhraseError as phrase:
        pytest.xfail(f"no rule for {phrase}")
