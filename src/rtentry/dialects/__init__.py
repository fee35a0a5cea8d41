"""
The dialects: text <-> records, one file per tool family and era.

A dialect is a module with a constant ``DIALECT``; see :mod:`rtentry.listing` for the
contract and CONTRIBUTING.md for a walk through one.
"""

from __future__ import annotations

from functools import cache

from rtentry.errors import RtentryError
from rtentry.light import TYPE_CHECKING
from rtentry.registry import member, members

if TYPE_CHECKING:
    from rtentry.listing import Dialect

ROOM = "rtentry.dialects"


@cache
def dialect(name: str) -> Dialect:
    """
    The dialect *name*; a system's bare name means its newest (``freebsd``).

    A name may be written as people do: ``FreeBSD``, ``openbsd3.1``, ``freebsd14.2``.

    Raises:
        RtentryError: if there is none, with those that there are.
    """
    plain = name.lower().replace(".", "")
    for each in dict.fromkeys([name, plain, name.lower().partition(".")[0]]):
        found = named(each)
        if found:
            return found
    known = sorted({d.name for d in dialects()} | {d.system for d in dialects()})
    raise RtentryError(f"unknown system {name!r}; known: {' '.join(known)}")


@cache
def dialects() -> tuple[Dialect, ...]:
    """All dialects of this package, newest first."""
    every: list[Dialect] = [*members(ROOM).values()]
    return tuple(sorted(every, key=lambda d: (-d.since, d.name)))


def family(system: str) -> str:
    """The family of systems that one belongs to: ``linux`` for a live one."""
    if system.startswith("linux"):
        return "linux"
    try:
        return dialect(system).system
    except RtentryError:
        return system


def named(name: str) -> Dialect | None:
    """The dialect of that name, or also called so, or the newest of that system."""
    try:
        found: Dialect = member(ROOM, name)
    except KeyError:
        every = [d for d in dialects() if name in (d.system, *d.also)]
        return next(iter(every), None)
    return found
