"""Paths of prefixes as peers tell them, and the best of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rtentry.addr import Prefix
from rtentry.flags import RTF
from rtentry.model import Route
from rtentry.wire.bgp import ORIGINS, Path
from rtentry.wire.mrt import ESTABLISHED, Change, Entry, Message, Other, Peer, Rib, Said


class Incomplete(Exception):
    """An update came, and of the table before it only the best paths were kept."""


class Paths:
    """
    The paths of all prefixes.

    Fields:
        held:   paths of each prefix; but one of a table, if *all* is false.
        all:    whether all paths of a table are kept, for updates to come.
        peer:   the only peer that counts; ``None`` = every one.
        heard:  the peers that told something of routes.
        counts: what was read and is no route (counts).
    """

    def __init__(self, peer: Prefix | None = None, *, all: bool = True) -> None:
        self.held: dict[Prefix, list[Entry]] = {}
        self.all = all
        self.peer = peer
        self.heard: set[Prefix] = set()
        self.counts: Counter[str] = Counter()
        self.is_cut = False

    def take(self, said: Said) -> None:
        """
        Take what a record says.

        Raises:
            Incomplete: if it needs paths that were not kept.
        """
        if isinstance(said, Rib):
            self.table(said)
        elif isinstance(said, Other):
            self.counts[said.what] += 1
        elif self.is_cut:
            raise Incomplete
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
        if not new:
            return
        have = [*self.held.get(said.dst, ()), *new]
        if not self.all and len(have) > 1:
            have, self.is_cut = [min(have, key=rank)], True
        self.held[said.dst] = have

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

    def routes(self) -> Iterator[Route]:
        """The best path of each prefix, in order."""
        for dst in sorted(self.held):
            yield route(dst, min(self.held[dst], key=rank))


def rank(entry: Entry) -> tuple[int, int, Prefix, int]:
    """
    Which path is the better: the smaller.

    The shorter AS path, then the lower origin (IGP, EGP, incomplete), then the lower
    address of the peer, then the lower path identifier.
    """
    path: Path = entry[2]
    return path[0], path[1], entry[0][0], entry[1]


def route(dst: Prefix, entry: Entry) -> Route:
    """A path as a route."""
    peer, _, path = entry
    flags = RTF.UP | (RTF.HOST if dst.is_host else RTF(0))
    extra = [("as_path", path.as_path), ("origin_as", path.origin_as)]
    extra += [("origin", ORIGINS[path.origin])]
    return Route(
        dst,
        path.gateway,
        flags=flags | RTF.GATEWAY if path.gateway else flags,
        proto="bgp",
        extra=(
            *[(name, value) for name, value in extra if value not in ("", None)],
            ("peer", peer.addr),
            ("peer_as", peer.asn),
        ),
    )
