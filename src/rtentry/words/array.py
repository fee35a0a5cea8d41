"""
Listings that are one JSON array, an object for each record.

The members of an object are turned into the words of a line, and read by the same
tables as lines are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.light import Any, NamedTuple
from rtentry.listing import Form, Found, Hint, View, keep, kept
from rtentry.model import Block, Snapshot
from rtentry.words.grammar import FAMILIES, Grammar, Look, Record, Style, style
from rtentry.words.lines import Choice
from rtentry.words.pairs import Json, Object, dump, load


class Objects(NamedTuple):
    """
    One kind of object.

    Fields:
        grammar: what reads the same as a line.
        sniff:   keys of the first object -> whether it is of this kind.
        words:   object -> words; FormatError with the key that was wrong.
        object:  (record, style) -> object.
    """

    grammar: Grammar
    sniff: Callable[[frozenset[str]], bool]
    words: Callable[[Json], list[str]]
    object: Callable[[Record, Style], Object]


class ArrayForm(NamedTuple):
    """What :func:`array` knows of a form; its methods are the Form's functions."""

    kind: str
    objects: Objects
    choice: Choice

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if not opens(lines, index):
            return None
        text = "\n".join(lines[index:])
        try:
            value, end = load(text)
        except FormatError as error:
            if not self.is_ours(text):
                return None
            line = index + (error.line or 0)
            raise FormatError(error.message, line=line, column=error.column) from None
        used = text[:end].count("\n") + 1
        whole = "\n".join(lines[index : index + used])
        if whole[end:].strip() or not self.objects.sniff(keys(value)):
            return None
        try:
            return self.found(value, whole, index + used)
        except FormatError as error:
            from rtentry.words.misplaced import misplaced

            raise misplaced(error, whole, self.wrong(value), index) from None

    def wrong(self, value: Json) -> int:
        """Which member of an array is the first that is none of ours."""
        grammar = self.objects.grammar
        for n, member in enumerate(value):
            if member == ():
                continue
            try:
                words = self.objects.words(member)
                grammar.read(words, grammar.context([" ".join(words) + " "]), None)
            except FormatError:
                return n
        return 0

    def is_ours(self, text: str) -> bool:
        """Whether broken JSON begins with an object of this kind."""
        head = text[: text.find("}") + 1].lstrip("[ \n") or text[:400]
        names = [part.split('"')[-1] for part in head.split('":')[:-1]]
        return self.objects.sniff(frozenset(names))

    def found(self, value: Json, whole: str, end: int) -> Found:
        """The records of an array."""
        grammar = self.objects.grammar
        rows = [self.objects.words(member) for member in value if member != ()]
        context = grammar.context([" ".join(words) + " " for words in rows])
        records: list[Record] = []
        facts: set[str] = {"pretty"} if "\n" in whole else set()
        for words in rows:
            record, more = grammar.read(
                words, context, records[-1] if records else None
            )
            records.append(record)
            facts |= more
        versions = {grammar.version(record) for record in records}
        family = FAMILIES.get(versions.pop(), "") if len(versions) == 1 else ""
        options = (*sorted(facts), *empty(value))
        block = Block((0, len(records)), family, options=options)
        if self.text(records, block.options) == whole:
            return Found(tuple(records), (block,), end)
        odd = keep(dict(enumerate(whole.split("\n"))))
        block = block._replace(options=options + odd)
        return Found(tuple(records), (block,), end, len(records))

    def text(self, records: Sequence[Record], options: Sequence[str]) -> str:
        """The text of an array; one that was kept for as long as it is true."""
        lines = list(kept(options).values())
        if lines:
            found = self.parse(lines, 0)
            if found is not None and found.records == tuple(records):
                return "\n".join(lines)
        how = style(self.objects.grammar, Look(tuple(options)))
        return self.dumped(records, how, places(options))

    def dumped(
        self, records: Sequence[Record], how: Style, gaps: Sequence[int] = ()
    ) -> str:
        """The text of an array in that style, with empty objects at some places."""
        members: list[Json] = [self.objects.object(record, how) for record in records]
        for place in gaps:
            members.insert(place, ())
        return dump(members, pretty="pretty" in how.options)

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            chosen = list(self.choice.records(snapshot, view))
            yield from self.dumped(chosen, self.choice.style(view)).split("\n")
            return
        every = getattr(snapshot, self.kind)
        for block in blocks:
            records = every[slice(*block.rows)]
            yield from self.text(records, block.options).split("\n")


def opens(lines: Sequence[str], index: int) -> bool:
    """Whether an array of objects can begin at a line."""
    text = lines[index].strip()
    if text == "[" and index + 1 < len(lines):
        text += lines[index + 1].strip()
    return text[:1] == "[" and text[1:].lstrip()[:1] == "{"


def keys(value: Any) -> frozenset[str]:
    """The keys of the first object of an array that has some; none if none has."""
    first = next((v for v in value if v != ()), ()) if isinstance(value, list) else ()
    return frozenset([key for key, _ in first] if isinstance(first, tuple) else ())


EMPTY = "empty "
"""What begins the option that tells the places of empty objects."""


def empty(value: Sequence[Json]) -> tuple[str, ...]:
    """The option that tells where objects without members stand: what ip filtered out."""
    found = [str(n) for n, member in enumerate(value) if member == ()]
    return (EMPTY + " ".join(found),) if found else ()


def places(options: Sequence[str]) -> list[int]:
    """The places that such an option tells."""
    told = [option for option in options if option.startswith(EMPTY)]
    return [int(n) for option in told for n in option.split()[1:]]


def array(name: str, kind: str, objects: Objects, choice: Choice) -> Form:
    """
    A form of one JSON array.

    Args:
        name, kind: see :class:`rtentry.listing.Form`.
        objects:    its objects.
        choice:     what it prints of a snapshot without listings.
    """
    form = ArrayForm(kind, objects, choice)
    return Form(name, kind, form.parse, form.show, hint=Hint(r"\s*\["))
