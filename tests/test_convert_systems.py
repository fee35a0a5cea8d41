"""Captures in every system's words: what is printed is read again, or it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.dialects import dialects
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.present import in_dialect
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
    assert {s.kind for y in after for s in y.listings} <= {
        form.kind for form in system.forms
    }
    assert len(told) == len(set(told))
    is_whole = not any(isinstance(r.dst, str) for y in before for r in y.routes)
    if is_whole:  # a network without its length is another's host
        assert told or [*in_dialect(after, system)] == lines
