"""
``ndp -r``: the routers that advertise themselves as the way to everywhere.

    fe80::1%em0 if=em0, flags=MO, pref=medium, expire=29m42s

They are neighbours that are routers; what a router says of itself, and what the host made
of it, stands in ``extra``.

Source: KAME ndp.c: rtrlist(); that of FreeBSD, NetBSD and OpenBSD, and Apple network_cmds
ndp.tproj/ndp.c, which print the host's own letters behind M and O.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.addr import Prefix
from rtentry.bsd.arp import host, parse_time, show_time
from rtentry.columns import Cell, Column, codec, shared, word
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.forms.sentences import sentences
from rtentry.listing import View
from rtentry.model import Neighbor, Pairs, Snapshot

LETTERS = "MOIST"
"""Managed, other; of macOS: scoped to its interface, static, installed."""

PREFERENCES = ("high", "medium", "low", "rsv")
"""RFC 4191, 2.1; the last is not to be sent."""

NEVER = "Never"
EXPIRE = 4
"""The cell that says when a router ends; that it is one is said of each."""


def advertised(cell: Cell) -> Pairs:
    """The letters of a router; FormatError at one that is unknown."""
    if unknown := (cell or "").strip(LETTERS):
        raise FormatError(f"unknown flag {unknown[0]!r} in {cell!r}")
    return (("advertised", cell),) if cell else ()


def preference(cell: Cell) -> Pairs:
    """How much a router is preferred; none, where its release does not tell."""
    if cell is None:
        return ()
    if cell not in PREFERENCES:
        raise FormatError(f"unknown preference {cell!r}")
    return (("pref", cell),)


def said(name: str, default: Cell) -> Callable[[Pairs], Cell]:
    """Writes what is kept by a name."""

    def show(extra: Pairs) -> Cell:
        found = dict(extra).get(name)
        return default if found is None else str(found)

    return show


def seconds(cell: Cell) -> int | None:
    """Seconds until it is no router any more; ``None`` = it stays."""
    return None if cell == NEVER else parse_time(cell or "")


def time(value: int | None) -> str:
    """Inverse of :func:`seconds`."""
    return NEVER if value is None else show_time(value)


def routers(snapshot: Snapshot, view: View) -> Sequence[Neighbor]:
    """The neighbours of IPv6 that are routers."""
    return [
        n
        for n in snapshot.neighbors
        if isinstance(n.addr, Prefix)
        and n.addr.version == 6
        and n.flags & NTF.ROUTER
        and view.ifname in (None, n.ifname)
    ]


ROUTERS = sentences(
    "ndp -r",
    "neighbors",
    "%s if=%s, flags=%s{, pref=%s}, expire=%s",
    shared(
        codec(
            Neighbor,
            (
                host(6),
                word("ifname", "?"),
                Column("extra", advertised, said("advertised", "")),
                Column("extra", preference, said("pref", None)),
                Column("expire", seconds, time),
                Column("flags", lambda _: NTF.ROUTER, lambda _: ""),
            ),
        ),
        EXPIRE,
        2,
    ),
    routers,
)
