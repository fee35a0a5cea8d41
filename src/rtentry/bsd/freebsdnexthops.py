"""
Next hops as FreeBSD 13 and later hold them: ``netstat -o``, ``-oW`` and ``-O``.

A next hop is in the table of its family only, and numbered there.  One that is on the
link shows ``em0/resolve`` as its gateway.  A group shows its members on lines of its
own: number, weight, and how many of its slots each has.

Source: FreeBSD usr.bin/netstat/nhops.c: print_nhop_header(), print_nhop_entry_sysctl();
nhgrp.c: print_nhgroup_header(), print_nhgroup_entry_sysctl().
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry import bsd
from rtentry.addr import Prefix, parse_address, show_address
from rtentry.columns import Cell, Column, codec, parse_count, word
from rtentry.errors import FormatError
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import Any, NamedTuple
from rtentry.listing import View
from rtentry.model import NexthopObject, Pairs, Snapshot, Value

RESOLVE = "/resolve"
"""What follows the interface of a next hop that is on the link."""

DATA, GROUPS_DATA = "Nexthop data", "Nexthop groups data"

TITLES = {family: (DATA, *titles) for family, titles in bsd.TITLES.items()}
GROUP_TITLES = {family: (GROUPS_DATA, *titles) for family, titles in bsd.TITLES.items()}

# -- next hops ---------------------------------------------------------------------------


def pair(
    name: str,
    parse: Callable[[str], Value],
    show: Callable[[Any], str] = str,
) -> Column:
    """An attribute in ``extra``; blank = not said."""

    def write(extra: Pairs) -> str:
        values = dict(extra)
        return show(values[name]) if name in values else ""

    return Column("extra", lambda cell: ((name, parse(cell)),) if cell else (), write)


def gateway() -> Column:
    """The Gateway: an address, or the interface that the address is resolved on."""
    known = bsd.gateway(lambda lladdr: lladdr.hex(":"))

    def read(cell: Cell) -> object:
        return None if (cell or "").endswith(RESOLVE) else known.parse(cell)

    def write(nexthop: NexthopObject) -> Cell:
        if nexthop.gateway is None:
            return f"{nexthop.ifname or '---'}{RESOLVE}"
        return known.show(nexthop.gateway)

    return Column("gateway", read, write, whole=True)


NHID = Column("nhid", parse_count, str)
TYPE = pair("type", str)
SOURCE = pair("src", parse_address, show_address)
FLAGS = pair("flags", str)
USE = pair("use", parse_count)
MTU = pair("mtu", parse_count)
IFNAME = word("ifname", "---")
ADDRIF = pair("addrif", str)
REFCNT = pair("users", parse_count)
PREPENDED = "{ %s}"
PREPEND = Column(
    "extra",
    lambda cell: (("prepend", cell),) if cell else (),
    lambda extra: dict(extra).get("prepend"),
)


def family_of(nexthop: NexthopObject) -> str:
    """The family of a next hop, by its gateway or the address of its interface."""
    values = [nexthop.gateway, dict(nexthop.extra).get("src")]
    versions = [value.version for value in values if isinstance(value, Prefix)]
    kind = str(dict(nexthop.extra).get("type", ""))
    return "inet6" if 6 in versions or kind.startswith("v6") else "inet"


def of_family(family: str) -> Callable[[NexthopObject], bool]:
    """Whether a next hop belongs into the table of *family*."""
    return lambda nexthop: family_of(nexthop) == family


def single(snapshot: Snapshot, view: View) -> Sequence[NexthopObject]:
    """The next hops that are no groups."""
    return [n for n in snapshot.nexthops if not n.group]


def wide(family: str, dst: int, netif: int) -> Layout:
    """The table of ``netstat -oW``."""
    start = f"%-{dst}s %-~{dst}s %-~6s %8s %6s %{netif}s%{netif}s%6s"
    return Layout(
        family,
        TITLES[family],
        f"{'Idx':5} {'Type':12} {'IFA':{dst}} {'Gateway':{dst}} {'Flags':>6} {'Use':>8}"
        f" {'Mtu':6} {'Netif':>{netif}} {'Addrif':>{netif}} {'Refcnt':>6} Prepend",
        f"%-5s %12s {start} {PREPENDED}",
        codec(
            NexthopObject,
            (
                *(NHID, TYPE, SOURCE, gateway(), FLAGS),
                *(USE, MTU, IFNAME, ADDRIF, REFCNT, PREPEND),
            ),
        ),
        of_family(family),
        blanks=(4, 8),
    )


def narrow(family: str, dst: int) -> Layout:
    """The table of ``netstat -o``."""
    return Layout(
        family,
        TITLES[family],
        f"{'Idx':5} {'IFA':{dst}} {'Gateway':{dst}} {'Flags':6} {'Netif':>8}  Refcnt",
        f"%-5s %-{dst}s %-~{dst}s %-~6s %8.8s%6s ",
        codec(NexthopObject, (NHID, SOURCE, gateway(), FLAGS, IFNAME, REFCNT)),
        of_family(family),
        blanks=(3,),
    )


def with_trimmed(layouts: Sequence[Layout]) -> list[Layout]:
    """Tables, and the same without the blanks at the ends of their rows."""
    trimmed = [
        one._replace(
            row=one.row.removesuffix(PREPENDED).rstrip(" ")
            + one.row.count(PREPENDED) * "{  %s}",
            variant="trimmed",
            when=lambda _: False,
        )
        for one in layouts
    ]
    return [*layouts, *trimmed]


NEXTHOPS = table(
    "netstat -o",
    "nexthops",
    with_trimmed([narrow("inet", 18), narrow("inet6", 29)]),
    Rows(single, numbered=f"{DATA} (fib: {{}})"),
)
NEXTHOPS_WIDE = table(
    "netstat -oW",
    "nexthops",
    with_trimmed([wide("inet", 18, 10), wide("inet6", 29, 8)]),
    Rows(single, numbered=f"{DATA} (fib: {{}})"),
)

# -- groups ------------------------------------------------------------------------------


class GroupRow(NamedTuple):
    """
    One row: a group, or a member of the group above it.

    Fields:
        nhid:    number of the group; ``None`` = a member's row.
        member, weight, slots: of a member: its number, its weight and its slots.
        gateway, ifname: of a member.
        users:   references to the group (count).
        tableid: the routing table, if it was said.
    """

    nhid: int | None = None
    member: int | None = None
    weight: int | None = None
    slots: int | None = None
    gateway: str = ""
    ifname: str = ""
    users: int | None = None
    tableid: int | None = None


def gather(rows: Sequence[GroupRow]) -> tuple[NexthopObject, ...]:
    """Rows as read -> groups; FormatError if a member has none above it, or one is empty."""
    out: list[NexthopObject] = []
    for row in rows:
        if row.nhid is not None:
            out.append(NexthopObject(row.nhid, extra=(("users", row.users or 0),)))
            continue
        if not out:
            raise FormatError("a member of no group")
        last = out[-1]
        member = (f"member {row.member}", f"{row.slots} {row.gateway} {row.ifname}")
        out[-1] = last._replace(
            group=(*last.group, (row.member or 0, row.weight or 0)),
            extra=(*last.extra, member),
        )
    for group in out:
        if not group.group:
            raise FormatError(f"group {group.nhid} has no members")
    return tuple(out)


def scatter(groups: Sequence[NexthopObject]) -> tuple[GroupRow, ...]:
    """Inverse of :func:`gather`."""
    return tuple([row for group in groups for row in rows_of(group)])


def rows_of(group: NexthopObject) -> list[GroupRow]:
    """The rows of one group."""
    values = dict(group.extra)
    users = values.get("users")
    head = GroupRow(
        group.nhid, users=users if isinstance(users, int) else 0, tableid=group.tableid
    )
    members = []
    for member, weight in group.group:
        slots, _, rest = str(values.get(f"member {member}", "0 ")).partition(" ")
        via, _, ifname = rest.partition(" ")
        members.append(GroupRow(None, member, weight, int(slots), via, ifname))
    return [head, *members]


def optional(field: str) -> Column:
    """A number of one of the two kinds of rows."""
    return Column(
        field,
        lambda cell: None if cell is None else parse_count(cell),
        lambda value: None if value is None else str(value),
    )


def text(field: str) -> Column:
    """A word of a member's row."""
    return Column(field, lambda cell: cell or "", lambda value: value)


def grouped(snapshot: Snapshot, view: View) -> Sequence[GroupRow]:
    """The rows of the groups."""
    return scatter([n for n in snapshot.nexthops if n.group])


def groups(family: str, via: int) -> Layout:
    """The table of ``netstat -O``; *via*: width of Gateway."""
    dashes = f"{' -------' * 3} {'-' * (via - 1)} {'-' * 9}"
    return Layout(
        family,
        GROUP_TITLES[family],
        f"{'GrpIdx':8}{'NhIdx':8}{'Weight':>8}{'Slots':>8}{'Gateway':>{via}}"
        f"{'Netif':>10}{'Refcnt':>8}",
        f"{{%-8s {dashes}%8s}}{{        %8s%8s%8s%{via}.{via}s%10.10s}}",
        codec(
            GroupRow,
            (
                optional("nhid"),
                optional("users"),
                optional("member"),
                optional("weight"),
                optional("slots"),
                text("gateway"),
                text("ifname"),
            ),
        ),
        of=lambda row: family == "inet",
    )


GROUPS = table(
    "netstat -O",
    "nexthops",
    [groups("inet", 18), groups("inet6", 40)],
    Rows(grouped, gather, scatter, f"{GROUPS_DATA} (fib: {{}})"),
)
