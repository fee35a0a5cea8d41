"""
What the tables of all BSDs have in common: cells, titles, and which rows are shown.

Sources: 4.4BSD netstat/route.c and if.c, arp/arp.c, and their descendants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Cut,
    Dst,
    Gateway,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_gateway,
    parse_mac,
    parse_prefix,
    show_address,
    show_known,
    show_prefix,
)
from rtentry.bsd.ifcolumns import address as address
from rtentry.bsd.ifcolumns import down as down
from rtentry.bsd.ifcolumns import network as network
from rtentry.columns import (
    Cell,
    Column,
    ReadAlike,
    bit,
    count,
    host_name,
    is_masked,
    is_name,
    named,
    parse_count,
    word,
)
from rtentry.errors import FormatError
from rtentry.exact import EXACT, exact_host
from rtentry.flags import NTF, RTF, Letters
from rtentry.listing import View
from rtentry.model import Neighbor, Pairs, Route, Snapshot

OPENING = ("Routing tables",)
"""The line above all tables of ``netstat -r``."""

TITLES = {"inet": ("", "Internet:"), "inet6": ("", "Internet6:")}
"""The lines above the table of a family."""

VERSION = {"inet": 4, "inet6": 6}
"""IP version of a family."""

DEFAULTS = {"inet": DEFAULT4, "inet6": DEFAULT6}


@cache
def is_host(flags: RTF) -> bool:
    """Whether a route is for one address; cached, since Flag's operators are slow."""
    return bool(flags & RTF.HOST)


def of_family(family: str) -> Callable[[Route], bool]:
    """Whether a route belongs into the table of *family*."""
    version = VERSION[family]
    return lambda route: version_of(route) == version


def version_of(route: Route) -> int:
    """The IP version of a route; 4 where only names were printed."""
    mask = dict(route.extra).get("mask") if route.extra else None
    for value in (route.dst, mask, route.gateway):
        if isinstance(value, Prefix):
            return value.version
        if isinstance(value, Cut) and ":" in value:
            return 6
    return 4


def heading(format_: str, words: str) -> str:
    """The heading of a table: *words* printed by a printf(3) format."""
    return format_ % tuple(words.split())


# -- routes ---------------------------------------------------------------------------


def destination(
    family: str,
    parse: Callable[[str], Prefix | Cut],
    show: Callable[[Prefix], str],
    cut: int = 0,
) -> Column:
    """
    The Destination of a route: ``default``, a network by *parse*/*show*, a host.

    Hosts and networks of full length look alike to a Prefix; the flag H tells them
    apart.  *cut*: names, and IPv6 destinations, are cut to so many characters.
    """
    default, version = DEFAULTS[family], VERSION[family]

    def of_version(cell: str) -> Prefix | Cut:
        prefix = parse(cell)
        if isinstance(prefix, Prefix) and prefix[0] != version:
            raise FormatError(f"{cell!r} is not an IPv{version} destination")
        return prefix

    whole = named(of_version, cut, {"default": default})

    def read(cell: str) -> Dst:
        is_cut = version == 6 and len(cell) == cut and ":" in cell
        found: Dst = Cut(cell) if is_cut else whole(cell)
        return found

    def write(route: Route) -> str:
        dst = route[0]
        if not isinstance(dst, Prefix):
            return dst[:cut] if cut else dst
        if is_host(route[3]):
            return show_address(dst)
        return show(dst) if dst[2] or dst != default else "default"

    reads = read if cut and version == 6 else whole
    return Column("dst", reads, write, whole=True, alike=alike(version, show))


def alike(version: int, show: Callable[[Prefix], str]) -> ReadAlike:
    """What reads the Destination where all else is as in a certain route."""
    network = EXACT.get((version, show))
    host = exact_host if version == 4 else None

    def reads(route: Route) -> Callable[[str], Prefix | None] | None:
        if not isinstance(route.dst, Prefix):
            return None
        return host if is_host(route.flags) else network

    return reads


def short_destination(cut: int, *, lengths: bool = False) -> Column:
    """
    The Destination of an IPv6 route as it is without ``-n``: *cut* characters of it.

    Only what cannot have lost anything is a Prefix: a whole address, not a network's.

    Args:
        cut:     how many characters are printed.
        lengths: whether networks that have no name are printed with their length.
    """
    whole = named(parse_address, cut, {"default": DEFAULT6})

    def read(cell: str) -> Dst:
        if lengths and "/" in cell and len(cell) < cut:
            return parse_prefix(cell)
        lost = len(cell) == cut or cell.partition("%")[0].endswith("::")
        found: Dst = Cut(cell) if ":" in cell and lost else whole(cell)
        return found

    def write(route: Route) -> str:
        dst = route.dst
        if not isinstance(dst, Prefix):
            return dst[:cut]
        if is_host(route.flags) or not (lengths or dst == DEFAULT6):
            return show_address(dst)[:cut]
        return "default" if dst == DEFAULT6 else show_prefix(dst)[:cut]

    return Column("dst", read, write, whole=True)


def gateway(show_mac: Callable[[bytes], str], cut: int = 0) -> Column:
    """
    The Gateway of a route; ``-`` = none, or not said.

    Args:
        show_mac: writes link-level addresses.
        cut:      names, and IPv6 addresses, are cut to so many characters; 0 = not.
    """

    def read(cell: str) -> Gateway | None:
        value = parse_gateway(cell) if cell and cell != "-" else None
        cuttable = isinstance(value, Name) or (
            isinstance(value, Prefix) and ":" in cell
        )
        if cuttable and cut and len(cell) == cut:
            return Cut(cell)
        if isinstance(value, Name) and not (is_name(cell) or is_masked(cell)):
            raise FormatError(f"{cell!r} is not a gateway")
        return value

    @lru_cache(maxsize=1 << 16)
    def write(value: Gateway | None) -> str:
        if isinstance(value, LLAddr):
            return show_mac(value)
        if isinstance(value, Prefix):
            return show_address(value)
        text = "-" if value is None else str(value)
        return text[:cut] if cut and isinstance(value, str) else text

    return Column("gateway", read, write)


def netif(cut: int, blank: Cell = None) -> Column:
    """
    The Netif of a route.

    Args:
        cut:   so many characters are printed, so one of this length may have lost its
               end; 0 = all.
        blank: what is printed where the source did not say.
    """
    known = word("ifname", blank)

    def read(cell: Cell) -> str | Cut | None:
        name: str | None = known.parse(cell)
        return Cut(name) if name and cut and len(name) >= cut else name

    return Column("ifname", read, known.show)


def flags(letters: Letters) -> Column:
    """The Flags of a route; a row without any is none."""

    def read(cell: str) -> RTF:
        if not cell:
            raise FormatError("no flags in this row")
        return letters.parse(cell)

    return Column("flags", read, letters.show)


def expire(blank: Cell, over: Cell) -> Column:
    """
    The Expire of a route.

    Args:
        blank: what is printed for one that stays.
        over:  what is printed for one whose time is over; ``None`` = as if it stayed.
    """
    number = count("expire", blank)

    def read(cell: Cell) -> int | None:
        if cell and cell == over:
            return 0
        value: int | None = number.parse(cell)
        return value

    ended = blank if over is None else over
    return Column(
        "expire", read, lambda value: ended if value == 0 else number.show(value)
    )


def lock(metric: str) -> Column:
    """The ``L`` behind a metric that the kernel may not change."""

    def read(cell: Cell) -> tuple[str, ...]:
        if cell and cell != "L":
            raise FormatError(f"{cell!r} is neither 'L' nor blank")
        return (metric,) if cell else ()

    return Column("locks", read, lambda locks: "L" if metric in locks else "")


LOCKED = lock("mtu")
"""The ``L`` behind an MTU."""


def measure(name: str, unit: int = 1) -> Column:
    """
    A number of ``metrics``; the kernel has 0 for none.

    Args:
        name: of the metric.
        unit: how many of the kernel's units make one of the model's.
    """

    def read(cell: Cell) -> Pairs:
        value = parse_count(cell) // unit
        return ((name, value),) if value else ()

    def write(metrics: Pairs) -> str:
        value = dict(metrics).get(name, 0)
        return str(int(value) * unit if isinstance(value, int) else 0)

    return Column("metrics", read, write)


def lifetime(cell: Cell) -> int | None:
    """An expiry of ``netstat -rv``: 0 for one that stays."""
    return parse_count(cell) or None


LIFETIME = Column("expire", lifetime, lambda value: str(value or 0))
"""The expiry among the metrics of ``netstat -rv``."""

MORE = Column(
    "extra",
    lambda cell: more(cell),
    lambda extra: "=>" if ("dupedkey", 1) in extra else None,
)
"""The `` =>`` behind a row whose key the next one has too."""


def more(cell: Cell) -> tuple[tuple[str, int], ...]:
    """What a cell at the end of a row says."""
    if cell and cell != "=>":
        raise FormatError(f"{cell!r} is not '=>'")
    return (("dupedkey", 1),) if cell else ()


def routes(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """The routes that a BSD without protocol cloning shows: all."""
    return [r for r in snapshot.routes if view.ifname in (None, r.ifname)]


def routes_but_clones(snapshot: Snapshot, view: View) -> Sequence[Route]:
    """
    The routes shown where protocol clones are hidden without ``-a``.

    The kernel knows a protocol's clone by its parent.  In a table one sees that it has
    no link-level address: those that have one are neighbours.
    """
    shown = routes(snapshot, view)
    if view.all:
        return shown
    return [r for r in shown if not is_protocol_clone(r)]


def is_protocol_clone(route: Route) -> bool:
    """Whether a protocol made it by using a route with the flag PRCLONING."""
    return bool(route.flags & RTF.CLONED) and not route.flags & RTF.LLINFO


# -- neighbours -------------------------------------------------------------------------

NAME = Column(
    "name",
    host_name,
    lambda name: "?" if name is None else name,
)
"""The host name of ``arp -a``; ``?`` = none."""


def parse_seen(cell: str) -> Prefix | Name:
    """An address; a Name if somebody made it unreadable."""
    return Name(cell) if is_masked(cell) else parse_address(cell)


def show_seen(value: Prefix | Name | Cut) -> str:
    """Inverse of :func:`parse_seen`; NotExpressible if only a host's name is known."""
    is_seen = isinstance(value, Name) and is_masked(value)
    return str(value) if is_seen else show_known(value)


ADDRESS = Column("addr", parse_seen, show_seen)
"""The address in parentheses."""


def lladdr(show_mac: Callable[[bytes], str], none: str = "(incomplete)") -> Column:
    """The link-level address of a neighbour; *none* = not known; nor is a masked one."""
    return Column(
        "lladdr",
        lambda cell: None if cell == none or is_masked(cell) else parse_mac(cell),
        lambda value: none if value is None else show_mac(value),
    )


def optional(field: str) -> Column:
    """A word that is printed only if it is known."""
    return Column(field, lambda cell: cell, lambda value: value)


def told(flag: NTF, text: str) -> Column:
    """A flag that shows itself as *text*."""
    return bit("flags", flag, text)


HWTYPES: Mapping[str | None, str] = {"ether": "ethernet"}
"""What the BSDs call kinds of links that Linux calls otherwise."""

HWTYPE = Column("hwtype", lambda cell: cell, lambda value: HWTYPES.get(value, value))
"""The kind of link in brackets, only if it is known."""


def neighbors(snapshot: Snapshot, view: View) -> Sequence[Neighbor]:
    """The neighbours of IPv4 that ``arp -a`` shows."""
    return [
        n
        for n in snapshot.neighbors
        if (not isinstance(n.addr, Prefix) or n.addr.version == 4)
        and view.ifname in (None, n.ifname)
        and view.dst in (None, n.name, str(n.addr).split("/")[0])
    ]
