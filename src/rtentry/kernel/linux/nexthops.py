"""
Nexthop objects: made, replaced, taken away; the routes that use them follow.

Source: Linux net/ipv4/nexthop.c, rtm_to_nh_config(), nexthop_create(),
insert_nexthop(), replace_nexthop(), remove_nexthop(), nh_check_attr_group().
"""

from __future__ import annotations

from errno import EEXIST, EINVAL, ENETDOWN, ENODEV, ENOENT

from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import IFF_UP
from rtentry.kernel.linux import check, fib, router6
from rtentry.kernel.linux.info import MAIN, UNIVERSE, Hop, dev, info_of, refuse, routes
from rtentry.kernel.linux.numbered import Numbered, by_object, keep, known, members
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def put(k: Kernel, one: Numbered, now: int, *, create: bool, replace: bool) -> None:
    """
    Make an object, or replace one.

    Raises:
        RouteError: EEXIST, ENOENT; why it will not do.
    """
    if one.group:
        check_group(k, one)
    else:
        one = checked(k, one)
    objects = known(k)
    old = objects.get(one.nhid)
    if old is None and not create:
        raise refuse(ENOENT)
    if old is not None:
        if not replace:
            raise refuse(EEXIST)
        may_replace(k, old, one)
    objects[one.nhid] = one
    keep(k, objects)
    follow(k, one.nhid, now)


def checked(k: Kernel, one: Numbered) -> Numbered:
    """An object that is no group, with its interface's state."""
    hop = one.hop
    if one.blackhole:
        if hop.gateway is not None or hop.ifindex:
            raise refuse(
                EINVAL,
                "Blackhole attribute can not be used with gateway, oif, encap or fdb",
            )
        return one
    ifp = dev(k, hop.ifindex)
    if not hop.ifindex:
        raise refuse(
            EINVAL,
            "Device attribute required for non-blackhole and non-fdb nexthops",
        )
    if ifp is None:
        raise refuse(ENODEV, "Invalid device index")
    if not ifp.flags & IFF_UP:
        raise refuse(ENETDOWN, "Nexthop device is not up")
    if not ifp.carrier:
        raise refuse(ENETDOWN, "Carrier for nexthop device is down")
    if one.version == 6:
        return one._replace(hop=router6.checked(k, hop)._replace(scope=scope6(hop)))
    return one._replace(hop=check.next_hop(k, hop, MAIN, UNIVERSE))


def scope6(hop: Hop) -> int:
    """The scope that is shown of an IPv6 next hop: link."""
    return 254 if hop.gateway is None else 253


def check_group(k: Kernel, one: Numbered) -> None:
    """RouteError if the members of a group do not go together."""
    numbers = [n for n, _ in one.group]
    if len(set(numbers)) < len(numbers):
        raise refuse(EINVAL, "Nexthop id can not be used twice in a group")
    objects = known(k)
    for number in numbers:
        member = objects.get(number)
        if member is None:
            raise refuse(EINVAL, "Invalid nexthop id")
        if member.group:
            raise refuse(
                EINVAL, "Hash-threshold group can not be a nexthop within a group"
            )
        if member.blackhole and len(numbers) > 1:
            raise refuse(
                EINVAL,
                "Blackhole nexthop can not be used in a group with more than 1 path",
            )


def may_replace(k: Kernel, old: Numbered, new: Numbered) -> None:
    """RouteError if one object cannot take the place of another."""
    if new.group and not old.group:
        raise refuse(EINVAL, "Can not replace a nexthop with a nexthop group")
    if old.group and not new.group:
        raise refuse(EINVAL, "Can not replace a nexthop group with a nexthop")
    shared = [g for g in known(k).values() if old.nhid in [n for n, _ in g.group]]
    if new.blackhole and any(len(g.group) > 1 for g in shared):
        raise refuse(
            EINVAL,
            "Blackhole nexthop can not be a member of a group with more than one path",
        )


def follow(k: Kernel, nhid: int, now: int) -> None:
    """The routes by an object, or by a group that it is in, get its next hops."""
    objects = known(k)
    groups = {g.nhid for g in objects.values() if nhid in [n for n, _ in g.group]}
    for rt in users(k, {nhid, *groups}):
        one = objects[info_of(rt).nhid]
        found = members(k, one)
        hops = tuple([m.hop._replace(weight=w) for m, w in found if not m.blackhole])
        fib.settle(k, rt, by_object(info_of(rt)._replace(hops=hops)))


def users(k: Kernel, numbers: set[int]) -> list[Entry]:
    """The routes by some objects."""
    return [rt for v in (4, 6) for rt in routes(k, v) if info_of(rt).nhid in numbers]


def delete(k: Kernel, nhid: int, now: int, *, told: bool = True) -> None:
    """
    Take an object away, and the routes by it; a group loses a member, or goes, too.

    Raises:
        RouteError: ENOENT if there is none.
    """
    objects = known(k)
    if nhid not in objects:
        raise refuse(ENOENT)
    del objects[nhid]
    gone = {nhid}
    for group in list(objects.values()):
        left = tuple([m for m in group.group if m[0] != nhid])
        if group.group and not left:
            gone.add(group.nhid)
            del objects[group.nhid]
        elif left != group.group:
            objects[group.nhid] = group._replace(group=left)
    for rt in users(k, gone):
        fib.drop(k, rt, now)
    keep(k, objects, told=told)
    for group in objects.values():
        if group.group:
            follow(k, group.nhid, now)


def lost(k: Kernel, ifindex: int, now: int) -> None:
    """An interface went down, or lost its carrier: the objects by it go, in silence."""
    for one in list(known(k).values()):
        if not one.group and one.hop.ifindex == ifindex and one.nhid in known(k):
            delete(k, one.nhid, now, told=False)
