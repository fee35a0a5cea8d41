"""Captures in every system's words: what is printed is read again, or it is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from rtentry.dialects import dialects
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF, RTF
from rtentry.losses import USUAL
from rtentry.model import Counters
from rtentry.present import in_dialect, joined
from rtentry.queries.convert import lost, says_any

ROOT = Path(__file__).parent / "golden"
SYSTEMS = [dialect for dialect in dialects() if not dialect.whole]
FOLDERS = [ROOT / system.name for system in SYSTEMS]
EACH = 7
"""How many captures are converted to one system; others to the next."""


def captures(n: int) -> list[Path]:
    """Some captures of other systems, each time others."""
    every = [sorted(folder.glob("*.txt")) for folder in FOLDERS]
    some = [files[n % len(files)] for files in every if files]
    return some[n % EACH :: len(some) // EACH]


MEANT = {"STATIC", "PERMANENT", "parent", "hwtype"}
"""Facts that systems also mean where they say nothing, or have other words for."""

UNSAID = (None, (), "")

PAIRS = [
    pytest.param(path, system, id=f"{path.parent.name}/{path.stem} {system.name}")
    for n, system in enumerate(SYSTEMS)
    for path in captures(n)
]


@pytest.mark.parametrize(("path", "system"), PAIRS)
def test_what_is_printed_is_read_again_or_it_is_told(path, system):
    before = parse(path.read_text())
    told = lost(before, system)
    if not says_any(before, system):
        assert told
        return
    lines = [*in_dialect(before, system)]
    try:
        after = parse("\n".join(lines) + "\n")
    except FormatError:
        assert told or not any(s.routes or s.neighbors for s in before)
        return
    same = reread(lines, system)
    ours = [joined(s, system) for s in before]
    assert not untold(ours, same, "\n".join(told))
    assert {s.kind for y in after for s in y.listings} <= {
        form.kind for form in system.forms
    }
    assert len(told) == len(set(told))
    is_whole = not any(isinstance(r.dst, str) for y in before for r in y.routes)
    if is_whole:  # a network without its length is another's host
        assert told or [*in_dialect(after, system)] == lines


def reread(lines, system):
    """What a system reads of what it prints; nothing where cells run together."""
    try:
        return parse("\n".join(lines) + "\n", [system])
    except FormatError:
        return ()


def told_apart(field, value):
    """What a field says, fact by fact: the name that a loss is told by, and its value."""
    if isinstance(value, IFF | NTF | RTF):
        return {(bit.name, True) for bit in value}
    if field in ("extra", "metrics"):
        return {*value}
    if isinstance(value, Counters):
        return {pair for pair in value._asdict().items() if pair[1] is not None}
    return {(field, value)}


def untold(before, after, told):
    """Fields of routes and neighbours, each alone in its table, that changed untold."""
    found = set()
    for kind in ("routes", "neighbors"):
        ours, theirs = [alone(some, kind) for some in (before, after)]
        for record in [ours[name] for name in ours.keys() & theirs.keys()]:
            other = theirs[record[0]]
            for field, value, now in zip(record._fields, record, other, strict=True):
                lost = told_apart(field, value) - told_apart(field, now)
                found |= {
                    name
                    for name, said in lost
                    if said not in UNSAID and said not in USUAL.get(name, ())
                }
    return {name for name in found - MEANT if f" {name}: " not in told}


def alone(snapshots, kind):
    """The records that are the only ones about what they are about."""
    every = [record for s in snapshots for record in getattr(s, kind)]
    times = Counter(record[0] for record in every)
    return {record[0]: record for record in every if times[record[0]] == 1}
