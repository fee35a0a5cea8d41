"""
Listings of routes: where one begins, and what kind it is.

    ip route             entries of tables
    ip route get         one answer: where a packet would go
    ip route show cache  exceptions, learned for one destination (in old kernels: uses)

Source: iproute2 ip/iproute.c.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rtentry.addr import parse_address
from rtentry.columns import is_masked
from rtentry.errors import FormatError
from rtentry.ip import neigh, quick
from rtentry.ip.attributes import ROUTE
from rtentry.ip.encap import OPTIONS
from rtentry.ip.readroute import (
    WHAT,
    Begin,
    Context,
    begin,
    cache_context,
    context,
    parse_dst,
    read_route,
    version_of,
)
from rtentry.ip.showroute import show_route
from rtentry.words.attribute import read_one
from rtentry.words.grammar import ADDRESS, DELETED, Grammar
from rtentry.words.reader import gather

SECOND = ("nexthop", "cache", "nh_info", "Oifs:", *OPTIONS)
"""Words that begin a line that belongs to the line before it."""

NOT_HERE = frozenset({"lladdr", "nud", *neigh.STATES, *neigh.FLAGS}) - ROUTE.keys()
"""Words of neighbours, whose lines begin as those of routes do."""

VALUED = frozenset({"via", "dev", "src"})
"""Words that a name follows, which may be any word."""


def continues(above: str, line: str) -> bool:
    """Whether a line belongs to the route of the line before it."""
    del above
    return line.lstrip(" \t").startswith(SECOND) and line[:1] in "\t nc"


def begins(lines: Sequence[str], index: int) -> bool:
    """
    Whether a listing begins at a line: a destination, and an attribute that is whole.

    Prose may well begin with ``default via`` or ``local``.
    """
    words = lines[index].split()[:40]
    if any(b in NOT_HERE and a not in VALUED for a, b in pairwise(["", *words])):
        return False
    try:
        start = begin(words)
        if start.dst != "default" and not is_masked(start.dst):
            parse_address(start.dst.partition("/")[0])
            parse_dst(start.dst)
        return begins_well(words, start, lines, index)
    except FormatError:
        return False


def begins_well(
    words: Sequence[str], start: Begin, lines: Sequence[str], index: int
) -> bool:
    """Whether the first attribute is one; without any, whether that can be."""
    if start.end < len(words):
        word = words[start.end]
        if word in ("nexthop", "\\"):
            return True
        row = ROUTE.get(word)
        return row is not None and bool(read_one(words, start.end + 1, row, {}, WHAT))
    if index + 1 < len(lines) and continues(lines[index], lines[index + 1]):
        return True
    has_length = "/" in start.dst or start.dst == "default"
    return has_length and (start.rtype is not None or lines[index][-1:] == " ")


def is_cached(words: Sequence[str]) -> bool:
    """Whether a route has a ``cache`` line."""
    return "cache" in words


def is_answer(lines: Sequence[str], index: int) -> bool:
    """Whether one route alone stands there, and it is an answer to ``ip route get``."""
    text = gather(TABLES, lines, index)
    after = index + text.count("\n") + 1
    if after < len(lines) and lines[after].strip():
        return False
    words = text.split()
    if is_cached(words):
        return "uid" in words or "expires" not in words
    return "uid" in words or (
        "from" in words and words[words.index("from") + 1] == "::"
    )


def begins_table(lines: Sequence[str], index: int) -> bool:
    """Whether entries of tables begin there."""
    return (
        begins(lines, index)
        and not is_answer(lines, index)
        and not is_cached(gather(TABLES, lines, index).split())
    )


def begins_answer(lines: Sequence[str], index: int) -> bool:
    """Whether an answer stands there."""
    return begins(lines, index) and is_answer(lines, index)


def begins_cache(lines: Sequence[str], index: int) -> bool:
    """Whether exceptions begin there."""
    return (
        begins(lines, index)
        and not is_answer(lines, index)
        and is_cached(gather(TABLES, lines, index).split())
    )


def quick_reader(around: Context) -> quick.Lines:
    """The quick reader of a listing."""
    del around
    return quick.Lines()


TABLES = Grammar(
    WHAT,
    ("old", "applet"),
    begins_table,
    continues,
    context,
    read_route,
    show_route,
    version_of,
    ("\tnh_info ",),
    quick=quick_reader,
    shown=quick.shown,
    hint=rf"{DELETED}(?:(?:[a-z]+|\d+)\s+)?(?:default|{ADDRESS})(?:\s+[a-z\\]|\s*$)",
)
ANSWER = TABLES._replace(begins=begins_answer)
CACHE = TABLES._replace(begins=begins_cache, context=cache_context)
