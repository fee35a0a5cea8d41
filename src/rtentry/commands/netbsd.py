"""
NetBSD: route(8), arp(8), ndp(8).

Source: sbin/route/route.c, keywords.sh; usr.sbin/arp/arp.c; tests/net/route.
"""

from __future__ import annotations

from rtentry.acts.abbreviations import CLASSFUL
from rtentry.acts.grammar import Word
from rtentry.acts.unixarp import PUBLISHED, arp, ndp
from rtentry.acts.unixroute import route
from rtentry.acts.unixwords import OLDER, Unix
from rtentry.acts.wording import Commands

ROUTE = Unix(
    "netbsd",
    CLASSFUL,
    words=(
        *OLDER,
        Word("-cloned", "cloned"),
        Word("-connected", "connected"),
        Word("-proxy", "proxy"),
        Word("-noreject", "noreject"),
        Word("-noblackhole", "noblackhole"),
        Word("-nocloning", "nocloning"),
        Word("-nocloned", "nocloned"),
        Word("-tag", "tag", str),
    ),
    options=(Word("-s", ""), Word("-S", ""), Word("-f", "", written=False)),
    direct=(("connected",), ("connected",)),
    links=True,
    halves=True,
)

COMMANDS = Commands(
    "netbsd",
    "NetBSD route, arp, ndp",
    (route(ROUTE), arp((PUBLISHED, Word("proxy", "only"))), ndp()),
    key=("dst",),
)
