"""
The simulated ``linux6`` against the kernel of this machine.

The same commands are typed in a namespace and to a simulated box: what they print, their
exit statuses, and all tables afterwards are equal.  First those of the transcripts, then
random ones.
"""

from __future__ import annotations

import os
import random
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from tests.live.namespaces import missing

from rtentry.sim.session import Session
from rtentry.sim.transcript import parse, printed

pytestmark = pytest.mark.live

TRANSCRIPTS = [
    path
    for path in sorted((Path(__file__).parents[1] / "transcripts").glob("linux6-*.rt"))
    if not any(f"$ {word}" in path.read_text() for word in ("monitor", "ra "))
]
"""Transcripts without commands that only a simulated box has."""

QUIET = (
    "sysctl -q net.ipv6.conf.default.addr_gen_mode=1 net.ipv6.conf.default.accept_dad=0"
)
"""No link-local addresses, no waiting for duplicate address detection."""

NUMBERS = count(1)

SETTLE = 0.05
"""Seconds that the kernel takes to hear of a carrier."""


class Real:
    """A namespace of this machine, with the commands typed in it."""

    def __init__(self) -> None:
        self.name = f"rtentry-k{next(NUMBERS)}-{time.monotonic_ns() % 10**9}"
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        self.run(QUIET)

    def run(self, command: str) -> list[str]:
        """What a command prints, as a transcript has it."""
        argv = ["ip", "netns", "exec", self.name, *shlex.split(command)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        if " link set " in command:
            time.sleep(SETTLE)
        return said((done.stdout + done.stderr).splitlines(), done.returncode)

    def close(self) -> None:
        """Take the namespace away."""
        subprocess.run(["ip", "netns", "del", self.name], check=False)


class Simulated:
    """A simulated box, with the commands typed to it."""

    def __init__(self) -> None:
        self.session = Session()
        self.session.boot("box", "linux6")
        self.session.run(QUIET)

    def run(self, command: str) -> list[str]:
        """What a command prints, as a transcript has it; the tables are in order."""
        lines = [line.rstrip() for line in printed(self.session.run(command))]
        assert self.session.box().host.audit() == []
        return lines


def said(lines: list[str], status: int) -> list[str]:
    """Lines without blanks at their ends, the status behind them."""
    lines = [line.rstrip() for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return [*lines, f"[{status}]"] if status else lines


@pytest.fixture
def real() -> Iterator[Real]:
    if reason := missing():
        pytest.skip(reason)
    if int(os.uname().release.partition(".")[0]) < 6:
        pytest.skip(f"this is no Linux 6: {os.uname().release}")
    place = Real()
    yield place
    with suppress(OSError):
        place.close()


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_is_what_this_kernel_says(path, real):
    for step in parse(path.read_text().splitlines()):
        if step.command and step.text.startswith("$"):
            shown = real.run(step.command)
            expected = [line.rstrip() for line in step.expected]
            assert shown == expected, step.command


# -- random commands ---------------------------------------------------------------------------

SETUP = (
    "ip link add v0 type veth peer name v1",
    "ip link add v2 type veth peer name v3",
    "ip link set lo up",
)

SHOWS = (
    "ip -4 route show table all", "ip -6 route show table all", "ip nexthop",
    "ip rule", "ip -6 rule", "ip neigh show nud all",
)  # fmt: skip

DEVICES = ["v0", "v1", "v2", "v3"]
ADDRESSES = {
    4: ["10.0.0.1/24", "10.0.0.2/24", "10.0.0.3/25", "10.0.1.1/24", "10.0.1.9/32",
        "10.0.2.1/31", "10.1.0.1/16"],
    6: ["2001:db8::1/64", "2001:db8::2/64", "2001:db8:1::1/64", "2001:db8:1::9/128"],
}  # fmt: skip
ROUTERS = {
    4: ["10.0.0.9", "10.0.0.1", "10.0.1.9", "10.0.1.8", "10.9.9.9", "10.1.5.5"],
    6: ["2001:db8::9", "2001:db8::8", "2001:db8::1", "2001:db8:1::9", "fe80::9"],
}
PREFIXES = {
    4: ["default", "10.5.0.0/16", "10.5.0.0/24", "10.6.0.0/16", "10.0.0.0/24",
        "192.0.2.1"],
    6: ["default", "2001:db8:5::/48", "2001:db8:5::/64", "2001:db8:6::/48",
        "2001:db8::/64", "2001:db8:7::1"],
}  # fmt: skip
VERBS = ["add", "add", "add", "append", "prepend", "replace", "change", "del", "del"]
NOWHERE = ["blackhole", "unreachable", "prohibit", "throw"]
RULES = [
    "ip rule add from 10.0.0.0/8 table 100", "ip rule del from 10.0.0.0/8",
    "ip rule add pref 10 to 10.5.0.0/16 blackhole", "ip rule del pref 10",
    "ip rule add pref 20 from all lookup main suppress_prefixlength 0",
    "ip rule del pref 20", "ip -6 rule add from 2001:db8::/32 table 100",
]  # fmt: skip


class Typist:
    """Types commands at random, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def maybe(self, chance: float, text: str) -> str:
        """A text, or nothing."""
        return text if self.random.random() < chance else ""

    def hop(self, version: int) -> str:
        """A next hop."""
        pick = self.random.choice
        router, device = pick(ROUTERS[version]), pick(DEVICES)
        forms = [f"via {router}"] * 5 + [f"via {router} dev {device}"] * 2
        return str(pick([*forms, *[f"dev {device}"] * 3]))

    def options(self, version: int) -> str:
        """Attributes of a route."""
        pick = self.random.choice
        source = pick(ADDRESSES[version]).partition("/")[0]
        return (
            self.maybe(0.25, f" metric {pick([5, 100])}")
            + self.maybe(0.15, f" table {pick([100, 'main'])}")
            + self.maybe(0.15, f" proto {pick(['static', 'boot'])}")
            + self.maybe(0.1, f" src {source}")
            + self.maybe(0.1, f" mtu {pick(['1400', 'lock 1400'])}")
            + (self.maybe(0.1, " tos 0x10") if version == 4 else "")
        )

    def route(self) -> str:
        """A command about a route."""
        pick = self.random.choice
        version = pick([4, 4, 6])
        verb, dst = pick(VERBS), pick(PREFIXES[version])
        begin = f"ip -{version} route {verb}"
        options = self.options(version)
        several = " ".join(
            f"nexthop {self.hop(version)}" + self.maybe(0.5, f" weight {pick([1, 5])}")
            for _ in range(2)
        )
        forms = [f"{begin} {dst} {self.hop(version)}{options}"] * 6
        if verb == "del":
            forms += [f"{begin} {dst}"] * 4
        forms += [
            f"{begin} {pick(NOWHERE)} {dst}{options}",
            f"{begin} {dst}{options} {several}",
            f"{begin} {dst} nhid {pick([1, 2, 101])}{options}",
        ]
        return str(pick(forms))

    def address(self) -> str:
        """A command about an address."""
        pick = self.random.choice
        addr, device = pick(ADDRESSES[4] * 2 + ADDRESSES[6]), pick(DEVICES)
        if self.random.random() < 0.3:
            return f"ip addr del {addr} dev {device}"
        return f"ip addr add {addr} dev {device}{' nodad' if ':' in addr else ''}"

    def nexthop(self) -> str:
        """A command about a nexthop object."""
        pick = self.random.choice
        nhid, verb = pick([1, 2, 101]), pick(["add", "replace"])
        router = pick(ROUTERS[4] + ROUTERS[6])
        return str(
            pick(
                [
                    f"ip nexthop del id {nhid}",
                    f"ip nexthop {verb} id {nhid} group {pick(['1', '1/2', '1,3/2'])}",
                    f"ip nexthop {verb} id {nhid} via {router} dev {pick(DEVICES)}",
                    f"ip nexthop {verb} id {nhid} dev {pick(DEVICES)}",
                ]
            )
        )

    def neighbor(self) -> str:
        """A command about a neighbour."""
        pick = self.random.choice
        verb, addr, device = pick(["add", "replace", "del"]), pick(ROUTERS[4]), "v0"
        lladdr = "" if verb == "del" else f" lladdr 02:00:00:00:00:0{pick('123')}"
        return f"ip neigh {verb} {addr}{lladdr} dev {device}"

    def command(self) -> str:
        """Any command."""
        draw = self.random.random()
        if draw < 0.1:
            state = self.random.choice(["up", "up", "down"])
            return f"ip link set {self.random.choice(DEVICES)} {state}"
        kinds = (
            (0.26, self.address), (0.34, self.nexthop), (0.38, self.rule),
            (0.44, self.neighbor), (1, self.route),
        )  # fmt: skip
        return next(make for limit, make in kinds if draw < limit)()

    def rule(self) -> str:
        """A command about a rule."""
        return self.random.choice(RULES)


def comparable(command: str, lines: list[str]) -> list[str]:
    """What can be compared: neighbours stand in no order, groups are joined late."""
    if not command.startswith("ip neigh"):
        return lines
    return sorted(line for line in lines if "NOARP" not in line)


@pytest.mark.parametrize("seed", range(12))
def test_random_commands_do_the_same(seed, real):
    simulated, typist = Simulated(), Typist(seed)
    for command in [*SETUP, *[typist.command() for _ in range(40)]]:
        assert simulated.run(command) == real.run(command), command
        for show in SHOWS:
            ours, theirs = simulated.run(show), real.run(show)
            assert comparable(show, ours) == comparable(show, theirs), (command, show)
