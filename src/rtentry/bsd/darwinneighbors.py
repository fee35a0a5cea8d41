"""
``arp -al`` of macOS: neighbours as a table, with how long each entry lives.

What is sent to a neighbour and what is received from it renew an entry apart; the
model's ``expire`` is that of sending.

Source: Apple network_cmds arp.tproj/arp.c: dump_ext().
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import show_mac_unpadded
from rtentry.bsd.arp import host, of_version, parse_time, show_time
from rtentry.columns import Cell, Column, codec, count, word
from rtentry.flags import NTF
from rtentry.forms.tables import Layout, Rows, table
from rtentry.model import Neighbor, Pairs

NDP_FLAGS = {NTF.ROUTER: "R", NTF.PROXY: "P", NTF.WEIRD: "W", NTF.PUBLISHED: "p"}
"""The letters of ``ndp -a``."""

NEVER = "(none)"


def seconds(cell: Cell) -> int | None:
    """Seconds left; ``None`` for an entry that stays, 0 for one that is over."""
    if cell == NEVER:
        return None
    return 0 if cell == "expired" else parse_time(cell or "")


def time(value: object) -> str:
    """Inverse of :func:`seconds`."""
    if not isinstance(value, int):
        return NEVER
    return show_time(value) if value else "expired"


def inbound(cell: Cell) -> Pairs:
    """How long what is received keeps an entry."""
    value = seconds(cell)
    return () if value is None else (("inbound", value),)


def layout(netif: int) -> Layout:
    """The table; *netif*: width of Netif."""
    return Layout(
        "inet",
        (),
        f"{'Neighbor':23} {'Linklayer Address':17} {'Expire(O)':9} {'Expire(I)':9}"
        f" {'Netif':>{netif}} {'Refs':>4} {'Prbs':>4}",
        f"%-23s %-17s %-9.9s %-9.9s %{netif}.{netif}s %4s{{ %4s}}",
        codec(
            Neighbor,
            (
                host(4),
                bsd.lladdr(show_mac_unpadded),
                Column("expire", seconds, time),
                Column(
                    "extra", inbound, lambda extra: time(dict(extra).get("inbound"))
                ),
                word("ifname", "?"),
                count("refs", "0"),
                count("probes", None),
            ),
        ),
        variant="" if netif == 8 else str(netif),
        when=lambda _: netif == 8,
    )


ARP_TABLE = table("arp -al", "neighbors", [layout(8), layout(14)], Rows(of_version(4)))
