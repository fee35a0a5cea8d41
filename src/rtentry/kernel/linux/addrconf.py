"""
IPv6 on an interface that comes up: its route for multicast, its link-local address.

Nobody is asked whether he has that address already (accept_dad 0).

Source: Linux net/ipv6/addrconf.c, addrconf_notify(), addrconf_dev_config(),
addrconf_add_mroute(), addrconf_addr_gen().
"""

from __future__ import annotations

from rtentry.kernel import zone
from rtentry.kernel.ifnet import IFF_LOOPBACK, IFF_UP, Ifaddr, Ifnet
from rtentry.kernel.linux import ifaddr
from rtentry.kernel.linux.ifaddr import Address
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.state import Kernel


def ready(k: Kernel, ifp: Ifnet, now: int) -> None:
    """
    An interface that can be used has a route for multicast, and a link-local address.

    Nobody is asked whether he has that address already (accept_dad 0).
    """
    if ifp.flags & IFF_LOOPBACK or not ifp.flags & IFF_UP or not ifp.carrier:
        return
    ifaddr.multicast(k, ifp, now)
    ready: list[str] = k.more.setdefault("ready6", [])
    if ifp.name in ready:
        return
    ready.append(ifp.name)
    if not generates(k, ifp) or any(is_linklocal(a) for a in ifp.addrs):
        return
    own = zone.on_link(zone.linklocal(ifp), 0)
    ifaddr.add(k, ifp, Address(own, 64), now)


def unready(k: Kernel, ifp: Ifnet) -> None:
    """An interface went down: it begins anew when it comes up (IF_READY)."""
    k.more["ready6"] = [n for n in k.more.get("ready6", []) if n != ifp.name]


def generates(k: Kernel, ifp: Ifnet) -> bool:
    """Whether an interface gives itself a link-local address (addr_gen_mode 0)."""
    modes: dict[str, int] = k.more.get("addrgen", {})
    return modes.get(ifp.name, k.knobs["addr_gen_mode"]) == 0


def is_linklocal(ifa: Ifaddr) -> bool:
    """Whether an address is an IPv6 one for its link only."""
    return ifa.version == 6 and zone.is_scoped(ifa.addr)
