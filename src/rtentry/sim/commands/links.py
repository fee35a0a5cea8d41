"""``peer``, ``link``, ``cable``, ``plug``, ``attach``, ``arp-in``, ``icmp``: the wire."""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.addr import parse_address, parse_mac
from rtentry.errors import FormatError
from rtentry.kernel.link import attach
from rtentry.sim.session import Box, Result, Session, keyed, numeral, usage

PEER = "peer ADDR MAC on IF | peer delete ADDR [on IF]"
LINK = "link IF up|down"
CABLE = "cable IF in|out"
PLUG = "plug IF SEGMENT"
ARP_IN = "arp-in request|reply ADDR MAC for ADDR on IF"
ICMP = "icmp redirect from GW for DST to NEWGW | icmp needfrag DST mtu N [length L]"


def known(box: Box, ifname: str) -> str:
    """The name of an interface that is there; FormatError if it is not."""
    if ifname not in box.host.kernel.ifnets:
        there = " ".join(box.host.kernel.ifnets) or "none"
        raise FormatError(f"no interface {ifname!r}; there are: {there}")
    return ifname


def peer(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``peer ADDR MAC on IF``: a machine that answers ARP; ``peer delete ADDR``."""
    box = session.box(name)
    if len(argv) in (3, 5) and argv[1] == "delete":
        on = keyed(argv[3:], ("on",), PEER).get("on")
        if not box.host.peer_delete(argv[2], on=on):
            raise FormatError(f"no peer {argv[2]!r}")
        return Result()
    if len(argv) != 5 or argv[3] != "on":
        raise usage(PEER)
    parse_address(argv[1])
    parse_mac(argv[2])
    box.host.peer(argv[1], argv[2], on=known(box, argv[4]))
    return Result()


def link(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``link IF up|down``: an interface goes up or down."""
    box = session.box(name)
    if len(argv) != 3 or argv[2] not in ("up", "down"):
        raise usage(LINK)
    box.host.link(known(box, argv[1]), up=argv[2] == "up")
    return Result()


def cable(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``cable IF in|out``: plug the cable in, or pull it out."""
    box = session.box(name)
    if len(argv) != 3 or argv[2] not in ("in", "out"):
        raise usage(CABLE)
    box.host.cable(known(box, argv[1]), plugged=argv[2] == "in")
    return Result()


def plug(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``plug IF SEGMENT``: put an interface on a piece of the wire."""
    if len(argv) != 3:
        raise usage(PLUG)
    session.box(name).host.plug(argv[1], argv[2])
    return Result()


def attached(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``attach IF ...``: find interfaces, in this order; else they are when named."""
    k = session.box(name).host.kernel
    for ifname in argv[1:]:
        attach(k, ifname)
    return Result()


def detached(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``detach IF``: an interface goes, with its addresses and its routes."""
    box = session.box(name)
    if len(argv) != 2:
        raise usage("detach IF")
    box.host.detach(known(box, argv[1]))
    return Result()


def arp_in(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``arp-in request 10.0.0.7 08:00:00:00:00:07 for 10.0.0.1 on ne3``."""
    box = session.box(name)
    if len(argv) != 8 or argv[1] not in ("request", "reply"):
        raise usage(ARP_IN)
    words = keyed(argv[4:], ("for", "on"), ARP_IN)
    sender, target = parse_address(argv[2]), parse_address(words.get("for", ""))
    parse_mac(argv[3])
    on = known(box, words.get("on", ""))
    if sender.version != 4 or target.version != 4:
        raise usage(ARP_IN)
    box.host.arp_in(argv[2], argv[3], words["for"], on=on, op=argv[1])
    return Result()


def icmp(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """
    ``icmp redirect from GW for DST to NEWGW``, ``icmp needfrag DST mtu N [length L]``.

    An ICMP error comes in: a router says that another is better for a destination; a
    packet of L octets was too big for the next hop (mtu 0: it does not say of what MTU).
    """
    box = session.box(name)
    kind = argv[1] if len(argv) > 1 else ""
    if kind == "redirect":
        words = keyed(argv[2:], ("from", "for", "to"), ICMP)
        if len(words) != 3:
            raise usage(ICMP)
        box.host.redirect(words["from"], words["for"], words["to"])
        return Result()
    if kind == "needfrag" and len(argv) > 2:
        words = keyed(argv[3:], ("mtu", "length"), ICMP)
        mtu = numeral(words.get("mtu", ""), "MTU")
        length = numeral(words.get("length", "1500"), "length")
        box.host.needfrag(argv[2], mtu, length)
        return Result()
    raise usage(ICMP)


COMMANDS = {
    "peer": peer,
    "link": link,
    "cable": cable,
    "plug": plug,
    "attach": attached,
    "detach": detached,
    "arp-in": arp_in,
    "icmp": icmp,
}
