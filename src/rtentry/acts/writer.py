"""
What is to be said, as a command line by a tool's grammar.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.acts import Facts
from rtentry.acts.grammar import Grammar, Word, one
from rtentry.acts.tokens import quoted
from rtentry.errors import RtentryError
from rtentry.light import Any, NamedTuple


class Line(NamedTuple):
    """
    A command line as it is written.

    Fields:
        text:    the line.
        missing: facts that the tool has no word for.
        refused: facts with a value that the tool would not take.
    """

    text: str
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def write(made: Grammar, said: Facts) -> Line:
    """Write what is to be said; facts without a word are listed."""
    rest = dict(said)
    path = [step_text(step, rest) for step in made.path]
    locks = rest.pop("locks", ()) if made.lock else ()
    ways = rest.pop("ways", ()) if made.section else ()
    found: list[tuple[int, str]] = []
    missing = [UNSAID] if locks and not {*locks} <= rest.keys() else []
    refused: list[str] = []
    for fact, value in rest.items():
        writer = made.writers.get((fact, None)) or made.writers.get((fact, value))
        if writer is None:
            missing.append(fact)
        elif not is_taken(writer[1], value):
            refused.append(fact)
        else:
            place, word = writer
            is_locked = fact in locks and can_lock(made, word)
            found.append((place, worded(made, word, value, is_locked=is_locked)))
            if fact in locks and not is_locked:
                missing.append("locks")
    found.sort(key=lambda item: item[0])
    before = [text for place, text in found if place < 0]
    after = [text for place, text in found if place >= 0]
    sections = [section(made, way, missing, refused) for way in ways]
    words = [made.tool, *before, *path, *after, *sections]
    text = " ".join(word for word in words if word)
    return Line(text, tuple(missing), tuple(refused))


UNSAID = "needs the value of a metric that is locked"


def is_taken(word: Word, value: Any) -> bool:
    """Whether a tool that is told *value* would take it."""
    try:
        if word.read is not None:
            word.read(word.show(value))
    except RtentryError:
        return False
    return True


def can_lock(made: Grammar, word: Word) -> bool:
    """Whether a metric can be locked: by a word before it, or in its argument."""
    return bool(made.lock and made.lock.before) or word.count is not one


def step_text(step: Mapping[str, tuple[str, Any]], rest: Facts) -> str:
    """The spelling of a step of the path; what it says is taken from *rest*."""
    for spelling, (fact, value) in step.items():
        if not fact or rest.get(fact) == value:
            rest.pop(fact, None)
            return spelling
    return ""


def worded(made: Grammar, word: Word, value: Any, *, is_locked: bool) -> str:
    """A word and its argument."""
    if word.read is None:
        return word.text
    text = word.show(value)
    if word.count is one:
        text = quoted(text)
    if made.equals and word.text:
        return f"{word.text}={text}"
    if not is_locked or made.lock is None:
        return f"{word.text} {text}" if word.text else text
    words = (made.lock.before, word.text, made.lock.after, text)
    return " ".join(w for w in words if w)


def section(made: Grammar, way: Facts, missing: list[str], refused: list[str]) -> str:
    """One way of a multipath route."""
    line = write(made._replace(tool=made.section, path=(), section=""), way)
    missing += [fact for fact in line.missing if fact not in missing]
    refused += [fact for fact in line.refused if fact not in refused]
    return line.text
