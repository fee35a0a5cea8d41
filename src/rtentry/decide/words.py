"""
The words of a question: ``192.0.2.7 198.51.100.9 from 192.0.2.1 mark 7``.

Destinations and keywords in any order; what a keyword says is said of all destinations.
A word with blanks in it, a line of a file, is a question of its own; one that is empty or
begins with ``#`` is none.  Source: ip-route(8), ``ip route get``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Prefix,
    parse_address,
    parse_prefix,
    show_address,
)
from rtentry.errors import FormatError, UsageError
from rtentry.light import Any
from rtentry.linux import IP_PROTOS, TABLES, numbers
from rtentry.packet import Packet

TABLE_NUMBERS, PROTO_NUMBERS = numbers(TABLES), numbers(IP_PROTOS)


def integer(text: str, bits: int = 32) -> int:
    """A number of so many bits, decimal or hexadecimal; FormatError if it is none."""
    try:
        value = int(text, 0)
    except ValueError:
        raise FormatError(f"{text!r} is not a number") from None
    if not 0 <= value < 1 << bits:
        raise FormatError(f"{text!r} is not a number of {bits} bits")
    return value


def octet(text: str) -> int:
    """A number of 8 bits."""
    return integer(text, 8)


def port(text: str) -> int:
    """A number of 16 bits."""
    return integer(text, 16)


def tableid(text: str) -> int:
    """The number of a table."""
    return TABLE_NUMBERS[text] if text in TABLE_NUMBERS else integer(text)


def ipproto(text: str) -> int:
    """The number of an IP protocol."""
    return PROTO_NUMBERS[text] if text in PROTO_NUMBERS else octet(text)


KEYWORDS: Mapping[str, tuple[str, Callable[[str], Any], str]] = {
    # keyword: field of Packet, its reader, what it is in the help
    "from": ("src", parse_address, "SRC"),
    "iif": ("iif", str, "IF"),
    "oif": ("oif", str, "IF"),
    "dev": ("oif", str, "IF"),
    "mark": ("mark", integer, "N"),
    "fwmark": ("mark", integer, "N"),
    "tos": ("tos", octet, "N"),
    "dsfield": ("tos", octet, "N"),
    "uid": ("uid", integer, "N"),
    "ipproto": ("ipproto", ipproto, "PROTO"),
    "sport": ("sport", port, "PORT"),
    "dport": ("dport", port, "PORT"),
    "table": ("tableid", tableid, "T"),
    "fib": ("tableid", tableid, "T"),
}
"""What may be said of a packet beside its destination."""


def packets(words: Sequence[str], uid: int | None = None) -> tuple[Packet, ...]:
    """
    The packets asked about, in order; ``default`` is one of each IP version.

    Raises:
        UsageError: at a word that is none, or if no destination is said.
    """
    asked, own = taken(words)
    common: dict[str, Any] = {"uid": uid, **own}
    found = []
    for text in asked:
        parts = [] if text.startswith("#") else text.split()
        dsts, said = taken(parts) if len(parts) > 1 else (parts, {})
        found += [made(dst, common | said) for dst in dsts]
    if not found:
        raise UsageError("rtentry: get: say a destination: rtentry get 192.0.2.7\n")
    return tuple([packet for some in found for packet in some])


def taken(words: Iterable[str]) -> tuple[list[str], dict[str, Any]]:
    """The destinations among some words, and what the keywords say."""
    dsts: list[str] = []
    said: dict[str, Any] = {}
    rest = iter(words)
    for word in rest:
        if word not in KEYWORDS:
            dsts += [word] if word not in ("to", "-n") else []
            continue
        field, read, what = KEYWORDS[word]
        value = next(rest, None)
        if value is None:
            raise UsageError(f"rtentry: get: {word} needs {what}\n")
        said[field] = checked(read, value)
    return dsts, said


def made(text: str, said: Mapping[str, Any]) -> list[Packet]:
    """The packets to a destination."""
    if text == "default":
        every = [Packet(dst, **said) for dst in (DEFAULT4, DEFAULT6)]
        return [p for p in every if p.src is None or p.src.version == p.dst.version]
    dst: Prefix = checked(parse_prefix, text)
    packet = Packet(dst, **said)
    if packet.src is not None and packet.src.version != dst.version:
        src = show_address(packet.src)
        raise UsageError(f"rtentry: get: {text} from {src}: of two IP versions\n")
    return [packet._replace(oif=packet.oif or dst.zone or None)]


def checked(read: Callable[[str], Any], text: str) -> Any:
    """A value; UsageError if *text* is none."""
    try:
        return read(text)
    except FormatError as error:
        raise UsageError(f"rtentry: get: {error.message}\n") from None
