"""
Flags: the union of all systems, and each system's letters for them.

The values here are ours.  A bit of a kernel means something only together with its
system (0x10000 is CLONED on OpenBSD 3.4, PRCLONING on FreeBSD 4; REJECT is 0x8 on BSD
and 0x200 on Linux), so numbers are translated where bytes are read, letters where
text is.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.errors import FormatError, NotExpressible
from rtentry.light import IntFlag, auto


class RTF(IntFlag):
    """What is true of a route (route(4), net/route.h; each with its meaning in WORDS)."""

    UP = auto()
    GATEWAY = auto()
    HOST = auto()
    REJECT = auto()
    BLACKHOLE = auto()
    DYNAMIC = auto()
    MODIFIED = auto()
    DONE = auto()
    MASK = auto()
    CLONING = auto()
    XRESOLVE = auto()
    LLINFO = auto()
    STATIC = auto()
    PROTO1 = auto()
    PROTO2 = auto()
    PROTO3 = auto()
    PRCLONING = auto()
    CLONED = auto()
    LOCAL = auto()
    BROADCAST = auto()
    MULTICAST = auto()
    CONNECTED = auto()
    IFSCOPE = auto()
    IFREF = auto()
    PROXY = auto()
    ROUTER = auto()
    GLOBAL = auto()
    CACHED = auto()
    MPATH = auto()
    MPLS = auto()
    BFD = auto()
    SOURCE = auto()
    JUMBO = auto()
    ANNOUNCE = auto()
    PINNED = auto()
    REINSTATE = auto()
    DEFAULT = auto()
    ADDRCONF = auto()
    ALLONLINK = auto()
    NONEXTHOP = auto()
    EXPIRES = auto()
    CACHE = auto()
    FLOW = auto()
    POLICY = auto()
    MTU = auto()
    WINDOW = auto()
    IRTT = auto()
    NOTCACHED = auto()
    ANYCAST = auto()
    FIXEDMTU = auto()
    BLOCKED = auto()
    TRUNCATED = auto()
    UNNAMED = auto()
    CHAINDELETE = auto()
    STICKY = auto()
    DELCLONE = auto()
    NOIFREF = auto()
    CONDEMNED = auto()
    DEAD = auto()
    LOSING = auto()
    PMTU = auto()
    PMTUMOD = auto()
    CHECKSUM = auto()


WORDS: Mapping[RTF, str] = {
    RTF.UP: "usable",
    RTF.GATEWAY: "the destination is reached through a router, the gateway",
    RTF.HOST: "a host entry: one address, not a network",
    RTF.REJECT: "packets are thrown away and the sender is told (unreachable)",
    RTF.BLACKHOLE: "packets are thrown away and nobody is told",
    RTF.DYNAMIC: "made by an ICMP redirect",
    RTF.MODIFIED: "its gateway was changed by an ICMP redirect",
    RTF.DONE: "the request about it was confirmed (seen in messages)",
    RTF.MASK: "a netmask came with it (seen in messages)",
    RTF.CLONING: "a template: using it makes a host route from it",
    RTF.XRESOLVE: "an external daemon translates the address to a link-level one",
    RTF.LLINFO: "carries a link-level address (ARP or neighbour discovery)",
    RTF.STATIC: "added by hand",
    RTF.PROTO1: "flag 1 of the routing protocol that added it",
    RTF.PROTO2: "flag 2 of the routing protocol that added it",
    RTF.PROTO3: "flag 3 of the routing protocol that added it",
    RTF.PRCLONING: "a template for protocols: TCP or UDP using it makes a host route",
    RTF.CLONED: "was made from a template, by use",
    RTF.LOCAL: "an address of this host",
    RTF.BROADCAST: "a broadcast address",
    RTF.MULTICAST: "multicast addresses",
    RTF.CONNECTED: "the network of an interface of this host",
    RTF.IFSCOPE: "holds only for packets bound to its interface",
    RTF.IFREF: "holds a reference to its interface",
    RTF.PROXY: "proxying: routes cloned from it are not bound to an interface",
    RTF.ROUTER: "the host is a default router",
    RTF.GLOBAL: "holds for all interface scopes (a default route)",
    RTF.CACHED: "a gateway route holds it as its next hop",
    RTF.MPATH: "one of several routes to the same destination",
    RTF.MPLS: "carries MPLS labels",
    RTF.BFD: "watched by Bidirectional Forwarding Detection",
    RTF.SOURCE: "chosen by source address too",
    RTF.JUMBO: "jumbo frames may be used",
    RTF.ANNOUNCE: "announced: this host answers ARP for it (published)",
    RTF.PINNED: "cannot be replaced by a routing daemon",
    RTF.REINSTATE: "put back after a time-out",
    RTF.DEFAULT: "a default route learned by router discovery",
    RTF.ADDRCONF: "learned by address autoconfiguration",
    RTF.ALLONLINK: "all destinations are taken to be on the link",
    RTF.NONEXTHOP: "has no next hop",
    RTF.EXPIRES: "has a lifetime",
    RTF.CACHE: "an entry of the route cache",
    RTF.FLOW: "belongs to a flow",
    RTF.POLICY: "chosen by a policy rule",
    RTF.MTU: "has an MTU (MSS) of its own",
    RTF.WINDOW: "has a TCP window of its own",
    RTF.IRTT: "has an initial round trip time of its own",
    RTF.NOTCACHED: "not cached",
    RTF.ANYCAST: "an anycast address",
    RTF.FIXEDMTU: "its MTU was set by hand and stays",
    RTF.BLOCKED: "may not be used now",
    RTF.TRUNCATED: "more flags were set than the column could show",
    RTF.UNNAMED: "a flag without a name, which route get shows as b016",
    RTF.CHAINDELETE: "deleted with what was cloned from it",
    RTF.STICKY: "packets from one source stay with one of several routes",
    RTF.DELCLONE: "when it is used, what is cloned from it is deleted first",
    RTF.NOIFREF: "holds no reference to its interface",
    RTF.CONDEMNED: "to be deleted when nobody holds it",
    RTF.DEAD: "deleted; somebody still holds it",
    RTF.LOSING: "packets that took it seem to be lost",
    RTF.PMTU: "made by path MTU discovery",
    RTF.PMTUMOD: "its MTU was changed by path MTU discovery",
    RTF.CHECKSUM: "TCP and UDP make no checksums for it: the interface does",
}


class Letters:
    """
    One system's letters for routes, both ways, in the order that it prints them.

    Fields:
        system: the system's name, for error texts.
        table:  letter of each flag, in printed order.
        words:  what a letter means on this system, where WORDS is too general.
    """

    def __init__(
        self,
        system: str,
        table: Mapping[RTF, str],
        words: Mapping[RTF, str] | None = None,
    ) -> None:
        self.system = system
        self.table = table
        self.words = {**WORDS, **(words or {})}
        self.flag = {letter: flag for flag, letter in table.items()}
        self.mask = RTF(0)
        for flag in table:
            self.mask |= flag
        self._shown: dict[RTF, str] = {}
        self._parsed: dict[str, RTF] = {}

    def show(self, flags: RTF) -> str:
        """The letters of *flags*; those without a letter here are left out."""
        text = self._shown.get(flags)
        if text is None:
            text = "".join([c for flag, c in self.table.items() if flag & flags])
            self._shown[flags] = text
        return text

    def parse(self, text: str) -> RTF:
        """
        Read a word of letters.

        Raises:
            FormatError: at a letter that this system does not have.
        """
        flags = self._parsed.get(text)
        if flags is None:
            flags = RTF(0)
            for letter in text:
                if letter not in self.flag:
                    raise FormatError(f"unknown flag {letter!r} in {text!r}")
                flags |= self.flag[letter]
            self._parsed[text] = flags
        return flags

    def missing(self, flags: RTF) -> RTF:
        """Those of *flags* that have no letter here."""
        return flags & ~self.mask

    def require(self, flags: RTF) -> str:
        """As :meth:`show`, but NotExpressible if a flag has no letter."""
        if missing := self.missing(flags):
            names = "|".join(flag.name or "?" for flag in missing)
            raise NotExpressible(f"{self.system} has no letter for {names}")
        return self.show(flags)

    def explain(self, text: str) -> list[tuple[str, RTF, str]]:
        """Each letter of *text* with its flag and what it means on this system."""
        self.parse(text)
        return [(c, self.flag[c], self.words[self.flag[c]]) for c in text]


class NTF(IntFlag):
    """What is true of a neighbour (arp(8), ip-neighbour(8))."""

    PERMANENT = auto()
    STATIC = auto()
    PUBLISHED = auto()
    PROXY = auto()
    ROUTER = auto()
    LOCAL = auto()
    IFSCOPE = auto()
    WEIRD = auto()
    AUTO = auto()
    DONTPUB = auto()
    TRAILERS = auto()
    NETMASK = auto()
    MANAGED = auto()
    EXTERN_LEARN = auto()
    OFFLOAD = auto()
    LOCKED = auto()
    EXTERN_VALID = auto()


class IFF(IntFlag):
    """What is true of an interface (netdevice(7), ifconfig(8))."""

    UP = auto()
    BROADCAST = auto()
    DEBUG = auto()
    LOOPBACK = auto()
    POINTOPOINT = auto()
    NOTRAILERS = auto()
    RUNNING = auto()
    NOARP = auto()
    PROMISC = auto()
    ALLMULTI = auto()
    MASTER = auto()
    SLAVE = auto()
    MULTICAST = auto()
    PORTSEL = auto()
    AUTOMEDIA = auto()
    DYNAMIC = auto()
    LOWER_UP = auto()
    DORMANT = auto()
    ECHO = auto()
