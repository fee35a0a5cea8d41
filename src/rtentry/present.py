"""
Snapshots as text in any dialect's words, held as its system would hold them.

Several listings are shown under prompts, as a terminal would show them, so that the
text is a document that can be read again.  Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from rtentry.addr import Prefix, mask_of
from rtentry.cover import WHOLE, forms, sayable
from rtentry.dialects import family
from rtentry.errors import NotExpressible
from rtentry.flags import NTF, RTF
from rtentry.light import Any
from rtentry.listing import Dialect, Form, Plan, View
from rtentry.model import Neighbor, Route, Snapshot

KINDS = (
    "routes",
    "neighbors",
    "interfaces",
    "statistics",
    "rules",
    "nexthops",
    "sockets",
    "events",
)
"""The kinds of records that forms show."""


def session(listings: Sequence[tuple[Snapshot, str, Iterable[str]]]) -> Iterator[str]:
    """Listings of some hosts under prompts; one alone needs none."""
    for n, (snapshot, command, lines) in enumerate(listings):
        if len(listings) > 1:
            yield from prompt(snapshot, command, first=not n)
        yield from lines


def prompt(snapshot: Snapshot, command: str, *, first: bool) -> Iterator[str]:
    """The line with which a listing was asked for, a blank line above."""
    if not first:
        yield ""
    yield f"[root@{snapshot.host}:~#] {command}" if snapshot.host else f"# {command}"


def in_dialect(
    snapshots: Sequence[Snapshot],
    dialect: Dialect,
    view: View = WHOLE,
    kinds: Collection[str] = KINDS,
) -> Iterator[str]:
    """
    Some snapshots as another system would print them.

    Args:
        snapshots: one or several.
        dialect:   whose words to use.
        view:      what to show of each.
        kinds:     the kinds of records to show.

    Raises:
        NotExpressible: if the system prints nothing of what is there.
    """
    if dialect.whole:
        return dialect.whole.show(snapshots)
    found = [
        (snapshot, form.name, chosen(form, sayable(whole, form), view))
        for snapshot in snapshots
        for whole in [joined(snapshot, dialect)]
        for form in forms(dialect, snapshot)
        if form.kind in kinds
    ]
    if not found:
        raise NotExpressible(f"{dialect.name} has no listing for what is there")
    return session(found)


def joined(snapshot: Snapshot, dialect: Dialect) -> Snapshot:
    """
    A snapshot of Linux as a system of another kind would hold it, others as they are.

    Neighbours are among the routes where that system's table has them.  Such a table is
    the one that every packet looks into; Linux may have others.
    """
    snapshot = direct(unzoned(lasting(snapshot), dialect), dialect)
    if is_alike(snapshot, dialect):
        return snapshot
    join = joins(snapshot)
    some = snapshot if dialect.clones else snapshot._replace(neighbors=())
    whole = join.as_bsd(some)
    listed = [n for n in snapshot.neighbors if is_listed(n, dialect)]
    main = join.of_main(whole.routes, masked)
    return snapshot._replace(routes=main, neighbors=tuple(listed))


def joins(snapshot: Snapshot) -> Any:
    """What joins a snapshot; loaded where it is needed, since it takes 5 ms."""
    if isinstance(snapshot.routes, tuple):
        from rtentry import join

        return join
    from rtentry import largejoin

    return largejoin


def is_alike(snapshot: Snapshot, dialect: Dialect) -> bool:
    """Whether a system would hold a snapshot as it is."""
    return dialect.system == "linux" or not is_linux(snapshot)


DIRECT = frozenset(["linux", "windows"])
"""Systems on which a gateway is a router: a route to an interface has none."""


def direct(snapshot: Snapshot, dialect: Dialect) -> Snapshot:
    """A snapshot without gateways that are addresses of the host itself."""
    if not by_own_address(snapshot, dialect):
        return snapshot
    routes = [r._replace(gateway=None) if is_own(r) else r for r in snapshot.routes]
    return snapshot._replace(routes=tuple(routes))


def by_own_address(snapshot: Snapshot, dialect: Dialect) -> int:
    """How many routes lead to an interface by its address, where that is not said."""
    if dialect.system not in DIRECT or dialect.system in spoken(snapshot):
        return 0
    return sum(map(is_own, single(snapshot)))


def is_own(route: Route) -> bool:
    """Whether the gateway of a route is no router: an address of its interface."""
    return isinstance(route.gateway, Prefix) and not route.flags & RTF.GATEWAY


GROUPS = frozenset(["macos", "solaris", "windows"])
"""Systems that list the addresses of multicast groups among the neighbours."""


def is_listed(neighbor: Neighbor, dialect: Dialect) -> bool:
    """Whether a system lists a neighbour of Linux: not those that nobody resolves."""
    if neighbor.state not in ("NOARP", "NONE"):
        return True
    is_group = bool(neighbor.lladdr and neighbor.lladdr[0] & 1)
    return is_group and dialect.system in GROUPS


def lasting(snapshot: Snapshot) -> Snapshot:
    """A snapshot of which the static neighbours are permanent: systems say either."""
    both = NTF.STATIC | NTF.PERMANENT
    if not any(n.flags & both and n.flags & both != both for n in snapshot.neighbors):
        return snapshot
    same = [
        n._replace(flags=n.flags | both) if n.flags & both else n
        for n in snapshot.neighbors
    ]
    return snapshot._replace(neighbors=tuple(same))


def single(snapshot: Snapshot) -> Sequence[Route]:
    """The routes of a snapshot; those in frames are as every system has them."""
    return snapshot.routes if isinstance(snapshot.routes, tuple) else ()


def dropped(snapshots: Sequence[Snapshot], dialect: Dialect) -> Iterator[str]:
    """What :func:`joined` leaves out of some snapshots, a sentence each."""
    for sentence, noun, count in DROPPED:
        if some := sum(count(snapshot, dialect) for snapshot in snapshots):
            many = f"{some} {noun}{'' if some == 1 else 's'}"
            yield f"{dialect.name} {sentence.format(many)}"


def elsewhere(snapshot: Snapshot, dialect: Dialect) -> int:
    """How many routes of Linux are in tables that a system of another kind has not."""
    if is_alike(snapshot, dialect):
        return 0
    found: int = joins(snapshot).others(snapshot.routes)
    return found


def with_bits(snapshot: Snapshot, dialect: Dialect) -> int:
    """How many routes of Linux have bits past their length, which others have not."""
    if is_alike(snapshot, dialect):
        return 0
    return sum(masked(route) is not route for route in single(snapshot))


def on_other_links(snapshot: Snapshot, dialect: Dialect) -> int:
    """How many routes lose a zone that is not their interface."""
    if dialect.system in ZONED:
        return 0
    routes = [(zone_of(r.dst) or zone_of(r.gateway), r) for r in single(snapshot)]
    return sum(bool(zone) and zone != r.ifname for zone, r in routes)


def unresolved(snapshot: Snapshot, dialect: Dialect) -> int:
    """How many neighbours of Linux others do not list."""
    if is_alike(snapshot, dialect):
        return 0
    return sum(not is_listed(neighbor, dialect) for neighbor in snapshot.neighbors)


DROPPED: tuple[tuple[str, str, Callable[[Snapshot, Dialect], int]], ...] = (
    # what is told, of what, how many
    ("has one table, of others it does not show {}", "route", elsewhere),
    ("does not show bits past the length: {}", "route", with_bits),
    ("does not show the zone of an address: {}", "route", on_other_links),
    ("does not show an interface by its address: {}", "route", by_own_address),
    ("does not list what nobody resolves (NOARP): {}", "neighbor", unresolved),
)
"""What gets lost on the way from one kind of system to another."""


ZONED = frozenset(["aix", "bsd", "dragonfly", "freebsd", "macos", "netbsd", "openbsd"])
"""Systems that print of which link an address is; others have a column for it."""


def unzoned(snapshot: Snapshot, dialect: Dialect) -> Snapshot:
    """A snapshot without the zones of addresses, for a system that prints none."""
    if dialect.system in ZONED or not isinstance(snapshot.routes, tuple):
        return snapshot
    if not any(zone_of(r.dst) or zone_of(r.gateway) for r in snapshot.routes):
        return snapshot
    bare = [
        r._replace(dst=without_zone(r.dst), gateway=without_zone(r.gateway))
        for r in snapshot.routes
    ]
    return snapshot._replace(routes=tuple(bare))


def zone_of(value: object) -> str:
    """The zone of an address; ``""`` = it has none."""
    return value.zone if isinstance(value, Prefix) else ""


def without_zone(value: Any) -> Any:
    """An address without its zone; what is none as it is."""
    return value._replace(zone="") if isinstance(value, Prefix) else value


def masked(route: Route) -> Route:
    """A route without bits past its length, which old kernels of Linux kept for IPv6."""
    dst = route.dst
    if not isinstance(dst, Prefix):
        return route
    addr = dst.addr & mask_of(dst.plen, dst.version)
    return route if addr == dst.addr else route._replace(dst=dst._replace(addr=addr))


def is_linux(snapshot: Snapshot) -> bool:
    """Whether routes, neighbours and exceptions are apart, as Linux keeps them."""
    return "linux" in spoken(snapshot)


def spoken(snapshot: Snapshot) -> frozenset[str]:
    """The kinds of systems whose words a snapshot was read from, or that it is of."""
    said = {listing.dialect for listing in snapshot.listings}
    return frozenset(map(family, said or {snapshot.system or "linux"}))


def planned(snapshot: Snapshot, dialect: Dialect, plan: Plan) -> Iterator[str]:
    """What a classic command line prints."""
    whole = joined(snapshot, dialect)
    for name, view in plan.forms:
        yield from chosen(dialect.form(name), whole, view)


def chosen(form: Form, snapshot: Snapshot, view: View) -> Iterator[str]:
    """What a form prints of a snapshot, which may have its routes in frames."""
    if form.kind != "routes" or isinstance(snapshot.routes, tuple):
        return form.show(snapshot, None, view)
    from rtentry import large  # numpy is there if routes are in frames

    return large.show(form, snapshot, view)
