"""
Completion: the words that may stand where the cursor is.

The first word is a command, or ``@BOX``; what may follow depends on the word before,
and on what is on the wire now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtentry.addr import show_quad
from rtentry.kernel.systems import systems
from rtentry.kernel.who import show
from rtentry.sim.session import Box, Session, commands

AFTER: Mapping[str, tuple[str, ...]] = {
    # command: what may stand behind it; words in capitals are the keys of KINDS
    "arp": ("-an", "-s", "-d", "-ad", "ADDR"),
    "arp-in": ("request", "reply", "for", "on", "ADDR", "IF"),
    "attach": (),
    "audit": (),
    "box": ("system", "SYSTEM"),
    "cable": ("in", "out", "IF"),
    "detach": ("IF",),
    "dmesg": (),
    "dump": (),
    "forward": ("ADDR",),
    "help": ("COMMAND",),
    "icmp": ("redirect", "needfrag", "from", "for", "to", "mtu", "length", "ADDR"),
    "ifconfig": (
        "IF", "netmask", "broadcast", "lladdr", "mtu", "up", "down", "alias", "delete",
    ),
    "link": ("up", "down", "IF"),
    "load": (),
    "monitor": (),
    "netstat": ("-rn", "-rna", "-rnaW", "-rs", "-in", "-f", "inet", "inet6"),
    "peer": ("delete", "on", "ADDR", "IF"),
    "ping": ("-c", "ADDR"),
    "plug": ("IF",),
    "ra": (
        "from", "on", "life", "prefix", "valid", "preferred", "onlink", "auto", "mtu",
        "pref", "lladdr", "hoplimit", "IF",
    ),
    "route": (
        "add", "delete", "change", "get", "flush", "monitor", "show", "default", "-net",
        "-host", "-interface", "-mtu", "-lock", "-reject", "-blackhole", "DST", "ADDR",
    ),
    "save": (),
    "sleep": ("20m", "1h", "1d"),
    "sysctl": ("-a", "-n", "SYSCTL"),
    "system": ("SYSTEM",),
    "tcp": ("connect", "send", "close", "as", "SOCKET", "ADDR"),
    "udp": ("send", "connect", "close", "as", "from", "length", "SOCKET", "ADDR"),
    "who": ("default", "DST"),
}  # fmt: skip


def addresses(box: Box) -> list[str]:
    """The machines on the wire, and the box's own addresses."""
    k = box.host.kernel
    there = [addr for _, addr in k.wire.peers if addr >> 32 == 0]
    own = [ifa.addr for ifa in k.ifaddrs if ifa.version == 4]
    return [show_quad(addr) for addr in dict.fromkeys([*there, *own])]


def destinations(box: Box) -> list[str]:
    """The destinations in the box's table."""
    return [show(rt.dst) for rt in box.host.kernel.inet]


KINDS: Mapping[str, Callable[[Box], list[str]]] = {
    "ADDR": addresses,
    "DST": destinations,
    "IF": lambda box: list(box.host.kernel.ifnets),
    "SOCKET": lambda box: list(box.sockets),
    "SYSCTL": lambda box: list(box.host.kernel.system.sysctls),
}
"""What a box offers."""


def complete(session: Session, line: str) -> list[str]:
    """The words that may stand at the end of a line, sorted."""
    before, _, word = line.rpartition(" ")
    return sorted(
        {w for w in candidates(session, before.split()) if w.startswith(word)}
    )


def candidates(session: Session, before: list[str]) -> list[str]:
    """All words that may follow some words."""
    box = session.boxes.get(session.first)
    if before and before[0].startswith("@"):
        box = session.boxes.get(before[0][1:])
        before = before[1:]
    elif not before:
        return [*commands(), *[f"@{name}" for name in session.boxes]]
    if not before:
        return list(commands())
    found: list[str] = []
    for word in AFTER.get(before[0], ("IF", "ADDR")):
        found += offered(box, word)
    return found


def offered(box: Box | None, word: str) -> list[str]:
    """What a word of AFTER stands for."""
    if word == "SYSTEM":
        return [system.name for system in systems()]
    if word == "COMMAND":
        return list(commands())
    if word not in KINDS:
        return [word]
    return [] if box is None else KINDS[word](box)
