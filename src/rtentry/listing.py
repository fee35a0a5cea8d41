"""
The contract of a dialect: forms that read and write what a tool prints at one go.

A Form is two functions.  ``tables.table``, ``sentences.sentences`` and
``statistics.statistics`` make one from data.  A Dialect is a system's forms, letters
and classic commands.  Pure: no I/O and no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rtentry.flags import Letters
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.model import Block, Snapshot
from rtentry.written import is_gap

if TYPE_CHECKING:
    from rtentry.packet import Packet


class View(NamedTuple):
    """
    What the asker wants to see, whatever the form.

    Fields:
        families: ``inet``, ``inet6`` ... in the order to print; empty = all.
        numeric:  whether names are not wanted (``-n``).
        all:      whether entries hidden by default are wanted (``-a``).
        ifname:   only this interface; ``None`` = all.
        dst:      only this destination or neighbour (text); ``None`` = all.
        options:  whatever else a form knows.
    """

    families: tuple[str, ...] = ()
    numeric: bool = True
    all: bool = False
    ifname: str | None = None
    dst: str | None = None
    options: tuple[str, ...] = ()

    @property
    def words(self) -> dict[str, str]:
        """The options: first word -> the rest; of two that begin alike the last one."""
        parts = [option.partition(" ") for option in self.options]
        return {word: rest for word, _, rest in parts}


class Found(NamedTuple):
    """
    What a form read from some lines.

    Fields:
        records: in the order of the lines.
        blocks:  how they stood; rows counted from 0.
        end:     index of the first line after the listing.
        loose:   how many rows the form would space in another way.
        beside:  records of other kinds that stand in it: (kind, records).
    """

    records: tuple[Any, ...]
    blocks: tuple[Block, ...]
    end: int
    loose: int = 0
    beside: tuple[tuple[str, tuple[Any, ...]], ...] = ()


def unlike(view: View, version: int) -> int | None:
    """Rows may differ anywhere."""
    del view, version
    return None


class Hint(NamedTuple):
    """
    What a listing may begin with: quick to see, and without it none begins.

    Fields:
        pattern: (of ``re``) its first line, a newline, the next line that is not blank,
                 blanks at line ends aside; ``""`` = none.
        texts:   of which one is somewhere in these lines, where the pattern is not.
    """

    pattern: str = ""
    texts: tuple[str, ...] = ()


class Form(NamedTuple):
    """
    One thing that a tool prints.

    Fields:
        name:  its name in the dialect: the shortest command that prints it.
        kind:  ``routes``, ``neighbors``, ``interfaces`` or ``statistics``.
        parse: (lines, index) -> Found; ``None`` if it does not begin at that line;
               FormatError (``line`` = index) if it does and then breaks.
        show:  (snapshot, blocks, view) -> lines; *blocks* ``None`` = choose by view.
        want:  what a live source has to read for it beside its kind.
        alike: (view, IP version) -> how wide the cell of a destination is at least, where rows whose
               routes differ only in its address differ only there; ``None`` = they may
               differ elsewhere, too.  The same goes for the address of their gateway: a
               view that shows two of them shows all.
        first: how its first line begins: a word or two in lower case, so that it need
               not be asked about other lines; empty = in many ways.
        hint:  what its first line, with the next that is not blank, begins with (a
               pattern) or holds where none of *first* does; ``None`` where *first* is
               empty = any line may be one.
        settled: lines -> the form that reads some of them as among all; ``None`` = it
                 does so itself.
    """

    name: str
    kind: str
    parse: Callable[[Sequence[str], int], Found | None]
    show: Callable[[Snapshot, Sequence[Block] | None, View], Iterator[str]]
    want: tuple[str, ...] = ()
    first: frozenset[str] = frozenset()
    alike: Callable[[View, int], int | None] = unlike
    hint: Hint | None = None
    settled: Callable[[Iterable[str]], Form] | None = None


def late(name: str, kind: str, load: Callable[[], Form], hint: Hint) -> Form:
    """A form of which the module is loaded when somebody reads or prints such a listing."""
    return Form(
        name,
        kind,
        lambda lines, index: load().parse(lines, index),
        lambda snapshot, blocks, view: load().show(snapshot, blocks, view),
        hint=hint,
    )


def starts(lines: Iterable[str]) -> frozenset[str]:
    """The first two words of some lines, or the only one, in lower case."""
    said = [line.lower().split()[:2] for line in lines]
    return frozenset([" ".join(words) for words in said if words])


Pieces = Iterable[Snapshot]
"""Snapshots that have some of the routes of one each."""


class Whole(NamedTuple):
    """
    A format that is a whole document, not a listing in one (JSON).

    Fields:
        sniff: whether a text is such a document.
        parse: the text -> snapshots; FormatError if it is broken.
        show:  snapshots -> lines.
        stream: the routes of one snapshot, in pieces, and what gives all else of it ->
                the text, in pieces; ``None`` = it cannot be written so.
    """

    sniff: Callable[[str], bool]
    parse: Callable[[str], tuple[Snapshot, ...]]
    show: Callable[[Sequence[Snapshot]], Iterator[str]]
    stream: Callable[[Pieces, Callable[[], Snapshot]], Iterator[str]] | None = None


class Plan(NamedTuple):
    """
    What a classic command line asks for.

    Fields:
        forms:   (name of the form, view) of each listing to print, in order.
        packets: whose ways are asked for: the routes that the forms then show.
        beside:  what the tool writes to standard error.
        want:    what a live source has to read for it beside what its forms want.
    """

    forms: tuple[tuple[str, View], ...]
    packets: tuple[Packet, ...] = ()
    beside: str = ""
    want: tuple[str, ...] = ()


Answer = Callable[[Snapshot, Plan], tuple[Plan, int]]
"""What of a plan a tool prints on a host, and its exit status."""


def whole(_: Snapshot, plan: Plan) -> tuple[Plan, int]:
    """Everything is printed."""
    return plan, 0


class Tool(NamedTuple):
    """
    A classic command of a system: ``netstat``, ``route``, ``arp``.

    Fields:
        plan:   arguments after the command's name -> Plan; UsageError with the tool's
                own text and exit status if it refuses them.
        answer: what it prints of a plan, and its exit status.
    """

    plan: Callable[[Sequence[str]], Plan]
    answer: Answer = whole


class Dialect(NamedTuple):
    """
    One system's (and era's) words.

    Fields:
        name:    as in ``--as NAME``.
        title:   system and releases, for people.
        system:  family of systems: ``openbsd``, ``freebsd``, ``linux``, ``macos`` ...
        since:   year of the first release that prints so; the newest of a system is
                 meant by the system's name alone.
        forms:   what it can print, the likeliest first.
        letters: its route flags; ``None`` = it prints none.
        tools:   its classic commands, by name.
        clones:  whether its table holds neighbours and exceptions as cloned routes.
        whole:   set where it is a format of whole documents.
        imitates: whether its tools print what others print, so that it is meant only
                 where those would print otherwise.
        drivers: what its interfaces are called, without their numbers.
        also:    other names of it: those of releases, kernels, tools.
    """

    name: str
    title: str
    system: str
    since: int
    forms: tuple[Form, ...]
    letters: Letters | None = None
    tools: Mapping[str, Tool] = {}
    clones: bool = False
    whole: Whole | None = None
    imitates: bool = False
    drivers: str = ""
    also: Sequence[str] = ()

    def form(self, name: str) -> Form:
        """The form of that name; KeyError if there is none."""
        for form in self.forms:
            if form.name == name:
                return form
        raise KeyError(name)


class Reading(NamedTuple):
    """
    One way to read a listing.

    Fields:
        dialect, form: what would print it so.
        found:         what it says.
    """

    dialect: Dialect
    form: Form
    found: Found


# -- excerpts --------------------------------------------------------------------------


def joined(whole: Found, part: Found, dots: tuple[str, ...]) -> Found:
    """A listing with one more part, below dots for lines that were left out."""
    before = len(whole.records)
    blocks = [
        b._replace(rows=(b.rows[0] + before, b.rows[1] + before)) for b in part.blocks
    ]
    first, *rest = blocks or [Block((before, before))]
    return Found(
        (*whole.records, *part.records),
        (*whole.blocks, first._replace(titles=dots or None), *rest),
        part.end,
        whole.loose + part.loose,
    )


def gap_end(lines: Sequence[str], at: int) -> int:
    """Index of the first line from *at* on that is not dots; *at* = there are none."""
    while at < len(lines) and lines[at].strip() and is_gap(lines[at]):
        at += 1
    return at


# -- lines kept ------------------------------------------------------------------------


def keep(lines: Mapping[int, str]) -> tuple[str, ...]:
    """Options of a Block: each line kept, after its number (from 0) among the rows."""
    return tuple([f"{n}: {line}" for n, line in sorted(lines.items())])


def kept(options: Iterable[str]) -> dict[int, str]:
    """The lines kept in a Block's options, by their number; inverse of :func:`keep`."""
    out: dict[int, str] = {}
    for option in options:
        number, colon, line = option.partition(": ")
        if colon and number.isdecimal():
            out[int(number)] = line
    return out


TAIL = "tail "
"""How an option begins that has the blanks behind a line, as :func:`keep` has lines."""


def tailed(form: Form) -> Form:
    """A form whose lines come back with the blanks that stood behind them."""

    def parse(lines: Sequence[str], index: int) -> Found | None:
        found = form.parse(lines, index)
        whole = lines[index : found.end] if found else ()
        tails = {n: line[len(line.rstrip(" \t")) :] for n, line in enumerate(whole)}
        there = keep({n: blanks for n, blanks in tails.items() if blanks})
        if found is None or not there:
            return found
        first, *rest = found.blocks
        options = (*first.options, *[f"{TAIL}{each}" for each in there])
        return found._replace(blocks=(first._replace(options=options), *rest))

    def show(
        snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        options = blocks[0].options if blocks else ()
        tails = kept([o.removeprefix(TAIL) for o in options if o.startswith(TAIL)])
        for n, line in enumerate(form.show(snapshot, blocks, view)):
            yield line.rstrip(" \t") + tails[n] if n in tails else line

    return form._replace(parse=parse, show=show)
