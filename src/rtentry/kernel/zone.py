"""
Scope zones: a link-local IPv6 address holds the number of its interface (KAME).

Inside the kernel ``fe80::1%em0`` is ``fe80:1::1``, so that the same address on two links
is two keys.  Who comes in is :func:`embedded`, who goes out is :func:`shown`.

Source: KAME sys/netinet6/scope6.c, in6_embedscope(), in6_recoverscope(); RFC 4007.
"""

from __future__ import annotations

from rtentry.addr import Gateway, Prefix
from rtentry.flags import RTF
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.ifnet import Ifnet
    from rtentry.kernel.message import Message
    from rtentry.kernel.request import Ask
    from rtentry.kernel.state import Kernel

SHIFT = 96
"""Where the number stands: in the second 16 bits."""

ONES = 0xFFFF << SHIFT


def is_scoped(addr: int) -> bool:
    """Whether an IPv6 address means something on one link only."""
    head = addr >> 112
    return head & 0xFFC0 == 0xFE80 or head in (0xFF01, 0xFF02)


def embedded(k: Kernel, at: Prefix) -> Prefix:
    """An address as the tables hold it; its zone may be any interface that is there."""
    if not at.zone or not k.system.zoned:
        return at
    ifp = k.ifnets.get(at.zone)
    if ifp is None or not is_scoped(at.addr):
        return at
    return Prefix(at.version, at.addr & ~ONES | ifp.index << SHIFT, at.plen)


def embedded_gateway(k: Kernel, gateway: Gateway | None) -> Gateway | None:
    """A gateway as the tables hold it."""
    return embedded(k, gateway) if isinstance(gateway, Prefix) else gateway


def index_of(at: Prefix) -> int:
    """Number of the interface that an embedded address is on; 0 = any."""
    scoped = at.version == 6 and is_scoped(at.addr)
    return at.addr >> SHIFT & 0xFFFF if scoped else 0


def on_link(at: Prefix, index: int) -> Prefix:
    """A link-local address on the interface of that number; others are unchanged."""
    if at.version == 4 or not is_scoped(at.addr):
        return at
    return Prefix(6, at.addr & ~ONES | index << SHIFT, at.plen)


def bare(addr: int) -> int:
    """An address without its zone; IPv4's have none."""
    return addr & ~ONES if is_scoped(addr) else addr


def arrived(k: Kernel, ifp: Ifnet, addr: int) -> int:
    """An IPv6 address that came over the wire, as the tables of who hears it hold it."""
    if not is_scoped(addr):
        return addr
    return addr & ~ONES | (ifp.index << SHIFT if k.system.zoned else 0)


def linklocal(ifp: Ifnet) -> Prefix:
    """The link-local address that an interface gives itself (RFC 4291, appendix A)."""
    host = 1
    if ifp.lladdr is not None:
        mac = ifp.lladdr
        eui = bytes([mac[0] ^ 2, *mac[1:3], 0xFF, 0xFE, *mac[3:]])
        host = int.from_bytes(eui)
    return on_link(Prefix(6, 0xFE80 << 112 | host, 128), ifp.index)


def shown(k: Kernel, at: Prefix) -> Prefix:
    """An address as people write it; inverse of :func:`embedded`."""
    if at.version == 4 or not k.system.zoned or not is_scoped(at.addr):
        return at
    index = at.addr >> SHIFT & 0xFFFF
    name = next((ifp.name for ifp in k.ifnets.values() if ifp.index == index), None)
    if name is None:
        return at
    return Prefix(6, at.addr & ~ONES, at.plen, name)


def shown_gateway(k: Kernel, gateway: Gateway | None) -> Gateway | None:
    """A gateway as people write it."""
    return shown(k, gateway) if isinstance(gateway, Prefix) else gateway


def shown_message(k: Kernel, message: Message) -> Message:
    """A message as people read it: zones, flags by name."""
    message = message._replace(flags=RTF(message.flags))
    if not k.system.zoned:
        return message
    return message._replace(
        dst=shown_any(k, message.dst),
        gateway=shown_gateway(k, message.gateway),
        ifa=shown_any(k, message.ifa),
        author=shown_any(k, message.author),
    )


def shown_any(k: Kernel, at: Prefix | None) -> Prefix | None:
    """An address as people write it, if there is one."""
    return None if at is None else shown(k, at)


def asked(k: Kernel, ask: Ask) -> Ask:
    """A request with its addresses as the tables hold them."""
    if not k.system.zoned or ask.dst.version == 4:
        return ask
    gateway = ask.gateway
    if isinstance(gateway, Prefix):
        gateway = embedded(k, gateway)
    return ask._replace(dst=embedded(k, ask.dst), gateway=gateway)
