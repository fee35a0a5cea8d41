"""
The facts of an act -> what route(8) of a Unix is told.

Pure.  Source: route(8) of each system.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts, router_fact
from rtentry.acts.unixwords import (
    DEFAULTS,
    LOOPBACKS,
    MICROSECONDS,
    Unix,
    is_link_local,
)
from rtentry.addr import DEFAULT4, Dst, Name, Prefix
from rtentry.model import Nexthop


def prepare(unix: Unix, facts: Facts) -> Iterator[Facts]:
    """What each command line says that does an act."""
    ways = facts.get("ways", ())
    single = {fact: value for fact, value in facts.items() if fact != "ways"}
    if facts["verb"] == "flush":
        yield flush(unix, facts)
    elif not ways:
        yield told(unix, single)
    elif not unix.ways:
        yield told(
            unix, {**single, **one_way(ways[0], facts["dst"]), "multipath": True}
        )
    else:
        if unix.ways == "mpath":
            single["mpath"] = True
        for hop in ways:
            yield told(unix, {**single, **one_way(hop, facts["dst"])})


def one_way(hop: Nexthop, dst: Dst) -> Facts:
    """The facts of one way of a multipath route to *dst*."""
    facts: Facts = dict(hop.extra)
    if hop.gateway is not None:
        facts[router_fact(dst, hop.gateway)] = hop.gateway
    if hop.ifname is not None:
        facts["ifname"] = hop.ifname
    if hop.weight != 1:
        facts["weight"] = hop.weight
    return facts


def flush(unix: Unix, facts: Facts) -> Facts:
    """``route flush`` knows families only: all routes with a gateway."""
    said = dict(facts)
    dst = said.pop("dst")
    said["inet6" if dst.version == 6 else "inet"] = True
    if dst == DEFAULTS[dst.version]:
        said.pop("within", None)
    if not said.pop("gateways", False) and "within" not in said:
        said["flush of direct routes"] = True
    for fact in ("ifname", "prio"):
        if fact in said and fact not in unix.flush_by:
            said[f"flush by {fact}"] = said.pop(fact)
    if "ifname" in said:
        said.update(interface=True, gateway=said.pop("ifname"))
    return said


def told(unix: Unix, facts: Facts) -> Facts:
    """What one command line says."""
    said = dict(facts)
    dst = said["dst"]
    version = dst.version if isinstance(dst, Prefix) else 4
    if unix.zones and is_link_local(dst) and not dst.zone:
        said["dst"] = dst._replace(zone=said.get("ifname", ""))
    if said["verb"] == "change" and said.pop("persistent", False):
        said["persistence of a change"] = True
    kinds(said, dst)
    measures(unix, said)
    if said.pop("ifscope", False):
        scoped = said.get("ifname", "")
        said["scoped"] = scoped
        if "gateway" in said:
            said.pop("ifname", None)
    outward(unix, said, version)
    return said


def measures(unix: Unix, said: Facts) -> None:
    """Bring metrics to the units of route(8); a lifetime becomes a date or ``+60``."""
    if "expire" in said and unix.relative:
        said["lifetime"] = f"+{said.pop('expire')}"
    if "until" in said:
        said["lifetime"] = str(said.pop("until"))
    for name in MICROSECONDS:
        if name in said:
            said[name] *= 1000


def kinds(said: Facts, dst: Prefix | Name) -> None:
    """Say family and kind of the destination, where route(8) wants them."""
    if isinstance(dst, Prefix) and dst.version == 6:
        said["inet6"] = True
    elif "gateway6" in said:
        said["inet"] = True  # what follows the destination is of another family
    if not isinstance(dst, Prefix) or dst.is_host:
        said["host"] = True
    elif dst.version == 4 and dst != DEFAULT4:
        said["net"] = True


def outward(unix: Unix, said: Facts, version: int) -> None:
    """Say the way out: a gateway, an interface, loopback for a route that refuses."""
    refuses = said.get("reject") or said.get("blackhole")
    verb = said["verb"]
    wants = verb == "add" or (unix.needs_gateway and verb == "delete")
    fact = "gateway" if "gateway" in said else "gateway6"
    if fact in said:
        ifname_to_zone(unix, said, fact)
    elif "ifaddr" in said:
        said.update(interface=True, gateway=said.pop("ifaddr"))
    elif "ifname" in said:
        by_interface(unix, said)
    elif refuses and (verb != "delete" or wants):
        said["gateway"] = LOOPBACKS[version]
    elif wants:
        said["needs the gateway"] = True


def ifname_to_zone(unix: Unix, said: Facts, fact: str) -> None:
    """A link-local gateway names its interface: ``fe80::1%em0``."""
    address = said[fact]
    if not is_link_local(address) or address.zone:
        return
    if said["verb"] == "add" and not said.keys() & {"ifname", "scoped"}:
        said["needs the interface of a link-local gateway"] = True
    elif unix.zones:
        ifname = said.pop("ifname", said.get("scoped", ""))
        said[fact] = address._replace(zone=ifname)


def by_interface(unix: Unix, said: Facts) -> None:
    """Say an interface as the way out."""
    if not unix.by_name:
        said["interface by name"] = said.pop("ifname")
        return
    said.update(interface=True, gateway=said.pop("ifname"))
    if unix.links:
        said["link"] = True
    if said["verb"] != "delete":
        said.update(dict.fromkeys(unix.direct["host" in said], True))
