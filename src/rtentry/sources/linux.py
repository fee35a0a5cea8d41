"""
The tables of a Linux kernel, now: netlink, and /proc for what netlink does not tell.

Reading needs no privileges, except that only root enters a network namespace and is
shown the owners of other users' sockets.  Everything is given as the kernel has it;
``rtentry.join`` puts it together as a BSD would hold it.

What decodes a kind of records is imported when that kind is first read.

Source: rtnetlink(7), sock_diag(7), proc_net(5); net/ipv4/proc.c for the counters.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from errno import EINVAL, ENOENT, EOPNOTSUPP, EPROTONOSUPPORT
from functools import partial
from struct import Struct

from rtentry.addr import Prefix
from rtentry.errors import SourceError
from rtentry.flags import RTF
from rtentry.light import Any
from rtentry.model import (
    Interface,
    Neighbor,
    NexthopObject,
    Route,
    RouteStats,
    Rule,
    Snapshot,
    Socket,
)
from rtentry.sources import ALL_NETNS, Ask, Source
from rtentry.sources._kernel import EVERY, Kernel, Limits
from rtentry.sources._routes import exceptions, routes
from rtentry.sources.live import replies, watch
from rtentry.wire import rtnl

NTF_PROXY = 0x08

IFADDRMSG = Struct("=B7x")
NDMSG = Struct("=B9xBx")
ONE_OCTET = Struct("=B3x")
RULE_HEADER = Struct("=B11x")

ABSENT = frozenset({EOPNOTSUPP, EPROTONOSUPPORT, ENOENT, EINVAL})
"""How a kernel refuses what it was built without."""

MANY = 50_000
"""Routes from which on the garbage collector is told to leave the table alone."""


# -- what can be read ------------------------------------------------------------------


def neighbors(kernel: Kernel) -> list[Neighbor]:
    """The neighbours of both families, then those that this host answers for."""
    from rtentry.wire import neigh, neightbl

    ask = kernel.route.dump
    timers = dict(ask(rtnl.RTM_GETNEIGHTBL, ONE_OCTET.pack(0), neightbl.decoder()))
    decoder = neigh.decoder(kernel.names, timers)
    found = []
    for flags in (0, NTF_PROXY):
        for family in kernel.families:
            found += ask(rtnl.RTM_GETNEIGH, NDMSG.pack(family, flags), decoder)
    return found


def interfaces(kernel: Kernel) -> list[Interface]:
    """The interfaces with their addresses and counters."""
    from rtentry.wire import ifaddr, link

    found = []
    for family in kernel.families:
        body = IFADDRMSG.pack(family)
        found += kernel.route.dump(rtnl.RTM_GETADDR, body, ifaddr.decoder())
    body = bytes(rtnl.IFINFOMSG.size)
    links = kernel.route.dump(rtnl.RTM_GETLINK, body, link.decoder())
    made = link.interfaces(links, found)
    if not kernel.far:
        return made
    from rtentry.sources._nsid import with_names

    return with_names(kernel, made)


def rules(kernel: Kernel) -> list[Rule]:
    """The policy rules of both families."""
    from rtentry.wire import rule

    found = []
    for family in kernel.families:
        body = RULE_HEADER.pack(family)
        found += kernel.route.dump(rtnl.RTM_GETRULE, body, rule.decoder())
    return found


def nexthops(kernel: Kernel) -> list[NexthopObject]:
    """The nexthop objects; none and a note on a kernel before 5.3."""
    from rtentry.wire import nexthop

    decoder = nexthop.decoder(kernel.names)
    ask = partial(kernel.route.dump, rtnl.RTM_GETNEXTHOP, bytes(8), decoder)
    return optional(kernel, "nexthop objects", ask)


def sockets(kernel: Kernel) -> list[Socket]:
    """The TCP and UDP sockets; none and a note on a kernel without inet_diag."""
    from rtentry.wire import diag

    if os.geteuid() != 0:
        kernel.notes.append("not root: the owners of other users' sockets are hidden")
    found = []
    for proto in diag.IPPROTOS:
        found += optional(
            kernel, f"{proto} sockets", partial(dump_sockets, kernel, proto)
        )
    return found


def dump_sockets(kernel: Kernel, proto: str) -> list[Socket]:
    """The sockets of one protocol, both IP versions."""
    from rtentry.wire import diag

    decoder = diag.decoder(proto, kernel.names)
    found = []
    for family in kernel.families:
        body = diag.request(proto, rtnl.VERSIONS[family])
        found += kernel.diag.dump(diag.SOCK_DIAG_BY_FAMILY, body, decoder)
    return found


def settings(kernel: Kernel) -> list[tuple[str, int]]:
    """The kernel parameters that routing depends on, by name."""
    from rtentry.wire import netconf

    decoder = netconf.decoder(kernel.names)
    found = []
    for family in kernel.families:
        body = ONE_OCTET.pack(family)
        found += kernel.route.dump(rtnl.RTM_GETNETCONF, body, decoder)
    return [pair for pairs in found for pair in pairs]


def optional(kernel: Kernel, what: str, ask: Callable[[], list[Any]]) -> list[Any]:
    """What *ask* gives; nothing and a note if the kernel was built without it."""
    try:
        return ask()
    except OSError as error:
        if error.errno not in ABSENT:
            raise
        kernel.notes.append(f"{what}: this kernel has none ({error.strerror})")
        return []


READERS: dict[str, Callable[[Kernel], Sequence[Any]]] = {
    "routes": routes,
    "exceptions": exceptions,
    "neighbors": neighbors,
    "interfaces": interfaces,
    "rules": rules,
    "nexthops": nexthops,
    "sockets": sockets,
    "settings": settings,
}

ALL = (*READERS, "statistics")
"""What there is to know."""

OWNERS = "owners"
"""Asked for beside sockets: the processes that have them open."""

PROC6 = "proc6"
"""Asked for beside routes: IPv6 routes from /proc, which counts their users."""

FAR = "far"
"""Asked for beside interfaces: the names of the namespaces that their other ends are in."""


# -- a snapshot --------------------------------------------------------------------------


def read(
    want: Collection[str] = ALL, *, netns: str | None = None, limits: Limits = EVERY
) -> Snapshot:
    """
    Read the kernel's tables.

    Exceptions come after the routes, among them.  Sockets come without their owners;
    :func:`owners` finds those.

    Args:
        want:  kinds of records, out of ALL, OWNERS, PROC6 and FAR; nothing else is read.
        netns: network namespace to read in: a name, as ip-netns(8) keeps them, or a
               path; ``None`` = that of this thread.
        limits: what is not read all the same.

    Raises:
        ValueError:  if *want* has another word.
        SourceError: on a system other than Linux; if the namespace cannot be entered;
                     if a table cannot be had whole.
        FormatError: if the kernel sends what it should not.
    """
    if unknown := set(want) - {*ALL, OWNERS, PROC6, FAR}:
        raise ValueError(f"unknown kind of records: {', '.join(sorted(unknown))}")
    if netns is None:
        return snapshot(want, limits)
    from rtentry.sources._netns import inside

    return inside(netns, partial(snapshot, want, limits))


def snapshot(want: Collection[str], limits: Limits = EVERY) -> Snapshot:
    """
    What the kernel knows in the network namespace of this thread.

    The garbage collector rests meanwhile: records hold no cycles, and looking through
    the half of a large table again and again takes longer than reading it.
    """
    taken = time.time()
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        parts, notes = read_parts(want, limits)
        found = table_of(parts, proc6=PROC6 in want)
        held = tuple(parts.get("sockets", []))
        if len(found) >= MANY:
            gc.freeze()
    finally:
        if was_enabled:
            gc.enable()
    return Snapshot(
        os.uname().nodename,
        "linux6",
        routes=found,
        neighbors=tuple(parts.get("neighbors", [])),
        interfaces=tuple(parts.get("interfaces", [])),
        statistics=statistics(parts, notes) if "statistics" in want else None,
        rules=tuple(parts.get("rules", [])),
        nexthops=tuple(parts.get("nexthops", [])),
        sockets=owners(held) if OWNERS in want else held,
        settings=tuple(parts.get("settings", [])),
        taken=taken,
        notes=tuple(notes),
    )


def table_of(parts: dict[str, Any], *, proc6: bool) -> tuple[Route, ...]:
    """The routes and the exceptions; with *proc6* IPv6 as /proc/net/ipv6_route has it."""
    found: Any = parts.get("routes", [])
    more = parts.get("exceptions", [])
    if proc6:
        from rtentry.sources._proc import ipv6_routes

        more = [*filter(is_ipv4, more), *ipv6_routes()]
    if isinstance(found, list):
        return (*found, *more)
    from rtentry.frame import Routes

    table: Any = Routes(*found.parts, more)
    return table  # type: ignore[no-any-return]


def is_ipv4(route: Route) -> bool:
    """Whether a route is one of IPv4."""
    return isinstance(route.dst, Prefix) and route.dst.version == 4


def read_parts(
    want: Collection[str], limits: Limits
) -> tuple[dict[str, Any], list[str]]:
    """The records wanted, by kind, and the notes; SourceError if the kernel refuses."""
    try:
        kernel = Kernel(limits)
        kernel.proc6 = PROC6 in want
        kernel.far = FAR in want
        kernel.exceptions = "exceptions" in want
        try:
            parts = {name: READERS[name](kernel) for name in READERS if name in want}
        finally:
            kernel.close()
    except OSError as error:
        raise SourceError(f"netlink: {error.strerror}") from None
    return parts, kernel.notes


def statistics(parts: dict[str, Any], notes: list[str]) -> RouteStats:
    """
    What the kernel counts of ``netstat -rs``; all else is ``None``.

    Fields:
        unreach: IPv4 packets without a route, own ones and forwarded ones.
        dynamic: redirects that are in force now; ``None`` if exceptions were not read.
    """
    from rtentry.sources._proc import unreachable

    redirects = None
    if "exceptions" in parts:
        redirects = sum([bool(r.flags & RTF.DYNAMIC) for r in parts["exceptions"]])
    try:
        return RouteStats(unreach=unreachable(), dynamic=redirects)
    except OSError as error:
        notes.append(f"statistics: {error.filename}: {error.strerror}")
        return RouteStats(dynamic=redirects)


def owners(sockets: Iterable[Socket]) -> tuple[Socket, ...]:
    """
    The sockets with the processes that have them open (pid, comm).

    A socket of several processes is given to the one with the smallest pid; one that no
    visible process has stays as it is.  Only root sees the processes of other users.
    """
    from rtentry.sources._proc import processes

    held = tuple(sockets)
    found = processes({socket.inode for socket in held if socket.inode})
    return tuple(
        socket._replace(pid=owner[0], comm=owner[1])
        if socket.inode and (owner := found.get(socket.inode))
        else socket
        for socket in held
    )


def source(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """Read the kernel's tables; *where* is a network namespace, ``all``, or empty."""
    limits = Limits(ask.versions, ask.most, not ask.frames)
    netns = where or ask.netns
    if netns == ALL_NETNS:
        from rtentry.sources._sweep import sweep

        return sweep(ask, limits)
    return (read(ask.want, netns=netns, limits=limits),)


SOURCE = Source("the Linux kernel, now: what live is on Linux", source, replies, watch)
