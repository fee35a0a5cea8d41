"""
Rows of a large table that differ in their gateway: a few of them tell of all.

Two rows of each rest, with different gateways, are read by the records; if what these say
differs in the gateway only, and the gateway is what stands in its cell, all other rows of
this rest say the same of theirs.  Of a gateway that is no address nothing follows: rows
with it are read, one of each group.  Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rtentry.addr import Gateway, Prefix, parse_address, show_address
from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.model import Route

ENOUGH = 2
"""So many gateways of a rest are read by the records."""

Group = tuple[int, int]
"""Rows that say the same but for the cells that differ: numbers of rest and gateway."""


class Said(NamedTuple):
    """What a record says of its group: length, all else but the counter, the counter."""

    plen: int
    kind: Route
    use: int | None


def gateway(cell: bytes) -> Prefix | None:
    """A host's IPv4 address as it is usually written; ``None`` = something else."""
    word, _, rest = cell.decode("ascii", "replace").rstrip("\0").partition(" ")
    if not word[-1:].isdecimal() or word.count(".") != 3 or rest.strip(" "):
        return None
    try:
        found = parse_address(word)
    except FormatError:
        return None
    return found if found.addr and show_address(found) == word else None


def wanted(
    groups: Sequence[Group], gateways: Sequence[Gateway | None]
) -> Iterator[int]:
    """Which groups have to be read: places among *groups*."""
    read: Counter[int] = Counter()
    for n, (rest, which) in enumerate(groups):
        if gateways[which] is None:
            yield n
        elif read[rest] < ENOUGH:
            read[rest] += 1
            yield n


def follow(
    read: Iterable[tuple[Group, Said]],
    groups: Sequence[Group],
    gateways: Sequence[Gateway | None],
) -> list[Said] | None:
    """
    What is said of each group, from what the records say of some of them.

    Returns:
        ``None`` if records of a group, or of a rest, do not agree.
    """
    alone: dict[Group, Said] = {}
    of_rest: dict[int, Said] = {}
    for group, found in read:
        rest, which = group
        if gateways[which] is None:
            if alone.setdefault(group, found) != found:
                return None
            continue
        if found.kind.gateway != gateways[which]:
            return None
        found = found._replace(kind=found.kind._replace(gateway=None))
        if of_rest.setdefault(rest, found) != found:
            return None
    return list(joined(alone, of_rest, groups, gateways))


def joined(
    alone: dict[Group, Said],
    of_rest: dict[int, Said],
    groups: Sequence[Group],
    gateways: Sequence[Gateway | None],
) -> Iterator[Said]:
    """What is said of each group; kinds are the same objects where they are equal."""
    bases: dict[Route, int] = {}
    base = {
        rest: bases.setdefault(said.kind, len(bases)) for rest, said in of_rest.items()
    }
    kinds: dict[Group, Route] = {}
    for group in groups:
        rest, which = group
        if gateways[which] is None:
            yield alone[group]
            continue
        plen, kind, use = of_rest[rest]
        key = base[rest], which
        if key not in kinds:
            kinds[key] = kind._replace(gateway=gateways[which])
        yield Said(plen, kinds[key], use)
