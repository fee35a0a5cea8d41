"""Paths of prefixes as peers tell them, the best of each, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec

from rtentry.addr import WIDTH, Prefix, new_prefix
from rtentry.flags import RTF
from rtentry.light import Any, Protocol
from rtentry.model import Route
from rtentry.wire.bgp import ORIGINS
from rtentry.wire.mrt import (
    ESTABLISHED,
    Change,
    Entry,
    Message,
    Other,
    Peer,
    Peers,
    Record,
    Rib,
    Said,
)
from rtentry.wire.mrtbest import Best, rank

Held = Mapping[int, Mapping[int, Entry]]
"""IP version -> address << 8 | length -> the best path of the prefix."""


class Incomplete(Exception):
    """An update came, and of the table before it only the best paths were kept."""


class Taker(Protocol):
    """
    What takes the records of a dump.

    Fields:
        peer:   the only peer that counts; ``None`` = every one.
        heard:  the peers that there are.
        counts: what was read and is no route (counts).
    """

    peer: Prefix | None
    counts: Counter[str]

    @property
    def heard(self) -> set[Prefix]:
        """The peers that there are."""

    def run(self, data: bytes, at: int) -> tuple[int, int]:
        """Take records of a piece of a file before they are cut out: a mrt.Run."""

    def row(self, record: Record) -> bool:
        """Take a record without reading it further; false if it has to be."""

    def meet(self, peers: Peers) -> None:
        """Take the peers of the rows that follow."""

    def take(self, said: Said) -> None:
        """Take what a record says; Incomplete if it needs paths that were not kept."""

    def best(self) -> Held:
        """The best path of each prefix."""


class Table:
    """The best paths of tables alone; fields as :class:`Taker`."""

    def __init__(self, peer: Prefix | None = None) -> None:
        self.peer = peer
        self.counts: Counter[str] = Counter()
        self.paths = Best(peer)
        self.run = self.paths.run
        self.row = self.paths.take
        self.meet = self.paths.meet

    @property
    def heard(self) -> set[Prefix]:
        """The peers that there are."""
        return self.paths.heard

    def take(self, said: Said) -> None:
        """Take what a record says; Incomplete if it is an update."""
        if isinstance(said, Rib):
            self.paths.table(said)
        elif isinstance(said, Other):
            self.counts[said.what] += 1
        else:
            raise Incomplete

    def best(self) -> Held:
        """The best path of each prefix."""
        return self.paths.held


class Paths:
    """
    The paths of all prefixes, as tables and updates have them; other fields: Taker.

    Fields:
        held: paths of each prefix.
    """

    def __init__(self, peer: Prefix | None = None) -> None:
        self.held: dict[Prefix, list[Entry]] = {}
        self.peer = peer
        self.heard: set[Prefix] = set()
        self.counts: Counter[str] = Counter()

    def run(self, data: bytes, at: int) -> tuple[int, int]:
        """No record is taken before it is cut out."""
        return at, 0

    def row(self, record: Record) -> bool:
        """No record is taken before it is read."""
        return False

    def meet(self, peers: Peers) -> None:
        """Take the peers of the rows that follow."""
        self.heard |= {peer.addr for peer in peers}

    def take(self, said: Said) -> None:
        """Take what a record says."""
        if isinstance(said, Rib):
            self.table(said)
        elif isinstance(said, Other):
            self.counts[said.what] += 1
        elif isinstance(said, Message):
            self.update(said)
        else:
            self.change(said)

    def table(self, said: Rib) -> None:
        """Add a row of a table."""
        new = said.entries
        self.heard.update([entry.peer.addr for entry in new])
        if self.peer is not None:
            new = [entry for entry in new if entry.peer.addr == self.peer]
        if new:
            self.held[said.dst] = [*self.held.get(said.dst, ()), *new]

    def update(self, said: Message) -> None:
        """Take away what a message withdraws, and put in what it announces."""
        peer, (withdrawn, announced, other) = said
        self.heard.add(peer.addr)
        if other:
            self.counts["UPDATE of another family"] += other
        if self.peer not in (None, peer.addr):
            return
        for dst, path_id in withdrawn:
            self.drop(dst, peer, path_id)
        for (dst, path_id), path in announced:
            self.drop(dst, peer, path_id)
            self.held.setdefault(dst, []).append(Entry(peer, path_id, path))

    def drop(self, dst: Prefix, peer: Peer, path_id: int) -> None:
        """Take away the path of a peer."""
        key = (peer.addr, path_id)
        old = self.held.get(dst, ())
        self.keep(dst, [x for x in old if (x.peer.addr, x.path_id) != key])

    def keep(self, dst: Prefix, entries: list[Entry]) -> None:
        """Hold these paths of a prefix alone."""
        if entries:
            self.held[dst] = entries
        else:
            self.held.pop(dst, None)

    def change(self, said: Change) -> None:
        """Take away all paths of a peer whose session ended (RFC 4271 section 8.2)."""
        self.counts["BGP state change"] += 1
        if said.old != ESTABLISHED or said.new == ESTABLISHED:
            return
        for dst, entries in list(self.held.items()):
            self.keep(dst, [x for x in entries if x.peer.addr != said.peer.addr])

    def best(self) -> Held:
        """The best path of each prefix."""
        found: dict[int, dict[int, Entry]] = {version: {} for version in WIDTH}
        for (version, addr, plen, _), entries in self.held.items():
            found[version][addr << 8 | plen] = min(entries, key=rank)
        return found


# -- routes --------------------------------------------------------------------------------

MANY = 50_000
"""Routes from which on they are frames, where that is wanted."""


def routes(held: Held, *, frames: bool) -> Sequence[Route]:
    """
    Best paths as routes, in order.

    Args:
        frames: whether many of them may be :class:`rtentry.frame.Routes`.
    """
    if frames and sum(map(len, held.values())) >= MANY and find_spec("numpy"):
        from rtentry.frame import Routes

        return Routes(*[framed(v, same) for v, same in held.items() if same])
    return tuple(
        [route for version in WIDTH for route in records(version, held[version])]
    )


def records(version: int, held: Mapping[int, Entry]) -> Iterator[Route]:
    """Best paths of one IP version as records, in order."""
    known: dict[tuple[int, bool], tuple[Any, ...]] = {}
    new = Route._make
    for key in sorted(held):
        entry, plen = held[key], key & 255
        which = id(entry), plen == WIDTH[version]
        rest = known.get(which)
        if rest is None:
            rest = known[which] = kind(version, entry, which[1])[1:]
        yield new((new_prefix((version, key >> 8, plen, "")), *rest))


def framed(version: int, held: Mapping[int, Entry]) -> Any:
    """Best paths of one IP version as a frame, in order."""
    import numpy as np

    from rtentry.frame import Frame, addresses

    keys = sorted(held)
    known: dict[tuple[int, bool], int] = {}
    kinds: list[Route] = []
    which: list[int] = []
    for key in keys:
        entry = held[key]
        name = id(entry), key & 255 == WIDTH[version]
        if name not in known:
            known[name] = len(kinds)
            kinds.append(kind(version, entry, name[1]))
        which.append(known[name])
    return Frame(
        version,
        addresses(version, [key >> 8 for key in keys]),
        np.array([key & 255 for key in keys], np.uint8),
        np.array(which, np.int32),
        tuple(kinds),
    )


def kind(version: int, entry: Entry, is_host: bool) -> Route:
    """What is said of a prefix with a best path, but for its destination."""
    peer, _, path = entry
    flags = RTF.UP | (RTF.HOST if is_host else RTF(0))
    extra = [("as_path", path.as_path), ("origin_as", path.origin_as)]
    extra += [("origin", ORIGINS[path.origin])]
    return Route(
        new_prefix((version, 0, 0, "")),
        path.gateway,
        flags=flags | RTF.GATEWAY if path.gateway else flags,
        proto="bgp",
        extra=(
            *[(name, value) for name, value in extra if value not in ("", None)],
            ("peer", peer.addr),
            ("peer_as", peer.asn),
        ),
    )
