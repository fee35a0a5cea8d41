"""
A large table as arrays: a netlink dump -> frames, against records.

    python -m bench.bench_frame [ROUTES [ROUNDS]]

Data: a dump of ROUTES (1,000,000) IPv4 routes of 60 octets each through 32 gateways, in
datagrams of 32 KiB as the kernel cuts them (seed 1), made here.  What is timed, ROUNDS
(5) interleaved rounds after one to warm up, processor time:

* `frame`:   64 datagrams at a time by `wire.runframe`, all joined to one frame;
* `records`: the same by `wire.run`, to a million Routes.

Reported: the median ratio of one round, then medians (s).  Not timed: the kernel, which
takes longer than either to write the dump (see `netlink`).
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from struct import pack

from rtentry.frame import frames
from rtentry.wire import netlink, run, runframe
from rtentry.wire.netlink import HEADER
from rtentry.wire.rtmsg import RTMSG

NAMES = {2: "eth0"}


def dump(count: int) -> list[bytes]:
    """The datagrams of a dump."""
    rng = random.Random(1)
    head = HEADER.pack(60, 24, 2, 1, 1) + RTMSG.pack(2, 24, 0, 0, 254, 3, 0, 1, 0)
    head += pack("=HHI", 8, 15, 254) + pack("=HH", 8, 1)
    ways = [
        pack("=HH4sHHI", 8, 5, bytes((192, 0, 2, n)), 8, 4, 2) for n in range(1, 33)
    ]
    step, every = (222 << 24) // count, []
    for n in range(count):
        addr = (1 << 24) + n * step & 0xFFFFFF00
        every.append(head + addr.to_bytes(4) + rng.choice(ways))
    return [b"".join(every[n : n + 546]) for n in range(0, count, 546)]


def framed(datagrams: list[bytes]) -> object:
    """Frames of all datagrams, sixty-four at a time."""
    decoder, parts = runframe.decoder(NAMES), list[object]()
    for n in range(0, len(datagrams), 64):
        netlink.parse(b"".join(datagrams[n : n + 64]), decoder, parts)
    return frames(runframe.table(parts))  # type: ignore[arg-type]


def records(datagrams: list[bytes]) -> object:
    """Routes of all datagrams."""
    decoder, routes = run.decoder(NAMES), list[object]()
    for datagram in datagrams:
        netlink.parse(datagram, decoder, routes)  # type: ignore[arg-type]
    return routes


def main(count: int, rounds: int) -> None:
    """Make the dump, time, report."""
    datagrams = dump(count)
    gc.freeze()
    gc.disable()
    times: dict[str, list[float]] = {"frame": [], "records": []}
    ways: dict[str, Callable[[list[bytes]], object]] = {
        "frame": framed,
        "records": records,
    }
    for n in range(rounds + 1):
        for name, way in ways.items():
            start = time.process_time()
            made = way(datagrams)
            if n:
                times[name].append(time.process_time() - start)
            del made
    both = zip(times["records"], times["frame"], strict=True)
    ratio = statistics.median([slow / fast for slow, fast in both])
    print(f"{count:,} routes; records / frame: {ratio:.1f}")
    for name, found in times.items():
        print(f"{name:8} {statistics.median(found):7.3f} s")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [1_000_000, 5][len(numbers) :]))
