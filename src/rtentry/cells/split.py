"""
Rows as text -> cells: what each is called, which field of the record it is, its text.

Rows stand under a heading (``netstat -r``), or they are keywords and values (``ip
route``), or lines with colons (``route get``).  Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from rtentry.light import NamedTuple

Named = tuple[str, str, str]
"""A cell: what it is called, the field of the record, its text."""

Words = Mapping[str, str]
"""What something is called in a listing: the field that it is."""


# -- under a heading ---------------------------------------------------------------------


def heading_of(lines: Sequence[str], words: Words, need: set[str]) -> int | None:
    """
    The last line above the last that is a heading; ``None`` = none.

    A heading has at least two of the *words*, of which one is a field that rows *need*.
    """
    for at in reversed(range(len(lines) - 1)):
        found = [words[word] for word in lines[at].split() if word in words]
        if len(found) > 1 and need & set(found):
            return at
    return None


def joined(heading: str, phrases: Words) -> str:
    """A heading with one word for each column."""
    for phrase, word in phrases.items():
        heading = heading.replace(phrase, word)
    return heading


Accepts = Callable[[str, str], bool]
"""(word of a heading, text) -> whether such a text can stand there."""


def anything(name: str, text: str) -> bool:
    """Everything can stand everywhere."""
    del name, text
    return True


def under(
    heading: str, line: str, words: Words, accepts: Accepts = anything
) -> list[Named]:
    """The cells under the words of a heading."""
    names = [name for name in heading.split() if not name.endswith(":")]
    texts = line.split()
    if "L" in texts[1:]:  # stands behind a locked MTU
        at = texts.index("L", 1)
        texts[at - 1 : at + 1] = [f"{texts[at - 1]} L"]
    if len(names) != len(texts):
        texts = aligned(heading, line, names, accepts)
    return [(n, words.get(n, ""), t) for n, t in zip(names, texts, strict=False)]


def aligned(
    heading: str, line: str, names: Sequence[str], accepts: Accepts
) -> list[str]:
    """The texts of a row with blank cells, each under the nearest word."""
    spans: list[tuple[int, int]] = []
    at = 0
    for name in names:
        at = heading.index(name, at)
        spans.append((at, at + len(name)))
        at += len(name)
    out = [""] * len(names)
    at = least = 0
    for text in line.split():
        at = line.index(text, at)
        end = at + len(text)
        near = [i for i in range(least, len(names)) if accepts(names[i], text)]
        best = nearest(spans, at, end, near)
        if best is None:
            out[-1] = f"{out[-1]} {text}".strip()
        else:
            out[best], least = text, best + 1
        at = end
    return out


def nearest(
    spans: Sequence[tuple[int, int]], at: int, end: int, near: Sequence[int]
) -> int | None:
    """The word of a heading, of those in *near*, that a text stands nearest to."""
    gaps = [min(abs(spans[i][0] - at), abs(spans[i][1] - end)) for i in near]
    return near[gaps.index(min(gaps))] if gaps else None


class Shape(NamedTuple):
    """
    Cells without words over them that are known by their number.

    Fields:
        names: for each number of cells, what they are.
        wide:  which of them may have blanks in it.
    """

    names: Mapping[int, Sequence[tuple[str, str]]]
    wide: int


def shaped(line: str, shape: Shape) -> list[Named]:
    """The cells of a row under words that nobody knows."""
    texts = line.split()
    most = max(shape.names)
    more = max(len(texts) - most, 0)
    wide = slice(shape.wide, shape.wide + more + 1)
    texts[wide] = [" ".join(texts[wide])]
    names = shape.names.get(len(texts), ())
    return [(name, field, t) for (name, field), t in zip(names, texts, strict=False)]


# -- keywords ------------------------------------------------------------------------------


def keywords(line: str, words: Words, alone: Collection[str]) -> list[Named]:
    """
    Keywords, each with what follows up to the next one.

    Args:
        line:  the words.
        words: the keywords, each with its field.
        alone: those that nothing follows.
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for text in line.split():
        name, values = found[-1]
        wants_value = bool(name) and not values and name not in alone
        if text in words and not wants_value:
            found.append((text, []))
        else:
            values.append(text)
    return [(name, words.get(name, ""), " ".join(values)) for name, values in found[1:]]


def before(line: str, words: Words) -> list[str]:
    """The words before the first keyword."""
    out = []
    for text in line.split():
        if text in words:
            break
        out.append(text)
    return out


# -- colons --------------------------------------------------------------------------------


def colons(lines: Sequence[str], words: Words) -> list[Named]:
    """The cells of lines ``name: value``, and of a heading with numbers below it."""
    out: list[Named] = []
    names: list[str] = []
    for line in lines:
        name, colon, value = line.partition(": ")
        if colon:
            out.append((name.strip(), words.get(name.strip(), ""), value.strip()))
        elif names:
            out += [
                (n, words.get(n, ""), t)
                for n, t in zip(names, line.split(), strict=False)
            ]
            names = []
        else:
            names = line.split()
    return out
