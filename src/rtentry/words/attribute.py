"""
Lines of ``keyword value`` pairs, as ip(8) prints them: read and written by tables.

A table has a row for each attribute, in printed order::

    via 192.168.1.1 dev eth0 proto static metric 100 onlink mtu lock 1400

    Word("via", "via"),  Word("metric", "metric", parse_count, str, number=True),
    flag("onlink"),      Word("mtu", "mtu", parse_count, str, group="metrics") ...

Reading gives the values by slot, a name that the record's maker understands; writing
is the inverse.  A word that has no row is an error.  What the same attributes look
like in JSON stands in the same rows; :mod:`rtentry.words.pairs` reads and writes that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.light import Any, NamedTuple

Values = dict[str, Any]
"""Attributes by slot; ``locks`` names those that came with ``lock``."""


def one(words: Sequence[str], at: int) -> int:
    """One word follows the keyword: the index after it."""
    del words
    return at + 1


def nothing(words: Sequence[str], at: int) -> int:
    """Nothing follows the keyword."""
    del words
    return at


class Word(NamedTuple):
    """
    One attribute.

    Fields:
        word:   its keyword.
        slot:   name of its value.
        parse:  text -> value; FormatError with the text that was wrong.
        show:   value -> text; ``None`` = the keyword stands alone and means True.
        key:    its name in JSON; ``""`` = the keyword.
        number: whether it is a number in JSON; else it is text.
        group:  the list that it belongs to in JSON; ``metrics`` may be locked.
        take:   (words, index after the keyword) -> index after the value.
        lead, trail: what is printed before the keyword and after the value.
    """

    word: str
    slot: str
    parse: Callable[[str], Any] = str
    show: Callable[[Any], str] | None = str
    key: str = ""
    number: bool = False
    group: str = ""
    take: Callable[[Sequence[str], int], int] = one
    lead: str = ""
    trail: str = " "


def flag(word: str, slot: str = "", group: str = "") -> Word:
    """A keyword that stands alone."""
    return Word(word, slot or word, lambda _: True, None, group=group, take=nothing)


Table = Mapping[str, Word]
"""The rows of a table by keyword, in printed order."""


def table(*rows: Word) -> Table:
    """A table of *rows*."""
    return {row.word: row for row in rows}


# -- reading ---------------------------------------------------------------------


def read(words: Sequence[str], rows: Table, what: str) -> Values:
    """
    The values that *words* say.

    Args:
        words: of a line, from the first keyword on.
        rows:  the attributes known.
        what:  what the line is, for error texts: ``a route``.

    Raises:
        FormatError: at a word that has no row, stands twice or lacks its value.
    """
    values: Values = {}
    rest = read_words(words, rows, values, what)
    if rest:
        raise FormatError(f"unknown word {rest[0]!r} in {what}")
    return values


def read_words(
    words: Sequence[str], rows: Table, values: Values, what: str
) -> Sequence[str]:
    """Read into *values* up to a word that has no row; the words from there on."""
    at = 0
    while at < len(words):
        row = rows.get(words[at])
        if row is None:
            return words[at:]
        at = read_one(words, at + 1, row, values, what)
    return ()


def read_one(
    words: Sequence[str], at: int, row: Word, values: Values, what: str
) -> int:
    """Read the value of *row* from words[at] on; returns the index after it."""
    if row.slot in values:
        raise FormatError(f"{row.word!r} stands twice in {what}")
    if row.group == "metrics" and words[at : at + 1] == ["lock"]:
        values["locks"] = (*values.get("locks", ()), row.slot)
        at += 1
    end = row.take(words, at)
    if end > len(words):
        raise FormatError(f"{row.word!r} without a value in {what}")
    values[row.slot] = row.parse(" ".join(words[at:end]))
    return end


def until(ends: Callable[[str], bool]) -> Callable[[Sequence[str], int], int]:
    """A value of all words up to one for which *ends* holds."""

    def take(words: Sequence[str], at: int) -> int:
        while at < len(words) and not ends(words[at]):
            at += 1
        return at

    return take


# -- writing ---------------------------------------------------------------------

Spacing = Mapping[str, tuple[str, str]]
"""Keyword -> what is printed before and after, where it is not the row's own."""


class Piece(NamedTuple):
    """One row, ready to write: the text before the value, the value, the text after."""

    slot: str
    head: str
    show: Callable[[Any], str] | None
    tail: str


def pieces(rows: Table, spacing: Spacing = {}) -> tuple[Piece, ...]:  # noqa: B006 - read only
    """The rows of a table, ready to write."""
    out = []
    for row in rows.values():
        lead, trail = spacing.get(row.word, (row.lead, row.trail))
        out.append(Piece(row.slot, lead + row.word, row.show, trail))
    return tuple(out)


def write(values: Mapping[str, Any], row: Sequence[Piece]) -> str:
    """The text of *values*, in the order of the pieces; slots without one are left out."""
    out: list[str] = []
    locks = values.get("locks", ())
    for slot, head, show, tail in row:
        value = values.get(slot)
        if value is None:
            continue
        text = "" if show is None else show(value)
        if slot in locks:
            text = f"lock {text}"
        out.append(f"{head} {text}{tail}" if text else head + tail)
    return "".join(out)


# -- numbers ---------------------------------------------------------------------

HEX = frozenset("0123456789abcdefABCDEF")
FLOAT = frozenset("0123456789.e+")


def is_count(text: str) -> bool:
    """Whether it is a whole number of decimal digits."""
    return text.isascii() and text.isdigit()


def parse_hex(text: str) -> int:
    """Read ``0x1f`` or ``31``; FormatError otherwise."""
    digits = text.removeprefix("0x")
    if digits == text:
        return parse_count(text)
    if not digits or not set(digits) <= HEX:
        raise FormatError(f"{text!r} is not a number")
    return int(digits, 16)


def parse_seconds(text: str) -> int:
    """Read ``599sec``; FormatError otherwise."""
    if not text.endswith("sec"):
        raise FormatError(f"{text!r} is not a number of seconds")
    return parse_count(text.removesuffix("sec"))


def show_seconds(value: int) -> str:
    """Inverse of :func:`parse_seconds`."""
    return f"{value}sec"


def parse_ms(text: str) -> int | str:
    """
    Read ``250ms`` or ``1.5s`` as milliseconds; FormatError otherwise.

    What releases before 2006 print stays text: ``0.50ms``, or ``300`` of the kernel's own.
    """
    number = text.removesuffix("ms")
    if is_count(number):
        return text if number == text else parse_count(number)
    if number != text and all(map(is_count, number.split(".", 1))):
        return text
    try:
        if text.endswith("s") and set(text[:-1]) <= FLOAT:
            return round(float(text[:-1]) * 1000)
    except (ValueError, OverflowError):
        pass
    raise FormatError(f"{text!r} is not a time")


def show_ms(value: int | str) -> str:
    """Inverse of :func:`parse_ms`: seconds from 1000 on, six digits at most."""
    if isinstance(value, str):
        return value
    return f"{value / 1000:g}s" if value >= 1000 else f"{value}ms"
