"""``rtentry explain``: what the letters of a flag word mean, system by system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.listing import Dialect
from rtentry.queries import Answer, Call, Param, Query

Meaning = tuple[Dialect, list[tuple[str, str, str]]]
"""A dialect, and (letter, flag's name, what it means there) of each letter."""


def run(call: Call) -> Answer:
    """
    Each letter's meaning on the system of ``--as``; without it on all that know them.

    Raises:
        FormatError: if a letter is unknown to the system, or to every system.
    """
    word = call.args["flags"]
    known = meanings(word, [call.dialect] if call.dialect else dialects())
    data = [
        {
            "system": dialect.name,
            "letters": [{"letter": c, "flag": f, "meaning": m} for c, f, m in letters],
        }
        for dialect, letters in known
    ]
    return Answer(text(word, known), data)


def meanings(word: str, tried: Sequence[Dialect]) -> list[Meaning]:
    """The meanings on each system that knows all the letters."""
    found: list[Meaning] = []
    refused: list[FormatError] = []
    for dialect in tried:
        if dialect.letters is None:
            continue
        try:
            letters = dialect.letters.explain(word)
        except FormatError as error:
            refused.append(FormatError(f"{error.message} on {dialect.name}"))
            continue
        found.append((dialect, [(c, f"RTF_{f.name}", m) for c, f, m in letters]))
    if not found:
        raise refused[0] if refused else FormatError("this system prints no flags")
    return found


def text(word: str, known: Sequence[Meaning]) -> Iterator[str]:
    """The meanings, a section for each system."""
    for n, (dialect, letters) in enumerate(known):
        if n:
            yield ""
        yield f"{word} on {dialect.title} ({dialect.name})"
        width = max(len(flag) for _, flag, _ in letters) if letters else 0
        for letter, flag, meaning in letters:
            yield f"  {letter}  {flag:{width}}  {meaning}"


def asks(args: Mapping[str, Any]) -> bool:
    """A flag word alone needs no table."""
    return False


QUERY = Query(
    help="explain a flag word letter by letter, in one system's meaning or in all",
    examples=(
        ("rtentry explain UGHW3 --as freebsd4", "what each letter means on FreeBSD 4"),
        ("rtentry explain UHLc", "what it means wherever it can occur"),
    ),
    params=(Param(("flags",), "a flag word, such as UGHW3"),),
    run=run,
    asks=asks,
)
