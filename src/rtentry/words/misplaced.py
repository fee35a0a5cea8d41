"""Where in the text of a JSON array the value stands that an error names."""

from __future__ import annotations

import json
import re

from rtentry.errors import FormatError

SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[-+.\w]+')
"""A name or a value in the text of an object."""

NAME = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:\s*')
"""The name of a member, up to its value."""

BETWEEN = re.compile(r"[\s,\[]*")
"""What stands before an object."""


def misplaced(error: FormatError, text: str, member: int, index: int) -> FormatError:
    """
    An error with the line and the column of the value that it names.

    Args:
        error:  what is wrong in an object.
        text:   the array.
        member: which of its objects.
        index:  of the line where the array begins.
    """
    start, end = span(text, member)
    at = max(values(text, start, end, error.message), default=(0, -start))[1]
    above = text[:-at].split("\n")
    return FormatError(
        error.message, line=index + len(above) - 1, column=len(above[-1]) + 1
    )


def values(text: str, start: int, end: int, message: str) -> list[tuple[int, int]]:
    """How much of a value, and of its name, is in a message, and (negative) its place."""
    out, at = [(0, -start)], start
    name = ""
    while found := SCALAR.search(text, at, end):
        if above := NAME.match(text, found.start(), end):
            name, at = above[1], above.end()
            out.append((says(message, repr(name)), -at))
            continue
        known = says(message, repr(name)) + 2 * says(message, found[0])
        known += 2 * says(message, repr(found[0].strip('"')))
        out.append((known, -found.start()))
        at = found.end()
    return out


def says(message: str, word: str) -> bool:
    """Whether a word is in a message, and no part of a longer one."""
    return re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])", message) is not None


def span(text: str, member: int) -> tuple[int, int]:
    """Where an object of an array begins and ends."""
    decoder = json.JSONDecoder()
    start = end = 0
    for _ in range(member + 1):
        found = BETWEEN.match(text, end)
        start = found.end() if found else end
        _, end = decoder.raw_decode(text, start)
    return start, end
