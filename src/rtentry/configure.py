"""
Configuration commands on the way from one system to another.

    converted   command lines in another system's words
    recreated   whole tables as the command lines that make them again

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.acts import Act
from rtentry.acts.rebuild import rebuilt
from rtentry.acts.translate import Translation, gathered, readings, translated, written
from rtentry.acts.wording import Commands
from rtentry.commands import ROOM, UnknownSystem, commands
from rtentry.errors import FormatError
from rtentry.model import Snapshot
from rtentry.registry import members


def converted(text: str, source: str | None, target: str) -> Translation:
    """
    Command lines in another system's words.

    Args:
        text:   the commands, one a line.
        source: the system that they are for; ``None`` = find out.
        target: the system to write for.

    Raises:
        FormatError: at a word that *source* does not know, or if it cannot be told.
        UnknownSystem: if no commands of a system are known.
    """
    to = commands(target)
    if source is not None:
        return translated(text, commands(source), to)
    known = readings(text, list(members(ROOM).values()))
    first, acts = known[0]
    if any(meant(other) != meant(acts) for _, other in known):
        names = " ".join(each.name for each, _ in known)
        raise FormatError(f"systems read this differently: say --in, one of {names}")
    return written(gathered(acts, first), first, to)


def meant(acts: Sequence[Act]) -> list[Act]:
    """What is to be done, whatever there is to know about it."""
    return [act._replace(notes=()) for act in acts]


def recreated(snapshots: Sequence[Snapshot], target: str | None) -> Translation:
    """
    The command lines that make the tables of some snapshots again.

    Args:
        snapshots: the tables.
        target:    the system to write for; ``None`` = each snapshot's own.

    Raises:
        UnknownSystem: if no commands of a system are known.
    """
    found = [recreated_one(snapshot, target) for snapshot in snapshots]
    return Translation(
        tuple(
            line
            for snapshot, each in zip(snapshots, found, strict=True)
            for line in (*heading(snapshot, len(snapshots)), *each.lines)
        ),
        tuple(dict.fromkeys(loss for each in found for loss in each.losses)),
        tuple(dict.fromkeys(note for each in found for note in each.notes)),
    )


def heading(snapshot: Snapshot, count: int) -> tuple[str, ...]:
    """A comment that names the host, if there are several."""
    return (f"# {snapshot.host or snapshot.system}",) if count > 1 else ()


def recreated_one(snapshot: Snapshot, target: str | None) -> Translation:
    """The command lines that make one table again."""
    source = system_of(snapshot)
    to = source if target is None else commands(target)
    if to is None:
        raise UnknownSystem("nothing says what system this is: say --to SYSTEM")
    found = rebuilt(snapshot)
    acts = gathered(found.acts, source) if source else found.acts
    made = written(acts, source, to)
    return made._replace(notes=(*found.notes, *made.notes))


def system_of(snapshot: Snapshot) -> Commands | None:
    """The commands of the system that a snapshot is of; ``None`` if none are known."""
    try:
        return commands(snapshot.system or "")
    except UnknownSystem:
        return None
