"""
``netstat -r`` with a Refcnt, as 4.3BSD and SunOS 4 have it.

Source: 4.3BSD ucb/netstat/route.c (5.6): routepr().
"""

from __future__ import annotations

from collections.abc import Callable

from rtentry import bsd
from rtentry.addr import show_mac_unpadded
from rtentry.columns import Codec, Column, codec, count, word
from rtentry.flags import Letters
from rtentry.forms.tables import Layout, Rows, table
from rtentry.listing import Form
from rtentry.model import Route

HEADING = bsd.heading(
    "%-20.20s %-20.20s %-8.8s %-6.6s %-10.10s %s",
    "Destination Gateway Flags Refcnt Use Interface",
)
ROW = "%-20.20s %-20.20s %-8.8s %-6s %-10s %s"


def refcnt(letters: Letters, dst: Column, said: Callable[[Codec], Codec]) -> Form:
    """
    The form of ``netstat -r``.

    Args:
        letters: the flags.
        dst:     a Destination.
        said:    makes of the codec of rows one that knows what flags say of it.
    """
    columns = (
        dst,
        bsd.gateway(show_mac_unpadded, 20),
        bsd.flags(letters),
        count("refs"),
        count("use"),
        word("ifname", ""),
    )
    layout = Layout(
        "inet", (), HEADING, ROW, said(codec(Route, columns)), bsd.of_family("inet")
    )
    return table("netstat -r", "routes", [layout], Rows(bsd.routes), bsd.OPENING)
