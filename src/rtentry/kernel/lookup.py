"""
How systems look an entry up, and what being found does to it.

Source: 4.4BSD net/radix.c, rn_match(); FreeBSD netinet/in_rmx.c, in_matroute().
"""

from __future__ import annotations

from errno import EINVAL

from rtentry.errors import RouteError
from rtentry.kernel.entry import Entry
from rtentry.kernel.expire import revive
from rtentry.kernel.rtf import CLONING, OURS
from rtentry.kernel.table import Table
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.request import Ask
    from rtentry.kernel.state import Kernel
    from rtentry.model import Route


def plain(_k: Kernel, table: Table, addr: int) -> Entry | None:
    """The longest match, unchanged."""
    return table.match(addr)


def reviving(k: Kernel, table: Table, addr: int) -> Entry | None:
    """The longest match, which a look wakes up (FreeBSD, macOS)."""
    rt = table.hosts.get(addr)  # most lookups end here, so they are spared a call
    if rt is None:
        rt = table.match(addr)
    return revived(k, rt) if rt is not None and rt.flags & OURS else rt


def revived(k: Kernel, rt: Entry) -> Entry:
    """
    An entry that was found.

    A clone that is about to expire is wanted again, even by a mere look: its expiry
    is taken away.
    """
    if rt.flags & OURS and rt.filed and rt.holders is None and rt.clones is None:
        revive(k, rt)
    return rt


def head(rt: Entry | None, _ask: Ask) -> Entry | None:
    """The first entry of a prefix: there is only one."""
    return rt


def anything_clones(_parent: Entry) -> None:
    """Whatever was found may be cloned."""


def templates_clone(parent: Entry) -> None:
    """Only a template may be cloned (OpenBSD 3.4)."""
    if not parent.flags & CLONING:
        raise RouteError(EINVAL)


def nobody(_k: Kernel) -> list[Entry]:
    """No neighbours are shown."""
    return []


def a_route(_k: Kernel, _route: Route, _now: int) -> Entry | None:
    """Whatever is listed is a route."""
    return None


def no_scope(_k: Kernel, _rt: Entry, _parent: Entry) -> None:
    """Routes have no interface scopes."""


def as_asked(_k: Kernel, _rt: Entry, _ask: Ask) -> None:
    """A new entry is what was asked for."""


def as_it_is(_k: Kernel, _rt: Entry, route: Route) -> Route:
    """A route is shown as every system shows it."""
    return route


def walk(k: Kernel) -> list[Entry]:
    """The entries of all routing tables, in printed order."""
    found: list[Entry] = []
    for key in sorted(k.tables):
        if key[1] >= 0:
            found += sorted(k.tables[key], key=k.system.order)
    return found
