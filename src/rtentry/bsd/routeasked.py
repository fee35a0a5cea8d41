"""
Which route of a listing an address takes, for ``route get``.

A listing has few routes: all are looked at.  The living table has its own lookup.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Dst,
    Name,
    Prefix,
    parse_prefix,
    parse_r1,
)
from rtentry.errors import FormatError, UsageError
from rtentry.flags import RTF
from rtentry.listing import View
from rtentry.model import Route

NO_ROUTE = "route: writing to routing socket: not in table\n"


def best(routes: Sequence[Route], view: View) -> Route:
    """The route that the address asked for takes; UsageError if there is none."""
    asked = asked_for(view)
    covering = [
        r
        for r in routes
        if r.flags & RTF.UP
        and (r.dst == asked or (isinstance(r.dst, Prefix) and covers(r.dst, asked)))
    ]
    if not covering:
        raise UsageError(NO_ROUTE, 1)
    return max(covering, key=lambda r: (plen(r.dst), -(r.prio or 0)))


def asked_for(view: View) -> Dst:
    """What is asked for: an address, a net, a name; the default route if nothing."""
    text = view.dst or "default"
    if text == "default":
        return DEFAULT6 if "inet6" in view.families else DEFAULT4
    for parse in (parse_prefix, parse_r1):
        try:
            return parse(text)
        except FormatError:
            continue
    return Name(text)


def covers(dst: Prefix, asked: Dst) -> bool:
    """Whether a destination is one for what is asked."""
    return isinstance(asked, Prefix) and dst.covers(asked)


def plen(dst: Dst) -> int:
    """The length of a destination; a name is whole."""
    return dst.plen if isinstance(dst, Prefix) else 128
