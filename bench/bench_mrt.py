"""
Dumps of BGP routes: octets -> the best path of each prefix.

    python -m bench.bench_mrt [PREFIXES [ROUNDS]]

Data (seed 1): PREFIXES (4,000) IPv4 prefixes with 20 paths each, as collectors have them:
paths of 2 to 7 ASes, each peer's path shared by 5 prefixes that stand together; once as a
TABLE_DUMP_V2, once as a TABLE_DUMP, which has a record for each path, and AS numbers of two
octets.  What is timed, in turns, ROUNDS (5) times:

* `rtentry`: the file read to a snapshot, the best path of each prefix chosen;
* `mrtparse`: all records read; nothing is chosen.

Reported, of each: the median ratio of times in one round, aimed at 20; the rates (paths a second).
Times are those of the processor.  Not timed: start-up.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_address
from pathlib import Path
from struct import pack

AIM, PEERS, SHARED = 20, 20, 5


def attribute(kind: int, value: bytes) -> bytes:
    """A path attribute."""
    return bytes([0x40, kind, len(value)]) + value


def paths(chance: random.Random, width: int) -> list[bytes]:
    """The attributes of each peer's path, with AS numbers of some octets."""
    out, letter = [], "H" if width == 2 else "I"
    for _ in range(PEERS):
        numbers = [64496 + chance.randrange(1000) for _ in range(chance.randint(2, 7))]
        path = pack(f">BB{len(numbers)}{letter}", 2, len(numbers), *numbers)
        told = attribute(1, b"\0") + attribute(2, path)
        told += attribute(3, ip_address("192.0.2.1").packed)
        out.append(told + attribute(8, pack(">HH", 64496, chance.randrange(100))))
    return out


def rows(count: int, width: int) -> Iterator[tuple[int, bytes, list[bytes]]]:
    """The prefixes: number, address, the attributes of all paths."""
    chance = random.Random(1)
    told: list[bytes] = []
    for n in range(count):
        told = told if n % SHARED else paths(chance, width)
        yield n, (0x0A000000 + (n << 8)).to_bytes(4), told


def record(kind: int, subtype: int, body: bytes) -> bytes:
    """A record."""
    return pack(">IHHI", 0, kind, subtype, len(body)) + body


def table_dump_v2(count: int) -> Iterator[bytes]:
    """The data as a TABLE_DUMP_V2."""
    one = b"\x02" + bytes(4) + ip_address("192.0.2.1").packed + pack(">I", 64496)
    yield record(13, 1, bytes(6) + pack(">H", PEERS) + one * PEERS)
    for n, net, told in rows(count, 4):
        body = pack(">IB", n, 24) + net[:3] + pack(">H", PEERS)
        for peer, each in enumerate(told):
            body += pack(">HIH", peer, 0, len(each)) + each
        yield record(13, 2, body)


def table_dump(count: int) -> Iterator[bytes]:
    """The data as a TABLE_DUMP."""
    for n, net, told in rows(count, 2):
        for peer, each in enumerate(told):
            body = pack(">HH4sBBI", 0, n & 0xFFFF, net, 24, 1, 0)
            body += pack(">BBBBHH", 192, 0, 2, peer + 1, 64496 + peer, len(each))
            yield record(12, 1, body + each)


FORMS = {
    # name: what makes the data, records beside those of routes, records of a prefix
    "TABLE_DUMP_V2": (table_dump_v2, 1, 1),
    "TABLE_DUMP": (table_dump, 0, PEERS),
}


def rtentry(path: Path) -> int:
    """Read by us: how many prefixes."""
    from rtentry.sources import read
    from rtentry.wire import bgp

    bgp.path.cache_clear()
    bgp.as_path.cache_clear()
    return len(read(f"mrt:{path}")[0].routes)


def mrtparse(path: Path) -> int:
    """Read by mrtparse: how many records."""
    from mrtparse import Reader

    reader = Reader(str(path))
    count = sum(1 for _ in reader)
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
        for name, (make, more, each) in FORMS.items():
            path.write_bytes(b"".join(make(count)))
            times = [
                (
                    seconds(mrtparse, path, count * each + more),
                    seconds(rtentry, path, count),
                )
                for _ in range(rounds)
            ]
            report(name, count, times)


def report(name: str, count: int, times: Sequence[tuple[float, float]]) -> None:
    """The ratio, and the rates."""
    ratio = statistics.median([theirs / ours for theirs, ours in times])
    print(f"{name}: mrtparse / rtentry: {ratio:.1f} (aimed at: {AIM})")
    for who, values in zip(
        ("mrtparse", "rtentry"), zip(*times, strict=True), strict=True
    ):
        rate = count * PEERS / statistics.median(values)
        print(f"    {who:14} {rate:12,.0f} paths a second")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [4000, 5][len(numbers) :]))
