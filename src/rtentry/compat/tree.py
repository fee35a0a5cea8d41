"""
Prefixes as somebody wrote them, each with a value: what the faces have in common.

A node is found by its place: a prefix in the index of the tree.  Where two prefixes of
different IP versions are the same to the original, they have the same place.

Nodes that are put in wait until somebody asks for another: many then come into the index
at once, which takes a quarter of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rtentry.light import Any, Generic, TypeVar
from rtentry.lpm.index import Fields, Index

Places = Callable[[int, int, int], tuple[Fields, ...]]
"""
Version, address and length -> where what covers it is, longer prefixes first.

The first of them is its own place; there are none for what covers no address.
"""


class Node:
    """
    A prefix in a tree.

    Fields:
        version, addr, plen: the prefix as it was written first, with bits past *plen*.
        value: what the user keeps here; ``None`` at first.
    """

    __slots__ = ("addr", "plen", "value", "version")

    def __init__(self, version: int, addr: int, plen: int) -> None:
        self.version = version
        self.addr = addr
        self.plen = plen
        self.value: Any = None


N = TypeVar("N", bound=Node)


class Tree(Generic[N]):
    """
    Nodes by prefix.

    Fields:
        places: where a prefix is looked for.
        make:   makes a node from version, address and length.
        get:    the node of the longest prefix that has an address: ``Index.get``.
        waiting: nodes by place that are not in the index yet.
    """

    def __init__(self, places: Places, make: Callable[[int, int, int], N]) -> None:
        self.places = places
        self.make = make
        self.waiting: dict[Fields, N] = {}
        self._index: Index[N] = Index()
        self._used = False
        self.get: Callable[[str | bytes | int], N | None] = self._index.get

    def __len__(self) -> int:
        return len(self._index) + len(self.waiting)

    @property
    def index(self) -> Index[N]:
        """The nodes by place, all of them."""
        if self.waiting:
            self._index.load(self.waiting.items())
            self.waiting = {}
            self._used = True
            self.get = self._index.get
        return self._index

    def first(self, address: str | bytes | int) -> N | None:
        """Stands for *get* while nodes wait."""
        return self.index.get(address)

    def put(self, version: int, addr: int, plen: int) -> N:
        """The node of just this prefix; a new one if there is none."""
        place = self.places(version, addr, plen)[0]
        node = self.waiting.get(place) or (self._used and self._index.exact(place))
        if node:
            return node
        if not self.waiting:
            self.get = self.first
        node = self.waiting[place] = self.make(version, addr, plen)
        return node

    def drop(self, node: N) -> None:
        """Take a node out."""
        self.index.delete(self.places(node.version, node.addr, node.plen)[0])

    def exact(self, version: int, addr: int, plen: int) -> N | None:
        """The node of just this prefix."""
        for place in self.places(version, addr, plen):
            return self.index.exact(place)
        return None

    def best(self, version: int, addr: int, plen: int) -> N | None:
        """The node of the longest prefix that covers a prefix."""
        for place in self.places(version, addr, plen):
            found = self.index.match(place)
            if found is not None:
                return found
        return None

    def covering(self, version: int, addr: int, plen: int) -> Iterator[N]:
        """The nodes of all prefixes that cover a prefix, longest first."""
        for place in self.places(version, addr, plen):
            yield from self.index.matches(place)

    def nodes(self) -> list[N]:
        """All nodes in order of their places, IPv4 first, shorter prefixes first."""
        return [node for _, node in self.index.items()]


def cut(version: int, addr: int, plen: int) -> Fields:
    """A prefix without the bits past its length."""
    past = (32 if version == 4 else 128) - plen
    return version, addr >> past << past, plen, ""


def leading(text: str) -> tuple[int | None, str]:
    """
    The number that a text begins with, and the rest: as strtol(3) reads it.

    Returns:
        ``None`` if it begins with none; the rest is the whole text then.
    """
    if text.isdecimal() and text.isascii():
        return int(text), ""
    rest = text.lstrip(" \t\n\v\f\r")
    sign = rest[:1] if rest[:1] in ("+", "-") else ""
    digits = rest[len(sign) :]
    after = digits.lstrip("0123456789")
    if after == digits:
        return None, text
    return int(sign + digits[: len(digits) - len(after)]), after
