"""Tables of other systems, made on Linux by the commands that we write, and read there."""

from __future__ import annotations

import shlex
import shutil

import pytest
from tests.live.namespaces import batch, missing, namespaces, run
from tests.reachable import done_by, largest, lines_for, links

from rtentry import acts
from rtentry.acts import Act, Facts
from rtentry.acts.rebuild import rebuilt
from rtentry.addr import show_prefix
from rtentry.commands import commands
from rtentry.configure import recreated
from rtentry.document import parse
from rtentry.model import Neighbor
from rtentry.sources import EVERYTHING, Ask, linux

pytestmark = pytest.mark.live

OTHER = "up0"
"""The interface of what names none."""

LINK = """
link add {ifname} type veth peer name peer{n}
link set peer{n} addrgenmode none
link set peer{n} up
link set {ifname} up
"""

FOLLOWS = {
    "verb": "a second route of one metric is appended",
    "proto": "a route by hand is boot",
    "scope": "the kernel sets it by what the route leads to",
    "onlink": "route(8) sets it for a host, where it does not matter",
    "expire": "it runs down",
}
"""Facts that are not compared, and why."""


@pytest.mark.parametrize("system", ["iproute2", "nettools"])
@pytest.mark.parametrize("dialect", sorted(largest()))
def test_a_table_of_any_system_is_what_its_commands_make_on_linux(dialect, system):
    if reason := missing():
        pytest.skip(reason)
    if shutil.which("route") is None or shutil.which("arp") is None:
        pytest.skip("net-tools are not installed")
    path = largest()[dialect]
    lines = list(lines_for(path, commands(system)))
    wanted = done_by(lines, system)
    with namespaces("table") as (name,):
        batch(name, setup(wanted))
        for line in lines:
            run(name, *shlex.split(line))
        (snapshot,) = linux.SOURCE.read("", Ask(EVERYTHING, None, name))
    found = [said(each) for act in rebuilt(snapshot).acts for each in single(act)]
    asked = [said(each) for act in wanted for each in single(act)]
    assert [one for one in asked if not any(does(one, other) for other in found)] == []
    assert len(found) == len(asked)
    told = recreated(parse(path.read_text()), system).losses
    assert asked or any(" needs " in loss for loss in told)


def setup(wanted: list[Act]) -> str:
    """What ip(8) is told to make the interfaces that some acts need."""
    made = ["link set lo up"]
    for n, (ifname, addresses) in enumerate(links(wanted, OTHER).items()):
        if ifname != "lo":
            made += [LINK.format(ifname=ifname, n=n)]
        made += [
            f"addr add {show_prefix(each)} dev {ifname}"
            + " nodad" * (each.version == 6)
            for each in addresses
        ]
    return "\n".join(made)


def single(act: Act) -> list[Act]:
    """An act for each way of a route: Linux makes one of several IPv6 ones."""
    if isinstance(act.entry, Neighbor) or not act.entry.nexthops:
        return [act]
    bare = act.entry._replace(nexthops=())
    return [
        act._replace(entry=bare._replace(gateway=hop.gateway, ifname=hop.ifname))
        for hop in act.entry.nexthops
    ]


def said(act: Act) -> Facts:
    """The facts that are compared; of a published entry none is its own address."""
    facts = {name: v for name, v in acts.facts(act).items() if name not in FOLLOWS}
    return without(facts, "lladdr") if "published" in facts else facts


def without(facts: Facts, name: str) -> Facts:
    """Facts but for one."""
    return {fact: value for fact, value in facts.items() if fact != name}


def does(wanted: Facts, found: Facts) -> bool:
    """Whether an entry is what was wanted; the kernel finds interfaces by itself."""
    return wanted == (found if "ifname" in wanted else without(found, "ifname"))
