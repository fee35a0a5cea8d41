"""
Large captures: text -> records -> text, a million rows of each of three systems.

    python -m bench.bench_text [ROWS [ROUNDS]]

Data: `captures.py`, ROWS (1,000,000) routes as net-tools, OpenBSD and FreeBSD print them
(seed 1).  What is timed, in a process of its own each time, ROUNDS (5) interleaved rounds:

* `rtentry parse`: `rtentry.parse(text)`: the system found out, all rows read to records
  and each cell checked;
* `rtentry show`: the records written again to `/dev/null` as they were read;
* `jc`: `jc.parse("netstat", text)` of the same text, if jc is installed.

Reported: the median ratio of rates in one round, promised to be at least 2.5; the median
rates (rows a second), promised to be at least 400,000 for `show`; the largest resident
set.  Times are those of the processor: all this is one thread's work, and a shared machine
has other work, too.  Not timed: start-up, reading the file.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from bench.captures import CAPTURES
from bench.peers import environment

PROMISE, SHOWN = 2.5, 400_000


def rtentry(text: str) -> Iterator[tuple[str, float]]:
    """Seconds to read and to write."""
    from rtentry import parse
    from rtentry.cli.output import say
    from rtentry.rewritten import as_written

    start = time.process_time()
    snapshots = parse(text)
    yield "rtentry parse", time.process_time() - start
    with Path("/dev/null").open("w") as sys.stdout:
        start = time.process_time()
        say(as_written(snapshots))
        taken = time.process_time() - start
    sys.stdout = sys.__stdout__
    assert text == "".join([line + "\n" for line in as_written(snapshots)])
    yield "rtentry show", taken


def jc(text: str) -> Iterator[tuple[str, float]]:
    """Seconds to read."""
    import jc as peer

    start = time.process_time()
    peer.parse("netstat", text, quiet=True)
    yield "jc", time.process_time() - start


PROGRAMS: dict[str, Callable[[str], Iterator[tuple[str, float]]]] = {
    "rtentry": rtentry,
    "jc": jc,
}


def child(program: str, path: str) -> None:
    """Run one program in this process; print its rates (rows a second) as JSON."""
    text = Path(path).read_text()
    rates = {name: text.count("\n") / taken for name, taken in PROGRAMS[program](text)}
    rates["MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(rates))


def rates(program: str, path: Path) -> dict[str, float]:
    """What :func:`child` says of a program."""
    argv = [sys.executable, "-m", "bench.bench_text", "--child", program, str(path)]
    found: dict[str, float] = json.loads(
        subprocess.check_output(argv, env=environment())
    )
    return found


def report(system: str, path: Path, rounds: int) -> None:
    """Time one capture and say what came out."""
    programs = [name for name in PROGRAMS if name == "rtentry" or find_spec(name)]
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for program in programs:
            for name, rate in rates(program, path).items():
                key = f"{program} MiB" if name == "MiB" else name
                found.setdefault(key, []).append(rate)
    if "jc" in found:
        both = zip(found["rtentry parse"], found["jc"], strict=True)
        ratio = statistics.median([ours / theirs for ours, theirs in both])
        print(f"{system}: rtentry parse / jc: {ratio:.2f} (promised: {PROMISE})")
    shown = statistics.median(found["rtentry show"])
    print(f"{system}: rows shown a second: {shown:,.0f} (promised: {SHOWN:,})")
    for name, values in found.items():
        print(f"    {name:14} {statistics.median(values):12,.0f}")


def main(count: int, rounds: int) -> None:
    """Make the captures, time, report."""
    print(f"{count:,} rows, medians of {rounds} interleaved rounds, rows a second")
    with tempfile.TemporaryDirectory() as folder:
        for system, lines in CAPTURES.items():
            path = Path(folder) / f"{system}.txt"
            with path.open("w") as file:
                file.writelines(line + "\n" for line in lines(count))
            report(system, path, rounds)
            path.unlink()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        main(*(numbers + [1_000_000, 5][len(numbers) :]))
