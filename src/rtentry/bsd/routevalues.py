"""
The values of ``route get``: texts behind its labels <-> what they say.

Source: 4.4BSD sbin/route/route.c, print_getmsg(), routename(), and their descendants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    WIDTH,
    Dst,
    Gateway,
    LLAddr,
    Name,
    Prefix,
    mask_of,
    parse_address,
    parse_gateway,
    show_address,
    show_gateway,
    show_mac,
)
from rtentry.columns import is_masked, is_name, parse_count
from rtentry.errors import FormatError
from rtentry.light import Any


def priority(text: str) -> int:
    """The number of ``8 (static)``."""
    return parse_count(text.partition(" ")[0])


def address(text: str) -> Gateway:
    """An address, a link, a name; FormatError if it is nothing of these."""
    value = parse_gateway(text)
    if isinstance(value, Name) and not (is_name(text) or is_masked(text)):
        raise FormatError(f"{text!r} is not an address")
    return value


def one_word(text: str) -> str:
    """The name of an interface; FormatError if something stands behind it."""
    if len(text.split()) > 1:
        raise FormatError(f"{text!r} is not one name")
    return text


READERS: Mapping[str, Callable[[str], Any]] = {
    "gateway": address,
    "ifname": one_word,
    "source": address,
    "prio": priority,
    "tableid": parse_count,
}
"""How the value of a field is read."""


def destination(text: str, mask: str | None) -> Dst:
    """
    A destination with its mask; without one it is a host.

    Raises:
        FormatError: if one of them is none.
    """
    length = None if mask is None else plen_of(mask)
    if text == "default":
        default = DEFAULT6 if ":" in (mask or "") else DEFAULT4
        return default._replace(plen=length or 0)
    found = address(text)
    if not isinstance(found, Prefix):
        return Name(text)
    return found if length is None else found._replace(plen=length)


def plen_of(text: str) -> int:
    """The length of a mask; FormatError if it is none."""
    if text == "default":
        return 0
    mask = parse_address(text)
    plen = mask.addr.bit_count()
    if mask.addr != mask_of(plen, mask.version):
        raise FormatError(f"{text!r} is not a mask")
    return plen


def locked(words: Sequence[str], metrics: Sequence[str]) -> tuple[str, ...]:
    """The metrics with an ``L`` behind them."""
    out: list[str] = []
    number = -1
    for word in words:
        if word != "L":
            number += 1
        elif 0 <= number < len(metrics):
            out.append(metrics[number])
    return tuple(out)


def dst_text(dst: Dst) -> str:
    """A destination without its length."""
    if not isinstance(dst, Prefix):
        return dst
    return "default" if dst in (DEFAULT4, DEFAULT6) else show_address(dst)


def mask_text(dst: Dst) -> str:
    """Its mask; ``""`` = not known."""
    if not isinstance(dst, Prefix):
        return ""
    if dst.plen == 0:
        return "default"
    return show_address(
        Prefix(dst.version, mask_of(dst.plen, dst.version), WIDTH[dst.version])
    )


def gateway_text(gateway: Gateway) -> str:
    """A gateway."""
    return show_mac(gateway) if isinstance(gateway, LLAddr) else show_gateway(gateway)
