"""
The kernel's own selftests on a simulated ``linux6``: the same calls of ``ip``, in order.

Each network namespace of a trace is a box.  A call counts if it is about routes,
addresses, neighbours, rules or nexthop objects; it passes if what it prints and its exit
status are the trace's.  Once something was done to a namespace that the simulator cannot
do (a kind of interface, an interface moved to another namespace), the rest of its calls
are not counted; the reason is said.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rtentry.errors import RtentryError
from rtentry.ip.arguments import matching
from rtentry.ip.command import OBJECTS
from rtentry.sim.session import Session

ROOT = Path(__file__).parents[2]
SUITES = Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites"))
TRACES = sorted((SUITES / "linux" / "traces").glob("*.jsonl"))

COUNTED = {"route", "rule", "neighbor", "neighbour", "nexthop"}
DONE = {*COUNTED, "address", "link"}
SHOWN_ONLY = ("address", "link")


class World:
    """The boxes of a trace, and what became of its calls."""

    def __init__(self) -> None:
        self.boxes: dict[str, Session] = {}
        self.lost: dict[str, str] = {}
        self.cases = self.passed = 0
        self.wrong: list[str] = []

    def box(self, netns: str) -> Session:
        """The box of a namespace."""
        if netns not in self.boxes:
            session = self.boxes[netns] = Session()
            session.boot("box", "linux6")
            if not netns:  # the machine itself
                session.run("ip link set lo up")
        return self.boxes[netns]

    def forget(self, netns: str) -> None:
        """A namespace is new, or gone."""
        self.boxes.pop(netns, None)
        self.lost.pop(netns, None)


def calls(path: Path) -> Iterator[dict[str, Any]]:
    """The calls of a trace."""
    for line in path.read_text().splitlines():
        yield json.loads(line)


def split(argv: list[str]) -> tuple[str, list[str]]:
    """The namespace of a call, and the rest of its words."""
    words = list(argv)
    netns = ""
    for option in ("-netns", "-n"):
        if option in words[:2]:
            at = words.index(option)
            netns = words[at + 1]
            del words[at : at + 2]
    return netns, words


def play(world: World, call: dict[str, Any]) -> None:
    """Do a call, and compare."""
    netns, words = split(call["argv"])
    bare = [word for word in words if not word.startswith("-")]
    kind = matching(bare[0], OBJECTS) if bare else None
    if kind == "netns" and len(bare) > 2:
        world.forget(bare[2])
    if kind not in DONE or netns in world.lost:
        return
    if "help" in bare or (kind in SHOWN_ONLY and call["rc"]):
        return
    if "netns" in words:
        world.lost[netns] = "an interface is moved to another namespace"
        return
    try:
        result = world.box(netns).dispatch(None, ["ip", *words])
    except RtentryError as error:
        world.lost[netns] = f"{' '.join(words)}: {error}"
        return
    judge(world, netns, call, kind, (list(result.lines), result.status))


def judge(
    world: World,
    netns: str,
    call: dict[str, Any],
    kind: str,
    came: tuple[list[str], int],
) -> None:
    """Compare what a call gave with what the trace says."""
    text = [line.rstrip() for line in (call["out"] + call["err"]).splitlines()]
    lines = [line.rstrip() for line in came[0]]
    same = lines == text and came[1] == call["rc"]
    if kind not in COUNTED:
        if came[1] != call["rc"]:
            world.lost[netns] = f"{' '.join(call['argv'])}: {lines}"
        return
    world.cases += 1
    world.passed += same
    if not same:
        world.wrong.append(f"{' '.join(call['argv'])}: {lines} for {text}")


@pytest.mark.skipif(not TRACES, reason="no traces: set RTENTRY_SUITES")
def test_there_are_traces():
    assert TRACES


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.stem)
def test_the_simulated_kernel_does_as_the_selftest_says(path, record_property):
    world = World()
    for call in calls(path):
        play(world, call)
    record_property("suite", "linux/traces on linux6")
    record_property("cases", world.cases)
    record_property("passed", world.passed)
    for box in world.boxes.values():
        assert box.box().host.audit() == []
    if world.wrong or world.lost:
        reasons = [*world.wrong[:2], *list(world.lost.values())[:1]]
        pytest.xfail(f"{len(world.wrong)} differ: {'; '.join(reasons)[:300]}")
