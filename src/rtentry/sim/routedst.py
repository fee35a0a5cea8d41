"""
The destinations that route(8) reads: networks, hosts, lengths and masks.

Source: 4.4BSD sbin/route/route.c, getaddr(), inet_makenetandmask(); libc inet_addr(3),
inet_network(3).
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.addr import WIDTH, Prefix, mask_of, natural, parse_address
from rtentry.errors import FormatError, UsageError
from rtentry.sim.session import Box


def destination(box: Box, text: str, bare: set[str]) -> tuple[int, int | None]:
    """
    A destination: its address, and its mask; ``None`` = it is typed like a host.

    A length says it; ``-net`` takes numbers as network numbers (``10.5`` is 10.5.0.0);
    else they are an address (10.0.0.5), and a network if its host part is zero by its
    class.
    """
    if text == "default":
        return 0, 0
    head, slash, plen = text.partition("/")
    if slash:
        mask = mask_of(length(box, plen))
        return padded(box, head) & mask, mask
    octets = numbers(box, text)
    if "-net" in bare:
        return network(octets)
    whole = bytes([*octets[:-1], *[0] * (4 - len(octets)), octets[-1]])
    addr = int.from_bytes(whole)
    if "-host" in bare or addr & ~mask_of(natural(addr)):
        return addr, None
    return network(whole)


def destination6(box: Box, text: str) -> tuple[int, int | None, str]:
    """An IPv6 destination: its address, its mask (``None`` = a host), its zone."""
    if text == "default":
        return 0, 0, ""
    head, slash, plen = text.partition("/")
    at = address(box, head)
    if at.version != 6:
        raise bad(box, text)
    mask = mask_of(length(box, plen, 6), 6) if slash else None
    return at.addr if mask is None else at.addr & mask, mask, at.zone


def address(box: Box, text: str) -> Prefix:
    """A whole address, or the error of one that is none."""
    try:
        return parse_address(text)
    except FormatError:
        raise bad(box, text) from None


def length(box: Box, text: str, version: int = 4) -> int:
    """A prefix length, 0 to 32 (or 128)."""
    if not (text.isascii() and text.isdigit() and int(text) <= WIDTH[version]):
        raise bad(box, text)
    return int(text)


def numbers(box: Box, text: str) -> list[int]:
    """The octets of ``10.5``; at most four."""
    parts = text.split(".")
    if len(parts) > 4 or not all(p.isdecimal() and int(p) < 256 for p in parts):
        raise bad(box, text)
    return [int(part) for part in parts]


def padded(box: Box, text: str) -> int:
    """``10.5`` as 10.5.0.0."""
    return int.from_bytes(bytes(numbers(box, text)).ljust(4, b"\0"))


def network(octets: Sequence[int]) -> tuple[int, int]:
    """A network number, with the mask of its class or of its zero octets."""
    addr = int.from_bytes(bytes(octets).ljust(4, b"\0"))
    if addr == 0:
        return 0, 0
    if len(octets) < 4:
        return addr, mask_of(8 * len(octets))
    plen = next((n for n in (8, 16, 24) if not addr & ~mask_of(n)), 32)
    return addr, mask_of(plen)


def quad(box: Box, text: str, version: int = 4) -> int:
    """A mask: four octets (an IPv6 address), or a hexadecimal number."""
    if version == 6:
        return address(box, text).addr
    if text.startswith("0x"):
        return int(text, 16) & 0xFFFFFFFF
    return padded(box, text)


def bad(box: Box, text: str) -> UsageError:
    """The error for something that is no address."""
    message, status = box.words.address
    return UsageError(message.format(word=text) + "\n", status)
