"""
Reads a listing of keyword lines, row by row.

What a text does in its own way is found out by printing each record again: the first
look that gives the same text is the row's, and rows that look alike share a block.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence

from rtentry.errors import FormatError
from rtentry.listing import Found, keep
from rtentry.model import Block
from rtentry.words.grammar import FAMILIES, Grammar, Look, Record, finished, style
from rtentry.written import uncommented

WIDENED = 256
"""How many rows are looked at again to let them share a block with the next row."""


class Reader:
    """
    A listing that is being read.

    Fields:
        records, blocks, loose: as in Found.
        at:    index of the next line in *body*.
        look:  how the open block looks; ``None`` = none is open.
        odd:   the texts of its rows that look otherwise, by their number in it.
        first: index of the open block's first record; ``line`` of its first line.
    """

    def __init__(self, grammar: Grammar, body: Sequence[str], index: int) -> None:
        self.grammar = grammar
        self.body = body
        self.index = index
        self.context = grammar.context(body)
        self.quick = grammar.quick(self.context) if grammar.quick else None
        self.records: list[Record] = []
        self.blocks: list[Block] = []
        self.loose = 0
        self.at = self.first = self.line = self.version = 0
        self.look: Look | None = None
        self.odd: dict[int, str] = {}

    def all(self) -> Found:
        """
        Read everything.

        The garbage collector rests meanwhile: records hold no cycles, and looking
        through a large table again and again takes longer than reading it.
        """
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            while self.at < len(self.body):
                if not self.run():
                    self.step()
        except FormatError as error:
            error.others = self.wrong
            raise
        finally:
            if was_enabled:
                gc.enable()
        self.close()
        end = self.index + len(self.body)
        return Found(tuple(self.records), tuple(self.blocks), end, self.loose)

    def wrong(self) -> list[FormatError]:
        """What is wrong further on, as far as each record is a line."""
        out: list[FormatError] = []
        while self.at < len(self.body):
            start = self.at
            try:
                if not self.run():
                    start = self.at
                    self.step()
            except FormatError as error:
                if self.at > start + 1:
                    break
                out.append(error)
        return out

    def run(self) -> bool:
        """Read plain lines quickly; whether the listing is at its end."""
        if self.quick is None or self.look is None or self.look.row is not None:
            return False
        self.at = self.quick.run(self.body, self.at, self.records, self.version)
        if self.at == len(self.body):
            return True
        if self.grammar.continues(self.body[self.at - 1], self.body[self.at]):
            self.records.pop()
            self.at -= 1
        return False

    def step(self) -> None:
        """Read one record, line by line."""
        start = self.at
        text = gather(self.grammar, self.body, start)
        self.at += text.count("\n") + 1
        record, facts = self.record(text, start)
        fits = self.place(record, text, facts, start)
        if self.quick and self.look and self.look.row is None and fits:
            self.quick.learn(text, record)

    def record(self, text: str, start: int) -> tuple[Record, frozenset[str]]:
        """The record that a text says, and what it shows of the options."""
        folded = unfold(text)
        try:
            record, facts = self.said(folded)
        except FormatError as error:
            if (bare := uncommented(folded)) in (folded, ""):
                raise self.placed(error, text, start) from None
            try:
                record, facts = self.said(bare)
            except FormatError:
                raise self.placed(error, text, start) from None
        return record, facts if folded == text else facts | {"oneline"}

    def said(self, text: str) -> tuple[Record, frozenset[str]]:
        """The same of lines without a comment, unfolded."""
        before = self.records[-1] if self.records else None
        return self.grammar.read(self.grammar.cut(text), self.context, before)

    def placed(self, error: FormatError, text: str, start: int) -> FormatError:
        """*error* with its line and column: the first line that cannot be read."""
        lines = text.split("\n")
        before = self.records[-1] if self.records else None
        for n in range(1, len(lines)):
            try:
                part = self.grammar.cut(unfold("\n".join(lines[:n])))
                self.grammar.read(part, self.context, before)
            except FormatError as found:
                if found.message != error.message:
                    continue  # it is only that the rest is missing
                return located(found, lines[n - 1], self.index + start + n - 1)
        return located(error, lines[-1], self.index + start + len(lines) - 1)

    # blocks

    def place(
        self, record: Record, text: str, facts: frozenset[str], start: int
    ) -> bool:
        """
        Put a record into the open block, or open one that looks like it.

        Returns:
            whether it is printed as it stands.
        """
        version = self.grammar.version(record)
        same = self.look is not None and version == self.version
        look = self.look
        if look is None or not same or not self.fits(record, text, look):
            look = self.choose(record, text, facts)
            self.change(look or (same and self.look) or plain(facts), version, start)
        if look is None:
            self.odd[len(self.records) - self.first] = text
        self.records.append(record)
        self.loose += look is None
        return look is not None

    def change(self, look: Look, version: int, start: int) -> None:
        """Let the open block look so, if all its rows do; else begin another one."""
        if self.version != version or not self.widens(look):
            self.close()
            self.version, self.first, self.line = version, len(self.records), start
        if look != self.look and self.quick is not None:
            self.quick.forget()
        self.look = look

    def close(self) -> None:
        """End the open block, if there is one."""
        if self.look is None:
            return
        rows = (self.first, len(self.records))
        family = FAMILIES.get(self.version, "")
        options = self.look.options + keep(self.odd)
        self.blocks.append(Block(rows, family, row=self.look.row, options=options))
        self.look = None
        self.odd = {}

    def fits(self, record: Record, text: str, look: Look) -> bool:
        """Whether a record in that look is printed as *text*."""
        shown = self.grammar.show(record, style(self.grammar, look))
        return finished(self.grammar, shown, look) == text

    def choose(self, record: Record, text: str, facts: frozenset[str]) -> Look | None:
        """A look that prints a record as *text*; ``None`` if there is none."""
        base = plain(facts)
        for spacing in ("", *self.grammar.spacings):
            for strip in ("", "stripped"):
                ways = filter(None, (spacing, strip))
                look = Look((*ways, *base.options))
                if self.fits(record, text, look):
                    return look
        look = base._replace(row=blanks(text))
        return look if self.fits(record, text, look) else None

    def widens(self, look: Look) -> bool:
        """Whether there is an open block and its rows look so, too."""
        if self.look is None or look == self.look:
            return self.look is not None
        count = len(self.records) - self.first
        if count > WIDENED or look.row is not None or self.look.row is not None:
            return False
        at = self.line
        for n, record in enumerate(self.records[self.first :]):
            text = gather(self.grammar, self.body, at)
            if n not in self.odd and not self.fits(record, text, look):
                return False
            at += text.count("\n") + 1
        return True


def plain(facts: frozenset[str]) -> Look:
    """The look of today's lines with the options that a row shows by itself."""
    return Look(tuple(sorted(facts)))


def gather(grammar: Grammar, body: Sequence[str], at: int) -> str:
    """The lines of one record, from *at* on."""
    end = at + 1
    while end < len(body) and grammar.continues(body[end - 1], body[end]):
        end += 1
    return "\n".join(body[at:end])


def unfold(text: str) -> str:
    """The lines that ``-o`` wrote as one."""
    return text.replace("\\\t", "\n\t").replace("\\    ", "\n    ")


def located(error: FormatError, line: str, index: int) -> FormatError:
    """*error* with the place of the word that it names."""
    bad = next((word for word in line.split() if repr(word) in error.message), None)
    column = line.find(bad) + 1 if bad else None
    return FormatError(error.message, line=index, column=column)


def blanks(text: str) -> str:
    """The format that spaces words as they stand in *text*."""
    out = []
    at = 0
    for word in text.split():
        start = text.index(word, at)
        out.append(text[at:start] + "%s")
        at = start + len(word)
    return "".join(out) + text[at:]
