"""
Thrift's compact protocol, as far as Parquet's headers need it: structures of any kind.

What is read can be changed and written again without knowing all that is in it.

    structure   {number of the field: (type, value)}
    list        (type of the elements, their values)

Source: thrift's doc/specs/thrift-compact-protocol.md.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

from rtentry.light import Any

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
"""Types of fields; a field that is true or false has no other value."""

Struct = dict[int, tuple[int, Any]]

LONG = 15
"""A list of so many elements, or more, or a field so far behind, tells it apart."""


class Reader:
    """
    What is read from octets.

    Fields:
        octets: these.
        place:  how many of them have been read.
    """

    def __init__(self, octets: bytes) -> None:
        self.octets, self.place = octets, 0

    def octet(self) -> int:
        """The next octet."""
        self.place += 1
        return self.octets[self.place - 1]

    def take(self, count: int) -> bytes:
        """The next octets."""
        self.place += count
        return self.octets[self.place - count : self.place]

    def varint(self) -> int:
        """A number of as many octets as it needs."""
        value = shift = 0
        while (octet := self.octet()) & 128:
            value |= (octet & 127) << shift
            shift += 7
        return value | octet << shift

    def integer(self) -> int:
        """A number with a sign."""
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def struct(self) -> Struct:
        """A structure."""
        found: Struct = {}
        number = 0
        while head := self.octet():
            number = number + (head >> 4) if head >> 4 else self.integer()
            found[number] = head & 15, READ[head & 15](self)
        return found

    def list(self) -> tuple[int, list[Any]]:
        """A list."""
        head = self.octet()
        count = head >> 4 if head >> 4 != LONG else self.varint()
        read = READ[head & 15] if head & 15 > FALSE else Reader.octet
        return head & 15, [read(self) for _ in range(count)]


READ: Mapping[int, Callable[[Reader], Any]] = {
    TRUE: lambda reader: True,
    FALSE: lambda reader: False,
    BYTE: Reader.octet,
    I16: Reader.integer,
    I32: Reader.integer,
    I64: Reader.integer,
    DOUBLE: lambda reader: struct.unpack("<d", reader.take(8))[0],
    BINARY: lambda reader: reader.take(reader.varint()),
    LIST: Reader.list,
    SET: Reader.list,
    STRUCT: Reader.struct,
}
"""How a value of each type is read; Parquet has no maps."""


def varint(value: int) -> bytes:
    """Inverse of :meth:`Reader.varint`."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def integer(value: int) -> bytes:
    """Inverse of :meth:`Reader.integer`."""
    return varint(value << 1 if value >= 0 else ~value << 1 | 1)


def structure(fields: Struct) -> bytes:
    """Inverse of :meth:`Reader.struct`."""
    found, before = [], 0
    for number, (kind, value) in sorted(fields.items()):
        step = number - before
        near = 0 < step <= LONG
        found.append(bytes([step << 4 | kind]) if near else bytes([kind]))
        found.append(b"" if near else integer(number))
        found.append(WRITE[kind](value))
        before = number
    return b"".join([*found, b"\0"])


def several(value: tuple[int, list[Any]]) -> bytes:
    """Inverse of :meth:`Reader.list`."""
    kind, each = value
    count = len(each)
    head = [count << 4 | kind] if count < LONG else [LONG << 4 | kind, *varint(count)]
    write = WRITE[kind] if kind > FALSE else one
    return b"".join([bytes(head), *map(write, each)])


def one(value: int) -> bytes:
    """Inverse of :meth:`Reader.octet`."""
    return bytes([value])


WRITE: Mapping[int, Callable[[Any], bytes]] = {
    TRUE: lambda value: b"",
    FALSE: lambda value: b"",
    BYTE: one,
    I16: integer,
    I32: integer,
    I64: integer,
    DOUBLE: lambda value: struct.pack("<d", value),
    BINARY: lambda value: varint(len(value)) + value,
    LIST: several,
    SET: several,
    STRUCT: structure,
}
"""Inverse of READ."""
