"""
The rows of ``netstat -i``: one for each address of an interface.

Tools differ in whether the counters of a row are the interface's, repeated (OpenBSD,
Linux), or the address's own (FreeBSD, macOS).  An Interface keeps its own counters
once, and those of an address only where they are others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from rtentry.addr import Cut, Link, LLAddr, Name, Prefix
from rtentry.flags import IFF
from rtentry.forms.tables import Rows
from rtentry.light import NamedTuple
from rtentry.listing import View
from rtentry.model import Counters, IfAddr, Interface, Snapshot

Network = Prefix | Link | Name | Cut | None
Address = Prefix | LLAddr | Name | Cut | None


class IfRow(NamedTuple):
    """
    One row: an interface and one of its addresses.

    Fields:
        ifname:  of the interface; as a BSD prints it, with ``*`` behind it if down.
        mtu, flags: of the interface.
        network: what stands under Network; a link row has ``None`` or ``link#N``.
        addr:    what stands under Address; ``None`` = blank.
        timer:   of the interface: until its watchdog (seconds); 0 = it sleeps.
        groups:  multicast groups joined with the address.
        holders: references to each of them (counts, blanks between).
        queue:   of the interface: packets that wait to be sent.
        others:  the counters, as in :class:`rtentry.model.Counters`.
    """

    ifname: str | Cut
    mtu: int | None = None
    flags: IFF | None = None
    network: Network = None
    addr: Address = None
    ipkts: int | None = None
    ierrs: int | None = None
    idrops: int | None = None
    ibytes: int | None = None
    opkts: int | None = None
    oerrs: int | None = None
    odrops: int | None = None
    obytes: int | None = None
    colls: int | None = None
    imulti: int | None = None
    omulti: int | None = None
    timer: int | None = None
    groups: tuple[Prefix | LLAddr | Name | Cut, ...] = ()
    holders: str | None = None
    queue: int | None = None

    @property
    def kind(self) -> str:
        """``link``, ``addr``, or ``none`` for an interface without addresses."""
        if is_link(self.network, self.addr):
            return "link"
        return "none" if self.network == NONE == self.addr else "addr"

    @property
    def family(self) -> str:
        """``link``, ``inet6`` or ``inet``."""
        if self.kind == "link":
            return "link"
        return "inet6" if is_ipv6(self.network) or is_ipv6(self.addr) else "inet"

    @property
    def counters(self) -> Counters | None:
        """Its counters; ``None`` if it has none."""
        found = Counters(
            **{f: getattr(self, f) for f in COUNTED if getattr(self, f) is not None}
        )
        return None if found == Counters() else found


COUNTED = tuple([field for field in IfRow._fields if field in Counters._fields])

NONE = Name("none")
"""What stands under Network and Address if there is no address."""


def is_link(network: Network, addr: Address) -> bool:
    """Whether it is the link level, not an address of a protocol."""
    return isinstance(network, Link) or (
        network is None and (addr is None or isinstance(addr, LLAddr))
    )


def is_ipv6(value: Network | Address) -> bool:
    """Whether it is IPv6, as far as one can see."""
    if isinstance(value, Prefix):
        return value.version == 6
    return isinstance(value, str) and ":" in value


# -- rows read -> interfaces -----------------------------------------------------------


def gather(rows: Sequence[IfRow], *, apart: bool = False) -> tuple[Interface, ...]:
    """
    Rows as read -> interfaces.

    Args:
        rows:  in the order of the listing.
        apart: whether the counters of an address are its own.
    """
    return tuple([one(same, apart=apart) for same in together(rows)])


def together(rows: Sequence[IfRow]) -> list[list[IfRow]]:
    """
    Rows of one interface after another.

    Those that contradict each other are not of one: only a first row has to say all.
    One that has no address has no other row.
    """
    out: list[list[IfRow]] = []
    for row in rows:
        first = out[-1][0] if out else None
        same = first and first.ifname == row.ifname and row.mtu in (None, first.mtu)
        if first and same and "none" not in (first.kind, row.kind):
            out[-1].append(row)
        else:
            out.append([row])
    return out


def one(rows: Sequence[IfRow], *, apart: bool = False) -> Interface:
    """The rows of one interface -> the interface."""
    first = rows[0]
    starred = first.ifname.endswith("*")
    own = next((r.counters for r in rows if r.kind != "addr"), None)
    if own is None and not apart:
        own = first.counters
    return Interface(
        first.ifname[:-1] if starred else first.ifname,
        mtu=first.mtu,
        flags=IFF(0) if starred else first.flags,
        lladdr=next((r.addr for r in rows if isinstance(r.addr, LLAddr)), None),
        ifindex=next(
            (int(r.network) for r in rows if isinstance(r.network, Link)), None
        ),
        counters=own,
        addresses=tuple(
            [
                address(r, None if apart and r.kind == "addr" else own)
                for r in rows
                if r.kind != "none"
            ]
        ),
        extra=tuple(
            [
                (name, value)
                for name, value in (("timer", first.timer), ("queue", first.queue))
                if value is not None
            ]
        ),
    )


def address(row: IfRow, own: Counters | None) -> IfAddr:
    """The address of one row; *own*: counters that say nothing new."""
    counters = None if row.counters == own else row.counters
    own_name = row.kind == "link" and row.addr == row.ifname.rstrip("*")
    addr = None if own_name else row.addr  # a link without an address shows its name
    extra = () if row.holders is None else (("groups", row.holders),)
    return IfAddr(addr, row.network, counters=counters, groups=row.groups, extra=extra)


# -- interfaces -> rows --------------------------------------------------------------------


def scatter(interfaces: Iterable[Interface], *, apart: bool = False) -> list[IfRow]:
    """
    Interfaces -> rows; inverse of :func:`gather`.

    Args:
        interfaces: in the order to print.
        apart:      whether the counters of an address are its own.
    """
    rows = []
    for interface in interfaces:
        if not interface.addresses:
            rows.append(row(interface, None))
        rows += [row(interface, a, apart=apart) for a in interface.addresses]
    return rows


def row(interface: Interface, address: IfAddr | None, *, apart: bool = False) -> IfRow:
    """One row of an interface; *address* ``None`` = it has none."""
    counters = address.counters if address else None
    alone = apart and address and not is_link(address.network, address.addr)
    if counters is None and not alone:
        counters = interface.counters
    of_link = dict(() if alone else interface.extra)
    timer, queue = [of_link.get(name) for name in ("timer", "queue")]
    holders = dict(address.extra).get("groups") if address else None
    return IfRow(
        interface.ifname,
        interface.mtu,
        interface.flags,
        address.network if address else NONE,
        address.addr if address else NONE,
        timer=timer if isinstance(timer, int) else None,
        queue=queue if isinstance(queue, int) else None,
        groups=address.groups if address else (),
        holders=None if holders is None else str(holders),
        **{field: getattr(counters or Counters(), field) for field in COUNTED},
    )


def shown(snapshot: Snapshot, view: View) -> list[IfRow]:
    """The rows for a snapshot without listings: a link row first for each interface."""
    return scatter(wanted(snapshot, view))


def wanted(snapshot: Snapshot, view: View) -> list[Interface]:
    """The interfaces asked for."""
    return [
        with_link(i) for i in snapshot.interfaces if view.ifname in (None, i.ifname)
    ]


def with_link(interface: Interface) -> Interface:
    """*interface* with its link level, if anything is known of it, as first address."""
    if interface.ifindex is None and interface.lladdr is None:
        return interface
    if any(is_link(a.network, a.addr) for a in interface.addresses):
        return interface
    network = None if interface.ifindex is None else Link(interface.ifindex)
    link = IfAddr(interface.lladdr, network)
    return interface._replace(addresses=(link, *interface.addresses))


# -- the two ways of the BSDs ------------------------------------------------------------


def shown_apart(snapshot: Snapshot, view: View) -> list[IfRow]:
    """As :func:`shown`, but counters are apart."""
    return scatter(wanted(snapshot, view), apart=True)


def shown_of_family(snapshot: Snapshot, view: View) -> list[IfRow]:
    """The same; ``-f`` chooses rows (FreeBSD 5 and later)."""
    rows = shown_apart(snapshot, view)
    return [row for row in rows if not view.families or row.family in view.families]


REPEATED = Rows(shown, gather, scatter)
"""Rows that repeat the counters of their interface: OpenBSD, NetBSD."""

APART = Rows(shown_apart, partial(gather, apart=True), partial(scatter, apart=True))
"""Rows with counters of their own: macOS."""

CHOSEN = APART._replace(of=shown_of_family)
"""The same, those of a family if ``-f`` names one: FreeBSD."""
