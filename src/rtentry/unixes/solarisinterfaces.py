"""
``netstat -i`` of Solaris: one table for IPv4, another for IPv6.

Each row has the counters of the interface.  Cells that are too long push the rest.

Source: illumos usr/src/cmd/cmd-inet/usr.bin/netstat/netstat.c: if_report_ip4(),
if_report_ip6().
"""

from __future__ import annotations

from rtentry import bsd
from rtentry.addr import parse_mac, show_mac
from rtentry.columns import Column, codec, count
from rtentry.forms import interfaces
from rtentry.forms.interfaces import IfRow
from rtentry.forms.tables import Layout, table
from rtentry.unixes import ifcells

COUNTERS = tuple(
    [count(field) for field in ("ipkts", "ierrs", "opkts", "oerrs", "colls")]
)
ROW = "%-6s %-5s %-6s %-5s"


def layout(
    family: str, widths: tuple[int, int], last: str, *more: Column, variant: str = ""
) -> Layout:
    """
    The table of one family.

    Args:
        family: of its addresses.
        widths: of Net/Dest and Address.
        last:   the cells behind Oerrs.
        more:   the columns behind Collis.
        variant: see :class:`rtentry.forms.body.Layout`.
    """
    net, addr = widths
    return Layout(
        family,
        ("",) if family == "inet6" else (),
        f"{'Name':5} {'Mtu':4} {'Net/Dest':{net}} {'Address':{addr}} Ipkts  Ierrs Opkts"
        f"  Oerrs Collis{' Queue ' * len(more)}",
        f"%-5s %-5s%-{net}s %-{addr}s {ROW} {last}",
        codec(
            IfRow,
            (
                bsd.down(32),
                count("mtu"),
                ifcells.NETWORK,
                ifcells.address(parse_mac, show_mac),
                *COUNTERS,
                *more,
            ),
        ),
        lambda row: row.family == family,
        variant=variant,
        when=lambda _: not variant,
    )


QUEUE = count("queue", "0")

INTERFACES = table(
    "netstat -i",
    "interfaces",
    (
        layout("inet", (13, 14), "%-6s %-6s", QUEUE),
        layout("inet", (13, 14), "%-6s %s", QUEUE, variant="trimmed"),
        layout("inet6", (27, 27), "%-6s"),
        layout("inet6", (27, 27), "%s", variant="trimmed"),
    ),
    interfaces.REPEATED,
)
