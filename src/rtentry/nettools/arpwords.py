"""
The sentences of ``arp -a`` in other languages than English.

    ? (192.0.2.1) auf 00:00:5e:00:53:01 [ether] auf eth0
    ? (192.0.2.9) auf <unvollständig> auf eth0

The words are the user's; what is known is where they stand.

Source: net-tools arp.c, arp_disp_2(), and its message catalogues.
"""

from __future__ import annotations

from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re

SENTENCE = (
    r"(?P<host>\S+ \(\S+\)) (?P<at>\S+)"
    r" (?P<lladdr><[^<>]+>|[0-9a-fA-FxX:.*-]{5,} \[[^\[\]]+\])"
    r"(?P<flags>(?: \S+)*?) (?P<on>\S+) (?P<ifname>\S+)"
)
"""An entry in any language."""

BEGINS = r"\S+ \([0-9a-fA-FxX.:*]+\) \S+ (?:[0-9a-fA-FxX]{2}[:-]|<\w)"
"""What an entry begins with."""

KNOWN = ("<incomplete>", "<from_interface>", "*")
"""What stands for a link-level address in English."""


class Tongue(NamedTuple):
    """
    The words of a language.

    Fields:
        at, on: what stands before the link-level address, and before the interface.
        none:   what stands for an address that is not known.
    """

    at: str = "at"
    on: str = "on"
    none: str = KNOWN[0]


ENGLISH = Tongue()


def entry(line: str) -> re.Match[str] | None:
    """The parts of an entry; ``None`` if the line is none."""
    import re  # only what reads texts waits for it

    return re.fullmatch(SENTENCE, line)


def tongue_of(line: str) -> Tongue | None:
    """The language of an entry; ``None`` if the line is none."""
    found = entry(line)
    if found is None:
        return None
    lladdr = found["lladdr"]
    none = lladdr if lladdr[0] == "<" and lladdr not in KNOWN else ENGLISH.none
    return Tongue(found["at"], found["on"], none)


def joined(one: Tongue, other: Tongue) -> Tongue:
    """The language of two entries, of which the first may have no word for *none*."""
    is_same = (one.at, one.on) == (other.at, other.on)
    return other if is_same and one.none == ENGLISH.none else one


def translated(line: str, here: Tongue, there: Tongue) -> str:
    """A line in another language; itself if it is no entry in the first one."""
    found = None if here == there else entry(line)
    if found is None or (found["at"], found["on"]) != (here.at, here.on):
        return line
    lladdr = there.none if found["lladdr"] == here.none else found["lladdr"]
    return (
        f"{found['host']} {there.at} {lladdr}{found['flags']}"
        f" {there.on} {found['ifname']}"
    )


def is_of(tongue: Tongue, line: str) -> bool:
    """Whether an entry has no words of another language."""
    english = translated(line, tongue, ENGLISH)
    return translated(english, ENGLISH, tongue) == line
