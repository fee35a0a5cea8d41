"""``rtentry convert``: a capture as it was written, or as another system would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rtentry.cover import WHOLE, forms
from rtentry.errors import UsageError
from rtentry.light import Any
from rtentry.listing import Dialect
from rtentry.losses import losses
from rtentry.model import Snapshot
from rtentry.present import dropped, in_dialect, joined
from rtentry.queries import Answer, Call, Param, Query
from rtentry.rewritten import as_written, is_ended


def run(call: Call) -> Answer:
    """The listings again, from the records; with ``--to`` in that system's words."""
    if call.args.get("command") is not None or call.args.get("commands"):
        return as_commands(call)
    if call.args.get("detect"):
        return detected(call.snapshots)
    if call.dialect is not None:
        unsaid = lost(call.snapshots, call.dialect)
        if not says_any(call.snapshots, call.dialect):
            told = f"{call.dialect.name} has no listing for what is there"
            return Answer((), status=1, notes=unsaid or (told,))
        incomplete = unsaid and call.args.get("strict")
        lines = in_dialect(call.snapshots, call.dialect)
        return Answer(lines, status=int(bool(incomplete)), notes=unsaid)
    if all(snapshot.listings for snapshot in call.snapshots):
        return Answer(as_written(call.snapshots), is_ended=is_ended(call.snapshots))
    told = "no listing says how this was written: say --to SYSTEM"
    return Answer((), status=2, notes=(told,))


def streamed(
    pieces: Callable[[], Iterator[list[str]]], tried: Sequence[Dialect], call: Call
) -> Answer | None:
    """The same of a large text that is one listing: read and written in pieces."""
    from rtentry.stream import stream

    args = call.args
    if any(args.get(name) for name in ("command", "commands", "detect", "lenient")):
        return None
    way = stream(pieces, tried)
    if way is None or call.dialect is None:
        return way and Answer(way.again(pieces))
    from rtentry.streamto import target

    to = target(way, pieces, call.dialect, call.in_order)
    if to is None:
        return None
    status = int(bool(to.notes and args.get("strict")))
    return Answer((), status=status, notes=to.notes, octets=to.octets)


def says_any(snapshots: Sequence[Snapshot], dialect: Dialect) -> bool:
    """Whether *dialect* has a listing of something in some snapshots."""
    return bool(dialect.whole) or any(forms(dialect, s) for s in snapshots)


def detected(snapshots: Sequence[Snapshot]) -> Answer:
    """What each listing was taken for, and what says so."""
    from rtentry.evidence import evidence, told

    found = [evidence(s, listing) for s in snapshots for listing in s.listings]
    if not found:
        return Answer((), [], 1, ("no listing is there: it was read as data",))
    lines = [line for each in found for line in ("", *told(each))][1:]
    data = [
        each._asdict() | {"rivals": [rival._asdict() for rival in each.rivals]}
        for each in found
    ]
    return Answer(lines, data)


def lost(snapshots: Sequence[Snapshot], dialect: Dialect) -> tuple[str, ...]:
    """What *dialect* cannot say of some snapshots, each thing once."""
    if dialect.whole:
        return ()
    told = [
        sentence
        for snapshot in snapshots
        for sentence in losses(
            joined(snapshot, dialect), dialect, forms(dialect, snapshot), WHOLE
        )
    ]
    return tuple(dict.fromkeys([*told, *dropped(snapshots, dialect)]))


def as_commands(call: Call) -> Answer:
    """Configuration commands in another system's words, or a table as such commands."""
    from rtentry import configure
    from rtentry.commands import UnknownSystem

    text, target = call.args.get("command"), call.args.get("dialect")
    if target is None and call.dialect is not None:
        target = call.dialect.name
    if text is not None and target is None:
        raise UsageError("rtentry: --command needs --to SYSTEM\n")
    try:
        if text is None:
            made = configure.recreated(call.snapshots, target)
        else:
            made = configure.converted(text, call.args.get("system"), str(target))
    except UnknownSystem as error:
        raise UsageError(f"rtentry: {error}\n") from None
    data = {"commands": made.lines, "losses": made.losses, "notes": made.notes}
    incomplete = made.losses and (call.args.get("strict") or not made.lines)
    return Answer(made.lines, data, int(bool(incomplete)), made.notes + made.losses)


def asks(args: Mapping[str, Any]) -> bool:
    """A command line is no table."""
    return args.get("command") is None


def speaks(args: Mapping[str, Any]) -> bool:
    """Commands have systems of their own: ``--to windows``."""
    return args.get("command") is None and not args.get("commands")


QUERY = Query(
    help="write a capture again: the same, or as another system would print it",
    examples=(
        ("rtentry convert castor.txt", "the same text, from the records read"),
        ("rtentry convert castor.txt --to json", "as rtentry's own JSON"),
        ("rtentry convert castor.txt --to openbsd31", "as OpenBSD would print it"),
        ("rtentry convert castor.txt --detect", "which system, and what says so"),
        ("rtentry convert castor.txt --to iproute2 --commands", "as ip route add ..."),
    ),
    params=(
        Param(("file",), "the capture, document or JSON file", "source", "?"),
        Param(
            ("--command",),
            "convert configuration commands: route add ...",
            "lines",
            metavar="TEXT",
        ),
        Param(("--detect",), "say what each listing was taken for, and why", "flag"),
        Param(("--commands",), "write the commands that make the table again", "flag"),
        Param(("--strict",), "exit status 1 if something cannot be said", "flag"),
    ),
    run=run,
    asks=asks,
    speaks=speaks,
    stream=streamed,
)
