"""
A route's attributes, its next hops, and what a request wants.

All values are plain data: addresses are integers, interfaces their numbers.

Source: Linux include/net/ip_fib.h, struct fib_config, fib_info, fib_nh;
include/uapi/linux/rtnetlink.h.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rtentry.addr import Prefix
from rtentry.errors import RouteError
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import Ifnet
from rtentry.kernel.near import by_index
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel

DEAD, PERVASIVE, ONLINK, LINKDOWN = 1, 2, 4, 16
"""Flags of a next hop (RTNH_F_*)."""

ADDRCONF = 0x40000
"""Flag of an IPv6 route that a router advertised (RTF_ADDRCONF)."""

UNIVERSE, LINK, HOST, NOWHERE = 0, 253, 254, 255
"""Scopes (RT_SCOPE_*)."""

MAIN, LOCAL, DEFAULT = 0, 255, 253
"""Numbers of tables; main is 254 for everybody else."""

REJECTS = frozenset({"blackhole", "unreachable", "prohibit", "throw"})
"""Types of route that lead nowhere."""

SMALLEST_SCOPE = {
    "unicast": UNIVERSE, "local": HOST, "broadcast": LINK, "anycast": LINK,
    "multicast": UNIVERSE, "blackhole": UNIVERSE, "unreachable": UNIVERSE,
    "prohibit": UNIVERSE, "throw": UNIVERSE,
}  # fmt: skip
"""The widest scope that each type of route may have (fib_props)."""


class Hop(NamedTuple):
    """
    One next hop.

    Fields:
        gateway: a router's address; ``None`` = directly connected.
        version: that of *gateway*.
        ifindex: interface; 0 = not known (yet).
        weight:  share among several, 1 or more.
        flags:   DEAD, ONLINK, LINKDOWN ...
        scope:   how far the next hop itself is.
        encap:   tunnel that packets go into, as ip(8) prints it; ``""`` = none.
    """

    gateway: int | None = None
    version: int = 4
    ifindex: int = 0
    weight: int = 1
    flags: int = 0
    scope: int = UNIVERSE
    encap: str = ""


class Info(NamedTuple):
    """
    The attributes of a route.

    Fields:
        rtype:  ``unicast``, ``local`` ...
        proto:  who installed it.
        scope:  how far its destination is.
        tos:    type of service that it is for; 0 = any.
        metric: preference, smaller wins.
        src:    source address for packets; ``None`` = not said.
        hops:   next hops; none if it leads nowhere.
        nhid:   number of its nexthop object; 0 = none.
        seq:    place among equals, smaller first.
        pref:   IPv6: preference of the router; ``""`` = none.
        flags:  LINKDOWN, if no next hop has had a link since they last changed;
                ADDRCONF.
    """

    rtype: str = "unicast"
    proto: str = "boot"
    scope: int = UNIVERSE
    tos: int = 0
    metric: int = 0
    src: int | None = None
    hops: tuple[Hop, ...] = ()
    nhid: int = 0
    seq: int = 0
    pref: str = ""
    flags: int = 0

    @property
    def same(self) -> tuple[object, ...]:
        """What two equal routes have in common: all but states and places."""
        hops = [hop._replace(flags=hop.flags & ONLINK, scope=0) for hop in self.hops]
        return (*self._replace(hops=(), seq=0, flags=0), *hops)


class Want(NamedTuple):
    """
    What a request wants (fib_config).

    Fields:
        dst:     destination.
        rtype, proto, scope: ``""`` or ``None`` = not said (when deleting).
        tos, metric, src, nhid: see :class:`Info`.
        tableid: number of the table.
        hops:    next hops as they were said; *several* = as ``nexthop``.
        metrics: RTAX_* by name; *locks*: those that are locked.
        own:     whether the kernel itself makes it, for an address.
        create, exclusive, replace, append: NLM_F_*.
    """

    dst: Prefix
    rtype: str = "unicast"
    proto: str = "boot"
    scope: int | None = UNIVERSE
    tos: int = 0
    metric: int = 0
    src: int | None = None
    tableid: int = MAIN
    hops: tuple[Hop, ...] = ()
    several: bool = False
    nhid: int = 0
    metrics: Mapping[str, int] = {}
    locks: frozenset[str] = frozenset()
    pref: str = ""
    expires: int = 0
    own: bool = False
    create: bool = False
    exclusive: bool = False
    replace: bool = False
    append: bool = False


def info_of(rt: Entry) -> Info:
    """The attributes of an entry; every Linux route has them."""
    if rt.info is None:
        raise TypeError(rt)
    return rt.info


def refuse(errno: int, text: str = "") -> RouteError:
    """An error, with what the kernel says of it beside (extended acknowledgement)."""
    return RouteError(errno, text)


def dev(k: Kernel, ifindex: int) -> Ifnet | None:
    """The interface of that number; ``None`` = there is none."""
    return by_index(k, ifindex) if ifindex else None


def tables(k: Kernel, version: int) -> list[int]:
    """The numbers of a family's tables, as they are dumped: by their last eight bits."""
    found = [number for v, number in k.tables if v == version and number >= 0]
    return sorted(found, key=lambda number: ((number or 254) & 255, -number))


def routes(k: Kernel, version: int) -> Iterator[Entry]:
    """All routes of a family."""
    for number in tables(k, version):
        yield from list(k.table(version, number))


def rank(rt: Entry) -> tuple[int, int, int]:
    """Place among the routes of a prefix: TOS, metric, age."""
    info = info_of(rt)
    return -info.tos, info.metric, info.seq


def together(_new: Entry, _old: Entry) -> bool:
    """Routes of a prefix do not exclude each other; requests are checked before."""
    return False
