"""
A small internet of network namespaces, made for a test and removed after it.

    host ──┐ br0                                192.0.2.0/24, 2001:db8::/64
           ├── router ── far                    198.51.100.0/24, 2001:db8:f::/64, MTU 1400
    other ─┘

``host`` reaches ``far`` through ``router``, over a link too narrow for its packets: a
large one gives it a path MTU exception.  It believes that 203.0.113.0/24 (and
2001:db8:c::/64), which is behind ``other``, is behind ``router`` too: a packet there
gives it a redirect.  Everything else that a Linux table may hold is configured in
``host``.

    with world() as net:
        text = run(net.host, "ip", "route")
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import NamedTuple

TOOLS = ("ip", "ss", "ping")

NUMBERS = count(1)
"""Makes the names of namespaces unique in this process."""

LINKS = """
link add h0 type veth peer name p1 netns {router}
link set h0 netns {host}
link add o0 type veth peer name p2 netns {router}
link set o0 netns {other}
link add r1 type veth peer name f0 netns {far}
link set r1 netns {router}
"""

ROUTER = """
link set lo up
link add br0 type bridge
link set br0 addrgenmode none
link set p1 master br0 up
link set p2 master br0 up
link set br0 up
link set r1 mtu 1400 up
addr add 192.0.2.1/24 dev br0
addr add 198.51.100.1/24 dev r1
addr add fe80::1/64 dev br0 nodad
addr add 2001:db8::1/64 dev br0 nodad
addr add 2001:db8:f::1/64 dev r1 nodad
route add 203.0.113.0/24 via 192.0.2.3
"""

ROUTER6 = """
route add 2001:db8:c::/64 via fe80::3 dev br0
"""

OTHER = """
link set lo up
link set o0 addrgenmode none
link set o0 up
addr add 192.0.2.3/24 dev o0
addr add 203.0.113.1/24 dev o0
addr add fe80::3/64 dev o0 nodad
addr add 2001:db8::3/64 dev o0 nodad
addr add 2001:db8:c::1/64 dev o0 nodad
"""

FAR = """
link set lo up
link set f0 mtu 1400 up
addr add 198.51.100.9/24 dev f0
addr add 2001:db8:f::9/64 dev f0 nodad
route add default via 198.51.100.1
"""

FAR6 = """
route add ::/0 via 2001:db8:f::1
"""

HOST = """
link set lo up
link set h0 address 52:54:05:e3:51:87
link set h0 up
link add verylongifname0 type veth peer name v1
link set verylongifname0 up
link set v1 up
link add br9 type bridge
addr add 192.0.2.254/24 brd + dev h0
addr add 10.9.0.1/16 dev verylongifname0
addr add 10.8.0.1 peer 10.8.0.2/32 dev v1
addr add 2001:db8::fe/64 dev h0 nodad
addr add 2001:db8:7::1/64 dev verylongifname0 nodad valid_lft 3600 preferred_lft 1800
route add default via 192.0.2.1 metric 100
route add 198.51.100.0/24 via 192.0.2.1
route add 203.0.113.0/24 via 192.0.2.1
route add 10.1.0.0/16 via 192.0.2.2 mtu 1400 advmss 1360 window 8192 rtt 250ms
route add 10.2.0.0/16 via 192.0.2.2 mtu lock 1400 metric 7 proto static src 192.0.2.254
route add 10.3.0.0/16 via 192.0.2.2 rttvar 80ms ssthresh 5 cwnd lock 6 reordering 4 hoplimit 9
route add 10.4.0.0/16 via 192.0.2.2 initcwnd 3 features ecn rto_min 20ms initrwnd 4
route add 10.5.0.0/16 via 192.0.2.2 quickack 1 congctl reno fastopen_no_cookie 1
route add 10.6.0.0/16 via 192.0.2.2 realm 3/4
route add 10.7.0.0/16 tos 0x10 via 192.0.2.2 proto 77
route add blackhole 10.66.0.0/16
route add unreachable 10.67.0.0/16
route add prohibit 10.68.0.0/16 metric 50
route add throw 10.69.0.0/16
route add 192.0.2.7 via 192.0.2.3 proto redirect
route add 172.16.0.0/12 dev verylongifname0 scope link
route add 172.31.0.0/16 nexthop via 192.0.2.4 weight 2 nexthop via 192.0.2.5 dev h0 weight 3
route add 172.30.0.0/16 nexthop via inet6 fe80::9 dev h0 nexthop via 192.0.2.5 dev h0 onlink
route add 10.82.0.0/16 via inet6 fe80::9 dev h0
route add 10.83.0.0/16 via 10.200.0.9 onlink dev h0
route add 10.84.0.0/16 via 192.0.2.2 table 100
route add 10.85.0.0/16 via 192.0.2.2 table 70000 proto bird
route add local 10.86.0.0/16 dev lo
route add default via 192.0.2.3 table 100
neigh add 192.0.2.2 lladdr 08:00:46:64:74:1b dev h0 nud permanent
neigh add 192.0.2.4 lladdr 08:00:46:64:74:1d dev h0 nud stale
neigh add 192.0.2.5 dev h0 nud failed
neigh add 192.0.2.6 lladdr 08:00:46:64:74:1e dev h0 nud noarp
neigh add 192.0.2.8 lladdr 08:00:46:64:74:1f dev h0 nud reachable
neigh add 192.0.2.10 lladdr 08:00:46:64:74:20 dev h0 nud stale extern_learn
neigh add 192.0.2.11 lladdr 08:00:46:64:74:21 dev h0 nud permanent proto static
neigh add proxy 192.0.2.77 dev h0
neigh add proxy 2001:db8::77 dev h0
neigh add 2001:db8::2 lladdr 08:00:46:64:74:1b dev h0 nud permanent router
rule add from 192.0.2.0/24 to 10.0.0.0/8 lookup 100 priority 1000
rule add fwmark 0x10/0xff lookup 100 priority 1001
rule add iif h0 oif v1 tos 0x10 blackhole priority 1002
rule add not to 10.99.0.0/16 lookup 200 priority 1008
rule add uidrange 100-200 ipproto tcp sport 80 dport 90-99 lookup 70000 priority 1003
rule add goto 32766 priority 1004
rule add lookup main suppress_prefixlength 0 priority 1005
rule add unreachable to 10.99.0.0/16 priority 1006
rule add prohibit iif nosuch0 priority 1007
nexthop add id 5 via 192.0.2.2 dev h0
nexthop add id 6 via 192.0.2.3 dev h0 onlink proto bgp
nexthop add id 7 blackhole
nexthop add id 8 group 5,3/6,200
nexthop add id 9 via 2001:db8::2 dev h0
nexthop add id 10 group 5/6 type resilient buckets 8
nexthop add id 11 dev verylongifname0
route add 10.90.0.0/16 nhid 5
route add 10.91.0.0/16 nhid 8
route add 10.92.0.0/16 nhid 7
route add 10.93.0.0/16 nhid 9
"""

HOST6 = """
route add ::/0 via fe80::1 dev h0
route add 2001:db8:1::/48 via fe80::1 dev h0 metric 77 mtu 1280
route add 2001:db8:2::7/128 via 2001:db8::2
route add 2001:db8:3::/48 nexthop via 2001:db8::3 weight 2 nexthop via 2001:db8::4
route add 2001:db8:4::/48 via 2001:db8::2 expires 600
route add 2001:db8:5::/48 via 2001:db8::2 pref high table 100
route add 2001:db8:6::/48 from 2001:db8::/64 via 2001:db8::2
route add blackhole 2001:db8:66::/48
route add unreachable 2001:db8:67::/48
route add prohibit 2001:db8:68::/48
route add throw 2001:db8:69::/48
rule add from 2001:db8::/32 lookup 100 priority 1000
route add 2001:db8:90::/48 nhid 9
"""

WRAPPED = """
route add 10.87.0.0/16 encap ip id 42 src 10.0.0.1 dst 10.0.0.2 ttl 9 tos 4 key dev h0
route add 10.88.0.0/16 encap ip6 id 43 dst 2001:db8::9 hoplimit 9 dev h0
"""

WRAPPED6 = """
route add 2001:db8:8::/48 encap seg6 mode encap segs 2001:db8::a,2001:db8::b dev h0
"""
"""Lightweight tunnels: not every kernel has them."""

FORWARDING = ("net/ipv4/ip_forward=1", "net/ipv6/conf/all/forwarding=1")
"""
What makes a router.  ``other`` is one, too: its advertisements would say that it is a
host, and the kernel then forgets what was redirected to it (net/ipv6/ndisc.c).
"""

LASTING = "net/ipv6/route/gc_interval=3600"
"""Exceptions that nobody used for that long are forgotten (net/ipv6/ip6_fib.c)."""

SERVER = """
import socket, sys
tcp = socket.create_server(("::", 8080), family=socket.AF_INET6, dualstack_ipv6=True)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("198.51.100.9", 5353))
print("ready", flush=True)
held = []
for _ in range(2):
    connection, _ = tcp.accept()
    connection.sendall(connection.recv(100))
    held.append(connection)
sys.stdin.read()
"""
"""Of ``far``: echoes once on each of two connections, and keeps them."""

CLIENT = """
import socket, sys
held = []
for address in ("198.51.100.9", "2001:db8:f::9"):
    connection = socket.create_connection((address, 8080))
    connection.sendall(b"x" * 100)
    connection.recv(100)
    held.append(connection)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.connect(("198.51.100.9", 5353))
bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
bound.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"h0")
bound.bind(("", 6000))
print("ready", flush=True)
sys.stdin.read()
"""
"""Of ``host``: two TCP connections to ``far``, a connected and a bound UDP socket."""


class World(NamedTuple):
    """
    The namespaces, by name (ip-netns(8)), and the processes in them.

    Fields:
        client, server: pids of the processes that hold sockets in ``host`` and ``far``.
    """

    host: str
    router: str
    other: str
    far: str
    client: int = 0
    server: int = 0


def missing() -> str | None:
    """Why no namespaces can be made here; ``None`` if they can."""
    if sys.platform != "linux":
        return "network namespaces need Linux"
    if os.geteuid() != 0:
        return "making network namespaces needs root"
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent:
        return f"not installed: {', '.join(absent)}"
    made = subprocess.run(
        ["unshare", "--net", "true"], check=False, capture_output=True, text=True
    )
    return None if made.returncode == 0 else f"no namespaces: {made.stderr.strip()}"


def run(netns: str, *argv: str, text: str = "", check: bool = True) -> str:
    """What a command prints when it runs in *netns* with *text* as its input."""
    argv = ("ip", "netns", "exec", netns, *argv)
    done = subprocess.run(argv, input=text, check=False, capture_output=True, text=True)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(argv)}: {done.stderr.strip()}")
    return done.stdout


def batch(netns: str, text: str, *options: str) -> None:
    """Have ip(8) do each line of *text* in *netns*."""
    run(netns, "ip", *options, "-batch", "-", text=text)


@contextmanager
def namespaces(*roles: str) -> Iterator[tuple[str, ...]]:
    """Empty namespaces with unique names that end in *roles*; removed at the end."""
    stem = f"rt{os.getpid()}-{next(NUMBERS)}"
    names = tuple(f"{stem}-{role}" for role in roles)
    made = []
    try:
        for name in names:
            subprocess.run(["ip", "netns", "add", name], check=True)
            made.append(name)
        yield names
    finally:
        for name in made:
            subprocess.run(["ip", "netns", "del", name], check=False)


@contextmanager
def process(netns: str, script: str) -> Iterator[int]:
    """A Python script that runs in *netns* until the end, once it has said "ready"."""
    argv = ["ip", "netns", "exec", netns, sys.executable, "-c", script]
    with subprocess.Popen(
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        try:
            if started.stdout.readline() != "ready\n":
                raise RuntimeError(f"a script did not start in {netns}")
            yield started.pid
        finally:
            started.terminate()


def set_sysctls(netns: str, *settings: str) -> None:
    """Set kernel parameters, given as ``path/below/proc/sys=value``."""
    lines = [f"echo {value} > /proc/sys/{path}" for path, _, value in split(settings)]
    run(netns, "sh", "-ec", "\n".join(lines))


def split(settings: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Settings as (path, "=", value)."""
    return [setting.partition("=") for setting in settings]


@contextmanager
def world() -> Iterator[World]:
    """The whole internet, with sockets open and exceptions learned."""
    with namespaces("host", "router", "other", "far") as names:
        host, router, other, far = names
        for name in names:
            set_sysctls(name, "net/ipv6/conf/default/accept_dad=0", LASTING)
        for name in (router, other):
            set_sysctls(name, *FORWARDING)
        subprocess.run(
            ["ip", "-batch", "-"],
            input=LINKS.format(host=host, router=router, other=other, far=far),
            check=True,
            text=True,
        )
        for name, text, text6 in (
            (router, ROUTER, ROUTER6),
            (other, OTHER, ""),
            (far, FAR, FAR6),
            (host, HOST, HOST6),
        ):
            batch(name, text)
            batch(name, text6, "-6")
        with suppress(RuntimeError):
            batch(host, WRAPPED)
            batch(host, WRAPPED6, "-6")
        learn(host)
        with process(far, SERVER) as server, process(host, CLIENT) as client:
            yield World(host, router, other, far, client, server)


TRIES = 5
"""How often a busy machine may miss a redirect."""


def learn(host: str) -> None:
    """Send the packets that ``host`` learns exceptions from."""
    for address, size in (("198.51.100.9", "1472"), ("2001:db8:f::9", "1452")):
        run(host, *ping(address), "-M", "do", "-s", size, check=False)
    for address, gateway in (
        ("203.0.113.1", "192.0.2.3"),
        ("2001:db8:c::1", "fe80::3"),
    ):
        for _ in range(TRIES):
            run(host, *ping(address), check=False)
            if f"via {gateway} " in run(host, "ip", "route", "get", address):
                break


def ping(address: str) -> tuple[str, ...]:
    """
    A ping of a few packets that waits a second at most.

    The first redirect makes the host look for the new router, the second one makes the
    exception, and the packet after that uses it.
    """
    return ("ping", "-n", "-c", "5", "-i", "0.1", "-W", "1", address)
