"""
What the cells of a row mean, system by system and era by era: one file a system.

A member has a constant ``CELLS``: eras, each with the year from which on it holds; what a
later one says of a cell replaces what an earlier one said.  A cell that a system has no
words for is as everywhere (:data:`EVERYWHERE`).  Pure: text.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.light import NamedTuple
from rtentry.registry import member, names

ROOM = "rtentry.cells"


class Cell(NamedTuple):
    """
    What a number (or word) in a row is.

    Fields:
        means:  what it says.
        source: where it comes from: a field of the kernel, or who sets it.
        isnot:  what it does not say, though one may think so.
        absent: what ``-``, 0 or a blank says, where that is not the number zero.
    """

    means: str
    source: str = ""
    isnot: str = ""
    absent: str = ""


Cells = Mapping[str, Cell]
"""Cells by the field of the record that they are."""

Eras = tuple[tuple[int, Cells], ...]
"""Cells from a year on, oldest first."""

UNSAID = "nobody said; it does not mean zero"

EVERYWHERE: Cells = {
    "refs": Cell(
        "how many hold this entry now",
        isnot="how often it was used, and not a reason to go: an entry that nobody holds"
        " stays in the table",
        absent=UNSAID,
    ),
    "use": Cell(
        "packets sent by this entry since it was made",
        isnot="packets that came in; and packets that other entries sent to this one as"
        " their gateway: those count there alone",
        absent=UNSAID,
    ),
    "mtu": Cell(
        "the largest packet that is sent by it (octets, IP header included)",
        isnot="a TCP segment's size (MSS): that is 40 octets less, or more",
        absent="it has none of its own: that of the interface holds",
    ),
    "expire": Cell(
        "seconds until it ends by itself, counted from the moment of the listing",
        isnot="its age",
        absent="it does not end by itself",
    ),
    "ifname": Cell(
        "the interface that packets leave by",
        isnot="where answers come in: each direction is routed for itself",
        absent="packets that take it leave by none",
    ),
    "metric": Cell(
        "its preference among routes to the same prefix: smaller wins",
        isnot="a distance in hops, and no reason to take it over a longer prefix",
        absent="0, the best",
    ),
    "prio": Cell(
        "its preference among routes to the same prefix: smaller wins",
        isnot="a reason to take it over a longer prefix",
        absent=UNSAID,
    ),
    "tableid": Cell("the routing table that it is in", absent="the only one"),
    "src": Cell(
        "the source address of packets that have none yet",
        isnot="a condition: packets with another source take it, too",
    ),
    "proto": Cell("who put it there", isnot="a network protocol: packets do not care"),
    "scope": Cell(
        "how far its destinations are: host, link, or global (by a router)",
        isnot="how far the route is told to others",
    ),
    "rtype": Cell("what becomes of packets that take it"),
    "nhid": Cell("the number of the nexthop object that says where it leads"),
    "label": Cell(
        "a label that an administrator gave it, for pf and others to name it"
    ),
    "tag": Cell("the MPLS tag that is put before its packets", absent="none"),
    "from": Cell("the source address that this entry of the route cache is for"),
    "tos": Cell("the type of service that it is for", absent="any"),
    "hhref": Cell("users of the link-level header that it keeps (count)"),
    "hhuptod": Cell("1: that header is up to date"),
    "nhop": Cell("the number of the next hop"),
    "mss": Cell("the size of TCP segments"),
    "window": Cell(
        "the largest TCP window for connections over it (octets)", absent="no limit"
    ),
    "irtt": Cell(
        "the round trip time that TCP begins with (milliseconds)",
        absent="TCP's own guess",
    ),
}
"""What cells are where a system does not say otherwise."""


def cells(system: str, since: int) -> Cells:
    """The cells of a system as of the releases that a dialect (of a year) is for."""
    found = dict(EVERYWHERE)
    eras: Eras = member(ROOM, system) if system in names(ROOM) else ()
    for year, those in eras:
        if year <= since:
            found |= those
    return found
