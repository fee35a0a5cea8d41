"""
Rows of a large table that differ in their gateway: a few of them tell of all.

What else stands in a row is its *rest*.  Two rows of each rest, with different gateways,
are read by the records; if what these say differs in the gateway only, and the gateway is
what stands in its cell, all other rows of this rest say the same of theirs.  Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from rtentry.addr import Gateway, Prefix, parse_address, show_address
from rtentry.bulkrows import Kept, Places
from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.model import Route

ENOUGH = 2
"""So many gateways of a rest are read by the records."""


class Way(NamedTuple):
    """
    A row that stands for its group.

    Fields:
        row:     the row.
        rest:    what stands in it besides its gateway and the cells that differ.
        gateway: its gateway; ``None`` = no IPv4 address, or that of no host: nothing is
                 known of it from other rows.
    """

    row: Kept
    rest: tuple[str, ...]
    gateway: Prefix | None


class Said(NamedTuple):
    """What a record says of its group: length, all else but the counter, the counter."""

    plen: int
    kind: Route
    use: int | None


def way(row: Kept, line: str, places: Places) -> Way:
    """What a row says of its gateway, and beside it."""
    first, counter = places
    if counter is not None:
        line = line[: counter[0]] + " " * (counter[1] - counter[0]) + line[counter[1] :]
    dst, beside = line[:first], line[first:]
    word = beside.split(" ", 1)[0]
    gateway = address(word)
    if gateway is not None:
        beside = beside[len(word) :].rjust(len(beside))
    _, _, plen = dst.rstrip(" ").partition("/")
    return Way(row, (str(dst.count(".")), plen, beside), gateway)


@cache
def address(word: str) -> Prefix | None:
    """A host's IPv4 address as it is usually written; ``None`` = something else."""
    if not word[-1:].isdigit() or word.count(".") != 3:
        return None
    try:
        found = parse_address(word)
    except FormatError:
        return None
    return found if found.addr and show_address(found) == word else None


def divided(ways: Sequence[Way], read: Sequence[Way]) -> tuple[list[Way], list[Way]]:
    """
    Those that have to be read, and those of which others tell.

    Args:
        ways: rows.
        read: rows that are read in any case.
    """
    known: dict[tuple[str, ...], set[Gateway]] = defaultdict(set)
    for each in read:
        if each.gateway is not None:
            known[each.rest].add(each.gateway)
    some: list[Way] = []
    others: list[Way] = []
    for each in ways:
        if each.gateway is None:
            some.append(each)
            continue
        gateways = known[each.rest]
        is_told = len(gateways) >= ENOUGH
        (others if is_told else some).append(each)
        if not is_told:
            gateways.add(each.gateway)
    return some, others


def follow(said: dict[int, Said], read: Sequence[Way], others: Sequence[Way]) -> bool:
    """
    Put into *said* what follows for the groups of *others*; whether it does.

    Args:
        said: what the records say, by group.
        read: the rows that these records are of.
    """
    of_rest: dict[tuple[str, ...], Said] = {}
    wanted = {each.rest for each in others}
    for each in read:
        if each.gateway is None or each.rest not in wanted:
            continue
        found = said[each.row.group]
        if found.kind.gateway != each.gateway:
            return False
        rest = found._replace(kind=found.kind._replace(gateway=None))
        if of_rest.setdefault(each.rest, rest) != rest:
            return False
    for each in others:
        rest = of_rest[each.rest]
        found = rest._replace(kind=rest.kind._replace(gateway=each.gateway))
        if said.setdefault(each.row.group, found) != found:
            return False
    return True
