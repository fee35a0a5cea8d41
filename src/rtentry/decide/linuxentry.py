"""
Packets that Linux decides about without its tables, or refuses after it has asked them.

Source: net/ipv4/route.c, ip_route_output_key_hash_rcu(), ip_route_input_slow(); net/ipv4/
fib_frontend.c, __fib_validate_source().
"""

from __future__ import annotations

from errno import EHOSTUNREACH, EINVAL, ENETUNREACH, EXDEV

from rtentry.addr import Prefix
from rtentry.decide import ERRNOS, INVALID, Decision, Way
from rtentry.decide.linux4 import NOTHING
from rtentry.decide.linuxchoose import Choice, Chooser
from rtentry.decide.linuxsource import source4
from rtentry.decide.linuxtables import Steps, note
from rtentry.decide.rules import LOCAL
from rtentry.flags import IFF
from rtentry.model import Route
from rtentry.packet import Packet

MULTICAST = Prefix(4, 0xE0 << 24, 4)
BROADCAST = Prefix(4, 0xFFFFFFFF, 32)
NOBODY = Prefix(4, 0, 32)
LOOPBACK = Prefix(4, 127 << 24, 8)
NEAR = Prefix(4, 0xE0 << 24, 24)
"""Groups that no router forwards to."""


def is_in(address: Prefix, *prefixes: Prefix) -> bool:
    """Whether an address is of one of some prefixes."""
    return any(prefix.covers(address) for prefix in prefixes)


def special(dst: Prefix) -> str:
    """What an IPv4 destination is of itself; ``""`` = nothing special."""
    if dst == BROADCAST:
        return "broadcast"
    return "multicast" if MULTICAST.covers(dst) else ""


def early(chooser: Chooser, packet: Packet, steps: Steps) -> Decision | None:
    """The decision that no table is asked about; ``None`` = they are."""
    return refused(chooser, packet, steps) or unasked(chooser, packet, steps)


def refused(chooser: Chooser, packet: Packet, steps: Steps) -> Decision | None:
    """The decision on a packet of IPv4 that no table is asked about."""
    code, errno = "", ENETUNREACH
    if is_absent(chooser, packet):
        code = "interface-absent"
    elif packet.dst.version == 4 and packet.iif is None:
        code = source_refused(chooser, packet)
    elif is_in(packet.dst, NOBODY):
        code, errno = "destination-invalid", EINVAL
    if not code:
        return None
    note(steps, code)
    return Decision(packet, INVALID, errno=errno)


def unasked(chooser: Chooser, packet: Packet, steps: Steps) -> Decision | None:
    """The decision where no table is asked, though the packet goes."""
    if packet.dst == NOBODY and packet.iif is None:
        src = packet.src or Prefix(4, LOOPBACK.addr + 1, 32)
        return Decision(packet, "local", None, (Way(None, "lo", src=src),))
    kind, ifname = special(packet.dst), packet.oif
    if not kind or packet.iif is not None:
        return let_in(chooser, packet, steps) if kind == "broadcast" else None
    is_near = kind == "broadcast" or NEAR.covers(packet.dst)
    if packet.oif is None and packet.src is not None:
        ifname = interface_with(chooser, packet.src)
    elif not is_near:
        ifname = None
    if ifname is None:
        return None
    note(steps, f"destination-{kind}")
    near = packet.src or source4(chooser.host, ifname, None, "link")
    return Decision(packet, kind, None, (Way(None, ifname, src=near),))


def let_in(chooser: Chooser, packet: Packet, steps: Steps) -> Decision | None:
    """The decision on a broadcast that came in; ``None`` = it is not let in."""
    note(steps, "destination-broadcast")
    if entry(chooser, packet, Choice(NOTHING))[0]:
        return None
    return Decision(packet, "broadcast", None, (Way(None, "lo"),))


def interface_with(chooser: Chooser, address: Prefix) -> str | None:
    """The interface that has an address."""
    for name, link in chooser.host.links.known.items():
        if any(own.addr == address for own in link.addresses):
            return name
    return None


def source_refused(chooser: Chooser, packet: Packet) -> str:
    """Why a packet of this host may not have its source; ``""`` = it may."""
    if packet.src is None or not chooser.host.links.known:
        return ""
    if is_in(packet.src, MULTICAST, BROADCAST, NOBODY):
        return "source-invalid"
    probe = Packet(packet.src, tableid=LOCAL)
    is_local = chooser.choose(probe, None).outcome == "local"
    return "" if interface_with(chooser, packet.src) or is_local else "source-not-own"


def is_absent(chooser: Chooser, packet: Packet) -> bool:
    """Whether an interface that is named is not there, or cannot send IPv4."""
    known = chooser.host.links.known
    named = {packet.oif, packet.iif} - {None, ""}
    if not known or not named <= known.keys():
        return bool(known)
    if not packet.oif or packet.dst.version == 6:
        return False
    return not (known[packet.oif].flags or IFF.UP) & IFF.UP


def not_let_in(
    chooser: Chooser, packet: Packet, choice: Choice, steps: Steps
) -> Decision | None:
    """The decision on a packet that may not come in, or not go on."""
    code, errno = entry(chooser, packet, choice)
    if not code:
        return None
    note(steps, code)
    return Decision(packet, INVALID, choice.found.route, errno=errno)


def entry(chooser: Chooser, packet: Packet, choice: Choice) -> tuple[str, int]:
    """Why a packet may not come in (``""`` = it may), and the errno."""
    src, outcome = packet.src, choice.outcome
    if src is None or is_in(src, MULTICAST, BROADCAST, NOBODY, LOOPBACK):
        return "source-martian", EINVAL
    if is_in(packet.dst, LOOPBACK, MULTICAST):
        return "destination-invalid", EINVAL
    if outcome == "broadcast" or packet.dst == BROADCAST:
        return way_back(chooser, packet, None, None)
    if outcome == "local":
        return way_back(chooser, packet, packet.dst, None)
    if not chooser.host.setting(f"net.ipv4.conf.{packet.iif}.forwarding"):
        return "not-forwarding", EHOSTUNREACH
    if outcome in ERRNOS:
        return "", 0
    if outcome != "unicast":
        return "destination-invalid", EINVAL
    outs = [way.ifname for way in choice.found.ways] or [None]
    found = [way_back(chooser, packet, packet.dst, out) for out in dict.fromkeys(outs)]
    return min(found, key=lambda answer: answer[1])  # which of several it is, who knows


def ifnames_of(route: Route | None) -> set[str | None]:
    """The interfaces of all ways of a route, also of those that are dead."""
    if route is None:
        return set()
    return {hop.ifname for hop in route.nexthops} or {route.ifname}


def way_back(
    chooser: Chooser, packet: Packet, asked: Prefix | None, out: str | None
) -> tuple[str, int]:
    """
    Why a source must not come in there (``""`` = it may), and the errno.

    Args:
        chooser: what chooses entries.
        packet:  the packet that came in.
        asked:   source of the packet back; ``None`` = none.
        out:     where the packet goes on to: the one back is taken to come in there.
    """
    names = ("all", packet.iif)
    how = max(chooser.host.setting(f"net.ipv4.conf.{name}.rp_filter") for name in names)
    src = packet.src or packet.dst
    answer = packet._replace(
        dst=src,
        src=asked,
        iif=out,
        mark=None,
        sport=packet.dport,
        dport=packet.sport,
    )
    back = chooser.choose(answer, None)
    if back.outcome in ERRNOS:
        return ("source-elsewhere", EXDEV) if how else ("", 0)
    if back.outcome != "unicast":
        return "source-martian", EINVAL
    if how != 1 or packet.iif in ifnames_of(back.found.route):
        return "", 0
    return "source-elsewhere", EXDEV
