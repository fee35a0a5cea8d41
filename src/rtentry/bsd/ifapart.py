"""
``netstat -i`` where each address has counters of its own: FreeBSD, DragonFly, macOS.

A release's table is a Spec; options add columns to it: ``-b`` octets, ``-d`` drops,
``-t`` the watchdog; ``-a`` adds the multicast groups, each on a line under the row of
its address, and ``-h`` rounds the counters.

Source: FreeBSD usr.bin/netstat/if.c from 2.0 to 15.0, intpr() and show_stat();
DragonFly's and Apple's, which come from 4.x.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.addr import (
    LLAddr,
    Name,
    Prefix,
    parse_mac,
    parse_prefix,
    parse_r2,
    show_address,
    show_mac,
    show_mac_unpadded,
    show_prefix,
    show_r2,
)
from rtentry.bsd import ifgroups
from rtentry.bsd.ifcolumns import address, down, network, only, show_unscoped
from rtentry.bsd.ifrepeated import combined
from rtentry.bsd.ifrounded import rounded
from rtentry.columns import Cell, Codec, Column, codec, count, shared
from rtentry.errors import FormatError
from rtentry.forms.growing import Sizing
from rtentry.forms.interfaces import IfRow
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Form, View

WHOLE = 1000
"""More characters than any cell has: nothing is cut off."""

NAME = 17
"""More characters than a name has (net/if.h, IFNAMSIZ), and a star."""

COUNTS = (
    # field, heading, width of the cells, option that adds it, what -h divides it by
    ("ipkts", "Ipkts", 8, "", 1000),
    ("ierrs", "Ierrs", 5, "", 1000),
    ("idrops", "Idrop", 5, "i", 1000),
    ("ibytes", "Ibytes", 10, "b", 1024),
    ("opkts", "Opkts", 8, "", 1000),
    ("oerrs", "Oerrs", 5, "", 1000),
    ("obytes", "Obytes", 10, "b", 1024),
    ("colls", "Coll", 5, "", 1000),
    ("timer", "Time", 3, "t", 1000),
    ("odrops", "Drop", 3, "d", 1000),
)


class Spec(NamedTuple):
    """
    How a release prints interfaces.

    Fields:
        variant: its name among the tables of a system.
        heading: the heading of name, MTU, network and address.
        start:   their places in a row.
        columns: what they say.
        always:  options that are always on: ``i`` = drops on input.
        drop:    width of the last counter.
        end:     what follows the last counter,
        last:    and with -d.
        groups:  how the multicast groups stand under a row.
        options: which of the options it has.
        room:    (cells of all rows) -> how wide the first cells are; ``None`` = as
                 they always are.
        drops:   the last counter with -d where rows may end before it; ``None`` = they
                 do not.
    """

    variant: str
    heading: str
    start: str
    columns: tuple[Column, ...]
    always: str = ""
    drop: int = 3
    end: str = ""
    groups: ifgroups.Style = ifgroups.OLD
    options: str = "bdt"
    room: Callable[[Sequence[Sequence[Cell]]], Sequence[int]] | None = None
    last: str = ""
    drops: Column | None = None


# -- networks and addresses --------------------------------------------------------------


IP = ("inet", "inet6")


def parse_network(cell: str) -> Prefix:
    """A network of either family, cut by its class (rule R2)."""
    return parse_prefix(cell) if ":" in cell else parse_r2(cell)


def show_network(prefix: Prefix) -> str:
    """Inverse of :func:`parse_network`."""
    return show_r2(prefix) if prefix.version == 4 else show_prefix(prefix)


def cells(widths: tuple[int, int], families: Sequence[str]) -> tuple[Column, Column]:
    """Network and Address of some families, so many characters wide."""
    return (
        only(network(parse_network, show_network, widths[0], "<Link#{}>"), families),
        only(address(show_mac, widths[1], show_unscoped), families),
    )


def parse_dotted(cell: str) -> LLAddr | None:
    """``0.0.c0.2c.5f.4a``: octets as ``%x`` prints each; blank = none."""
    return parse_mac(cell) if cell else None


def show_dotted(lladdr: LLAddr | Prefix | str | None) -> str:
    """
    Inverse of :func:`parse_dotted`; a name or a cut cell as it is.

    Raises:
        FormatError: if a link has an address of IP.
    """
    if isinstance(lladdr, Prefix):
        raise FormatError(f"{show_address(lladdr)} is not the address of a link")
    if isinstance(lladdr, str):
        return lladdr
    return show_mac_unpadded(lladdr).replace(":", ".") if lladdr else ""


def link_mtu() -> Column:
    """The MTU where only link rows have one: FreeBSD since 10."""
    plain = count("mtu")

    def show(row: IfRow) -> Cell:
        return plain.show(row.mtu if row.kind == "link" else None)

    return Column("mtu", plain.parse, show, whole=True)


def named_link(width: int) -> Column:
    """The Address where a link without an address shows its name: FreeBSD since 11."""
    plain = address(show_mac, width)

    def show(row: IfRow) -> Cell:
        bare = row.addr is None and row.kind == "link"
        return plain.show(Name(row.ifname.rstrip("*")) if bare else row.addr)

    return Column("addr", plain.parse, show, whole=True)


# -- the tables --------------------------------------------------------------------------


def narrow(variant: str = "", name: int = 5) -> Spec:
    """
    FreeBSD 3 to 5, DragonFly, macOS: IPv4 has other widths than the rest.

    Link-level addresses are not cut: those of FireWire have eight octets.
    """
    return Spec(
        variant,
        f"{'Name':{name}} {'Mtu':5} {'Network':13} {'Address':15}",
        f"%-{name}.{name}s %-5s {{%-11.11s %-17s}}{{%-13.13s %-15.15s}}",
        (
            down(name),
            count("mtu"),
            *cells((11, 17), ("link", "inet6")),
            *cells((13, 15), ("inet",)),
        ),
    )


DOTTED = Spec(
    "2",
    f"{'Name':5} {'Mtu':5} {'Network':11} {'Address':15}",
    "%-5.5s %-5s {%-11.11s %-15.15s}{<Link>%-21s}",
    (
        down(5),
        count("mtu"),
        *cells((11, 15), ("inet", "inet6")),
        only(Column("addr", parse_dotted, show_dotted), ("link",)),
    ),
)
"""FreeBSD 2 and 4.4BSD: ``<Link>`` and the octets with points."""


def places(widths: tuple[int, int, int], *, cut: bool = True) -> tuple[str, str]:
    """
    The heading and the places of name, MTU, network and address: all rows alike.

    Args:
        widths: of name, network and address.
        cut:    whether networks and addresses are cut to these.
    """
    name, net, addr = widths
    net_cut, addr_cut = (f".{net}", f".{addr}") if cut else ("", "")
    return (
        f"{'Name':{name}} {'Mtu':>5} {'Network':{net}} {'Address':{addr}}",
        f"%-{name}.{name}s%6s %-{net}{net_cut}s %-{addr}{addr_cut}s",
    )


def aligned(variant: str, middle: Sequence[Column], name: int = 5) -> Spec:
    """
    FreeBSD 6 and later: all rows alike.

    Args:
        variant: see :class:`Spec`.
        middle:  MTU, network and address.
        name:    most characters of a name.
    """
    return Spec(variant, *places((5, 13, 17)), (down(name), *middle))


def wide(cells: Sequence[Sequence[Cell]]) -> list[int]:
    """With -W since 11: names are whole, IPv6 widens networks and addresses."""
    has_ipv6 = any(":" in (row[2] or "") for row in cells)
    return [*wide_names(cells), 0, *((24, 39) if has_ipv6 else ())]


def wide_names(cells: Sequence[Sequence[Cell]]) -> list[int]:
    """With -W in 10: only names are whole."""
    return [max([len(row[0] or "") for row in cells], default=0)]


OLD_NETWORK = network(parse_network, show_network, 13, "<Link#{}>")
NETWORK = network(parse_prefix, show_prefix, 13, "<Link#{}>")
WIDE_NETWORK = network(parse_prefix, show_prefix, WHOLE, "<Link#{}>")

MIDDLE_6 = (count("mtu"), OLD_NETWORK, address(show_mac, 17, show_unscoped))
MIDDLE_9 = (count("mtu"), OLD_NETWORK, address(show_mac, 17, show_address))
MIDDLE_10 = (link_mtu(), NETWORK, address(show_mac, 17, show_address))
MIDDLE_11 = (link_mtu(), NETWORK, named_link(17))
MIDDLE_WIDE = (link_mtu(), WIDE_NETWORK, named_link(WHOLE))

SIX = aligned("6", MIDDLE_6)._replace(end=" ", last=" ", drop=4, groups=ifgroups.SIX)
"""FreeBSD 6 to 8: a blank at the ends of rows."""

NINE = aligned("", MIDDLE_9)._replace(
    always="i", last=" ", drop=4, groups=ifgroups.SIX, options="bd"
)
"""FreeBSD 8.1 to 9: drops on input; all rows have an MTU."""

TEN = NINE._replace(
    columns=(down(5), *MIDDLE_10), drop=5, groups=ifgroups.TEN, room=None
)
"""FreeBSD 10: networks in full, only link rows have an MTU."""

WIDE_10 = TEN._replace(
    variant="wide", columns=(down(NAME), *MIDDLE_10), room=wide_names
)

ELEVEN = TEN._replace(columns=(down(5), *MIDDLE_11), groups=ifgroups.ELEVEN)
"""FreeBSD since 11: a link without an address shows its name."""

WIDE_PLACES = places((5, 18, 17), cut=False)

WIDE = ELEVEN._replace(
    heading=WIDE_PLACES[0],
    start=WIDE_PLACES[1],
    variant="wide",
    columns=(down(NAME), *MIDDLE_WIDE),
    groups=ifgroups.WIDE,
    room=wide,
)
"""The same with -W."""

# -- layouts -----------------------------------------------------------------------------

ROUNDED, GROUPS = "human", "groups"
"""Options of a View: -h, and -a where it was read."""


def counted(
    options: str, drop: int = 3, *, human: bool = False
) -> tuple[str, str, tuple[Column, ...]]:
    """Heading, row format and columns of the counters with *options*."""
    chosen = [x for x in COUNTS if x[3] in options]
    widths = [drop if field in ("timer", "odrops") else w for field, _, w, *_ in chosen]
    return (
        " ".join([x[1].rjust(w) for x, w in zip(chosen, widths, strict=True)]),
        " ".join([f"%{w}s" for w in widths]),
        tuple([rounded(x[0], x[4]) if human else count(x[0]) for x in chosen]),
    )


def places_of_heads(start: str) -> str:
    """The places of the heading above those of a row: there a blank follows the name."""
    return start.replace("%6s", " %5s")


def layouts(spec: Spec, options: str) -> list[Layout]:
    """The table with *options*: plain, with groups, rounded."""
    if set(options) - set(spec.options):
        return []
    return [
        layout(spec, options),
        layout(spec, options, GROUPS),
        layout(spec, options, ROUNDED),
    ]


def layout(spec: Spec, options: str, kind: str = "") -> Layout:
    """The table with *options*; *kind*: ``groups`` for -a, ``human`` for -h."""
    heading, row, columns = counted(
        options + spec.always, spec.drop, human=kind == ROUNDED
    )
    if spec.drops and "d" in options:
        before, _, last = row.rpartition(" ")
        row, columns = f"{before}{{ {last}}}", (*columns[:-1], spec.drops)
    end = spec.last if "d" in options else spec.end
    rest = f"{row}{end}{'%#s' * (kind == GROUPS)}"
    plain = (*spec.columns, *columns)
    said: Codec = codec(IfRow, plain)
    if kind == GROUPS:
        more = ifgroups.columns(spec.groups(options))
        said = shared(codec(IfRow, (*plain, *more)), len(plain), len(more))

    def when(view: View) -> bool:
        human = ROUNDED in view.options
        return kind == (GROUPS if view.all else ROUNDED if human else "")

    row_ = f"{spec.start} {rest}"
    sized = None
    if spec.room:
        words = ("Name", "Mtu", "Network", "Address")
        sized = Sizing(
            f"{places_of_heads(spec.start)} {row}",
            (*words, *heading.split()),
            row_,
            spec.room,
        )
    return Layout(
        "",
        (),
        f"{spec.heading} {heading}",
        row_,
        said,
        when=when,
        variant=" ".join([x for x in (spec.variant, kind) if x]),
        follows=" " * ifgroups.INDENT if kind == GROUPS else "",
        sized=sized,
        blanks=(3,),
    )


def tables(specs: Sequence[Spec], options: str) -> list[Layout]:
    """
    The tables of a release with *options*.

    Args:
        specs:   its own, then others that are read; the option of a View that is named
                 as one chooses it.
        options: of the command.
    """
    variants = [spec.variant for spec in specs]
    return [
        one._replace(when=chosen(variants, spec.variant, one))
        for spec in specs
        for one in layouts(spec, options)
    ]


def chosen(
    variants: Sequence[str], variant: str, one: Layout
) -> Callable[[View], bool]:
    """Whether a view asks for a table, of those there are."""

    def when(view: View) -> bool:
        asked = next((x for x in variants[1:] if x in view.options), variants[0])
        return variant == asked and one.when(view)

    return when


def forms(specs: Sequence[Spec], rows: Rows) -> tuple[Form, ...]:
    """The forms of ``netstat -i``, one for each combination of the options."""
    return tuple(
        [
            table(f"netstat -i{x}", "interfaces", tables(specs, x), rows)
            for x in combined(specs[0].options)
        ]
    )
