"""
``rtentry explain``: why a packet goes where it goes, and what its row means; or what the
letters of a flag word mean, system by system.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from rtentry.cells import letters
from rtentry.cells.sentences import Told
from rtentry.cells.told import Row, row
from rtentry.decide import Decider, Decision, Step, decider, show, story
from rtentry.decide.after import Fact, facts
from rtentry.decide.mtu import MTU, mtu_of
from rtentry.decide.near import near
from rtentry.decide.unsaid import unsaid
from rtentry.decide.words import KEYWORDS, packets
from rtentry.errors import FormatError, UsageError
from rtentry.grid import WIDTH
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
    """

    host: str | None
    decision: Decision
    mtu: MTU
    steps: tuple[Step, ...]
    facts: tuple[Fact, ...]
    row: Row | None


def run(call: Call) -> Answer:
    """
    The story of each destination; or each letter's meaning.

    Raises:
        FormatError: if a letter is unknown to the system, or the word to all systems.
        UsageError:  if the words are no question.
    """
    words = call.args["words"]
    if not words:
        raise UsageError("rtentry: explain: say a destination, or a flag word\n")
    if not asks(call.args):
        return of_letters(call, words)
    found = [one for snapshot in call.snapshots for one in stories(snapshot, words)]
    status = int(not all(each.decision.goes for each in found))
    about = map(data, found) if call.args.get("json", True) else ()
    asked = [each.decision.packet for each in found]
    notes = [text for snapshot in call.snapshots for text in unsaid(snapshot, asked)]
    return Answer(lines(found), [*about], status, tuple(notes))


def of_letters(call: Call, words: Sequence[str]) -> Answer:
    """Each letter's meaning on the system of ``--as``; without it on all that know it."""
    if len(words) != 1 or not words[0]:
        raise FormatError("no flags to explain")
    word = words[0]
    own = call.dialect
    found = [letters.meaning(word, own)] if own else letters.meanings(word)
    return Answer(letters.lines(word, found), letters.data(found))


def asks(args: Mapping[str, Any]) -> bool:
    """Whether a destination is asked about; a flag word alone needs no table."""
    return any(is_destination(word) for word in args["words"])


def is_destination(word: str) -> bool:
    """Whether a word is an address, a prefix or ``default``: no letters are so."""
    return word in KEYWORDS or word == "default" or bool(set(word) & {".", ":", "/"})


def stories(snapshot: Snapshot, words: Sequence[str]) -> Iterator[Story]:
    """The stories of all destinations; of ``default`` those that have an end."""
    asked = packets(words, os.geteuid())
    snapshot = near(snapshot, asked)
    decide = decider(snapshot)
    found = [story_of(snapshot, decide, packet) for packet in asked]
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
        yield from wrapped(f"{n:3}. ", text)
    if each.facts:
        yield ""
        yield "What comes of it"
        for fact in each.facts:
            yield from wrapped("   - ", fact.text)
    if each.row is not None:
        yield ""
        yield from of_row(each.row)


def of_row(row: Row) -> Iterator[str]:
    """The row, and each cell of it."""
    place = f"; {row.place}" if row.place else ""
    yield from wrapped("Its row: ", row.system + place)
    yield from [f"    {line}" for line in row.lines]
    for cell in row.cells:
        yield from of_cell(cell)


def of_cell(cell: Told) -> Iterator[str]:
    """A cell: its name and text, then what it says."""
    yield f"  {cell.name} {cell.value}".rstrip()
    for text in cell.means:
        yield from wrapped("      ", text)
    width = max([len(flag) for _, flag, _ in cell.letters], default=0)
    for letter, flag, text in cell.letters:
        yield from wrapped(f"      {letter}  {flag:{width}}  ", text)
    if cell.source:
        yield from wrapped("      from: ", cell.source)
    if cell.isnot:
        yield from wrapped("      not:  ", cell.isnot)


def wrapped(begin: str, text: str) -> Iterator[str]:
    """A text in lines that are not too long, indented as it begins."""
    line, room = begin, " " * len(begin)
    for word in text.split():
        if len(line) + len(word) > WIDTH and line.strip() and line != room:
            yield line.rstrip()
            line = room
        line += f"{word} "
    yield line.rstrip()


# -- JSON ----------------------------------------------------------------------------------


def data(each: Story) -> dict[str, Any]:
    """A story for ``--json``."""
    found = {"host": each.host, **show.data(each.decision, each.mtu)}
    found["steps"] = [story.data(step) for step in each.steps]
    found["facts"] = [
        {"code": fact.code, "text": fact.text, **fact.values} for fact in each.facts
    ]
    if each.row is not None:
        found["row"] = {
            "system": each.row.system,
            "place": each.row.place,
            "lines": each.row.lines,
            "cells": [cell_data(cell) for cell in each.row.cells],
        }
    return found


def cell_data(cell: Told) -> dict[str, Any]:
    """A cell for ``--json``; what there is nothing to say of is left out."""
    found: dict[str, Any] = {
        "name": cell.name,
        "field": cell.field,
        "value": cell.value,
        "means": cell.means,
        "source": cell.source,
        "isnot": cell.isnot,
        "letters": [
            {"letter": c, "flag": flag, "meaning": text}
            for c, flag, text in cell.letters
        ],
    }
    return {key: value for key, value in found.items() if value or key == "value"}


QUERY = Query(
    help="why a packet goes where it goes, and what its row means; or letter by letter"
    " what a flag word means",
    examples=(
        ("rtentry explain 198.51.100.53 -F castor.txt", "the decision, then its row"),
        ("rtentry explain default", "this machine's default route"),
        ("rtentry -j explain 192.0.2.20 -F castor.txt", "as JSON, with reason codes"),
        ("rtentry explain UGHW3 --as freebsd4", "what each letter means on FreeBSD 4"),
        ("rtentry explain UHLc", "what it means wherever it can occur"),
    ),
    params=(
        Param(
            ("words",),
            "a destination (then from SRC, mark N ..., as for get), or a flag word",
            "text",
            "*",
            "DST",
        ),
    ),
    run=run,
    want=(
        "routes",
        "exceptions",
        "rules",
        "nexthops",
        "interfaces",
        "neighbors",
        "settings",
        "sockets",
    ),
    asks=asks,
    frames=True,
)
