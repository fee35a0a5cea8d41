"""``Radix`` of py-radix 1.1: a tree of nodes, each with a dictionary of its own."""

from __future__ import annotations

from _socket import (
    AF_INET,
    AF_INET6,
    AI_NUMERICHOST,
    gaierror,
    getaddrinfo,
    inet_ntop,
    inet_pton,
)
from _weakref import ref
from collections.abc import Iterable, Iterator
from operator import index

from rtentry.addr import WIDTH, Prefix
from rtentry.compat.tree import Node, Tree, cut, leading
from rtentry.errors import FormatError
from rtentry.light import Any
from rtentry.lpm.index import Fields
from rtentry.lpm.single import read_prefix

FAMILIES = {4: AF_INET, 6: AF_INET6}
VERSIONS = {4: 4, 16: 6}
"""IP version by octets of an address."""

LONGEST = 256
"""How long a text may be that is read as an address (octets)."""

FULL = -1
"""The length that means: the whole address."""


def places(version: int, addr: int, plen: int) -> tuple[Fields, ...]:
    """Where a prefix is: the IP versions are apart."""
    return (cut(version, addr, plen),)


class RadixNode(Node):
    """A prefix in a tree, and what its user keeps there; all but that is read-only."""

    __slots__ = ("tree",)

    tree: ref[Tree[RadixNode]]

    @property
    def data(self) -> dict[Any, Any]:
        """What the user keeps here."""
        return self.value  # type: ignore[no-any-return]

    @property
    def family(self) -> int:
        """AF_INET or AF_INET6."""
        return int(FAMILIES[self.version])

    @property
    def packed(self) -> bytes:
        """The address as octets in network order."""
        return self.addr.to_bytes(WIDTH[self.version] // 8)

    @property
    def network(self) -> str:
        """The address as text."""
        return inet_ntop(self.family, self.packed)

    @property
    def prefixlen(self) -> int:
        """The length in bits."""
        return self.plen

    @property
    def prefix(self) -> str:
        """Address and length as text."""
        return f"{self.network}/{self.plen}"

    @property
    def parent(self) -> RadixNode | None:
        """The longest prefix that covers it; ``None`` = none, or it is in no tree now."""
        tree = self.tree()
        if tree is None:
            return None
        found = tree.covering(self.version, self.addr, self.plen)
        return next(found, None) if next(found, None) is self else None

    def __reduce__(self) -> Any:
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")


class Radix:
    """
    Nodes by prefix, IPv4 and IPv6 apart.

    Methods that take a prefix take ``network``, with its length after a slash or as
    ``masklen``, or ``packed`` (octets in network order) and ``masklen``.  They raise
    TypeError where there is no address or two, ValueError where it is none.
    """

    def __init__(self) -> None:
        self._tree: Tree[RadixNode] = Tree(places, RadixNode)
        self._ref = ref(self._tree)
        self._changes = 0

    def add(
        self, network: str | None = None, masklen: int = FULL, packed: Any = None
    ) -> RadixNode:
        """The node of a prefix, which is put into the tree if it is not there."""
        node = self._tree.put(*prefix_of("add", network, masklen, packed))
        if node.value is None:
            node.value, node.tree = {}, self._ref
        self._changes += 1
        return node

    def delete(
        self, network: str | None = None, masklen: int = FULL, packed: Any = None
    ) -> None:
        """Take a prefix out; KeyError if it is not there."""
        node = self._tree.exact(*prefix_of("delete", network, masklen, packed))
        if node is None:
            raise KeyError("no such address")
        self._tree.drop(node)
        self._changes += 1

    # -- finding -----------------------------------------------------------------------

    def search_exact(
        self, network: str | None = None, masklen: int = FULL, packed: Any = None
    ) -> RadixNode | None:
        """The node of just this prefix; ``None`` = it is not there."""
        return self._tree.exact(*prefix_of("search_exact", network, masklen, packed))

    def search_best(
        self, network: str | None = None, masklen: int = FULL, packed: Any = None
    ) -> RadixNode | None:
        """The node of the longest prefix that covers one; ``None`` = none does."""
        if network.__class__ is str and masklen == FULL and packed is None:
            try:
                return self._tree.get(network)
            except FormatError:
                pass  # with a length, or wrong
        return self._tree.best(*prefix_of("search_best", network, masklen, packed))

    def search_worst(
        self, network: str | None = None, masklen: int = FULL, packed: Any = None
    ) -> RadixNode | None:
        """The node of the shortest prefix that covers one; ``None`` = none does."""
        prefix = prefix_of("search_worst", network, masklen, packed)
        found = list(self._tree.covering(*prefix))
        return found[-1] if found else None

    def search_covering(
        self, network: str | None = None, masklen: int = FULL, packed: Any = None
    ) -> list[RadixNode]:
        """The nodes of all prefixes that cover one, the longest first."""
        prefix = prefix_of("search_covering", network, masklen, packed)
        return list(self._tree.covering(*prefix))

    def search_covered(
        self, network: str | None = None, masklen: int = FULL, packed: Any = None
    ) -> list[RadixNode]:
        """The nodes of all prefixes that one covers, shorter ones after those they cover."""
        prefix = prefix_of("search_covered", network, masklen, packed)
        return list(inside_out(self._tree.index.covered(places(*prefix)[0])))

    # -- all ---------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._tree)

    def __bool__(self) -> bool:
        return True  # also when it is empty, as one without a length

    def __iter__(self) -> Iterator[RadixNode]:
        changes = self._changes
        for node in self._tree.nodes():
            if self._changes != changes:
                raise RuntimeWarning("Radix tree modified during iteration")
            yield node

    def nodes(self) -> list[RadixNode]:
        """All nodes: IPv4 first, in order of address, shorter prefixes first."""
        return self._tree.nodes()

    def prefixes(self) -> list[str]:
        """All prefixes as text, in the order of the nodes."""
        return [node.prefix for node in self._tree.nodes()]

    # -- pickles -----------------------------------------------------------------------

    def __getstate__(self) -> list[tuple[str, dict[Any, Any]]]:
        return [(node.prefix, node.data) for node in self]

    def __setstate__(self, state: list[tuple[str, dict[Any, Any]]]) -> None:
        for prefix, data in state:
            self.add(prefix).data.update(data)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (), self.__getstate__()


def inside_out(found: Iterable[tuple[Prefix, RadixNode]]) -> Iterator[RadixNode]:
    """Nodes in order, but shorter prefixes after those that they cover."""
    above: list[tuple[Prefix, RadixNode]] = []
    for prefix, node in found:
        while above and not above[-1][0].covers(prefix):
            yield above.pop()[1]
        above.append((prefix, node))
    yield from [node for _, node in reversed(above)]


# -- prefixes ------------------------------------------------------------------------------


def prefix_of(
    name: str, network: str | None, masklen: int, packed: Any
) -> tuple[int, int, int]:
    """The arguments of a method as version, address and length."""
    if network is not None and not isinstance(network, str):
        raise TypeError(
            f"{name}() argument 1 must be str or None, not {type(network).__name__}"
        )
    plen = index(masklen)
    if packed is None and network is None:
        raise TypeError("No address specified (use 'address' or 'packed')")
    if packed is not None and network is not None:
        raise TypeError("Two address types specified. Please pick one.")
    return of_octets(name, packed, plen) if network is None else of_text(network, plen)


def of_octets(name: str, packed: Any, plen: int) -> tuple[int, int, int]:
    """A prefix from octets; bits past its length are kept."""
    octets = packed.encode() if isinstance(packed, str) else packed
    if not isinstance(octets, bytes):
        raise TypeError(
            f"{name}() argument 3 must be read-only bytes-like object,"
            f" not {type(packed).__name__}"
        )
    version = VERSIONS.get(len(octets))
    if version is None or not FULL <= plen <= WIDTH[version]:
        raise ValueError("Invalid packed address format")
    return version, int.from_bytes(octets), WIDTH[version] if plen == FULL else plen


def of_text(network: str, plen: int) -> tuple[int, int, int]:
    """A prefix from text; bits past its length are cleared."""
    if plen == FULL and (found := read_prefix(network)):
        return cut(*found)[:3]
    text, slash, length = network.partition("/")
    if slash and plen != FULL:
        raise ValueError("masklen specified twice")
    if slash:
        number, rest = leading(length)
        if number is None or number < 0 or rest:
            raise ValueError("could not parse masklen")
        plen = number
    version, addr = address(text)
    if not FULL <= plen <= WIDTH[version]:
        raise ValueError("invalid prefix length")
    return cut(version, addr, WIDTH[version] if plen == FULL else plen)[:3]


def address(text: str) -> tuple[int, int]:
    """Version and address, also as inet_aton(3) reads it, or with a zone."""
    version = 6 if ":" in text else 4
    try:
        return version, int.from_bytes(inet_pton(FAMILIES[version], text))
    except OSError:
        pass
    if len(text) >= LONGEST:
        raise ValueError("string too long")
    try:
        found = getaddrinfo(text, None, flags=AI_NUMERICHOST)[0]
    except (gaierror, UnicodeError) as error:
        raise ValueError(getattr(error, "strerror", None) or str(error)) from None
    return address(str(found[4][0]).partition("%")[0])
