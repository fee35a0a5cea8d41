"""
The address space of a table: which way the packets of every address go.

A table is flattened into ranges of addresses, each with the way of the longest prefix
that covers it; two tables are walked side by side.  Exact, whatever the order and the
number of rows, and in the time that it takes to sort them.  Looked at is the table that
every packet looks into, without policy rules, scopes of interfaces and types of service.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rtentry.addr import WIDTH, Prefix, show_address, show_prefix
from rtentry.changes.facts import preference
from rtentry.changes.words import way as way_words
from rtentry.flags import RTF
from rtentry.join import table_of, ways
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.model import NexthopObject, Route, Snapshot

if TYPE_CHECKING:
    from rtentry.frame import Frame

NOWHERE = "no route"

WAY = 32
"""Bits that hold the number of a way in the key that is sorted."""

LENGTH = 8
"""Bits that hold a prefix length in that key."""

Flat = tuple[list[int], list[int]]
"""First address of each range, number of its way; a range ends where the next begins."""


class Move(NamedTuple):
    """
    A range of addresses that go another way.

    Fields:
        version:     4 or 6.
        first, last: its ends, both in it (addresses as integers).
        old, new:    the ways before and after (text); ``no route`` = none.
    """

    version: int
    first: int
    last: int
    old: str
    new: str

    def data(self) -> dict[str, Any]:
        """The move for ``--json``."""
        return {
            "version": self.version,
            "first": show_address(Prefix(self.version, self.first, 0)),
            "last": show_address(Prefix(self.version, self.last, 0)),
            "old": self.old,
            "new": self.new,
        }


def moves(old: Snapshot, new: Snapshot) -> Iterator[Move]:
    """The ranges that go another way in *new*, in order; neighbouring ones as one."""
    numbers = {NOWHERE: 0}
    before, after = chosen(old, numbers), chosen(new, numbers)
    names = list(numbers)
    for version, width in WIDTH.items():
        sides = [flat(side[version], width) for side in (before, after)]
        for first, last, was, now in differing(sides[0], sides[1], (1 << width) - 1):
            yield Move(version, first, last, names[was], names[now])


# -- which way each prefix goes ---------------------------------------------------------------


Keys = dict[int, list[int]]
"""IP version -> address, length and way of each prefix, in one number that sorts."""


def chosen(snapshot: Snapshot, numbers: dict[str, int]) -> Keys:
    """The way of each destination; *numbers* has one for each way, and takes new ones."""
    shared = {each.nhid: each for each in snapshot.nexthops}
    found: Keys = {4: [], 6: []}
    if not isinstance(snapshot.routes, tuple):
        from rtentry.frame import frames  # for large tables only

        for version, frame in frames(snapshot.routes).items():
            found[version] = of_frame(frame, shared, numbers)
        return found
    first, rivals = destinations(snapshot.routes)
    known: dict[Any, int] = {}
    for dst, route in first.items():
        # the number of the flags: an IntFlag is slow to hash
        key = route[1], route[2], int(route[3]), route.rtype, route.nexthops
        way = None if shared or dst in rivals else known.get(key)
        if way is None:
            text = words(best(rivals.get(dst, [route])), shared)
            way = numbers.setdefault(text, len(numbers))
            if dst not in rivals:
                known[key] = way
        found[dst[0]].append((dst[1] << LENGTH | dst[2]) << WAY | way)
    return found


def of_frame(
    frame: Frame, shared: Mapping[int, NexthopObject], numbers: dict[str, int]
) -> list[int]:
    """The same of a frame."""
    from rtentry.frame import Routes, rows

    ways = []
    for kind in frame.kinds:
        text = words([kind], shared) if counts(kind) else None
        ways.append(text and numbers.setdefault(text, len(numbers)))
    first, rivals = places(frame, [way is not None for way in ways])
    kinds = frame.kind.tolist()
    found = [key << WAY | (ways[kinds[n]] or 0) for key, n in first.items()]
    for key, which in rivals.items():
        text = words(best([*Routes(rows(frame, which))]), shared)
        found.append(key << WAY | numbers.setdefault(text, len(numbers)))
    return found


def places(
    frame: Frame, fit: Sequence[bool]
) -> tuple[dict[int, int], dict[int, list[int]]]:
    """
    The row of each destination that has one, and the rows of those that have several.

    Destinations are an address and a length in one number.

    Args:
        fit: which kinds count.
    """
    from rtentry.frame import integers

    keys = zip(integers(frame.version, frame.addr), frame.plen.tolist(), strict=True)
    first: dict[int, int] = {}
    rivals: dict[int, list[int]] = {}
    kinds = frame.kind.tolist()
    for n, (addr, plen) in enumerate(keys):
        if fit[kinds[n]]:
            key = addr << LENGTH | plen
            there = first.setdefault(key, n)
            if there != n:
                rivals.setdefault(key, [there]).append(n)
    for key in rivals:
        del first[key]
    return first, rivals


def destinations(
    routes: Iterable[Route],
) -> tuple[dict[Prefix, Route], dict[Prefix, list[Route]]]:
    """
    The first route to each destination, and all of those that have several.

    What is of one link is the same on all: a packet without a zone is asked about.
    """
    first: dict[Prefix, Route] = {}
    rivals: dict[Prefix, list[Route]] = {}
    for route in routes:
        dst = route[0]
        if type(dst) is Prefix and counts(route):
            dst = dst._replace(zone="") if dst[3] else dst
            there = first.setdefault(dst, route)
            if there is not route:
                rivals.setdefault(dst, [there]).append(route)
    return first, rivals


def counts(route: Route) -> bool:
    """Whether a plain packet can take a route: it is up, unscoped, in the main table."""
    if int(route[3]) & (UP | IFSCOPE) != UP:
        return False
    if route.tableid is not None and table_of(route.tableid):
        return False
    return not route.extra or not {"tos", "from", "dead", "deleted"} & {
        *dict(route.extra)
    }


UP, IFSCOPE = int(RTF.UP), int(RTF.IFSCOPE)


def best(routes: Sequence[Route]) -> list[Route]:
    """Of routes to one destination those that are taken: all that are equally good."""
    least = min(map(preference, routes))
    good = [route for route in routes if preference(route) == least]
    return good if good[0].flags & RTF.MPATH else good[:1]


def words(routes: Sequence[Route], shared: Mapping[int, NexthopObject]) -> str:
    """The way of some routes that are taken together, as text."""
    each = [" ".join(way_words(w)) for r in routes for w in ways(r, shared)]
    return " or ".join(sorted(each)) or NOWHERE


# -- ranges --------------------------------------------------------------------------------


def flat(keys: list[int], width: int) -> Flat:
    """Prefixes with their ways as ranges without overlaps, the whole space covered."""
    shift = LENGTH + WAY
    keys.sort()
    starts, out = [0], [0]
    ends, over = [1 << width], [0]
    sizes = [1 << (width - plen) for plen in range(width + 1)]
    plens, low = (1 << LENGTH) - 1, (1 << WAY) - 1
    for key in keys:
        addr = key >> shift
        while ends[-1] <= addr:
            begin(starts, out, ends.pop(), over[-2])
            over.pop()
        begin(starts, out, addr, key & low)
        ends.append(addr + sizes[key >> WAY & plens])
        over.append(key & low)
    while len(ends) > 1:
        begin(starts, out, ends.pop(), over[-2])
        over.pop()
    return starts, out


def begin(starts: list[int], out: list[int], start: int, way: int) -> None:
    """Let a range begin, in place of one that would be empty."""
    if starts[-1] == start:
        out[-1] = way
    elif out[-1] != way:
        starts.append(start)
        out.append(way)


def differing(old: Flat, new: Flat, top: int) -> Iterator[tuple[int, int, int, int]]:
    """First, last, way before, way after of each range whose way is another."""
    (a, was), (b, now) = old, new
    i = j = 0
    start = 0
    open_: tuple[int, int, int, int] | None = None
    while start <= top:
        nexta = a[i + 1] if i + 1 < len(a) else top + 1
        nextb = b[j + 1] if j + 1 < len(b) else top + 1
        end = min(nexta, nextb)
        x, y = was[i], now[j]
        if open_ and (open_[2], open_[3]) == (x, y):
            open_ = (open_[0], end - 1, x, y)
        else:
            if open_:
                yield open_
            open_ = (start, end - 1, x, y) if x != y else None
        i += nexta == end
        j += nextb == end
        start = end
    if open_:
        yield open_


# -- in words ------------------------------------------------------------------------------


def line(move: Move) -> str:
    """``10.0.0.0/9: via 192.0.2.1 dev eth0 -> no route``."""
    return f"{extent(move)}: {move.old} -> {move.new}"


def extent(move: Move) -> str:
    """The range: a prefix if it is one, else its two ends."""
    size = move.last - move.first + 1
    plen = WIDTH[move.version] - size.bit_length() + 1
    if not size & (size - 1) and not move.first & (size - 1):
        return show_prefix(Prefix(move.version, move.first, plen))
    ends = [
        show_address(Prefix(move.version, end, 0)) for end in (move.first, move.last)
    ]
    return "-".join(ends)


Sums = dict[int, tuple[int, int]]
"""IP version -> ranges, and addresses, that go elsewhere; without those of which none do."""


def counted(moved: Iterable[Move], sums: Sums) -> Iterator[Move]:
    """The moves as they come; *sums* has them all when the last has come."""
    for move in moved:
        ranges, addresses = sums.get(move.version, (0, 0))
        sums[move.version] = ranges + 1, addresses + move.last - move.first + 1
        yield move


def summary(sums: Sums) -> Iterator[str]:
    """How much goes elsewhere, a line for each IP version."""
    for version, (ranges, addresses) in sorted(sums.items()):
        many = f"{ranges} range{'s' * (ranges > 1)}"
        yield f"IPv{version}: {addresses} addresses in {many} go elsewhere"
