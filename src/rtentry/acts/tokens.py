"""
The words of a command line, with their places, as a shell has them.

Quotes keep blanks together; ``#`` at the beginning of a word starts a comment; ``;``,
``&&`` and their like end a command; where its output goes is left out.  A backslash is
a character like any other: Windows needs it.  Pure.
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


OPERATORS = ("&&", "||", ";", "&", "|")
"""What ends a command, the longer ones first."""

ENDS = ";&|<>"
"""Characters that end a word outside of quotes."""

PROMPT = "$ "

VALUES = "$`"
"""What begins a value that only the shell knows."""


class Run(NamedTuple):
    """
    One command of a line.

    Fields:
        words:     its words.
        otherwise: whether it is run only if the one before it fails (``||``).
    """

    words: list[Token]
    otherwise: bool = False


def commands(line: str) -> list[Run]:
    """
    The commands of a line, each with its words; a comment ends the line.

    A prompt before them (``$``) is none of their words.

    Raises:
        FormatError: at a quote that is not closed, a pipe, or a value that only the
                     shell knows (``column``).
    """
    found = [Run([])]
    at = len(PROMPT) if line.startswith(PROMPT) else 0
    while at < len(line):
        if line[at].isspace():
            at += 1
        elif line[at] == "#":
            break
        elif operator := next((o for o in OPERATORS if line.startswith(o, at)), None):
            if operator == "|":
                raise FormatError("a pipe: its other end is not known", column=at + 1)
            found.append(Run([], operator == "||"))
            at += len(operator)
        elif end := redirected(line, at):
            at = end
        else:
            text, end = word_at(line, at)
            found[-1].words.append(Token(text, at + 1))
            at = end
    return [run for run in found if run.words]


def redirected(line: str, start: int) -> int:
    """Where ``> FILE``, ``2>&1`` or their like end; 0 = there is none."""
    at = start
    while at < len(line) and line[at].isdecimal():
        at += 1
    if line[at : at + 1] not in ("<", ">") or not line[at : at + 1]:
        return 0
    while line[at : at + 1] in ("<", ">", "&") and line[at : at + 1]:
        at += 1
    while line[at : at + 1].isspace():
        at += 1
    return word_at(line, at)[1]


def word_at(line: str, start: int) -> tuple[str, int]:
    """The word that begins at *start*, without its quotes, and where it ends."""
    text: list[str] = []
    at = start
    while at < len(line) and not line[at].isspace() and line[at] not in ENDS:
        if line[at] in VALUES:
            raise unknown(line[start:].split()[0], start)
        if line[at] not in "\"'":
            text.append(line[at])
            at += 1
            continue
        end = line.find(line[at], at + 1)
        if end < 0:
            raise FormatError("a quote is not closed", column=at + 1)
        if line[at] == '"' and set(VALUES) & {*line[at:end]}:
            raise unknown(line[at : end + 1], at)
        text.append(line[at + 1 : end])
        at = end + 1
    return "".join(text), at


def unknown(text: str, at: int) -> FormatError:
    """The error for a variable, or for what another command prints."""
    reason = f"{text} stands for a value that only the shell knows"
    return FormatError(reason, column=at + 1)


def quoted(text: str) -> str:
    """*text* as one word."""
    if text and not any(c.isspace() or c in "#" + ENDS + VALUES for c in text):
        return text
    return f"'{text}'" if set(VALUES) & {*text} else f'"{text}"'
