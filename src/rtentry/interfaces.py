"""
The rows of ``netstat -i``: one for each address of an interface.

Tools differ in whether the counters of a row are the interface's, repeated (OpenBSD),
or the address's own (FreeBSD).  An Interface keeps its own counters once, and those of
an address only where they are others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from rtentry.addr import Cut, Link, LLAddr, Name, Prefix
from rtentry.flags import IFF
from rtentry.listing import View
from rtentry.model import Counters, IfAddr, Interface, Snapshot


class IfRow(NamedTuple):
    """
    One row: an interface and one of its addresses.

    Fields:
        ifname, mtu, flags: of the interface.
        network: what stands under Network; a link row has ``None`` or ``link#N``.
        addr:    what stands under Address; ``None`` = blank.
        others:  the counters, as in :class:`rtentry.model.Counters`.
    """

    ifname: str | Cut
    mtu: int | None = None
    flags: IFF | None = None
    network: Prefix | Link | Name | Cut | None = None
    addr: Prefix | LLAddr | Name | Cut | None = None
    ipkts: int | None = None
    ierrs: int | None = None
    idrops: int | None = None
    ibytes: int | None = None
    opkts: int | None = None
    oerrs: int | None = None
    odrops: int | None = None
    obytes: int | None = None
    colls: int | None = None

    @property
    def kind(self) -> str:
        """``link``, ``addr``, or ``none`` for an interface without addresses."""
        if self.network is None or isinstance(self.network, Link):
            return "link"
        return "none" if self.network == NONE == self.addr else "addr"

    @property
    def counters(self) -> Counters | None:
        """Its counters; ``None`` if it has none."""
        found = Counters(
            **{f: getattr(self, f) for f in COUNTED if getattr(self, f) is not None}
        )
        return None if found == Counters() else found


COUNTED = IfRow._fields[5:]

NONE = Name("none")
"""What stands under Network and Address if there is no address."""


def gather(rows: Sequence[IfRow]) -> tuple[Interface, ...]:
    """Rows as read -> interfaces."""
    return tuple([one(list(same)) for _, same in groupby(rows, key=lambda r: r.ifname)])


def one(rows: Sequence[IfRow]) -> Interface:
    """The rows of one interface -> the interface."""
    first = rows[0]
    own = next((r.counters for r in rows if r.kind != "addr"), None)
    return Interface(
        first.ifname,
        mtu=first.mtu,
        flags=first.flags,
        lladdr=next((r.addr for r in rows if isinstance(r.addr, LLAddr)), None),
        ifindex=next(
            (int(r.network) for r in rows if isinstance(r.network, Link)), None
        ),
        counters=own,
        addresses=tuple(
            [
                IfAddr(
                    r.addr,
                    r.network,
                    counters=None if r.counters == own else r.counters,
                )
                for r in rows
                if r.kind != "none"
            ]
        ),
    )


def scatter(interfaces: Iterable[Interface]) -> list[IfRow]:
    """Interfaces -> rows; inverse of :func:`gather`."""
    rows = []
    for interface in interfaces:
        if not interface.addresses:
            rows.append(row(interface, None))
        rows += [row(interface, address) for address in interface.addresses]
    return rows


def row(interface: Interface, address: IfAddr | None) -> IfRow:
    """One row of an interface; *address* ``None`` = it has none."""
    own = address.counters if address else None
    counters = own or interface.counters or Counters()
    return IfRow(
        interface.ifname,
        interface.mtu,
        interface.flags,
        address.network if address else NONE,
        address.addr if address else NONE,
        **{field: getattr(counters, field) for field in COUNTED},
    )


def is_link(address: IfAddr) -> bool:
    """Whether it is the link level, not an address of a protocol."""
    return address.network is None or isinstance(address.network, Link)


def shown(snapshot: Snapshot, view: View) -> list[IfRow]:
    """The rows for a snapshot without listings: a link row first for each interface."""
    wanted = [i for i in snapshot.interfaces if view.ifname in (None, i.ifname)]
    return scatter([with_link(interface) for interface in wanted])


def with_link(interface: Interface) -> Interface:
    """*interface* with its link level as the first of its addresses."""
    if any(is_link(address) for address in interface.addresses):
        return interface
    network = None if interface.ifindex is None else Link(interface.ifindex)
    link = IfAddr(interface.lladdr, network)
    return interface._replace(addresses=(link, *interface.addresses))
