"""What the letters of a flag word mean: on one system, or on all that know them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry import people
from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.flags import Letters
from rtentry.light import Any, NamedTuple
from rtentry.listing import Dialect


class Speaker(NamedTuple):
    """Who writes flags so: a dialect, or rtentry's own table."""

    name: str
    title: str
    letters: Letters


class Meaning(NamedTuple):
    """What a word means to a speaker: (letter, flag's name, meaning) of each letter."""

    speaker: Speaker
    letters: list[tuple[str, str, str]]


OWN = Speaker("rtentry", "rtentry's own table", people.LETTERS)


def meaning(word: str, dialect: Dialect) -> Meaning:
    """What a word means in one dialect; FormatError if it does not know a letter."""
    if dialect.letters is None:
        raise FormatError(f"{dialect.name} prints no flags")
    try:
        return told(word, Speaker(dialect.name, dialect.title, dialect.letters))
    except FormatError as error:
        raise FormatError(f"{error.message} on {dialect.name}") from None


def meanings(word: str) -> list[Meaning]:
    """The meanings on each system that knows all the letters."""
    every = [Speaker(d.name, d.title, d.letters) for d in dialects() if d.letters]
    found: list[Meaning] = []
    for speaker in (OWN, *every):
        try:
            found.append(told(word, speaker))
        except FormatError:
            continue
    if not found:
        raise FormatError(f"no system knows all the flags in {word!r}")
    return found


def told(word: str, speaker: Speaker) -> Meaning:
    """What a word means to a speaker; FormatError at a letter that it does not have."""
    letters = speaker.letters.explain(word)
    return Meaning(
        speaker, [(c, f"RTF_{flag.name}", text) for c, flag, text in letters]
    )


def lines(word: str, found: Sequence[Meaning]) -> Iterator[str]:
    """The meanings, a section for each speaker."""
    for n, (speaker, letters) in enumerate(found):
        if n:
            yield ""
        yield f"{word} on {speaker.title} ({speaker.name})"
        width = max(len(flag) for _, flag, _ in letters)
        for letter, flag, text in letters:
            yield f"  {letter}  {flag:{width}}  {text}"


def data(found: Sequence[Meaning]) -> list[dict[str, Any]]:
    """The meanings for ``--json``."""
    return [
        {
            "system": each.speaker.name,
            "letters": [
                {"letter": c, "flag": flag, "meaning": text}
                for c, flag, text in each.letters
            ],
        }
        for each in found
    ]
