"""
HP-UX: route, arp; for IPv4.

    route add net 10.0.0.0 netmask 255.0.0.0 192.0.2.1 1
    route -p 1400 add host 198.51.100.7 192.0.2.1 1

The count behind the gateway decides what it is: 0 an address of the host itself (the way
out), more a router.  Without one it is 0; since others leave it out for a router, that is
told, not done.

Source: HP-UX 11i reference, route(1M), arp(1M), routing(7).
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts, unixread, unixwrite
from rtentry.acts.abbreviations import CLASSFUL
from rtentry.acts.grammar import Grammar, Said, Word, grammar
from rtentry.acts.unixarp import PUBLISHED, arp
from rtentry.acts.unixwords import Unix, numeral, show_host
from rtentry.acts.wording import Commands
from rtentry.commands._masks import DESTINATION, masked
from rtentry.errors import FormatError

HPUX = Unix("hpux", CLASSFUL, by_name=False, ways="repeat", needs_gateway=True)


UNCOUNTED = "without a count hpux takes the gateway for an address of its own: say 1"

WORDS = (
    Word("net", "net"),
    Word("host", "host"),
    DESTINATION,
    Word("netmask", "netmask", str),
    Word("", "gateway", str, show_host),
    Word("", "third", str),
)


def settle(said: Said) -> Iterator[Facts]:
    """
    The facts of a route(1M) command line.

    Raises:
        FormatError: at a value that the system would refuse.
    """
    values = dict(said.values)
    count = values.pop("third", None)
    is_add = values["verb"] == "add"
    try:
        is_local = count is not None and not numeral(count)
    except FormatError as error:
        raise said.wrong("third", f"route: count: {error.message}") from None
    if is_local and is_add:
        values["interface"] = True
    for facts in unixread.settle(HPUX, said._replace(values=values)):
        uncounted = is_add and count is None
        yield {**facts, "notes": (*facts["notes"], *[UNCOUNTED] * uncounted)}


def prepare(facts: Facts) -> Iterator[Facts]:
    """What each route(1M) command line says that does an act."""
    for said in unixwrite.prepare(HPUX, facts):
        if "gateway" in said:
            said["third"] = "0" if said.pop("interface", False) else "1"
        yield masked(said)


ROUTE = grammar(
    Grammar(
        "route",
        "route",
        WORDS,
        settle=settle,
        prepare=prepare,
        verbs=("add", "delete"),
        path=({verb: ("verb", verb) for verb in ("add", "delete")},),
        options=(Word("-n", ""), Word("-p", "mtu", numeral)),
        versions=(4,),
    )
)

COMMANDS = Commands(
    "hpux",
    "HP-UX route, arp",
    (ROUTE, arp((PUBLISHED, Word("trail", "trail")))),
    key=("dst", "gateway"),
    ways="repeat",
)
