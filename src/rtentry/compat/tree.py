"""
Prefixes as somebody wrote them, each with a value: what the faces have in common.

A node is found by its place: a prefix in the index of the tree.  Where two prefixes of
different IP versions are the same to the original, they have the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rtentry.addr import WIDTH, Prefix, new_prefix
from rtentry.light import Any, Generic, TypeVar
from rtentry.lpm.index import Index

Places = Callable[[int, int, int], tuple[Prefix, ...]]
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
        index:  the nodes by place.
        places: where a prefix is looked for.
        make:   makes a node from version, address and length.
    """

    def __init__(self, places: Places, make: Callable[[int, int, int], N]) -> None:
        self.index: Index[N] = Index()
        self.places = places
        self.make = make

    def __len__(self) -> int:
        return len(self.index)

    def put(self, version: int, addr: int, plen: int) -> N:
        """The node of just this prefix; a new one if there is none."""
        place = self.places(version, addr, plen)[0]
        node = self.index.exact(place)
        if node is None:
            node = self.make(version, addr, plen)
            self.index.insert(place, node)
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


def cut(version: int, addr: int, plen: int) -> Prefix:
    """A prefix without the bits past its length."""
    past = WIDTH[version] - plen
    return new_prefix((version, addr >> past << past, plen, ""))


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
