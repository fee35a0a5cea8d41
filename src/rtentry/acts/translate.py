"""
Commands of one system in the words of another; a whole table as commands.

What the other system cannot say is counted, and told once a kind.  Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rtentry import acts
from rtentry.acts import Act, Facts
from rtentry.acts.loss import Loss, told
from rtentry.acts.wording import Commands, read, write
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.light import NamedTuple
from rtentry.model import Nexthop, Route

COMMENTS = ("#", "rem ", "REM ", "::")
"""Beginnings of lines that are no commands."""


class Translation(NamedTuple):
    """
    Commands in a system's words.

    Fields:
        lines:  the commands.
        losses: what they do not say: one sentence a kind.
        notes:  what the reader of the original commands has to know.
    """

    lines: tuple[str, ...]
    losses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def translated(text: str, source: Commands, target: Commands) -> Translation:
    """
    The commands of *text*, one a line, in the words of another system.

    Raises:
        FormatError: at a word that *source* does not know (``line``, ``column``).
    """
    return written(gathered(acts_of(text, source), source), source, target)


def acts_of(text: str, source: Commands) -> list[Act]:
    """
    What the commands of *text* do; comments and blank lines are left out.

    Raises:
        FormatError: at a word that *source* does not know.
    """
    found: list[Act] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().startswith(COMMENTS):
            continue
        try:
            found += read(source, line)
        except FormatError as error:
            column = error.column
            raise FormatError(error.message, line=number, column=column) from None
    return found


def readings(text: str, every: Sequence[Commands]) -> list[tuple[Commands, list[Act]]]:
    """
    The systems that can read *text*, each with what it makes of it.

    Raises:
        FormatError: if none can: what those say that come furthest, if they agree.
    """
    found = []
    wrong: list[FormatError] = []
    for source in every:
        try:
            found.append((source, acts_of(text, source)))
        except FormatError as error:
            wrong.append(error)
    if not found:
        far = max(map(place, wrong))
        furthest = [error for error in wrong if place(error) == far]
        [(said, count)] = Counter(error.message for error in furthest).most_common(1)
        if count == 1 < len(furthest):
            raise FormatError("no system has such commands: say --in SYSTEM")
        raise next(error for error in furthest if error.message == said)
    return found


def place(error: FormatError) -> tuple[int, int]:
    """How far a text was read; what is missing is missed at the end of a line."""
    return error.line or 0, error.column or 1 << 30


# -- several gateways to one destination ----------------------------------------------------


def gathered(found: Iterable[Act], source: Commands) -> list[Act]:
    """Commands that add ways to one route, as one act."""
    kept: list[Act] = []
    for act in found:
        merged = together(kept[-1], act, source.ways) if kept and source.ways else None
        if merged is None:
            kept.append(act)
        else:
            kept[-1] = merged
    return kept


def together(first: Act, second: Act, ways: str) -> Act | None:
    """Two acts as one that adds both ways; ``None`` if they are not that."""
    one, other = acts.facts(first), acts.facts(second)
    begun = one.pop("mpath", False) or "ways" in one
    marked = begun and other.pop("mpath", False)
    if not (marked or ways == "repeat") or one["verb"] != "add" or second.verb != "add":
        return None
    hops = tuple(one.pop("ways", ())) or (way_of(one),)
    hop = way_of(other)
    leads = hop.gateway is not None or hop.ifname is not None
    if not leads or one != other or hop in hops:
        return None
    return acts.act(
        {**one, "ways": (*hops, hop), "notes": (*first.notes, *second.notes)}
    )


def way_of(facts: Facts) -> Nexthop:
    """The way that some facts say; it is taken from them."""
    gateway = facts.pop("gateway", facts.pop("gateway6", None))
    return Nexthop(gateway, facts.pop("ifname", None), facts.pop("weight", 1))


# -- acts -> text -------------------------------------------------------------------------------


def written(
    found: Iterable[Act], source: Commands | None, target: Commands
) -> Translation:
    """
    Acts in a system's words.

    Args:
        found:  in order.
        source: whose acts they are, for the units of metrics; ``None`` = *target*'s own.
        target: the system to write for.
    """
    lines: list[str] = []
    counts: Counter[tuple[Loss, str]] = Counter()
    notes: list[str] = []
    present: dict[object, list[Act]] = {}
    for act in found:
        notes += [note for note in act.notes if note not in notes]
        fitting, losses = fitted(act, source, target, present)
        if fitting is not None:
            words = write(target, fitting)
            if not words.lines:
                forget(fitting, present)
            lines += words.lines
            losses += words.losses
        counts.update((loss, act.subject) for loss in dict.fromkeys(losses))
    sentences = [
        told(target.name, loss, count, subject)
        for (loss, subject), count in counts.items()
    ]
    return Translation(tuple(lines), tuple(sentences), tuple(notes))


def fitted(
    act: Act,
    source: Commands | None,
    target: Commands,
    present: dict[object, list[Act]],
) -> tuple[Act | None, list[Loss]]:
    """
    An act as the system can take it: in its units, and if it is no duplicate there.

    Args:
        present: destination -> routes that were added so far; it is kept up.
    """
    route = act.entry
    if not isinstance(route, Route):
        return act, []
    losses: list[Loss] = []
    if source is not None and source.segments != target.segments:
        route, losses = without_ssthresh(
            route, "octets" if target.segments else "segments"
        )
    act = act._replace(entry=route)
    if act.verb in ("delete", "flush", "replace"):
        present.pop(route.dst, None)
    if act.verb not in ("add", "replace"):
        return act, losses
    others = present.setdefault(route.dst, [])
    is_second = bool(others) and key_of(act, target) in [
        key_of(o, target) for o in others
    ]
    if is_second and not can_repeat(act, target):
        loss = Loss("second route to one destination", left_out=True)
        return None, [loss]
    others.append(act)
    if is_second and appends(target):
        act = act._replace(verb="append")
    return act, losses


def forget(act: Act, present: dict[object, list[Act]]) -> None:
    """Take back an act that was not written: nothing is there of it."""
    others = present.get(getattr(act.entry, "dst", None), [])
    if others and others[-1].entry == act.entry:
        others.pop()


def key_of(act: Act, target: Commands) -> tuple[object, ...]:
    """What tells a route from others, for a system."""
    facts = acts.facts(act)
    return tuple(facts.get(fact) for fact in target.key)


def can_repeat(act: Act, target: Commands) -> bool:
    """Whether a system takes another route with the same key."""
    marked = isinstance(act.entry, Route) and act.entry.flags & RTF.MPATH
    return appends(target) or bool(marked and target.ways)


def appends(target: Commands) -> bool:
    """Whether a system has a verb for that."""
    return any("append" in made.verbs for made in target.grammars)


def without_ssthresh(route: Route, unit: str) -> tuple[Route, list[Loss]]:
    """A route without a metric whose unit is another one there."""
    kept = tuple(pair for pair in route.metrics if pair[0] != "ssthresh")
    if kept == route.metrics:
        return route, []
    locks = tuple(name for name in route.locks if name != "ssthresh")
    loss = Loss(f"ssthresh in {unit}")
    return route._replace(metrics=kept, locks=locks), [loss]
