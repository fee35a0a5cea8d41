"""
Interfaces as the objects that ``ip -j`` prints; inverse of :mod:`rtentry.ip.linkobjects`.

Source: iproute2 ip/ipaddress.c, print_linkinfo(), print_addrinfo(), print_stats64().
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rtentry.addr import Prefix, show_address
from rtentry.flags import IFF
from rtentry.ip import linkhead
from rtentry.ip.address import FAMILY, FLAGS, SCOPE_NUMBERS
from rtentry.ip.linkobjects import (
    DETAILS,
    FOREVER,
    INFO,
    LIVES,
    RARE,
    STATS,
    STATS_ORDER,
    TEXTS,
    key_of,
    number_of,
)
from rtentry.ip.linkstats import CHANGES, numbers_of
from rtentry.ip.neigh import show_lladdr
from rtentry.light import Any
from rtentry.model import IfAddr, Interface
from rtentry.words.grammar import Style
from rtentry.words.pairs import Json, Object, load

Pair = tuple[str, Json]


def interface_object(interface: Interface, style: Style) -> Object:
    """The object of an interface; that of ``-br`` where it has no number."""
    extra = dict(interface.extra)
    parts = brief if interface.ifindex is None else whole
    return tuple(parts(interface, extra, style.options))


def brief(
    interface: Interface, extra: Mapping[str, Any], options: frozenset[str]
) -> Iterator[Pair]:
    """The members that ``-br`` prints."""
    yield from link_pair(extra, options)
    yield ("ifname", str(interface.ifname))
    yield from said(("operstate", interface.state))
    if "addresses" not in options:
        yield from said(("address", lladdr_of(interface)))
        yield ("flags", linkhead.flag_names(interface, extra))
    yield from address_pair(interface, options)


def whole(
    interface: Interface, extra: Mapping[str, Any], options: frozenset[str]
) -> Iterator[Pair]:
    """All members, in the order in which ip prints them."""
    stats = list(stats_pair(interface))
    yield from said(("deleted", extra.get("deleted")))
    yield ("ifindex", interface.ifindex)
    yield from link_pair(extra, options)
    yield ("ifname", str(interface.ifname))
    yield ("flags", linkhead.flag_names(interface, extra))
    yield from head(interface, extra, options)
    yield from linked(interface, extra, options)
    yield from device(interface, extra)
    yield from said(("ifalias", extra.get("alias")))
    yield from [] if "addresses" in options else stats
    yield from kept(extra, ("vfinfo_list",))
    names = str(extra.get("altname", "")).split(",")
    yield from [("altnames", names)] if names != [""] else []
    yield from address_pair(interface, options)
    yield from stats if "addresses" in options else []


def head(
    interface: Interface, extra: Mapping[str, Any], options: frozenset[str]
) -> Iterator[Pair]:
    """What stands in the first line."""
    yield from said(("mtu", interface.mtu))
    yield from kept(extra, ("xdp",))
    yield from said(
        ("qdisc", extra.get("qdisc")),
        ("master", interface.master),
        ("operstate", interface.state),
        ("linkmode", extra.get("mode")),
        ("group", linkhead.show_group(extra.get("group"), options)),
        ("txqlen", extra.get("qlen")),
        ("event", extra.get("event")),
    )


def linked(
    interface: Interface, extra: Mapping[str, Any], options: frozenset[str]
) -> Iterator[Pair]:
    """What stands in the line of the link."""
    if interface.hwtype is not None:
        yield ("link_type", linkhead.show_hwtype(interface.hwtype, options))
    lladdr = lladdr_of(interface)
    yield from said(("address", lladdr))
    if "brd" in extra:
        if IFF.POINTOPOINT in (interface.flags or IFF(0)):
            yield ("link_pointtopoint", True)
        yield ("broadcast", linkhead.like(str(extra["brd"]), lladdr or ""))
    yield from said(
        ("permaddr", extra.get("permaddr")),
        ("link_netnsid", extra.get("link_netnsid")),
        ("link_netns", None if "link_netnsid" in extra else extra.get("link_netns")),
        ("promiscuity", extra.get("promiscuity")),
        ("allmulti", extra.get("allmulti")),
        ("min_mtu", extra.get("minmtu")),
        ("max_mtu", extra.get("maxmtu")),
        ("netns-immutable", extra.get("netns-immutable")),
    )


def device(interface: Interface, extra: Mapping[str, Any]) -> Iterator[Pair]:
    """What its kind says, and what ``-d`` says of the device."""
    info = []
    for key, slot in INFO:
        if slot in extra:
            text = str(extra[slot])
            info.append((key, text if key.endswith("kind") else load(text)[0]))
    if info:
        yield ("linkinfo", tuple(info))
    yield from kept(extra, tuple(DETAILS))


def kept(extra: Mapping[str, Any], names: Sequence[str]) -> Iterator[Pair]:
    """Members that are kept by their names, in the order in which they stood."""
    for name, value in extra.items():
        if name in names:
            yield (name, load(str(value))[0] if name in TEXTS else value)


def said(*pairs: Pair) -> Iterator[Pair]:
    """The members that have a value."""
    return (pair for pair in pairs if pair[1] is not None)


def lladdr_of(interface: Interface) -> str | None:
    """The link-level address as text."""
    return show_lladdr(interface.lladdr) if interface.lladdr else None


def link_pair(extra: Mapping[str, Any], options: frozenset[str]) -> Iterator[Pair]:
    """The interface below: by name, or by number if it is in another namespace."""
    if "link" not in extra:
        return
    link = str(extra["link"])
    number = None if "named" in options else number_of(link)
    if number is not None:
        yield ("link_index", number)
    else:
        yield ("link", None if link == "NONE" else link)


def stats_pair(interface: Interface) -> Iterator[Pair]:
    """The counters; those of errors only if they are known."""
    if interface.counters is None:
        return
    found = numbers_of(interface)
    shown = ("", " errors") if interface.counters.icrc is not None else ("",)
    directions = []
    for direction in ("rx", "tx"):
        names = [name for more in shown for name in STATS_ORDER[direction + more]]
        pairs = [
            (key_of(name), found.get(name, 0))
            for name in names
            if (name not in RARE or found.get(name))
            and (name != CHANGES or name in found)
        ]
        directions.append((direction, tuple(pairs)))
    yield (STATS, tuple(directions))


def address_pair(interface: Interface, options: frozenset[str]) -> Iterator[Pair]:
    """The addresses, if they are asked for."""
    if "addresses" in options:
        is_whole = interface.ifindex is not None
        yield (
            "addr_info",
            [address_object(a, options, whole=is_whole) for a in interface.addresses],
        )


def address_object(address: IfAddr, options: frozenset[str], *, whole: bool) -> Object:
    """The object of an address; that of ``-br`` if it is not *whole*."""
    addr, extra = address.addr, dict(address.extra)
    if not isinstance(addr, Prefix):
        return ()
    network = address.network
    plen = network.plen if isinstance(network, Prefix) else addr.plen
    scope = address.scope
    if "numeric" in options and scope is not None:
        scope = str(SCOPE_NUMBERS.get(scope, scope))
    pairs = said(
        ("family", FAMILY[addr.version] if whole else None),
        ("local", show_address(addr.host)),
        ("address", show_address(address.peer) if address.peer else None),
        ("prefixlen", plen),
        ("metric", extra.get("metric")),
    )
    if not whole:
        return tuple(pairs)
    brd = address.brd
    more = said(
        ("broadcast", show_address(brd) if brd else None),
        ("anycast", extra.get("any")),
        ("scope", scope),
        *[(name, True) for name in FLAGS if extra.get(name)],
        ("protocol", extra.get("proto")),
        ("label", extra.get("label")),
        *[(key, extra.get(slot, FOREVER)) for key, slot in LIVES.items()],
    )
    return (*pairs, *more)
