"""
Two large tables: only the routes that may differ are compared as records.

Of most destinations both tables say the same, and arrays see that at once.  What is
left is as much as was changed, and :func:`rtentry.changes.compare` goes through it as
ever: what it finds is what it would have found in all.  Pure.
"""

from __future__ import annotations

import numpy as np

from rtentry.changes import Side, of_kind
from rtentry.frame import MISSING, Frame, Routes, frames, joined, numbers, rows
from rtentry.light import TYPE_CHECKING
from rtentry.model import Snapshot

if TYPE_CHECKING:
    from rtentry.frame import Array


def apart(old: Side, new: Side) -> tuple[Snapshot, Snapshot]:
    """Two snapshots with the routes to those destinations where they may differ."""
    try:
        before, after = frames(old[0].routes), frames(new[0].routes)
    except ValueError:  # names for destinations
        left = [side[0]._replace(routes=tuple(side[0].routes)) for side in (old, new)]
        return left[0], left[1]
    kept: tuple[list[Frame], list[Frame]] = [], []
    for version in sorted({*before, *after}):
        if version in before and version in after:
            some = differing((before[version], old), (after[version], new))
        else:
            some = before.get(version), after.get(version)
        for side, frame in zip(kept, some, strict=True):
            side += [] if frame is None else [frame]
    one, other = (tuple(Routes(*side)) for side in kept)
    return old[0]._replace(routes=one), new[0]._replace(routes=other)


def differing(
    old: tuple[Frame, Side], new: tuple[Frame, Side]
) -> tuple[Frame | None, Frame | None]:
    """The routes of one IP version to destinations where two tables may differ."""
    both, count = joined([old[0], new[0]]), len(old[0].plen)
    order, group = by_destination(both)
    is_new = order >= count
    size, news = np.bincount(group), np.bincount(group, is_new).astype(np.int64)
    odd = size != 2 * news
    paired = ~odd[group]
    first, second = order[paired & ~is_new], order[paired & is_new]
    place = group[paired & ~is_new]
    same = alike(both, (first, second), (old[1], new[1]), size[place] == 2)
    odd[place[~same]] = True
    which = np.sort(order[odd[group]])
    cut = int(np.searchsorted(which, count))
    return rows(both, which[:cut]), rows(both, which[cut:])


def by_destination(frame: Frame) -> tuple[Array, Array]:
    """
    The rows by their destinations, those to the same one as they stood.

    Returns:
        the numbers of the rows in that order; beside each, which destination it has.
    """
    keys = [frame.plen, *frame.addr.reshape(len(frame.plen), -1).T[::-1]]
    order = np.lexsort(keys)
    is_next = np.zeros(len(order), bool)
    for key in keys:
        placed = key[order]
        is_next[1:] |= placed[1:] != placed[:-1]
    return order, np.cumsum(is_next)


def alike(
    frame: Frame, pair: tuple[Array, Array], sides: tuple[Side, Side], single: Array
) -> Array:
    """
    Whether the routes of each pair differ in nothing that is told.

    Args:
        frame:  the routes of both sides.
        pair:   the rows of the one and of the other.
        sides:  the snapshots that they are of.
        single: whether each pair is all that there is to its destination.  Where there are
                more, which belong together is only sure if they are the same in all.
    """
    (old, before), (new, after) = sides
    one, other = (frame.kind[each].astype(np.int64) for each in pair)
    pairs, number = np.unique(one * len(frame.kinds) + other, return_inverse=True)
    quiet = [
        is_quiet(frame, divmod(each, len(frame.kinds)), sides)
        for each in pairs.tolist()
    ]
    is_fixed = old.nexthops == new.nexthops and before.versions == after.versions
    same = np.where(single, np.array(quiet, bool)[number], (one == other) & is_fixed)
    if frame.use is not None:
        a, b = (numbers(frame, "use")[each] for each in pair)
        is_said = before.forms == after.forms or (a != MISSING) & (b != MISSING)
        same &= (a == b) | (single & np.logical_not(is_said))
    found: Array = same
    return found


def is_quiet(frame: Frame, pair: tuple[int, int], sides: tuple[Side, Side]) -> bool:
    """Whether nothing is told where a route of one kind stands for one of another."""
    some = [
        (snapshot._replace(routes=(frame.kinds[kind],)), said)
        for kind, (snapshot, said) in zip(pair, sides, strict=True)
    ]
    return not any(of_kind("route", some[0], some[1]))
