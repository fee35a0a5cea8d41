"""
Streams in another system's words, or as JSON.

A table of each IP version is printed piece by piece: what stands above, between and
below the rows is seen from a few of them.  What pieces do not make together (versions
in turns, a table that has to be sorted first) is left to those who read it whole.  Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, takewhile

from rtentry.addr import Prefix
from rtentry.cover import WHOLE, forms
from rtentry.light import NamedTuple
from rtentry.listing import Dialect, Form, Whole, keep, kept
from rtentry.losses import losses, told
from rtentry.model import Block, Route, Snapshot
from rtentry.present import dropped, is_linux, joined, session
from rtentry.stream import Lines, Pieces, Stream


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


def target(way: Stream, pieces: Pieces, dialect: Dialect) -> Target | None:
    """How *dialect* prints a stream; ``None`` if not piece by piece."""
    try:
        if dialect.whole:
            return whole(way, pieces, dialect.whole)
        return in_words(way, pieces, dialect)
    except ValueError:
        return None


# -- tables ----------------------------------------------------------------------------


def in_words(way: Stream, pieces: Pieces, dialect: Dialect) -> Target:
    """
    The tables of a dialect.

    Raises:
        ValueError: if it has to be printed whole.
    """
    tables: dict[int, Table] = {}
    samples: list[Snapshot] = []
    unsaid: list[str] = []
    for piece in runs(way, pieces, dialect):
        version = version_of(piece.routes[0])
        if version not in tables:
            tables[version] = table(dialect, piece)
            samples.append(piece._replace(routes=piece.routes[:1]))
        if version != [*tables][-1]:
            raise ValueError("versions in turns")
        tables[version].rows(piece)
        unsaid += losses(piece, dialect, [tables[version].form], WHOLE)
    frame = around(dialect, samples, [*tables.values()])
    lines = printed(runs(way, pieces, dialect), tables, frame)
    octets = ("".join([line + "\n" for line in part]).encode() for part in lines)
    return Target(octets, tuple(summed(unsaid)))


def runs(way: Stream, pieces: Pieces, dialect: Dialect) -> Iterator[Snapshot]:
    """
    Pieces as the system of *dialect* would hold them, of one IP version each.

    Raises:
        ValueError: if it would hold them in another order.
    """
    for piece in apart(way, pieces, dialect):
        for _, some in groupby(piece.routes, version_of):
            yield piece._replace(routes=tuple(some))


def apart(way: Stream, pieces: Pieces, dialect: Dialect) -> Iterator[Snapshot]:
    """The same, of any version."""
    from rtentry.join import radix_order
    from rtentry.linux import is_exception

    last = (0, 0, 0, 0)
    for piece in way.read(pieces):
        found = joined(piece, dialect)
        if any(dropped([piece], dialect)):
            raise ValueError("not all of it is printed")
        if is_linux(piece) and dialect.system != "linux":
            order = [last, *map(radix_order, found.routes)]
            if any(map(is_exception, piece.routes)):
                raise ValueError("not all of one table")
            if order[:2] != sorted(order[:2]):
                raise ValueError("not in the order of a BSD")
            last = order[-1]
        yield found


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


def summed(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences about pieces as sentences about all: each once, with the sum."""
    counts: Counter[str] = Counter()
    names: dict[str, list[str]] = {}
    for sentence in sentences:
        found = COUNTED.fullmatch(sentence)
        said, count, which = found.groups() if found else (sentence, 0, None)
        counts[said] += int(count)
        names.setdefault(said, []).extend(which.split(", ") if which else ())
    for said, count in counts.items():
        yield f"{said}{told('routes', count, names[said])}" if count else said


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
