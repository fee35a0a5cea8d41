"""
What ip(8) printed in the kernel's own selftests, read and shown byte for byte.

A case is a call of ``ip`` that printed routes, neighbours, rules or nexthop objects:
argv, rc, out and err, one JSON object a line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rtentry.dialects.iproute2 import DIALECT
from rtentry.ip.arguments import matching
from rtentry.ip.command import OBJECTS, SHOW, VERBS
from rtentry.listing import View
from rtentry.model import Snapshot

ROOT = Path(__file__).parents[2]
SUITES = Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites"))
TRACES = sorted((SUITES / "linux" / "traces").glob("*.jsonl"))

TAKE_ARGUMENT = ("-n", "-netns", "-f", "-family", "-l", "-loops", "-b", "-batch")
"""Options that are followed by an argument."""

WANTED = {"route", "rule", "neighbor", "neighbour", "nexthop"}

REASONS = {
    # words of the command after the object: why the model has no place for the output
    "bucket": "the buckets of a resilient group are no records of the model",
}


class Case(NamedTuple):
    """One call of ip, and what it printed."""

    name: str
    argv: tuple[str, ...]
    out: str


def command(argv: list[str]) -> tuple[str | None, list[str]]:
    """The object that a command line is about, and what follows it."""
    words = list(argv)
    while words and words[0].startswith("-"):
        if words.pop(0) in TAKE_ARGUMENT:
            words.pop(0)
    if not words:
        return None, []
    return matching(words[0], OBJECTS), words[1:]


def shows(argv: list[str]) -> bool:
    """Whether a command line prints routes, neighbours, rules or nexthop objects."""
    name, words = command(argv)
    if name not in WANTED:
        return False
    verb = matching(words[0], VERBS) if words else "show"
    return verb in (*SHOW, "get", "bucket")


def cases() -> Iterator[Case]:
    """The calls that succeeded and printed something."""
    for path in TRACES:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            call: dict[str, Any] = json.loads(line)
            if call["rc"] == 0 and call["out"].strip() and shows(call["argv"]):
                name = f"{path.stem}:{number}"
                yield Case(name, tuple(call["argv"]), call["out"])


CASES = list(cases())


@pytest.mark.skipif(not CASES, reason="no traces: set RTENTRY_SUITES")
def test_there_are_traces():
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_ip_printed_comes_back_byte_for_byte(case, record_property, request):
    record_property("suite", "linux/traces")
    _, words = command(list(case.argv))
    for word in words:
        if word in REASONS:
            request.applymarker(pytest.mark.xfail(reason=REASONS[word]))
    assert again(case.out) == case.out


def again(text: str) -> str:
    """All listings of a text, read and shown; what no form reads is left out."""
    lines = text.removesuffix("\n").split("\n")
    out: list[str] = []
    at = 0
    while at < len(lines):
        for form in DIALECT.forms:
            found = form.parse(lines, at)
            if found is not None:
                fields: dict[str, Any] = {form.kind: found.records}
                snapshot = Snapshot()._replace(**fields)
                out += form.show(snapshot, found.blocks, View())
                at = found.end
                break
        else:
            if not lines[at].strip():
                out.append(lines[at])
            at += 1
    return "".join([line + "\n" for line in out])
