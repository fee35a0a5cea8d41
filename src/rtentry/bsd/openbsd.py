"""
The tables of routes of OpenBSD's releases: how they are spaced, what stood in them.

Source: OpenBSD usr.bin/netstat/route.c and show.c, sbin/route/show.c; each dialect says
which revisions it follows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from rtentry import bsd
from rtentry.bsd.routetables import VERBOSE, Spacing
from rtentry.columns import Cell, Column, count, word
from rtentry.flags import RTF
from rtentry.model import Pairs, Route

# -- cells -------------------------------------------------------------------------------


def label(cell: Cell) -> Pairs:
    """What a label behind the interface says; it stands in quotes today."""
    if not cell:
        return ()
    quoted = cell[0] == cell[-1] == '"' and len(cell) > 1
    return (("label", cell[1:-1] if quoted else cell),)


def show_label(mark: str) -> Callable[[Pairs], Cell]:
    """Inverse of :func:`label`, *mark* on both sides."""

    def show(extra: Pairs) -> Cell:
        text = dict(extra).get("label")
        return None if text is None else f"{mark}{text}{mark}"

    return show


NUMBERS = (count("refs"), count("use"), count("mtu"), bsd.LOCKED)
IFNAME = word("ifname", "-")
PRIO = count("prio")

# 2.8 to 3.8; 3.9 to 4.3; 4.4 and later: the words behind Destination and Gateway
OLD_HEADING = "Flags     Refs     Use    Mtu  Interface"
SHOW_HEADING = "Flags    Refs      Use    Mtu  Interface"
PRIO_HEADING = "Flags   Refs      Use   Mtu  Prio Iface"

OLD_ROW = "%-6.6s %6s %8s %6s %1s %.16s"
PRIO_ROW = "%-6.6s %5s %8s %5s %1s  %2s "

OLD = Spacing("", OLD_HEADING, f"{OLD_ROW}{{ =>}}", (*NUMBERS, IFNAME, bsd.MORE))
OLD_VERBOSE = Spacing(
    VERBOSE,
    OLD_HEADING,
    f"{OLD_ROW}{{ =>}}\n\texpire   %10s%1s",
    (*NUMBERS, IFNAME, bsd.MORE, bsd.LIFETIME, bsd.lock("expire")),
    follows="\t",
)
SHOW = Spacing("", SHOW_HEADING, OLD_ROW, (*NUMBERS, IFNAME))


def with_priority(variant: str, end: str, mark: str | None = None) -> Spacing:
    """
    A spacing of 4.4 and later.

    Args:
        variant: its name.
        end:     the interface, with a label behind it if *mark* is given.
        mark:    what stands on both sides of a label; ``None`` = it has none.
    """
    labels = () if mark is None else (Column("extra", label, show_label(mark)),)
    return Spacing(
        variant,
        PRIO_HEADING + " Label" * len(labels),
        PRIO_ROW + end,
        (*NUMBERS, PRIO, IFNAME, *labels),
    )


NARROW, PADDED = "%.16s", "%-5.16s"
"""The interface: as long as its name (to 5.4, or trimmed), or five wide (since 5.5)."""

# -- what a release had ---------------------------------------------------------------------


@cache
def is_uncloned(flags: RTF) -> bool:
    """Whether it is a neighbour that was neither cloned nor added: 3.3 and earlier."""
    neighbor = flags & RTF.HOST and flags & RTF.LLINFO
    return bool(neighbor) and not flags & (
        RTF.CLONED | RTF.STATIC | RTF.LOCAL | RTF.BROADCAST
    )


def fits_34(route: Route) -> bool:
    """Since 3.4 a neighbour is shown to be cloned; the own address is on lo0."""
    if route.refs is None and route.use is None:
        return False
    own = str(route.ifname).startswith("lo")
    return own or not is_uncloned(route.flags)


def fits_7(route: Route) -> bool:
    """Since 5.9 networks are ``UCn``, and neighbours have the priority 3."""
    flags = route.flags
    if flags & RTF.CLONING and not flags & (RTF.CONNECTED | RTF.STATIC | RTF.MULTICAST):
        return False
    return not (is_uncloned(flags) or (flags & RTF.CLONED and route.prio == 4))
