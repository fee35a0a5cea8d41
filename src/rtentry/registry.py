"""
Finds the members of a room: no second list to edit.

A room is a package; a member is a module in it with one constant (``DIALECT``,
``QUERY``, ``SOURCE``, ``CHECK`` ...), whose name does not begin with ``_``; other modules are none.
Members of other distributions come by entry points of the group ``rtentry.dialects``
(and so on); they are looked up only when the room itself has no such member, since
that costs 25 ms.
"""

from __future__ import annotations

import os
import sys

from rtentry.light import Any

CONSTANTS = {
    "rtentry.checks": "CHECK",
    "rtentry.dialects": "DIALECT",
    "rtentry.queries": "QUERY",
    "rtentry.reports": "REPORT",
    "rtentry.sources": "SOURCE",
    "rtentry.wire.rtsystems": "BINARY",
}
"""The constant that makes a module a member of its room, where it is not its name."""


def module(name: str) -> Any:
    """The module of that name; what importlib's does, whose import costs 0.4 ms."""
    __import__(name)
    return sys.modules[name]


def names(room: str) -> list[str]:
    """The members of the package *room*, by module name, sorted; none is imported."""
    found = set()
    for folder in module(room).__path__:
        for entry in os.listdir(folder):  # noqa: PTH208 - pathlib costs 8 ms
            name = entry.removesuffix(".py")
            if name != entry and not name.startswith("_"):
                found.add(name)
    return sorted(found)


def member(room: str, name: str) -> Any:
    """The member *name* of *room*; KeyError if there is none."""
    if name in names(room):
        found = own(room, name)
        if found is not None:
            return found
    return foreign(room, name)


def members(room: str) -> dict[str, Any]:
    """The members of the package *room* by name; those of other distributions not."""
    found = {name: own(room, name) for name in names(room)}
    return {name: value for name, value in found.items() if value is not None}


def own(room: str, name: str) -> Any:
    """The constant of a module in *room*; ``None`` if it has none: it is no member."""
    constant = CONSTANTS.get(room) or room.rpartition(".")[2].upper()
    return getattr(module(f"{room}.{name}"), constant, None)


def foreign(room: str, name: str) -> Any:
    """A member from another distribution; KeyError if there is none."""
    from importlib.metadata import entry_points

    for point in entry_points(group=room, name=name):
        return point.load()
    raise KeyError(name)
