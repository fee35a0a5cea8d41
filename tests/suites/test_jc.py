"""
Captures and what the best-known converter makes of them.

Compared are destination, gateway, flags, interface and numbers.  A value of the
converter is looked for among the words of the row that our records are shown as: where
it has made another value of a cell than the text has, the text decides.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from rtentry.document import parse
from rtentry.model import Snapshot
from rtentry.rewritten import as_written

ROOT = Path(__file__).parents[2]
SUITES = Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites"))
CAPTURES = sorted(
    path
    for path in (SUITES / "jc").rglob("*.out")
    if path.with_suffix(".json").exists()
)

COMPARED = (
    *("destination", "gateway", "flags", "route_flags", "iface", "ip", "via", "dev"),
    *("metric", "ref", "route_refs", "use", "mss", "window", "irtt", "prio"),
    *("address", "hwaddress", "network", "ipkts", "ierrs", "opkts", "oerrs", "coll"),
    *("mtu", "rx_ok", "rx_err", "rx_drp", "rx_ovr", "tx_ok", "tx_err", "tx_drp"),
    *("tx_ovr", "flg", "hwtype"),
)
"""The keys that are compared; the others are the converter's own words."""


def words(snapshots: tuple[Snapshot, ...]) -> list[list[str]]:
    """The words of each row that our records are shown as; some are two lines."""
    rows: list[list[str]] = []
    for line in as_written(snapshots):
        if rows and line.startswith(" " * 30):
            rows[-1] += line.split()
        else:
            rows.append(line.split())
    return rows


def said(entry: dict[str, Any]) -> list[str]:
    """The values of an entry of the converter that are compared, as text."""
    return [
        str(value)
        for key, value in entry.items()
        if key in COMPARED and value is not None and value != ""
    ]


def agrees(row: list[str], entry: dict[str, Any]) -> bool:
    """Whether a row says all that an entry of the converter says."""
    return all(any(word_says(word, value) for word in row) for value in said(entry))


def word_says(word: str, value: str) -> bool:
    """Whether a word is a value, but for what stands around it."""
    bare = word.strip("()[]*,")
    return value in (word, bare, bare.lower()) or (
        bare.isdigit() and value.isdigit() and int(bare) == int(value)
    )


@pytest.mark.skipif(not CAPTURES, reason="no captures: set RTENTRY_SUITES")
def test_there_are_captures() -> None:
    assert CAPTURES


@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_what_the_converter_says_our_records_say_too(
    path: Path, record_property
) -> None:
    record_property("suite", "jc")
    entries = json.loads(path.with_suffix(".json").read_text())
    snapshots = parse(path.read_text())
    rows = words(snapshots)
    wrong = []
    for entry in entries:
        if "interfaces" in entry:
            continue  # the list above the routes of Windows: no routes
        match = next((row for row in rows if agrees(row, entry)), None)
        if match is None:
            wrong.append(said(entry))
        else:
            rows.remove(match)
    assert wrong == []
