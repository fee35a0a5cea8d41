"""
``rtentry get`` against the kernel: random topologies, random destinations.

RTENTRY_TOPOLOGIES and RTENTRY_DESTINATIONS say how many; the full count is 20 and 5000.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys

import pytest
from tests.live.namespaces import World, missing
from tests.live.topologies import question, topology

from rtentry.decide import ERRNOS, decider, show
from rtentry.decide.compare import difference
from rtentry.decide.near import near
from rtentry.decide.words import packets
from rtentry.frame import Routes
from rtentry.queries.get import WANT, can_be_asked
from rtentry.sources import Ask, netns
from rtentry.wire import run

pytestmark = pytest.mark.live

TOPOLOGIES = int(os.environ.get("RTENTRY_TOPOLOGIES", "4"))
DESTINATIONS = int(os.environ.get("RTENTRY_DESTINATIONS", "400"))


@pytest.mark.parametrize("seed", range(1, TOPOLOGIES + 1))
def test_get_decides_as_the_kernel_does(seed, monkeypatch):
    pytest.importorskip("numpy")
    if reason := missing():
        pytest.skip(reason)
    rng = random.Random(seed * 7919)
    with topology(seed) as name:
        [snapshot] = netns.SOURCE.read(name, Ask(WANT))
        monkeypatch.setattr(run, "MANY", 1)
        [large] = netns.SOURCE.read(name, Ask(WANT, frames=True))
        words = [question(rng, rng.choice((4, 4, 6))) for _ in range(DESTINATIONS)]
        asked = [packets([" ".join(each)], 0)[0] for each in words]
        asked = [packet for packet in asked if can_be_asked(packet)]
        assert netns.SOURCE.replies is not None
        replies = netns.SOURCE.replies(name, Ask(), asked)
    decide = decider(snapshot)
    decisions = [decide(packet) for packet in asked]
    assert isinstance(large.routes, Routes)
    assert [decider(near(large, [p]))(p) for p in asked] == decisions
    wrong = [
        (show.asked(decision.packet), differs)
        for decision, reply in zip(decisions, replies, strict=True)
        if (differs := difference(decision, reply))
    ]
    assert wrong == []
    assert len(asked) > DESTINATIONS // 2
    assert len({decision.outcome for decision in decisions} - ERRNOS.keys()) > 1


def get(net: World, *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "rtentry", "-N", net.host, *words]
    return subprocess.run(argv, input=text, capture_output=True, text=True, check=False)


def test_the_kernel_is_asked_and_agrees(net):
    done = get(net, "-j", "get", "198.51.100.9", "10.66.0.1", "2001:db8:f::9")
    far, black, far6 = json.loads(done.stdout)
    assert done.returncode == 1
    assert [each["agrees"] for each in (far, black, far6)] == [True, True, True]
    assert far["kernel"]["route"]["gateway"] == far["ways"][0]["gateway"] == "192.0.2.1"
    assert black["outcome"] == "blackhole"
    assert far6["ways"][0]["gateway"] == "fe80::1"


def test_what_was_learned_for_a_destination_is_used(net):
    done = get(net, "-j", "get", "203.0.113.1", "198.51.100.9")
    redirected, narrow = json.loads(done.stdout)
    assert redirected["agrees"]
    assert narrow["agrees"]
    assert redirected["ways"][0]["gateway"] == "192.0.2.3"
    assert (narrow["mtu"], narrow["mtu_from"]) == (1400, "exception")


def test_many_destinations_come_by_standard_input(net):
    lines = [f"198.51.100.{n}" for n in range(1, 200)]
    done = get(net, "get", "-", text="\n".join(lines) + "\n")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(lines)


ALIKE = [
    # question             answer begins with
    ("::",                   ":: via fe80::1 dev h0 src fe80::"),
    ("192.0.2.9 iif nosuch", "192.0.2.9 iif nosuch refused"),
    ("2001:db8::2 oif nosuch", "2001:db8::2 oif nosuch refused"),
    ("ff02::1%h0",           "ff02::1%h0 oif h0 multicast dev h0"),
    ("fe80::1%h0",           "fe80::1%h0 oif h0 dev h0 src fe80::"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer"), ALIKE)
def test_odd_questions_are_answered_as_the_kernel_does(net, question, answer):
    done = get(net, "get", *question.split())
    assert done.stderr == ""
    assert done.stdout.startswith(answer)
