"""
Finds the members of a room: no second list to edit.

A room is a package; a member is a module in it with one constant (``DIALECT``,
``QUERY``, ``SOURCE``), whose name does not begin with ``_``.  Members of other
distributions come by entry points of the group ``rtentry.dialects`` (and so on); they
are looked up only when the room itself has no such member, since that costs 25 ms.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any


def names(room: str) -> list[str]:
    """The members of the package *room*, by module name, sorted; none is imported."""
    found = set()
    for folder in import_module(room).__path__:
        for entry in os.listdir(folder):  # noqa: PTH208 - pathlib costs 8 ms
            name = entry.removesuffix(".py")
            if name != entry and not name.startswith("_"):
                found.add(name)
    return sorted(found)


def member(room: str, name: str) -> Any:  # noqa: ANN401 - each room has its own contract
    """The member *name* of *room*; KeyError if there is none."""
    constant = room.rpartition(".")[2].upper()
    constant = {"DIALECTS": "DIALECT", "QUERIES": "QUERY", "SOURCES": "SOURCE"}[
        constant
    ]
    if name in names(room):
        return getattr(import_module(f"{room}.{name}"), constant)
    return foreign(room, name)


def foreign(room: str, name: str) -> Any:  # noqa: ANN401
    """A member from another distribution; KeyError if there is none."""
    from importlib.metadata import entry_points

    for point in entry_points(group=room, name=name):
        return point.load()
    raise KeyError(name)
