"""Decisions as text for people, one line each, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.addr import Prefix, show_address, show_gateway, show_prefix
from rtentry.decide import NO_ROUTE, Decision, Way
from rtentry.decide.mtu import MTU
from rtentry.light import Any
from rtentry.linux import TABLES
from rtentry.model import Route
from rtentry.packet import Packet

WORDS: Mapping[str, str] = {
    # field of Packet: its keyword
    "src": "from",
    "iif": "iif",
    "oif": "oif",
    "mark": "mark",
    "tos": "tos",
    "ipproto": "ipproto",
    "sport": "sport",
    "dport": "dport",
    "tableid": "table",
}

REFUSED: Mapping[str, str] = {
    NO_ROUTE: "no route",
    "blackhole": "blackhole",
    "unreachable": "unreachable",
    "prohibit": "prohibit",
    "invalid": "refused",
}
"""What is said of a packet that goes nowhere."""


def asked(packet: Packet) -> str:
    """What was asked: the destination, and what else was said."""
    said = [
        f"{word} {shown(table_name(value) if field == 'tableid' else value)}"
        for field, word in WORDS.items()
        if (value := getattr(packet, field)) is not None
    ]
    return " ".join([destination(packet.dst), *said])


def shown(value: object) -> str:
    """A value of a packet."""
    return destination(value) if isinstance(value, Prefix) else str(value)


def destination(dst: object) -> str:
    """``default``, an address alone, a prefix with its length, or a name."""
    if not isinstance(dst, Prefix):
        return str(dst)
    if dst.is_host:
        return show_address(dst)
    return show_prefix(dst) if dst.plen or dst.addr else "default"


def way_text(way: Way) -> str:
    """``via 192.0.2.1 dev eth0``."""
    words = [] if way.gateway is None else ["via", show_gateway(way.gateway)]
    return " ".join([*words, *(["dev", way.ifname] if way.ifname else [])])


def entry(route: Route | None, tableid: int | None) -> str:
    """``by default table main``; ``""`` without an entry and a table."""
    by = "" if route is None else f" by {destination(route.dst)}"
    return by + (f" table {table_name(tableid)}" if tableid else "")


def table_name(tableid: int) -> str:
    """A table's name, or its number."""
    return TABLES.get(tableid, str(tableid))


def line(decision: Decision, mtu: MTU) -> str:
    """What becomes of a packet."""
    by = entry(decision.route, decision.tableid)
    if not decision.goes:
        return REFUSED[decision.outcome] + by
    kind = "" if decision.outcome == "unicast" else f"{decision.outcome} "
    ways = decision.ways
    texts = [
        way_text(w) + (f" weight {w.weight}" if len(ways) > 1 else "") for w in ways
    ]
    given = decision.packet.src
    sources = {way.src for way in ways if way.src is not None and given is None}
    src = f" src {show_address(min(sources))}" if len(sources) == 1 else ""
    size = f" mtu {mtu.octets}" if mtu.octets and kind != "local " else ""
    return kind + " or ".join(texts) + src + size + by


def data(decision: Decision, mtu: MTU) -> dict[str, Any]:
    """A decision for ``--json``."""
    from rtentry.jsondoc import encode  # loaded for JSON only: 5 ms

    found: dict[str, Any] = {
        "asked": question(decision.packet),
        "outcome": decision.outcome,
        "goes": decision.goes,
        "ways": [way_data(way) for way in decision.ways],
    }
    if decision.route is not None:
        found["route"] = encode(decision.route)
    if decision.exception is not None:
        found["exception"] = encode(decision.exception)
    if decision.tableid is not None:
        found["tableid"] = decision.tableid
    if mtu.octets is not None and decision.goes:
        found |= {"mtu": mtu.octets, "mtu_from": mtu.by}
    return found | ({"errno": decision.errno} if decision.errno else {})


def question(packet: Packet) -> dict[str, Any]:
    """What was asked, for JSON."""
    values = packet._asdict().items()
    return {
        field: shown(value) if isinstance(value, Prefix) else value
        for field, value in values
        if value is not None
    }


def way_data(way: Way) -> dict[str, Any]:
    """One way, for JSON."""
    found: dict[str, Any] = {"weight": way.weight}
    if way.gateway is not None:
        found["gateway"] = show_gateway(way.gateway)
    if way.ifname is not None:
        found["ifname"] = way.ifname
    return found | ({"src": show_address(way.src)} if way.src is not None else {})
