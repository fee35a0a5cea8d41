"""Cells of the commercial Unixes: networks without a length, cells joined."""

from __future__ import annotations

from collections.abc import Callable

from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Cut,
    Dst,
    Gateway,
    LLAddr,
    Name,
    Prefix,
    mask_of,
    parse_address,
    parse_gateway,
    plen_of,
    show_address,
    show_prefix,
)
from rtentry.bsd import is_host, more
from rtentry.columns import Cells, Codec, Column, is_masked, is_name, parse_count
from rtentry.errors import FormatError
from rtentry.light import Any, NamedTuple
from rtentry.model import Route


def sized(word: str, text: str) -> int:
    """The length of a mask written as an address; FormatError if it has a hole."""
    mask = parse_address(word)
    plen = plen_of(mask.addr) if mask.version == 4 else None
    if plen is None:
        raise FormatError(f"{word!r} in {text!r} is not a contiguous mask")
    return plen


def show_mask(plen: int) -> str:
    """The mask of an IPv4 prefix as an address."""
    return show_address(Prefix(4, mask_of(plen), 32))


def named(text: str) -> Name:
    """A name; FormatError if it cannot be one."""
    if is_name(text) or is_masked(text):
        return Name(text)
    raise FormatError(f"{text!r} is not a destination")


# -- networks without a length ---------------------------------------------------------


def read_unsized(route: Route) -> Route:
    """
    The route with what its flags say of its destination.

    A host has full length.  The length of a network is not printed: what stands there
    is the beginning of what it is.
    """
    dst = route.dst
    if isinstance(dst, Prefix) and dst.plen and not is_host(route.flags):
        return route._replace(dst=Cut(show_address(dst)))
    return route


def parse_unsized(text: str) -> Dst:
    """A destination without a length: ``default``, an address, a name."""
    if text == "default":
        return DEFAULT4
    try:
        return parse_address(text)
    except FormatError:
        return named(text)


def show_unsized(dst: Dst) -> str:
    """Inverse of :func:`parse_unsized`."""
    if not isinstance(dst, Prefix):
        return dst
    return "default" if dst in (DEFAULT4, DEFAULT6) else show_address(dst)


UNSIZED = Column("dst", parse_unsized, show_unsized)
"""A Destination without its length."""


def unsized(inner: Codec) -> Codec:
    """The codec of rows whose destination is :data:`UNSIZED`."""
    return Codec(lambda cells: read_unsized(inner.read(cells)), inner.write)


# -- networks with a length --------------------------------------------------------------


def parse_masked(text: str) -> Dst:
    """``ADDRESS/MASK``, the mask as an address; ``default/0.0.0.0``; a name."""
    head, _, mask = text.partition("/")
    plen = sized(mask, text)
    if head == "default":
        return DEFAULT4._replace(plen=plen)
    try:
        return parse_address(head)._replace(plen=plen)
    except FormatError:
        return Name(f"{named(head)}/{plen}")


def show_masked(dst: Dst) -> str:
    """Inverse of :func:`parse_masked`."""
    if isinstance(dst, Prefix):
        head = "default" if dst == DEFAULT4 else show_address(dst)
        return f"{head}/{show_mask(dst.plen)}"
    head, slash, plen = dst.rpartition("/")
    return f"{head}/{show_mask(int(plen))}" if slash and plen.isdecimal() else f"{dst}/"


MASKED = Column("dst", parse_masked, show_masked)
"""A Destination with its mask as an address."""


def parse_sized6(text: str) -> Dst:
    """An IPv6 destination: ``default``, a prefix, an address, a name."""
    if text == "default":
        return DEFAULT6
    head, slash, length = text.partition("/")
    try:
        prefix = parse_address(head)
    except FormatError:
        return named(text)
    if not slash:
        return prefix
    if not (length.isascii() and length.isdigit() and int(length) <= prefix.plen):
        raise FormatError(f"{length!r} in {text!r} is not a prefix length")
    return prefix._replace(plen=int(length))


def show_sized6(dst: Dst) -> str:
    """Inverse of :func:`parse_sized6`."""
    if not isinstance(dst, Prefix):
        return dst
    if dst == DEFAULT6:
        return "default"
    return show_address(dst) if dst.is_host else show_prefix(dst)


SIZED6 = Column("dst", parse_sized6, show_sized6)
"""An IPv6 destination with its length."""


# -- other cells -------------------------------------------------------------------------


def gateway(show_mac: Callable[[bytes], str], none: str = "") -> Column:
    """The Gateway of a route; *none* = directly connected."""

    def read(cell: str) -> Gateway | None:
        if cell in ("", none):
            return None
        value = parse_gateway(cell)
        if isinstance(value, Name):
            return named(cell)
        return value

    def write(value: Gateway | None) -> str:
        if value is None:
            return none
        if isinstance(value, LLAddr):
            return show_mac(value)
        return show_address(value) if isinstance(value, Prefix) else str(value)

    return Column("gateway", read, write)


def zero_is_none(field: str) -> Column:
    """A number of which 0 means that there is none."""

    def read(cell: str) -> int | None:
        if not (cell.isascii() and cell.isdigit()):
            raise FormatError(f"{cell!r} is not a number")
        return int(cell) or None

    return Column(field, read, lambda value: str(value or 0))


def numbers(field: str, name: str) -> Column:
    """A number that goes into ``extra`` or ``metrics`` under a *name*; 0 is not kept."""

    def read(cell: str) -> tuple[tuple[str, int], ...]:
        value = parse_count(cell)
        return ((name, value),) if value else ()

    return Column(field, read, lambda pairs: str(dict(pairs).get(name, 0)))


MORE = Column("extra", more, lambda extra: "=>" if ("dupedkey", 1) in extra else "")
"""The ``=>`` behind a row whose key the next one has too; blank where it has not."""


class Joint(NamedTuple):
    """
    Cells of a row that say one thing together.

    Fields:
        at:    index of the first.
        size: how many they are.
        glue:  what joins their texts.
    """

    at: int
    size: int
    glue: str


def joined(inner: Codec, joint: Joint) -> Codec:
    """The codec of rows with one cell more: two of them are one of *inner*."""
    at, end = joint.at, joint.at + joint.size

    def read(cells: Cells) -> Any:
        one = joint.glue.join([cell or "" for cell in cells[at:end]])
        return inner.read((*cells[:at], one, *cells[end:]))

    def write(record: Any) -> Cells:
        cells = inner.write(record)
        parts = (cells[at] or "").split(joint.glue, joint.size - 1)
        parts += [""] * (joint.size - len(parts))
        return (*cells[:at], *parts, *cells[at + 1 :])

    return Codec(read, write)


def wrapped(inner: Codec, width: int) -> Codec:
    """
    The codec of rows with two first cells for one.

    The first is for what fits into *width* characters, the other for what does not and
    has a line of its own.
    """

    def read(cells: Cells) -> Any:
        short, long, *rest = cells
        return inner.read((short or long or "", *rest))

    def write(record: Any) -> Cells:
        text, *rest = inner.write(record)
        fits = len(text or "") <= width
        return (text, None, *rest) if fits else (None, text, *rest)

    return Codec(read, write)
