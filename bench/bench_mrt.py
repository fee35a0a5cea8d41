"""
Dumps of BGP routes: octets -> the best path of each prefix.

    python -m bench.bench_mrt [PREFIXES [ROUNDS]]

Data: a TABLE_DUMP_V2 of PREFIXES (4,000) IPv4 prefixes with 20 paths each (seed 1), as
collectors have them: paths of 2 to 7 ASes, each peer's path shared by 5 prefixes that
stand together.  What is timed, in turns, ROUNDS (5) times:

* `rtentry`: the file read to a snapshot, the best path of each prefix chosen;
* `mrtparse`: all records read; nothing is chosen.

Reported: the median ratio of times in one round, aimed at 20; the rates (paths a second).
Times are those of the processor.  Not timed: start-up.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from struct import pack

AIM, PEERS, SHARED = 20, 20, 5


def attribute(kind: int, value: bytes) -> bytes:
    """A path attribute."""
    return bytes([0x40, kind, len(value)]) + value


def paths(chance: random.Random) -> bytes:
    """The entries of a prefix, after their count."""
    out = pack(">H", PEERS)
    for peer in range(PEERS):
        numbers = [64496 + chance.randrange(1000) for _ in range(chance.randint(2, 7))]
        told = attribute(1, b"\0")
        told += attribute(2, pack(f">BB{len(numbers)}I", 2, len(numbers), *numbers))
        told += attribute(3, ip_address("192.0.2.1").packed)
        told += attribute(8, pack(">HH", 64496, chance.randrange(100)))
        out += pack(">HIH", peer, 0, len(told)) + told
    return out


def record(subtype: int, body: bytes) -> bytes:
    """A record of TABLE_DUMP_V2."""
    return pack(">IHHI", 0, 13, subtype, len(body)) + body


def dump(count: int) -> bytes:
    """The data."""
    chance = random.Random(1)
    one = b"\x02" + bytes(4) + ip_address("192.0.2.1").packed + pack(">I", 64496)
    out = [record(1, bytes(6) + pack(">H", PEERS) + one * PEERS)]
    entries = b""
    for n in range(count):
        entries = entries if n % SHARED else paths(chance)
        net = (0x0A000000 + (n << 8)).to_bytes(4)
        out.append(record(2, pack(">IB", n, 24) + net[:3] + entries))
    return b"".join(out)


def rtentry(path: Path) -> int:
    """Read by us: how many prefixes."""
    from rtentry.sources import read
    from rtentry.wire import bgp

    bgp.path.cache_clear()
    bgp.as_path.cache_clear()
    return len(read(f"mrt:{path}")[0].routes)


def mrtparse(path: Path) -> int:
    """Read by mrtparse: how many prefixes."""
    from mrtparse import Reader

    reader = Reader(str(path))
    count = sum(1 for _ in reader) - 1
    reader.f.close()
    return count


def seconds(read: Callable[[Path], int], path: Path, count: int) -> float:
    """Time of the processor for one reading."""
    start = time.process_time()
    found = read(path)
    taken = time.process_time() - start
    assert found == count, found
    return taken


def main(count: int, rounds: int) -> None:
    """Make the data, time, report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rib.mrt"
        path.write_bytes(dump(count))
        times = [
            (seconds(mrtparse, path, count), seconds(rtentry, path, count))
            for _ in range(rounds)
        ]
    ratio = statistics.median([theirs / ours for theirs, ours in times])
    print(f"mrtparse / rtentry: {ratio:.1f} (aimed at: {AIM})")
    for name, values in zip(
        ("mrtparse", "rtentry"), zip(*times, strict=True), strict=True
    ):
        rate = count * PEERS / statistics.median(values)
        print(f"    {name:14} {rate:12,.0f} paths a second")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [4000, 5][len(numbers) :]))
