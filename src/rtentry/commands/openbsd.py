"""
OpenBSD: route(8), arp(8), ndp(8).

Source: sbin/route/route.c, keywords.sh; usr.sbin/arp/arp.c; regress/sbin/route.
"""

from __future__ import annotations

from rtentry.acts.abbreviations import WIDENED, number
from rtentry.acts.grammar import Word
from rtentry.acts.unixarp import PUBLISHED, Arp, arp, ndp
from rtentry.acts.unixroute import route
from rtentry.acts.unixwords import OLDER, Unix, numeral
from rtentry.acts.wording import Commands
from rtentry.errors import FormatError

PRIORITIES = {
    "none": 0, "local": 1, "connected": 4, "static": 8, "ospf": 32, "isis": 36,
    "rip": 40, "bgp": 48, "default": 56,
}  # fmt: skip
"""net/route.h, RTP_*."""


def priority(text: str) -> int:
    """A priority by number or name; FormatError if it is neither."""
    prio = PRIORITIES[text] if text in PRIORITIES else numeral(text)
    if prio > 63:
        raise FormatError(f"{text!r} is not a priority from 0 to 63")
    return prio


def table(text: str) -> int:
    """A routing table by number (RT_TABLEID_MAX); FormatError if it is none."""
    return number(text, 255)


ROUTE = Unix(
    "openbsd",
    WIDENED,
    words=(
        *OLDER,
        Word("-priority", "prio", priority),
        Word("-mpath", "mpath"),
        Word("-label", "label", str),
        Word("-bfd", "bfd"),
        Word("-nobfd", "nobfd"),
    ),
    options=(Word("-T", "table", table), Word("-S", "")),
    direct=(("cloning",), ("llinfo",)),
    links=True,
    ways="mpath",
    flush_by=("ifname", "prio"),
)

COMMANDS = Commands(
    "openbsd",
    "OpenBSD route, arp, ndp",
    (
        route(ROUTE),
        arp(
            (Word("permanent", "locked"), PUBLISHED),
            (Word("-F", "overwrite"), Word("-V", "table", table)),
            Arp(("set", "overwrite")),
        ),
        ndp(),
    ),
    key=("dst", "table", "prio"),
    ways="mpath",
)
