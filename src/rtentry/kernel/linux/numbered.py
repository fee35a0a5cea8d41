"""
Next hops with numbers of their own, as routes see them.

An object is plain data, kept by its number.

Source: Linux net/ipv4/nexthop.c, nexthop_find_by_id(), fib_check_nexthop(),
fib6_check_nexthop().
"""

from __future__ import annotations

from errno import EINVAL

from rtentry.kernel.linux.info import LINK, Hop, Info, Want, refuse
from rtentry.kernel.message import Message, post
from rtentry.light import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


class Numbered(NamedTuple):
    """
    One nexthop object.

    Fields:
        nhid:    its number.
        hop:     where it leads; meaningless for a group.
        version: family of the routes that may use it; 0 = a group's.
        group:   (number, weight) of its members; none = it is no group.
        blackhole: whether packets end there.
        proto:   who made it; fdb: whether it is for bridges only.
    """

    nhid: int
    hop: Hop = Hop()
    version: int = 4
    group: tuple[tuple[int, int], ...] = ()
    blackhole: bool = False
    proto: str = "unspec"
    fdb: bool = False


def known(k: Kernel) -> dict[int, Numbered]:
    """All objects, by number, in order."""
    saved: list[list[Any]] = k.more.get("nexthops", [])
    return {x[0]: object_of(x) for x in sorted(saved, key=lambda x: int(x[0]))}


def object_of(x: list[Any]) -> Numbered:
    """An object from plain data."""
    one = Numbered(*x)
    group = tuple([(m[0], m[1]) for m in one.group])
    return one._replace(hop=Hop(*one.hop), group=group)


def keep(k: Kernel, objects: dict[int, Numbered], *, told: bool = True) -> None:
    """
    Put the objects.

    Args:
        told: whether who listens is told what is gone, and what is new or different.
    """
    old = known(k)
    if told:
        for one in old.values():
            if one.nhid not in objects:
                post(k, Message("RTM_DELNEXTHOP", more=tuple(one)))
        for one in objects.values():
            if old.get(one.nhid) != one:
                post(k, Message("RTM_NEWNEXTHOP", more=tuple(one)))
    k.more["nexthops"] = [list(one) for one in objects.values()]


def members(k: Kernel, one: Numbered) -> list[tuple[Numbered, int]]:
    """The objects that packets may take, each with its weight."""
    if not one.group:
        return [(one, 1)]
    objects = known(k)
    return [(objects[n], weight) for n, weight in one.group if n in objects]


def by_object(info: Info) -> Info:
    """A route by an object: one without next hops is a black hole."""
    if info.rtype not in ("unicast", "blackhole"):
        return info
    return info._replace(rtype="unicast" if info.hops else "blackhole")


def exists(k: Kernel, nhid: int) -> None:
    """RouteError if a number is said and there is no such object."""
    if nhid and nhid not in known(k):
        raise refuse(EINVAL, "Nexthop id does not exist")


def hops_for(k: Kernel, want: Want) -> tuple[Hop, ...]:
    """
    The next hops of the object that a route names.

    Raises:
        RouteError: EINVAL: why a route may not use it.
    """
    exists(k, want.nhid)
    one = known(k)[want.nhid]
    if one.fdb:
        raise refuse(EINVAL, "Route cannot point to a fdb nexthop")
    version = want.dst.version
    found = members(k, one)
    routers = any(each.hop.gateway is not None for each, _ in found)
    if version == 4 and routers and (want.scope or 0) >= LINK:
        raise refuse(EINVAL, "Route with host scope can not have a gateway")
    if version == 6 and any(each.version != 6 for each, _ in found):
        raise refuse(EINVAL, "IPv6 routes can not use an IPv4 nexthop")
    if any(each.blackhole for each, _ in found):
        return ()
    return tuple([each.hop._replace(weight=weight) for each, weight in found])
