"""
Kinds of keyword lines (a route, a neighbour), and how their rows are printed.

A Grammar knows how the words of one kind of line are read and how a record is printed;
a Look is what the text of a block does in its own way: blanks of an older release,
trailing blanks lost, ``-d``, or a format with the blanks of a single row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rtentry.light import Any, NamedTuple, Protocol

Record = Any
"""A record of the model; the grammar knows which."""

FAMILIES = {4: "inet", 6: "inet6"}
"""Family of an IP version; no version is ``""``."""


class Style(NamedTuple):
    """
    How records are printed.

    Fields:
        spacing: whose blanks: ``""`` = those of today.
        options: ``details``, ``numeric`` ... as the grammar knows them.
        hidden:  slots that are not printed.
    """

    spacing: str = ""
    options: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


class Look(NamedTuple):
    """
    How the rows of a block look.

    Fields:
        options: of the Block.
        row:     format that spaces the words, ``%s`` each; ``None`` = the style's blanks,
                 which rows with another number of words have in any case.
    """

    options: tuple[str, ...] = ()
    row: str | None = None


class Quick(Protocol):
    """A quick way for plain lines: remembers what it has seen of the listing."""

    def run(
        self, lines: Sequence[str], at: int, out: list[Record], version: int
    ) -> int:
        """Append the records of plain lines; the index of the first that is not one."""

    def learn(self, line: str, record: Record) -> None:
        """Remember what a line says that is printed just so."""

    def forget(self) -> None:
        """Lines look in another way from now on."""


DELETED = r"\s*(?:Deleted\s+)?"
"""The pattern of what may stand before a line: blanks, the word of ``ip monitor``."""


ADDRESS = r"(?=\w*[:.*/])[0-9a-fA-F:.xX*]+(?:%[^\s/]+)?(?:/\d+)?"
"""The pattern of an address or a prefix, hidden perhaps; a number alone is neither."""


class Grammar(NamedTuple):
    """
    One kind of line.

    Fields:
        what:      what a line is, for error texts: ``a route``.
        spacings:  names of other spacings than today's.
        begins:    (lines, index) -> whether a listing begins there.
        continues: (line before, line) -> whether a line belongs to that before it.
        context:   the listing's lines -> what reading a line needs to know of them.
        read:      (words, context, record before) -> record, facts: options that it
                   shows by itself; FormatError with the text that was wrong.
        show:      (record, style) -> its text, lines separated by newlines.
        version:   record -> IP version; 0 = none.
        kept:      how lines begin that stay lines of their own with ``-o``.
        another:   (lines, index) -> whether a listing of another kind begins there, which
                   may follow without a blank line between.
        quick:     makes a quick reader; ``None`` = there is none.
        cut:       text of a record, unfolded -> what *read* gets: words, or lines.
        shown:     (records, style) -> texts, as show of each, quickly; ``None`` = as show.
        hint:      the pattern of a listing's first line; ``""`` = any line.
    """

    what: str
    spacings: tuple[str, ...]
    begins: Callable[[Sequence[str], int], bool]
    continues: Callable[[str, str], bool]
    context: Callable[[Iterable[str]], Any]
    read: Callable[[Sequence[str], Any, Record], tuple[Record, frozenset[str]]]
    show: Callable[[Record, Style], str]
    version: Callable[[Record], int]
    kept: tuple[str, ...] = ()
    another: Callable[[Sequence[str], int], bool] = lambda lines, index: False
    quick: Callable[[Any], Quick] | None = None
    shown: Callable[[Iterable[Record], Style], Iterator[str]] | None = None
    cut: Callable[[str], list[str]] = str.split
    hint: str = ""


# -- writing ---------------------------------------------------------------------


def style(grammar: Grammar, look: Look) -> Style:
    """The style of a block."""
    spacing = next((s for s in grammar.spacings if s in look.options), "")
    return Style(spacing, frozenset(look.options))


def finished(grammar: Grammar, text: str, look: Look) -> str:
    """The text of one record with the block's own blanks."""
    if "oneline" in look.options:
        text = text.replace("\n", "\\")
        for start in grammar.kept:
            text = text.replace(f"\\{start}", f"\n{start}")
    if look.row is not None:
        words = text.split()
        return look.row % tuple(words) if look.row.count("%s") == len(words) else text
    if "stripped" in look.options:
        return "\n".join([line.rstrip(" ") for line in text.split("\n")])
    return text


def printed(
    grammar: Grammar, records: Iterable[Record], how: Style, look: Look
) -> Iterator[str]:
    """The lines of some records."""
    if grammar.shown is not None:
        texts = grammar.shown(records, how)
    else:
        texts = (grammar.show(record, how) for record in records)
    plain = look.row is None and not {"oneline", "stripped"} & set(look.options)
    for text in texts:
        done = text if plain else finished(grammar, text, look)
        if "\n" in done:
            yield from done.split("\n")
        else:
            yield done
