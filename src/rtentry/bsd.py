"""
What the tables of all BSDs have in common: cells, titles, and which rows are shown.

Sources: 4.4BSD usr.bin/netstat/route.c and if.c, usr.sbin/arp/arp.c, and their
descendants; each dialect names its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Cut,
    Dst,
    Gateway,
    Link,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_gateway,
    parse_link,
    parse_mac,
    show_address,
)
from rtentry.columns import Column, is_name, named
from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF, RTF
from rtentry.listing import View
from rtentry.model import Neighbor, Route, Snapshot

OPENING = ("Routing tables",)
"""The line above all tables of ``netstat -r``."""

TITLES = {"inet": ("", "Internet:"), "inet6": ("", "Internet6:")}
"""The lines above the table of a family."""

VERSION = {"inet": 4, "inet6": 6}
"""IP version of a family."""

DEFAULTS = {"inet": DEFAULT4, "inet6": DEFAULT6}


def of_family(family: str) -> Callable[[Route], bool]:
    """Whether a route belongs into the table of *family*."""
    version = VERSION[family]
    return lambda route: isinstance(route.dst, Prefix) and route.dst.version == version


# -- routes ---------------------------------------------------------------------------


def destination(
    family: str,
    parse: Callable[[str], Prefix],
    show: Callable[[Prefix], str],
    cut: int = 0,
) -> Column:
    """
    The Destination of a route: ``default``, a network by *parse*/*show*, a host.

    Hosts and networks of full length look alike to a Prefix; the flag H tells them
    apart.  *cut*: names are cut to so many characters.
    """
    default = DEFAULTS[family]
    read = named(lambda cell: default if cell == "default" else parse(cell), cut)

    @lru_cache(maxsize=1 << 16)
    def text(dst: Dst, is_host: bool) -> str:
        if not isinstance(dst, Prefix):
            return dst[:cut] if cut else dst
        if dst == default and not is_host:
            return "default"
        return show_address(dst) if is_host else show(dst)

    def write(route: Route) -> str:
        return text(route.dst, bool(route.flags & RTF.HOST))

    return Column("dst", read, write, whole=True)


def gateway(show_mac: Callable[[bytes], str], cut: int = 0) -> Column:
    """The Gateway of a route; *show_mac* writes link-level addresses."""

    def read(cell: str) -> Gateway | None:
        value = parse_gateway(cell) if cell else None
        if isinstance(value, Name):
            if not is_name(cell):
                raise FormatError(f"{cell!r} is not a gateway")
            return Cut(cell) if cut and len(cell) == cut else value
        return value

    @lru_cache(maxsize=1 << 16)
    def write(value: Gateway | None) -> str:
        if isinstance(value, LLAddr):
            return show_mac(value)
        if isinstance(value, Prefix):
            return show_address(value)
        text = "" if value is None else str(value)
        return text[:cut] if cut and isinstance(value, str) else text

    return Column("gateway", read, write)


LOCKED = Column(
    "locks",
    lambda cell: ("mtu",) if cell == "L" else (),
    lambda locks: "L" if "mtu" in locks else "",
)
"""The ``L`` behind an MTU that the kernel may not change."""

MORE = Column(
    "extra",
    lambda cell: (("dupedkey", 1),) if cell else (),
    lambda extra: "" if ("dupedkey", 1) in extra else None,
)
"""The `` =>`` behind a row whose key the next one has too."""


def routes(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """The routes that a BSD without protocol cloning shows: all."""
    return [r for r in snapshot.routes if view.ifname in (None, r.ifname)]


def routes_but_clones(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """The routes shown where protocol clones are hidden without ``-a``."""
    shown = routes(snapshot, view)
    if view.all:
        return shown
    return [r for r in shown if not (r.flags & RTF.CLONED and r.flags & RTF.GATEWAY)]


# -- interfaces -----------------------------------------------------------------------


def down(cut: int) -> Column:
    """The Name of an interface: *cut* characters, ``*`` behind it if it is down."""

    def read(cell: str) -> str:
        name = cell.removesuffix("*")
        return Cut(name) if len(cell) == cut and name == cell else name

    return Column("ifname", read, lambda row: starred(row)[:cut], whole=True)


def starred(row: tuple[object, ...]) -> str:
    """The name, starred if the interface is known to be down."""
    name, flags = row[0], row[2]
    return f"{name}*" if isinstance(flags, IFF) and not flags & IFF.UP else str(name)


def cut_cell(
    parse: Callable[[str], Prefix], show: Callable[[Prefix], str], cut: int
) -> Callable[[str], Prefix | Name | Cut]:
    """
    A reader of cells that the tool cuts to *cut* characters.

    A cell of just that length is whole only if it reads and is written back the same,
    and nothing could have followed: IPv6 text could always go on.
    """
    read = named(parse)

    @lru_cache(maxsize=4096)
    def whole_or_cut(cell: str) -> Prefix | Name | Cut:
        if len(cell) < cut:
            value: Prefix | Name = read(cell)
            return value
        try:
            prefix = parse(cell)
        except FormatError:
            return Cut(cell)
        return prefix if prefix.version == 4 and show(prefix) == cell else Cut(cell)

    return whole_or_cut


def network(
    parse: Callable[[str], Prefix], show: Callable[[Prefix], str], cut: int, link: str
) -> Column:
    """
    The Network of a row of ``netstat -i``, cut to *cut* characters.

    *parse* and *show* know both families; *link* is what a link row shows, a format
    for the interface's number (``<Link#{}>``) or the same for all (``<Link>``).
    """
    read_cell = cut_cell(parse, show, cut)

    def read(cell: str) -> Prefix | Link | Name | Cut | None:
        if not cell.startswith("<Link"):
            return read_cell(cell)
        inner = cell.removeprefix("<Link").removesuffix(">")
        return parse_link("link" + inner) if inner else None

    def write(value: Prefix | Link | Name | Cut | None) -> str:
        if isinstance(value, Prefix):
            return show(value)
        if value is None or isinstance(value, Link):
            return link.format("" if value is None else int(value))
        return value

    return Column("network", read, write)


def address(show_mac: Callable[[bytes], str], cut: int) -> Column:
    """The Address of a row of ``netstat -i``, cut to *cut* characters; blank = none."""
    read_cell = cut_cell(parse_address, show_address, cut)

    def read(cell: str) -> Prefix | LLAddr | Name | Cut | None:
        if not cell:
            return None
        try:
            return parse_mac(cell)
        except FormatError:
            return read_cell(cell)

    def write(value: Prefix | LLAddr | Name | Cut | None) -> str:
        if isinstance(value, LLAddr):
            return show_mac(value)
        if isinstance(value, Prefix):
            return show_address(value)
        return value or ""

    return Column("addr", read, write)


# -- neighbours -------------------------------------------------------------------------

NAME = Column(
    "name",
    lambda cell: None if cell == "?" else cell,
    lambda name: "?" if name is None else name,
)
"""The host name of ``arp -a``; ``?`` = none."""

ADDRESS = Column("addr", lambda cell: parse_address(cell), show_address)
"""The address in parentheses."""


def lladdr(show_mac: Callable[[bytes], str], none: str = "(incomplete)") -> Column:
    """The link-level address of a neighbour; *none* = not known."""
    return Column(
        "lladdr",
        lambda cell: None if cell == none else parse_mac(cell),
        lambda value: none if value is None else show_mac(value),
    )


def optional(field: str) -> Column:
    """A word that is printed only if it is known."""
    return Column(field, lambda cell: cell, lambda value: value)


def told(flag: NTF, text: str) -> Column:
    """A flag that shows itself as *text*."""
    return Column(
        "flags",
        lambda cell: flag if cell else NTF(0),
        lambda value: text if value & flag else None,
    )


def neighbors(snapshot: Snapshot, view: View) -> Sequence[Neighbor]:
    """The neighbours of IPv4 that ``arp -a`` shows."""
    return [
        n
        for n in snapshot.neighbors
        if (not isinstance(n.addr, Prefix) or n.addr.version == 4)
        and view.ifname in (None, n.ifname)
        and view.dst in (None, n.name, str(n.addr).split("/")[0])
    ]
