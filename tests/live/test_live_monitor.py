"""``rtentry monitor`` against a real kernel, and beside ``ip monitor``."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rtentry.changes import compare
from rtentry.changes.words import line
from rtentry.sources import _netlink, _watch

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("ip"),
        reason="network namespaces need Linux, root and ip(8)",
    ),
]

PROGRAM = [
    sys.executable,
    "-c",
    "import sys; from rtentry.cli import main; sys.exit(main())",
]
READY = 1.5
"""Until a monitor listens (seconds), on a busy machine."""


@pytest.fixture
def netns():
    name = f"rtm{os.getpid()}"
    subprocess.run(["ip", "netns", "add", name], check=True)
    batch(name, "link set lo up", "link add v0 type veth peer name v1")
    for link in ("v0", "v1"):  # no addresses of their own: they come when they like
        batch(name, f"link set {link} addrgenmode none", f"link set {link} up")
    batch(name, "addr add 192.0.2.7/24 dev v0")
    time.sleep(0.2)
    yield name
    subprocess.run(["ip", "netns", "del", name], check=True)


def batch(netns, *lines):
    text = "".join(f"{line}\n" for line in lines)
    subprocess.run(
        ["ip", "-n", netns, "-batch", "-"], input=text, text=True, check=True
    )


def started(netns, *argv):
    env = {**os.environ, "PYTHONPATH": str(Path(_watch.__file__).parents[2])}
    found = subprocess.Popen(
        [*PROGRAM, "-N", netns, *argv], stdout=subprocess.PIPE, text=True, env=env
    )
    time.sleep(READY)
    return found


def test_changes_are_told_as_they_happen(netns):
    monitor = started(netns, "monitor", "route", "--timeout", "3")
    batch(netns, "route add 10.0.0.0/8 via 192.0.2.1")
    time.sleep(0.4)
    batch(netns, "route replace 10.0.0.0/8 via 192.0.2.2")
    time.sleep(0.4)
    batch(netns, "link set v0 down")
    lines = [text[13:] for text in monitor.communicate()[0].splitlines()]
    assert lines[:2] == [
        "+ 10.0.0.0/8 via 192.0.2.1 dev v0",
        "~ 10.0.0.0/8: gateway 192.0.2.1 -> 192.0.2.2",
    ]
    assert (
        {  # the kernel does not tell of these: the table was read again
            "- 10.0.0.0/8 via 192.0.2.2 dev v0",
            "- 192.0.2.0/24 dev v0 source 192.0.2.7 protocol kernel",
        }
        <= set(lines[2:])
    )


def test_it_misses_nothing_of_many_changes(netns):
    number = 20_000
    monitor = started(
        netns, "--jsonl", "monitor", "route", "--count", str(number), "--timeout", "60"
    )
    batch(
        netns,
        *[f"route add 10.{i >> 8}.{i & 255}.0/24 via 192.0.2.1" for i in range(number)],
    )
    *events, last = map(json.loads, monitor.communicate()[0].splitlines())
    told = {event["new"]["dst"] for event in events if "new" in event}
    assert last["changes"] == len(told) == number


def test_sigint_ends_it_with_a_summary_and_status_0(netns):
    monitor = started(netns, "monitor")
    monitor.send_signal(signal.SIGINT)
    out, _ = monitor.communicate(timeout=10)
    assert monitor.returncode == 0
    assert out.splitlines()[-1].endswith("nothing lost")


def test_it_waits_for_a_rule(netns):
    monitor = started(
        netns, "monitor", "--until", "expect default via 192.0.2.1", "--timeout", "20"
    )
    batch(netns, "route add default via 192.0.2.1")
    monitor.communicate(timeout=20)
    assert monitor.returncode == 0


STEPS = (
    "route add 10.0.0.0/8 via 192.0.2.1",
    "route add 198.51.100.0/24 nexthop via 192.0.2.1 nexthop via 192.0.2.2 weight 2",
    "route replace 10.0.0.0/8 via 192.0.2.2 metric 7",
    "route del 10.0.0.0/8 metric 7",
    "route add 2001:db8:1::/48 dev v0",
    "rule add from 10.0.0.0/8 table 7",
    "rule del from 10.0.0.0/8 table 7",
    "neigh add 192.0.2.9 lladdr 02:00:5e:10:00:09 dev v0",
    "neigh del 192.0.2.9 dev v0",
    "nexthop add id 7 via 192.0.2.1 dev v0",
    "route add 203.0.113.0/24 nhid 7",
    "addr add 192.0.2.8/24 dev v0",
    "addr del 192.0.2.8/24 dev v0",
    "link set v1 mtu 1400",
    "link set v0 down",
)


def test_it_tells_what_ip_monitor_tells_byte_for_byte(netns):
    ours = started(netns, "--as", "iproute2", "monitor", "--timeout", "4")
    kinds = ["link", "address", "route", "neigh", "rule", "nexthop"]
    theirs = subprocess.Popen(
        ["ip", "netns", "exec", netns, "timeout", "3", "ip", "monitor", *kinds],
        stdout=subprocess.PIPE,
        text=True,
    )
    time.sleep(0.3)
    batch(netns, *STEPS)
    assert ours.communicate()[0] == theirs.communicate()[0]


def test_what_is_lost_is_said_and_read_again(netns, monkeypatch):
    monkeypatch.setattr(_watch, "QUEUE", 4096)
    monkeypatch.setattr(_netlink, "BUFFER", 4096)
    listener = _watch.Listener(
        _watch.opened(["route"], netns), ["route", "address"], netns
    )
    monkeypatch.setattr(_netlink, "BUFFER", 1 << 20)
    listener.begin()
    batch(netns, *[f"route add 10.0.{i}.0/24 via 192.0.2.1" for i in range(250)])
    found = listener.batch()
    listener.channel.close()
    assert found.lost
    told = {line(each) for step in found.steps for each in compare(*step)}
    assert {f"+ 10.0.{i}.0/24 via 192.0.2.1 dev v0" for i in range(250)} <= told
