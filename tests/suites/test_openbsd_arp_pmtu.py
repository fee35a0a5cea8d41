"""
Who may overwrite which ARP entry, and which routes path MTU discovery makes (OpenBSD).

A row says in a few set phrases what is prepared, what comes over the wire, and what is
then logged, answered and shown.  REMOTE is the box that is watched in the rows about
ARP, and LOCAL a machine on its wire; OTHER, OTHERFAKE are addresses on the second wire of
REMOTE, FAKE one on the first that nobody has.
"""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from rtentry.addr import parse_address, parse_mac
from rtentry.kernel import wire
from rtentry.kernel.packet import ArpPacket
from rtentry.sim.session import Session

ROOT = Path(__file__).parents[2]
SUITES = Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites"))
FILE = SUITES / "openbsd" / "arp_pmtu_assertions.tsv"

if not FILE.exists():
    pytest.skip("no suite openbsd/arp_pmtu here", allow_module_level=True)


class Case(NamedTuple):
    """A row."""

    suite: str
    case: str
    setup: str
    command: str
    kind: str
    expected: str
    deterministic: str


with FILE.open(newline="") as file:
    CASES = [Case(**row) for row in csv.DictReader(file, delimiter="\t")]

NAMES = {
    # longest first: a name may begin another one
    "FAKE_NET_ADDR6": "2001:db8:f::1",
    "FAKE_NET_ADDR": "10.188.218.188",
    "LOCAL_ADDR6": "2001:db8::17",
    "REMOTE_ADDR6": "2001:db8::70",
    "LOCAL_ADDR": "10.188.70.17",
    "REMOTE_ADDR": "10.188.70.70",
    "LOCAL_MAC": "fe:e1:ba:d0:00:17",
    "REMOTE_MAC": "fe:e1:ba:d0:00:70",
    "FAKE_MAC": "12:34:56:78:9a:bc",
    "OTHERFAKE": "10.188.80.188",
    "FAKE_NET6": "2001:db8:f::/64",
    "FAKE_NET": "10.188.218/24",
    "OTHER": "10.188.80.70",
    "FAKE": "10.188.70.188",
    "LOCAL": "10.188.70.17",
    "REMOTE": "10.188.70.70",
    "IF": "em0",
}
NAME = re.compile("|".join([rf"\b{name}\b" for name in NAMES]))
QUOTED = re.compile(r"'([^']*)'")


def real(text: str) -> str:
    """A text with addresses in the place of names; those of flags are no names."""
    if text.startswith("flags"):
        return text
    return NAME.sub(lambda found: NAMES[found.group()], text)


def basic(pattern: str) -> str:
    """A basic regular expression (grep) as one of Python's."""
    return re.sub(r"([(){}+?|])", r"\\\1", pattern)


def boot(own: str, other: str, *, second: bool) -> Session:
    """A box with the address *own*, on a wire with *other*."""
    session = Session()
    session.boot("box", "openbsd7")
    run(session, "ifconfig lo0 127.0.0.1/8")
    run(session, f"ifconfig em0 lladdr {own}_MAC")
    run(session, f"ifconfig em0 {own}/24")
    run(session, f"peer {other} {other}_MAC on em0")
    if second:
        run(session, "plug em1 other")
        run(session, "ifconfig em1 OTHER/24")
    return session


def run(session: Session, command: str) -> list[str]:
    """Type a command with names in it, and count the references."""
    result = session.run(real(command))
    assert session.box().host.audit() == [], command
    return list(result.lines)


# -- ARP ------------------------------------------------------------------------------------


def prepare(session: Session, setup: str) -> None:
    """Do what a row says about the box before."""
    for step in re.split(r";|\bin\b\s+REMOTE", setup):
        for pattern, act in SETUPS.items():
            found = re.search(pattern, step)
            if found:
                run(session, act.format(*found.groups()))


SETUPS = {
    r"(arp -s \w+ \w+(?: (?:temp|permanent|pub))?)": "{}",
    r"(arp -d \w+)": "{}",
    r"ping (\w+) fails": "ping -c 1 {}",
}
"""What is done before: a phrase, and the command that it stands for."""


def packet(command: str) -> ArpPacket:
    """The ARP packet that a phrase describes; LOCAL sends it."""
    text = real(command)
    mac = re.search(r"(?:MAC|with) ((?:\w\w:){5}\w\w)", text)
    quad = re.search(r"(?:for|claiming|sender IP =) ([\d.]+)", text)
    claims = re.search(r"claiming|sender IP =|gratuitous", text) is not None
    about = parse_address(quad.group(1)).addr if quad else 0
    local, remote = (parse_address(NAMES[x]).addr for x in ("LOCAL", "REMOTE"))
    sender = about if claims else 0 if "sender IP 0" in text else local
    target = remote if claims or not quad else about
    return ArpPacket(
        "reply" if "reply" in text else "request",
        sender,
        parse_mac(mac.group(1) if mac else NAMES["LOCAL_MAC"]),
        sender if "gratuitous" in text else target,
    )


@pytest.mark.parametrize(
    "case", [c for c in CASES if "arp" in c.suite], ids=lambda case: case.case
)
def test_an_arp_packet_does_what_it_may(case: Case, record_property) -> None:
    record_property("suite", "openbsd/arp_pmtu")
    session = boot("REMOTE", "LOCAL", second=True)
    host = session.box().host
    prepare(session, case.setup)
    host.log()
    before = rows(session)
    ifp = host.kernel.ifnets["em0"]
    sent = ifp.opkts
    wire.hears(host.kernel, ifp, packet(case.command), host.now)
    assert host.audit() == []
    answered = ifp.opkts > sent
    judged(case, host.log(), rows(session), before, answered=answered)


def rows(session: Session) -> str:
    """What arp(8) shows."""
    return "\n".join(run(session, "arp -an"))


def judged(
    case: Case, log: list[str], after: str, before: str, *, answered: bool
) -> None:
    """Compare what happened with what the row expects."""
    said = "\n".join(log)
    for clause in re.split(r";\s*", case.expected):
        if re.search(r"not answered|no answer", case.kind + " " + clause):
            assert not answered
        elif "answered" in clause:
            assert answered
        if "before" in clause:
            assert real(clause.split()[-1]) in before
            continue
        for text in QUOTED.findall(clause) or bare(clause):
            pattern = basic(real(text))
            where = after if text.startswith("^") else said
            assert re.search(pattern, where, re.MULTILINE), (pattern, where)


def bare(clause: str) -> list[str]:
    """A regular expression that stands without quotes."""
    return [clause] if clause.startswith("^") else []


# -- path MTU ----------------------------------------------------------------------------------


def pmtu_box(case: Case) -> Session:
    """The box of a row: LOCAL, with a network that is thrown away, or REMOTE behind it."""
    remote = "remote" in case.case or "6" in case.case or "pmtu" in case.case
    if not remote:
        session = boot("LOCAL", "REMOTE", second=False)
        run(session, "route add FAKE_NET 127.0.0.1 -blackhole")
        return session
    session = boot("REMOTE", "LOCAL", second=False)
    run(session, "ifconfig em0 inet6 REMOTE_ADDR6/64")
    run(session, "peer LOCAL_ADDR6 LOCAL_MAC on em0")
    run(session, "route add FAKE_NET LOCAL")
    run(session, "route add -inet6 FAKE_NET6 LOCAL_ADDR6")
    return session


def commands(text: str) -> list[str]:
    """The commands in a cell: ``route -n get A / -net B`` are two."""
    head, *more = [part.strip() for part in text.split(" / ")]
    verb = head.rsplit(" ", 1)[0]
    return [head, *[f"{verb} {part}" for part in more]]


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if "pmtu" in c.suite],
    ids=lambda case: f"{case.case}-{case.command[:30]}",
)
def test_path_mtus_are_routes(case: Case, record_property) -> None:
    record_property("suite", "openbsd/arp_pmtu")
    session = pmtu_box(case)
    if case.kind == "packets":
        discovered(session)
        return
    if "udp6" in case.setup:
        run(session, "icmp needfrag FAKE_NET_ADDR6 mtu 1300")
    for text in re.findall(r"route delete [^;]*", case.setup):
        run(session, text)
    for each in commands(case.command):
        shown = "\n".join(run(session, each))
        for text in QUOTED.findall(case.expected):
            assert re.search(basic(real(text)), shown, re.MULTILINE), (text, shown)


def discovered(session: Session) -> None:
    """A path MTU is kept by a route of its own, whose packets then have that size."""
    for end, mtu in (("FAKE_NET_ADDR", 1300), ("FAKE_NET_ADDR6", 1300)):
        run(session, f"icmp needfrag {end} mtu {mtu}")
        route = session.box().host.route(real(end))
        assert route.mtu == mtu
        assert "DYNAMIC" in str(route.flags.name)
