"""
One cell of a row in sentences.

Destinations and gateways are told by what they are, numbers by the tables of systems.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rtentry.addr import (
    WIDTH,
    Link,
    LLAddr,
    Prefix,
    show_address,
    show_gateway,
    show_prefix,
)
from rtentry.cells import UNSAID, Cell, Cells
from rtentry.flags import RTF, Letters
from rtentry.light import NamedTuple
from rtentry.model import Route

NOWHERE = ("blackhole", "unreachable", "prohibit", "throw")
"""Types of routes that lead nowhere."""

Named = tuple[str, str, str]
"""A cell: what it is called, the field of the record, its text."""


class Told(NamedTuple):
    """
    One cell of a row.

    Fields:
        name:    what it is called: the word of the heading.
        field:   the field of the record; ``""`` = none that is known.
        value:   what stands there; ``""`` = blank.
        means:   what that says, in sentences.
        source:  where it comes from.
        isnot:   what it does not say.
        letters: (letter, flag, meaning) of each letter of the flags.
    """

    name: str
    field: str
    value: str
    means: tuple[str, ...]
    source: str = ""
    isnot: str = ""
    letters: tuple[tuple[str, str, str], ...] = ()


def one(named: Named, route: Route, meanings: Cells, letters: Letters | None) -> Told:
    """What one cell means."""
    name, field, value = named
    if field in TELLERS:
        return Told(name, field, value, tuple(TELLERS[field](route, value)))
    if field == "flags":
        return Told(name, field, value, (), letters=of_letters(value, letters))
    return of_cell(name, field, value, meanings.get(field))


def of_cell(name: str, field: str, value: str, cell: Cell | None) -> Told:
    """A cell of the tables."""
    if cell is None:
        return Told(name, field, value, ("no words for this cell here",))
    means = [cell.means]
    if value in ("", "-"):
        is_of_zero = cell.absent.startswith("0")
        means = [UNSAID if is_of_zero else cell.absent or UNSAID]
    elif value == "0" and cell.absent.startswith("0"):
        means = [cell.means, cell.absent]
    return Told(name, field, value, tuple(means), cell.source, cell.isnot)


def of_letters(word: str, letters: Letters | None) -> tuple[tuple[str, str, str], ...]:
    """What each letter of the flags means."""
    known = [c for c in word if letters and c in letters.flag]
    if letters is None:
        return ()
    return tuple(
        [(c, f"RTF_{f.name}", text) for c, f, text in letters.explain("".join(known))]
    )


def of_destination(route: Route, value: str) -> Iterator[str]:
    """What addresses a row is for."""
    dst = route.dst
    if not isinstance(dst, Prefix):
        yield (
            "a name in place of an address, or a cell that was cut off: no address can be"
            " matched with it"
        )
        return
    if dst.is_host:
        yield "one address, and no other"
        return
    if not dst.plen:
        yield "every address that no longer prefix is for: the default route"
        return
    last = dst.addr | (1 << WIDTH[dst.version] - dst.plen) - 1
    end = show_address(Prefix(dst.version, last, WIDTH[dst.version]))
    many = 1 << WIDTH[dst.version] - dst.plen
    yield f"{many:,} addresses, {show_address(dst)} to {end}"
    if value not in (show_prefix(dst), show_address(dst)):
        yield f"written short: in full it is {show_prefix(dst)}"


def of_mask(route: Route, value: str) -> Iterator[str]:
    """What a mask says."""
    if not isinstance(route.dst, Prefix):
        yield f"the bits of an address that count: {value}"
    else:
        yield (
            f"the first {route.dst.plen} bits of an address have to be those of the"
            " destination"
        )


GATEWAYS: Sequence[tuple[type, str]] = (
    (
        Link,
        "no router: the destinations are on the link of the interface with that number",
    ),
    (
        LLAddr,
        "no router: the link-level address of the destination itself, which ARP or"
        " neighbour discovery found",
    ),
)
"""What stands under Gateway where no router does."""


def of_gateway(route: Route, value: str) -> Iterator[str]:
    """By what packets go."""
    del value
    gateway, flags = route.gateway, route.flags
    if route.nexthops:
        hops = [
            show_gateway(h.gateway) if h.gateway else str(h.ifname)
            for h in route.nexthops
        ]
        yield f"packets are shared among {', '.join(hops)}, by weight"
    elif gateway is None:
        yield of_nothing(route)
    elif isinstance(gateway, Prefix) and flags & RTF.GATEWAY:
        yield (
            "the router that packets are handed to; their destination stays what it is,"
            " and the router's own entry says how it is reached"
        )
    elif isinstance(gateway, Prefix):
        yield (
            "no router (there is no flag G): an address of the interface itself, or the"
            " other end of its link"
        )
    else:
        known = [text for kind, text in GATEWAYS if isinstance(gateway, kind)]
        yield next(iter(known), "a name in place of an address")
    if flags & RTF.CLONING and not flags & RTF.HOST:
        yield (
            "a template (C): using it makes a host route for each address, where ARP puts"
            " the link-level one"
        )
    if flags & RTF.PRCLONING:
        yield (
            "a template for protocols: TCP or UDP using it makes a host route of its own,"
            " with the same gateway"
        )


def of_nothing(route: Route) -> str:
    """What no gateway at all means."""
    if route.flags & (RTF.REJECT | RTF.BLACKHOLE) or route.rtype in NOWHERE:
        return "packets that take it go nowhere"
    return "no router: the destinations are on the link"


TELLERS: Mapping[str, Callable[[Route, str], Iterator[str]]] = {
    "dst": of_destination,
    "gateway": of_gateway,
    "mask": of_mask,
}
"""Fields whose cells are told by what the route is: (route, text of the cell)."""
