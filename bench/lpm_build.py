"""
Builds one table and prints its seconds of processor time and the growth of resident memory (MiB).

    python -m bench.lpm_build NAME PREFIXES
"""

from __future__ import annotations

import gc
import os
import sys
import time
from pathlib import Path

from bench import lpm_peers

from rtentry.addr import WIDTH, Prefix


def main(name: str, path: str) -> None:
    from bench import lpm_data

    table = lpm_data.prefixes(path)
    values = [at * 7919 % lpm_data.VALUES + 1 for at in range(len(table))]
    parts = [table]
    if name != "rtentry":
        parts = [[p for p in table if p.version == version] for version in WIDTH]
    make = lpm_peers.there()[name]
    gc.collect()
    before, start = resident(), time.process_time()
    made = [build(make, part, values) for part in parts]
    seconds = time.process_time() - start
    gc.collect()
    print(seconds, resident() - before)
    del made


def build(make: object, table: list[Prefix], values: list[int]) -> object:
    """One table."""
    return make(table, values[: len(table)])  # type: ignore[operator]


def resident() -> float:
    """Resident memory of this process (MiB)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main(*sys.argv[1:])
