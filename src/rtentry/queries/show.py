"""``rtentry show``: the table, for people or in a system's own words."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry import people
from rtentry.listing import View
from rtentry.model import Snapshot
from rtentry.present import KINDS, in_dialect, is_linux, joins
from rtentry.queries import Answer, Call, Param, Query


def run(call: Call) -> Answer:
    """The snapshots for people; with ``--as`` as that system prints them."""
    view = View(families=families(call), all=bool(call.args.get("all")))
    if call.dialect is not None:
        view = view._replace(options=("table all",))
        kinds = ("routes",) if any(s.routes for s in call.snapshots) else KINDS
        return Answer(in_dialect(call.snapshots, call.dialect, view, kinds))
    return Answer(tables(call, view))


def families(call: Call) -> tuple[str, ...]:
    """The families of -4 and -6; none given = all."""
    wanted = {"4": "inet", "6": "inet6"}
    return tuple([family for key, family in wanted.items() if call.args.get(key)])


def tables(call: Call, view: View) -> Iterator[str]:
    """The tables for people, a blank line between hosts."""
    for n, snapshot in enumerate(call.snapshots):
        lines = shown(whole(snapshot), people.Style(view, call.colour))
        first = next(lines, None)
        if n:
            yield ""
        if first:
            yield first
        yield from lines


def shown(snapshot: Snapshot, style: people.Style) -> Iterator[str]:
    """The lines of one, which may have its routes in frames."""
    if isinstance(snapshot.routes, tuple):
        return people.show(snapshot, style)
    from rtentry import largepeople  # numpy is there if routes are in frames

    return largepeople.show(snapshot, style)


def whole(snapshot: Snapshot) -> Snapshot:
    """
    *snapshot* as one table: neighbours and exceptions as clones, under their templates.

    A capture of Linux's neighbours alone has no table that they could be in.
    """
    if not is_linux(snapshot):
        return snapshot._replace(routes=joins(snapshot).adopted(snapshot.routes))
    return joins(snapshot).as_bsd(snapshot) if snapshot.routes else snapshot


QUERY = Query(
    help="show the routing table: this machine's, or that of a capture",
    examples=(
        ("rtentry", "this machine's table, clones under their templates"),
        ("rtentry show castor.txt", "every listing in a file, whoever printed it"),
        ("rtentry --as iproute2 show", "as `ip route show table all` prints it"),
    ),
    params=(
        Param(("file",), "a capture or document to read", "source", "?"),
        Param(("-a", "--all"), "own, broadcast and multicast entries, too", "flag"),
        Param(("-4",), "IPv4 only", "flag"),
        Param(("-6",), "IPv6 only", "flag"),
    ),
    run=run,
    frames=True,
)
