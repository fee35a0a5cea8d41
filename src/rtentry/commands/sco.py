"""
SCO OpenServer 5 and UnixWare 7: route, arp; for IPv4.

Source: OpenServer 5 and UnixWare 7 documentation, route(ADMN), route(1Mtcp), arp: the
commands of 4.4BSD.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts, unixwrite
from rtentry.acts.abbreviations import CLASSFUL
from rtentry.acts.grammar import Word, grammar
from rtentry.acts.unixarp import PUBLISHED, arp
from rtentry.acts.unixroute import route
from rtentry.acts.unixwords import OLDER, Unix
from rtentry.acts.wording import Commands
from rtentry.commands._masks import DESTINATION, masked

SCO = Unix(
    "sco",
    CLASSFUL,
    words=(*OLDER, DESTINATION),
    by_name=False,
    lacks=("-blackhole", "-inet6"),
)


def prepare(facts: Facts) -> Iterator[Facts]:
    """What each route command line says that does an act."""
    yield from map(masked, unixwrite.prepare(SCO, facts))


ROUTE = grammar(route(SCO)._replace(prepare=prepare, versions=(4,)))

COMMANDS = Commands(
    "sco",
    "SCO route, arp",
    (
        ROUTE,
        arp((PUBLISHED, Word("trail", "trail"))),
    ),
)
