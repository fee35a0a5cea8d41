"""
Neighbours as tables: ``arp -a`` of OpenBSD 4.5 and later, ``ndp -a`` of KAME.

A cell that is too long takes the room of those behind it.  A link-level address that
somebody made unreadable (``xx:xx:xx:xx:xx:xx``) is one that is not known.

Source: OpenBSD usr.sbin/arp/arp.c, print_entry(), sec2str(); KAME ndp.c, dump().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.addr import (
    Cut,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_mac,
    show_address,
    show_mac,
    show_mac_unpadded,
)
from rtentry.columns import (
    Cell,
    Column,
    codec,
    count,
    is_masked,
    named,
    shared,
    word,
)
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Form, View
from rtentry.model import Neighbor, Snapshot

UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
"""Units of time, in seconds."""

EXPIRE_CUT = 9
"""Characters of an expiry that are printed."""

STATES = {
    "NONE": "N",
    "INCOMPLETE": "I",
    "REACHABLE": "R",
    "STALE": "S",
    "DELAY": "D",
    "PROBE": "P",
    "WAITDELETE": "W",
}
"""Letters of the states of a neighbour (netinet6/nd6.h)."""


class Widths(NamedTuple):
    """How wide the cells for a host, its link-level address and the interface are."""

    host: int = 36
    lladdr: int = 17
    netif: int = 7


# -- cells -------------------------------------------------------------------------------


def parse_time(cell: str) -> int:
    """
    Seconds from ``1d2h0m3s``; a cell cut off has lost its last units.

    Raises:
        FormatError: if it is no time.
    """
    total, digits = 0, ""
    units = list(UNITS)
    for character in cell:
        if character in units and digits:
            total += int(digits) * UNITS[character]
            units = units[units.index(character) + 1 :]
            digits = ""
        elif character.isdigit() and character.isascii():
            digits += character
        else:
            break
    else:
        if cell and (cell[-1] == "s" or len(cell) == EXPIRE_CUT):
            return total
    raise FormatError(f"{cell!r} is not a time")


def show_time(seconds: int) -> str:
    """Inverse of :func:`parse_time`: units from the largest that is not 0."""
    out = ""
    for unit, size in UNITS.items():
        number, seconds = divmod(seconds, size)
        if out or number or unit == "s":
            out += f"{number}{unit}"
    return out


WORDS: Mapping[str, NTF] = {
    "permanent": NTF.PERMANENT,
    "static": NTF.STATIC,
}
"""Words that stand for an expiry, and what they say."""


def parse_expire(cell: str) -> int | None:
    """Seconds left; ``None`` for an entry that stays or says nothing."""
    if cell in WORDS or cell == "-":
        return None
    return 0 if cell == "expired" else parse_time(cell)


def show_expire(neighbor: Neighbor) -> str:
    """Inverse of :func:`parse_expire`."""
    if neighbor.flags & (NTF.PERMANENT | NTF.LOCAL):
        return "permanent"
    if neighbor.flags & NTF.STATIC:
        return "static"
    if neighbor.expire is None:
        return "-"
    return show_time(neighbor.expire) if neighbor.expire else "expired"


def parse_lladdr(cell: str) -> LLAddr | None:
    """A link-level address; ``None`` = not known, or made unreadable."""
    if cell == "(incomplete)" or is_masked(cell):
        return None
    return parse_mac(cell)


def host(version: int) -> Column:
    """An address of a version, or a name in its place."""

    def parse(cell: str) -> Prefix:
        found = parse_address(cell)
        if found.version != version:
            raise FormatError(f"{cell!r} is not an IPv{version} address")
        return found

    def show(value: Prefix | Name | Cut) -> str:
        return show_address(value) if isinstance(value, Prefix) else value

    return Column("addr", named(parse), show)


def letters(table_: Mapping[NTF, str]) -> Column:
    """Flags as letters."""

    def parse(cell: Cell) -> NTF:
        known = {letter: flag for flag, letter in table_.items()}
        flags = NTF(0)
        for letter in cell or "":
            if letter not in known:
                raise FormatError(f"unknown flag {letter!r} in {cell!r}")
            flags |= known[letter]
        return flags

    def show(flags: NTF) -> Cell:
        shown = [letter for flag, letter in table_.items() if flag & flags]
        return "".join(shown) or None

    return Column("flags", parse, show)


def state(value: str | None) -> str:
    """The letter of a state; ``?`` = another one."""
    return STATES.get(value or "", "?")


def state_of(cell: str) -> str | None:
    """Inverse of :func:`state`."""
    if cell in ("?", ""):
        return None
    for name, letter in STATES.items():
        if letter == cell:
            return name
    raise FormatError(f"unknown state {cell!r}")


def lladdr(show: Callable[[bytes], str]) -> Column:
    """The link-level address."""
    return Column(
        "lladdr", parse_lladdr, lambda v: "(incomplete)" if v is None else show(v)
    )


COMMON = (
    word("ifname", "?"),
    Column("expire", parse_expire, show_expire, whole=True),
    Column("flags", lambda cell: WORDS.get(cell, NTF(0)), lambda _: ""),
)
"""The columns after the link-level address; the cell Expire is two of them."""

EXPIRE = 3
"""Which cell says both when an entry expires and whether it stays."""


# -- forms -------------------------------------------------------------------------------

Neighbors = Callable[[Snapshot, View], Sequence[Neighbor]]


def of_version(version: int) -> Neighbors:
    """The neighbours of one IP version that are shown, with names if they are wanted."""

    def chosen(snapshot: Snapshot, view: View) -> Sequence[Neighbor]:
        return [
            n._replace(addr=Name(n.name)) if n.name and not view.numeric else n
            for n in snapshot.neighbors
            if (n.addr.version if isinstance(n.addr, Prefix) else version) == version
            and view.ifname in (None, n.ifname)
            and view.dst in (None, n.name, str(n.addr).split("/")[0])
        ]

    return chosen


class Columns(NamedTuple):
    """
    What a table of neighbours has behind the interface.

    Fields:
        heads:   the words of the heading: of the host, its address, and all behind.
        row:     the cells behind the interface.
        trimmed: the same without the blanks that the last cell leaves.
        columns: what they say, from the state or the flags on.
        blanks:  which cells are often blank.
        show:    writes link-level addresses.
    """

    heads: tuple[str, str, str]
    row: str
    trimmed: str
    columns: tuple[Column, ...]
    blanks: tuple[int, ...]
    show: Callable[[bytes], str] = show_mac


def layouts(
    version: int, columns: Columns, every: Sequence[Widths], named: str = ""
) -> list[Layout]:
    """
    The layouts of a table for some widths, likeliest first.

    *named*: what tells its heading from that of another release; ``""`` = it is usual.
    """
    host_head, lladdr_head, rest = columns.heads
    first = (host(version), lladdr(columns.show))
    out: list[Layout] = []
    for w in every:
        start = f"%-{w.host}s %-~{w.lladdr}s %~{w.netif}s"
        own = "" if w == every[0] else f"{w.host} {w.netif}"
        for row, how in ((columns.row, ""), (columns.trimmed, "trimmed")):
            out.append(
                Layout(
                    "inet6" if version == 6 else "inet",
                    (),
                    f"{host_head:{w.host}} {lladdr_head:{w.lladdr}}"
                    f" {'Netif':>{w.netif}} {rest}",
                    f"{start} {row}",
                    shared(
                        codec(Neighbor, (*first, *COMMON, *columns.columns)),
                        EXPIRE,
                        2,
                    ),
                    always=True,
                    variant=" ".join([x for x in (named, own, how) if x]),
                    blanks=columns.blanks,
                )
            )
    return out


def arp_table(name: str, every: Sequence[Widths]) -> Form:
    """``arp -a`` as a table."""
    columns = Columns(
        ("Host", "Ethernet Address", f"{'Expire':9} {'Flags':>5}"),
        "%-9.9s %s",
        "%.9s{ %s}",
        (letters({NTF.LOCAL: "l", NTF.PUBLISHED: "p"}),),
        (4,),
    )
    rows = Rows(of_version(4))
    return table(name, "neighbors", layouts(4, columns, every), rows)


def kame(table_: Mapping[NTF, str]) -> Columns:
    """``ndp -a`` as KAME first had it: flags four wide, addresses unpadded."""
    return Columns(
        ("Neighbor", "Linklayer Address", f"{'Expire':9} St Flgs Prbs"),
        "%-9.9s %1s  %-4.4s{ %4s}",
        "%-9.9s %1s {  %.4s}{ %4s}",
        (
            Column("state", state_of, state),
            letters(table_),
            count("probes", None),
        ),
        (5,),
        show_mac_unpadded,
    )


def ndp_wide(name: str, every: Sequence[Widths], table_: Mapping[NTF, str]) -> Form:
    """``ndp -a`` of macOS, which stayed with :func:`kame`."""
    return table(
        name, "neighbors", layouts(6, kame(table_), every), Rows(of_version(6))
    )


KAME = "KAME"
"""The table of :func:`kame` among those of a release that came to print another."""


def ndp_table(
    name: str,
    every: Sequence[Widths],
    table_: Mapping[NTF, str],
    others: Sequence[str] = (),
) -> Form:
    """
    ``ndp -a``, with the letters of its flags.

    *others*: what some releases print at the end of the heading, not ``S Flags``;
    :data:`KAME` = they print the table of :func:`kame`.
    """
    columns = Columns(
        ("Neighbor", "Linklayer Address", f"{'Expire':9} S Flags"),
        "%-9.9s %1s %s{ %s}",
        "%-9.9s %1s{ %s}{ %s}",
        (
            Column("state", state_of, state),
            letters(table_),
            count("probes", None),
        ),
        (5,),
    )
    found = layouts(6, columns, every)
    for end in others:
        heads = (*columns.heads[:2], f"{'Expire':9} {end}")
        known = {KAME: (kame(table_), (Widths(31, 17, 6),))}
        other, widths = known.get(end, (columns._replace(heads=heads), every))
        more = layouts(6, other, widths, end)
        found += [one._replace(when=lambda _: False) for one in more]
    return table(name, "neighbors", found, Rows(of_version(6)))
