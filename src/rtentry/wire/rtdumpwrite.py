"""
Snapshots -> dumps of a BSD kernel's tables, as ``sysctl`` gives them.

The inverse of :mod:`rtentry.wire.rtdump`, as far as a dump of that system can say it:
most say nothing of references.  Pure.

Source: net/rtsock.c, sysctl_dumpentry(), sysctl_iflist().
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rtentry.addr import WIDTH, Link, LLAddr, Name, Prefix
from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import IFF, RTF
from rtentry.model import Counters, IfAddr, Interface, Route, Snapshot
from rtentry.wire import rtflags, rtwrite
from rtentry.wire.rtdump import MICROSECONDS
from rtentry.wire.rtsock import Address, Machine, Message
from rtentry.wire.rtsystems import binary
from rtentry.wire.sockaddr import IFT_ETHER, IFT_LOOP, IFT_OTHER, Dl

Links = Mapping[str, Interface]
"""Interfaces by name."""


def encode(
    snapshot: Snapshot, system: str, now: int, *, word: int = 0, order: str = "<"
) -> bytes:
    """
    A snapshot as the dumps of its interfaces and of its table.

    Args:
        system: dialect of the system whose dump it is to be.
        now:    the moment (seconds since 1970).
        word:   4 or 8 octets a word; 0 = what is usual there.
        order:  ``<`` little, ``>`` big-endian.

    Raises:
        FormatError:    if the system has no routing socket, or no such words.
        NotExpressible: if it has no such addresses.
    """
    m = machine_of(system, word, order)
    links = {str(i.ifname): i for i in snapshot.interfaces}
    messages = [x for i in links.values() for x in about(i)]
    messages += [entry(r, links, now, m) for r in snapshot.routes]
    return rtwrite.encode(messages, m)


def machine_of(system: str, word: int = 0, order: str = "<") -> Machine:
    """The machine of a system with words of that many octets."""
    kind = binary(system)
    for layout in kind.layouts:
        if word in (0, layout.unit):
            return Machine(kind, layout, order)
    raise FormatError(f"{system} has no words of {word} octets")


# -- interfaces ---------------------------------------------------------------------------


def about(interface: Interface) -> Iterator[Message]:
    """An interface and its addresses."""
    index = interface.ifindex or 0
    counters = (interface.counters or Counters())._asdict()
    counted = {n: v for n, v in counters.items() if v is not None}
    yield Message(
        "RTM_IFINFO",
        index,
        addrs={"ifp": link(interface)},
        ifflags=interface.flags or IFF(0),
        counters={"mtu": interface.mtu or 0, **counted},
    )
    for each in interface.addresses:
        if isinstance(each.addr, Prefix):
            yield Message("RTM_NEWADDR", index, addrs=own(each, interface))


def own(each: IfAddr, interface: Interface) -> dict[str, Address]:
    """The addresses of a message about an address of an interface."""
    index = interface.ifindex or 0
    found: dict[str, Address] = {}
    if isinstance(each.network, Prefix):
        found["netmask"] = mask_of(each.network)
    found["ifp"] = link(interface)
    for name, value in (("ifa", each.addr), ("brd", each.brd or each.peer)):
        if isinstance(value, Prefix):
            found[name] = numbered(value, index)
    return found


def link(interface: Interface) -> Dl:
    """The link-level address of an interface."""
    loop = interface.flags is not None and IFF.LOOPBACK in interface.flags
    kind = IFT_LOOP if loop else IFT_ETHER if interface.lladdr else IFT_OTHER
    lladdr = interface.lladdr or LLAddr()
    return Dl(interface.ifindex or 0, str(interface.ifname), lladdr, kind)


def numbered(address: Prefix, index: int) -> Prefix:
    """An address whose zone is the number of its interface."""
    return address._replace(zone=str(index) if address.zone and index else "")


def mask_of(prefix: Prefix) -> int:
    """The netmask of a prefix."""
    width = WIDTH[prefix.version]
    return ((1 << prefix.plen) - 1) << (width - prefix.plen)


# -- entries ------------------------------------------------------------------------------


def entry(route: Route, links: Links, now: int, m: Machine) -> Message:
    """
    One entry of a table.

    Raises:
        NotExpressible: if its destination is a name.
    """
    if not isinstance(route.dst, Prefix):
        raise NotExpressible(f"{route.dst} is a name: a dump has numbers")
    interface = links.get(route.ifname or "")
    extra = dict(route.extra)
    metrics = metrics_of(route, now)
    if isinstance(extra.get("nhop"), int):
        metrics["nhop"] = number(extra["nhop"])
    wanted = addresses(route, route.dst, interface, m)
    return Message(
        "RTM_GET",
        0 if interface is None else interface.ifindex or 0,
        route.flags,
        number(extra.get("rtf", 0)),
        {name: wanted[name] for name in m.binary.dumps if name in wanted},
        use=route.use or 0,
        refs=route.refs,
        locks=route.locks,
        metrics=metrics,
        tableid=route.tableid or 0,
        prio=route.prio or 0,
    )


def number(value: object) -> int:
    """A number as it is, or as it is written (``0xff00ff00``)."""
    return value if isinstance(value, int) else int(str(value), 0)


def metrics_of(route: Route, now: int) -> dict[str, int]:
    """The metrics of an entry, in the kernel's units."""
    found = {
        name: number(value) * (1000 if name in MICROSECONDS else 1)
        for name, value in route.metrics
        if name in rtflags.METRICS
    }
    if route.mtu:
        found["mtu"] = route.mtu
    if route.expire is not None:
        found["expire"] = now + route.expire
    return found


def addresses(
    route: Route, dst: Prefix, interface: Interface | None, m: Machine
) -> dict[str, Address]:
    """The addresses that a message about an entry may have."""
    index = 0 if interface is None else interface.ifindex or 0
    extra = dict(route.extra)
    found: dict[str, Address] = {"dst": numbered(dst.host, index)}
    via = gateway(route, index)
    if via is not None:
        found["gateway"] = via
    if RTF.HOST not in route.flags:
        found["netmask"] = number(extra.get("netmask", mask_of(dst)))
    if "genmask" in extra:
        found["genmask"] = number(extra["genmask"])
    if interface is not None:
        found["ifp"] = link(interface)
    if route.src is not None:
        found["ifa"] = numbered(route.src, index)
    if isinstance(extra.get("label"), str):
        found["label"] = str(extra["label"])
    return found


def gateway(route: Route, index: int) -> Address | None:
    """The gateway of an entry, as a message has it."""
    via = route.gateway
    if isinstance(via, Prefix):
        return numbered(via, index)
    if isinstance(via, LLAddr):
        return Dl(index, lladdr=via)
    if isinstance(via, Link):
        return Dl(int(via))
    return Dl(index, str(via)) if isinstance(via, Name) else None
