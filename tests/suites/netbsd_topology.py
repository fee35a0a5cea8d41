"""
Boxes of a NetBSD case that are told in prose: who is whose router, on which wire.

    LOCAL default via GW2 (link-local); GW2 knows bus2 via GW1 (link-local); PEER behind GW1

Each wire has a network of its own, each box an address on each wire that it is on; a
router that is named by its link-local address is used by that.
"""

from __future__ import annotations

import re

from rtentry.addr import show_address
from rtentry.kernel import zone
from rtentry.sim.session import Session

CLAUSES = (
    r"(?P<who>[A-Z]\w*) default via (?P<router>[A-Z]\w*)(?P<near> \(link-local\))?$",
    r"(?P<who>[A-Z]\w*) knows (?P<bus>\w+) via (?P<router>[A-Z]\w*)(?P<near> \(link-local\))?$",
    r"(?P<who>[A-Z]\w*) behind (?P<router>[A-Z]\w*)$",
)
FIRST = "bus1"


def is_prose(setup: str) -> bool:
    """Whether a setup tells its boxes by who is whose router."""
    return any(re.match(pattern, setup.split(";")[0].strip()) for pattern in CLAUSES)


class Plan:
    """Which boxes are on which wires (in the order of their interfaces), and routes."""

    def __init__(self, setup: str) -> None:
        self.wires: dict[str, list[str]] = {}
        self.routes: list[dict[str, str | None]] = []
        self.far = "bus2"
        for part in setup.split(";"):
            for pattern in CLAUSES:
                found = re.match(pattern, part.strip())
                if found is not None:
                    self.told(found.groupdict())

    def told(self, clause: dict[str, str | None]) -> None:
        """One clause: its boxes share a wire."""
        who, router = str(clause["who"]), str(clause["router"])
        self.far = clause.get("bus") or self.far
        shared = FIRST if "near" in clause else self.far
        for name in (who, router):
            self.join(name, shared)
        if clause.get("bus"):
            self.join(router, str(clause["bus"]))
        self.routes.append(clause)

    def join(self, name: str, wire: str) -> None:
        """A box is on a wire."""
        known = self.wires.setdefault(name, [])
        if wire not in known:
            known.append(wire)


def boot(setup: str, system: str) -> Session:
    """The boxes of a case, all of which but the first forward."""
    plan, session = Plan(setup), Session()
    for number, (name, wires) in enumerate(plan.wires.items(), 1):
        session.boot(name, system)
        run(session, name, f"sysctl -w net.inet.ip.forwarding={int(number > 1)}")
        for at, wire in enumerate(wires):
            run(session, name, f"plug shmif{at} {wire}")
            run(session, name, f"ifconfig shmif{at} inet6 {network(wire)}{number}/64")
    for clause in plan.routes:
        who, router = str(clause["who"]), str(clause["router"])
        via = router_of(session, plan, who, router, near=bool(clause.get("near")))
        dst = f"{network(str(clause['bus']))}/64" if clause.get("bus") else "default"
        run(session, who, f"route add -inet6 {dst} {via}")
    return session


def run(session: Session, name: str, command: str) -> None:
    """Type a command; it must succeed."""
    result = session.run(f"@{name} {command}")
    assert result.status == 0, (name, command, result)


def network(wire: str) -> str:
    """The network of a wire."""
    return f"fc00:0:{wire.lstrip('abcdefghijklmnopqrstuvwxyz')}::"


def router_of(
    session: Session, plan: Plan, who: str, router: str, *, near: bool
) -> str:
    """A router's address as a box on one of its wires calls it."""
    wire = next(w for w in plan.wires[who] if w in plan.wires[router])
    mine, its = plan.wires[who].index(wire), plan.wires[router].index(wire)
    return address(session, router, f"shmif{its}", f"shmif{mine}" if near else "")


def address(session: Session, name: str, ifname: str, zoned: str = "") -> str:
    """
    A box's address on an interface.

    Args:
        zoned: its link-local one, as a box calls it whose interface that is; ``""`` = the
               other one.
    """
    addrs = session.box(name).host.kernel.ifnets[ifname].addrs
    found = next(
        a for a in addrs if a.version == 6 and zone.is_scoped(a.addr) == bool(zoned)
    )
    at = found.address._replace(addr=zone.bare(found.addr), zone=zoned)
    return show_address(at)
