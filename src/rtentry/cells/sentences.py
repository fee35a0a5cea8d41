"""
One cell of a row in sentences.

Destinations and gateways are told by what they are, numbers by the tables of systems.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rtentry import people
from rtentry.addr import (
    WIDTH,
    Cut,
    Link,
    LLAddr,
    Prefix,
    parse_address,
    show_address,
    show_gateway,
    show_prefix,
)
from rtentry.cells import UNSAID, Cell, Cells
from rtentry.cells.route import ALONE
from rtentry.cells.split import Named
from rtentry.errors import FormatError
from rtentry.flags import RTF, WORDS, Letters
from rtentry.light import NamedTuple
from rtentry.model import Route

NOWHERE = ("blackhole", "unreachable", "prohibit", "throw")
"""Types of routes that lead nowhere."""


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


def one(
    named: Named,
    route: Route,
    meanings: Cells,
    letters: Letters | None,
    variants: Sequence[str] = (),
) -> Told:
    """
    What one cell of a route's row means.

    Args:
        named:    the cell.
        route:    the record.
        meanings: the words of the system.
        letters:  its flags.
        variants: of what kind the row is: the words of the first that has some are taken
                  before the system's others.
    """
    name, field, value = named
    if field in TELLERS:
        return Told(name, field, value, tuple(TELLERS[field](route, value)))
    if field in ALONE and not value:
        return Told(name, field, value, (meanings[field].means,))
    if field == "flags":
        return Told(name, field, value, *of_flags(route, value, letters))
    keys = [f"{variant}:{field}" for variant in variants] + [field]
    known = [meanings[key] for key in keys if key in meanings]
    return of_cell(name, field, value, next(iter(known), None))


def of_cell(name: str, field: str, value: str, cell: Cell | None) -> Told:
    """A cell of the tables."""
    if cell is None:
        return Told(name, field, value, (UNKNOWN,))
    means = [cell.means]
    if value in ("", "-"):
        is_of_zero = cell.absent.startswith("0")
        means = [UNSAID if is_of_zero else cell.absent or UNSAID]
    elif value == "0" and cell.absent.startswith("0"):
        means = [cell.means, cell.absent]
    return Told(name, field, value, tuple(means), cell.source, cell.isnot)


UNKNOWN = "no words for this cell here"
"""What is said of a cell that nothing is known of."""

Explained = tuple[tuple[str, str, str], ...]
"""(letter, flag, meaning) of each letter."""


def of_flags(
    route: Route, word: str, letters: Letters | None
) -> tuple[tuple[str, ...], str, str, Explained]:
    """What flags mean: sentences, no source, what they do not say, letter by letter."""
    if word.startswith("<"):
        return (), "", "", of_names(word.strip("<>").split(","))
    if letters is None and word.isdecimal():
        names = [flag.name or "" for flag in route.flags]
        return ("bits of a number in hexadecimal",), "", "", of_names(names)
    return (), "", "", of_letters(word, letters or people.LETTERS)


def of_names(names: Sequence[str]) -> Explained:
    """What flags mean that stand there by their names."""
    known = RTF.__members__
    return tuple(
        [
            (name, f"RTF_{name}", WORDS.get(known[name], ""))
            if name in known
            else (name, "", UNKNOWN)
            for name in names
            if name
        ]
    )


def of_letters(word: str, letters: Letters) -> Explained:
    """What each letter of the flags means."""
    known = [c for c in word if c in letters.flag]
    return tuple(
        [(c, f"RTF_{f.name}", text) for c, f, text in letters.explain("".join(known))]
    )


NO_ADDRESS = "no address can be matched with it"


def of_destination(route: Route, value: str) -> Iterator[str]:
    """What addresses a row is for."""
    dst = route.dst
    if not isinstance(dst, Prefix):
        yield of_name(value, is_cut=isinstance(dst, Cut))
    elif dst.is_host:
        yield "one address, and no other"
        if dst.version == 4 and "/" in value and not route.flags & RTF.HOST:
            yield "written with its length: it is a network of one address"
    elif not dst.plen:
        yield "every address that no longer prefix is for: the default route"
    else:
        yield from of_network(dst, value)


def of_name(value: str, *, is_cut: bool) -> str:
    """What a destination is that is no prefix."""
    try:
        parse_address(value)
    except FormatError:
        what = "a cell that the tool cut off" if is_cut else "a name for an address"
        return f"{what}: {NO_ADDRESS}"
    return (
        "a network whose length the tool does not print (its classful one, or another):"
        f" {NO_ADDRESS}"
    )


def of_network(dst: Prefix, value: str) -> Iterator[str]:
    """What addresses a prefix is for."""
    last = dst.addr | (1 << WIDTH[dst.version] - dst.plen) - 1
    end = show_address(Prefix(dst.version, last, WIDTH[dst.version], dst.zone))
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


BY_NAME = (
    "no router (there is no flag G): the name of an address of the interface itself, or of"
    " the other end of its link"
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
    elif flags & RTF.GATEWAY and not isinstance(gateway, Link | LLAddr):
        cut = ", its name" if not isinstance(gateway, Prefix) else ""
        cut = ", cut off" if isinstance(gateway, Cut) else cut
        yield (
            f"the router that packets are handed to{cut}; their destination stays what it"
            " is, and the router's own entry says how it is reached"
        )
    elif isinstance(gateway, Prefix):
        yield (
            "no router (there is no flag G): an address of the interface itself, or the"
            " other end of its link"
        )
    else:
        known = [text for kind, text in GATEWAYS if isinstance(gateway, kind)]
        yield next(iter(known), BY_NAME)
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


TYPES: Mapping[str, str] = {
    # type of a route (ip-route(8)): what becomes of packets that take it
    "unicast": "packets are sent on, by what stands behind it",
    "local": "packets are for this host: they come in again, by lo",
    "broadcast": "packets go to all on the link, as link-level broadcasts",
    "multicast": "packets are for a group, not for one host",
    "anycast": "packets are for this host, which is one of several with that address",
    "blackhole": "packets are thrown away and nobody is told; senders here get EINVAL",
    "unreachable": "packets are thrown away, and their senders are told: host unreachable",
    "prohibit": "packets are thrown away, and their senders are told: prohibited",
    "throw": "this table is left, and the next rule is asked, as if there were no route",
    "nat": "packets get another destination address (kernels up to 2.4)",
}


def of_type(route: Route, value: str) -> Iterator[str]:
    """What becomes of packets."""
    del route
    yield TYPES.get(value, f"{value}: a type without a name here")


TELLERS: Mapping[str, Callable[[Route, str], Iterator[str]]] = {
    "dst": of_destination,
    "gateway": of_gateway,
    "mask": of_mask,
    "rtype": of_type,
}
"""Fields whose cells are told by what the route is: (route, text of the cell)."""
