"""
Nothing is echoed: what a capture says is in the records, and only there.

A character changed in a capture changes one field of one record, and the changed text
comes back; a field changed in a record changes the text, and is read again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.api import parse, show
from rtentry.dialects import dialect as dialect_of
from rtentry.dialects import dialects
from rtentry.errors import FormatError
from rtentry.listing import View
from rtentry.model import Listing, Snapshot
from rtentry.search.attempts import is_row

ROOT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("RTENTRY_CORPUS", ROOT.parent / "shared" / "corpus"))
GOLDEN = [
    path
    for dialect in dialects()
    for path in sorted((ROOT / "tests" / "golden" / dialect.name).glob("*.txt"))
]
CAPTURES = sorted(CORPUS.glob("*/*/*.txt"))
KINDS = ("routes", "neighbors", "interfaces", "rules", "nexthops")

slow = settings(deadline=None)


@cache
def whole(path: Path) -> tuple[str, tuple[Snapshot, ...]]:
    """A capture and what it says; nothing of what does not come back as it is."""
    text = path.read_bytes().decode("utf-8", "replace")
    try:
        found = parse(text)
    except FormatError:
        return text, ()
    return text, found if show(found) == text else ()


def records(snapshots: Sequence[Snapshot], kind: str) -> list[Any]:
    """All records of a kind."""
    return [record for snapshot in snapshots for record in getattr(snapshot, kind)]


def differing(one: Any, other: Any) -> set[str]:
    """The fields in which two records differ."""
    return {f for f, a, b in zip(one._fields, one, other, strict=True) if a != b}


@cache
def digits(text: str) -> list[int]:
    """Where the digits of rows stand; a title changed is prose."""
    places, at = [], 0
    for line in text.splitlines(keepends=True):
        if is_row(line):
            places += [at + i for i, c in enumerate(line) if c in "0123456789"]
        at += len(line)
    return places


def judge(path: Path, data: st.DataObject) -> None:
    """Change a digit of a capture, and see what changes."""
    text, before = whole(path)
    places = digits(text)
    if not before or not places:
        return
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda d: d != text[at]))
    mutated = text[:at] + digit + text[at + 1 :]
    try:
        after = parse(mutated)
    except FormatError:
        return
    if len(listings(before)) == len(listings(after)) == 1:
        assert show(after) == mutated
        for kind in KINDS:
            compare(records(before, kind), records(after, kind))


def listings(snapshots: Sequence[Snapshot]) -> list[Listing]:
    """All listings; a title changed may make two of one."""
    return [listing for snapshot in snapshots for listing in snapshot.listings]


def compare(before: Sequence[Any], after: Sequence[Any]) -> None:
    """
    One field of one record is different, but for what follows from it.

    A flag may say what the gateway is, what is said of a member of a group has its
    number, and a line may name the interface of all below.  What an interface is called
    on its link may be one of its addresses, and these may have its counters; one that is
    none makes names of the others.
    """
    if len(before) != len(after):
        return  # two entries became one, or one became two
    pairs = list(zip(before, after, strict=True))
    if any(how_many(a) != how_many(b) for a, b in pairs):
        return  # an address is another interface's
    fields = [differing(a, b) for a, b in pairs if a != b]
    fields = [each - {"addresses"} or each for each in fields]
    assert all(len(changed - {"flags", "extra"} or changed) == 1 for changed in fields)
    assert len(fields) <= 1 or fields[0] in ({"ifname"}, {"addresses"})
    assert fields[1:] == fields[:-1]


def how_many(record: Any) -> int:
    """How many addresses a record has."""
    return len(getattr(record, "addresses", ()))


@settings(slow, max_examples=200)
@given(st.sampled_from(GOLDEN), st.data())
def test_a_digit_changed_changes_one_field_and_comes_back(path, data):
    judge(path, data)


@pytest.mark.skipif(not CAPTURES, reason="the corpus is not here: set RTENTRY_CORPUS")
@settings(slow, max_examples=100)
@given(st.sampled_from(CAPTURES or GOLDEN), st.data())
def test_so_it_does_in_captures_of_other_people(path, data):
    judge(path, data)


@settings(slow, max_examples=100)
@given(st.sampled_from(GOLDEN), st.data())
def test_a_flag_changed_changes_the_flags_alone(path, data):
    text, before = whole(path)
    places = [
        i
        for i, (a, b, c) in enumerate(zip(text, text[1:], text[2:], strict=False))
        if a in " U"
        and b in "SDMGH"
        and c in " SDMGHLWc"
        and "U" in text[i - 3 : i + 1]
    ]
    if not before or not places:
        return
    at = data.draw(st.sampled_from(places)) + 1
    letter = data.draw(
        st.sampled_from("SDMGHRBCLWc123mb").filter(lambda c: c != text[at])
    )
    try:
        after = parse(text[:at] + letter + text[at + 1 :])
    except FormatError:
        return
    one, other = records(before, "routes"), records(after, "routes")
    if len(listings(before)) == len(listings(after)) == 1 and len(one) == len(other):
        assert show(after) == text[:at] + letter + text[at + 1 :]
        changed = [differing(a, b) for a, b in zip(one, other, strict=True) if a != b]
        if listings(before)[0].dialect == listings(after)[0].dialect:
            assert changed in ([], [{"flags"}])  # letters of another release are others


@settings(slow, max_examples=150)
@given(st.sampled_from(GOLDEN), st.data(), st.booleans())
def test_whatever_is_done_to_a_capture_it_is_read_or_refused(path, data, lenient):
    text, _ = whole(path)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = at + data.draw(st.integers(0, 40))
        other, _ = whole(data.draw(st.sampled_from(GOLDEN)))
        start = data.draw(st.integers(0, len(other)))
        new = data.draw(st.text(max_size=4) | st.just(other[start : start + 60]))
        text = text[:at] + new + text[end:]
    try:
        found = parse(text, lenient=lenient)
    except FormatError:
        return
    assert show(parse(show(found, "json"))) == show(found)


# -- from records ------------------------------------------------------------------------


DAY = 86_400
"""Seconds; from a day on ``1d3h10m10s`` is cut off by the width of its column."""


def numbers(record: Any) -> Iterator[tuple[str, int]]:
    """The counts of a record: numbers that are said, and neither flags nor keys."""
    for field in ("refs", "use", "mtu", "expire", "metric", "used", "updated"):
        value = getattr(record, field, None)
        if isinstance(value, int) and value:
            yield field, value


@settings(slow, max_examples=150)
@given(st.sampled_from(GOLDEN), st.data())
def test_a_number_changed_in_a_record_is_written_and_read_again(path, data):
    _, before = whole(path)
    places = [
        (s, y, kind, n, field, value)
        for s in before
        for y in s.listings
        for kind in [y.kind]
        if kind in KINDS and len(s.listings) == 1
        for n, record in enumerate(getattr(s, kind))
        for field, value in numbers(record)
    ]
    if not places:
        return
    snapshot, listing, kind, n, field, value = data.draw(st.sampled_from(places))
    low = 10 ** (len(str(value)) - 1)
    most = {"expire": max(value, DAY - 1), "metric": 0xFFFFFFFF}.get(field, value * 10)
    other = data.draw(st.integers(low, min(low * 10 - 1, most)))
    every = list(getattr(snapshot, kind))
    every[n] = every[n]._replace(**{field: other})
    changed = snapshot._replace(**{kind: tuple(every)})
    form = dialect_of(listing.dialect).form(listing.form)
    lines = list(form.show(changed, listing.blocks, View()))
    found = form.parse(lines, 0)
    assert found is not None
    assert found.records == tuple(every)
