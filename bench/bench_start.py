"""
How long one short answer takes: `rtentry netstat -rn` and `get` from start to exit.

    python -m bench.bench_start [ROUNDS]

What is timed: whole processes, ROUNDS (20) interleaved rounds after one to warm up:

* `python -c pass` of the same interpreter: what no Python program can be quicker than;
* `rtentry netstat -rn`, live: this machine's IPv4 table, read by netlink;
* `rtentry get 127.0.0.1`, live: our decision and the kernel's, compared;
* `rtentry` with no argument, live: the table for people;
* `jc --netstat`, if jc is installed: parsing the same text from a file, nothing read;
* `netstat -rn` of the system, if it is installed.

Reported: the median ratio to `python -c pass` of the same round, then the median (ms).
The promise is at most 3.0 for the first two.  Not timed: a large table (bench_netlink).
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from bench.peers import Run, interleaved, ratio

PROMISE = 3.0
"""How many times the bare interpreter's time a short answer may take."""

BARE = "python -c pass"
OURS = "rtentry netstat -rn"
GET = "rtentry get 127.0.0.1"


def runs(text: Path) -> dict[str, Run]:
    """What is timed; *text* is what `netstat -rn` printed."""
    rtentry = str(Path(sys.executable).with_name("rtentry"))
    found = {
        BARE: Run([sys.executable, "-c", "pass"]),
        OURS: Run([rtentry, "netstat", "-rn"]),
        GET: Run([rtentry, *GET.split()[1:]]),
        "rtentry": Run([rtentry]),
    }
    if find_spec("jc"):
        found["jc --netstat"] = Run([sys.executable, "-m", "jc", "--netstat"], text)
    if shutil.which("netstat"):
        found["netstat -rn"] = Run(["netstat", "-rn"])
    return found


def main(rounds: int) -> None:
    """Time and report."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "netstat.txt"
        rtentry = str(Path(sys.executable).with_name("rtentry"))
        text.write_bytes(subprocess.check_output([rtentry, "netstat", "-rn"]))
        times = interleaved(runs(text), rounds)
    for name in (OURS, GET):
        ours = ratio(times[name], times[BARE])
        print(f"{name} / {BARE}: {ours:.2f} (promised: at most {PROMISE})")
    if "jc --netstat" in times:
        theirs = ratio(times[OURS], times["jc --netstat"])
        print(f"{OURS} / jc --netstat: {theirs:.2f}")
    print(f"medians of {rounds} interleaved rounds:")
    for name, found in times.items():
        median = statistics.median(found) * 1000
        print(f"{name:20} {median:7.1f} ms  {ratio(found, times[BARE]):5.2f} x bare")


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["20"])[0]))
