"""
``SubnetTree`` of pysubnettree 0.38: values by subnet.

As there, IPv4 is part of IPv6: ``10.0.0.0/8`` is ``::ffff:10.0.0.0/104``.
"""

from __future__ import annotations

import sys
from _socket import AF_INET, AF_INET6, inet_ntop, inet_pton

from rtentry.addr import WIDTH
from rtentry.compat.tree import Node, Tree, cut, leading
from rtentry.errors import FormatError
from rtentry.light import Any
from rtentry.lpm.index import Fields
from rtentry.lpm.single import read_prefix

MAPPED = 0xFFFF << 32
"""Where IPv4 is among the addresses of IPv6, in 96 bits (RFC 4291 section 2.5.5.2)."""

BESIDE = MAPPED.to_bytes(16)
"""An address of IPv4 as one of IPv6: what covers all of them covers it."""

FAMILIES = {4: AF_INET, 6: AF_INET6}

DUMMY = "<dummy string>"
"""What is kept at a subnet that was put in without a value."""

ADDRESS = 39
"""How many characters before a slash are read."""

SHORT = 16
"""Bits of a prefix length: what is past them does not count."""


def places(version: int, addr: int, plen: int) -> tuple[Fields, ...]:
    """Where a prefix is: among those of IPv4 if it is all of that; else among IPv6."""
    if version == 6 and not (plen >= 96 and addr >> 32 == MAPPED >> 32):
        return (cut(6, addr, plen),)
    low, width = addr & 0xFFFFFFFF, plen if version == 4 else plen - 96
    return cut(4, low, width), cut(6, MAPPED, 96)


class SubnetTree:
    """
    Values by subnet; a look finds the value of the longest one that has the address.

    Args:
        binary_lookup_mode: whether addresses that are looked for are octets.
    """

    def __init__(self, binary_lookup_mode: bool = False) -> None:
        self._binary = truth("new_SubnetTree", binary_lookup_mode)
        self._tree: Tree[Node] = Tree(places, Node)

    # -- changing ----------------------------------------------------------------------

    def insert(self, *args: Any) -> bool:
        """
        ``insert(subnet[, value])`` or ``insert(address, length[, value])``.

        The address is an integer as it stands in memory; without a value it is a set.
        """
        prefix, rest = arguments("insert", args)
        if len(rest) > 1:
            raise overload("insert")
        self._tree.put(*prefix).value = rest[0] if rest else DUMMY
        return True

    def remove(self, *args: Any) -> bool:
        """Take a subnet out, named as for ``insert``; whether it had a value."""
        prefix, rest = arguments("remove", args)
        if rest:
            raise overload("remove")
        return self._drop(prefix)

    def __setitem__(self, cidr: str, data: Any) -> None:
        self._tree.put(*parse_cidr(text_of("setitem", cidr))).value = data

    def __delitem__(self, cidr: str) -> None:
        self._drop(parse_cidr(text_of("delitem", cidr)))

    def _drop(self, prefix: tuple[int, int, int]) -> bool:
        """Take a subnet out; whether it had a value."""
        node = self._tree.exact(*prefix)
        if node is None:
            raise RuntimeError("patricia_lookup failed.")
        self._tree.drop(node)
        return node.value is not DUMMY

    # -- finding -----------------------------------------------------------------------

    def _best(self, key: Any) -> Node | None:
        """The node of an address; ValueError if it is none."""
        if key.__class__ is str and not self._binary:
            try:
                get = self._tree.get
                if ":" not in key:
                    return get(key) or get(BESIDE)
                octets = inet_pton(AF_INET6, key)
                inside = get(octets[12:]) if octets[:12] == BESIDE[:12] else None
                return inside or get(octets)
            except (OSError, FormatError):
                pass  # with a length, or wrong
        version, addr, _ = self._address(key)  # as there, the length does not count
        return self._tree.best(version, addr, WIDTH[version])

    def _address(self, key: Any) -> tuple[int, int, int]:
        """What is looked for, as version, address and length."""
        octets = octets_of(key)
        if not self._binary:
            return parse_cidr(octets.decode("latin-1"))
        if len(octets) not in (4, 16):
            raise ValueError(
                "Invalid binary address.  Binary addresses are 4 or 16 bytes."
            )
        return 4 if len(octets) == 4 else 6, int.from_bytes(octets), len(octets) * 8

    def __getitem__(self, cidr: str | bytes) -> Any:
        try:
            node = self._best(cidr)
        except ValueError:
            node = None
        if node is None:
            raise KeyError(octets_of(cidr))
        return node.value

    def __contains__(self, cidr: str | bytes | int) -> bool:
        return self._lookup(cidr) is not None

    def lookup(self, cidr: str | bytes | int) -> Any:
        """The value of an address; SystemError (as there) if no subnet has it."""
        node = self._lookup(cidr)
        if node is None:
            raise SystemError(f"no subnet has {cidr!r}")
        return node.value

    def _lookup(self, cidr: str | bytes | int) -> Node | None:
        """The node of an address, which may be an integer as it stands in memory."""
        if isinstance(cidr, int):
            return self._tree.best(4, in_memory(cidr), 32)
        try:
            return self._best(cidr)
        except ValueError:
            if self._binary:
                raise
            return None

    def search_all(self, cidr: str | bytes) -> list[Any]:
        """The values of all subnets that have an address or a subnet, longest first."""
        return [node.value for node in self._tree.covering(*self._address(cidr))]

    # -- all ---------------------------------------------------------------------------

    def prefixes(self, ipv4_native: bool = False, with_len: bool = True) -> set[str]:
        """
        The subnets as text.

        Args:
            ipv4_native: whether those of IPv4 are written so, not as part of IPv6.
            with_len:    whether their lengths are written.
        """
        native = truth("prefixes", ipv4_native)
        full = truth("prefixes", with_len)
        return {show(node, native, full) for node in self._tree.nodes()}

    def get_binary_lookup_mode(self) -> bool:
        """Whether addresses that are looked for are octets."""
        return self._binary

    def set_binary_lookup_mode(self, binary_lookup_mode: bool = True) -> None:
        """Say whether addresses that are looked for are octets."""
        self._binary = truth("set_binary_lookup_mode", binary_lookup_mode)


def show(node: Node, native: bool, full: bool) -> str:
    """A subnet as text, IPv4 natively or as part of IPv6, with or without its length."""
    version, addr, plen = node.version, node.addr, node.plen
    if native and version == 6 and plen >= 96 and addr >> 32 == MAPPED >> 32:
        version, addr, plen = 4, addr & 0xFFFFFFFF, plen - 96
    elif version == 4 and not native:
        version, addr, plen = 6, MAPPED | addr, plen + 96
    text = inet_ntop(FAMILIES[version], addr.to_bytes(WIDTH[version] // 8))
    return f"{text}/{plen}" if full else text


# -- arguments -----------------------------------------------------------------------------


def arguments(
    name: str, args: tuple[Any, ...]
) -> tuple[tuple[int, int, int], tuple[Any, ...]]:
    """The subnet that arguments name, and those behind it."""
    if args and (args[0] is None or isinstance(args[0], str)):
        return parse_cidr(args[0]), args[1:]
    if len(args) < 2 or not isinstance(args[0], int) or not isinstance(args[1], int):
        raise overload(name)
    if not 0 <= args[1] <= 32:
        raise RuntimeError("invalid subnet/prefix")
    return (4, in_memory(args[0]), args[1]), args[2:]


def overload(name: str) -> NotImplementedError:
    """What is raised for arguments of a wrong kind."""
    return NotImplementedError(
        f"Wrong number or type of arguments for overloaded function 'SubnetTree_{name}'."
    )


def truth(name: str, value: Any) -> bool:
    """An argument that has to be True or False."""
    if value is not True and value is not False:
        raise overload(name)
    return bool(value)


def in_memory(number: int) -> int:
    """An IPv4 address from an integer whose octets stand in memory as on the wire."""
    if not 0 <= number < 1 << 64:
        raise TypeError("Expected a string or bytes")
    return int.from_bytes(number.to_bytes(8, sys.byteorder)[:4])


def octets_of(key: Any) -> bytes:
    """The octets of a key that is looked for."""
    if isinstance(key, bytes):
        return key
    if not isinstance(key, str):
        raise TypeError("Expected a string or bytes")
    if not key.isascii():
        raise TypeError("Expected a ASCII encodable string or bytes")
    return key.encode()


def text_of(name: str, cidr: Any) -> str:
    """A key that is changed."""
    if cidr is None:
        raise TypeError("index must be string")
    if not isinstance(cidr, str):
        raise TypeError(
            f"in method 'SubnetTree___{name}__', argument 2 of type 'char const *'"
        )
    return cidr


def parse_cidr(cidr: str | None) -> tuple[int, int, int]:
    """A subnet as version, address and length; without a slash it is one address."""
    if found := read_prefix(cidr):
        return found
    text, slash, length = (cidr or "").partition("\0")[0].partition("/")
    text = text[:ADDRESS] if slash else text
    version = 6 if ":" in text else 4
    try:
        addr = int.from_bytes(inet_pton(FAMILIES[version], text))
    except (OSError, ValueError):
        raise ValueError("Invalid CIDR.") from None
    plen = leading(length)[0] if slash else WIDTH[version]
    if plen is None or plen % (1 << SHORT) > WIDTH[version]:
        raise ValueError("Invalid CIDR.")
    return version, addr, plen % (1 << SHORT)
