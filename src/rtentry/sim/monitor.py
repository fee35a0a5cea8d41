"""
``route monitor``: routing messages as the box's route(8) prints them.

A message is written as the octets that its kernel would send, so that its length is
theirs; then its fields are told in the system's words.

Source: sbin/route/route.c, monitor(), print_rtmsg(), pmsg_addrs(), routename(): 4.4BSD,
FreeBSD 4 and 14, OpenBSD 3.1 and 7, NetBSD 10, macOS; libc link_ntoa(3).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from rtentry.addr import Link, LLAddr, Prefix, show_address, show_quad
from rtentry.flags import IFF, RTF
from rtentry.kernel import snapshot as snapshots
from rtentry.kernel.message import Message
from rtentry.light import NamedTuple
from rtentry.model import Interface
from rtentry.sim.session import Box
from rtentry.sim.words import Monitor, number
from rtentry.wire import rtflags, rtsock, rtwrite
from rtentry.wire.rtdumpwrite import link, machine_of, numbered
from rtentry.wire.rtsock import Machine
from rtentry.wire.sockaddr import Dl, packed_mask

TITLES: Mapping[str, str] = {
    "RTM_ADD": "Add Route",
    "RTM_DELETE": "Delete Route",
    "RTM_CHANGE": "Change Metrics or flags",
    "RTM_GET": "Report Metrics",
    "RTM_LOSING": "Kernel Suspects Partitioning",
    "RTM_REDIRECT": "Told to use different route",
    "RTM_MISS": "Lookup failed on this address",
    "RTM_LOCK": "fix specified metrics",
    "RTM_RESOLVE": "Route created by cloning",
    "RTM_NEWADDR": "address being added to iface",
    "RTM_DELADDR": "address being removed from iface",
    "RTM_IFINFO": "iface status change",
    "RTM_IFANNOUNCE": "interface arrival/departure",
}

LINKS: Mapping[IFF, str] = {
    IFF.UP: "UP",
    IFF.BROADCAST: "BROADCAST",
    IFF.DEBUG: "DEBUG",
    IFF.LOOPBACK: "LOOPBACK",
    IFF.POINTOPOINT: "PTP",
    IFF.NOTRAILERS: "NOTRAILERS",
    IFF.RUNNING: "RUNNING",
    IFF.NOARP: "NOARP",
    IFF.PROMISC: "PPROMISC",
    IFF.ALLMULTI: "ALLMULTI",
    IFF.MULTICAST: "MULTICAST",
}


DEPARTURE = 1
"""IFAN_DEPARTURE: the interface has gone."""


class Told(NamedTuple):
    """A message, and how and by whom it is told."""

    message: Message
    box: Box
    style: Monitor


def lines(box: Box, message: Message) -> Iterator[str]:
    """What ``route monitor`` prints of a message."""
    told = Told(message, box, box.words.monitor)
    m = machine_of(box.host.kernel.system.dialect)
    wired = on_the_wire(box, message, m)
    size = len(rtwrite.octets(wired, m))
    if told.style.blank:
        yield ""
    yield f"got message of size {size} on {time.asctime(time.gmtime(message.at))}"
    title = f"{message.type}: {TITLES[message.type]}"
    yield from (title + body(told, wired, size)).split("\n")
    if message.type in rtsock.ROUTES:
        locks = names(sorted_metrics(message.locks), told.style)
        yield f"locks: {locks} inits: {names(sorted_metrics(message.inits), told.style)}"
    if wired.addrs and message.type != "RTM_IFANNOUNCE":
        yield f"sockaddrs: {names([name.upper() for name in wired.addrs], told.style)}"
        yield "".join([f" {shown(told, name, wired)}" for name in wired.addrs])


def body(told: Told, wired: rtsock.Message, size: int) -> str:
    """The fields of a message."""
    message, style = told.message, told.style
    ifp = told.box.host.kernel.ifnets.get(message.ifname or "")
    form = style.announce if message.type == "RTM_IFANNOUNCE" else style.route
    flags = [n for f, n in told.box.words.flags.items() if f & RTF(message.flags)]
    if message.type in rtsock.LINKS:
        form = style.link
        flags = link_names(message.ifflags or IFF(0))
    elif message.type in rtsock.ADDRESSES:
        form = style.address
    return (style.length + form).format(
        len=size,
        pid=message.pid,
        seq=message.seq,
        errno=number(message.errno),
        flags=names(flags, style),
        index=wired.ifindex,
        name=f"name {message.ifname}, " if message.ifname else "",
        state="up" if ifp is None or ifp.carrier else "down",
        carrier="active" if ifp is None or ifp.carrier else "no carrier",
        prio=message.prio,
        table=message.tableid,
        use=message.use,
        mtu=ifp.mtu if form is style.link and ifp else message.mtu or 0,
        locked="L" if "mtu" in message.locks else " ",
        expire=message.expire - told.box.host.now if message.expire else 0,
    )


def link_names(flags: IFF) -> list[str]:
    """The flags of an interface; one that broadcasts does not hear itself."""
    found = [name for flag, name in LINKS.items() if flag & flags]
    if IFF.BROADCAST in flags:
        found.insert(-1 if IFF.MULTICAST in flags else len(found), "SIMPLEX")
    return found


def sorted_metrics(some: tuple[str, ...]) -> list[str]:
    """Metrics from the highest bit to the lowest."""
    return [name for name in reversed(rtflags.METRICS) if name in some]


def names(some: list[str], style: Monitor) -> str:
    """Names of bits: ``<UP,DONE>``."""
    return f"<{','.join(some)}>" if some else style.none


# -- addresses ------------------------------------------------------------------------------


def on_the_wire(box: Box, message: Message, m: Machine) -> rtsock.Message:
    """A message as its kernel sends it."""
    if message.type == "RTM_IFANNOUNCE":
        gone = {"ifp": message.ifname or ""}
        return rtsock.Message(message.type, message.ifindex, addrs=gone, use=DEPARTURE)
    k = box.host.kernel
    ifp = k.ifnets.get(message.ifname or "")
    interface = None if ifp is None else snapshots.interface(k, ifp)
    index = 0 if ifp is None else ifp.index
    addrs = {
        name: value
        for name, value in (
            ("dst", address(message.dst, index)),
            ("gateway", gateway(message, index)),
            ("netmask", None if message.netmask is None else message.netmask.addr),
            ("genmask", None if message.genmask is None else message.genmask.addr),
            ("ifp", sent(message, interface)),
            ("ifa", address(message.ifa, index)),
            ("author", address(message.author, index)),
            ("brd", address(message.brd, index)),
        )
        if value is not None
    }
    return rtsock.Message(message.type, index, addrs=addrs)


def sent(message: Message, interface: Interface | None) -> Dl | None:
    """The interface that a message has among its addresses; RTM_IFINFO has none."""
    if interface is None or message.type in rtsock.LINKS:
        return None
    return link(interface)


def address(value: Prefix | None, index: int) -> Prefix | None:
    """An address at full length; ``None`` = the message has none."""
    return None if value is None else numbered(value.host, index)


def gateway(message: Message, index: int) -> Prefix | Dl | None:
    """The gateway of a message."""
    via = message.gateway
    if isinstance(via, Prefix):
        return numbered(via.host, index)
    if isinstance(via, LLAddr):
        return Dl(index, lladdr=via)
    return Dl(int(via)) if isinstance(via, Link) else None


def shown(told: Told, name: str, wired: rtsock.Message) -> str:
    """An address as routename() tells it."""
    value = wired.addrs[name]
    if isinstance(value, Dl):
        return linkname(value, told.style)
    if isinstance(value, Prefix):
        whole = getattr(told.message, name)
        return show_address(whole.host) if value.addr else "default"
    return masked(told, int(str(value)))


def linkname(value: Dl, style: Monitor) -> str:
    """An interface as link_ntoa(3) writes it: ``xl0:0.10.5a.1.2.3``."""
    if not value.name and not value.lladdr:
        return style.empty.format(index=value.ifindex)
    octets = ".".join([f"{octet:x}" for octet in value.lladdr])
    return f"{value.name}:{octets}" if value.name and octets else value.name or octets


def masked(told: Told, mask: int) -> str:
    """
    A netmask.

    Where route does not know that it is one, its family is told, and its octets as
    numbers of 16 bits; a mask that comes from the tree has 255 for a family.
    """
    message = told.message
    version = next((a.version for a in (message.dst, message.ifa) if a is not None), 4)
    if not mask:
        return "default"
    if (told.style.masks or message.type in rtsock.ADDRESSES) and version == 4:
        return show_quad(mask)
    if message.type in rtsock.ADDRESSES:
        return show_address(Prefix(version, mask, 128))
    octets = packed_mask(mask, version)
    as_put = message.pid and (
        message.errno or message.type not in ("RTM_GET", "RTM_DELETE")
    )
    family = 0 if as_put else 255
    if not as_put:
        octets = octets[:2] + b"\xff\xff" + octets[4:]
    words = [octets[n : n + 2].ljust(2, b"\0") for n in range(2, len(octets), 2)]
    numbers = [f"{int.from_bytes(word, 'little'):x}" for word in words]
    return " ".join([f"({family})", *numbers])
