"""Names for addresses: from files at once, from DNS within a budget."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from rtentry import names
from rtentry.addr import Cut, LLAddr, Name, Prefix, parse_address, parse_prefix
from rtentry.model import IfAddr, Interface, Neighbor, Route, Snapshot

ROOT = Path(__file__).parent.parent

GATEWAY, HOST, SIX = map(parse_address, ("192.0.2.1", "198.51.100.7", "2001:db8::1"))
TABLE = Snapshot(
    routes=(
        Route(parse_prefix("10.0.0.0/8"), GATEWAY),
        Route(HOST, LLAddr(bytes(6))),
        Route(Prefix(4, 0, 0), Prefix(4, 0, 32)),
        Route(Cut("fe80::"), None),
    ),
    neighbors=(Neighbor(SIX), Neighbor(Name("gw")), Neighbor(HOST, name="old")),
    interfaces=(
        Interface("em0", addresses=(
            IfAddr(GATEWAY, parse_prefix("10.0.0.0/8")),
            IfAddr(None),
            IfAddr(parse_address("203.0.113.1"), parse_prefix("203.0.113.0/24")),
        )),
    ),
)  # fmt: skip


def by_number(address: str) -> str:
    """A name for every address but one."""
    if address == "203.0.113.1":
        raise OSError
    return "n" + address.replace(".", "-").replace(":", "-")


@pytest.fixture(name="networks", autouse=True)
def no_files(monkeypatch, tmp_path):
    """Files of /etc of our own."""
    monkeypatch.setattr(names.host_file, "__defaults__", (str(tmp_path / "hosts"),))
    path = tmp_path / "networks"
    monkeypatch.setattr(names.networks, "__defaults__", (str(path),))
    monkeypatch.setattr(
        names.has_name_server, "__defaults__", (str(tmp_path / "resolv.conf"),)
    )
    return path


def test_addresses_get_names_wherever_they_stand(networks):
    networks.write_text("our-net 10\n")
    found = names.resolved(TABLE, resolver=by_number)
    assert [(r.dst, r.gateway) for r in found.routes] == [
        (Name("our-net"), Name("n192-0-2-1")),
        (Name("n198-51-100-7"), LLAddr(bytes(6))),
        (Prefix(4, 0, 0), Prefix(4, 0, 32)),
        (Cut("fe80::"), None),
    ]
    assert found.routes[0].extra == (("mask", Prefix(4, 0xFF000000, 32)),)
    assert [n.name for n in found.neighbors] == ["n2001-db8--1", None, "n198-51-100-7"]
    [interface] = found.interfaces
    assert [(a.addr, a.network) for a in interface.addresses] == [
        (Name("n192-0-2-1"), Name("our-net")),
        (None, None),
        (parse_address("203.0.113.1"), parse_prefix("203.0.113.0/24")),
    ]


def test_single_addresses_are_asked_for_once():
    asked: list[str] = []

    def resolver(address: str) -> str:
        asked.append(address)
        return "x"

    names.resolved(TABLE, resolver=resolver)
    assert sorted(asked) == ["192.0.2.1", "198.51.100.7", "2001:db8::1", "203.0.113.1"]


HOSTS = """\
# comment
127.0.0.1   localhost loopback   # more
::1         localhost6
192.0.2.1   gw gateway
192.0.2.1   other
10.1        short
nonsense    x
192.0.2.9
"""


def test_the_hosts_file_gives_the_first_name_of_each_address(tmp_path):
    path = tmp_path / "h"
    path.write_text(HOSTS)
    assert names.host_file(str(path)) == {
        parse_address("127.0.0.1"): "localhost",
        parse_address("::1"): "localhost6",
        parse_address("192.0.2.1"): "gw",
    }


def test_files_are_asked_first(tmp_path):
    (tmp_path / "hosts").write_text(HOSTS)
    found = names.host_names([GATEWAY, HOST, HOST], 1.0, by_number)
    assert found == {GATEWAY: "gw", HOST: "n198-51-100-7"}


NETWORKS = [
    # line                          network
    ("loopback 127.0.0.0",          "127.0.0.0/8"),
    ("loopback 127",                "127.0.0.0/8"),
    ("link-local 169.254.0.0",      "169.254.0.0/16"),
    ("lan 192.168.1.0",             "192.168.1.0/24"),
    ("lan 192.168.1",               "192.168.1.0/24"),
    ("ten 10.0.0.0 alias # why",    "10.0.0.0/8"),
    ("subnet 10.1.0.0",             None),
    ("default 0.0.0.0",             "0.0.0.0/8"),
    ("six 2001:db8::",              None),
    ("alone",                       None),
    ("# comment 10",                None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "network"), NETWORKS)
def test_networks_are_written_by_class(line, network, tmp_path):
    path = tmp_path / "n"
    path.write_text(line + "\n")
    named = {parse_prefix(network).addr: line.split()[0]} if network else {}
    assert names.networks(str(path)) == named


def test_a_file_that_is_not_there_has_no_names(tmp_path):
    gone = str(tmp_path / "gone")
    assert not names.networks(gone)
    assert not names.host_file(gone)
    assert not names.has_name_server(gone)


def test_without_a_name_server_dns_is_not_asked(tmp_path):
    assert names.host_names([HOST], 1.0) == {}
    path = tmp_path / "resolv.conf"
    path.write_text("# none\nsearch example.org\n")
    assert not names.has_name_server(str(path))
    path.write_text("nameserver 192.0.2.53\n")
    assert names.has_name_server(str(path))


def test_no_budget_asks_nobody():
    assert names.host_names([HOST], 0, by_number) == {}


def test_the_resolver_of_the_system_is_the_default(monkeypatch):
    import socket

    def answer(address: str) -> tuple[str, list[str], list[str]]:
        return f"{address}.example.org", [], []

    monkeypatch.setattr(socket, "gethostbyaddr", answer)
    assert names.by_dns("192.0.2.1") == "192.0.2.1.example.org"


@pytest.mark.parametrize("name", ["evil\x1b[2J", "two words", "tab\t", "", "a\nb"])
def test_a_name_unfit_for_a_terminal_is_none(name):
    assert not names.name_of(HOST, lambda _: name)


def test_a_name_server_that_hangs_costs_the_budget_and_no_more():
    release = threading.Event()

    def hang(address: str) -> str:
        if address == "192.0.2.1":
            return "gw"
        release.wait(30)
        return "late"

    many = [Prefix(4, 0xC6336400 + i, 32) for i in range(99)]
    start = time.monotonic()
    found = names.host_names([GATEWAY, *many], 0.3, hang)
    assert time.monotonic() - start < 2
    release.set()
    assert found in ({}, {GATEWAY: "gw"})
    assert "late" not in found.values()


def test_many_are_asked_at_the_same_time():
    def slow(_: str) -> str:
        time.sleep(0.05)
        return "x"

    many = [Prefix(4, 0xC6336400 + i, 32) for i in range(names.WORKERS)]
    start = time.monotonic()
    assert len(names.ask(many, 5.0, slow)) == names.WORKERS
    assert time.monotonic() - start < 0.05 * names.WORKERS


LATE = """\
import time
from rtentry.addr import Prefix
from rtentry.names import ask
print(ask([Prefix(4, i, 32) for i in range(1, 40)], 0.2, lambda _: time.sleep(30) or "x"))
"""


def test_the_process_does_not_wait_for_late_answers():
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", LATE], env=env, capture_output=True, check=False, timeout=25
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{}\n", b"")
    assert time.monotonic() - start < 20
