"""
``route print`` of Windows, in any language.

    ===========================================================================
    Interface List
      8...00 00 5e 00 53 01 ......Some Adapter
    ===========================================================================

    IPv4 Route Table
    ===========================================================================
    Active Routes:
    Network Destination        Netmask          Gateway       Interface  Metric
              0.0.0.0          0.0.0.0        192.0.2.1       192.0.2.10     25
    ===========================================================================
    Persistent Routes:
      None

Words are of the user's language, so lines are known by their places and shapes: rules,
rows of interfaces, rows of routes.  All lines but rows of routes are titles of the block
below them; the last block has no rows.  Dots stand for lines that somebody left out.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rtentry.errors import FormatError
from rtentry.forms.fit import keep
from rtentry.light import Any, NamedTuple
from rtentry.listing import Found, Hint
from rtentry.model import Block, Interface
from rtentry.unixes import winlist, winrows
from rtentry.written import is_gap

RULE = re.compile(r" ?[=-]{40,}\s*")
"""A line between the parts."""

COLONS = (":", "\uff1a")
"""How the title of a section ends."""

VERSION = re.compile(r"IPv[46]")
"""What titles of tables say in every language."""

HINT = Hint(
    rf"(?:\D*\n)?(?:{winrows.STRICT.pattern})$|.*IPv[46].*\n.*[:\uff1a]\s*$"
    rf"|.*\n{winlist.NUMBER}",
    ("=" * 9, "-" * 9, *[f"{colon}\n" for colon in COLONS]),
)
"""What listings begin with, see :func:`begins`."""

INTERFACE = winlist.INTERFACE

DEFAULT = re.compile(r"[^\d:]*:\s+\d+\.\d+\.\d+\.\d+\s*")
"""What Windows XP says behind the routes: the default gateway."""


class Row(NamedTuple):
    """
    A route read.

    Fields:
        kind:   which of :data:`rtentry.unixes.winrows.KINDS`.
        record: the route.
        text:   as it stood; two lines where the destination was long.
        word:   what stands for a gateway that is not there, ``""`` = not seen.
    """

    kind: str
    record: Any
    text: str
    word: str


class Reading:
    """The state of reading one listing: what was found, and what stands above."""

    def __init__(self, lines: Sequence[str], index: int) -> None:
        self.lines = lines
        self.at = index
        self.above: list[str] = []
        self.blocks: list[Block] = []
        self.records: list[Any] = []
        self.interfaces: list[Interface] = []
        self.section = 0
        self.before = "text"
        self.loose = 0

    def line(self, offset: int = 0) -> str:
        """A line from here, without its end; ``""`` behind the last."""
        at = self.at + offset
        return self.lines[at].rstrip("\r\n") if at < len(self.lines) else ""

    def run(self) -> Found | None:
        """Read as far as the listing goes."""
        if not begins(self.lines, self.at):
            return None
        while self.at < len(self.lines):
            kind = self.kind_of(self.line())
            if kind == "end":
                break
            if kind == "row":
                self.rows()
                continue
            self.note(kind)
        if not self.is_known():
            return None
        if self.above:
            before = len(self.records)
            self.blocks.append(Block((before, before), titles=tuple(self.above)))
        beside = (("interfaces", tuple(self.interfaces)),) if self.interfaces else ()
        blocks = tuple(self.blocks)
        return Found(tuple(self.records), blocks, self.at, self.loose, beside)

    def is_known(self) -> bool:
        """Whether anything was seen that only Windows prints: rules alone are of many."""
        titles = [*self.above, *[t for b in self.blocks for t in b.titles or ()]]
        return bool(self.records or self.interfaces) or any(
            title.rstrip().endswith(COLONS) or VERSION.search(title) for title in titles
        )

    def note(self, kind: str) -> None:
        """Take a line that is no route."""
        if kind == "table":
            self.section = 0
        elif kind == "section":
            self.section += 1
        elif kind == "interface":
            self.interfaces.append(winlist.read(self.line()))
        self.above.append(self.line())
        self.before = self.after(kind)
        self.at += 1

    def after(self, kind: str) -> str:
        """What the next line stands behind, if a line of *kind* stands here."""
        if kind == "gap" or (kind == "blank" and self.before == "section"):
            return self.before
        return "text" if kind == "blank" else kind

    def kind_of(self, line: str) -> str:
        """What the line here is; FormatError if it cannot stand here."""
        if not line.strip():
            return "blank" if self.goes_on() else "end"
        if RULE.fullmatch(line):
            return "rule"
        if INTERFACE.fullmatch(line):
            return "interface"
        if is_row(self.lines, self.at):
            return "row"
        if is_gap(line.replace(":", " ")):
            return "gap"
        return self.text_kind(line)

    def text_kind(self, line: str) -> str:
        """Which of the lines in the user's language it is, by its place."""
        if self.is_table(line):
            return "table"
        if line.rstrip().endswith(COLONS):
            return "section"
        if self.before == "rule":
            return "section"
        if self.before == "section":
            return "none" if self.is_alone() else "heading"
        if self.before == "row" and DEFAULT.fullmatch(line):
            return "text"
        if not self.blocks + self.above:
            return "heading"
        if self.before in ("none", "text"):
            return "end"
        raise FormatError(f"not a line of route print: {line.strip()!r}", line=self.at)

    def is_table(self, line: str) -> bool:
        """Whether the line here is the title of a table: it stands above a rule."""
        if RULE.fullmatch(self.line(1)):
            return self.before in ("rule", "text", "none")
        below = self.line(1).rstrip()
        return VERSION.search(line) is not None and below.endswith(COLONS)

    def is_alone(self) -> bool:
        """Whether no row can follow the line here: a word that says that there is none."""
        below = self.line(1).rstrip()
        return not below or bool(RULE.fullmatch(below)) or below.endswith(COLONS)

    def goes_on(self) -> bool:
        """
        Whether the listing goes on behind the blank line here.

        That is with a rule or a title above a rule; with rows behind the title of a
        section (NT 4.0), or behind its heading.
        """
        offset = 0
        while self.at + offset < len(self.lines) and not self.line(offset).strip():
            offset += 1
        if self.before in ("section", "heading"):
            return any(is_row(self.lines, self.at + offset + n) for n in range(3))
        return bool(
            RULE.fullmatch(self.line(offset)) or RULE.fullmatch(self.line(offset + 1))
        )

    def rows(self) -> None:
        """Take all routes that stand here, one block."""
        found: list[Row] = []
        while is_row(self.lines, self.at) and (
            not found or shape(self.lines, self.at) == found[0].kind[:2]
        ):
            at = self.at
            found.append(self.row())
            if found[-1].kind != found[0].kind:
                number = at if found[0].kind == "v4" else at - 1
                text = self.lines[number].strip()
                raise FormatError(f"not a route: {text!r}", line=number)
        word = next((row.word for row in found if row.word), "")
        kind = found[0].kind
        odd = {
            n: row.text
            for n, row in enumerate(found)
            if winrows.written(kind, row.record, word) != row.text
        }
        before = len(self.records)
        self.records += [row.record for row in found]
        self.blocks.append(
            Block(
                (before, len(self.records)),
                "inet6" if kind.startswith("v6") else "inet",
                tuple(self.above),
                None if self.above else "",
                options=(kind, *([f"word={word}"] if word else ()), *keep(odd)),
            )
        )
        self.loose += sum(
            text.split() != winrows.written(kind, found[n].record, word).split()
            for n, text in odd.items()
        )
        self.above = []
        self.before = "row"

    def row(self) -> Row:
        """The route here."""
        size = 2 if winrows.is_half(self.line()) else 1
        text = "\n".join([self.line(n) for n in range(size)])
        kind = shape(self.lines, self.at)
        if kind == "v6":
            kind = "v6 persistent" if self.section > 1 else "v6"
        elif len(winrows.words(text)) == 4:
            kind = "v4 persistent"
        try:
            record, word = winrows.read(kind, text)
        except FormatError as error:
            raise FormatError(error.message, line=self.at) from None
        self.at += size
        return Row(kind, record, text, word)


def shape(lines: Sequence[str], at: int) -> str:
    """``v4`` or ``v6`` for the route at *at*."""
    return "v4" if winrows.ROW4.fullmatch(lines[at].rstrip()) else "v6"


def is_row(lines: Sequence[str], at: int) -> bool:
    """Whether a route stands at *at*."""
    if at >= len(lines):
        return False
    line = lines[at].rstrip()
    if winrows.is_half(line):
        return at + 1 < len(lines) and winrows.is_rest(lines[at + 1])
    return winrows.is_row(line)


def begins(lines: Sequence[str], index: int) -> bool:
    """
    Whether a listing begins at *index*.

    That is: a rule and a title above interfaces or above another rule; a title above a
    rule; a title and a heading above routes, or one of these; such a route; an interface
    with its address.
    """
    near = [line.rstrip() for line in lines[index : index + 6]]
    near = [line for line in near if line] + [""] * 4
    first, second, third = near[:3]
    strict = [winrows.STRICT.fullmatch(line) is not None for line in near]
    if is_row(lines, index):
        return strict[0]
    if INTERFACE.fullmatch(first):
        return winlist.has_address(first)
    if RULE.fullmatch(first):
        rows = [strict[n] or winrows.ROW4.fullmatch(near[n]) for n in (2, 3)]
        is_table = second.endswith(COLONS) and any(rows)
        is_list = any(map(INTERFACE.fullmatch, near[2:4]))
        return bool(is_table or is_list or RULE.fullmatch(third))
    if RULE.fullmatch(second):
        return third.endswith(COLONS) or any(strict[3:5])
    if first.endswith(COLONS):
        return any(strict[1:4])
    if VERSION.search(first) and second.endswith(COLONS):
        return any(strict[2:4])
    if INTERFACE.fullmatch(second):
        return "." * 5 in second
    return strict[1] and is_heading(first)


def is_heading(line: str) -> bool:
    """Whether a line may be the heading of routes: words far apart, and no numbers."""
    return "   " in line.strip() and not any(map(str.isdigit, line))


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    return Reading(lines, index).run()
