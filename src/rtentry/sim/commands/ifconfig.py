"""
``ifconfig``: addresses, masks, up and down; without arguments, what there is.

Source: FreeBSD sbin/ifconfig/ifconfig.c (RELENG_4); OpenBSD sbin/ifconfig/ifconfig.c.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import (
    Prefix,
    mask_of,
    natural,
    parse_address,
    parse_mac,
    plen_of,
    show_address,
)
from rtentry.addr import show_quad as quad
from rtentry.errors import FormatError, RouteError
from rtentry.kernel import link, slaac
from rtentry.kernel.arguments import located
from rtentry.kernel.ifnet import (
    IFF_BROADCAST,
    IFF_LOOPBACK,
    IFF_MULTICAST,
    IFF_NOARP,
    IFF_POINTOPOINT,
    IFF_RUNNING,
    IFF_UP,
    Ifaddr,
    Ifnet,
)
from rtentry.kernel.state import Kernel
from rtentry.kernel.zone import linklocal, on_link
from rtentry.kernel.zone import shown as shown_address
from rtentry.sim.session import Box, Result, Session, numeral, said
from rtentry.sim.words import strerror

BITS = (
    # name, its bit on every BSD, ours
    ("UP", 0x1, IFF_UP),
    ("BROADCAST", 0x2, IFF_BROADCAST),
    ("LOOPBACK", 0x8, IFF_LOOPBACK),
    ("POINTOPOINT", 0x10, IFF_POINTOPOINT),
    ("NOTRAILERS", 0x20, 0),
    ("RUNNING", 0x40, IFF_RUNNING),
    ("NOARP", 0x80, IFF_NOARP),
    ("SIMPLEX", 0x800, 0),
    ("MULTICAST", 0x8000, IFF_MULTICAST),
)

TAKES = frozenset(
    {
        "netmask", "broadcast", "mtu", "lladdr", "ether", "prefixlen", "metric", "media",
        "fib", "rdomain", "group", "description", "link",
    }
)  # fmt: skip
"""Words that take a value."""

BARE = frozenset(
    {
        "up", "down", "alias", "-alias", "delete", "add", "remove", "inet", "inet6",
        "arp", "-arp", "create", "destroy", "eui64", "accept_rtadv", "-accept_rtadv",
        "active", "ifdisabled", "-ifdisabled", "auto_linklocal", "-auto_linklocal",
    }
)  # fmt: skip
"""Words that stand alone."""


class Given:
    """
    The words of a command line, sorted.

    Fields:
        bare:   words that stand alone.
        values: word -> its value.
        places: addresses, in order.
    """

    __slots__ = ("bare", "places", "values")

    def __init__(self, argv: Sequence[str]) -> None:
        self.bare: set[str] = set()
        self.values: dict[str, str] = {}
        self.places: list[str] = []
        rest = list(argv)
        while rest:
            word = rest.pop(0)
            if word in BARE:
                self.bare.add(word)
            elif word in TAKES:
                if not rest:
                    raise ValueError(f"'{word}' requires argument")
                self.values[word] = rest.pop(0)
            else:
                self.places.append(word)


def ifconfig(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``ifconfig``, ``ifconfig -a``, ``ifconfig IF``, ``ifconfig IF ADDR ...``."""
    box = session.box(name)
    if len(argv) == 1 or argv[1] == "-a":
        every = box.host.kernel.ifnets.values()
        return Result(tuple([line for ifp in every for line in shown(box, ifp)]))
    if len(argv) == 2:
        ifp = box.host.kernel.ifnets.get(argv[1])
        if ifp is None:
            text = f"ifconfig: interface {argv[1]} does not exist"
            return said(text, status=1)
        return Result(tuple(shown(box, ifp)))
    try:
        given = Given(argv[2:])
        configure(box, link.attach(box.host.kernel, argv[1]), given)
    except RouteError as error:
        ioctl = "SIOCDIFADDR" if deletes(given) else "SIOCAIFADDR"
        text = box.words.ioctl.format(ioctl=ioctl, error=strerror(error.errno))
        return said(text, status=1)
    except (FormatError, ValueError) as error:
        return said(f"ifconfig: {error}", status=1)
    finally:
        box.host.settle()
    return Result()


def deletes(given: Given) -> bool:
    """Whether an address is to go."""
    return bool(given.bare & {"delete", "-alias", "remove"})


# -- set -----------------------------------------------------------------------------------------


def configure(box: Box, ifp: Ifnet, given: Given) -> None:
    """
    Do what a command line says, in the order that the tool does it.

    Raises:
        RouteError:  what the kernel says of an address.
        FormatError: at something that is no address.
    """
    k, now = box.host.kernel, box.host.now
    hardware(ifp, given)
    if "rdomain" in given.values:
        domain(k, ifp, numeral(given.values["rdomain"], "routing domain"))
    listening(k, ifp, given, now)
    another(k, ifp, given, now)
    if "eui64" in given.bare:
        link.add_address(k, ifp, linklocal(ifp), 64, now)
    if deletes(given):
        gone = given.places[0] if given.places else first(ifp)
        link.delete_address(k, ifp, located(k, gone), now)
    elif given.places:
        addressed(box, ifp, given)
    if "down" in given.bare:
        link.set_down(k, ifp, now)
    if "up" in given.bare:
        link.set_up(k, ifp, now)


def another(k: Kernel, ifp: Ifnet, given: Given, now: int) -> None:
    """``link MAC [active]`` (NetBSD): one that is not active is only known of."""
    if "link" not in given.values:
        return
    lladdr = parse_mac(given.values["link"])
    if "active" in given.bare:
        link.activate(k, ifp, lladdr, now)


def listening(k: Kernel, ifp: Ifnet, given: Given, now: int) -> None:
    """Whether an interface listens to router advertisements."""
    words = {"accept_rtadv", "-accept_rtadv"} & given.bare
    if words:
        slaac.listen(k, ifp, on="accept_rtadv" in words, now=now)


def domain(k: Kernel, ifp: Ifnet, number: int) -> None:
    """Put an interface into a routing domain, which has a loopback of its own."""
    for member in (link.attach(k, f"lo{number}"), ifp):
        member.tableid = number


def hardware(ifp: Ifnet, given: Given) -> None:
    """Set what is the interface's own: link-level address, MTU, whether it does ARP."""
    ifp.tableid = int(given.values.get("fib", ifp.tableid))
    lladdr = given.values.get("lladdr", given.values.get("ether"))
    if lladdr is not None:
        ifp.lladdr = parse_mac(lladdr)
    if "mtu" in given.values:
        ifp.mtu = int(given.values["mtu"])
    if "-arp" in given.bare:
        ifp.flags |= IFF_NOARP
    if "arp" in given.bare:
        ifp.flags &= ~IFF_NOARP


def first(ifp: Ifnet) -> str:
    """The first address of an interface."""
    return quad(ifp.addrs[0].addr) if ifp.addrs else "0.0.0.0"


def addressed(box: Box, ifp: Ifnet, given: Given) -> None:
    """Give an interface an address; without ``alias`` it replaces the first one."""
    k, now = box.host.kernel, box.host.now
    head, _, length = given.places[0].partition("/")
    local = located(k, head)
    if local.version == 6 and k.system.zoned:
        local = on_link(local, ifp.index)
    replaced = [ifa for ifa in ifp.addrs if ifa.version == local.version][:1]
    if not given.bare & {"alias", "add", "inet6"}:
        for ifa in replaced:
            link.delete_address(k, ifp, ifa.address, now)
    if len(given.places) > 1:
        link.add_peer(k, ifp, local, parse_address(given.places[1]), now)
        return
    ifa = link.add_address(k, ifp, local, mask_length(given, local, length), now)
    if "broadcast" in given.values:
        ifa.brd = parse_address(given.values["broadcast"]).addr
        ifp.broadcasts = link.broadcasts(ifp)


def mask_length(given: Given, local: Prefix, length: str) -> int:
    """The length of the network's prefix: said in one way or another, or the class's."""
    text = length or given.values.get("prefixlen", "")
    if text:
        return int(text)
    if local.version == 6:
        return 64
    mask = given.values.get("netmask")
    if mask is None:
        return natural(local.addr)
    bits = int(mask, 16) if mask.startswith("0x") else parse_address(mask).addr
    plen = plen_of(bits)
    if plen is None:
        raise FormatError(f"{mask}: a netmask with holes is not supported")
    return plen


# -- show ------------------------------------------------------------------------------------------


def shown(box: Box, ifp: Ifnet) -> Iterator[str]:
    """An interface as ifconfig shows it."""
    found = [(name, bit) for name, bit, mine in BITS if has(box, ifp, name, mine)]
    number = sum(bit for _, bit in found)
    names = ",".join([name for name, _ in found])
    yield f"{ifp.name}: flags={number:x}<{names}> mtu {ifp.mtu}"
    ether = [f"\t{box.words.ether} {ifp.lladdr}"] if ifp.lladdr is not None else []
    if not box.words.ether_last:
        yield from ether
    for ifa in ifp.addrs:
        yield inet(box, ifp, ifa)
    if box.words.ether_last:
        yield from ether


def has(box: Box, ifp: Ifnet, name: str, mine: int) -> bool:
    """Whether an interface shows a flag."""
    if name == "SIMPLEX":
        return ifp.kind == "ether"
    if name == "NOTRAILERS":
        return box.words.trailers and ifp.kind == "ether"
    return ifp.flags & mine != 0


def inet(box: Box, ifp: Ifnet, ifa: Ifaddr) -> str:
    """An address as ifconfig shows it."""
    if ifa.version != 4:
        full = shown_address(box.host.kernel, ifa.address)
        scope = f" scopeid 0x{ifp.index:x}" if full.zone else ""
        return f"\tinet6 {show_address(full)} prefixlen {ifa.plen}{scope}"
    peer = "" if ifa.peer is None else f"--> {quad(ifa.peer)} "
    text = f"\tinet {quad(ifa.addr)} {peer}netmask 0x{mask_of(ifa.plen):08x} "
    if ifp.flags & IFF_BROADCAST and ifa.brd is not None:
        text += f"broadcast {quad(ifa.brd)}"
    return text


COMMANDS = {"ifconfig": ifconfig}
