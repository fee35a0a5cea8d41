"""
AIX: route, arp, ndp.

arp wants the kind of the link before the host: ``arp -s ether 192.0.2.9 2:0:5e:10:0:9``.
A gateway that is an address of the host itself (``-interface``) stands for the way out.

Source: AIX 7.2 command reference, route, arp, ndp.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts, unixarp
from rtentry.acts.abbreviations import CLASSFUL
from rtentry.acts.grammar import Grammar, Said, Word, grammar
from rtentry.acts.unixroute import route
from rtentry.acts.unixwords import OLDER, Unix, numeral
from rtentry.acts.wording import Commands

ROUTE = Unix(
    "aix",
    CLASSFUL,
    words=(
        *OLDER,
        Word("-if", "ifname", str, also=("-ifp",)),
        Word("-ifp", "ifname", str, written=False),
        Word("-weight", "weight", numeral),
    ),
    options=(Word("-C", ""),),
    by_name=False,
    zones=False,
    ways="repeat",
)

HOST = unixarp.Arp(empties=False)
"""It deletes one entry at a time."""

LINK = Word("ether", "link", also=("802.3", "fddi", "802.5", "atm"))


def settle(said: Said) -> Iterator[Facts]:
    """The facts of an arp command line; all kinds of link have addresses."""
    values = {fact: value for fact, value in said.values.items() if fact != "link"}
    yield from unixarp.settle(said._replace(values=values), HOST)


def prepare(facts: Facts) -> Iterator[Facts]:
    """What an arp command line says: with ``-s``, the kind of the link."""
    for said in unixarp.prepare(facts, HOST):
        yield {**said, "link": True} if said.get("set") else said


def arp() -> Grammar:
    """The ARP command."""
    usual = unixarp.arp((unixarp.PUBLISHED,), (), HOST)
    words = (LINK, *usual.words)
    return grammar(usual._replace(words=words, settle=settle, prepare=prepare))


COMMANDS = Commands(
    "aix",
    "AIX route, arp, ndp",
    (route(ROUTE), arp(), unixarp.ndp()),
    key=("dst", "gateway"),
    ways="repeat",
)
