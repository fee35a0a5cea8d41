"""``rtentry who``: what hangs on a route, a gateway, an address or an interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from rtentry.addr import Prefix, show_address, show_gateway
from rtentry.decide import show, story
from rtentry.hanging.gone import Fate, fates
from rtentry.hanging.holders import KINDS, Hanging, Holder, hanging
from rtentry.hanging.target import Target, target_of
from rtentry.jsondoc import encode
from rtentry.light import Any, NamedTuple
from rtentry.model import Neighbor, Route, Snapshot, Socket
from rtentry.queries import Answer, Call, Param, Query

TITLES: Mapping[str, tuple[str, str]] = {
    # kind: one, many
    "socket": ("socket", "sockets"),
    "clone": ("clone", "clones"),
    "neighbor": ("neighbour", "neighbours"),
    "exception": ("learned exception", "learned exceptions"),
    "route": ("route that resolves through it", "routes that resolve through it"),
}


class Found(NamedTuple):
    """
    What was found on one host.

    Fields:
        host:    its name; ``None`` = not said.
        hanging: who hangs on the target.
        fates:   what becomes of each, if that was asked.
    """

    host: str | None
    hanging: Hanging
    fates: tuple[Fate, ...] = ()


def run(call: Call) -> Answer:
    """What hangs on the target on each host; status 1 if no host has such a thing."""
    text, asks_fate = call.args["target"], bool(call.args.get("if_gone"))
    found = [of_host(snapshot, text, asks_fate) for snapshot in call.snapshots]
    there = [each for each in found if each.hanging.target.is_there]
    if not there:
        return Answer(
            (), [], 1, (f"{text}: no such route, gateway, address or interface",)
        )
    told = map(data, there) if call.args.get("json", True) else ()
    return Answer(lines(there), [*told], 0, notes(call.snapshots))


def of_host(snapshot: Snapshot, text: str, asks_fate: bool) -> Found:
    """What hangs on the target on one host."""
    found = hanging(snapshot, target_of(snapshot, text))
    after = tuple(fates(snapshot, found)) if asks_fate else ()
    return Found(snapshot.host, found, after)


def notes(snapshots: Sequence[Snapshot]) -> tuple[str, ...]:
    """What could not be seen: a capture without sockets has none to show."""
    blind = [s for s in snapshots if s.listings and not s.sockets]
    return ("no sockets are listed in this capture",) if blind else ()


# -- text --------------------------------------------------------------------------------


def lines(found: Sequence[Found]) -> Iterator[str]:
    """What hangs on it, host by host."""
    for n, each in enumerate(found):
        if n:
            yield ""
        yield from of_target(each)


def of_target(found: Found) -> Iterator[str]:
    """The entries that the target is, then who hangs on it."""
    host = f" on {found.host}" if found.host else ""
    hung = found.hanging
    yield f"{hung.target.text}{host}: Refs {hung.refs}"
    yield from [f"  {text}" for text in is_text(hung.target)]
    after = {id(fate.holder): fate for fate in found.fates}
    for kind in KINDS:
        those = [each for each in hung.holders if each.kind == kind]
        if those:
            yield ""
            yield f"{len(those)} {TITLES[kind][len(those) != 1]}"
            yield from table(those, after)


def is_text(target: Target) -> Iterator[str]:
    """What a target is."""
    if target.owner:
        yield f"an address of {target.owner}"
    elif target.is_neighbor and not target.routes:
        yield "a machine on the link"
    if target.hop is None and target.ifname is None:
        for route in target.routes:
            yield story.route_text(route) + table_text(route)


def table_text(route: Route) -> str:
    """The table of a route, where it is not one that every packet looks into."""
    if route.tableid in (None, 253, 254, 255):
        return ""
    return f" table {route.tableid}"


def table(those: Sequence[Holder], after: Mapping[int, Fate]) -> Iterator[str]:
    """Some holders in columns; behind each what becomes of it."""
    rows = [cells(each) for each in those]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for each, row in zip(those, rows, strict=True):
        pairs = zip(row, widths, strict=True)
        text = "  ".join([cell.ljust(width) for cell, width in pairs if width])
        fate = after.get(id(each))
        yield f"  {text}".rstrip()
        if fate is not None:
            yield f"      if it goes: {fate.text}"


def cells(holder: Holder) -> tuple[str, ...]:
    """The cells of a holder; those of a kind are equally many."""
    record = holder.record
    through = (
        f"through {show.destination(holder.through.dst)}" if holder.through else ""
    )
    if isinstance(record, Socket):
        return (*socket_cells(record), through)
    if isinstance(record, Neighbor):
        lladdr = str(record.lladdr) if record.lladdr else "(incomplete)"
        return (
            show_gateway(record.addr),
            lladdr,
            record.ifname or "",
            record.state or "",
        )
    if holder.kind in ("clone", "neighbor"):
        return entry_cells(record)
    learned = f"mtu {record.mtu}" if record.mtu and holder.kind == "exception" else ""
    return story.route_text(record) + table_text(record), learned, through


def entry_cells(route: Route) -> tuple[str, ...]:
    """The cells of a BSD's clone: as of a neighbour."""
    gateway = "" if route.gateway is None else show_gateway(route.gateway)
    left = "" if route.expire is None else f"{route.expire} seconds left"
    return show.destination(route.dst), gateway, route.ifname or "", left


def socket_cells(socket: Socket) -> tuple[str, ...]:
    """The cells of a socket."""
    return (
        socket.proto,
        end(socket.local, socket.lport),
        end(socket.peer, socket.pport) if socket.peer else "",
        socket.state or "",
        "" if socket.pid is None else str(socket.pid),
        socket.comm or "",
        user(socket.uid),
    )


def end(address: Prefix, port: int | None) -> str:
    """``192.0.2.1:80``, ``[2001:db8::1]:80``."""
    return f"{host_text(address)}:{port or '*'}"


@cache
def host_text(address: Prefix) -> str:
    """An address; one of IPv6 in brackets."""
    text = show_address(address)
    return f"[{text}]" if address.version == 6 else text


@cache
def user(uid: int | None) -> str:
    """The name of a user, or the number."""
    if uid is None:
        return ""
    from pwd import getpwuid

    try:
        return getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


# -- JSON ----------------------------------------------------------------------------------


def data(found: Found) -> dict[str, Any]:
    """What hangs on the target of one host, for ``--json``."""
    hung = found.hanging
    after = {id(fate.holder): fate for fate in found.fates}
    return {
        "host": found.host,
        "target": hung.target.text,
        "kind": hung.target.kind,
        "routes": [encode(route) for route in hung.target.routes],
        "refs": hung.refs,
        "holders": [holder_data(each, after.get(id(each))) for each in hung.holders],
    }


def holder_data(holder: Holder, fate: Fate | None) -> dict[str, Any]:
    """One holder: its kind, its record, its fate."""
    record = holder.record
    found: dict[str, Any] = {"kind": holder.kind, "record": encode(record)}
    if isinstance(record, Socket) and record.uid is not None:
        found["user"] = user(record.uid)
    if holder.through is not None:
        found["through"] = show.destination(holder.through.dst)
    if fate is not None:
        found["if_gone"] = {"code": fate.code, "text": fate.text}
        if fate.after is not None:
            found["if_gone"]["ways"] = [show.way_data(way) for way in fate.after.ways]
    return found


QUERY = Query(
    help="what hangs on a prefix, an address, a gateway, an interface or default",
    examples=(
        ("rtentry who default", "who depends on the default route of this machine"),
        ("rtentry who lo --if-gone", "and what becomes of each if it goes"),
        ("rtentry who 192.0.2.0/24 -F castor.txt", "what was made from a template"),
        ("rtentry -j who 192.0.2.1 -F castor.txt", "what goes by a router, as JSON"),
    ),
    params=(
        Param(("target",), "a prefix, an address, an interface, or default"),
        Param(("--if-gone",), "what becomes of each holder if it goes", "flag"),
    ),
    run=run,
    want=(
        "routes",
        "exceptions",
        "rules",
        "nexthops",
        "interfaces",
        "neighbors",
        "settings",
        "sockets",
        "owners",
    ),
)
