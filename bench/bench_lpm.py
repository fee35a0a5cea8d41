"""
Longest-prefix match: one address, many, building, changing; beside the peers.

    python -m bench.bench_lpm [PREFIXES [ADDRESSES [ROUNDS]]]

PREFIXES is a file of prefixes, one a line, or `random` (a million with the lengths of a
full table, seed 1), which is the default unless RTENTRY_PREFIXES names a file.  What is timed: ROUNDS (5) rounds, in which everything
takes its turn in one process, by the time of the processor.  One address: ADDRESSES (20,000) lookups from Python of
each stream, each a call; many: 4 million in one call.  Building: each in a process of
its own, from prefixes as numbers (ours) or as text (the peers), with the growth of its
resident memory.  Changing: 100,000 changes, one in five a withdrawal.  Reported: medians;
ratios are peer / ours.  Not timed: reading the file.  Charts are written to docs/plots.
"""

from __future__ import annotations

import gc
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from bench import lpm_data, lpm_peers
from bench.peers import environment, installed, machine
from bench.plots import Chart, svg

from rtentry.addr import WIDTH, Prefix, show_address
from rtentry.lpm.index import Index
from rtentry.lpm.single import COMPILED

MANY = 4_000_000

CHANGES = 100_000

PLOTS = Path(__file__).parent.parent / "docs" / "plots"

Figures = dict[str, dict[str, float]]
"""Stream, or form of the address -> program -> figure."""


def main(path: str, count: int, rounds: int) -> None:
    print(*machine(), sep="\n")
    for name in list(lpm_peers.MAKERS)[2:]:
        print(f"{name} {installed(name)}")
    table = lpm_data.prefixes(path)
    source = Path(path).name
    print(f"table: {source}, {len(table):,} prefixes; helper: {COMPILED}; load {os.getloadavg()[0]:.1f}")  # fmt: skip
    note = f"{source}, {len(table):,} prefixes; Python {sys.version.split()[0]}, {os.cpu_count()} processors"
    for version in WIDTH:
        each = [prefix for prefix in table if prefix.version == version]
        single(each, count, rounds, note)
    built(path, note)
    changes(table)


def single(table: list[Prefix], count: int, rounds: int, note: str) -> None:
    """Lookups of one IP version, one by one and many at once."""
    version = table[0].version
    rows = lpm_data.rows(table, version)
    values = rows.value.tolist()
    made = {name: make(table, values) for name, make in lpm_peers.there().items()}
    index: Index[int] = made["rtentry"][0]
    streams = lpm_data.streams(
        rows, version, MANY, lambda each: index.match_many(each) > 0
    )
    figures: Figures = {}
    for stream, addresses in streams.items():
        some = [Prefix(version, int.from_bytes(o), WIDTH[version]) for o in lpm_data.octets(addresses[:count])]  # fmt: skip
        forms: dict[str, list[Any]] = {
            "text": [show_address(each) for each in some],
            "octets": [each.addr.to_bytes(WIDTH[version] // 8) for each in some],
            "number": [each.addr for each in some],
        }
        for form, asked in forms.items():
            gets = {
                name: gets[form] for name, (_, gets) in made.items() if form in gets
            }
            found = turns({n: calls(get, asked) for n, get in gets.items()}, rounds)
            figures[f"{stream}, {form}"] = {
                n: s / count * 1e9 for n, s in found.items()
            }
    told(f"IPv{version}, one address (ns)", figures, least=True)
    of_text = {s: figures[f"{s}, text"] for s in streams}
    plot(
        f"lookup{version}",
        Chart(
            f"IPv{version}: one lookup of a text (ns, less is better)", note, of_text
        ),
    )
    many(version, index, made, streams, rounds, note)


def many(version: int, index: Index[int], made: Mapping[str, Any], streams: Mapping[str, Any], rounds: int, note: str) -> None:  # noqa: PLR0913  # fmt: skip
    """Lookups of many addresses at once."""
    edges = ranges(index, version)
    figures: Figures = {}
    for stream, addresses in streams.items():
        keys = addresses if version == 4 else np.ascontiguousarray(addresses[:, 0])
        few = keys[: MANY // 16]
        runs: dict[str, tuple[int, Callable[[], object]]] = {
            "numpy": (MANY, lambda a=addresses: index.match_many(a, jit=False)),  # type: ignore[misc]
            "numba": (MANY, lambda a=addresses: index.match_many(a, jit=True)),  # type: ignore[misc]
            "numpy.searchsorted": (len(few), lambda f=few: np.searchsorted(edges, f)),  # type: ignore[misc]
        }
        if "originet" in made:
            texts = [show_address(Prefix(version, int.from_bytes(o), WIDTH[version])) for o in lpm_data.octets(addresses[:20_000])]  # fmt: skip
            runs["originet.lookup_asns"] = len(texts), lambda t=texts: made["originet"][0].lookup_asns(t)  # type: ignore[misc]  # fmt: skip
        found = turns({name: run for name, (_, run) in runs.items()}, rounds)
        figures[stream] = {n: runs[n][0] / s / 1e6 for n, s in found.items()}
    told(f"IPv{version}, many addresses (million lookups/s)", figures, least=False)
    plot(
        f"many{version}",
        Chart(f"IPv{version}: many addresses (million lookups/s)", note, figures),
    )


def ranges(index: Index[int], version: int) -> Any:
    """Where another prefix may begin or end, as far as 64 bits tell: for a bisection."""
    width, found = WIDTH[version], set()
    for prefix, _ in index.items(None):
        found |= {prefix.addr, prefix.addr + (1 << width - prefix.plen)}
    kind = np.uint32 if version == 4 else np.uint64
    rest = 0 if version == 4 else 64
    return np.array(sorted({e >> rest for e in found if e < 1 << width}), kind)


def calls(get: Callable[[Any], Any], asked: list[Any]) -> Callable[[], object]:
    """One call for each of some addresses."""

    def run() -> None:
        for each in asked:
            get(each)

    return run


def turns(runs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median of the seconds of each, after one that does not count."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds + 1):
        for name, run in runs.items():
            start = time.process_time()
            run()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(each[1:]) for name, each in times.items()}


def told(title: str, figures: Figures, *, least: bool) -> None:
    """Print ratios, then figures."""
    print(f"\n{title}")
    for stream, found in figures.items():
        ours = [
            name
            for name in found
            if name in ("rtentry", "rtentry, no helper", "numpy", "numba")
        ]
        peers = {name: value for name, value in found.items() if name not in ours}
        best = (min if least else max)(peers.values(), default=0)
        ratio = best / found[ours[0]] if least else found[ours[-1]] / max(best, 1e-9)
        rest = "  ".join(f"{name} {value:.3g}" for name, value in found.items())
        against = f"best peer {ratio:6.1f} x" if peers else "no peer takes it  "
        print(f"  {stream:24} {against}  {rest}")


def plot(name: str, chart: Chart) -> None:
    """Write a chart for the documentation."""
    PLOTS.mkdir(exist_ok=True)
    (PLOTS / f"lpm-{name}.svg").write_text(svg(chart))


# -- building and changing -------------------------------------------------------------


def built(path: str, note: str) -> None:
    """How long each takes to build, and how much memory, in a process of its own."""
    print("\nbuilding (seconds, MiB of resident memory), IPv4 and IPv6 in one process")
    figures: Figures = {"seconds x 100": {}, "MiB": {}}
    for name in lpm_peers.there():
        if name == "rtentry, no helper":
            continue
        argv = [sys.executable, "-m", "bench.lpm_build", name, path]
        done = subprocess.run(argv, check=True, capture_output=True, text=True, env=environment())  # fmt: skip
        seconds, size = map(float, done.stdout.split())
        figures["seconds x 100"][name], figures["MiB"][name] = seconds * 100, size
        print(f"  {name:14} {seconds:6.2f} s {size:6.0f} MiB")
    plot("build", Chart("Building a full table (1/100 s; MiB)", note, figures))


def changes(table: list[Prefix]) -> None:
    """How many changes a second an index takes while it is asked."""
    rng = random.Random(1)
    index = Index((prefix, rng.randint(1, 512)) for prefix in table)
    some = [(rng.choice(table), rng.random() < 0.2, rng.randint(1, 512)) for _ in range(CHANGES)]  # fmt: skip
    for prefix in (some[0][0].host, Prefix(6, 0, 128)):
        index.match(prefix)
    gc.collect()
    start = time.process_time()
    for prefix, withdrawn, value in some:
        if withdrawn and index.exact(prefix) is not None:
            index.delete(prefix)
        else:
            index.insert(prefix, value)
    seconds = time.process_time() - start
    print(f"\nchanging\n  {CHANGES / seconds:,.0f} changes/s in place")


def words() -> Iterator[Any]:
    """The arguments, or what stands for them."""
    given = sys.argv[1:]
    yield given[0] if given else os.environ.get("RTENTRY_PREFIXES", "random")
    yield int(given[1]) if len(given) > 1 else 20_000
    yield int(given[2]) if len(given) > 2 else 5


if __name__ == "__main__":
    main(*words())
