"""
What rtentry is measured against, and how rounds are taken.

Figures mean something only beside the machine and the versions that made them, and
ratios only between runs that took turns: a shared machine is slower in one minute than
in the next.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

DISTRIBUTIONS = ("rtentry", "jc", "mrtparse", "pyroute2")
"""Python programs; absent ones are said to be absent."""

TOOLS = {"ip": ["ip", "-V"], "netstat": ["netstat", "--version"]}
"""Programs of the system, and how each tells its version."""


def environment() -> dict[str, str]:
    """
    Our environment, but for what stops Python from keeping compiled modules.

    Without them each start compiles every module again: that is not what users run.
    """
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


class Run(NamedTuple):
    """
    A process to time.

    Fields:
        argv:  the command line.
        stdin: a file that it reads; ``None`` = nothing.
    """

    argv: Sequence[str]
    stdin: Path | None = None

    def seconds(self) -> float:
        """Wall time from start to exit; CalledProcessError if it fails."""
        with (self.stdin or Path(os.devnull)).open("rb") as stdin:
            out, env = subprocess.DEVNULL, environment()
            start = time.perf_counter()
            subprocess.run(self.argv, check=True, stdin=stdin, stdout=out, env=env)
            return time.perf_counter() - start


def interleaved(runs: Mapping[str, Run], rounds: int) -> dict[str, list[float]]:
    """The seconds of each run in each round; in a round all take their turn."""
    for run in runs.values():
        run.seconds()  # files come into the cache
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            times[name].append(run.seconds())
    return times


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median([a / b for a, b in zip(ours, theirs, strict=True)])


def machine() -> Iterator[str]:
    """The machine and the versions of all that is compared, a line each."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    yield f"{os.cpu_count()} x {processor()}, {memory:.0f} GiB, {platform.platform()}"
    yield f"Python {platform.python_version()} ({sys.executable})"
    for name in DISTRIBUTIONS:
        yield f"{name} {installed(name)}"
    for name, argv in TOOLS.items():
        yield f"{name}: {told(argv)}"


def processor() -> str:
    """The processor's name, as Linux has it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return names[0] if names else platform.machine()


def installed(name: str) -> str:
    """The version of a Python distribution."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"


def told(argv: Sequence[str]) -> str:
    """The first line in which a program tells its version."""
    if not shutil.which(argv[0]):
        return "is not installed"
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines()[0]
