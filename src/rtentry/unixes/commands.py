"""The command lines of the commercial Unixes: netstat and arp, as far as they are known."""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.classic import Getopt, Netstat, arp, netstat
from rtentry.listing import Tool

UNKNOWN = "{tool}: illegal option -- {letter}\n"
KNOWN = "afIinr"
"""Letters of netstat that say something here."""


def unix_tools(
    netstat_: tuple[str, str],
    arp_: tuple[str, str],
    long: str = "",
    statistics: str | None = None,
    others: Mapping[str, str] | None = None,
) -> dict[str, Tool]:
    """
    The tools of a system.

    Args:
        netstat_, arp_: letters of their options, and their usage.
        long:           letter with which ``netstat -r`` is another table.
        statistics:     name of the form for ``-rs``; ``None`` = it has none.
        others:         letter -> name of the form that it asks for; ``None`` = none.
    """
    letters = netstat_[0].replace(":", "")
    forms = dict(others or {})
    known = f"{KNOWN}{long}{'s' if statistics else ''}{''.join(forms)}"
    return {
        "netstat": netstat(
            Netstat(
                Getopt("netstat", *netstat_, unknown=UNKNOWN),
                {"inet": "inet", "inet6": "inet6", "unix": ""},
                routes=lambda chosen: (
                    f"netstat -r{long if long and long in chosen else ''}"
                ),
                interfaces=lambda _: "netstat -i",
                statistics=statistics,
                refused="".join([x for x in letters if x not in known]),
                twice=None,
                others=lambda chosen: next(
                    (form for letter, form in forms.items() if letter in chosen), None
                ),
            )
        ),
        "arp": arp(Getopt("arp", *arp_, unknown=UNKNOWN), "arp -a"),
    }
