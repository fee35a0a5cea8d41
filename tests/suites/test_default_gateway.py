"""
The default gateway of captures of nine systems, or that there is none.

A row of ``expected.tsv`` names a sample, the interface asked for where one is, whether
there is an answer, and the answer: a gateway, or the address of the interface.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import NamedTuple

import pytest

from rtentry.addr import Prefix, show_address
from rtentry.decide import Step, decider
from rtentry.decide.words import packets
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.jsondoc import decode
from rtentry.model import Route
from rtentry.queries import Call
from rtentry.queries.get import QUERY

ROOT = Path(__file__).parents[2]
SUITES = Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites"))
FOLDER = SUITES / "default-gateway"

REASONS = {
    # end of the parser's name: why an expectation cannot be met
    "LinuxInterfaceIP": "the sample does not say the address of an interface",
}


class Case(NamedTuple):
    """A row of ``expected.tsv``."""

    parser: str
    sample: str
    ifname: str
    ok: str
    expected_address: str
    error: str


def cases() -> list[Case]:
    """All rows; none where the suite is absent."""
    path = FOLDER / "expected.tsv"
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return [Case(**row) for row in csv.DictReader(file, delimiter="\t")]


CASES = cases()


@pytest.mark.skipif(not CASES, reason="no samples: set RTENTRY_SUITES")
def test_there_are_samples() -> None:
    assert CASES


def defaults(text: str, ifname: str) -> list[Route]:
    """What ``rtentry get default`` answers, then the other routes of that prefix."""
    words = ["default", *(["oif", ifname] if ifname else [])]
    snapshots = parse(text)
    answer = QUERY.run(Call(snapshots, {"words": words}))
    found = [decode(Route, told["route"]) for told in answer.data if told["goes"]]
    rest: list[Step] = []
    for snapshot in snapshots:
        for packet in packets(words):
            decider(snapshot)(packet, rest)
    others = [step.route for step in rest if step.code in ("route-scoped", "multipath")]
    return [*found, *[route for route in others if route]]


def answer(case: Case, routes: list[Route]) -> str | None:
    """The gateway, or the interface's address; ``None`` = there is none."""
    for route in routes:
        if not isinstance(route.gateway, Prefix):
            continue
        if case.parser.endswith("WindowsInterfaceIP"):
            return route.ifname
        return show_address(route.gateway)
    return None


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.parser}-{c.sample}")
def test_the_default_gateway_is_found(case: Case, record_property, request) -> None:
    record_property("suite", "default-gateway")
    for words, reason in REASONS.items():
        if case.parser.endswith(words) and case.ok == "true":
            request.applymarker(pytest.mark.xfail(reason=reason, strict=False))
    text = (FOLDER / f"{case.sample}.txt").read_text()
    if "CantParse" in case.error:
        with pytest.raises(FormatError):
            parse(text)
        return
    if len(text.splitlines()) == 1 and case.ok == "false":
        return  # a heading alone is no listing, and has no gateway
    assert answer(case, defaults(text, case.ifname)) == (case.expected_address or None)
