"""
The interface list above the tables of ``route print``.

      8...00 00 5e 00 53 01 ......Some Adapter
      1...........................Software Loopback Interface 1
    0x2 ...00 00 5e 00 53 02 ...... Some Adapter - Packet Scheduler Miniport

An interface has a number, a link-level address, and a description for its name.  Each
release spaces the lines in another way, and writes the number decimal or hexadecimal.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rtentry.addr import LLAddr
from rtentry.model import Interface

NUMBER = r"\s*(?:0x[0-9a-fA-F]+|\d+) ?\.{2,}"
"""How an interface begins: its number, and dots."""

INTERFACE = re.compile(rf"{NUMBER}.*\S.*")
"""An interface: its number, dots, its link-level address, its name."""

PARTS = re.compile(
    r"\s*(0x[0-9a-fA-F]+|\d+) ?\.{2,}\s?"
    r"((?:[0-9a-fA-F]{2} ){5,}[0-9a-fA-F]{2}|(?:[xX]{2} ){5,}[xX]{2})?[\s.]*(.*\S)\s*"
)


def has_address(line: str) -> bool:
    """Whether a line is an interface with its address: nothing else looks like one."""
    found = PARTS.fullmatch(line)
    return found is not None and found[2] is not None


def read(line: str) -> Interface:
    """The interface of a line that INTERFACE matches; a hidden address is not known."""
    found = PARTS.fullmatch(line)
    number, octets, name = found.groups() if found else ("0", None, line.strip())
    known = octets and octets[0] not in "xX"
    lladdr = LLAddr(bytes.fromhex(octets or "")) if known else None
    base = 16 if number.startswith("0x") else 10
    return Interface(name, int(number, base), lladdr=lladdr)


def written(interface: Interface) -> str:
    """The line of an interface, as Windows has written it since Vista."""
    lladdr = "" if interface.lladdr is None else f"{interface.lladdr.hex(' ')} "
    return f"{interface.ifindex or 0:3}...{lladdr:.<24}{interface.ifname}"


def titles(lines: Sequence[str], interfaces: Sequence[Interface]) -> Iterator[str]:
    """Lines above a table; those of interfaces say what *interfaces* say of them now."""
    known = {interface.ifindex: interface for interface in interfaces}
    for line in lines:
        if INTERFACE.fullmatch(line):
            said = read(line)
            now = said if said in interfaces else known.get(said.ifindex, said)
            yield line if now == said else written(now)
        else:
            yield line
