"""``rtentry who`` with real sockets: as ss(8) shows them; ``--if-gone`` as the kernel does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.live.namespaces import batch, missing, namespaces, process, run

from rtentry.hanging.target import target_of
from rtentry.hanging.without import without
from rtentry.sources import Ask, netns

pytestmark = pytest.mark.live

LINKS = """
link set lo up
link add e0 type veth peer name f0 netns {far}
link add e1 type veth peer name f1 netns {far}
link set e0 mtu 1500 up
link set e1 mtu 1400 up
addr add 192.0.2.1/24 dev e0
addr add 198.51.100.1/24 dev e1
addr add 2001:db8::1/64 dev e0 nodad
route add default via 192.0.2.2 metric 10
route add default via 198.51.100.2 metric 20
route add 203.0.113.0/25 via 198.51.100.2
route add 203.0.113.128/25 via 192.0.2.2 src 192.0.2.1
route add 203.0.113.200 via 192.0.2.2 table 100
rule add fwmark 7 lookup 100 priority 50
"""

FAR = """
link set lo up
link set f0 up
link set f1 mtu 1400 up
addr add 192.0.2.2/24 dev f0
addr add 198.51.100.2/24 dev f1
addr add 2001:db8::2/64 dev f0 nodad
addr add 203.0.113.1/32 dev lo
addr add 203.0.113.129/32 dev lo
addr add 203.0.113.200/32 dev lo
addr add 8.8.8.8/32 dev lo
"""

SERVER = """
import socket, sys
tcp = socket.create_server(("::", 8080), family=socket.AF_INET6, dualstack_ipv6=True)
print("ready", flush=True)
held = []
for _ in range(5):
    connection, _ = tcp.accept()
    held.append(connection)
sys.stdin.read()
"""

CLIENT = """
import socket, sys
held = []
def connect(address, mark=0, port=8080):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    one = socket.socket(family)
    if mark:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, mark)
    one.connect((address, port))
    held.append(one)
for address in ("8.8.8.8", "203.0.113.1", "203.0.113.129", "2001:db8::2"):
    connect(address)
connect("203.0.113.200", mark=7)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.connect(("8.8.8.8", 53))
bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
bound.bind(("198.51.100.1", 6000))
listening = socket.create_server(("192.0.2.1", 7000))
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def world() -> Iterator[tuple[str, int]]:
    """A host with sockets: the name of its namespace, and the pid of their process."""
    with namespaces("host", "far") as (host, far):
        batch(host, LINKS.format(far=far))
        batch(far, FAR)
        with process(far, SERVER), process(host, CLIENT) as pid:
            yield host, pid


@pytest.fixture(scope="module")
def host() -> Iterator[tuple[str, int]]:
    if reason := missing():
        pytest.skip(reason)
    with world() as made:
        yield made


def who(netns: str, *words: str) -> Any:
    argv = [sys.executable, "-m", "rtentry", "-N", netns, "-j", "who", *words]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [found] = json.loads(done.stdout)
    return found


def sockets(found: Any) -> set[tuple[str, str, int]]:
    """(protocol, peer, its port) of the sockets that hang on something."""
    records = [h["record"] for h in found["holders"] if h["kind"] == "socket"]
    return {(r["proto"], r.get("peer", "*"), r.get("pport", 0)) for r in records}


HANG = [
    # target               sockets: protocol, peer, port
    ("default",            {("tcp", "8.8.8.8", 8080), ("udp", "8.8.8.8", 53)}),
    ("203.0.113.0/25",     {("tcp", "203.0.113.1", 8080)}),
    ("203.0.113.200/32",   {("tcp", "203.0.113.200", 8080)}),
    ("198.51.100.2",       {("tcp", "203.0.113.1", 8080)}),
    ("192.0.2.2",          {("tcp", "8.8.8.8", 8080), ("udp", "8.8.8.8", 53), ("tcp", "203.0.113.129", 8080), ("tcp", "203.0.113.200", 8080)}),
    ("2001:db8::/64",      {("tcp", "2001:db8::2", 8080)}),
    ("198.51.100.1",       {("tcp", "203.0.113.1", 8080), ("udp", "*", 0)}),
]  # fmt: skip


@pytest.mark.parametrize(("target", "expected"), HANG)
def test_the_sockets_that_hang_on_a_target(host, target, expected):
    assert sockets(who(host[0], target)) == expected


def test_all_sockets_of_an_interface_are_those_that_ss_shows(host):
    netns, pid = host
    shown = run(netns, "ss", "-tunapeH")
    lines = [line.split() for line in shown.splitlines() if f"pid={pid}," in line]
    ends = {(x[0], x[4], x[5]) for x in lines}
    found = [*who(netns, "e0")["holders"], *who(netns, "e1")["holders"]]
    told = [h for h in found if h["kind"] == "socket"]
    records = [h["record"] for h in told]

    def end(address: str, port: Any) -> str:
        host_of = f"[{address}]" if ":" in address else address
        return f"{host_of}:{port}"

    ours = {
        (r["proto"], end(r["local"], r["lport"]), end(r["peer"], r["pport"]) if "peer" in r else "0.0.0.0:*")
        for r in records
    }  # fmt: skip
    assert ours == ends
    assert {r["pid"] for r in records} == {pid}
    assert {h["user"] for h in told} == {"root"}
    states = {x[1].replace("ESTAB", "ESTABLISHED") for x in lines if x[0] == "tcp"}
    assert {r["state"] for r in records if r["proto"] == "tcp"} == states


def test_refs_are_what_is_listed(host):
    found = who(host[0], "192.0.2.0/24")
    direct = [h for h in found["holders"] if "through" not in h]
    assert found["refs"] == len(direct)
    kinds = {h["kind"] for h in direct}
    assert {"clone", "route"} <= kinds


SWEPT = """
import socket, sys
server = socket.create_server(("127.0.0.1", 9090))
client = socket.create_connection(("127.0.0.1", 9090))
accepted, _ = server.accept()
print("ready", flush=True)
sys.stdin.read()
"""


def swept(target: str) -> dict[str, Any]:
    """What hangs on a target in each namespace: name of the namespace -> answer."""
    argv = [sys.executable, "-m", "rtentry", "-N", "all", "-j", "who", target]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    here = os.uname().nodename
    answers = json.loads(done.stdout)
    return {each["host"].removeprefix(here).removeprefix("."): each for each in answers}


def ends_by_ss(netns: str) -> set[tuple[str, str, str]]:
    """(local, peer, pid) of the connected TCP sockets that ss(8) shows."""
    argv = ["ss", "-N", netns, "-tnpH"]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    return {(x[3], x[4], re.findall(r"pid=(\d+)", x[5])[0]) for x in lines}


def ends(found: Any) -> set[tuple[str, str, str]]:
    """The same of our answer."""
    records = [h["record"] for h in found["holders"] if h["kind"] == "socket"]
    return {
        (f"{r['local']}:{r['lport']}", f"{r['peer']}:{r['pport']}", str(r["pid"]))
        for r in records
        if r["state"] == "ESTABLISHED"
    }


def test_a_sweep_shows_the_sockets_of_each_namespace_as_ss_does():
    if reason := missing():
        pytest.skip(reason)
    with namespaces("one", "two") as (one, two):
        for name in (one, two):
            batch(name, "link set lo up\n")
        with process(one, SWEPT), process(two, SWEPT):
            found = swept("lo")
            for name in (one, two):
                assert len(ends(found[name])) == 2
                assert ends(found[name]) == ends_by_ss(name)


def test_a_sweep_finds_namespaces_that_only_a_process_has():
    if reason := missing():
        pytest.skip(reason)
    argv = ["unshare", "--net", "sh", "-c", "ip link set lo up; echo ready; read x"]
    with subprocess.Popen(
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as nameless:
        assert nameless.stdout is not None
        assert nameless.stdout.readline() == "ready\n"
        assert str(nameless.pid) in swept("lo")
        assert who(str(nameless.pid), "lo")["target"] == "lo"
        nameless.communicate("\n")


def answer(netns: str, record: Any) -> dict[str, str]:
    """What the kernel says of a socket's packets: via, dev; empty = no route."""
    mark = ["mark", str(record["mark"])] if record.get("mark") else []
    words = [record["peer"], "from", record["local"], *mark]
    text = run(netns, "ip", "route", "get", *words, check=False)
    found = re.findall(r"(via|dev) (\S+)", text)
    return dict(found)


REMOVED = [
    # target             how it is removed
    ("default",          ["route del default metric 10", "route del default metric 20"]),
    ("203.0.113.0/25",   ["route del 203.0.113.0/25"]),
    ("192.0.2.2",        ["route del default metric 10", "route del 203.0.113.128/25", "route del 203.0.113.200 table 100"]),
    ("e0",               ["link del e0"]),
    ("e1",               ["link del e1"]),
    ("198.51.100.1",     ["addr del 198.51.100.1/24 dev e1"]),
    ("203.0.113.200/32", ["route del 203.0.113.200 table 100"]),
]  # fmt: skip


@pytest.mark.parametrize(("target", "commands"), REMOVED)
def test_if_gone_is_what_the_kernel_does_then(target, commands):
    if reason := missing():
        pytest.skip(reason)
    with world() as (netns, _):
        told = who(netns, target, "--if-gone")
        batch(netns, "\n".join(commands) + "\n")
        for holder in told["holders"]:
            record, after = holder["record"], holder.get("if_gone", {})
            if holder["kind"] != "socket" or "peer" not in record:
                continue
            kernel = answer(netns, record)
            if after["code"] in ("no-route", "refused", "source-gone"):
                assert kernel == {}, (record, after)
                continue
            ways = [
                {
                    "dev": way["ifname"],
                    **({"via": way["gateway"]} if "gateway" in way else {}),
                }
                for way in after["ways"]
            ]
            assert kernel in ways, (record, after)


TAKEN = [
    # address          its interface, how it is removed
    ("192.0.2.1",        "addr del 192.0.2.1/24 dev e0"),
    ("198.51.100.1",     "addr del 198.51.100.1/24 dev e1"),
    ("198.51.100.130",   "addr del 198.51.100.130/25 dev e1"),
    ("2001:db8::1",      "addr del 2001:db8::1/64 dev e0"),
    ("2001:db8::11",     "addr del 2001:db8::11/64 dev e0"),
    ("2001:db8:1::1",    "addr del 2001:db8:1::1/64 dev e1"),
    ("e0",               "link del e0"),
    ("e1",               "link del e1"),
]  # fmt: skip

MORE = """
addr add 198.51.100.130/25 dev e1
addr add 2001:db8::11/64 dev e0 nodad
addr add 2001:db8:1::1/64 dev e1 nodad
route add 2001:db8:7::/48 via 2001:db8::2 src 2001:db8::11
route add 203.0.114.0/24 nexthop via 192.0.2.2 nexthop via 198.51.100.2
route add 203.0.115.0/24 via 192.0.2.2 src 198.51.100.130
"""


def entries_of(snapshot: Any) -> set[tuple[object, ...]]:
    """What identifies the routes of a snapshot, and their ways."""
    return {
        (r.dst, r.gateway, r.ifname, r.tableid, r.metric, r.src, ways_of(r))
        for r in snapshot.routes
        if ("cached", 1) not in r.extra
    }


def ways_of(route: Any) -> tuple[object, ...]:
    """The ways of a route that can be used."""
    alive = [hop for hop in route.nexthops if "dead" not in dict(hop.extra)]
    return tuple([(hop.gateway, hop.ifname) for hop in alive])


@pytest.mark.parametrize(("target", "command"), TAKEN)
def test_the_table_without_an_address_or_interface_is_the_kernels(target, command):
    if reason := missing():
        pytest.skip(reason)
    with namespaces("host", "far") as (host, far):
        batch(host, LINKS.format(far=far) + MORE)
        batch(far, FAR)
        [before] = netns.SOURCE.read(host, Ask())
        batch(host, command + "\n")
        [after] = netns.SOURCE.read(host, Ask())
    predicted = without(before, target_of(before, target))
    assert entries_of(predicted) == entries_of(after)


def test_routes_that_lose_their_router_are_told(host):
    told = who(host[0], "192.0.2.0/24", "--if-gone")
    codes = {
        h["record"]["dst"]: h["if_gone"]["code"]
        for h in told["holders"]
        if h["kind"] == "route"
    }
    assert codes["203.0.113.128/25"] == "unresolved"
