"""
macOS: route(8), arp(8), ndp(8).

Source: network_cmds route.tproj/route.c, arp.tproj/arp.8.
"""

from __future__ import annotations

from rtentry.abbreviations import CLASSLESS
from rtentry.commandline import Word
from rtentry.unixarp import PUBLISHED, arp, ndp
from rtentry.unixroute import OLDER, Unix, route
from rtentry.wording import Commands

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
            replaces=("overwrite",),
        ),
        ndp(),
    ),
    key=("dst", "ifscope", "ifname"),
)
