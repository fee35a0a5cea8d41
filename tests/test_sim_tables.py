"""Tables of other systems, made in simulated BSDs by the commands that we write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from tests.reachable import done_by, largest, lines_for, links

from rtentry import acts
from rtentry.acts import Act, Facts
from rtentry.addr import Prefix, parse_address, show_prefix
from rtentry.commands import commands
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.model import Neighbor, Route
from rtentry.sim.session import Session

SYSTEMS = ("openbsd31", "freebsd4", "netbsd8", "freebsd14")

YOUNGER = {
    "openbsd31": ("-priority", "-T", "-mpath"),
    "freebsd4": ("-fib", "-weight", "-inet"),
    "freebsd14": ("-inet",),
}
"""Words that route(8) of a system does not have yet, or the simulated one has not."""

OTHER = "em0"
"""The interface of what names none."""

BENCHMARK, LINK_LOCAL = parse_address("198.18.0.0").addr, parse_address("fe80::").addr
"""Where the addresses of interfaces come from that need none for their routes."""

SHOWN = (
    "dst", "gateway", "reject", "blackhole", "proto1", "proto2", "addr", "lladdr",
    "published",
)  # fmt: skip
"""Facts of an act that all of these systems show of it."""

TABLES = ("netstat -rn", "arp -an", "ndp -an")


def box(system: str, wanted: list[Act]) -> Session:
    """A machine with the interfaces that some acts need, each with an address."""
    session = Session()
    session.boot("box", system)
    session.run("ifconfig lo0 inet 127.0.0.1/8")
    session.run("ifconfig lo0 inet6 ::1/128")
    for n, (ifname, addresses) in enumerate(links(wanted, OTHER).items()):
        own = (
            Prefix(4, BENCHMARK + (n << 8) + 1, 24),
            Prefix(6, LINK_LOCAL + 0xFA, 64),
        )
        for each in (*own, *addresses):
            family = "inet" if each.version == 4 else "inet6"
            session.run(f"ifconfig {ifname} {family} {show_prefix(each)} alias")
    return session


def shown(session: Session, wanted: list[Act]) -> Iterator[Route | Neighbor]:
    """What a machine shows of its table, and of those that some acts name."""
    numbers = {getattr(act.entry, "tableid", None) for act in wanted} - {None}
    lines: list[str] = []
    for table in (*TABLES, *(f"setfib {number} netstat -rn" for number in numbers)):
        with suppress(FormatError):  # not every system has each
            lines += [f"$ {table}", *session.run(table).lines]
    for snapshot in parse("\n".join(lines) + "\n"):
        yield from snapshot.routes
        yield from snapshot.neighbors


def said(act: Act) -> Facts:
    """The facts of an act that are compared."""
    facts = acts.facts(act)
    found = {name: facts[name] for name in SHOWN if name in facts}
    if "only" in facts:  # how NetBSD shows what is published
        found["published"] = True
    return {
        name: value._replace(zone="") if isinstance(value, Prefix) else value
        for name, value in found.items()
    }


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("dialect", sorted(largest()))
def test_a_table_of_any_system_is_what_its_commands_make_in_a_box(dialect, system):
    lines = [
        line
        for line in lines_for(largest()[dialect], commands(system))
        if not any(f" {word} " in f"{line} " for word in YOUNGER.get(system, ()))
    ]
    wanted = done_by(lines, system)
    session = box(system, wanted)
    failed = [(line, ran) for line in lines if (ran := session.run(line)).status]
    assert failed == []
    found = [said(Act("add", each)) for each in shown(session, wanted)]
    assert [
        one
        for one in map(said, wanted)
        if not any(one.items() <= other.items() for other in found)
    ] == []
