"""
Captures' tables as commands, and the interfaces on which such commands succeed.

Each gateway and each neighbour needs an address of the host in its network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from rtentry.acts import Act
from rtentry.acts.order import gateways_of
from rtentry.acts.rebuild import rebuilt
from rtentry.acts.translate import acts_of, fitted, gathered
from rtentry.acts.unixwords import is_link_local, is_loopback
from rtentry.acts.wording import Commands, write
from rtentry.addr import Name, Prefix, mask_of
from rtentry.commands import commands
from rtentry.configure import system_of
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.model import Neighbor

GOLDEN = Path(__file__).parent / "golden"

NETWORKS = {4: 28, 6: 64}
"""Lengths of the networks that interfaces get, which are not those of the captures."""

Links = dict[str, list[Prefix]]
"""Interfaces, each with the host's addresses there and the lengths of their networks."""


@cache
def largest() -> dict[str, Path]:
    """The golden capture of each dialect that has most to add, by dialect."""
    found: dict[str, tuple[int, Path]] = {}
    for path in sorted(GOLDEN.rglob("*.txt")):
        try:
            count = sum(len(rebuilt(each).acts) for each in parse(path.read_text()))
        except (FormatError, UnicodeDecodeError):
            continue
        dialect = path.parent.name
        if count > found.get(dialect, (0, path))[0]:
            found[dialect] = (count, path)
    return {dialect: path for dialect, (_, path) in found.items()}


def lines_for(path: Path, target: Commands) -> Iterator[str]:
    """The commands that make the table of a capture, but those that need something."""
    for snapshot in parse(path.read_text()):
        source = system_of(snapshot)
        made = list(rebuilt(snapshot).acts)
        present: dict[object, list[Act]] = {}
        for act in gathered(made, source) if source else made:
            fitting, _ = fitted(act, source, target, present)
            if fitting is None:
                continue
            found = write(target, fitting)
            lacks = [loss for loss in found.losses if loss.fact.startswith("needs ")]
            if not lacks and not by_name(fitting):
                yield from found.lines


def by_name(act: Act) -> bool:
    """Whether a host is named, which nobody resolves."""
    entry = act.entry
    cells = (entry.addr,) if isinstance(entry, Neighbor) else (entry.dst, entry.gateway)
    return any(isinstance(cell, Name) for cell in cells)


def done_by(lines: Sequence[str], system: str) -> list[Act]:
    """What some commands of a system do."""
    target = commands(system)
    return gathered(acts_of("\n".join(lines), target), target)


def links(acts: Sequence[Act], other: str) -> Links:
    """
    The interfaces that some acts need; *other*: the one where they name none.

    Raises:
        AssertionError: if a network has no address left.
    """
    found: Links = {other: []}
    taken = {each.host for act in acts for each, _ in places(act, other)}
    for act in acts:
        for address, ifname in places(act, other):
            own = found.setdefault(ifname, [])
            own += [src for src in sources(act) if src not in own]
            if not is_loopback(address) and not is_link_local(address):
                mine = beside(address, taken)
                own += [mine] if mine not in own else []
    return found


def sources(act: Act) -> tuple[Prefix, ...]:
    """The addresses of the host that packets by a route are sent from."""
    src = None if isinstance(act.entry, Neighbor) else act.entry.src
    return (src,) if src else ()


def places(act: Act, other: str) -> Iterator[tuple[Prefix, str]]:
    """The addresses that have to be reached directly, each with its interface."""
    entry = act.entry
    if isinstance(entry, Neighbor):
        if isinstance(entry.addr, Prefix):
            yield entry.addr, entry.ifname or other
        return
    ways = [(hop.gateway, hop.ifname) for hop in entry.nexthops]
    for gateway, ifname in [(entry.gateway, entry.ifname), *ways]:
        if isinstance(gateway, Prefix):
            yield gateway, ifname or other
    if entry.ifname and not list(gateways_of(entry)):
        yield Prefix(4, 0x7F000001, 32), entry.ifname


def beside(address: Prefix, taken: set[Prefix]) -> Prefix:
    """An address of the host in the network of another one, which nobody has."""
    plen = NETWORKS[address.version]
    base = address.addr & mask_of(plen, address.version)
    free = (Prefix(address.version, base + n, plen) for n in range(14, 0, -1))
    return next(each for each in free if each.host not in taken)
