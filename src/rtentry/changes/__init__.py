"""
What is different between two snapshots: by meaning, not by text.

Each record becomes a fact (:mod:`.facts`): what it is about, and its values in a normal
form that all systems share.  Facts about the same thing are compared; of what only one
of the two sources could say nothing is concluded.  Every difference is found; those
that no administrator makes (counters, clones, expiry, link numbers) are marked as
noise.  Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rtentry.changes.facts import FIELDS, KINDS, Fact, facts
from rtentry.changes.said import Said, said
from rtentry.light import Any, NamedTuple
from rtentry.model import Snapshot


class Difference(NamedTuple):
    """
    One thing that is not the same in two snapshots.

    Fields:
        kind:     ``route``, ``neighbor``, ``interface``, ``address``, ``rule``,
                  ``nexthop`` or ``statistics``.
        old, new: the fact before and after; ``None`` = there was none.
        fields:   (name, value before, value after) of each value that changed.
        noise:    whether it comes and goes by itself: no administrator's change.
    """

    kind: str
    old: Fact | None
    new: Fact | None
    fields: tuple[tuple[str, Any, Any], ...] = ()
    noise: bool = False

    @property
    def what(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"

    @property
    def fact(self) -> Fact:
        """The fact after; the one before, if it was removed."""
        fact = self.new or self.old
        assert fact is not None, "a difference is of something"
        return fact


def compare(old: Snapshot, new: Snapshot) -> list[Difference]:
    """All differences of what both snapshots could say, in the order of KINDS."""
    before, after = said(old), said(new)
    if not isinstance(old.routes, tuple) or not isinstance(new.routes, tuple):
        from rtentry.changes.large import (
            apart,
        )  # numpy is there if routes are in frames

        old, new = apart((old, before), (new, after))
    found: list[Difference] = []
    for kind in KINDS:
        if kind in before.kinds and kind in after.kinds:
            found += of_kind(kind, (old, before), (new, after))
    return found


Side = tuple[Snapshot, Said]


def of_kind(kind: str, old: Side, new: Side) -> Iterator[Difference]:
    """The differences between the facts of one kind, by what they are about."""
    before = grouped(facts(old[0], kind), new[1])
    after = grouped(facts(new[0], kind), old[1])
    is_alike = old[1].forms == new[1].forms
    for key in sorted({**before, **after}, key=order):
        yield from paired(before.get(key, []), after.get(key, []), is_alike=is_alike)


def grouped(found: Iterable[Fact], other: Said) -> dict[Any, list[Fact]]:
    """Facts by what they are about; those that the other side could not say are left out."""
    groups: dict[Any, list[Fact]] = {}
    for fact in found:
        if other.covers(fact):
            groups.setdefault(fact.key, []).append(fact)
    return groups


def order(key: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    """Keys in order; what is ``None`` comes first."""
    return tuple([(part is not None, part if part is not None else 0) for part in key])


def paired(
    old: Sequence[Fact], new: Sequence[Fact], *, is_alike: bool
) -> Iterator[Difference]:
    """
    The differences between facts about the same thing.

    The likest two belong together: one way of several that changes its gateway is a
    change, not a way that came and another that went.
    """
    rest = list(new)
    single: list[Fact] = []
    for fact in old:
        same = next((f for f in rest if not differing(fact, f, is_alike)), None)
        if same is None:
            single.append(fact)
        else:
            rest.remove(same)
    for fact in single:
        if not rest:
            yield Difference(fact.kind, fact, None, noise=fact.noise)
            continue
        likest = min(rest, key=lambda f: len(differing(fact, f, is_alike)))
        rest.remove(likest)
        fields = differing(fact, likest, is_alike)
        yield Difference(
            fact.kind, fact, likest, fields, is_noise(fact, likest, fields)
        )
    yield from [Difference(f.kind, None, f, noise=f.noise) for f in rest]


def differing(
    one: Fact, other: Fact, is_alike: bool
) -> tuple[tuple[str, Any, Any], ...]:
    """
    The values that two facts do not share.

    Where the sources do not speak alike, ``None`` is a thing that one of them cannot
    say, and no difference.
    """
    return tuple(
        [
            (field.name, a, b)
            for field, a, b in zip(
                FIELDS[one.kind], one.values, other.values, strict=True
            )
            if a != b and (is_alike or (a is not None and b is not None))
        ]
    )


def is_noise(old: Fact, new: Fact, fields: Iterable[tuple[str, Any, Any]]) -> bool:
    """Whether a change comes by itself: of such an entry, or of such values alone."""
    quiet = {field.name for field in FIELDS[old.kind] if field.noise}
    return (old.noise and new.noise) or all(name in quiet for name, _, _ in fields)
