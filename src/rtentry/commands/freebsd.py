"""
FreeBSD: route(8), arp(8), ndp(8), setfib(1).

Source: sbin/route/route.c, keywords; usr.sbin/arp/arp.c; usr.sbin/ndp/ndp.c.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts.abbreviations import CLASSLESS, number
from rtentry.acts.grammar import Word
from rtentry.acts.unixarp import PUBLISHED, Arp, arp, ndp
from rtentry.acts.unixroute import route
from rtentry.acts.unixwords import OLDER, Unix, numeral, show_host
from rtentry.acts.wording import Commands


def fibs(text: str) -> tuple[int, ...]:
    """
    Read ``2`` or ``1,3-5``.

    Raises:
        FormatError: if it is no such list.
    """
    return tuple(fib for part in text.split(",") for fib in span(part))


def span(text: str) -> Iterator[int]:
    """The numbers of ``3`` or ``3-5``."""
    first, dash, last = text.partition("-")
    yield from range(number(first, 65535), number(last if dash else first, 65535) + 1)


ROUTE = Unix(
    "freebsd",
    CLASSLESS,
    words=(
        *OLDER,
        Word("-inet6", "gateway6", str, show_host),
        Word("-sticky", "sticky"),
        Word("-nostick", "nosticky"),
        Word("-proxy", "proxy"),
        Word("-weight", "weight", numeral),
        Word("-fib", "table", fibs),
    ),
    options=(
        Word("-4", "inet", written=False),
        Word("-6", "inet6", written=False),
    ),
    verbs=(
        ("add", "add"),
        ("change", "change"),
        ("delete", "delete"),
        ("del", "delete"),
        ("flush", "flush"),
    ),
    relative=True,
    ways="repeat",
)

COMMANDS = Commands(
    "freebsd",
    "FreeBSD route, arp, ndp",
    (
        route(ROUTE),
        arp(
            (
                PUBLISHED,
                Word("only", "only"),
                Word("reject", "reject"),
                Word("blackhole", "blackhole"),
            ),
            (Word("-S", "overwrite"), Word("-i", "ifname", str)),
            Arp(("overwrite",), lends=True, limits=True),
        ),
        ndp(),
    ),
    ways="repeat",
)
