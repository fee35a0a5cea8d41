"""
What stands around a listing in its document: so that the whole can be written again.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rtentry.search.attempts import Attempt
from rtentry.session import INSIDE, inside, is_returned, plain, read_of
from rtentry.written import Around, Stood

SOME = 1 << 12
"""How many lines are compared at a time: few enough that they stay in the cache."""


def framed(places: Sequence[Attempt], text: str) -> Sequence[Attempt]:
    """The listings of a text with what stands around each; as they are if nothing does."""
    if len(places) == 1 and is_all(places[0], text):
        return places
    lines, returns = lines_of(text), is_returned(text)
    out, at = [], 0
    for place in places:
        begin, end = span(place)
        before = tuple([line for line, _ in lines[at : begin - 1]])
        sides = beside(place, lines)
        apart = between(place, lines)
        around = Around(before, (), *sides[:2], apart, sides[2], returns)
        out.append(place._replace(around=around))
        at = end
    if out:
        out[-1] = ended(out[-1], [line for line, _ in lines[at:]], text)
    is_bare = len(out) == 1 and out[0].around == Around()
    return places if is_bare else out


def is_all(place: Attempt, text: str) -> bool:
    """Whether a text is a listing and nothing else, as it stands."""
    lines, at = place.chunk.lines[place.start : place.last + 1], 0
    for n in range(0, len(lines), SOME):
        part = "\n" * bool(n) + "\n".join(lines[n : n + SOME])
        if not text.startswith(part, at):
            return False
        at += len(part)
    return text.endswith("\n") and at == len(text) - 1


def lines_of(text: str) -> list[tuple[str, str]]:
    """The lines of a text as they stand, each with what was read of it."""
    text = text.removesuffix("\x1a")
    seen = plain(text).split("\n")
    end = "\r" if is_returned(text) else "\n"
    whole = text.split(end)
    pairs = [*zip(whole if len(whole) == len(seen) else seen, seen, strict=True)]
    return pairs[:-1] if pairs[-1] == ("", "") else pairs


def ended(place: Attempt, below: Sequence[str], text: str) -> Attempt:
    """The last listing with the lines below it, and how the text ends."""
    around = place.around or Around()
    end = "\r" if around.returns else "\n"
    unended = not text.removesuffix("\x1a").endswith(end)
    return place._replace(around=around._replace(after=tuple(below), unended=unended))


def span(place: Attempt) -> tuple[int, int]:
    """The numbers of the first and the last line of a listing in its document."""
    left_out = [each.line for each in place.unparsed if each.line]
    first = place.first or place.chunk.numbers[place.start]
    return min([first, *left_out]), place.end


def between(place: Attempt, lines: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """What stands between the lines of a listing in its document: blank lines."""
    first, end = span(place)
    is_joined = place.breaks or place.unparsed
    if is_joined or end - first == place.last - place.start:
        return ()
    numbers = place.chunk.numbers[place.start : place.last + 1]
    found = [
        "".join([f"{line}\n" for line, _ in lines[above : below - 1]])
        for above, below in pairwise(numbers)
    ]
    return (found[0],) if len({*found}) == 1 else tuple(found)


def beside(
    place: Attempt, lines: Sequence[tuple[str, str]]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Stood, ...]]:
    """What a listing's lines begin and end with, and what stood within them."""
    chunk = place.chunk
    numbered = range(place.start, place.last + 1)
    own = [(chunk.lines[i], *lines[chunk.numbers[i] - 1]) for i in numbered]
    if all(line == whole for line, whole, _ in own):
        return (), (), ()
    texts = [as_read(*each) for each in own]
    found = [cut(line, text) for (line, *_), text in zip(own, texts, strict=True)]
    stood = [
        Stood(at, *each)
        for at, ((_, whole, _), text) in enumerate(zip(own, texts, strict=True))
        if text != whole and text == without(whole)
        for each in inside(whole)
    ]
    is_joined = bool(place.breaks or place.unparsed)
    margins = common(own, found, is_joined=is_joined)
    return *margins, () if is_joined else tuple(stood)


def common(
    own: Sequence[tuple[str, ...]],
    found: Sequence[tuple[str, str]],
    *,
    is_joined: bool,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands before and behind lines: of each of them, or one text for all."""
    lines = [line for line, *_ in own]
    both = zip(lines, found, strict=True)
    margin, after = next((f for line, f in both if line.strip() and any(f)), ("", ""))
    plainly = [(margin if line else margin.rstrip(), after) for line in lines]
    if is_joined or plainly == found:
        return (margin,) if margin else (), (after,) if after else ()
    return tuple([m for m, _ in found]), tuple([e for _, e in found])


def as_read(line: str, whole: str, seen: str) -> str:
    """What was read of a line of the text, which has a listing's line in it."""
    return next((t for t in (whole, without(whole), seen) if line in t), line)


def without(whole: str) -> str:
    """A line as it is read: colours are none of it, ``&lt;`` is one character."""
    return INSIDE.sub(read_of, whole)


def cut(line: str, text: str) -> tuple[str, str]:
    """What stands before and behind a line in a text."""
    if not line:
        bare = text.removesuffix("\r")
        return bare, text[len(bare) :]
    before, _, after = text.partition(line)
    return before, after
