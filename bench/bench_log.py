"""
Logs: a small table printed again and again.

    python -m bench.bench_log [LISTINGS]

Data: LISTINGS (4,000) listings of some lines under prompts: `route -n` of net-tools, of
which most are the same; `netstat -rn` of OpenBSD, whose counters are others each time; and
`ip neigh show` with another argument each time, which are all of one moment.  What is
timed: reading a quarter of them, then all (time of the processor).  Reported: milliseconds
a listing, promised to be below 0.5, for both: where they are equal, time is linear.
"""

from __future__ import annotations

import sys
import time

from rtentry.api import parse

ROUTES = """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
0.0.0.0         192.0.2.1       0.0.0.0         UG    100    0        0 eth0
192.0.2.0       0.0.0.0         255.255.255.0   U     100    0        0 eth0
"""

COUNTED = """\
Routing tables

Internet:
Destination        Gateway            Flags     Refs     Use    Mtu  Interface
default            192.0.2.1          UGS         2 {:8}      -   em0
192.0.2/24         192.0.2.7          UC          1        0      -   em0
"""

NEIGHBOR = "198.51.100.{} dev eth{} lladdr 02:00:5e:10:00:01 REACHABLE\n"


def routes(n: int) -> str:
    """The same table but for one in fifty."""
    return "root@r1:~# route -n\n" + ROUTES.replace("192.0.2.1 ", f"192.0.2.{n % 50 // 49 + 1} ")  # fmt: skip


def counted(n: int) -> str:
    """A table whose counter has grown."""
    return "r1# netstat -rn -f inet\n" + COUNTED.format(n)


def neighbor(n: int) -> str:
    """A neighbour that was asked for."""
    return f"root@r1:~# ip neigh show {n}\n" + NEIGHBOR.format(n % 250, n // 250)


LOGS = {"route -n": routes, "netstat -rn": counted, "ip neigh show": neighbor}


def main(count: int) -> None:
    """Make the logs, read them, report."""
    for name, make in LOGS.items():
        each = []
        for listings in (count // 4, count):
            text = "".join(map(make, range(listings)))
            start = time.process_time()
            parse(text)
            each.append((time.process_time() - start) / listings * 1e3)
        print(f"{name:14} {each[0]:.2f} ms a listing of {count // 4:,}, {each[1]:.2f} of {count:,}")  # fmt: skip


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["4000"])[0]))
