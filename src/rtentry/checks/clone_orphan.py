"""A cloned route without the template that it must have been made from."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts.rebuild import plural
from rtentry.addr import Prefix
from rtentry.checks import Check, Found
from rtentry.checks.table import Table, is_neighbor, named
from rtentry.flags import RTF
from rtentry.lpm.plain import Plain
from rtentry.model import Route


def find(table: Table) -> Iterator[Found]:
    """Clones on a link that no template there covers, where templates are shown at all."""
    templates: dict[str | None, Plain[Route]] = {}
    for route in table.snapshot.routes:
        if isinstance(route.dst, Prefix) and route.flags & RTF.CLONING:
            templates.setdefault(route.ifname, Plain()).insert(route.dst, route)
    found: dict[str, list[Route]] = {}
    for clone in table.clones if templates else ():
        if is_orphan(clone, templates.get(clone.ifname)):
            found.setdefault(str(clone.ifname), []).append(clone)
    for ifname, clones in found.items():
        first = named(clones[0].dst, clones[0].tableid)
        many = plural(len(clones), "clone")
        verb = "was" if len(clones) == 1 else "were"
        reason = f"{many} on {ifname} {verb} made from a template that is not there"
        yield Found(first, reason, tuple(clones))


def is_orphan(clone: Route, templates: Plain[Route] | None) -> bool:
    """Whether a clone of a machine on a link has no template on its interface."""
    is_asked = clone.flags & RTF.CLONED and clone.ifname and is_neighbor(clone)
    if not is_asked or not isinstance(clone.dst, Prefix):
        return False
    return templates is None or templates.match(clone.dst) is None


CHECK = Check(
    "a cloned route without its template",
    "warning",
    "delete the clone; see which network was taken away",
    find,
    absence=True,
)
