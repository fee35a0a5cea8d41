"""A box from a listing of a real one."""

from __future__ import annotations

from rtentry.errors import FormatError
from rtentry.kernel.capture import restore as restore_kernel
from rtentry.kernel.host import Host
from rtentry.kernel.systems import ROOM
from rtentry.model import Route, Snapshot
from rtentry.registry import names
from rtentry.sim.session import Session


def restore(
    session: Session, snapshot: Snapshot, system: str | None = None, number: int = 0
) -> tuple[Route, ...]:
    """
    Put a box like the one that a snapshot shows into a session.

    Args:
        system: what it is; ``None`` = what the snapshot says.
        number: which of several it is, for its name if it has none.

    Returns:
        the routes of it that were left out: those that are not IPv4's, have names
        for numbers, or no interface.

    Raises:
        FormatError: if its system has no kernel here, or its routes exclude each other.
    """
    kind = system or snapshot.system or ""
    if kind not in names(ROOM):
        known = " ".join(names(ROOM))
        raise FormatError(f"no kernel of {kind!r} is known; --system: {known}")
    host = Host(kind, session.wire)
    left_out = restore_kernel(host.kernel, snapshot, host.now)
    session.place(snapshot.host or f"box{number or ''}", host)
    return left_out
