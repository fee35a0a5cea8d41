"""
How long `rtentry who default` takes with many sockets.

    python -m bench.bench_who [SOCKETS [ROUNDS]]

What is timed: whole processes, ROUNDS (5) of them, in a network namespace with SOCKETS
(10,000) TCP connections to one address behind the default route; the process that has
them open is looked up in /proc.  Reported: the least time (s), and that of `ss -tanp`
for comparison.  The promise is 0.5 s.  Needs root.  Not timed: making the sockets.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.live.namespaces import batch, missing, namespaces, process

HOST = """
link set lo up
link add e0 type veth peer name f0 netns {far}
link set e0 up
addr add 192.0.2.1/24 dev e0
route add default via 192.0.2.2
"""

FAR = """
link set lo up
link set f0 up
addr add 192.0.2.2/24 dev f0
addr add 198.51.100.9/32 dev lo
"""

SERVER = """
import resource, socket, sys, threading
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
tcp = socket.create_server(("198.51.100.9", 8080), backlog=4096)
held = []
def take():
    while True:
        held.append(tcp.accept())
threading.Thread(target=take, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
"""

CLIENT = """
import resource, socket, sys
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
held = [socket.create_connection(("198.51.100.9", 8080)) for _ in range({many})]
print("ready", flush=True)
sys.stdin.read()
"""

PROMISE = 0.5
"""Seconds."""


def main(many: int, rounds: int) -> None:
    if reason := missing():
        print(f"bench_who: {reason}")
        return
    rtentry = str(Path(sys.executable).with_name("rtentry"))
    with namespaces("host", "far") as (host, far):
        batch(host, HOST.format(far=far))
        batch(far, FAR)
        with process(far, SERVER), process(host, CLIENT.format(many=many)):
            runs = {
                "rtentry who default": [rtentry, "-N", host, "who", "default"],
                "ss -tanp": ["ip", "netns", "exec", host, "ss", "-tanp"],
            }
            for name, argv in runs.items():
                best = min(timed(argv) for _ in range(rounds))
                print(f"{name:22} {many:>7,} sockets {best:7.3f} s")
                if name.startswith("rtentry"):
                    print(
                        f"promise: {PROMISE} s: {'kept' if best <= PROMISE else 'broken'}"
                    )


def timed(argv: list[str]) -> float:
    """Seconds that a command takes; its output is read and thrown away."""
    start = time.perf_counter()
    subprocess.run(argv, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    main(*(words + [10_000, 5][len(words) :]))
