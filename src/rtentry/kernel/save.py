"""
A host as plain data (what JSON can say), and back; nothing is lost on the way.

Entries, addresses and interfaces become numbers in their lists; the order of every
list is kept, so that a loaded host goes on as the saved one would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rtentry.addr import (
    LLAddr,
    parse_address,
    parse_gateway,
    show_gateway,
)
from rtentry.errors import RtentryError
from rtentry.kernel.entry import Arp, Entry
from rtentry.kernel.ifnet import Ifaddr, Ifnet
from rtentry.kernel.link import broadcasts
from rtentry.kernel.packet import Packet
from rtentry.kernel.savemessage import load_info, load_message, saved_message
from rtentry.kernel.state import Counts, Holder, Kernel
from rtentry.kernel.systems import system
from rtentry.kernel.timer import Wheel
from rtentry.kernel.wire import Peer, Wire
from rtentry.light import Any

VERSION = 1

Data = dict[str, Any]

ENTRY = (
    "addr", "mask", "flags", "use", "mtu", "expire", "filed", "scope", "prio",
    "weight", "ignored", "genmask", "label", "metrics", "extra",
)  # fmt: skip
IFNET = (
    "name", "index", "kind", "mtu", "flags", "segment", "carrier", "tableid",
    "ipkts", "opkts", "ierrs", "oerrs", "colls",
)  # fmt: skip
IFADDR = ("peer", "brd", "routed", "extra", "ipkts", "opkts")
HOLDER = (
    "kind", "name", "dst", "peer", "pport", "lport", "bound", "version", "tableid",
    "generation",
)  # fmt: skip
ARP = ("asked", "preempt", "filed", "state")


def fields(thing: object, which: Iterable[str]) -> Data:
    """Some attributes of an object."""
    return {name: getattr(thing, name) for name in which}


def restore(thing: object, data: Data, which: Iterable[str]) -> None:
    """Set some attributes of an object."""
    for name in which:
        setattr(thing, name, data[name])


# -- out ----------------------------------------------------------------------------------


class Numbers:
    """
    The numbers of the things of a kernel.

    Fields:
        entries, ifaddrs, ifnets: the things, in order; ``None`` has no number.
    """

    def __init__(self, k: Kernel) -> None:
        self.entries = [rt for table in k.tables.values() for rt in table]
        self.entries += [*k.trash, *orphans(k, self.entries)]
        self.ifnets = list(dict.fromkeys([*k.ifnets.values(), *self.ifps()]))
        self.ifaddrs = list(dict.fromkeys([*k.ifaddrs, *self.ifas()]))
        lists: tuple[list[Any], ...] = (self.entries, self.ifnets, self.ifaddrs)
        self.of = {id(t): n for same in lists for n, t in enumerate(same)}

    def ifps(self) -> list[Ifnet]:
        """The interfaces that entries name."""
        return [x for rt in self.entries for x in (rt.ifp, rt.ifa.ifp)]

    def ifas(self) -> list[Ifaddr]:
        """The addresses that entries name, gone ones, too."""
        return [rt.ifa for rt in self.entries]

    def __call__(self, thing: object | None) -> int | None:
        """The number of a thing."""
        return None if thing is None else self.of[id(thing)]


def orphans(k: Kernel, entries: Iterable[Entry]) -> list[Entry]:
    """Templates that are gone, but still named by their clones (OpenBSD to 3.3)."""
    known = dict.fromkeys([*entries, *k.trash])
    found: dict[Entry, None] = {}
    for rt in list(known):
        parent = rt.parent
        while parent is not None and parent not in known and parent not in found:
            found[parent] = None
            parent = parent.parent
    return list(found)


def save(k: Kernel) -> Data:
    """A kernel as plain data."""
    number = Numbers(k)
    return {
        "rtentry": VERSION,
        "system": k.system.name,
        "number": k.number,
        "knobs": dict(k.knobs),
        "more": dict(k.more),
        "stats": {**fields(k.stats, Counts.__slots__), "more": dict(k.stats.more)},
        "ifnets": [saved_ifnet(ifp) for ifp in number.ifnets],
        "attached": [number(ifp) for ifp in k.ifnets.values()],
        "ifaddrs": [saved_ifaddr(ifa, number) for ifa in number.ifaddrs],
        "addresses": [number(ifa) for ifa in k.ifaddrs],
        "ifp_addrs": [[number(a) for a in ifp.addrs] for ifp in number.ifnets],
        "own": [number(a) for a in [*k.own.values(), *k.own6.values()]],
        "entries": [saved_entry(rt, number) for rt in number.entries],
        "tables": [
            [*key, [number(rt) for rt in table]] for key, table in k.tables.items()
        ],
        "trash": [number(rt) for rt in k.trash],
        "sockets": [saved_holder(h, number) for h in k.sockets.values()],
        "forwarding": saved_holder(k.forwarding, number),
        "unknowns": [saved_holder(h, number) for h in k.unknowns],
        "holders": [holders_of(rt, k, number) for rt in number.entries],
        "clones": [[number(c) for c in rt.clones or ()] for rt in number.entries],
        "messages": [saved_message(m) for m in k.messages],
        "lost": k.lost,
        "log": list(k.log),
        "events": [list(event) for event in k.events],
        "arps": saved_wheel(k.arps, number, swept),
        "nds": saved_wheel(k.nds, number, swept),
        "rtq": saved_wheel(k.rtq, number, collected),
        "ours": k.ours,
        "last_cut": k.last_cut,
        "queues": {
            name: [[number(rt), at] for rt, at in queue.members.items()]
            for name, queue in k.queues.items()
        },
        "serial": k.serial,
        "generation": k.generation,
        "opened": k.opened,
    }


def saved_ifnet(ifp: Ifnet) -> Data:
    """An interface as data."""
    lladdr = None if ifp.lladdr is None else str(ifp.lladdr)
    return {**fields(ifp, IFNET), "lladdr": lladdr}


def saved_ifaddr(ifa: Ifaddr, number: Numbers) -> Data:
    """An address as data."""
    where = {"address": show_gateway(ifa.address), "plen": ifa.plen}
    return {**where, **fields(ifa, IFADDR), "ifp": number(ifa.ifp)}


def saved_entry(rt: Entry, number: Numbers) -> Data:
    """An entry as data."""
    arp = rt.arp
    return {
        **fields(rt, ENTRY),
        "version": rt.table.version,
        "tableid": rt.table.tableid,
        "gateway": None if rt.gateway is None else show_gateway(rt.gateway),
        "locks": sorted(rt.locks),
        "ifp": number(rt.ifp),
        "ifa": number(rt.ifa),
        "gwroute": number(rt.gwroute),
        "parent": number(rt.parent),
        "timers": rt.timers,
        "info": None if rt.info is None else list(rt.info),
        "arp": None
        if arp is None
        else {**fields(arp, ARP), "hold": [list(p) for p in arp.packets()]},
    }


def saved_holder(holder: Holder, number: Numbers) -> Data:
    """A socket as data."""
    packet = None if holder.packet is None else list(holder.packet)
    return {**fields(holder, HOLDER), "rt": number(holder.rt), "packet": packet}


def holders_of(rt: Entry, k: Kernel, number: Numbers) -> list[Any]:
    """Who holds an entry: numbers of entries, names of sockets."""
    unknown = {id(h): n for n, h in enumerate(k.unknowns)}
    found: list[Any] = []
    for holder in rt.holders or ():
        if isinstance(holder, Entry):
            found.append(number(holder))
        elif holder.kind == "unknown":
            found.append(["unknown", str(unknown[id(holder)])])
        else:
            found.append([holder.kind, holder.name])
    return found


def saved_wheel(
    wheel: Wheel, number: Numbers, filed: Callable[[Entry], int]
) -> list[Any]:
    """A wheel as data; entries that are gone or have moved since are left out."""
    found = []
    for when in sorted(wheel.buckets):
        there = [rt for rt in wheel.buckets[when] if filed(rt) == when]
        if there:
            found.append([when, [number(rt) for rt in dict.fromkeys(there)]])
    return found


def swept(rt: Entry) -> int:
    """When the ARP sweep looks at an entry; 0 = never."""
    return rt.arp.filed if rt.arp is not None else 0


def collected(rt: Entry) -> int:
    """When the collector looks at an entry; 0 = never."""
    return rt.filed


def saved_wire(wire: Wire) -> Data:
    """The time and the machines on a wire as data."""
    return {
        "now": wire.now,
        "peers": [
            [segment, peer.addr, str(peer.lladdr)]
            for (segment, _), peer in wire.peers.items()
        ],
    }


# -- in -------------------------------------------------------------------------------------


def load_wire(data: Data) -> Wire:
    """A wire from data."""
    wire = Wire(data["now"])
    for segment, addr, lladdr in data["peers"]:
        wire.join(Peer(addr, mac(lladdr)), segment)
    return wire


def mac(text: str) -> LLAddr:
    """A link-level address."""
    return LLAddr(bytes.fromhex(text.replace(":", "")))


def load(data: Data, wire: Wire) -> Kernel:
    """A kernel from data, put on a wire; RtentryError if another version saved it."""
    if data["rtentry"] != VERSION:
        raise RtentryError(f"saved in format {data['rtentry']}; this is {VERSION}")
    k = Kernel(system(data["system"]), wire)
    k.number = data["number"]
    k.knobs = dict(data["knobs"])
    k.more = dict(data["more"])
    restore(k.stats, data["stats"], Counts.__slots__)
    k.stats.more = dict(k.stats.more)
    ifnets, ifaddrs = load_links(k, data)
    for version, tableid, _ in data["tables"]:
        k.table(version, tableid)
    entries = [load_entry(k, x, ifnets, ifaddrs) for x in data["entries"]]
    for rt, x in zip(entries, data["entries"], strict=True):
        rt.gwroute = at(entries, x["gwroute"])
        rt.parent = at(entries, x["parent"])
    for version, tableid, members in data["tables"]:
        for n in members:
            k.table(version, tableid).insert(entries[n])
    k.trash = {entries[n]: None for n in data["trash"]}
    load_holders(k, data, entries)
    load_clocks(k, data, entries)
    k.messages.extend([load_message(m) for m in data["messages"]])
    k.log.extend(data["log"])
    restore(k, data, ("lost", "ours", "last_cut", "serial", "opened", "generation"))
    return k


def at(things: list[Entry], n: int | None) -> Entry | None:
    """The thing of that number."""
    return None if n is None else things[n]


def load_links(k: Kernel, data: Data) -> tuple[list[Ifnet], list[Ifaddr]]:
    """The interfaces and addresses."""
    ifnets: list[Ifnet] = []
    for x in data["ifnets"]:
        ifp = Ifnet(x["name"], x["index"], x["mtu"])
        restore(ifp, x, IFNET)
        ifp.lladdr = None if x["lladdr"] is None else mac(x["lladdr"])
        ifnets.append(ifp)
    ifaddrs: list[Ifaddr] = []
    for x in data["ifaddrs"]:
        ifa = Ifaddr(ifnets[x["ifp"]], parse_address(x["address"]), x["plen"])
        restore(ifa, x, IFADDR)
        ifaddrs.append(ifa)
    for ifp, members in zip(ifnets, data["ifp_addrs"], strict=True):
        ifp.addrs = [ifaddrs[n] for n in members]
        ifp.broadcasts = broadcasts(ifp)
    k.ifnets = {ifnets[n].name: ifnets[n] for n in data["attached"]}
    k.ifaddrs = [ifaddrs[n] for n in data["addresses"]]
    for n in data["own"]:
        k.owned(ifaddrs[n].version)[ifaddrs[n].addr] = ifaddrs[n]
    return ifnets, ifaddrs


def load_entry(k: Kernel, x: Data, ifnets: list[Ifnet], ifaddrs: list[Ifaddr]) -> Entry:
    """An entry, not in a table yet."""
    rt = Entry(k.table(x["version"], x["tableid"]), x["addr"], x["mask"], x["flags"])
    restore(rt, x, ENTRY)
    rt.gateway = None if x["gateway"] is None else parse_gateway(x["gateway"])
    rt.locks = frozenset(x["locks"])
    rt.ifp, rt.ifa = ifnets[x["ifp"]], ifaddrs[x["ifa"]]
    rt.timers = x["timers"]
    rt.info = None if x["info"] is None else load_info(x["info"])
    if x["arp"] is not None:
        rt.arp = Arp()
        restore(rt.arp, x["arp"], ARP)
        waiting = [Packet(*p) for p in x["arp"]["hold"]]
        rt.arp.hold = waiting.pop() if waiting else None
        rt.arp.before = tuple(waiting)
    return rt


def load_holder(x: Data, entries: list[Entry]) -> Holder:
    """A socket."""
    holder = Holder(x["kind"], x["name"])
    restore(holder, x, HOLDER)
    holder.rt = at(entries, x["rt"])
    holder.packet = None if x["packet"] is None else Packet(*x["packet"])
    return holder


def load_holders(k: Kernel, data: Data, entries: list[Entry]) -> None:
    """The sockets, and who holds what."""
    sockets = [load_holder(x, entries) for x in data["sockets"]]
    k.sockets = {holder.name: holder for holder in sockets}
    k.forwarding = load_holder(data["forwarding"], entries)
    k.unknowns = [load_holder(x, entries) for x in data["unknowns"]]
    for rt, held, clones in zip(entries, data["holders"], data["clones"], strict=True):
        rt.holders = {keeper(k, h, entries): None for h in held} or None
        rt.clones = {entries[n]: None for n in clones} or None


def keeper(
    k: Kernel, held: int | tuple[str, str], entries: list[Entry]
) -> Holder | Entry:
    """A holder by what was saved of it."""
    if isinstance(held, int):
        return entries[held]
    kind, name = held
    if kind == "unknown":
        return k.unknowns[int(name)]
    return k.forwarding if kind == "forward" else k.sockets[name]


def load_clocks(k: Kernel, data: Data, entries: list[Entry]) -> None:
    """The wheels, the queues, the events."""
    for wheel, name in ((k.arps, "arps"), (k.nds, "nds"), (k.rtq, "rtq")):
        for when, members in data[name]:
            for n in members:
                wheel.file(entries[n], when)
    for name, members in data["queues"].items():
        k.queues[name].members = {entries[n]: added for n, added in members}
    k.events = [(when, serial, name) for when, serial, name in data["events"]]
