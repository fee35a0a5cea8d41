"""What a dialect can express comes back: the records of its captures, varied, shown and read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rtentry.addr import (
    WIDTH,
    Cut,
    LLAddr,
    Prefix,
    parse_prefix,
    show_known,
    show_prefix,
    show_r1,
    show_r2,
)
from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.listing import Dialect, Form, Found, View
from rtentry.model import (
    Counters,
    Event,
    IfAddr,
    Interface,
    Neighbor,
    NexthopObject,
    Route,
    RouteStats,
    Rule,
    Snapshot,
)

GOLDEN = Path(__file__).parent / "golden"
KINDS = (
    "routes", "neighbors", "interfaces", "rules", "nexthops", "statistics", "events",
)  # fmt: skip

NETS = {
    4: [parse_prefix(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "10.0.0.0/8")],
    6: [parse_prefix(net) for net in ("2001:db8::/32", "fd00::/8")],
}
"""Where varied addresses are taken from."""

SHAPE = RTF.UP | RTF.HOST | RTF.GATEWAY | RTF.LLINFO
"""Flags that other cells of a row say too: these are not varied."""

FLAGS = 6
"""How many letters a column of flags has room for, on systems that cut the rest off."""

ROUNDED = {"netstat-inbh", "by-hand-link-human", "by-hand-link-human-old"}
"""Captures whose numbers were rounded."""

DERIVED = ("linux", "windows", "solaris", "hpux", "aix")
"""Systems of which the letters follow from other facts, or stand for several of them."""


def captures() -> Iterator[tuple[Dialect, Form, Found]]:
    """The first listing of each capture, by every form that shows routes or entries."""
    for dialect in dialects():
        for path in sorted((GOLDEN / dialect.name).glob("*.txt")):
            if path.stem in ROUNDED:
                continue
            lines = path.read_text().splitlines()
            for form in dialect.forms:
                found = first(form, lines) if form.kind in KINDS else None
                if found and found.records and not found.loose:
                    yield dialect, form, found


def first(form: Form, lines: list[str]) -> Found | None:
    """The first listing of a form in some lines; ``None`` = there is none."""
    for at in range(len(lines)):
        try:
            if found := form.parse(lines, at):
                return found
        except FormatError:
            continue
    return None


EVERY: dict[str, list[tuple[Dialect, Form, Found]]] = {}
for _each in captures():
    EVERY.setdefault(f"{_each[0].name}: {_each[1].name}", []).append(_each)


# -- variation -------------------------------------------------------------------------


def address(rng: Random, value: Any) -> Any:
    """Another address or network of the same length; what is neither stays."""
    if isinstance(value, LLAddr) and len(value) == 6:
        return LLAddr(rng.randbytes(6))
    if not isinstance(value, Prefix) or value.zone or not value.plen:
        return value
    net = rng.choice(NETS[value.version])
    width = WIDTH[value.version]
    bits = rng.getrandbits(width - net.plen)
    if value.version == 6:
        bits &= rng.choice([0xFFFF, (1 << 64) - 1, ~0])
    keep = ~((1 << (width - value.plen)) - 1)
    return value._replace(addr=(net.addr | bits) & keep)


def varied_flags(rng: Random, dialect: Dialect, flags: RTF) -> RTF:
    """Flags with one more or less that the dialect has a letter for."""
    is_flow = not flags & RTF.UP  # it has no letters
    if dialect.letters is None or is_flow or dialect.system in DERIVED:
        return flags
    others = [flag for flag in dialect.letters.table if not flag & SHAPE]
    return flags ^ rng.choice(others) if others else flags


def is_next(route: Route) -> bool:
    """Whether a gateway is one: not the interface's own address."""
    return isinstance(route.gateway, LLAddr) or bool(route.flags & RTF.GATEWAY)


def varied(
    rng: Random, dialect: Dialect, form: Form, record: Any, every: tuple[Any, ...]
) -> Any:
    """A record with other values in the fields that it has."""
    if not isinstance(record, Route):
        return OTHERS[type(record)](rng, record)
    lettered = form.name != "route get"  # it has words of its own, and not for all
    is_own = isinstance(record.gateway, Prefix) and not is_next(record)
    others = [record.ifname] if is_own else names(every, record)
    return record._replace(
        dst=address(rng, record.dst),
        gateway=address(rng, record.gateway) if is_next(record) else record.gateway,
        ifname=rng.choice(others) if record.ifname else None,
        flags=varied_flags(rng, dialect, record.flags) if lettered else record.flags,
        refs=rng.randrange(1, 99) if record.refs else record.refs,
        use=rng.randrange(1, 99999) if record.use else record.use,
        mtu=rng.choice([576, 1280, 1500, 9000]) if record.mtu else record.mtu,
    )


def count(rng: Random, value: int | None) -> int | None:
    """Another number of as many digits; 0 and nothing stay."""
    if not value:
        return value
    low: int = 10 ** (len(str(value)) - 1)
    return rng.randrange(low, low * 10)


def counts(rng: Random, counters: Counters | None) -> Counters | None:
    """Other numbers of packets."""
    return counters and Counters(*[count(rng, value) for value in counters])


def ifaddr(rng: Random, each: IfAddr) -> IfAddr:
    """Another address in another network of the same length, with other counters."""
    each = each._replace(counters=counts(rng, each.counters))
    if not isinstance(each.addr, Prefix) or each.addr.zone:
        return each._replace(addr=address(rng, each.addr))
    if each.network is None:
        return each
    if not isinstance(each.network, Prefix) or each.peer or each.groups:
        return each
    network = address(rng, each.network)
    hosts = (1 << (each.addr.plen - network.plen)) - 1
    addr = each.addr._replace(addr=network.addr | (each.addr.addr & hosts))
    brd = each.brd and each.brd._replace(addr=network.addr | hosts)
    return each._replace(addr=addr, network=network, brd=brd)


def interface(rng: Random, record: Interface) -> Interface:
    """Other addresses, counters and sizes; its link-level address may be among them."""
    lladdr = address(rng, record.lladdr)
    addresses = [
        each._replace(addr=lladdr)
        if isinstance(each.addr, LLAddr)
        else ifaddr(rng, each)
        for each in record.addresses
    ]
    return record._replace(
        mtu=rng.choice([576, 1280, 1500, 9000]) if record.mtu else record.mtu,
        counters=counts(rng, record.counters),
        lladdr=lladdr,
        addresses=tuple(addresses),
    )


def rule(rng: Random, record: Rule) -> Rule:
    """Another place in the order, other prefixes, another mark."""
    return record._replace(
        priority=rng.randrange(32768),
        src=address(rng, record.src),
        dst=address(rng, record.dst),
        tableid=rng.randrange(1, 253) if record.tableid else record.tableid,
        mark=count(rng, record.mark),
    )


def nexthop(rng: Random, record: NexthopObject) -> NexthopObject:
    """Another number, another gateway, other weights."""
    is_told = any(name.startswith("member") for name, _ in record.extra)
    members = [(rng.randrange(1, 99), rng.randrange(1, 9)) for _ in record.group]
    group = record.group if is_told else tuple(members)
    return record._replace(
        nhid=count(rng, record.nhid) or 0,
        gateway=address(rng, record.gateway),
        group=group,
    )


def statistics(rng: Random, record: RouteStats) -> RouteStats:
    """Other counts; what a field says again under the file's own name is the same."""
    fields = RouteStats(*[count(rng, value) for value in record[:-1]])  # type: ignore[arg-type]
    extra: list[Any] = [
        (name, fields.unreach or 0)
        if name.endswith(("OutNoRoutes", "InNoRoutes", "in_no_route"))
        else (name, count(rng, value) if type(value) is int else value)
        for name, value in record.extra
    ]
    return fields._replace(extra=tuple(extra))


def neighbor(rng: Random, record: Neighbor) -> Neighbor:
    """Another address, another link-level address."""
    return record._replace(
        addr=address(rng, record.addr), lladdr=address(rng, record.lladdr)
    )


def event(rng: Random, record: Event) -> Event:
    """The same of something else."""
    said = record.record
    if said is None or isinstance(said, Route):
        return record
    return record._replace(record=OTHERS[type(said)](rng, said))


OTHERS: dict[type, Any] = {
    Neighbor: neighbor,
    Interface: interface,
    Rule: rule,
    NexthopObject: nexthop,
    RouteStats: statistics,
    Event: event,
}
"""How records that are no routes are varied."""


def names(records: tuple[Any, ...], like: Any) -> list[str]:
    """The interfaces of the routes in the same table, of which one may have any other's."""
    mine = [r for r in records if isinstance(r, Route) and family(r) == family(like)]
    return sorted({r.ifname for r in mine if r.ifname})


def family(record: Any) -> int | None:
    """The IP version of a route's destination; ``None`` if it has none."""
    return record.dst.version if isinstance(record.dst, Prefix) else None


# -- the property ------------------------------------------------------------------------


def is_same(said: Any, read: Any) -> bool:
    """Whether a value came back: whole, or cut, where a column was too narrow for it."""
    if isinstance(read, Cut) and isinstance(said, Prefix):
        text = read.rstrip("/")  # zero octets of a network may be left out
        ways = [show_known(said), show_prefix(said)]
        ways += [show(said) for show in (show_r1, show_r2) if said.version == 4]
        return any(way.startswith(text) for way in ways)
    if isinstance(said, RTF) and said.bit_count() > FLAGS:
        return read in said
    return bool(said == read)


def lost(said: Any, read: Any, path: str = "") -> dict[str, tuple[Any, Any]]:
    """What did not come back of a record: where it is, what was said, what was read."""
    if not isinstance(said, tuple) or isinstance(said, Prefix):
        return {} if is_same(said, read) else {path: (said, read)}
    if not isinstance(read, tuple) or len(said) != len(read):
        return {path: (said, read)}
    names = getattr(said, "_fields", range(len(said)))
    return {
        at: pair
        for name, one, other in zip(names, said, read, strict=True)
        for at, pair in lost(one, other, f"{path}.{name}").items()
    }


@pytest.mark.parametrize("name", sorted(EVERY))
@settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.randoms(use_true_random=False), st.data())
def test_a_record_that_can_be_said_comes_back(
    name: str, rng: Random, data: st.DataObject
) -> None:
    dialect, form, found = data.draw(st.sampled_from(EVERY[name]))
    every = found.records
    records = tuple(varied(rng, dialect, form, each, every) for each in every)
    told: Any = records[0] if form.kind == "statistics" else records
    held = dict(found.beside) | {form.kind: told}
    snapshot = Snapshot(**held)
    lines = list(form.show(snapshot, found.blocks, View()))
    again = first(form, lines)
    assert again is not None, lines[:3]
    assert len(again.records) == len(records)
    pairs = zip(records, again.records, strict=True)
    wrong = [fields for one, other in pairs if (fields := lost(one, other))]
    assert not wrong
