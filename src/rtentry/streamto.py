"""
Streams in another system's words, or as JSON.

A table of each IP version is printed piece by piece: what stands above, between and
below the rows is seen from a few of them; the rows of one table are put into order
where that system has another.  What pieces do not make together (versions in turns) is
left to those who read it whole.  Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, count, groupby, islice, takewhile

from rtentry.addr import Name, Prefix, parse_prefix
from rtentry.cover import WHOLE, forms
from rtentry.errors import FormatError
from rtentry.join import radix_order
from rtentry.light import NamedTuple
from rtentry.linux import is_exception
from rtentry.listing import Dialect, Form, Whole, keep, kept
from rtentry.losses import losses, told
from rtentry.model import Block, Route, Snapshot
from rtentry.present import dropped, is_alike, joined, session
from rtentry.stream import Lines, Pieces, Stream

Sort = Callable[[Iterable[str]], Iterable[str]]
"""Puts lines into order, of which there may be more than memory has room for."""


class Target(NamedTuple):
    """
    How a stream is printed.

    Fields:
        octets: the text, in pieces.
        notes:  what it cannot say.
    """

    octets: Iterator[bytes]
    notes: tuple[str, ...] = ()


class Table(NamedTuple):
    """
    How a form prints the routes of one IP version.

    Fields:
        form:         the form.
        above, below: the lines above and below the rows.
    """

    form: Form
    above: Lines
    below: Lines

    def rows(self, piece: Snapshot) -> Lines:
        """
        The rows of some routes.

        Raises:
            ValueError: if they do not stand between the same lines as others.
        """
        lines = shown(self.form, piece)
        end = len(lines) - len(self.below)
        if lines[: len(self.above)] != self.above or lines[end:] != self.below:
            raise ValueError("not under the same heading")
        return lines[len(self.above) : end]


def target(way: Stream, pieces: Pieces, dialect: Dialect, sort: Sort) -> Target | None:
    """How *dialect* prints a stream, by a *sort* of its rows; ``None`` if not by pieces."""
    try:
        if dialect.whole:
            return whole(way, pieces, dialect.whole)
        return in_words(way, pieces, dialect, sort)
    except ValueError:
        return None


# -- tables ----------------------------------------------------------------------------


class Seen(NamedTuple):
    """
    What a stream is like that is printed in tables.

    Fields:
        tables:    how each IP version is printed, in the order they come in.
        samples:   a route of each.
        unsaid:    what is not said of the pieces.
        is_sorted: whether they come in the order in which they are printed.
    """

    tables: Mapping[int, Table]
    samples: Sequence[Snapshot]
    unsaid: Sequence[str]
    is_sorted: bool


def in_words(way: Stream, pieces: Pieces, dialect: Dialect, sort: Sort) -> Target:
    """
    The tables of a dialect.

    Raises:
        ValueError: if it has to be printed whole.
    """
    seen = looked_at(runs(way, pieces, dialect), dialect)
    again = runs(way, pieces, dialect)
    frame = around(dialect, seen.samples, [*seen.tables.values()])
    if seen.is_sorted:
        lines = printed(again, seen.tables, frame)
    else:
        [only] = seen.tables.values()
        lines = chain([frame[0]], in_order(again, only, sort), [frame[1]])
    octets = ("".join([line + "\n" for line in part]).encode() for part in lines)
    return Target(octets, tuple(summed(seen.unsaid, is_sorted=seen.is_sorted)))


def looked_at(pieces: Iterable[Snapshot], dialect: Dialect) -> Seen:
    """
    What the pieces of a stream are like.

    Raises:
        ValueError: if it has to be printed whole.
    """
    tables: dict[int, Table] = {}
    samples: list[Snapshot] = []
    unsaid: list[str] = []
    ends: list[tuple[int, int, int, int]] = []
    is_even = True
    for piece in pieces:
        version = version_of(piece.routes[0])
        if version not in tables:
            tables[version] = table(dialect, piece)
            samples.append(piece._replace(routes=piece.routes[:1]))
        if version != [*tables][-1]:
            raise ValueError("versions in turns")
        is_even &= len(tables[version].rows(piece)) == len(piece.routes)
        unsaid += losses(piece, dialect, [tables[version].form], WHOLE)
        ends += map(radix_order, (piece.routes[0], piece.routes[-1]))
    is_sorted = is_alike(samples[0], dialect) or ends == sorted(ends)
    if not is_sorted and (len(tables) > 1 or not is_even):
        raise ValueError("no table of a row a route, to be sorted")
    return Seen(tables, samples, unsaid, is_sorted)


def runs(way: Stream, pieces: Pieces, dialect: Dialect) -> Iterator[Snapshot]:
    """
    Pieces as the system of *dialect* would hold them, of one IP version each.

    Raises:
        ValueError: if it would not hold all of them.
    """
    for piece in way.read(pieces):
        found = joined(piece, dialect)
        if any(dropped([piece], dialect)):
            raise ValueError("not all of it is printed")
        if not is_alike(piece, dialect) and any(map(is_exception, piece.routes)):
            raise ValueError("not all of one table")
        for _, some in groupby(found.routes, version_of):
            yield found._replace(routes=tuple(some))


def in_order(pieces: Iterable[Snapshot], table: Table, sort: Sort) -> Iterator[Lines]:
    """The rows of a table in a BSD's order, some at a time."""
    number = count()
    keyed = (
        f"{key(route, next(number))}{row}\n"
        for piece in pieces
        for route, row in zip(piece.routes, table.rows(piece), strict=True)
    )
    rows = (line[KEYED:-1] for line in sort(keyed))
    return iter(lambda: [*islice(rows, SOME)], [])


def key(route: Route, number: int) -> str:
    """Where a BSD has a route, the *number*-th of all, as text of one length."""
    version, addr, shorter, metric = radix_order(route)
    return f"{version}{addr:032x}{128 + shorter:03}{metric:010}{number:010}"


KEYED = 1 + 32 + 3 + 10 + 10
"""How long such a text is."""

SOME = 1 << 12
"""How many rows are written at a time."""


def table(dialect: Dialect, piece: Snapshot) -> Table:
    """
    How a dialect prints routes as those of *piece*: seen from its first, once and twice.

    Raises:
        ValueError: if it has no rows for it, or needs several listings.
    """
    [form] = forms(dialect, piece)
    one = piece.routes[:1]
    once, twice = [shown(form, piece._replace(routes=one * n)) for n in (1, 2)]
    both = zip(once, twice, strict=False)
    same = len([*takewhile(lambda pair: pair[0] == pair[1], both)])
    if len(once) == len(twice):
        raise ValueError("no rows")
    return Table(form, once[: same - (len(twice) - len(once))], once[same:])


def around(
    dialect: Dialect, samples: Sequence[Snapshot], tables: Sequence[Table]
) -> list[Lines]:
    """
    What stands above, between and below the rows of several tables.

    Raises:
        ValueError: if they do not stand in this order.
    """
    routes = tuple([sample.routes[0] for sample in samples])
    both = samples[0]._replace(routes=routes)
    each = [(both, form.name, shown(form, both)) for form in forms(dialect, both)]
    left, out = list(session(each)), []
    for sample, its in zip(samples, tables, strict=True):
        row = its.rows(sample)
        [at, *_] = [i for i in range(len(left)) if left[i : i + len(row)] == row]
        out.append(left[:at])
        left = left[at + len(row) :]
    return [*out, left]


def printed(
    pieces: Iterable[Snapshot], tables: Mapping[int, Table], frame: Sequence[Lines]
) -> Iterator[Lines]:
    """The lines of a stream, in pieces."""
    rest = iter(frame)
    for version, some in groupby(pieces, lambda piece: version_of(piece.routes[0])):
        yield next(rest)
        yield from map(tables[version].rows, some)
    yield next(rest)


def shown(form: Form, snapshot: Snapshot) -> Lines:
    """What a form prints of a snapshot."""
    return list(form.show(snapshot, None, WHOLE))


def version_of(route: Route) -> int:
    """The IP version of a route; 0 where a name stands for its destination."""
    return route.dst.version if isinstance(route.dst, Prefix) else 0


COUNTED = re.compile(r"(.*?)(\d+) routes?(?:: (.*?)(?: \.\.\.)?)?")
"""A sentence about some routes: what is said of them, how many, which."""


def summed(sentences: Iterable[str], *, is_sorted: bool) -> Iterator[str]:
    """Sentences about pieces as sentences about all: each once, with the sum."""
    counts: Counter[str] = Counter()
    names: dict[str, list[str]] = {}
    for sentence in sentences:
        found = COUNTED.fullmatch(sentence)
        said, count, which = found.groups() if found else (sentence, 0, None)
        counts[said] += int(count)
        names.setdefault(said, []).extend(which.split(", ") if which else ())
    for said, count in counts.items():
        which = names[said] if is_sorted else sorted(names[said], key=place)
        yield f"{said}{told('routes', count, which)}" if count else said


def place(name: str) -> tuple[int, int, int, int]:
    """Where a BSD has a route, by what it is called in a sentence."""
    with suppress(FormatError):
        return radix_order(Route(parse_prefix(name)))
    return radix_order(Route(Name(name)))


# -- whole documents -------------------------------------------------------------------


def whole(way: Stream, pieces: Pieces, format_: Whole) -> Target | None:
    """A format of whole documents; ``None`` if it is not written in pieces."""
    if format_.stream is None:
        return None
    text = format_.stream(way.read(pieces), lambda: gathered(way, pieces))
    return Target(map(str.encode, text))


def gathered(way: Stream, pieces: Pieces) -> Snapshot:
    """
    All that is to be said of a stream but its routes.

    Raises:
        ValueError: if a table goes on otherwise than it began.
    """
    blocks: list[Block] = []
    before = 0
    for piece in way.read(pieces):
        first, *more = [shifted(b, before) for b in piece.listings[0].blocks]
        blocks[-1:] = [continued(blocks[-1], first) if blocks else first]
        blocks += more
        before += len(piece.routes)
    first_said = next(n for n, line in enumerate(way.heading, 1) if line.strip())
    lines = (first_said, sum(map(len, pieces())))
    [listing] = piece.listings
    return Snapshot(
        system=way.dialect,
        listings=(listing._replace(lines=lines, blocks=tuple(blocks)),),
    )


def shifted(block: Block, by: int) -> Block:
    """A block of which the records stand further down."""
    return block._replace(rows=(block.rows[0] + by, block.rows[1] + by))


def continued(one: Block, other: Block) -> Block:
    """A block and the next piece of it; ValueError if it is of another."""
    if bare(one) != bare(other):
        raise ValueError("another table")
    by = one.rows[1] - one.rows[0]
    more = keep({n + by: line for n, line in kept(other.options).items()})
    return one._replace(
        rows=(one.rows[0], other.rows[1]),
        options=(*one.options, *more),
        lines=other.lines and (*(one.lines or ()), *other.lines),
    )


def bare(block: Block) -> Block:
    """A block without its rows."""
    options = tuple([option for option in block.options if not kept([option])])
    return block._replace(rows=(0, 0), options=options, lines=block.lines and ())
