"""
A full table: the kernel's as text, and text as arrays.

    python -m bench.bench_large [ROUTES [ROUNDS]]

What is timed:

* `netstat -rn`, `ip route`, `show` (`rtentry --as iproute2 show` against `ip route`): whole
  processes in one network namespace with ROUTES (1,000,000) IPv4 routes, output to a file,
  ROUNDS (7) interleaved rounds; `ip -6 route` and `show` in one with a fifth as many of IPv6.  Reported: the median ratio to the tool itself, promised
  to be at most 0.6; medians (s); the largest resident set of ours (MiB), promised to be at
  most 300; whether both printed the same.  Needs root, for the namespace.
* captures of three systems (`captures.py`, ROUTES lines) read to frames by `rtentry.bulk`,
  best processor time of three, against jc on a fiftieth of the lines if it is installed.
  Reported: the ratio of rates, promised to be at least 30; lines a second.

Not timed: filling the table.  net-tools reads /proc/net/route, iproute2 netlink, as we do.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from bench.bench_netlink import fill, fill6
from bench.captures import CAPTURES
from bench.peers import environment

OURS = (sys.executable, "-m", "rtentry")

PAIRS = {
    # name: theirs, ours
    "netstat -rn": (("netstat", "-rn"), (*OURS, "netstat", "-rn")),
    "ip route": (("ip", "route"), (*OURS, "ip", "route")),
    "show": (
        ("ip", "route", "show", "table", "all"),
        (*OURS, "--as", "iproute2", "show"),
    ),
}

PAIRS6 = {
    "ip -6 route": (("ip", "-6", "route"), (*OURS, "ip", "-6", "route")),
    "show (IPv6)": PAIRS["show"],
}

Pair = tuple[Sequence[str], Sequence[str]]


LAUNCH = """
import os, sys, time
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(status, time.perf_counter() - start, usage.ru_maxrss / 1024, file=sys.stderr)
"""
"""A small process between: what starts a process counts in its resident set."""


def took(netns: str, argv: Sequence[str], out: Path) -> tuple[float, float]:
    """Wall time (s) and largest resident set (MiB) of a process in a namespace."""
    inside = ["nsenter", f"--net=/run/netns/{netns}", *argv]
    with out.open("wb") as file:
        done = subprocess.run(
            [sys.executable, "-S", "-c", LAUNCH, *inside],
            stdout=file, stderr=subprocess.PIPE, env=environment(), check=True, text=True,
        )  # fmt: skip
    status, seconds, size = done.stderr.split()[-3:]
    assert status == "0", argv
    return float(seconds), float(size)


def printed(netns: str, rounds: int, pairs: Mapping[str, Pair]) -> Iterator[str]:
    """What came of the tools."""
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "theirs", Path(folder) / "ours"
        for name, (theirs, ours) in pairs.items():
            if shutil.which(theirs[0]) is None:
                continue
            both = [
                (took(netns, theirs, one), took(netns, ours, other))
                for _ in range(rounds)
            ]
            ratio = statistics.median([b[0] / a[0] for a, b in both])
            medians = [statistics.median([each[n][0] for each in both]) for n in (0, 1)]
            most = max(b[1] for _, b in both)
            same = "equal" if filecmp.cmp(one, other, shallow=False) else "DIFFERENT"
            yield f"{name}: ours / theirs: {ratio:.2f} (promised: 0.6), {same}"
            yield f"    theirs {medians[0]:.2f} s, ours {medians[1]:.2f} s, {most:.0f} MiB"


def read(count: int) -> Iterator[str]:
    """What came of the captures."""
    from rtentry import bulk, document

    for system, lines in CAPTURES.items():
        data = "".join([line + "\n" for line in lines(count)]).encode()
        times = []
        for _ in range(3):
            start = time.process_time()
            found = bulk.table(data, document.parse)
            times.append(time.process_time() - start)
            assert found is not None
        rate = count / min(times)
        if find_spec("jc"):
            yield f"{system}: frames / jc: {rate / jc(system, count // 50):.0f} (promised: 30)"
        yield f"    {rate / 1e6:.2f} million lines a second"


def jc(system: str, count: int) -> float:
    """Lines a second of jc."""
    import jc as peer

    text = "".join([line + "\n" for line in CAPTURES[system](count)])
    start = time.process_time()
    peer.parse("netstat", text, quiet=True)
    return count / (time.process_time() - start)


def main(count: int, rounds: int) -> None:
    """Fill the table, time, report."""
    print("\n".join(read(count)), flush=True)
    if os.geteuid() != 0:
        return
    for put, many, pairs in ((fill, count, PAIRS), (fill6, count // 5, PAIRS6)):
        netns = f"rtlarge{os.getpid()}"
        subprocess.run(["ip", "netns", "add", netns], check=True)
        try:
            put(netns, many)
            for line in printed(netns, rounds, pairs):
                print(line, flush=True)
        finally:
            subprocess.run(["ip", "netns", "del", netns], check=True)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [1_000_000, 7][len(numbers) :]))
