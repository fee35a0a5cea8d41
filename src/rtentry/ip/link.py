"""
Interfaces as ``ip link`` and ``ip addr`` print them: some lines each.

    2: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP
        link/ether 52:54:05:e3:51:87 brd ff:ff:ff:ff:ff:ff link-netnsid 0
        inet 192.0.2.254/24 brd 192.0.2.255 scope global eth0
           valid_lft forever preferred_lft forever

(The first line goes on.)  What the lines below say stands in their first word.

Source: iproute2 ip/ipaddress.c, print_linkinfo(), ipaddr_list().
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from rtentry.errors import FormatError
from rtentry.ip import linkhead, linkstats
from rtentry.ip.address import FAMILIES, read_address, show_address_lines
from rtentry.ip.linkhead import read_head, show_head
from rtentry.light import Any
from rtentry.model import IfAddr, Interface
from rtentry.words.grammar import Grammar, Style

WHAT = "an interface"

KINDS = frozenset(
    (
        "amt", "bareudp", "batadv", "bond", "bond_slave", "bridge",
        "bridge_slave", "caif", "can", "dsa", "dummy", "erspan", "geneve",
        "gre", "gretap", "gtp", "hsr", "ifb", "ip6erspan", "ip6gre",
        "ip6gretap", "ip6tnl", "ipip", "ipoib", "ipvlan", "ipvtap", "lowpan",
        "macsec", "macvlan", "macvtap", "netdevsim", "netkit", "nlmon", "ovpn",
        "openvswitch", "pfcp", "ppp", "rmnet", "sit", "team", "team_slave",
        "tun", "vcan", "veth", "virt_wifi", "vlan", "vrf", "vrf_slave", "vti",
        "vti6", "vxcan", "vxlan", "wireguard", "wwan", "xfrm",
    )
)  # fmt: skip
"""Kinds of interfaces: what a line of details begins with."""


KIND = re.compile(r"[a-z][a-z0-9_]+")
"""A kind; drivers may have others than those above."""


class Lines:
    """
    The lines of one interface that are being read.

    Fields:
        left:   those that are not read yet, last first.
        values: attributes by name; ``addresses`` and ``stats`` among them.
        facts:  options that the lines show.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.left = [*reversed(lines)]
        self.values: dict[str, Any] = {"addresses": []}
        self.facts: set[str] = set()

    def taken(self, belongs: Callable[[str], bool]) -> list[str]:
        """The next lines for which *belongs* holds."""
        out = []
        while self.left and belongs(self.left[-1]):
            out.append(self.left.pop())
        return out

    def read(self) -> None:
        """Read all lines but the first."""
        while self.left:
            line = self.left.pop()
            first = line.split()[0] if line.strip() else ""
            word = first.partition("/")[0]
            reader = READERS.get(word, Lines.details if self.is_kind(first) else None)
            if reader is None or not line.startswith("    "):
                raise FormatError(f"unknown word {first!r} in {WHAT}")
            reader(self, line)

    def is_kind(self, word: str) -> bool:
        """Whether a word is a kind of interface that is not known: ``-d`` shows it."""
        has_details = "promiscuity" in self.values or word.endswith("_slave")
        return has_details and KIND.fullmatch(word) is not None

    # -- kinds of lines ----------------------------------------------------------------

    def link(self, line: str) -> None:
        """``link/ether``: kind of link, addresses, details."""
        once(self.values, "hwtype", line)
        self.facts |= linkhead.read_link(line, self.values)

    def details(self, line: str) -> None:
        """``veth``, ``bridge forward_delay ...``: what its kind says, as it stands."""
        kind, _, rest = line.strip().partition(" ")
        deeper = self.taken(lambda text: text[:5] in ("     ", "    \t"))
        name = "slave_kind" if kind.endswith("_slave") else "kind"
        once(self.values, name, line)
        info = "\n".join([rest.rstrip(), *[each.rstrip() for each in deeper]])
        self.values[name] = kind.removesuffix("_slave")
        self.values[INFO[name]] = info or None

    def program(self, line: str) -> None:
        """The XDP program that it runs, as it stands."""
        once(self.values, "prog", line)
        self.values["prog"] = line.strip()

    def alias(self, line: str) -> None:
        """A text that somebody gave it."""
        once(self.values, "alias", line)
        self.values["alias"] = line[len("    alias ") :].rstrip("\n")

    def altname(self, line: str) -> None:
        """One more name."""
        _, *words = line.split()
        if len(words) != 1:
            raise FormatError(f"not one name: {line.strip()!r} in {WHAT}")
        names = [self.values["altname"]] if "altname" in self.values else []
        self.values["altname"] = ",".join([*names, *words])

    def address(self, line: str) -> None:
        """An address, and how long it lives."""
        lives = self.taken(lambda text: text.lstrip().startswith("valid_lft"))
        found, facts = read_address(line.split(), lives[0] if lives else None)
        self.values["addresses"].append(found)
        self.facts |= facts

    def stats(self, line: str) -> None:
        """The counters."""
        once(self.values, "stats", line)
        rest = self.taken(lambda text: text[:6] not in ("    al", "    vf", "    in"))
        numbers, facts = linkstats.read_stats([line, *rest])
        self.values["stats"] = numbers
        self.facts |= facts
        if self.values["addresses"] or "altname" in self.values:
            self.facts.add("late")

    def function(self, line: str) -> None:
        """A virtual function of the card, as it stands."""
        deeper = self.taken(lambda text: text.startswith("     "))
        lines = [line.strip(), *[each.rstrip() for each in deeper]]
        self.values["vf"] = "\n".join([*filter(None, [self.values.get("vf")]), *lines])


READERS: Mapping[str, Callable[[Lines, str], None]] = {
    "link": Lines.link,
    "alias": Lines.alias,
    "altname": Lines.altname,
    "RX:": Lines.stats,
    "vf": Lines.function,
    "prog": Lines.program,
    **dict.fromkeys(FAMILIES, Lines.address),
    **dict.fromkeys(KINDS, Lines.details),
}
"""By the first word of a line."""

INFO = {"kind": "info", "slave_kind": "slave_info"}
"""Where what is said of a kind stands."""

HELD = (
    "deleted", "link", "link_down", "brd", "permaddr", "qdisc", "mode", "group", "qlen",
    "promiscuity", "alias", "link_netnsid", "link_netns", "altname", *linkhead.RARE,
    "details", "kind", "info", "slave_kind", "slave_info", "vf",
    "prog",
)  # fmt: skip
"""What stands in ``extra``, in that order."""


def once(values: Mapping[str, Any], name: str, line: str) -> None:
    """FormatError if a line says again what is known."""
    if name in values:
        raise FormatError(f"{line.split()[0]!r} stands twice in {WHAT}")


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether a line is the first of an interface."""
    return linkhead.HEAD.match(lines[index]) is not None


def read_interface(
    lines: Sequence[str], around: object, before: Interface | None
) -> tuple[Interface, frozenset[str]]:
    """
    The interface that some lines say, and the options that they show.

    Raises:
        FormatError: at a word that is unknown, stands twice, or lacks its value.
    """
    del around, before
    found = Lines(lines[1:])
    found.facts |= read_head(lines[0], found.values)
    found.read()
    return made(found.values), frozenset(found.facts)


def made(values: Mapping[str, Any]) -> Interface:
    """The record of some attributes."""
    numbers = values.get("stats")
    counters, apart = linkstats.counters_of(numbers) if numbers else (None, ())
    extra = [(name, values[name]) for name in HELD if values.get(name) is not None]
    return Interface(
        values["ifname"],
        values.get("ifindex"),
        values.get("mtu"),
        values.get("flags"),
        values.get("lladdr"),
        counters,
        tuple(values["addresses"]),
        hwtype=values.get("hwtype"),
        state=values.get("state"),
        master=values.get("master"),
        extra=(*extra, *apart),
    )


# -- writing ---------------------------------------------------------------------------


def show_interface(interface: Interface, style: Style) -> str:
    """The lines of an interface."""
    return "\n".join(lines_of(interface, style))


def lines_of(interface: Interface, style: Style) -> Iterator[str]:
    """The same, one by one."""
    if "alone" in style.options:
        yield from shown_addresses(interface.addresses, style)
        return
    extra = dict(interface.extra)
    if "link_netns" in extra:
        extra.pop("link_netnsid", None)  # the name is shown in its place
    stats = list(linkstats.show_stats(interface, style.options))
    yield from show_head(interface, extra, style.options)
    for name, info in INFO.items():
        if name in extra:
            slave = "_slave" if name == "slave_kind" else ""
            yield from details(f"{extra[name]}{slave}", str(extra.get(info, "")))
    yield from [f"    {extra['prog']} "] if "prog" in extra else []
    yield from [f"    alias {extra['alias']}"] if "alias" in extra else []
    yield from [] if "late" in style.options else stats
    yield from functions(str(extra.get("vf", "")))
    for name in str(extra.get("altname", "")).split(","):
        yield from [f"    altname {name}"] if name else []
    yield from shown_addresses(interface.addresses, style)
    yield from stats if "late" in style.options else []


def details(kind: str, info: str) -> Iterator[str]:
    """The lines of details of a kind."""
    first, *deeper = info.split("\n")
    yield f"    {kind} {first} " if first else f"    {kind} "
    yield from [f"{line} " for line in deeper]


def functions(text: str) -> Iterator[str]:
    """The lines of the virtual functions."""
    for line in text.split("\n") if text else ():
        yield line if line[:1] == " " else f"    {line}"


def shown_addresses(addresses: Sequence[IfAddr], style: Style) -> Iterator[str]:
    """The lines of the addresses."""
    for address in addresses:
        lines = show_address_lines(address, style.spacing, style.options)
        yield from [f"    {line}" if n == 0 else line for n, line in enumerate(lines)]


GRAMMAR = Grammar(
    WHAT,
    ("old",),
    begins,
    lambda above, line: line[:1] in (" ", "\t"),
    lambda body: None,
    read_interface,
    show_interface,
    lambda record: 0,
    cut=lambda text: text.split("\n"),
    hint=r"(?:Deleted )?\d+:\s",
)


def begins_addresses(lines: Sequence[str], index: int) -> bool:
    """Whether interfaces begin at a line, one of which shows an address."""
    if not begins(lines, index):
        return False
    for at in range(index, len(lines)):
        if not lines[at].strip():
            return False
        if lines[at].split()[0] in FAMILIES or "\\    inet" in lines[at]:
            return True
    return False


def begins_links(lines: Sequence[str], index: int) -> bool:
    """Whether interfaces begin at a line, none of which shows an address."""
    return begins(lines, index) and not begins_addresses(lines, index)


ADDRESSES = GRAMMAR._replace(begins=begins_addresses)
LINKS = GRAMMAR._replace(begins=begins_links)
