"""
OpenBSD's own test of its routing table: real prefixes go in, are found, and go again.

Each file of prefixes has beside it the order in which a walk, sorted, gives them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rtentry.addr import Prefix, parse_prefix
from rtentry.kernel import art
from rtentry.kernel.entry import Entry
from rtentry.kernel.rtf import UP
from rtentry.kernel.table import Table

ROOT = Path(__file__).parents[2]
SUITES = Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites"))
FILES = sorted((SUITES / "openbsd" / "rtable").glob("*.txt"))

if not FILES:
    pytest.skip("no suite openbsd/rtable here", allow_module_level=True)


def read(path: Path) -> list[Prefix]:
    """The prefixes of a file."""
    return [parse_prefix(line) for line in path.read_text().split()]


def key(prefix: Prefix) -> tuple[int, int]:
    """Where a prefix stands in a sorted walk."""
    return prefix.addr, prefix.plen


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_prefixes_go_in_are_walked_and_go(path: Path, record_property) -> None:
    prefixes = read(path)
    record_property("suite", "openbsd/rtable")
    record_property("cases", len(prefixes))
    table = art.table(prefixes[0].version, 0)
    for prefix in prefixes:
        rt = Entry(table, prefix.addr, mask(table, prefix), UP)
        assert table.insert(rt)
        assert not table.insert(Entry(table, prefix.addr, rt.mask, UP))
    for prefix in prefixes:
        found = table.exact(prefix.addr, mask(table, prefix))
        assert found is not None
        assert found.dst == prefix
    walked = sorted(table, key=art.order)
    expected = read(path.with_suffix(".walk-order.expected"))
    assert sorted([rt.dst for rt in walked], key=key) == expected
    assert len({art.order(rt) for rt in walked}) == len(walked)
    for rt in walked:
        table.remove(rt)
        assert table.exact(rt.addr, rt.mask) is None
    assert len(table) == 0
    assert list(table) == []


def mask(table: Table, prefix: Prefix) -> int:
    """The netmask of a prefix, an integer."""
    return table.full >> prefix.plen ^ table.full
