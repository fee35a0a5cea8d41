"""
route(8) of a Unix: its words, its reader and its writer.

Pure.
"""

from __future__ import annotations

from rtentry.acts.grammar import Grammar, Lock, grammar
from rtentry.acts.unixread import settle
from rtentry.acts.unixwords import OPTIONS, Unix, placed
from rtentry.acts.unixwrite import prepare


def route(unix: Unix) -> Grammar:
    """A system's route command."""
    return grammar(
        Grammar(
            "route",
            "route",
            placed(unix),
            settle=lambda said: settle(unix, said),
            prepare=lambda facts: prepare(unix, facts),
            verbs=tuple(dict.fromkeys(verb for _, verb in unix.verbs)),
            path=({spelling: ("verb", verb) for spelling, verb in unix.verbs},),
            options=(*unix.options, *OPTIONS),
            lock=Lock("-lock", "-lockrest"),
        )
    )
