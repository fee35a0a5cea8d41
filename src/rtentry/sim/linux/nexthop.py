"""
``ip nexthop``: add, replace, del, flush, get.

Source: iproute2 ip/ipnexthop.c, ipnh_modify(), add_nh_group_attr(),
ipnh_list_flush().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from errno import EINVAL, ENOENT

from rtentry.errors import RouteError, UsageError
from rtentry.ip.nexthop import parse_group
from rtentry.kernel.linux import nexthops
from rtentry.kernel.linux.info import ONLINK, Hop, refuse
from rtentry.kernel.linux.numbered import Numbered, known
from rtentry.sim.linux.listing import shown
from rtentry.sim.linux.words import Words, device, garbage, refused
from rtentry.sim.session import Box, Result, said


def modify(box: Box, verb: str, words: Words) -> Result:
    """``ip nexthop add id N via ADDR dev NAME`` and its like."""
    k, now = box.host.kernel, box.host.now
    if verb == "flush":
        return flush(box, words)
    try:
        if verb == "delete":
            words.takes("id")
            nexthops.delete(k, words.number('"id" value is invalid'), now)
        elif verb == "get":
            return get(box, words)
        else:
            one, is_group = read(box, words)
            check(one, is_group=is_group)
            nexthops.put(
                k,
                one,
                now,
                create=verb in ("add", "replace"),
                replace=verb == "replace",
            )
    except RouteError as error:
        return refused(error)
    return Result()


def read(box: Box, words: Words) -> tuple[Numbered, bool]:
    """The object that a command line describes, and whether it is to be a group."""
    given = Given(words.version)
    while words:
        word = words.take()
        if word not in KEYS:
            raise garbage(word, "id")
        KEYS[word](box, words, given)
    if given.version == 6:
        given.hop = given.hop._replace(version=6)
    one = Numbered(
        given.nhid, given.hop, given.version, given.group or (), given.blackhole,
        given.proto, given.fdb,
    )  # fmt: skip
    return one, given.group is not None


class Given:
    """What a command line says; see Numbered."""

    def __init__(self, version: int) -> None:
        self.nhid = 0
        self.hop = Hop()
        self.version = version
        self.group: tuple[tuple[int, int], ...] | None = None
        self.blackhole = self.fdb = False
        self.proto = "unspec"


def nhid(_box: Box, words: Words, given: Given) -> None:
    """``id N``."""
    given.nhid = words.number('"id" value is invalid')


def via(_box: Box, words: Words, given: Given) -> None:
    """``via ADDR``."""
    at = words.address()
    given.hop = given.hop._replace(gateway=at.addr, version=at.version)
    given.version = at.version


def dev(box: Box, words: Words, given: Given) -> None:
    """``dev NAME``."""
    ifp = device(box.host.kernel, words.take())
    given.hop = given.hop._replace(ifindex=ifp.index)
    given.version = given.version or 4


def group(_box: Box, words: Words, given: Given) -> None:
    """``group N/N,WEIGHT``."""
    given.group = parse_group(words.take())


def proto(_box: Box, words: Words, given: Given) -> None:
    """``proto NAME``."""
    given.proto = words.proto()


def onlink(_box: Box, _words: Words, given: Given) -> None:
    """``onlink``."""
    given.hop = given.hop._replace(flags=ONLINK)


def blackhole(_box: Box, _words: Words, given: Given) -> None:
    """``blackhole``."""
    given.blackhole, given.version = True, given.version or 4


def fdb(_box: Box, _words: Words, given: Given) -> None:
    """``fdb``."""
    given.fdb, given.version = True, given.version or 4


KEYS: Mapping[str, Callable[[Box, Words, Given], None]] = {
    "id": nhid, "via": via, "dev": dev, "group": group, "proto": proto,
    "protocol": proto, "onlink": onlink, "blackhole": blackhole, "fdb": fdb,
}  # fmt: skip


def check(one: Numbered, *, is_group: bool) -> None:
    """RouteError if a command line does not make an object."""
    if is_group:
        if one.version or one.blackhole:
            raise refuse(EINVAL, "Invalid family for group")
    elif not one.version:
        raise refuse(EINVAL, "Invalid address family")


def get(box: Box, words: Words) -> Result:
    """``ip nexthop get id N``."""
    words.takes("id")
    nhid = words.number('"id" value is invalid')
    if nhid not in known(box.host.kernel):
        raise refuse(ENOENT)
    lines = shown(box, ["ip", "nexthop"]).lines
    return said(*[line for line in lines if line.startswith(f"id {nhid} ")])


def listed(box: Box, words: Words) -> Result:
    """``ip nexthop show [id N] [dev NAME] [proto P] [groups]``."""
    found = chosen(box, words)
    if isinstance(found, Result):
        return found
    lines = shown(box, ["ip", "nexthop"]).lines
    return said(*[line for line in lines if line.split()[1] in found])


def chosen(box: Box, words: Words) -> Result | set[str]:
    """The numbers that selectors choose; an error if one is asked for and missing."""
    objects = dict(known(box.host.kernel))
    while words:
        word = words.take()
        if word == "id":
            nhid = words.number('"id" value is invalid')
            if nhid not in objects:
                return refused(refuse(ENOENT))
            objects = {nhid: objects[nhid]}
        elif word == "dev":
            index = device(box.host.kernel, words.take()).index
            objects = {n: o for n, o in objects.items() if o.hop.ifindex == index}
        elif word in ("proto", "protocol"):
            proto = words.proto()
            objects = {n: o for n, o in objects.items() if o.proto == proto}
        elif word == "groups":
            objects = {n: o for n, o in objects.items() if o.group}
        else:
            raise UsageError(
                f'Error: either "to" is duplicate, or "{word}" is a garbage.\n', 255
            )
    return {str(n) for n in objects}


def flush(box: Box, words: Words) -> Result:
    """``ip nexthop flush``: what would be shown goes."""
    found = chosen(box, words)
    if isinstance(found, Result):
        return found
    if not found:
        return said("Nothing to flush")
    k, now = box.host.kernel, box.host.now
    number = 0
    for nhid in sorted(map(int, found)):
        if nhid in known(k):
            nexthops.delete(k, nhid, now)
            number += 1
    return said(f"Flushed {number} nexthops")
