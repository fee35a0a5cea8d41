"""
The invariants of references on today's OpenBSD, of the records that a table is shown as.

1.  Refs of a gateway's host entries are as many as the routes through it, up or down.
2.  An entry is marked as cached just if somebody holds it.
3.  Refs of the templates are as many as their clones.
"""

from __future__ import annotations

from rtentry.flags import RTF
from rtentry.kernel.host import Host
from rtentry.model import Route


def wrong(host: Host) -> list[str]:
    """What is wrong with a box; nothing if all is well."""
    routes = host.snapshot().routes
    found = host.audit()
    tables = {route.tableid for route in routes}
    for tableid in tables:
        found += counted([route for route in routes if route.tableid == tableid])
    return found


def counted(routes: list[Route]) -> list[str]:
    """What is wrong with the references of one table."""
    found = []
    hosts = [r for r in routes if r.flags & RTF.HOST and not r.flags & RTF.GATEWAY]
    for address in {r.dst for r in hosts}:
        entries = [r for r in hosts if r.dst == address]
        refs = sum(r.refs or 0 for r in entries)
        through = [r for r in routes if r.flags & RTF.GATEWAY and r.gateway == address]
        if refs != len(through):
            found.append(f"{address}: {refs} references, {len(through)} routes by it")
    found += [
        f"{route.dst}: cached and held disagree"
        for route in hosts
        if bool(route.flags & RTF.CACHED) != bool(route.refs)
    ]
    refs = sum(r.refs or 0 for r in routes if r.flags & RTF.CLONING)
    clones = sum(1 for r in routes if r.flags & RTF.CLONED)
    if refs != clones:
        found.append(f"the templates have {refs} references, there are {clones} clones")
    return found
