"""
The words of a command line, with their places.

Quotes keep blanks together; ``#`` at the beginning of a word starts a comment.  A
backslash is a character like any other: Windows needs it.  Pure.
"""

from __future__ import annotations

from rtentry.errors import FormatError
from rtentry.light import NamedTuple


class Token(NamedTuple):
    """
    A word of a command line.

    Fields:
        text:   the word, quotes removed.
        column: where it begins, from 1.
    """

    text: str
    column: int


def tokens(line: str) -> list[Token]:
    """
    The words of a command line; a comment ends it.

    Raises:
        FormatError: if a quote is not closed.
    """
    found: list[Token] = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
        elif line[at] == "#":
            break
        else:
            text, end = word_at(line, at)
            found.append(Token(text, at + 1))
            at = end
    return found


def word_at(line: str, start: int) -> tuple[str, int]:
    """The word that begins at *start*, without its quotes, and where it ends."""
    text: list[str] = []
    at = start
    while at < len(line) and not line[at].isspace():
        if line[at] not in "\"'":
            text.append(line[at])
            at += 1
            continue
        end = line.find(line[at], at + 1)
        if end < 0:
            raise FormatError("a quote is not closed", column=at + 1)
        text.append(line[at + 1 : end])
        at = end + 1
    return "".join(text), at


def quoted(text: str) -> str:
    """*text* as one word."""
    return (
        f'"{text}"' if not text or any(c.isspace() or c == "#" for c in text) else text
    )
