"""
The calls of ``ip`` of the kernel's selftests, made again in namespaces of our own.

After each call that shows routes, rules, neighbours or nexthop objects, what rtentry
reads from that namespace and shows is what ip shows there.  Where this kernel lacks
what a trace needs (a kind of interface), the rest of the trace is left out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.live.namespaces import missing

from rtentry.ip.arguments import matching
from rtentry.ip.command import OBJECTS, SHOW, VERBS

pytestmark = pytest.mark.live

ROOT = Path(__file__).parents[2]
SUITES = Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites"))
TRACES = sorted((SUITES / "linux" / "traces").glob("*.jsonl"))

MADE = {"link", "address", "route", "rule", "neighbor", "neighbour", "nexthop"}
COMPARED = {"route", "rule", "neighbor", "neighbour", "nexthop"}
HERE = ""
"""The namespace of calls that name none."""


class Places:
    """Namespaces of our own in place of those of a trace."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.number = time.monotonic_ns() % 10**8

    def real(self, netns: str) -> str:
        """Our name of a namespace, made when it is first named."""
        if netns not in self.names:
            self.names[netns] = f"rtentry-t{self.number}-{len(self.names)}"
            run("ip", "netns", "add", self.names[netns])
        return self.names[netns]

    def forget(self, netns: str) -> None:
        """Take a namespace away."""
        name = self.names.pop(netns, None)
        if name is not None:
            run("ip", "netns", "del", name)

    def close(self) -> None:
        """Take all away."""
        for netns in list(self.names):
            self.forget(netns)


def run(*argv: str) -> subprocess.CompletedProcess[str]:
    """Run a command."""
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=30)


@pytest.fixture
def places() -> Iterator[Places]:
    if reason := missing():
        pytest.skip(reason)
    made = Places()
    yield made
    made.close()


def split(argv: list[str]) -> tuple[str, list[str]]:
    """The namespace of a call, and the rest of its words."""
    words = list(argv)
    for option in ("-netns", "-n"):
        if option in words[:2]:
            at = words.index(option)
            netns = words[at + 1]
            del words[at : at + 2]
            return netns, words
    return HERE, words


def shows(words: list[str]) -> bool:
    """Whether a call shows what rtentry shows, too."""
    bare = [word for word in words if not word.startswith("-")]
    if matching(bare[0], OBJECTS) not in COMPARED:
        return False
    verb = matching(bare[1], VERBS) if len(bare) > 1 else "show"
    return verb in SHOW


def again(places: Places, call: dict[str, Any]) -> tuple[str, list[str], int]:
    """Make a call again; the namespace, the words, the exit status."""
    netns, words = split(call["argv"])
    words = [places.names.get(word, word) if word else word for word in words]
    done = run("ip", "-n", places.real(netns), *words)
    return netns, words, done.returncode


class Tally:
    """What became of the calls of a trace."""

    def __init__(self) -> None:
        self.cases = self.passed = 0
        self.wrong: list[str] = []
        self.lacking = ""

    def compare(self, name: str, words: list[str]) -> None:
        """Let ip and rtentry show the same."""
        theirs = run("ip", "-n", name, *words).stdout
        rtentry = (sys.executable, "-m", "rtentry", "-F", f"netns:{name}")
        ours = run(*rtentry, "--as", "iproute2", "ip", *words)
        self.cases += 1
        if ours.stdout == theirs:
            self.passed += 1
        else:
            self.wrong.append(f"{words}: {ours.stdout + ours.stderr} for {theirs}")


def replay(places: Places, path: Path) -> Tally:
    """Make the calls of a trace again, up to one that this kernel cannot do."""
    tally = Tally()
    for line in path.read_text().splitlines():
        call = json.loads(line)
        bare = [word for word in split(call["argv"])[1] if not word.startswith("-")]
        kind = matching(bare[0], OBJECTS) if bare else None
        if kind == "netns" and len(bare) > 2 and bare[1] in ("add", "del"):
            places.forget(bare[2])
            if bare[1] == "add":
                places.real(bare[2])
        if kind not in MADE or "help" in bare:
            continue
        netns, words, status = again(places, call)
        if status and not call["rc"]:
            tally.lacking = " ".join(call["argv"])
            break
        if not status and shows(words):
            tally.compare(places.real(netns), words)
    return tally


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.stem)
def test_what_rtentry_shows_is_what_ip_shows(path, places, record_property):
    tally = replay(places, path)
    record_property("suite", "linux/traces live")
    record_property("cases", tally.cases)
    record_property("passed", tally.passed)
    if tally.wrong:
        pytest.xfail("; ".join(tally.wrong)[:400])
    if not tally.cases:
        pytest.skip(f"this kernel lacks what it needs: ip {tally.lacking}")
