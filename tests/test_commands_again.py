"""The tables of all golden captures as commands of every system, and read again."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from rtentry import acts
from rtentry.acts import LOCKABLE, Act, Facts
from rtentry.acts.rebuild import rebuilt
from rtentry.acts.translate import acts_of, fitted, gathered
from rtentry.acts.wording import NEAREST, Commands, Written, write
from rtentry.addr import Prefix
from rtentry.commands import ROOM
from rtentry.configure import recreated, system_of
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.registry import members

GOLDEN = Path(__file__).parent / "golden"

SYSTEMS = members(ROOM)

SAME = {
    "proto": "every system makes a route by hand static, or boot, where it has no word",
    "ifname": "arp(8) finds the interface of an entry by its address",
    "ifaddr": "as ifname, and where a gateway is an address of the host",
    "ifindex": "as ifname",
}
"""Facts that may differ, and why nothing is lost."""

BESIDE = {
    # what is told: facts that differ with it
    **dict.fromkeys(LOCKABLE, ("locks",)),
    "way out of a route that refuses": ("gateway", "ifname"),
    "link-level address of a published entry": ("lladdr",),
    "ssthresh in segments": ("ssthresh",),
    "ssthresh in octets": ("ssthresh",),
    "multipath": ("ways", "gateway"),
    "weight": ("ways",),
    "onlink": ("ways",),
    "ifname": ("ways",),
}  # fmt: skip


@cache
def tables() -> dict[tuple[str, Act], str]:
    """What an administrator would have added of each capture, and the capture."""
    found: dict[tuple[str, Act], str] = {}
    for path in sorted(GOLDEN.rglob("*.*")):
        try:
            snapshots = parse(path.read_text())
        except (FormatError, UnicodeDecodeError):
            continue  # it is read by other ways
        for snapshot in snapshots:
            source = system_of(snapshot)
            made = list(rebuilt(snapshot).acts)
            for act in gathered(made, source) if source else made:
                found.setdefault((source.name if source else "", act), path.name)
    return found


def told_differences(written: Written) -> set[str]:
    """The facts that may differ after what was told."""
    told = {
        loss.fact.removesuffix(" of a route that rejects") for loss in written.losses
    }
    near = {near for fact, near, _ in NEAREST if fact in told}
    beside = {fact for loss in told for fact in BESIDE.get(loss, ())}
    return told | near | beside


def said(act: Act) -> Facts:
    """The facts of an act; a zone is an interface's name, too."""
    facts = {**acts.facts(act), "verb": act.verb.replace("append", "add")}
    return {
        name: value._replace(zone="") if isinstance(value, Prefix) else value
        for name, value in facts.items()
    }


def lost(act: Act, source: Commands | None, target: Commands) -> set[str]:
    """The facts of an act that differ untold in the commands of a system."""
    fitting, losses = fitted(act, source, target, {})
    assert fitting is not None
    made = write(target, fitting)
    made = made._replace(losses=(*losses, *made.losses))
    if any(loss.left_out or loss.fact.startswith("needs ") for loss in made.losses):
        return set()
    again = gathered(acts_of("\n".join(made.lines), target), target)
    if len(again) != 1:
        return {f"{len(again)} acts"}
    one, other = said(act), said(again[0])
    differ = {
        name for name in one.keys() | other.keys() if one.get(name) != other.get(name)
    }
    return differ - SAME.keys() - told_differences(made)


def test_the_captures_have_tables_to_write():
    assert len(tables()) > 200
    assert {source for source, _ in tables()} >= {*SYSTEMS}


@pytest.mark.parametrize("system", SYSTEMS)
def test_nothing_of_a_table_differs_untold_in_its_commands(system):
    found = {
        (path, act): differ
        for (source, act), path in tables().items()
        if (differ := lost(act, SYSTEMS.get(source), SYSTEMS[system]))
    }
    assert found == {}


NETSH = """\
Interface 12: Ethernet


Internet Address                              Physical Address   Type
--------------------------------------------  -----------------  -----------
192.0.2.9                                     00-00-5e-00-53-09  Permanent
"""

ARP = """\

Interface: 192.0.2.54 --- 0xd
  Internet Address      Physical Address      Type
  192.0.2.9             00-00-5e-00-53-09     static    
"""  # noqa: W291

BY_HAND = [
    # how Windows names an interface, and what its commands and others' say of it
    (NETSH, "windows", "netsh interface ipv4 add neighbors Ethernet 192.0.2.9"
     " 00-00-5e-00-53-09 store=active"),
    (ARP, "windows", "arp -s 192.0.2.9 00-00-5e-00-53-09 192.0.2.54"),
    (ARP, "openbsd", "arp -s 192.0.2.9 00:00:5e:00:53:09"),
    (ARP, "nettools", "arp -s 192.0.2.9 00:00:5e:00:53:09"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "system", "line"), BY_HAND)
def test_an_interface_by_number_or_address_is_one_in_commands(text, system, line):
    assert recreated(parse(text), system).lines == (line,)


def test_a_route_to_an_interface_by_number_is_told():
    text = (GOLDEN / "windows" / "Get-NetRoute.txt").read_text()
    assert (
        "route -6 ADD 2001:db8::/32 fe80::1 IF 12" in recreated(parse(text), None).lines
    )
    made = recreated(parse(text), "iproute2")
    assert "ip -6 route add 2001:db8::/32 via fe80::1" in made.lines
    assert "iproute2 has no interface number: 1 route" in made.losses
