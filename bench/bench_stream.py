"""
A capture larger than memory should be: `rtentry convert` in pieces.

    python -m bench.bench_stream [MEGABYTES [SYSTEM ...]]

Data: `captures.py`, tables of net-tools, OpenBSD and FreeBSD repeated to MEGABYTES (1000;
about 70,000 rows in five).  What is measured, once each: `rtentry convert FILE` from start
to exit, its output compared with FILE octet for octet.  Reported: the largest resident set
(MiB), promised to be below 200, and rows a second (processor time).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.captures import CAPTURES
from bench.peers import environment

PROMISE = 200

BLOCK = 70_000
"""Rows made at a time."""


def fill(path: Path, system: str, size: int) -> int:
    """Write a capture of so many octets; its rows."""
    lines = [line + "\n" for line in CAPTURES[system](BLOCK)]
    heading, rows = "".join(lines[:-BLOCK]), "".join(lines[-BLOCK:])
    times = max((size - len(heading)) // len(rows), 1)
    with path.open("w") as file:
        file.write(heading)
        for _ in range(times):
            file.write(rows)
    return times * BLOCK


def main(megabytes: int, system: str) -> None:
    """Make the capture, convert it, report."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "in.txt", Path(folder) / "out.txt"
        rows = fill(path, system, megabytes * 1_000_000)
        argv = [sys.executable, "-m", "rtentry", "convert", str(path)]
        with out.open("wb") as file:
            child = subprocess.Popen(argv, stdout=file, env=environment())
            _, status, usage = os.wait4(child.pid, 0)
        subprocess.run(["cmp", path, out], check=True)
        taken = usage.ru_utime + usage.ru_stime
        print(
            f"{system}: {path.stat().st_size:,} octets, {rows:,} rows; status {status}"
        )
        print(f"resident: {usage.ru_maxrss / 1024:.0f} MiB (promised: below {PROMISE})")
        print(f"rows a second: {rows / taken:,.0f}")


if __name__ == "__main__":
    for each in sys.argv[2:] or CAPTURES:
        main(int((sys.argv[1:] or ["1000"])[0]), each)
