"""
Evidence: what says that a listing is of one dialect, and what else it could have been.

Every other dialect is asked to read the same lines.  Why it does not, or not as well,
is what decided: a heading that it has not, a letter or a cell that it does not know, a
spacing that is not its own.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from rtentry.dialects import dialect as dialect_of
from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.forms.fit import kept
from rtentry.light import Any, NamedTuple
from rtentry.listing import Dialect, Form, Found, View
from rtentry.model import Block, Listing, Snapshot
from rtentry.rewritten import again
from rtentry.search import asking
from rtentry.search.attempts import Asked
from rtentry.written import is_gap

EQUAL, OTHERWISE, SPACING, SHORTER, CELL, HEADING = RANKS = (
    "equal",
    "means otherwise",
    "spacing",
    "shorter",
    "cell",
    "heading",
)
"""
What came of another dialect: it reads the listing just as well; so it does, but the
letters mean something else; it would space it otherwise; it reads only some of it; it
does not know a cell; it has no listing that begins so.
"""


class Rival(NamedTuple):
    """
    Another dialect asked to read a listing.

    Fields:
        dialect: its name.
        form:    the form that read it best; ``None`` = none begins so.
        outcome: one of RANKS.
        reason:  in words, what speaks against it.
        line:    number of the line that does, in the document.
        column:  number of the first wrong character in it.
    """

    dialect: str
    form: str | None
    outcome: str
    reason: str
    line: int | None = None
    column: int | None = None


class Evidence(NamedTuple):
    """
    What a listing was taken for, and why.

    Fields:
        host, command, lines, kind, source: as in Listing, and Snapshot.
        dialect, title, form: what it was taken for.
        heading: the heading that it has; ``None`` = it has none.
        own:     whether that is the form's own, word for word.
        rows:    how many records were read.
        loose:   how many rows the form would space otherwise.
        unparsed: how many lines were not understood.
        rivals:  the other dialects, the nearest first.
    """

    host: str | None
    command: str | None
    lines: tuple[int, int] | None
    kind: str
    source: str | None
    dialect: str
    title: str
    form: str
    heading: str | None
    own: bool
    rows: int
    loose: int
    unparsed: int
    rivals: tuple[Rival, ...]


def evidence(snapshot: Snapshot, listing: Listing) -> Evidence:
    """
    What says that a listing is what it was taken for.

    Raises:
        FormatError: if the records are not its own.
    """
    words = dialect_of(listing.dialect)
    form = words.form(listing.form)
    lines = again(snapshot, listing._replace(unparsed=(), breaks=()))
    own = form.parse(lines, 0) or Found((), listing.blocks, len(lines))
    first = (listing.lines or (1, 1))[0] - lead(lines)
    likely = every_form().told(*[*filter(str.strip, lines), "", ""][:2])
    rivals = [
        against(own, lines, other, [f for d, f in likely if d is other], first)
        for other in dialects()
        if other.forms and other != words
    ]
    return Evidence(
        snapshot.host,
        listing.command,
        listing.lines,
        listing.kind,
        listing.source,
        words.name,
        words.title,
        form.name,
        heading_of(listing, lines),
        all(block.heading is None or block.lines for block in listing.blocks),
        len(own.records),
        own.loose,
        len(listing.unparsed),
        tuple(sorted(rivals, key=lambda rival: RANKS.index(rival.outcome))),
    )


@cache
def every_form() -> Asked:
    """All forms, to find those of which a listing may begin with certain lines."""
    return asking(dialects())


def lead(lines: Sequence[str]) -> int:
    """How many blank lines stand above a listing."""
    return next((n for n, line in enumerate(lines) if line.strip()), 0)


def heading_of(listing: Listing, lines: Sequence[str]) -> str | None:
    """The last line above the rows: it is there when there are no rows, too."""
    blank = [
        without_kept(block)._replace(rows=(0, 0), lines=block.lines and ())
        for block in listing.blocks[:1]
    ]
    try:
        bare = again(Snapshot(), listing._replace(blocks=tuple(blank)))
    except (FormatError, IndexError):  # a form may need its rows
        return None
    said = [line for line in bare if not is_gap(line) and line in lines]
    return said[-1] if said else None


def without_kept(block: Block) -> Block:
    """A table without the lines that stand otherwise than it would print them."""
    options = tuple([option for option in block.options if not kept([option])])
    return block._replace(options=options)


# -- rivals ----------------------------------------------------------------------------


def against(
    own: Found, lines: Sequence[str], words: Dialect, forms: Sequence[Form], first: int
) -> Rival:
    """What came of another dialect; *forms*: those of which a listing may begin so."""
    found = [rival(own, lines, words, form, first) for form in forms]
    none = Rival(words.name, None, HEADING, "no listing begins so")
    return min([*found, none], key=lambda each: nearness(each))


def nearness(rival: Rival) -> tuple[int, int]:
    """Smaller is nearer: the outcome, then how far it was read."""
    return RANKS.index(rival.outcome), -(rival.line or 0)


def rival(
    own: Found, lines: Sequence[str], words: Dialect, form: Form, first: int
) -> Rival:
    """What came of one form of another dialect."""

    def told(outcome: str, reason: str, at: int | None = None) -> Rival:
        line = None if at is None else first + min(at, len(lines) - 1)
        return Rival(words.name, form.name, outcome, reason, line)

    try:
        found = form.parse(lines, 0)
    except FormatError as error:
        return told(CELL, error.message, error.line)._replace(column=error.column)
    if found is None:
        return told(HEADING, "no listing begins so")._replace(form=None)
    if found.end < own.end:
        return told(SHORTER, "it reads no further", found.end)
    if found.loose > own.loose:
        at = otherwise(form, found, lines)
        return told(SPACING, spaced(found, own, at), at)
    if found.records != own.records:
        return told(OTHERWISE, ", ".join(meanings(own.records, found.records)))
    return told(EQUAL, "it reads it just as well")


def spaced(found: Found, own: Found, at: int | None) -> str:
    """What a form would print otherwise; *at*: the first such line."""
    pairs = zip(found.blocks, own.blocks, strict=False)
    if any(a.heading is not None and b.heading is None for a, b in pairs):
        return "the heading has its words, but not its spacing"
    if at is None:
        return "it has no such records, or no such titles"
    rows = found.loose - own.loose
    return f"it would space {'a row' if rows == 1 else f'{rows} rows'} otherwise"


def otherwise(form: Form, found: Found, lines: Sequence[str]) -> int | None:
    """The index of the first line that a form writes otherwise; ``None`` = none."""
    own = [
        without_kept(block)._replace(
            row=block.row if block.heading == "" else None,
            heading=block.heading and None,
        )
        for block in found.blocks
    ]
    values: dict[str, Any] = {form.kind: found.records}
    if form.kind == "statistics":
        [values[form.kind]] = found.records
    snapshot = Snapshot(**values)
    try:
        pairs = zip(form.show(snapshot, own, View()), lines, strict=False)
        return next(
            (n for n, (a, b) in enumerate(pairs) if a.rstrip() != b.rstrip()), None
        )
    except (AttributeError, KeyError, TypeError, ValueError, FormatError):
        return None


def meanings(own: Sequence[Any], other: Sequence[Any]) -> Iterator[str]:
    """The fields that another dialect reads as something else, each once."""
    if len(own) != len(other):
        yield f"{len(other)} records, not {len(own)}"
        return
    told: dict[str, None] = {}
    for one, two in zip(own, other, strict=True):
        names = getattr(one, "_fields", ())
        for field, a, b in zip(names, one, two, strict=False):
            if a != b:
                told[said(field, a, b)] = None
    yield from list(told)[:3]


def said(field: str, a: Any, b: Any) -> str:
    """What one dialect says in a field, and the other."""
    if field == "flags" and a is not None and b is not None:
        only = [names(x) for x in (a & ~b, b & ~a)]
        return f"{only[0] or 'nothing'} here is {only[1] or 'nothing'} there"
    return f"{field} is {b!r} there"


def names(flags: Any) -> str:
    """The names of some flags."""
    return "|".join([flag.name for flag in type(flags) if flag & flags])


# -- in words --------------------------------------------------------------------------


def told(found: Evidence) -> Iterator[str]:
    """The evidence for people: what it is, then why, then what else it could be."""
    place = [found.source, found.lines and "lines {}-{}".format(*found.lines)]
    what = [found.host, *place, found.kind, found.command]
    yield ": ".join([str(part) for part in what if part])
    yield f"  {found.dialect}: {found.title}; as its {found.form}"
    if found.heading is not None:
        own = "" if found.own else ", spaced otherwise"
        yield f"  heading: {' '.join(found.heading.split())}{own}"
    else:
        plural = "" if found.rows == 1 else "s"
        yield f"  no heading: {found.rows} line{plural}"
    if found.loose:
        yield f"  of {found.rows} rows {found.loose} stand otherwise than it writes them"
    if found.unparsed:
        lines = "line is" if found.unparsed == 1 else "lines are"
        yield f"  {found.unparsed} {lines} not understood"
    yield from alternatives(found)


def alternatives(found: Evidence) -> Iterator[str]:
    """The lines about other dialects: those with the same fate together."""
    yield from equals(found)
    groups: dict[tuple[str, str], list[str]] = {}
    for each in found.rivals:
        if each.outcome not in (EQUAL, HEADING):
            place = f"line {each.line}: " if each.line else ""
            groups.setdefault((each.outcome, place + each.reason), []).append(
                each.dialect
            )
    for (outcome, reason), members in groups.items():
        yield f"  not {', '.join(members)} ({outcome}): {reason}"
    others = [each.dialect for each in found.rivals if each.outcome == HEADING]
    system = dialect_of(found.dialect).system
    near = [name for name in others if dialect_of(name).system == system]
    if near:
        yield f"  not {', '.join(near)} (heading): no listing begins so"
    if len(others) > len(near):
        yield f"  nor {len(others) - len(near)} of other systems: no listing begins so"


def equals(found: Evidence) -> Iterator[str]:
    """What is said of dialects that read it just as well."""
    same = [each.dialect for each in found.rivals if each.outcome == EQUAL]
    if not same:
        return
    since = dialect_of(found.dialect).since
    is_newest = all(dialect_of(name).since <= since for name in same)
    why = (
        "the newest is taken"
        if is_newest
        else "taken is the one of the host's other listings, its spacing, its interfaces"
    )
    yield f"  as well: {', '.join(same)}; {why}"
