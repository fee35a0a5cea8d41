"""
The arguments of a query read quickly: those that need no explanation.

argparse explains what is wrong and what there is; it costs 12 ms to load, more than
most answers.  Here only command lines without any mistake are read, to the same values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rtentry.light import Any
from rtentry.queries import Param, Query

TYPES: Mapping[str, Any] = {"number": int, "real": float}
"""Kinds of params whose values are numbers."""

Spellings = Mapping[str, tuple[str, str]]
"""Word of an option -> key of its value, and its kind."""


def arguments(
    words: Sequence[str], query: Query, every: Mapping[str, tuple[str, bool]]
) -> dict[str, Any] | None:
    """
    The values of a query's arguments; ``None`` = argparse has to say what is wrong.

    Args:
        words: what follows the command.
        query: whose arguments they are.
        every: options of every command: key of the value, and whether it takes one.
    """
    known = dict(spellings(query, every))
    found = defaults(query, every)
    operands: list[str] = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-") or word == "-":
            operands.append(word)
            continue
        name, equals, value = word.partition("=")
        dest, kind = known.get(name, ("", ""))
        if not dest or (kind == "flag" and equals):
            return None
        if kind == "flag":
            found[dest] = True
            continue
        text = value if equals else next(rest, "-")
        if text.startswith("-") or not put(found, dest, kind, text):
            return None
    return found if place(found, query, operands) else None


def spellings(
    query: Query, every: Mapping[str, tuple[str, bool]]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """The options: each spelling with its key and kind."""
    for word, (dest, takes) in every.items():
        yield word, (dest, "text" if takes else "flag")
    for param in query.params:
        for name in param.names if is_option(param) else ():
            yield name, (param.dest, param.kind)


def is_option(param: Param) -> bool:
    """Whether a param is an option."""
    return param.names[0].startswith("-")


def defaults(query: Query, every: Mapping[str, tuple[str, bool]]) -> dict[str, Any]:
    """The values of what is not said."""
    found: dict[str, Any] = {
        dest: None if takes else False for dest, takes in every.values()
    }
    for param in query.params:
        found[param.dest] = False if param.kind == "flag" else None
    return found


def put(found: dict[str, Any], dest: str, kind: str, text: str) -> bool:
    """Put the value of an option; whether it is one."""
    try:
        found[dest] = TYPES.get(kind, str)(text)
    except ValueError:
        return False
    return True


def place(found: dict[str, Any], query: Query, operands: list[str]) -> bool:
    """Put the operands; whether they are as many as the query takes."""
    for param in query.params:
        if is_option(param):
            continue
        if param.nargs == "*":
            found[param.dest], operands = operands, []
        elif operands:
            if not put(found, param.dest, param.kind, operands[0]):
                return False
            operands = operands[1:]
        elif param.nargs == "1":
            return False
    return not operands
