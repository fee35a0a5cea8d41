"""
``rtentry explain``: why a packet goes where it goes, and what its row means; what the rows
of a neighbour, an interface or the statistics mean; or what the letters of a flag word
mean, system by system.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from rtentry.cells import asked, letters, shown
from rtentry.cells.told import Row, row
from rtentry.decide import Decider, Decision, Step, decider, show, story
from rtentry.decide.after import Fact, facts
from rtentry.decide.mtu import MTU, mtu_of
from rtentry.decide.near import near
from rtentry.decide.unsaid import unsaid
from rtentry.decide.words import KEYWORDS, packets
from rtentry.errors import FormatError, UsageError
from rtentry.light import Any, NamedTuple
from rtentry.model import Route, Snapshot
from rtentry.packet import Packet
from rtentry.queries import Answer, Call, Param, Query


class Story(NamedTuple):
    """
    All about one packet on one host.

    Fields:
        host:     whose table it is; ``None`` = not said.
        decision: what becomes of the packet.
        mtu:      the largest packet.
        steps:    how it came to that.
        facts:    source, next hop, MTU, templates, what sending changes.
        row:      the row that it ends at; ``None`` = at none.
        beside:   rows of neighbours with the address.
    """

    host: str | None
    decision: Decision
    mtu: MTU
    steps: tuple[Step, ...]
    facts: tuple[Fact, ...]
    row: Row | None
    beside: tuple[Row, ...] = ()


class Rows(NamedTuple):
    """
    All rows that a word asks about on one host.

    Fields:
        host: whose they are; ``None`` = not said.
        word: what was asked.
        rows: the rows; empty = there are none.
    """

    host: str | None
    word: str
    rows: tuple[Row, ...]


def run(call: Call) -> Answer:
    """
    The story of each destination; the rows of each name; or each letter's meaning.

    Raises:
        FormatError: if a letter is unknown to the system, or the word to all systems.
        UsageError:  if the words are no question.
    """
    words = call.args["words"]
    if not words:
        raise UsageError(
            "rtentry: explain: say a destination, a link-level address, an interface,"
            " statistics, or a flag word\n"
        )
    if not asks(call.args):
        return of_letters(call, words)
    if asked.is_row(words[0]) or not any(s.routes for s in call.snapshots):
        return of_rows(call, words)
    found = [one for snapshot in call.snapshots for one in stories(snapshot, words)]
    status = int(not all(each.decision.goes for each in found))
    about = map(data, found) if call.args.get("json", True) else ()
    sent = [each.decision.packet for each in found]
    notes = [text for snapshot in call.snapshots for text in unsaid(snapshot, sent)]
    return Answer(lines(found), [*about], status, tuple(notes))


def of_rows(call: Call, words: Sequence[str]) -> Answer:
    """
    The rows of each word; status 1 if there are none.

    Raises:
        UsageError: at a word that is no address, interface or ``statistics``.
    """
    for word in words:
        if not asked.is_row(word) and not asked.is_address(word):
            raise UsageError(f"rtentry: explain: {word!r} asks for no row\n")
    found = [
        Rows(snapshot.host, word, tuple(asked.rows(snapshot, word)))
        for snapshot in call.snapshots
        for word in words
    ]
    status = int(not all(any(r.rows for r in found if r.word == w) for w in words))
    return Answer(row_lines(found), [rows_data(each) for each in found], status)


def of_letters(call: Call, words: Sequence[str]) -> Answer:
    """Each letter's meaning on the system of ``--as``; without it on all that know it."""
    if len(words) != 1 or not words[0]:
        raise FormatError("no flags to explain")
    word = words[0]
    own = call.dialect
    found = [letters.meaning(word, own)] if own else letters.meanings(word)
    return Answer(letters.lines(word, found), letters.data(found))


def asks(args: Mapping[str, Any]) -> bool:
    """Whether a table is asked about; a flag word alone needs none."""
    words = args["words"]
    return any(is_destination(word) or asked.is_row(word) for word in words)


WANT = (
    "routes",
    "exceptions",
    "rules",
    "nexthops",
    "interfaces",
    "neighbors",
    "settings",
    "sockets",
)
"""What a story needs."""


def want(args: Mapping[str, Any]) -> Sequence[str]:
    """What is to be read: for rows alone, only those."""
    words = args.get("words") or [""]
    if not asked.is_row(words[0]):
        return WANT
    return ("interfaces", "neighbors", asked.STATISTICS)


def is_destination(word: str) -> bool:
    """Whether a word is an address, a prefix or ``default``: no letters are so."""
    return word in KEYWORDS or word == "default" or bool(set(word) & {".", ":", "/"})


def stories(snapshot: Snapshot, words: Sequence[str]) -> Iterator[Story]:
    """The stories of all destinations; of ``default`` those that have an end."""
    sent = packets(words, os.geteuid())
    snapshot = near(snapshot, sent)
    decide = decider(snapshot)
    found = [story_of(snapshot, decide, packet) for packet in sent]
    has_default = any(s.decision.goes and not plen(s.decision.packet) for s in found)
    for each in found:
        if plen(each.decision.packet) or each.decision.goes or not has_default:
            yield each


def plen(packet: Packet) -> int:
    """The length of the destination's prefix."""
    return packet.dst.plen


def story_of(snapshot: Snapshot, decide: Decider, packet: Packet) -> Story:
    """The story of one packet."""
    steps: list[Step] = []
    made = decide(packet, steps)
    end = made.route
    return Story(
        snapshot.host,
        made,
        mtu_of(snapshot, made),
        tuple(steps),
        tuple(facts(snapshot, made)),
        row(snapshot, original(snapshot, end)) if end is not None else None,
        tuple(asked.of_address(snapshot, packet.dst)) if packet.dst.is_host else (),
    )


def original(snapshot: Snapshot, route: Route) -> Route:
    """The route as the snapshot has it: of one that shares a next hop, the entry."""
    same = [r for r in snapshot.routes if r is route]
    near = [r for r in snapshot.routes if r.dst == route.dst and r.extra == route.extra]
    return (same or near or [route])[0]


# -- text --------------------------------------------------------------------------------


def lines(found: Sequence[Story]) -> Iterator[str]:
    """The stories, a blank line between two."""
    for n, each in enumerate(found):
        if n:
            yield ""
        yield from told(each)


def told(each: Story) -> Iterator[str]:
    """One story."""
    host = f" on {each.host}" if each.host else ""
    yield f"{show.asked(each.decision.packet)}{host}: {show.line(each.decision, each.mtu)}"
    yield ""
    yield "How that is decided"
    for n, text in enumerate(story.sentences(each.steps), 1):
        yield from shown.wrapped(f"{n:3}. ", text)
    if each.facts:
        yield ""
        yield "What comes of it"
        for fact in each.facts:
            yield from shown.wrapped("   - ", fact.text)
    for each_row in filter(None, (each.row, *each.beside)):
        yield ""
        yield from shown.lines(each_row)


def row_lines(found: Sequence[Rows]) -> Iterator[str]:
    """The rows of each word, a blank line between two."""
    for n, each in enumerate(found):
        host = f" on {each.host}" if each.host else ""
        if n:
            yield ""
        count = len(each.rows)
        yield f"{each.word}{host}: {count or 'no'} row{'s' * (count != 1)}"
        for each_row in each.rows:
            yield ""
            yield from shown.lines(each_row)


# -- JSON ----------------------------------------------------------------------------------


def data(each: Story) -> dict[str, Any]:
    """A story for ``--json``."""
    found = {"host": each.host, **show.data(each.decision, each.mtu)}
    found["steps"] = [story.data(step) for step in each.steps]
    found["facts"] = [
        {"code": fact.code, "text": fact.text, **fact.values} for fact in each.facts
    ]
    if each.row is not None:
        found["row"] = shown.data(each.row)
    if each.beside:
        found["beside"] = [shown.data(one) for one in each.beside]
    return found


def rows_data(each: Rows) -> dict[str, Any]:
    """The rows of a word for ``--json``."""
    return {
        "host": each.host,
        "asked": each.word,
        "rows": [shown.data(one) for one in each.rows],
    }


QUERY = Query(
    help="why a packet goes where it goes, and what its row means; what the rows of a"
    " neighbour or an interface mean; or letter by letter what a flag word means",
    examples=(
        ("rtentry explain 198.51.100.53 -F castor.txt", "the decision, then its row"),
        ("rtentry explain default", "this machine's default route"),
        ("rtentry -j explain 192.0.2.20 -F castor.txt", "as JSON, with reason codes"),
        ("rtentry explain eth0 -F vega.txt", "its rows of netstat -i or ip link"),
        (
            "rtentry explain 02:00:5e:10:00:01 -F vega.txt",
            "its rows of arp or ip neigh",
        ),
        ("rtentry explain statistics -F castor.txt", "the lines of netstat -rs"),
        ("rtentry explain UGHW3 --as freebsd4", "what each letter means on FreeBSD 4"),
        ("rtentry explain UHLc", "what it means wherever it can occur"),
    ),
    params=(
        Param(
            ("words",),
            "a destination (then from SRC, mark N ..., as for get); a link-level address, an"
            " interface, statistics: their rows; or a flag word",
            "text",
            "*",
            "DST",
        ),
    ),
    run=run,
    want=want,
    asks=asks,
    frames=True,
)
