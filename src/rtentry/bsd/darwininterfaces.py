"""
macOS's tables of interfaces: names that grew, cells that are whole, drops left unsaid.

Source: Apple network_cmds, netstat.tproj/if.c: intpr(), show_stat().
"""

from __future__ import annotations

from rtentry.addr import Prefix, parse_address, parse_prefix, show_mac
from rtentry.bsd.ifapart import (
    IP,
    WHOLE,
    Spec,
    cells,
    narrow,
    parse_network,
    show_network,
)
from rtentry.bsd.ifcolumns import address, down, network, only, show_unscoped
from rtentry.columns import Cell, Column, count
from rtentry.forms.interfaces import IfRow


def parse_unmasked(cell: str) -> Prefix:
    """A network of either family; macOS leaves the bits of the host in those of IPv6."""
    head, slash, plen = cell.partition("/")
    if ":" not in cell or not slash:
        return parse_network(cell)
    return parse_address(head)._replace(plen=parse_prefix(f"::/{plen}").plen)


def spread(variant: str) -> Spec:
    """MacOS with ``-l``: names and addresses are whole."""
    return Spec(
        variant,
        f"{'Name':14} {'Mtu':5} {'Network':39} {'Address':39}",
        "%-14.14s %-5s {%-11.11s %-67s}{%-39.39s %-39.39s}",
        (
            down(14),
            count("mtu"),
            *cells((WHOLE, WHOLE), ("link",)),
            only(network(parse_unmasked, show_network, 39, "<Link#{}>"), IP),
            only(address(show_mac, 39, show_unscoped), IP),
        ),
    )


def unsaid_drops() -> Column:
    """``Drop`` where link rows, which alone could say it, end before it."""
    plain = count("odrops")

    def write(row: IfRow) -> Cell:
        is_unsaid = row.odrops is None and row.kind == "link"
        return None if is_unsaid else plain.show(row.odrops)

    return Column("odrops", plain.parse, write, whole=True)


NARROW = narrow()
SILENT = narrow("10.7")._replace(drops=unsaid_drops())
"""Interfaces to 10.15, of which some releases do not print the drops."""

NAMES = narrow(name=10)
LONG_NAMES = spread("long")
"""The same since 11, and there with ``-l``."""
