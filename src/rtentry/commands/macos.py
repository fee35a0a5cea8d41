"""
macOS: route(8), arp(8), ndp(8).

Source: network_cmds route.tproj/route.c, arp.tproj/arp.8.
"""

from __future__ import annotations

from rtentry.acts.abbreviations import CLASSLESS
from rtentry.acts.grammar import Word
from rtentry.acts.unixarp import PUBLISHED, Arp, arp, ndp
from rtentry.acts.unixroute import route
from rtentry.acts.unixwords import OLDER, Unix
from rtentry.acts.wording import Commands

ROUTE = Unix(
    "macos",
    CLASSLESS,
    words=(*OLDER, Word("-ifscope", "scoped", str)),
    halves=True,
)

COMMANDS = Commands(
    "macos",
    "macOS route, arp, ndp",
    (
        route(ROUTE),
        arp(
            (
                Word("reject", "reject"),
                Word("blackhole", "blackhole"),
                PUBLISHED,
                Word("only", "only"),
                Word("ifscope", "scoped", str),
            ),
            (Word("-S", "overwrite"), Word("-i", "ifname", str)),
            Arp(("overwrite",), lends=True, limits=True),
        ),
        ndp(),
    ),
    key=("dst", "ifscope", "ifname"),
)
