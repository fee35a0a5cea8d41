"""
The questions: one file each, pure functions over snapshots.

A query is a module with a constant ``QUERY``; its name is the command's.  The face
(:mod:`rtentry.cli`) reads the snapshots, calls ``run`` and prints the answer; it knows
no query by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from rtentry.light import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rtentry.listing import Dialect
    from rtentry.model import Snapshot
    from rtentry.packet import Packet, Reply
    from rtentry.watch import Batch

ROOM = "rtentry.queries"


class Param(NamedTuple):
    """
    One argument of a command.

    Fields:
        names:   ``("file",)`` for an operand, ``("-a", "--all")`` for an option.
        help:    one line.
        kind:    ``text``, ``number``, ``real``, ``flag``, ``source`` for a place to read, or
                 ``lines`` for text that may be ``-`` (standard input) or a file's name;
                 of several operands ``-`` stands for the lines of standard input;
                 ``stream`` for a :class:`Stream`, of a file or ``-``.
        nargs:   ``1``, ``?`` or ``*`` operands; options are always ``?``.
        metavar: what stands for the value in the help.
        choices: the values that there are; empty = any (completion offers them).
    """

    names: tuple[str, ...]
    help: str
    kind: str = "text"
    nargs: str = "1"
    metavar: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def dest(self) -> str:
        """The key of its value among the arguments."""
        return self.names[-1].lstrip("-").replace("-", "_")


class Stream(NamedTuple):
    """
    A file, or standard input, that is read as it is needed.

    Fields:
        name:    its name; ``-`` = standard input.
        columns: the names of its columns, if it is Parquet or Arrow; ``None`` = text.
        pieces:  (octets at a time, about) -> its octets, some whole lines at a time.
        batches: (names of columns) -> its Arrow record batches, of these columns.
        told:    the same for an answer that is printed as it comes: on a terminal where
                 that happens it is not told how far it is.
    """

    name: str
    columns: Callable[[], tuple[str, ...] | None]
    pieces: Callable[[int], Iterator[bytes]]
    batches: Callable[[Sequence[str]], Iterator[Any]]
    told: Callable[[], Stream]


class Call(NamedTuple):
    """
    What a query is given.

    Fields:
        snapshots: what the source said.
        second:    what the second source said, where a query takes two.
        names:     where the text of a param of kind ``lines`` was read, by param.
        args:      values of its params, by name.
        dialect:   the system to print as (``--as``); ``None`` = not said.
        colour:    whether to colour.
        replies:   what the kernel says of the query's packets; empty = nobody asked it.
        batches:   kinds -> what happens of these kinds, for ever (``Query.watches``).
        in_order:  puts lines into order, of which there may be many.
    """

    snapshots: tuple[Snapshot, ...]
    args: Mapping[str, Any]
    dialect: Dialect | None = None
    colour: bool = False
    second: tuple[Snapshot, ...] = ()
    names: Mapping[str, str] = {}
    replies: tuple[Reply, ...] = ()
    batches: Callable[[Collection[str]], Iterator[Batch]] = lambda _: iter(())
    in_order: Callable[[Iterable[str]], Iterable[str]] = sorted


class Answer(NamedTuple):
    """
    What a query answers.

    Fields:
        lines:  the text.
        data:   the same for ``--json``; ``None`` = the snapshots themselves; what comes
                bit by bit is a line each.
        status: exit status: 0 answered, 1 the answer is no; a function if only the end
                tells.
        notes:  lines for standard error.
        into:   file to write *octets* or *tables* into, packed by gzip if it is named so; ``None``
                = standard output.
        is_live: whether lines come over time: each is printed at once.
        is_ended: whether the last line is to have an end.
        after:  gives the lines for standard error that only the end tells.
        octets: the answer as it is to be written, in pieces, in place of *lines* and
                *data*; ``None`` = there are those.
        tables: the answer as Arrow record batches for the file *into*; ``None`` = it is
                text.
    """

    lines: Iterable[str]
    data: Any = None
    status: int | Callable[[], int] = 0
    notes: tuple[str, ...] = ()
    into: str | None = None
    is_live: bool = False
    is_ended: bool = True
    after: Callable[[], tuple[str, ...]] = tuple
    octets: Iterable[bytes] | None = None
    tables: Iterable[Any] | None = None


class Query(NamedTuple):
    """
    One question.

    Fields:
        help:     one line.
        examples: (command line, what it does) of each example in the help.
        params:   its arguments.
        run:      the answer.
        want:     kinds of records that a live source has to read for it, or what tells
                  them by the arguments; empty = all.
        asks:     whether it needs snapshots at all, given its arguments.
        speaks:   whether ``--to`` names a dialect, given its arguments; else it is the
                  query's own.
        packets:  what a live source's kernel is to be asked about, given the arguments.
        most:     routes from which on a live table is not read; ``None`` = any number.
        watches:  whether it listens to what happens.
        frames:   whether it takes a large table as :class:`rtentry.frame.Routes`.
        stream:   (a large text, dialects that it may be of, call) -> the answer without
                  snapshots; ``None`` = the text has to be read whole.
    """

    help: str
    examples: tuple[tuple[str, str], ...]
    params: tuple[Param, ...]
    run: Callable[[Call], Answer]
    want: Collection[str] | Callable[[Mapping[str, Any]], Collection[str]] = ()
    asks: Callable[[Mapping[str, Any]], bool] = lambda _: True
    speaks: Callable[[Mapping[str, Any]], bool] = lambda _: True
    packets: Callable[[Mapping[str, Any]], tuple[Packet, ...]] | None = None
    most: int | None = None
    watches: bool = False
    frames: bool = False
    stream: (
        Callable[
            [Callable[[], Iterator[list[str]]], Sequence[Dialect], Call], Answer | None
        ]
        | None
    ) = None
