"""
``PyTricia`` of pytricia 1.3: a dictionary whose keys are prefixes.

As there, one tree has both IP versions in one space of bits: ``32.0.0.0/8`` and
``2000::/8`` are the same key.
"""

from __future__ import annotations

from _socket import AF_INET, AF_INET6, inet_ntop, inet_pton
from collections.abc import Callable, Iterator

from rtentry.addr import WIDTH, Prefix
from rtentry.compat.tree import Node, Tree, cut, leading
from rtentry.errors import FormatError
from rtentry.light import Any
from rtentry.lpm.index import Fields
from rtentry.lpm.single import read_prefix

Key = Any
"""
An address or a prefix: text, an integer (IPv4), octets, (octets, length), or an object
of ``ipaddress``.
"""

Reader = Callable[[Any], tuple[int, int, int]]
"""What reads a key as version, address and length."""

MOST = 128
"""The longest prefix that a tree can be made for."""

FAMILIES = {4: AF_INET, 6: AF_INET6}
VERSIONS = {4: 4, 16: 6}
"""IP version by octets of an address."""

NOWHERE = 6, 0, -1
"""What an integer stands for that is no address: nothing matches it."""


def places(version: int, addr: int, plen: int) -> tuple[Fields, ...]:
    """Where a prefix is: up to /32 among those of IPv4, whatever its version."""
    if plen > 32:
        return cut(version, addr, plen), cut(4, addr >> 96, 32)
    return (cut(4, addr if version == 4 else addr >> 96, plen),) if plen >= 0 else ()


def bits(found: tuple[Prefix, Node]) -> tuple[int, int]:
    """Where a prefix stands among all: shorter ones before what they cover."""
    version, addr, plen, _ = found[0]
    return addr << WIDTH[6] - WIDTH[version], plen


class PyTricia:
    """
    Values by prefix; a look finds the value of the longest prefix that covers the key.

    Args:
        maxbits:    0 to 128; checked and kept for pickles, else without effect.
        family:     AF_INET or AF_INET6; likewise.
        raw_output: whether keys are given as (octets, length), not as text.
    """

    __slots__ = (
        "__weakref__",
        "_frozen",
        "_made",
        "_raw",
        "_tree",
    )

    def __init__(self, *args: Any) -> None:
        *self._made, self._raw = checked(*args)
        self._frozen = False
        self._tree: Tree[Node] = Tree(places, Node)

    # -- finding -----------------------------------------------------------------------

    def _best(self, key: Key, read: Reader | None = None) -> Node | None:
        """The node of the longest prefix that covers a key; ValueError if it is none."""
        kind = key.__class__
        try:
            if kind is str:
                node = self._tree.get(key)
                if node is not None or ":" not in key:
                    return node
                return self._tree.get(inet_pton(AF_INET6, key)[:4])
            if (kind is bytes and len(key) == 4) or (
                kind is int and 0 <= key < 1 << 32
            ):
                return self._tree.get(key)
        except FormatError:
            pass  # with a length, or wrong
        return self._tree.best(*(read or wanted)(key))

    def __getitem__(self, key: Key) -> Any:
        node = self._best(key)
        if node is None:
            raise KeyError("Prefix not found.")
        return node.value

    def __contains__(self, key: Key) -> bool:
        return self._best(key, prefix_of) is not None

    def get(self, key: Key, default: Any = None, /) -> Any:
        """The value of the longest prefix that covers a key, else *default*."""
        node = self._best(key)
        return default if node is None else node.value

    def get_key(self, key: Key, /) -> Any:
        """The longest prefix that covers a key; ``None`` = none does."""
        return self._shown(self._best(key))

    def has_key(self, key: Key, /) -> bool:
        """Whether just this prefix is there."""
        return self._tree.exact(*wanted(key)) is not None

    def parent(self, key: Key, /) -> Any:
        """The longest prefix that covers another one that is there; ``None`` = none."""
        node = self._exact(key)
        above = self._tree.covering(node.version, node.addr, node.plen)
        return self._shown(next((x for x in above if x is not node), None))

    def children(self, key: Key, /) -> list[Any]:
        """All prefixes that one which is there covers, in order, without itself."""
        node = self._exact(key)
        below = self._covered(node.version, node.addr, node.plen)
        return [self._shown(each) for each in below[1:]]

    def _exact(self, key: Key) -> Node:
        """The node of just this prefix; KeyError if there is none."""
        node = self._tree.exact(*wanted(key))
        if node is None:
            raise KeyError("Prefix doesn't exist.")
        return node

    # -- all ---------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._tree)

    def __iter__(self) -> Iterator[Any]:
        for node in self._covered(4, 0, 0):
            if self._tree.exact(node.version, node.addr, node.plen) is node:
                yield self._shown(node)  # else it was taken out meanwhile

    def keys(self) -> list[Any]:
        """All prefixes, in order of their bits, shorter ones first."""
        return [self._shown(node) for node in self._covered(4, 0, 0)]

    def _covered(self, version: int, addr: int, plen: int) -> list[Node]:
        """The nodes that a prefix covers, itself included, in order of their bits."""
        covered = self._tree.index.covered
        if plen > 32:
            return [node for _, node in covered(cut(version, addr, plen))]
        top = addr if version == 4 else addr >> 96
        found = [*covered(cut(4, top, plen)), *covered(cut(6, top << 96, plen))]
        found.sort(key=bits)
        return [node for _, node in found]

    def _shown(self, node: Node | None) -> Any:
        """A prefix as this tree gives it."""
        if node is None:
            return None
        octets = node.addr.to_bytes(WIDTH[node.version] // 8)
        if self._raw:
            return octets, node.plen
        return f"{inet_ntop(FAMILIES[node.version], octets)}/{node.plen}"

    # -- changing ----------------------------------------------------------------------

    def __setitem__(self, key: Key, value: Any) -> None:
        self._thawed()
        version, addr, plen = prefix_of(key)
        if plen < 0:
            raise ValueError("Invalid key.")
        self._tree.put(version, addr, plen).value = value

    def insert(self, *args: Any) -> None:
        """``insert(key, value)`` or ``insert(key, length, value)``."""
        if not 1 <= len(args) <= 3:
            raise ValueError("Invalid argument(s) to insert")
        if len(args) == 1:
            raise ValueError("Missing argument(s) to insert")
        key, value = args[0], args[-1]
        try:
            self[key if len(args) == 2 else resized(*args[:2])] = value
        except ValueError:
            raise ValueError("Invalid key.") from None

    def delete(self, key: Key, /) -> None:
        """Take out just this prefix; KeyError if it is not there."""
        self._thawed()
        self._tree.drop(self._exact(key))

    def __delitem__(self, key: Key) -> None:
        self.delete(key)

    def freeze(self) -> None:
        """Refuse changes from now on; only then it can be pickled."""
        self._frozen = True

    def thaw(self) -> None:
        """Allow changes again."""
        self._frozen = False

    def _thawed(self) -> None:
        """ValueError if it is frozen."""
        if self._frozen:
            raise ValueError("can not modify a frozen pytricia!  Thaw?")

    # -- pickles -----------------------------------------------------------------------

    def __reduce__(self) -> tuple[Any, ...]:
        if not self._frozen:
            raise RuntimeError("pytri must be frozen before attempting to pickle!")
        nodes = [(n.version, n.addr, n.plen, n.value) for n in self._tree.nodes()]
        return type(self), (*self._made, self._raw), nodes

    def __setstate__(self, state: list[tuple[int, int, int, Any]]) -> None:
        for *prefix, value in state:
            self._tree.put(*prefix).value = value
        self._frozen = True


def checked(*args: Any) -> tuple[int, int, bool]:
    """The arguments of a tree: bits, family, whether keys are raw."""
    most, family, raw = (*args, *(32, AF_INET, False)[len(args) :])[:3]
    if len(args) > 3 or not isinstance(most, int) or not isinstance(family, int):
        raise ValueError("Error parsing prefix length or address family")
    if not 0 <= most <= MOST:
        raise ValueError(
            "Invalid number of maximum bits; must be between 0 and 128, inclusive"
        )
    if family not in (AF_INET, AF_INET6):
        raise ValueError(
            f"Invalid address family; must be AF_INET ({int(AF_INET)})"
            f" or AF_INET6 ({int(AF_INET6)})"
        )
    return int(most), int(family), bool(raw)


# -- keys ----------------------------------------------------------------------------------


def wanted(key: Key) -> tuple[int, int, int]:
    """A key to be looked for, as version, address and length."""
    try:
        return prefix_of(key)
    except ValueError:
        raise ValueError("Invalid prefix.") from None


def prefix_of(key: Key) -> tuple[int, int, int]:
    """
    A key as version, address and length; NOWHERE for an integer that is no address.

    Raises:
        ValueError: if it is neither an address nor a prefix.
    """
    if found := read_prefix(key):
        return found
    for kind, read in READERS.items():
        if isinstance(key, kind):
            return read(key)
    import ipaddress  # whoever has such a key has imported it

    if isinstance(key, (ipaddress.IPv4Network, ipaddress.IPv6Network)):
        version, addr, _ = of_octets(key.network_address.packed)
        return version, addr, key.prefixlen
    if isinstance(key, (ipaddress.IPv4Address, ipaddress.IPv6Address)):
        return of_octets(key.packed)
    raise ValueError("Invalid key type")


def of_text(key: str) -> tuple[int, int, int]:
    """``10.0.0.0/8``; a length that is none means the whole address."""
    text, _, length = key.partition("/")
    if "." not in key and ":" not in key:
        raise ValueError("Invalid key type")
    version = 6 if ":" in text else 4
    try:
        addr = int.from_bytes(inet_pton(FAMILIES[version], text))
    except OSError:
        raise ValueError("Invalid prefix.") from None
    plen = leading(length)[0] or 0 if length else -1
    return version, addr, plen if 0 <= plen <= WIDTH[version] else WIDTH[version]


def of_integer(key: int) -> tuple[int, int, int]:
    """An IPv4 address; what is past 32 bits of a long does not count."""
    return (4, key & 0xFFFFFFFF, 32) if 0 <= key < 1 << 64 else NOWHERE


def of_octets(key: bytes) -> tuple[int, int, int]:
    """An address in network order."""
    if len(key) not in VERSIONS:
        raise ValueError("Address bytes must be of length 4 or 16")
    return VERSIONS[len(key)], int.from_bytes(key), len(key) * 8


def of_pair(key: tuple[Any, ...]) -> tuple[int, int, int]:
    """(octets, length): as keys are given when they are raw."""
    octets, plen = (*key, None, None)[:2]
    if not isinstance(octets, bytes):
        raise ValueError("Invalid key tuple value type")
    if len(octets) not in VERSIONS:
        raise ValueError("Invalid key tuple value")
    if not isinstance(plen, int) or plen < 0:
        raise ValueError("Invalid key tuple size type")
    version, addr, width = of_octets(octets)
    return version, addr, min(plen, width)


READERS: dict[type, Reader] = {
    str: of_text,
    int: of_integer,
    bytes: of_octets,
    tuple: of_pair,
}
"""What reads a key, by its type."""


def resized(key: Key, plen: Any) -> Key:
    """A key with another length; -1, or what is no number, means its own."""
    version, addr, own = prefix_of(key)
    if not isinstance(plen, int) or plen == -1:
        plen = own
    if own < 0 or not 0 <= plen <= WIDTH[version]:
        raise ValueError("Invalid key.")
    return addr.to_bytes(WIDTH[version] // 8), plen
