"""
Questions about a full table of a live kernel: get, diff --space, check.

    python -m bench.bench_asking [ROUTES [ROUNDS]]

What is timed: whole processes in a network namespace with ROUTES (1,000,000) IPv4 routes
(the data of `netlink`), in turns, ROUNDS (3) times: `ip route > /dev/null`, `rtentry get`
of three addresses (the kernel asked, too), `rtentry diff --space` of the namespace with
itself; `rtentry check` once.  Reported: the median ratio to `ip route` of the same round,
aims in seconds, wall time and time of the processors.  Not timed: filling the table, which takes half a minute.

Needs root, for the namespace; it is removed at the end.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

from bench.bench_netlink import fill
from bench.peers import environment, ratio


class Taken(NamedTuple):
    """Wall time and time of the processors (seconds)."""

    wall: float
    cpu: float


def taken(netns: str, argv: list[str]) -> Taken:
    """What a process in a namespace takes."""
    inside = ["nsenter", f"--net=/run/netns/{netns}", *argv]
    start = time.perf_counter()
    with subprocess.Popen(
        inside, stdout=subprocess.DEVNULL, env=environment()
    ) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    assert child.returncode in (0, 1), argv
    return Taken(wall, used.ru_utime + used.ru_stime)


def report(netns: str, rounds: int) -> None:
    """Ask in turns, and print what it took."""
    rtentry = [sys.executable, "-m", "rtentry"]
    place = f"netns:{netns}"
    asked = {
        "ip route": (["ip", "route"], None),
        "get": ([*rtentry, "get", "198.51.100.7", "8.8.8.8", "9.9.9.9"], 1.2),
        "diff --space": ([*rtentry, "diff", "--space", place, place], 10.0),
    }
    times: dict[str, list[Taken]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name, (argv, _) in asked.items():
            times[name].append(taken(netns, argv))
    times["check"] = [taken(netns, [*rtentry, "check"])]
    base = [each.wall for each in times["ip route"]]
    for name, found in times.items():
        aim = asked.get(name, ([], None))[1]
        walls = [each.wall for each in found]
        times_ip = ratio(walls, base[: len(walls)])
        line = f"{name:13} {times_ip:6.2f} x ip route {statistics.median(walls):7.2f} s"
        line += (
            f" {statistics.median([each.cpu for each in found]):7.2f} s of processors"
        )
        print(line + (f"   (aimed at: {aim} s)" if aim else ""))


def main(count: int, rounds: int) -> None:
    """Fill a namespace, ask, take it away."""
    netns = f"rtasking{os.getpid()}"
    subprocess.run(["ip", "netns", "add", netns], check=True)
    try:
        fill(netns, count)
        print(f"{count:,} routes, {rounds} rounds")
        report(netns, rounds)
    finally:
        subprocess.run(["ip", "netns", "del", netns], check=True)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [1_000_000, 3][len(numbers) :]))
