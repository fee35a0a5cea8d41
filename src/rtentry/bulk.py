"""
A large capture as arrays: rows that differ in their destination, gateway and counter.

Of ``ip route`` the destination alone differs; what is behind it is one text.

The rows of a full table are gathered by the text that stands beside these cells, and by
their gateways.  A few of them are kept, with all other lines of the document in their
places: that thin document is read as any other is (:mod:`rtentry.document`), and what it
says of these rows is said of all (:mod:`rtentry.bulkways`).  Whatever does not go together
leads to ``None``: the document is read whole then, which tells what is wrong with it, and
where.
Pure.  Needs numpy, the extra ``[scale]``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from rtentry.addr import Gateway
from rtentry.bulkrows import Gathered, Lines, Places, Row, are_few
from rtentry.bulkways import Group, Said, follow, wanted
from rtentry.bulkways import gateway as gateway_of
from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.frame import MISSING, Frame, Routes, kind_of, rows
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.listing import Dialect, kept
from rtentry.model import Block, Listing, Route, Snapshot

if TYPE_CHECKING:
    from rtentry.frame import Array

Parse = Callable[[str, Sequence[Dialect] | None], tuple[Snapshot, ...]]

HEADING = "Destination"
"""A word of the heading above the rows."""

MASK = "Genmask"
"""The word of a heading above netmasks."""

NO_DIGITS = str.maketrans("", "", "0123456789.")
"""Takes out what makes words different that mean the same."""

COUNTER = "Use"
"""The word of a heading above the counter."""

SAMPLE = 200
"""How many lines tell where the cells are."""

ODD = "\0\r\x1b"
"""Octets of a text that is not taken as it stands."""

MOST = 2000
"""How many rows of a table may be odd."""


class Thin(NamedTuple):
    """
    A document without the rows that are like others.

    Fields:
        before, among, after: the lines that are in no group: above all those that are,
                among them, and below.
        rows:  rows that stand for their groups.
        kept:  lines of these that tell whose table it is, above those of *among*.
        more:  all other lines of *rows*, which come behind those of *kept* there.
    """

    before: list[str]
    rows: list[Row]
    kept: list[str]
    more: list[str]
    among: list[str]
    after: list[str]


class Groups(NamedTuple):
    """
    The groups of rows.

    Fields:
        of:       number of each row's group.
        each:     the groups.
        gateways: gateways by number; ``None`` = one that is no address.
    """

    of: Array
    each: list[Group]
    gateways: list[Gateway | None]


def table(data: bytes, parse: Parse) -> tuple[Snapshot, ...] | None:
    """
    The snapshot of a document with one large table; ``None`` = it has to be read whole.

    Args:
        data:  the document.
        parse: (a document, dialects to try; ``None`` = all) -> what it says; FormatError
               if it cannot be read.
    """
    data = data if data.endswith(b"\n") else data + b"\n"
    try:
        places = places_of(data)
        gathered = Lines(places).gathered(data) if places else None
        if gathered is None or len(gathered.odd) > MOST:
            return None
        groups, rows = grouped(gathered)
        if not are_few(len(rows), len(groups.of)):
            return None
        lines = thin(gathered, rows, data)
        if is_odd(lines) or (gathered.is_of_ip and goes_on(lines)):
            return None
        return joined(gathered, groups, lines, parse)
    except (FormatError, UnicodeDecodeError):
        return None


def is_odd(lines: Thin) -> bool:
    """Whether there are odd octets: such that are in a group are in a row of it."""
    each = [*lines.before, *lines.kept, *lines.more, *lines.among, *lines.after]
    return any(octet in text for octet in ODD for text in each)


def goes_on(lines: Thin) -> bool:
    """Whether a route of ``ip route`` may have several lines: those are indented."""
    each = [*lines.before, *lines.among, *lines.after]
    return any(line[:1].isspace() for line in each)


# -- where the cells are ---------------------------------------------------------------


def places_of(data: bytes) -> Places | None:
    """Where the cells are that differ, seen from the first rows; ``None`` = no table."""
    lines = data[: 200 * SAMPLE].decode("ascii").split("\n")[:-1]
    at = next((n for n, line in enumerate(lines) if HEADING in line.split()), None)
    if at is None:
        return Places(0, 0) if is_of_ip(lines[:SAMPLE]) else None
    some = [spans(line) for line in lines[at + 1 : at + 1 + SAMPLE]]
    starts = Counter([(each[1][0], each[2][0]) for each in some if len(each) > 2])
    if not starts:
        return None
    [((first, second), _)] = starts.most_common(1)
    heading = lines[at].split()
    if COUNTER not in heading:
        return Places(first, second)
    index = heading.index(COUNTER)
    known = [each for each in some if len(each) > index > 2]
    cells = Counter([(each[index - 1][1], each[index][1]) for each in known])
    return Places(first, second, cells.most_common(1)[0][0] if cells else None)


def is_of_ip(lines: Sequence[str]) -> bool:
    """Whether most of some lines look like those of ``ip route``."""
    second = [line.split()[1:2] for line in lines]
    return 2 * sum([word in (["via"], ["dev"]) for word in second]) > len(second)


def spans(line: str) -> list[tuple[int, int]]:
    """Where the words of a line are: [start, end)."""
    found, at = [], 0
    for word in line.split():
        at = line.index(word, at)
        found.append((at, at + len(word)))
        at += len(word)
    return found


# -- the thin document -----------------------------------------------------------------


def grouped(gathered: Gathered) -> tuple[Groups, list[Row]]:
    """The groups of the rows, and the rows that are to be read."""
    of, first, second = gathered.groups()
    rest, gateway = gathered.rows[:2]
    each = list(zip(rest[first].tolist(), gateway[first].tolist(), strict=True))
    gateways: list[Gateway | None] = [*map(gateway_of, gathered.gateways)]
    long = max(range(len(each)), key=lambda n: len(gathered.word(each[n][1])))
    some = first[[long, *wanted(each, gateways)]].tolist()
    some = sorted({*some, *second.tolist(), *gathered.long})
    return Groups(of, each, gateways), [gathered.row(at) for at in some]


def thin(gathered: Gathered, rows: list[Row], data: bytes) -> Thin:
    """The document without the rows that are like others."""
    text = {n: data[a:b].decode("ascii") for n, (a, b) in gathered.odd.items()}
    first, last = gathered.ends
    of_row = {row: data[row.start : row.end].decode("ascii") for row in rows}
    # what a line of ip(8) leaves out, the others tell
    kept = {*rows} if gathered.is_of_ip else telling(of_row)
    more = [row for row in rows if row not in kept]
    return Thin(
        [line for n, line in text.items() if n < first],
        [*sorted(kept), *more],
        [of_row[row] for row in sorted(kept)],
        [of_row[row] for row in more],
        [line for n, line in text.items() if first < n < last],
        [line for n, line in text.items() if n > last],
    )


def telling(rows: dict[Row, str]) -> set[Row]:
    """Rows with other words than all others, digits apart, or with longer ones."""
    widest: dict[tuple[str, ...], list[int]] = {}
    found: set[Row] = set()
    each = [(row, line.split()) for row, line in rows.items()]
    for row, words in sorted(each, key=lambda both: -len("".join(both[1]))):
        sizes = [*map(len, words)]
        look = tuple([word.translate(NO_DIGITS) for word in words])
        most = widest.setdefault(look, [0] * len(words))
        widest[look] = [*map(max, most, sizes)]
        if widest[look] != most:
            found.add(row)
    return found


def joined(
    gathered: Gathered, groups: Groups, lines: Thin, parse: Parse
) -> tuple[Snapshot, ...] | None:
    """What the whole document says, from what the thin one does."""
    above = [*lines.before, *lines.kept, *lines.among]
    whole = parse(text_of([*above, *lines.after]), None)
    part = parse(text_of(above), None) if any(lines.after) else whole
    if len(whole) != 1 or len(part) != 1:
        return None
    [snapshot], count = whole, len(part[0].routes)
    before = count - len(lines.kept) - len(lines.among)
    if before < 0 or snapshot.routes[:count] != part[0].routes:
        return None
    records = snapshot.routes[before : before + len(lines.kept)]
    others = further(lines, snapshot, before, parse) if lines.more else ()
    frame = framed(gathered, groups, lines, (*records, *others))
    if frame is None:
        return None
    shift = Shift(before, len(lines.kept), gathered)
    listings = [shift.listing(each, lines) for each in snapshot.listings]
    known = tuple([each for each in listings if each is not None])
    if len(known) < len(listings):
        return None
    routes: Any = Routes(*shift.parts(snapshot.routes, frame))
    return (snapshot._replace(routes=routes, listings=known),)


def text_of(lines: Sequence[str]) -> str:
    """Lines as a document."""
    return "".join([line + "\n" for line in lines])


def further(
    lines: Thin, snapshot: Snapshot, before: int, parse: Parse
) -> Sequence[Route]:
    """The routes of further rows, read as those that were kept; none if it cannot be."""
    names = dict.fromkeys([listing.dialect for listing in snapshot.listings])
    found = parse(text_of([*lines.before, *lines.more]), [dialect(n) for n in names])
    if len(found) != 1:
        return ()
    blocks = [block for listing in found[0].listings for block in listing.blocks]
    is_as_it_stood = any(kept(block.options) for block in blocks)
    return () if is_as_it_stood else found[0].routes[before:]


def framed(
    gathered: Gathered, groups: Groups, lines: Thin, records: Sequence[Route]
) -> Frame | None:
    """All rows of all groups; ``None`` if those of a group do not say the same."""
    import numpy as np

    if len(records) != len(lines.rows):
        return None

    read: list[tuple[Group, Said]] = []
    has_mask = any(MASK in line.split() for line in lines.before)
    for row, record in zip(lines.rows, records, strict=True):
        dst: Any = record.dst
        is_told = has_mask or not row.is_bare or (record.flags & RTF.HOST)
        if dst[:2] != (4, row.addr) or row.use not in (None, record.use) or not is_told:
            return None
        use = record.use if row.use is None else None
        read.append(((row.rest, row.gateway), Said(dst.plen, kind_of(record), use)))
    said = follow(read, groups.each, groups.gateways)
    if said is None or (gathered.is_of_ip and depends(said)):
        return None
    once = {id(kind): kind for _, kind, _ in said}
    known: dict[Route, int] = {}
    number = {key: known.setdefault(kind, len(known)) for key, kind in once.items()}
    kinds = [number[id(kind)] for _, kind, _ in said]
    column = gathered.rows.use
    if column is None and any(number is not None for _, _, number in said):
        numbers = [MISSING if number is None else number for _, _, number in said]
        column = np.array(numbers, np.int64).take(groups.of)
    which = np.array(kinds, np.int32).take(groups.of)
    plens = np.array([length for length, _, _ in said], np.uint8).take(groups.of)
    return Frame(4, gathered.rows.addr, plens, which, tuple(known), column)


def depends(said: Sequence[Said]) -> bool:
    """Whether there may be a template of ``ip route``: that the destination tells, too."""
    return any(kind.flags & RTF.CLONING for _, kind, _ in said)


class Shift(NamedTuple):
    """
    Where the records and lines of the thin document are in the whole one.

    Fields:
        before:   records above the first row of a group.
        kept:     rows that were kept of groups.
        gathered: what was read.
    """

    before: int
    kept: int
    gathered: Gathered

    @property
    def among(self) -> list[int]:
        """How many rows of groups stand above each odd row among them."""
        return self.gathered.among

    def parts(self, routes: Sequence[Route], frame: Frame) -> Iterator[Any]:
        """The parts of the whole table."""
        yield routes[: self.before]
        at, odd = 0, self.before + self.kept
        for count in self.among:
            if count > at:
                yield rows(frame, slice(at, count))
            yield routes[odd : odd + 1]
            at, odd = count, odd + 1
        yield rows(frame, slice(at, None))
        yield routes[odd:]

    def listing(self, listing: Listing, lines: Thin) -> Listing | None:
        """A listing of the whole document; ``None`` if it cannot be told."""
        blocks = listing.blocks
        if listing.kind == "routes":
            blocks = tuple([b for b in map(self.block, blocks) if b is not None])
        if listing.unparsed or listing.breaks or len(blocks) < len(listing.blocks):
            return None
        more = len(self.gathered.lines) - self.kept
        ends = [n + more * (n > len(lines.before) + 1) for n in listing.lines or ()]
        places = (ends[0], ends[1]) if ends else None
        return listing._replace(blocks=blocks, lines=places)

    def block(self, block: Block) -> Block | None:
        """A block of the whole table; ``None`` if rows of it are kept as they stood."""
        ends = [self.place(at) for at in block.rows]
        if kept(block.options) or None in ends:
            return None
        return block._replace(rows=(ends[0], ends[1]))  # type: ignore[arg-type]

    def place(self, at: int) -> int | None:
        """Where in the whole table a record is; ``None`` = it is within the groups."""
        odd = at - self.before - self.kept
        if at <= self.before:
            return at
        if odd < 0:
            return None
        if odd < len(self.among):
            return self.before + self.among[odd] + odd
        return self.before + len(self.gathered.lines) + odd
