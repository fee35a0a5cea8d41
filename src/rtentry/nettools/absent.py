"""
What net-tools says of address families that have no routing table, or none here.

Source: net-tools lib/*_gr.c, rprint() of each family; lib/getroute.c, route_info();
netstat.c, masq_info(); the texts are those of a Linux that has IPv4 and IPv6 only.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.errors import UsageError

ROUTELESS = {
    "unix": "No routing for address family `unix'.\n",
    "ec": "No routing for address family `ec'.\n",
    "ash": "No routing for address family `ash'.\n",
    "bluetooth": "Address family `bluetooth' not supported.\n",
}
"""Families that no routing table is of, and what the tool says then."""

MISSING = "No such file or directory\n"

UNCONFIGURED: Mapping[str, tuple[str, str]] = {
    # family: standard output, standard error
    "ipx": (
        "IPX routing not in file /proc/net/ipx/route or /proc/net/ipx_route found.\n",
        MISSING,
    ),
    "ax25": (
        "AX.25 not configured in this system.\n",
        f"/proc/net/ax25_route: {MISSING}",
    ),
    "ddp": (
        "",
        f"Error opening /proc/net/atalk_route: {MISSING}"
        "DDP (AppleTalk) not configured on this system.\n",
    ),
    "netrom": (
        "NET/ROM not configured in this system.\n",
        f"/proc/net/nr_nodes: {MISSING}/proc/net/nr_neigh: Invalid argument\n",
    ),
    "x25": ("X.25 not configured in this system.\n", ""),
    "rose": (
        "",
        f"/proc/net/rose_nodes: {MISSING}ROSE not configured in this system.\n",
    ),
}
"""Families whose routing tables the kernel does not have."""

NO_MASQUERADE = "netstat: no support for `ip_masquerade' on this system.\n"


def without_routes(family: str) -> UsageError:
    """What is said where the routing table of a family is asked for."""
    if family in ROUTELESS:
        return UsageError(ROUTELESS[family], 3)
    out, err = UNCONFIGURED.get(family, ("", ""))
    if out or err:
        return UsageError(err, 1, out=out)
    return UsageError(
        f"rtentry: no routing tables of {family} here: --inet, --inet6\n", 1
    )
