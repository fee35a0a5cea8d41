"""
What stands around a listing in its document: so that the whole can be written again.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.search.attempts import Attempt
from rtentry.session import plain
from rtentry.written import Around


def framed(places: Sequence[Attempt], text: str) -> Sequence[Attempt]:
    """The listings of a text with what stands around each; as they are if nothing does."""
    if len(places) == 1 and is_all(places[0], text):
        return places
    lines = lines_of(text)
    out, at = [], 0
    for place in places:
        begin, end = span(place)
        margins, ends = sides(place, lines)
        before = tuple([line for line, _ in lines[at : begin - 1]])
        around = Around(before, (), margins, ends, is_doubled(place))
        out.append(place._replace(around=around))
        at = end
    if out and at < len(lines):
        out[-1] = ended(out[-1], [line for line, _ in lines[at:]])
    return out if any(place.around != Around() for place in out) else places


def is_all(place: Attempt, text: str) -> bool:
    """Whether a text is a listing and nothing else, as it stands."""
    own = "\n".join(place.chunk.lines[place.start : place.last + 1])
    return len(own) == len(text.removesuffix("\n")) and text.startswith(own)


def lines_of(text: str) -> list[tuple[str, str]]:
    """The lines of a text as they stand, each with what was read of it."""
    seen = plain(text).removesuffix("\n").split("\n")
    whole = text.removesuffix("\n").split("\n")
    return [*zip(whole if len(whole) == len(seen) else seen, seen, strict=True)]


def ended(place: Attempt, below: Sequence[str]) -> Attempt:
    """The last listing with the lines below it."""
    around = place.around or Around()
    return place._replace(around=around._replace(after=tuple(below)))


def span(place: Attempt) -> tuple[int, int]:
    """The numbers of the first and the last line of a listing in its document."""
    left_out = [each.line for each in place.unparsed if each.line]
    first = place.first or place.chunk.numbers[place.start]
    return min([first, *left_out]), place.end


def is_doubled(place: Attempt) -> bool:
    """Whether there is a line more below each line of a listing but the last."""
    first, end = span(place)
    is_whole = not place.breaks and not place.unparsed
    return is_whole and 0 < end - first == 2 * (place.last - place.start)


def sides(
    place: Attempt, lines: Sequence[tuple[str, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a listing's lines begin and end with beside their text."""
    chunk = place.chunk
    first, end = span(place)
    own = range(place.start, place.last + 1)
    if all(chunk.lines[i] == lines[chunk.numbers[i] - 1][0] for i in own):
        return (), ()
    found = [
        (chunk.lines[i], *beside(chunk.lines[i], *lines[chunk.numbers[i] - 1]))
        for i in own
    ]
    is_apart = bool(place.breaks) or end - first != place.last - place.start
    said = [each for each in found if each[0].strip()]
    margin, after = next(((m, e) for _, m, e in said if m or e), ("", ""))
    plainly = [(margin if line else margin.rstrip(), after) for line, *_ in found]
    if is_apart or plainly == [(m, e) for _, m, e in found]:
        return (margin,) if margin else (), (after,) if after else ()
    return tuple([m for _, m, _ in found]), tuple([e for *_, e in found])


def beside(line: str, *whole: str) -> tuple[str, str]:
    """What stands before and behind a line in the first of some texts that has it."""
    if not line:
        bare = whole[0].removesuffix("\r")
        return bare, whole[0][len(bare) :]
    text = next((text for text in whole if line in text), line)
    before, _, after = text.partition(line)
    return before, after
