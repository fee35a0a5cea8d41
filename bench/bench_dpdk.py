"""
Many IPv4 addresses at once beside DPDK's ``rte_lpm``, in one process.

    python -m bench.bench_dpdk [PREFIXES [ROUNDS]]

PREFIXES as for bench_lpm.  ``rte_lpm_lookup_bulk`` of Debian's dpdk-dev is compiled by
bench/dpdk_lpm.c, with -O3 for this machine, and asked 64 addresses at a time, without
huge pages.  What is timed: ROUNDS (7) rounds, in which each answers 4 million addresses
of each stream in turn, by the time of the processor.  Before that all answers are
compared.  Reported: million lookups a second, medians, and ours / DPDK's.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from bench import lpm_data
from bench.bench_lpm import MANY, turns
from bench.peers import machine

from rtentry.lpm.index import Index

SOURCE = Path(__file__).with_name("dpdk_lpm.c")

SUCCESS = 1 << 24
"""What rte_lpm adds to the next hop where a prefix covers the address."""

VERSION = ["pkg-config", "--modversion", "libdpdk"]


def main(path: str, rounds: int) -> None:
    """Compare the answers, then the time that they take."""
    print(*machine(), sep="\n")
    if missing := next((n for n in ("pkg-config", "cc") if not shutil.which(n)), None):
        print(f"left out: there is no {missing}")
        return
    if subprocess.run(VERSION, capture_output=True, check=False).returncode:
        print("left out: DPDK is not installed (Debian: apt-get install dpdk-dev)")
        return
    print(f"DPDK {said(VERSION).strip()}")
    compare(path, compiled(), rounds)


def compare(path: str, dpdk: ctypes.CDLL, rounds: int) -> None:
    """Print a line for each stream."""
    table = [each for each in lpm_data.prefixes(path) if each.version == 4]
    rows = lpm_data.rows(table, 4)
    index: Index[int] = Index(zip(table, rows.value.tolist(), strict=True))
    values = np.array([0, *index.values[1:]], np.uint32)
    processors = os.sched_getaffinity(0)
    if dpdk.dpdk_start() < 0 or fill(dpdk, rows) < 0:
        print("left out: DPDK does not run here")
        return
    os.sched_setaffinity(0, processors)  # DPDK has bound us to one
    print(f"table: {Path(path).name}, {len(table):,} prefixes; load {os.getloadavg()[0]:.1f}")  # fmt: skip
    streams = lpm_data.streams(rows, 4, MANY, lambda each: index.match_many(each) > 0)
    for stream, addresses in streams.items():
        hops = np.empty(MANY, np.uint32)
        bulk = asked(dpdk, addresses, hops)
        bulk()
        covered = np.where(hops & SUCCESS, hops & (SUCCESS - 1), 0)
        same = np.array_equal(covered, values[index.match_many(addresses)])
        runs: dict[str, Callable[[], object]] = {
            "numpy": lambda a=addresses: index.match_many(a, jit=False),  # type: ignore[misc]
            "numba": lambda a=addresses: index.match_many(a, jit=True),  # type: ignore[misc]
            "DPDK": bulk,
        }
        rates = {name: MANY / s / 1e6 for name, s in turns(runs, rounds).items()}
        ratios = "  ".join(f"{n} {rates[n] / rates['DPDK']:.2f} x" for n in list(runs)[:2])  # fmt: skip
        figures = "  ".join(f"{name} {rate:.0f}" for name, rate in rates.items())
        print(f"  {stream:16} {ratios}   ({figures} million/s){'' if same else '   THE ANSWERS DIFFER'}")  # fmt: skip


def compiled() -> ctypes.CDLL:
    """The library of dpdk_lpm.c."""
    flags = said(["pkg-config", "--cflags", "--libs", "libdpdk"]).split()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "dpdk_lpm.so"
        options = ["-O3", "-fPIC", "-shared", str(SOURCE), "-o", str(made)]
        subprocess.run(["cc", *options, *flags, "-march=native"], check=True)
        return ctypes.CDLL(str(made))


def said(argv: list[str]) -> str:
    """What a program prints."""
    return subprocess.run(argv, capture_output=True, check=True, text=True).stdout


def fill(dpdk: ctypes.CDLL, rows: lpm_data.Rows) -> int:
    """Hand over the prefixes, shorter ones first; below 0 = it could not be done."""
    order = np.argsort(rows.plen, kind="stable")
    addr = rows.addr[order].astype(np.uint32)
    plen, hop = rows.plen[order].astype(np.uint8), rows.value[order].astype(np.uint32)
    groups = len(np.unique(addr[plen > 24] >> np.uint32(8))) + 1
    pointers = [ctypes.c_void_p(each.ctypes.data) for each in (addr, plen, hop)]
    done: int = dpdk.dpdk_fill(*pointers, len(addr), groups)
    return done


def asked(dpdk: ctypes.CDLL, addresses: Any, hops: Any) -> Callable[[], object]:
    """A call that looks up addresses."""
    given, found = (ctypes.c_void_p(each.ctypes.data) for each in (addresses, hops))
    return lambda: dpdk.dpdk_bulk(given, found, ctypes.c_uint64(len(addresses)))


if __name__ == "__main__":
    words = sys.argv[1:]
    named = words[0] if words else os.environ.get("RTENTRY_PREFIXES", "random")
    main(named, int(words[1]) if len(words) > 1 else 7)
