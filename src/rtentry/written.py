"""
How a text showed some records: its listings, their tables, and what was not understood.

Together with the records it is enough to write the text again.
"""

from __future__ import annotations

from rtentry.light import NamedTuple

LEFT_OUT = ("...", "[...]", "(...)", "\u2026", "[\u2026]", "(\u2026)")
"""What stands where somebody left out rows of a listing."""

ELLIPSES = ("...", "\u2026")

CUT_WORDS = frozenset(
    ("snip", "snipped", "cut", "truncated", "omitted", "skipped", "elided", "trimmed")
)
"""Words that say so."""

MORE_WORDS = frozenset(
    (
        *("more", "many", "other", "lines", "rows", "routes", "entries", "output"),
        *("etc", "for", "brevity"),
    )
)
"""Words that stand beside them."""


def is_left_out(line: str) -> bool:
    """
    Whether a line says that something was left out there.

    It begins with dots, in braces or not (``... 22 more``, ``[...]``), or it has nothing
    but such words, numbers and ornaments (``---- snip ----``, ``<truncated>``).
    """
    text = line.strip().lstrip("([<{*")
    if text.startswith(ELLIPSES):
        return not text.lstrip(".\u2026")[:1].isalnum()
    words = "".join([c if c.isalnum() else " " for c in text.lower()]).split()
    rest = [word for word in words if word not in MORE_WORDS and not word.isdecimal()]
    return bool(rest) and CUT_WORDS.issuperset(rest)


GAP = " \t\r\n.\u2026()[]"
"""What a line is made of that stands for rows left out."""

REMARKS = ("# ", "//", "^", "--More--", "-- More --", *"\u2190\u2191\u2192\u2193")
"""How lines begin that somebody wrote between the rows."""

LEADS = frozenset([*GAP, *"<{-=*_~#!", *[mark[0] for mark in REMARKS], ""])
"""What such a line may begin with."""


def first_line(text: str) -> str:
    """The first line of a text; a copy of it all would cost as much as to search it."""
    return text[: text.find("\n") if "\n" in text else None]


def is_gap(line: str) -> bool:
    """Whether a line says that something is left out there, a remark, or nothing."""
    if line[:1] not in LEADS and not line[:1].isalpha():
        return False
    bare = line.lstrip()
    return not line.strip(GAP) or bare.startswith(REMARKS) or is_left_out(line)


COMMENTS = (
    "#",
    "//",
    "<-",
    "<=",
    "<<",
    "->",
    "--",
    ";",
    *"\u2190\u2191\u2192\u2193\u21d0",
)
"""How comments begin; what they are about stands before, with a blank between."""


def uncommented(line: str) -> str:
    """
    A line without the comment at its end; itself if there is none.

    Only a row that has no meaning as it stands is to be read so.
    """
    at = 0
    for word in line.split():
        at = line.index(word, at)
        if word.startswith(COMMENTS):
            return line[:at].rstrip()
        at += len(word)
    return line


class Block(NamedTuple):
    """
    One table of a listing: a family, under its titles and heading.

    Fields:
        rows:    [first, end) of its records among the snapshot's of that kind.
        family:  ``inet``, ``inet6`` ...; ``""`` = the tool does not say.
        titles:  the lines above the heading, where they are not the form's own.
        heading: the heading, where it is not the form's own.
        row:     printf(3) format of the rows, where it is not the form's own.
        options: what else decides how rows look (``upper``: MACs in upper case ...).
        lines:   the rows as they stand, of a family of which there are no records
                 (``ipx`` ...); ``None`` = the rows are records.
    """

    rows: tuple[int, int] = (0, 0)
    family: str = ""
    titles: tuple[str, ...] | None = None
    heading: str | None = None
    row: str | None = None
    options: tuple[str, ...] = ()
    lines: tuple[str, ...] | None = None


class Stood(NamedTuple):
    """
    What stood in a document where something else was read: a colour, ``&lt;``.

    Fields:
        at:     the line's place among the listing's lines, from 0.
        column: how many characters of it stand before that, those of its margin, too.
        read:   what was read of it: ``<``, or nothing.
        text:   what stood there.
    """

    at: int
    column: int
    read: str
    text: str


class Around(NamedTuple):
    """
    What stands around a listing in a document.

    Fields:
        before:  the lines between the listing above, or the document's beginning, and it.
        after:   the lines below it, if it is the last one.
        margins: what its own lines begin with beside their text: blanks, marks of
                 quoting, times; of each line, or one for all of them.
        ends:    what they end with, likewise.
        apart:   what stands between each two of them, where newlines were doubled: lines
                 with their ends; of each two, or one text for all.
        stood:   what stood within them that is not of the text.
        returns: whether all lines end with a carriage return and nothing else.
        unended: whether the last line of the document has no end.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    margins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    stood: tuple[Stood, ...] = ()
    returns: bool = False
    unended: bool = False


class Unparsed(NamedTuple):
    """
    A line inside a listing that no rule fits, kept because the reader was told to.

    Fields:
        at:     its place among the listing's lines, from 0.
        text:   the line as it stands.
        reason: what is wrong with it.
        line:   its number in the document, from 1.
        column: number of the first wrong character in it, from 1; ``None`` = the whole.
    """

    at: int
    text: str
    reason: str
    line: int | None = None
    column: int | None = None


class Break(NamedTuple):
    """
    Where somebody broke a line of a listing in two.

    Fields:
        at:     the line's place among the listing's lines, from 0.
        column: how many characters of it stand before the break.
        blank:  what the break stands for: a blank, or nothing.
        mark:   what the first part ends with: a backslash, or nothing.
    """

    at: int
    column: int
    blank: str = ""
    mark: str = ""


class Listing(NamedTuple):
    """
    How a text showed some records, as data: enough to show it again.

    Fields:
        kind:    ``routes``, ``neighbors``, ``interfaces`` or ``statistics``.
        dialect: name of the dialect that printed it.
        form:    name of the dialect's form.
        command: the command line as it was typed, if a prompt showed it.
        lines:   first and last line in the document, from 1.
        blocks:  its tables.
        source:  the file of a support bundle that it stood in.
        unparsed: the lines of it that were not understood (``--lenient``).
        breaks:   where lines of it were broken; the last of a line stands last.
        around:  what stood around it; ``None`` = it was all of the text, or it is not
                 known.
    """

    kind: str
    dialect: str
    form: str
    command: str | None = None
    lines: tuple[int, int] | None = None
    blocks: tuple[Block, ...] = ()
    source: str | None = None
    unparsed: tuple[Unparsed, ...] = ()
    breaks: tuple[Break, ...] = ()
    around: Around | None = None

    @property
    def is_excerpt(self) -> bool:
        """Whether somebody left out rows: what is not listed may be there."""
        titles = [title for block in self.blocks for title in block.titles or ()]
        return any(map(is_left_out, titles))
