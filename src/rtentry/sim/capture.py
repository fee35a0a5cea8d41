"""A box from a listing of a real one."""

from __future__ import annotations

from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.kernel.capture import restore as restore_kernel
from rtentry.kernel.host import Host
from rtentry.kernel.systems import ROOM, System, systems
from rtentry.model import Route, Snapshot
from rtentry.registry import names
from rtentry.sim.session import Session

DIALECTS = "rtentry.dialects"


def kernel_of(name: str) -> str | None:
    """
    The system whose kernel holds what a dialect shows; ``None`` = there is none.

    It is that of the same name, or that prints so; else the last of its kind that was
    there when the dialect came, or else the first.
    """
    if name in names(ROOM):
        return name
    printing = [one.name for one in systems() if one.dialect == name]
    if printing:
        return printing[-1]
    if name not in names(DIALECTS):
        return None
    wanted = dialect(name)
    kin = [(since(one), one.name) for one in systems() if kind_of(one) == wanted.system]
    earlier = [each for each in kin if each[0] <= wanted.since]
    chosen = max(earlier) if earlier else min(kin, default=None)
    return None if chosen is None else chosen[1]


def kind_of(system: System) -> str:
    """The kind of a system: ``openbsd``, ``linux``."""
    return dialect(system.dialect).system


def since(system: System) -> int:
    """The year that a system is of."""
    return YEARS.get(system.name) or dialect(system.dialect).since


YEARS = {"linux6": 2012}
"""Since when systems are so whose dialect is older: the route cache left Linux 3.6."""


def restore(
    session: Session, snapshot: Snapshot, system: str | None = None, number: int = 0
) -> tuple[Route, ...]:
    """
    Put a box like the one that a snapshot shows into a session.

    Args:
        system: what it is; ``None`` = what the snapshot says.
        number: which of several it is, for its name if it has none.

    Returns:
        the routes of it that were left out: those of an IP version that its kernel does
        not hold, with names for numbers, or without an interface.

    Raises:
        FormatError: if its system has no kernel here, or its routes exclude each other.
    """
    kind = system or kernel_of(snapshot.system or "")
    if kind is None or kind not in names(ROOM):
        known = " ".join(names(ROOM))
        asked = system or snapshot.system
        raise FormatError(f"no kernel of {asked!r} is known; --system: {known}")
    host = Host(kind, session.wire)
    left_out = restore_kernel(host.kernel, snapshot, host.now)
    session.place(snapshot.host or f"box{number or ''}", host)
    return left_out
