"""
``rtentry diff``: what is different between two snapshots, by meaning.

What an administrator changed is told; what changes by itself (counters, clones, expiry,
order, numbers of interfaces) is counted, and told with ``--all``.  ``--space`` asks
another question: which addresses now go elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rtentry import space
from rtentry.changes import Difference, compare
from rtentry.changes.data import as_data
from rtentry.changes.said import said
from rtentry.changes.words import COLOURS, line
from rtentry.errors import UsageError
from rtentry.grid import BOLD, paint
from rtentry.model import Snapshot
from rtentry.queries import Answer, Call, Param, Query

Pair = tuple[Snapshot, Snapshot]

ONE_SIDED = "not compared, since one side says nothing of it: {}"


def run(call: Call) -> Answer:
    """The differences of each host; exit status 1 if there are any."""
    pairs = paired(call)
    if call.args.get("space"):
        return elsewhere(pairs)
    every = [compare(old, new) for old, new in pairs]
    shown = [chosen(found, call) for found in every]
    lines = told(pairs, shown, call)
    data = [
        {"host": pair[1].host or pair[0].host, **as_data(d)}
        for pair, found in zip(pairs, shown, strict=True)
        for d in found
    ]
    hidden = sum(map(len, every)) - sum(map(len, shown))
    return Answer(lines, data, int(any(shown)), tuple(notes(pairs, hidden)))


def chosen(found: Sequence[Difference], call: Call) -> list[Difference]:
    """The differences to tell: with ``--all`` every one."""
    return [d for d in found if call.args.get("all") or not d.noise]


# -- which snapshots -----------------------------------------------------------------------


def paired(call: Call) -> list[Pair]:
    """
    The snapshots to compare, by host; a lone file is compared with itself, later.

    Raises:
        UsageError: if it is not clear what to compare with what.
    """
    old, new = call.snapshots, call.second
    if not new:
        if len(old) < 2:
            raise UsageError(
                "rtentry: one moment is no difference: name a second source\n"
            )
        return list(pairwise(old))
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    before = {snapshot.host: snapshot for snapshot in old}
    after = {snapshot.host: snapshot for snapshot in new}
    if before.keys() != after.keys():
        only = sorted(str(host) for host in before.keys() ^ after.keys())
        raise UsageError(f"rtentry: only one of the two has host {', '.join(only)}\n")
    return [(before[host], after[host]) for host in before]


def notes(pairs: Sequence[Pair], hidden: int) -> Iterator[str]:
    """What was not compared, and what was not told."""
    for old, new in pairs:
        kinds = sorted(said(old).kinds ^ said(new).kinds)
        missing = [*kinds, *[f"IPv{version}" for version in one_sided(old, new)]]
        if missing:
            yield ONE_SIDED.format(", ".join(missing))
    if hidden:
        yield f"not shown: {hidden} in what changes by itself (--all shows them)"


def one_sided(old: Snapshot, new: Snapshot) -> list[int]:
    """The IP versions whose routes only one of two snapshots could list."""
    sides = [said(old), said(new)]
    if not all("route" in side.kinds for side in sides):
        return []
    return sorted(sides[0].versions ^ sides[1].versions)


# -- the answer ----------------------------------------------------------------------------


def told(
    pairs: Sequence[Pair], found: Sequence[Sequence[Difference]], call: Call
) -> Iterator[str]:
    """The differences, a line each; under a host's name, if there are several."""
    for (old, _), differences in zip(pairs, found, strict=True):
        if len(pairs) > 1 and differences:
            name = f"{old.host or 'no host named'}:"
            yield paint(name, BOLD if call.colour else "")
        for each in differences:
            text = line(each, noise=bool(call.args.get("all")))
            yield paint(text, COLOURS[each.what] if call.colour else "")


# -- by address space ----------------------------------------------------------------------


def elsewhere(pairs: Sequence[Pair]) -> Answer:
    """The ranges of addresses that go another way now, counted as they are told."""
    odd = [one_sided(old, new) for old, new in pairs]
    notes = [ONE_SIDED.format(f"IPv{version}") for each in odd for version in each]
    sums: space.Sums = {}

    def moves() -> Iterator[space.Move]:
        for (old, new), left_out in zip(pairs, odd, strict=True):
            found = (m for m in space.moves(old, new) if m.version not in left_out)
            yield from space.counted(found, sums)

    return Answer(
        map(space.line, moves()),
        (move.data() for move in moves()),
        lambda: int(bool(sums)),
        tuple(notes),
        after=lambda: tuple(space.summary(sums)),
    )


QUERY = Query(
    help="what is different between two tables, by meaning",
    examples=(
        ("rtentry diff monday.txt live", "what was changed since monday"),
        (
            "rtentry diff castor.txt pollux.txt --all",
            "two captures, counters and clones, too",
        ),
        (
            "rtentry diff --space monday.txt tuesday.txt",
            "which addresses go elsewhere now",
        ),
    ),
    params=(
        Param(("a",), "the table before: a file, live, netns:NAME", "source"),
        Param(
            ("b",), "the table after; none = later moments of the first", "source", "?"
        ),
        Param(("--all",), "counters, clones, expiry, numbers of links, too", "flag"),
        Param(("--space",), "which ranges of addresses go elsewhere", "flag"),
    ),
    run=run,
    frames=True,
)
