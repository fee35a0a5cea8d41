"""
The faces of other packages against the packages themselves.

    python -m bench.bench_compat [PREFIXES [ROUNDS]]

Data: 100, then PREFIXES (300,000) random IPv4 prefixes with about the lengths of an
Internet table, 60 % of them /24 (seed 1).  What is timed, in turns, ROUNDS (5) times each:

* one look: 50,000 addresses as text, drawn from the prefixes, one after the other;
* the fill: all prefixes put in, as text; with the first look, which makes what is made late.

Reported: the median ratio of times in one round, original / face: above 1 the face is
faster; and nanoseconds.  Times are those of the processor.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from ipaddress import ip_address
from typing import Any

LENGTHS = [24] * 60 + [22] * 11 + [23] * 10 + [20] * 5 + [21] * 5 + [19] * 3 + [16] * 2
LOOKS = 50_000
FEW = 100

FACES = {
    "pytricia": ("PyTricia", "insert", "get", ("x",)),
    "radix": ("Radix", "add", "search_best", ()),
    "SubnetTree": ("SubnetTree", "insert", "__getitem__", ("x",)),
}
"""Module -> class, what puts a prefix in, what looks, what is put in besides."""


def prefixes(count: int) -> list[str]:
    """The prefixes, as text."""
    chance = random.Random(1)
    found: set[str] = set()
    while len(found) < count:
        plen = chance.choice(LENGTHS)
        addr = chance.randrange(1 << 24, 224 << 24) >> 32 - plen << 32 - plen
        found.add(f"{ip_address(addr)}/{plen}")
    return sorted(found)


def seconds(call: Callable[..., Any], keys: Sequence[str], *args: Any) -> float:
    """Time of the processor for one call a key."""
    start = time.process_time()
    for key in keys:
        call(key, *args)
    return time.process_time() - start


def compare(module: str, nets: list[str], looks: list[str], rounds: int) -> None:
    """Time one face beside its original."""
    kind, put, look, value = FACES[module]
    makers = [module, f"rtentry.compat.{module.lower()}"]
    trees = [getattr(import_module(each), kind)() for each in makers]
    fill = [
        seconds(getattr(tree, put), nets, *value)
        + seconds(getattr(tree, look), looks[:1])
        for tree in trees
    ]
    times: list[list[float]] = [[], []]
    for _ in range(rounds):
        for tree, taken in zip(trees, times, strict=True):
            taken.append(seconds(getattr(tree, look), looks))
    ratio = statistics.median([a / b for a, b in zip(*times, strict=True)])
    theirs, ours = [statistics.median(each) / len(looks) * 1e9 for each in times]
    print(
        f"{module:11} one look: {ratio:5.2f} ({theirs:5.0f} / {ours:5.0f} ns)", end=""
    )
    theirs, ours = [each / len(nets) * 1e9 for each in fill]
    print(f"   fill: {theirs / ours:5.2f} ({theirs:5.0f} / {ours:5.0f} ns)")


def main(count: int, rounds: int) -> None:
    """Make the data, time, report."""
    nets = prefixes(count)
    chance = random.Random(2)
    looks = [net.partition("/")[0] for net in chance.choices(nets, k=LOOKS)]
    print(f"{count:,} prefixes")
    for module in FACES:
        try:
            import_module(module)
        except ImportError:
            print(f"{module:11} is not installed")
        else:
            compare(module, nets, looks, rounds)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    many, turns = numbers + [300_000, 5][len(numbers) :]
    for size in (FEW, many):
        main(size, turns)
