"""
``monitor`` of a Linux box: what its kernel tells, as ``ip monitor`` prints it.

Routes, addresses, interfaces, neighbours, rules and nexthop objects are told.  IPv4 routes that go with
their interface go in silence, as in a kernel.

Source: iproute2 ip/ipmonitor.c; Linux net/ipv4/fib_trie.c, fib_table_flush().
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.addr import Prefix, parse_mac
from rtentry.flags import IFF, NTF
from rtentry.kernel import snapshot as snapshots
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import Ifnet
from rtentry.kernel.linux import device, neigh, numbered, rules, show
from rtentry.kernel.linux.fib import settle
from rtentry.kernel.message import Message
from rtentry.kernel.state import Kernel
from rtentry.kernel.table import Table
from rtentry.linux import SCOPES
from rtentry.model import IfAddr, Interface, Neighbor, NexthopObject, Route, Rule
from rtentry.sim.linux.listing import without_constant
from rtentry.sim.session import Box, Result, Session, usage
from rtentry.watch import Notice
from rtentry.watch.words import as_ip

GONE = frozenset(
    {"RTM_DELETE", "RTM_DELADDR", "RTM_DELRULE", "RTM_DELNEXTHOP", "RTM_DELNEIGH"}
)


def monitor(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``monitor``: what the kernel told since the last time, as ``ip monitor``."""
    if len(argv) != 1:
        raise usage("monitor")
    return told(session.box(name))


def told(box: Box) -> Result:
    """What the kernel told since it was last asked for."""
    k = box.host.kernel
    lost, k.lost = k.lost, 0
    found = [f"({lost} messages were lost)"] if lost else []
    for message in box.host.messages():
        found += lines(box, message)
    return Result(tuple(found))


def lines(box: Box, message: Message) -> list[str]:
    """What ``ip monitor`` prints of a message."""
    found = notice(box.host.kernel, message)
    return [] if found is None else as_ip(found).split("\n")


def notice(k: Kernel, message: Message) -> Notice | None:
    """A message as rtnetlink has it; ``None`` = it has no such thing."""
    deleted = message.type in GONE
    if message.more:
        kind, record = others(k, message)
        return Notice(kind, record, deleted)
    ifp = k.ifnets.get(message.ifname or "")
    if message.info is not None:
        return Notice("route", without_constant(route(k, message)), deleted)
    if ifp is None:
        return None
    if message.ifflags is not None:
        return Notice("interface", link(k, ifp, message.ifflags), ifindex=ifp.index)
    if message.ifa is not None and message.type in ("RTM_NEWADDR", "RTM_DELADDR"):
        return Notice(
            "address",
            address(message, message.ifa),
            deleted,
            False,
            ifp.index,
            ifp.name,
        )
    return None


def others(k: Kernel, message: Message) -> tuple[str, Rule | NexthopObject | Neighbor]:
    """What a message is about, and its kind: a rule, a nexthop object, a neighbour."""
    more = message.more
    if message.type.endswith("RULE"):
        return "rule", show.rule(rules.rule_of(list(more[1])), more[0])
    if message.type.endswith("NEXTHOP"):
        return "nexthop", show.numbered_record(k, numbered.object_of(list(more)))
    version, addr, ifname, lladdr, nud, router, proto = more
    record = Neighbor(
        show.address(version, addr),
        None if lladdr is None or nud not in neigh.VALID else parse_mac(lladdr),
        ifname,
        state=nud,
        flags=NTF.ROUTER if router else NTF(0),
        proto=proto or None,
    )
    return "neighbor", record


NO_ADDRESS = parse_mac("00:00:00:00:00:00")
EVERYBODY = "ff:ff:ff:ff:ff:ff"


def link(k: Kernel, ifp: Ifnet, flags: IFF) -> Interface:
    """An interface with those flags; its queues are not known."""
    is_loop = IFF.LOOPBACK in flags
    is_up = IFF.UP in flags and ifp.carrier
    below = device.pairs(k).get(ifp.name)
    state = "UNKNOWN" if is_loop else "UP" if is_up else "DOWN"
    return snapshots.interface(k, ifp)._replace(
        flags=flags | (IFF.LOWER_UP if is_up else IFF(0)),
        hwtype="loopback" if is_loop else "ether",
        lladdr=NO_ADDRESS if is_loop else ifp.lladdr,
        state=state if IFF.UP in flags else "DOWN",
        extra=(
            *([("link", below)] if below else []),
            ("group", 0),
            ("brd", str(NO_ADDRESS) if is_loop else EVERYBODY),
        ),
    )


def route(k: Kernel, message: Message) -> Route:
    """The route that a message is about, as it was."""
    dst, info = message.dst, message.info
    if dst is None or info is None:
        raise ValueError(message.type)
    mask = -1 if message.netmask is None else message.netmask.addr
    table = Table(dst.version, message.tableid)
    rt = Entry(table, dst.addr, mask & table.full, message.flags)
    rt.mtu, rt.locks = message.mtu or 0, frozenset(message.locks)
    rt.metrics = dict(message.metrics) or None
    rt.expire = message.expire
    settle(k, rt, info)
    return snapshots.route(k, rt, message.at)


def address(message: Message, at: Prefix) -> IfAddr:
    """The address that a message is about."""
    facts = dict(message.metrics)
    scope = facts.get("scope", 0)
    plen = at.plen if message.netmask is None else message.netmask.addr.bit_count()
    extra = (("secondary", True),) if facts.get("secondary") else ()
    label = (("label", message.ifname or ""),) if at.version == 4 else ()
    return IfAddr(
        at.host,
        at._replace(plen=plen),
        brd=message.brd,
        scope=SCOPES.get(scope, str(scope)),
        extra=(*extra, *label),
    )
