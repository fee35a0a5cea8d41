"""
Many addresses against a full table: the whole of ``rtentry lookup``, from start to exit.

    python -m bench.bench_lookup [PREFIXES [ADDRESSES [ROUNDS [FILE]]]]

Data: a table of PREFIXES (1,000,000) IPv4 prefixes with 200 next hops, lengths as in
an Internet table, or the prefixes of FILE, a line each; ADDRESSES (10,000,000) drawn
from them (seed 1), as text, as Parquet with numbers and as Parquet with text.  What is
timed, ROUNDS (3) rounds in which each takes its turn: the whole process, output to
/dev/null or to a file, and a process that answers one address from the same table: that
reads the table and makes it ready.

* `text`:      lines -> lines
* `count`:     lines -> how many take each gateway
* `numbers`:   Parquet of uint32 -> how many take each gateway
* `parquet`:   Parquet of uint32 -> Parquet
* `strings`:   Parquet of text -> Parquet
* `many`:      as `parquet`, of a file with all addresses MANY times

Reported, of the median round: seconds; addresses a second of the whole process, and of
what is left of it without the time to get ready, if that is long enough to be told.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from bench.peers import Run, interleaved
from pyarrow import parquet

from rtentry.lookup.rows import addresses as texts
from rtentry.lookup.said import strings

LENGTHS = {
    24: 0.60,
    23: 0.10,
    22: 0.12,
    21: 0.05,
    20: 0.05,
    19: 0.03,
    18: 0.02,
    16: 0.03,
}
"""The share of prefixes of each length."""


MANY = 10


def made(count: int) -> Iterator[str]:
    """A table's prefixes."""
    rng = np.random.default_rng(1)
    plens = rng.choice(list(LENGTHS), 2 * count, p=list(LENGTHS.values()))
    firsts = rng.integers(1 << 24, 224 << 24, 2 * count)
    pairs = zip(firsts.tolist(), plens.tolist(), strict=True)
    known = {(addr >> 32 - plen << 32 - plen, plen): None for addr, plen in pairs}
    for addr, plen in sorted(list(known)[:count]):
        yield f"{addr >> 24}.{addr >> 16 & 255}.{addr >> 8 & 255}.{addr & 255}/{plen}"


def drawn(prefixes: list[str], count: int) -> np.ndarray:
    """Addresses in prefixes, each prefix as likely as another."""
    rng = np.random.default_rng(1)
    four = [p.partition("/") for p in prefixes if ":" not in p]
    addr = np.array([int.from_bytes(bytes(map(int, a.split(".")))) for a, _, _ in four])
    size = 1 << (32 - np.array([int(plen) for _, _, plen in four]))
    which = rng.integers(0, len(addr), count)
    found: np.ndarray = addr[which] + (rng.random(count) * size[which]).astype(np.int64)
    return found.astype(np.uint32)


def write(folder: Path, prefixes: list[str], found: np.ndarray) -> None:
    """The table and the addresses, as files."""
    hops = np.random.default_rng(2).integers(1, 201, len(prefixes)).tolist()
    table = [f"{p}\t192.0.2.{hop}\n" for p, hop in zip(prefixes, hops, strict=True)]
    (folder / "table").write_text("".join(table))
    zero = np.zeros(len(found), np.uint64)
    column = strings(*texts(np.full(len(found), 4, np.uint8), zero, found))
    lines = "".join([f"{line}\n" for line in column.to_pylist()])
    (folder / "text").write_text(lines)
    (folder / "one").write_text(lines[: lines.index("\n") + 1])
    plain = {"use_dictionary": False, "row_group_size": 1 << 20}
    parquet.write_table(pa.table({"a": found}), folder / "numbers.parquet", **plain)
    parquet.write_table(pa.table({"a": column}), folder / "strings.parquet", **plain)
    many = pa.concat_tables([pa.table({"a": found})] * MANY)
    parquet.write_table(many, folder / "many.parquet", **plain)


def runs(folder: Path) -> dict[str, Run]:
    """What is timed."""
    program = str(Path(sys.executable).with_name("rtentry"))
    start = [program, "-F", f"prefixes:{folder}/table", "lookup"]
    out = ["-o", f"{folder}/out.parquet"]
    count = ["--by", "gateway"]
    return {
        "ready": Run([*start, f"{folder}/one"]),
        "text": Run([*start, f"{folder}/text"]),
        "count": Run([*start, f"{folder}/text", *count]),
        "numbers": Run([*start, f"{folder}/numbers.parquet", *count]),
        "parquet": Run([*start, f"{folder}/numbers.parquet", *out]),
        "strings": Run([*start, f"{folder}/strings.parquet", *out]),
        "many": Run([*start, f"{folder}/many.parquet", *out]),
    }


def told(addresses: int, whole: float, ready: float) -> str:
    """The rate of the whole run, and of what comes after the table is ready."""
    rate = f"{addresses / whole / 1e6:.1f} M/s"
    if whole - ready < ready / 10:
        return f"{rate}; without the table too short to be told"
    return f"{rate}; without the table {addresses / (whole - ready) / 1e6:.1f} M/s"


def main(count: int, addresses: int, rounds: int, file: str | None) -> None:
    """Write the files, time, report."""
    prefixes = Path(file).read_text().split() if file else list(made(count))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, prefixes, drawn(prefixes, addresses))
        times = interleaved(runs(folder), rounds)
    ready = times.pop("ready")
    base = statistics.median(ready)
    for what, seconds in times.items():
        whole = statistics.median(seconds)
        asked = addresses * MANY if what == "many" else addresses
        print(f"{what:8} {whole:5.2f} s, {told(asked, whole, base)}")
    print(f"{len(prefixes):,} prefixes; ready after {base:.2f} s")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:4]]
    count, addresses, rounds = numbers + [1_000_000, 10_000_000, 3][len(numbers) :]
    main(count, addresses, rounds, sys.argv[4] if len(sys.argv) > 4 else None)
