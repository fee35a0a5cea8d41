"""
Runs the benchmarks, one after the other, and prints what each says.

    python -m bench.run [NAME ...]        (all if none is named: `start`, `netlink` ...)

Status 1 if one of them fails; one that needs root is left out, and said to be, without it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.peers import environment, machine

FOLDER = Path(__file__).parent


def main(names: Sequence[str]) -> int:
    """Run the benchmarks named, or all."""
    print(*machine(), sep="\n")
    found = {
        path.stem.removeprefix("bench_"): path for path in FOLDER.glob("bench_*.py")
    }
    failed = [name for name in names or sorted(found) if not run(name, found[name])]
    if failed:
        print(f"\nfailed: {' '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


def run(name: str, path: Path) -> bool:
    """Run one benchmark; whether it went well."""
    print(f"\n== {name}", flush=True)
    if "Needs root" in path.read_text() and os.geteuid() != 0:
        print("left out: it needs root")
        return True
    argv = [sys.executable, "-m", f"bench.{path.stem}"]
    done = subprocess.run(argv, cwd=FOLDER.parent, env=environment(), check=False)
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
