"""
What ``ip monitor`` prints: a message of the kernel after the other, of all kinds.

    [2026-11-27T20:30:50.339456] [ROUTE]Deleted 10.0.0.0/8 via 192.0.2.1 dev eth0
    [NEIGH]192.0.2.1 dev eth0 lladdr 52:54:05:e3:51:87 STALE

Each is a line (or some) of the listing of its kind.  Times and labels are there if they
were asked for.  A text without them is known by what was ``Deleted``.

Source: iproute2 ip/ipmonitor.c, accept_msg(); run with 6.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from rtentry.errors import FormatError
from rtentry.forms.fit import keep, kept
from rtentry.ip import link, linklines, neigh, nexthop, route, showrule, times
from rtentry.light import NamedTuple
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, Event, Snapshot
from rtentry.words.grammar import Grammar, Look, finished, style
from rtentry.words.reader import located, unfold

WHAT = "an event"
HEAD = 512
"""How many lines are looked at to see whether something went away."""

LABEL = re.compile(r"\[(?P<label>[A-Z]+)\](?P<rest>.*)$", re.DOTALL)
DELETED = "Deleted "


class Kind(NamedTuple):
    """
    One kind of messages.

    Fields:
        name:    the event's kind.
        label:   what stands before it with ``label``.
        grammar: its lines; ``None`` = their text is kept.
        begins:  text -> whether a message is of this kind.
    """

    name: str
    label: str
    grammar: Grammar | None
    begins: Callable[[str], bool]


def by_grammar(name: str, label: str, grammar: Grammar) -> Kind:
    """A kind whose lines are those of a listing."""
    return Kind(name, label, grammar, lambda text: grammar.begins(text.split("\n"), 0))


def by_words(name: str, label: str, pattern: str) -> Kind:
    """A kind whose text is kept."""
    known = re.compile(pattern)
    return Kind(name, label, None, lambda text: known.match(text) is not None)


ANY_ROUTE = route.TABLES._replace(begins=route.begins)

KINDS = (
    by_grammar("interface", "LINK", link.GRAMMAR),
    by_grammar("address", "ADDR", linklines.ONELINE),
    by_grammar("rule", "RULE", showrule.GRAMMAR),
    by_grammar("nexthop", "NEXTHOP", nexthop.GRAMMAR),
    by_grammar("neighbor", "NEIGH", neigh.GRAMMAR),
    by_grammar("route", "ROUTE", ANY_ROUTE),
    by_words("netconf", "NETCONF", r"(inet6?|mpls|all) .*"),
    by_words("nsid", "NSID", r"nsid \d+|\d+\.\d+|id \d+"),
    by_words("prefix", "PREFIX", r"prefix "),
    by_words("bucket", "NEXTHOPBUCKET", r"id \d+ index \d+ "),
    by_words("multicast route", "MROUTE", r"\("),
    by_words("statistics", "STATS", r"\d+: .*"),
)

LABELS = {kind.label for kind in KINDS}

BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}


class Told(NamedTuple):
    """
    One message as it stands.

    Fields:
        lines:   of the text, times and labels apart.
        line:    index of the first.
        at:      when it was told.
        label:   of what kind it says to be.
        options: how it stands: ``timestamp``, ``tshort``, ``label``.
    """

    lines: tuple[str, ...]
    line: int
    at: str | None = None
    label: str | None = None
    options: frozenset[str] = frozenset()


# -- reading ---------------------------------------------------------------------------


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether a monitor's text begins at a line."""
    line = lines[index]
    if times.SHORT.match(line) or times.parse_long(line):
        return True
    if line[:1] in (" ", "\t"):
        return False
    labelled = LABEL.match(line)
    if labelled is not None:
        return labelled["label"] in LABELS
    if kind_of(line.removeprefix(DELETED)) is None:
        return False
    if DELETED not in "".join(lines[index : index + HEAD]):  # looked at more closely
        return False
    return any(is_deleted(text) for text in paragraph(lines, index, HEAD))


def is_deleted(line: str) -> bool:
    """Whether a line says that something went away."""
    return line.startswith(DELETED)


def paragraph(lines: Sequence[str], index: int, most: int) -> Iterator[str]:
    """The lines from *index* on, up to a blank one."""
    for at in range(index, min(index + most, len(lines))):
        if not lines[at].strip():
            return
        yield lines[at]


def kind_of(text: str, label: str | None = None) -> Kind | None:
    """The kind of a message; ``None`` = of none."""
    if label is not None:
        return next((kind for kind in KINDS if kind.label == label), None)
    return next((kind for kind in KINDS if kind.begins(text)), None)


def messages(lines: Sequence[str], index: int) -> Iterator[Told]:
    """The messages from a line on, up to a blank one."""
    at: str | None = None
    options: set[str] = set()
    found: list[str] = []
    told, n = Told((), index), index
    for n, line in enumerate(paragraph(lines, index, len(lines)), index):
        time = times.parse_long(line)
        short = times.SHORT.match(line)
        if found and (time or short or line[:1] not in (" ", "\t")):
            yield told._replace(lines=tuple(found))
            found, at, options = [], None, set()
        if time:
            at, options = next_time(time, at, n), {"timestamp"}
            continue
        if short:
            at, options, line = short["at"], {"tshort"}, line[short.end() :]
        labelled = LABEL.match(line) if not found else None
        if labelled and labelled["label"] in LABELS:
            options.add("label")
            line = labelled["rest"]
        if not found:
            label = labelled["label"] if "label" in options and labelled else None
            told = Told((), n, at, label, frozenset(options))
        found.append(line)
    if found:
        yield told._replace(lines=tuple(found))
    else:
        next_time("", at, n + 1)


def next_time(time: str, before: str | None, at: int) -> str:
    """The time that a line tells; FormatError if no event followed the one before."""
    if before is not None:
        raise FormatError("a time of no event", line=at - 1)
    return time


def event_of(told: Told) -> tuple[Event, Look | None]:
    """The event that a message says, and a look in which it is printed so."""
    text = "\n".join(told.lines)
    bare = text.removeprefix(DELETED)
    kind = kind_of(bare, told.label)
    if kind is None:
        raise FormatError(f"not {WHAT}: {told.lines[0].strip()!r}", line=told.line)
    event = Event(kind.name, None, bare != text, told.at)
    if kind.grammar is None:
        return event._replace(text=bare), Look()
    folded = unfold(bare)
    try:
        words = kind.grammar.cut(folded)
        record, facts = kind.grammar.read(words, kind.grammar.context([bare]), None)
    except FormatError as error:
        raise placed(error, told) from None
    event = event._replace(record=record)
    options = tuple(sorted(facts | ({"oneline"} if folded != bare else set())))
    return event, look_of(event, kind.grammar, options, text)


def placed(error: FormatError, told: Told) -> FormatError:
    """*error* with the place of the word that it names."""
    for n, line in enumerate(told.lines):
        found = located(error, line, told.line + n)
        if found.column is not None or repr(line.strip()) in error.message:
            return found
    return located(error, told.lines[0], told.line)


def shifted(error: FormatError, told: Told, lines: Sequence[str]) -> FormatError:
    """An error of a message with its column in the line, where time and label stand."""
    if error.line is None or error.column is None:
        return error
    line = lines[error.line].rstrip("\r\n")
    by = len(line) - len(told.lines[error.line - told.line])
    return FormatError(error.message, line=error.line, column=error.column + by)


def look_of(
    event: Event, grammar: Grammar, options: tuple[str, ...], text: str
) -> Look | None:
    """The first look in which an event is printed as *text*."""
    for spacing in ("", *grammar.spacings):
        for strip in ("", "stripped"):
            look = Look((*filter(None, (spacing, strip)), *options))
            if shown(event, look) == text:
                return look
    return None


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    if not begins(lines, index):
        return None
    events: list[Event] = []
    blocks: list[Block] = []
    loose, end = 0, index
    for told in messages(lines, index):
        try:
            event, look = event_of(told)
        except FormatError as error:
            raise shifted(error, told, lines) from None
        ways = tuple(sorted(told.options))
        before = Look(blocks[-1].options) if blocks else Look()
        text = "\n".join(told.lines)
        same = blocks and decor(before.options) == told.options
        if not (same and shown(event, before) == text):
            options = ways + (look or Look()).options
            options += keep({0: text}) if look is None else ()
            loose += look is None
            blocks.append(Block((len(events), len(events)), options=options))
        rows = (blocks[-1].rows[0], len(events) + 1)
        blocks[-1] = blocks[-1]._replace(rows=rows)
        events.append(event)
        end = told.line + len(told.lines)
    return Found(tuple(events), tuple(blocks), end, loose) if events else None


DECOR = frozenset({"timestamp", "tshort", "label"})


def decor(options: Sequence[str]) -> frozenset[str]:
    """Those options that say what stands before a message."""
    return DECOR & set(options)


# -- writing ---------------------------------------------------------------------------


def shown(event: Event, look: Look) -> str:
    """The text of an event, without time and label."""
    before = DELETED if event.deleted else ""
    grammar = BY_NAME[event.about].grammar
    if grammar is None:
        return before + (event.text or "")
    text = grammar.show(event.record, style(grammar, look))
    return before + finished(grammar, text, look)


def lines_of(event: Event, look: Look, text: str | None = None) -> Iterator[str]:
    """The lines of an event; *text* instead of its own, if it was kept."""
    options = set(look.options)
    head = f"[{event.at}] " if "tshort" in options and event.at else ""
    head += f"[{BY_NAME[event.about].label}]" if "label" in options else ""
    if "timestamp" in options and event.at:
        yield times.show_long(event.at)
    yield from (head + (shown(event, look) if text is None else text)).split("\n")


def show(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """See :class:`rtentry.listing.Form`."""
    if blocks is None:
        look = Look(("tshort",)) if any(e.at for e in snapshot.events) else Look()
        for event in snapshot.events:
            if event.about in BY_NAME:
                yield from lines_of(event, look)
        return
    for block in blocks:
        look, odd = Look(block.options), kept(block.options)
        for n, event in enumerate(snapshot.events[slice(*block.rows)]):
            yield from lines_of(event, look, still(event, odd.get(n)))


def still(event: Event, text: str | None) -> str | None:
    """A text that was kept, if it still says the event."""
    if text is None:
        return None
    said, _ = event_of(Told(tuple(text.split("\n")), 0, event.at))
    return text if said == event else None


OTHERS = r"(?:Deleted )?(?:inet6? |mpls |all |nsid |prefix |id |\d+[:.]|\()"
"""The pattern of messages whose text is kept."""

HINT = Hint(
    "|".join(
        [
            *(r"\[", "Timestamp: ", OTHERS),
            *[kind.grammar.hint for kind in KINDS if kind.grammar],
        ]
    )
)
"""What a text begins with: a time, a label, a message of some kind."""

FORM = Form("ip monitor", "events", parse, show, hint=HINT)
