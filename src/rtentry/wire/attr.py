"""
Netlink attributes: what follows the fixed struct of a message, in any order.

    nlattr     length, type     4 octets, then the value, padded to four

Numbers are in the host's byte order.  Pure.  Source: include/uapi/linux/netlink.h.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from struct import Struct
from sys import byteorder

from rtentry.errors import FormatError
from rtentry.light import Any, TypeAlias, TypeVar
from rtentry.model import Pairs, Value

ATTRIBUTE = Struct("=HH")
NLA_TYPE_MASK = 0x3FFF

Default = TypeVar("Default", bound="int | None")
Row: TypeAlias = tuple[int, str, Callable[[bytes], Value]]
"""One attribute of a table: its type, the name it gets, what reads its value."""


def aligned(length: int) -> int:
    """*length* rounded up to the four octets that everything begins at."""
    return (length + 3) & ~3


def attributes(data: bytes, offset: int = 0) -> Iterator[tuple[int, bytes]]:
    """
    The attributes from *offset* on: (type, value), type without its flag bits.

    Raises:
        FormatError: if one runs past the end.
    """
    end = len(data)
    while offset < end:
        if end - offset < ATTRIBUTE.size:
            raise FormatError(f"{end - offset} octets are left after the attributes")
        length, kind = ATTRIBUTE.unpack_from(data, offset)
        if not ATTRIBUTE.size <= length <= end - offset:
            raise FormatError(
                f"attribute {kind & NLA_TYPE_MASK} at offset {offset} of the body: "
                f"length {length}, but {end - offset} octets are left"
            )
        yield kind & NLA_TYPE_MASK, data[offset + ATTRIBUTE.size : offset + length]
        offset += aligned(length)


def split(data: bytes, head: Struct) -> tuple[tuple[Any, ...], dict[int, bytes]]:
    """
    A body as the fields of its fixed struct and its attributes by type.

    Raises:
        FormatError: if it is too short for *head*, or an attribute runs past its end.
    """
    if len(data) < head.size:
        raise FormatError(f"{len(data)} octets are too few for a body of {head.size}")
    return head.unpack_from(data), dict(attributes(data, aligned(head.size)))


def attribute(kind: int, value: bytes) -> bytes:
    """One attribute, padded."""
    length = ATTRIBUTE.size + len(value)
    padding = bytes(aligned(length) - length)
    return ATTRIBUTE.pack(length, kind) + value + padding


def unsigned(data: bytes, size: int) -> int:
    """
    A number of *size* octets in the host's order.

    Raises:
        FormatError: if *data* is shorter.
    """
    if len(data) < size:
        raise FormatError(f"{len(data)} octets where {size} are needed")
    return int.from_bytes(data[:size], byteorder)


def u8(data: bytes) -> int:
    """An unsigned number of 8 bits."""
    return unsigned(data, 1)


def u16(data: bytes) -> int:
    """An unsigned number of 16 bits."""
    return unsigned(data, 2)


def u32(data: bytes) -> int:
    """An unsigned number of 32 bits."""
    return unsigned(data, 4)


def s32(data: bytes) -> int:
    """A signed number of 32 bits."""
    return (unsigned(data, 4) ^ 0x80000000) - 0x80000000


def u64(data: bytes) -> int:
    """An unsigned number of 64 bits."""
    return unsigned(data, 8)


def cstring(data: bytes) -> str:
    """Text up to its NUL; an octet that is not UTF-8 comes as its hexadecimal escape."""
    return data.partition(b"\0")[0].decode(errors="backslashreplace")


def number(attrs: dict[int, bytes], kind: int, default: Default) -> int | Default:
    """
    The 32-bit number in attribute *kind*, taken out of *attrs*; *default* without it.

    Raises:
        FormatError: if it is shorter.
    """
    value = attrs.pop(kind, None)
    if value is None:
        return default
    if len(value) < 4:
        raise FormatError(f"attribute {kind}: {len(value)} octets where 4 are needed")
    return int.from_bytes(value[:4], byteorder)


def unread(attrs: dict[int, bytes]) -> Pairs:
    """Attributes that no table knows: (``attr#N``, hexadecimal), kept as they are."""
    return tuple((f"attr#{kind}", value.hex()) for kind, value in attrs.items())


def named(attrs: dict[int, bytes], rows: tuple[Row, ...]) -> Pairs:
    """
    The attributes that *rows* know, in the order of the rows; taken out of *attrs*.

    Raises:
        FormatError: if a value is not what its row says.
    """
    found = []
    for kind, name, read in rows:
        value = attrs.pop(kind, None)
        if value is not None:
            try:
                found.append((name, read(value)))
            except FormatError as error:
                raise FormatError(
                    f"attribute {kind} ({name}): {error.message}"
                ) from None
    return tuple(found)
