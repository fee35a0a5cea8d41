"""
Which rows a word asks about: an address, a link-level address, the name of an interface,
or ``statistics``.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import LLAddr, Prefix, parse_address, parse_mac
from rtentry.cells import cells, interface, letters, links, printed
from rtentry.cells import rows as neighbors
from rtentry.cells.rows import Words, one, origin
from rtentry.cells.sentences import Told
from rtentry.cells.told import Row
from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.model import Interface, Listing, RouteStats, Snapshot

STATISTICS = "statistics"
"""The word that asks for the lines of routing statistics."""


def is_name(word: str) -> bool:
    """
    Whether a word looks like an interface: small letters, then a number (``em0.7``).

    Without a number (``lo``) it is one if no system has such flags.
    """
    if word.isalpha() and word.islower():
        return word != "default" and not are_letters(word)
    stem = word.rstrip("0123456789")
    if stem[-1:] in (".", ":") and stem != word:
        stem = stem[:-1].rstrip("0123456789")
    return stem != word and stem.isascii() and stem.isalnum() and stem.islower()


def are_letters(word: str) -> bool:
    """Whether some system has all letters of a word for flags."""
    try:
        return bool(letters.meanings(word))
    except FormatError:
        return False


def mac_of(word: str) -> LLAddr | None:
    """The link-level address that a word is; ``None`` = it is none."""
    try:
        return parse_mac(word.lower().replace("-", ":"))
    except FormatError:
        return None


def is_row(word: str) -> bool:
    """Whether a word asks for rows alone, not for a decision."""
    return word == STATISTICS or is_name(word) or mac_of(word) is not None


def rows(snapshot: Snapshot, word: str) -> list[Row]:
    """The rows that a word asks about."""
    if word == STATISTICS:
        return list(lines(snapshot))
    if (mac := mac_of(word)) is not None:
        return list(of_mac(snapshot, mac))
    if not is_address(word):
        return list(of_interface(snapshot, word))
    return list(of_address(snapshot, parse_address(word)))


def is_address(word: str) -> bool:
    """Whether a word is an address."""
    try:
        parse_address(word)
    except FormatError:
        return False
    return True


def of_mac(snapshot: Snapshot, mac: LLAddr) -> Iterator[Row]:
    """The rows of neighbours and interfaces with a link-level address."""
    for at, entry in enumerate(snapshot.neighbors):
        if entry.lladdr == mac:
            yield from neighbors.neighbors(snapshot, at)
    for at, link in enumerate(snapshot.interfaces):
        if link.lladdr == mac:
            yield from links.interfaces(snapshot, at)


def of_address(snapshot: Snapshot, addr: Prefix) -> Iterator[Row]:
    """The rows of neighbours with an address; its zone is compared where both have one."""
    for at, entry in enumerate(snapshot.neighbors):
        found = entry.addr
        if isinstance(found, Prefix) and same(found, addr):
            yield from neighbors.neighbors(snapshot, at)


def same(one: Prefix, other: Prefix) -> bool:
    """Whether two addresses are the same, as far as they say their zones."""
    return one[:3] == other[:3] and (one.zone == other.zone or not other.zone)


def of_interface(snapshot: Snapshot, name: str) -> Iterator[Row]:
    """The rows of an interface; of a live one what is known of it."""
    for at, link in enumerate(snapshot.interfaces):
        if link.ifname != name:
            continue
        found = list(links.interfaces(snapshot, at))
        yield from found or [live(link)]


def live(link: Interface) -> Row:
    """An interface that no listing shows."""
    words = Words(
        cells("linux", 0, "interfaces"), interface.VALUES, {"flags": links.FLAGS}
    )
    told = tuple([one(each, words) for each in links.of_record(link)])
    return Row("as rtentry shows it", "", (str(link.ifname),), told)


# -- statistics ------------------------------------------------------------------------------


def lines(snapshot: Snapshot) -> Iterator[Row]:
    """The counters of each listing of statistics, as far as there are words for them."""
    for listing in snapshot.listings:
        if listing.kind != STATISTICS or snapshot.statistics is None:
            continue
        words = dialect(listing.dialect)
        found = printed.Printed(words, listing, listing.blocks, 0)
        known = cells(words.system, words.since, STATISTICS)
        values = counters(own_of(snapshot.statistics, listing))
        named = [(name, name, value) for name, value in values.items()]
        told = [one(each, Words(known, {}, {})) for each in named if each[0] in known]
        row = Row(
            *origin(snapshot, found, ""), tuple(printed.shown(snapshot, found)), ()
        )
        yield row._replace(cells=(*told, *others(len(named) - len(told))))


def own_of(stats: RouteStats, listing: Listing) -> RouteStats:
    """The counters of one listing: of some kinds its blocks say which of all are its."""
    spans = [block.rows for block in listing.blocks]
    if spans == [(0, 1)]:
        return stats
    return RouteStats(
        extra=tuple([x for span in spans for x in stats.extra[slice(*span)]])
    )


def counters(stats: RouteStats) -> dict[str, str]:
    """Counters by field or name; what was not said is left out."""
    own = {field: getattr(stats, field) for field in RouteStats._fields[:-1]}
    named = {**own, **dict(stats.extra)}
    alike = UNREACH & named.keys()
    return {
        name: str(value)
        for name, value in named.items()
        if value is not None and not (alike and name == "unreach")
    }


UNREACH = {"Ip.OutNoRoutes", "IpExt.InNoRoutes", "in_no_route"}
"""Counters of Linux that are the field ``unreach``, too."""


def others(count: int) -> tuple[Told, ...]:
    """What is said of counters that there are no words for."""
    text = f"{count} other counters: of other things than routes, or without words here"
    return (Told("others", "", str(count), (text,)),) * bool(count)
