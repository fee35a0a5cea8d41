"""
Rows of ``route print``: three shapes of routes, read and written.

    v4             destination, mask, gateway or a word, interface, metric
    v4 persistent  destination, mask, gateway, metric or a word
    v6             number of the interface, metric, prefix, gateway or a word

Interfaces are named by an address of theirs (IPv4) or by their number (IPv6).
"""

from __future__ import annotations

import re

from rtentry.addr import (
    Name,
    Prefix,
    checked,
    parse_address,
    parse_prefix,
    show_address,
)
from rtentry.columns import is_masked
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.light import Any
from rtentry.model import Route
from rtentry.rowformat import Row
from rtentry.unixes.cells import show_mask, sized

OCTET = r"(?:\d{1,3}|[xX*]{1,3})"
QUAD = rf"{OCTET}(?:\.{OCTET}){{3}}"
"""An address, or one that somebody has hidden."""

MASK = r"(?:0|128|192|224|240|248|252|254|255)(?:\.\d{1,3}){3}"

ROW4 = re.compile(rf"\s*{QUAD}\s+{MASK}\s+\S.*")
ALONE4 = rf"\s*{QUAD}\s+{MASK}\s+\S.*?\s+{QUAD}\s+\d+\s*"
"""An active route of IPv4, which no other system's row looks like."""

CELLS = re.compile(rf"{QUAD}(?!\S)|\d\S*|[^\s\d]\S*(?: [^\s\d]\S*)*")
"""The cells of a row of IPv4: numbers, and words with one blank between them."""

NAMES = r"[A-Za-z][\w.:@*-]*"
NAME = re.compile(NAMES)
"""An interface's name, as other systems give them."""

PREFIX6 = r"[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:%[\w.]+)?/\d+"
HEAD6 = rf"\s*(?:\d+|{NAMES}|-)\s+(?:\d+|-)\s+{PREFIX6}"
"""Interface, metric, destination; from another system a name, and none of these."""

ROW6 = re.compile(rf"{HEAD6}\s+\S.*")
HALF = re.compile(rf"{HEAD6}\s*")
STRICT = re.compile(rf"{ALONE4}|\s*\d+\s+\d+\s+{PREFIX6}(?:\s.*)?")
"""A route that tells by itself that it is one of Windows."""

REST = re.compile(r"\s{20,}\S.*")

ACTIVE = Row("%17s%17s%17s%17s%7s")
SET = Row("%17s%17s%17s%8s")

KINDS = ("v4", "v4 persistent", "v6", "v6 persistent")

ON_LINK = {"v4": "On-link", "v6": "On-link", "v4 persistent": "Default"}
"""What stands for no gateway, or for no metric, in English."""


def is_row(line: str) -> bool:
    """Whether a line is a route."""
    return bool(ROW4.fullmatch(line) or ROW6.fullmatch(line))


def is_half(line: str) -> bool:
    """Whether a line is a route whose gateway stands in the next."""
    return HALF.fullmatch(line) is not None


def is_rest(line: str) -> bool:
    """Whether a line is the gateway of the route above."""
    return REST.fullmatch(line) is not None


def words(text: str) -> list[str]:
    """The cells of a row of IPv4; words of a language are one cell."""
    return CELLS.findall(text)


def read(kind: str, text: str) -> tuple[Route, str]:
    """
    A route, and the word that stood for no gateway or no metric (``""`` = none did).

    Raises:
        FormatError: if a cell is wrong.
    """
    if kind.startswith("v6"):
        return read6(text, active=kind == "v6")
    return read4(text) if kind == "v4" else read_persistent(text)


def read4(text: str) -> tuple[Route, str]:
    """An active route of IPv4."""
    cells = words(text)
    if len(cells) != 5:
        raise FormatError(f"not a route: {text.strip()!r}")
    dst, mask, gateway, ifname, metric = cells
    via, word = next_hop(gateway)
    prefix = destination(dst, mask, text)
    near = via is None or (isinstance(via, Prefix) and show_address(via) == ifname)
    flags = flags_of(prefix, is_far=not near)  # hidden ones may be alike, not the same
    return Route(prefix, via, interface_of(ifname), flags, metric=number(metric)), word


def interface_of(cell: str) -> str | None:
    """
    An interface by its address, or by its number where it has none (XP).

    In a table from another system by its name, or ``-``.

    Raises:
        FormatError: if it is none of these.
    """
    if cell == "-":
        return None
    if NAME.fullmatch(cell) or cell.isdecimal() or is_masked(cell):
        return cell
    return show_address(parse_address(cell))


def read_persistent(text: str) -> tuple[Route, str]:
    """A persistent route of IPv4: set by hand, perhaps not in use."""
    cells = words(text)
    if len(cells) != 4:
        raise FormatError(f"not a route: {text.strip()!r}")
    dst, mask, gateway, metric = cells
    via, word = next_hop(gateway)
    prefix = destination(dst, mask, text)
    flags = persistent(flags_of(prefix, is_far=via is not None))
    if metric[0].isdecimal():
        return Route(prefix, via, None, flags, metric=number(metric)), word
    return Route(prefix, via, None, flags), metric


def read6(text: str, *, active: bool) -> tuple[Route, str]:
    """A route of IPv6."""
    index, metric, dst, gateway = text.split(None, 3)
    via, word = next_hop(gateway.strip())
    prefix = parse_prefix(dst)
    flags = flags_of(prefix, is_far=via is not None)
    if not active:
        flags = persistent(flags)
    ifname = None if index == "-" else index
    return Route(prefix, via, ifname, flags, metric=number(metric)), word


def next_hop(text: str) -> tuple[Prefix | Name | None, str]:
    """A gateway, hidden perhaps, or the word that stands for none."""
    if is_masked(text):
        return Name(text), ""
    if text[0].isdecimal() or ":" in text:
        return parse_address(text), ""
    return None, text


def destination(dst: str, mask: str, text: str) -> Prefix | Name:
    """A destination of IPv4 with its mask."""
    plen = sized(mask, text.strip())
    if is_masked(dst):
        return Name(f"{dst}/{plen}")
    return checked(parse_address(dst)._replace(plen=plen), dst)


def number(text: str) -> int | None:
    """A metric; ``-`` = not said (a table that came from another system)."""
    if text == "-":
        return None
    if not (text.isascii() and text.isdigit()):
        raise FormatError(f"{text!r} is not a metric")
    return int(text)


def flags_of(dst: Prefix | Name, *, is_far: bool) -> RTF:
    """The flags that a row shows without saying them."""
    is_host = dst.is_host if isinstance(dst, Prefix) else dst.endswith("/32")
    host = RTF.HOST if is_host else RTF(0)
    return RTF.UP | host | (RTF.GATEWAY if is_far else RTF(0))


def persistent(flags: RTF) -> RTF:
    """The flags of a route that is set, not of one that is in use."""
    return flags & ~RTF.UP | RTF.STATIC


# -- writing -----------------------------------------------------------------------------


def written(kind: str, route: Any, word: str = "") -> str:
    """A row; *word*: what stands for no gateway, or for no metric."""
    word = word or ON_LINK.get(kind, "On-link")
    if kind.startswith("v6"):
        return written6(route, word)
    pair = pair_of(route.dst)
    metric = "" if route.metric is None else str(route.metric)
    if kind == "v4":
        gateway = show_next(route, f"{word} " if word == "On-link" else word)
        return ACTIVE.show((*pair, gateway, interface(route), metric or "-"))
    gateway = show_next(route, "On-link")
    return SET.show((*pair, gateway, metric or f"  {word}"))


def pair_of(dst: Prefix | str) -> tuple[str, str]:
    """A destination and its mask; a name has one if its length stands behind it."""
    if isinstance(dst, Prefix):
        return show_address(dst), show_mask(dst.plen)
    head, slash, plen = dst.rpartition("/")
    return (head, show_mask(int(plen))) if slash and plen.isdecimal() else (dst, "")


def written6(route: Any, word: str) -> str:
    """A row of IPv6; one too long for its column is two lines."""
    metric = "-" if route.metric is None else str(route.metric)
    head = f"{route.ifname or '-':>3} {metric:>6} "
    gateway = show_next(route, word)
    dst = str(route.dst)
    if len(dst) <= 24:
        return f"{head}{dst:<24} {gateway}"
    return f"{head}{dst}\n{'':36}{gateway}"


def show_next(route: Any, word: str) -> str:
    """The gateway of a route, or the word for none."""
    gateway = route.gateway
    if gateway is None or not isinstance(gateway, Prefix | str):
        return word
    return show_address(gateway) if isinstance(gateway, Prefix) else str(gateway)


def interface(route: Any) -> str:
    """How the interface of a route is named: by its address where that is known."""
    return show_address(route.src) if route.src else route.ifname or "-"
