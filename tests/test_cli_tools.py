"""The classic commands on the command line: whose they are, what they read and print."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from rtentry import names
from rtentry.addr import Name, parse_address, parse_prefix
from rtentry.api import parse
from rtentry.cli import main, output, tools
from rtentry.cli.options import Options
from rtentry.dialects import dialect
from rtentry.errors import RtentryError, UsageError
from rtentry.flags import RTF
from rtentry.listing import Plan, View
from rtentry.model import Neighbor, Route, Snapshot
from rtentry.sources import EVERYTHING

BSD = """\
Routing tables

Internet:
Destination        Gateway            Flags     Refs     Use    Mtu  Interface
192.0.2/24         link#1             UC          0        0   1500   ne3
192.0.2.1          2:0:5e:0:53:1      UHL         0        0   1500   ne3
"""
LINUX = """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
192.0.2.0       0.0.0.0         255.255.255.0   U         0 0          0 eth0
"""
ARP = "? (192.0.2.1) at 02:00:5e:00:53:01\n"


def run(capsys: Any, *argv: str) -> tuple[int, str, str]:
    status = main([*argv])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture(name="write")
def writer(tmp_path):
    def write(text: str) -> str:
        path = tmp_path / "capture.txt"
        path.write_text(text)
        return str(path)

    return write


def test_a_capture_is_printed_by_the_tool_of_its_system(write, capsys):
    path = write(BSD)
    assert run(capsys, "-F", path, "netstat", "-rn") == (0, BSD, "")
    assert run(capsys, "-F", path, "netstat", "-rn", "-f", "inet") == (0, BSD, "")


def test_each_host_has_the_tool_of_its_own_system(write, capsys):
    pytest.importorskip("rtentry.dialects.nettools210")
    path = write(f"a@fw:~$ netstat -rn\n{BSD}\nb@gw:~$ netstat -rn\n{LINUX}")
    status, out, err = run(capsys, "-F", path, "netstat", "-rn")
    assert (status, err) == (0, "")
    assert out == (
        f"[root@fw:~#] netstat -rn\n{BSD}\n[root@gw:~#] netstat -rn\n{LINUX}"
    )


def test_another_system_s_tool_can_be_asked_for(write, capsys):
    pytest.importorskip("rtentry.dialects.freebsd4")
    path = write(BSD)
    status, out, _ = run(capsys, "-F", path, "--as", "freebsd4", "netstat", "-rn")
    assert status == 0
    assert "Netif Expire" in out


def test_json_of_a_command_is_what_was_read(write, capsys):
    path = write(BSD)
    status, out, _ = run(capsys, "-j", "-F", path, "netstat", "-rn")
    assert (status, out[:22]) == (0, '{"schema":"rtentry/1",')
    status, out, _ = run(capsys, "--jsonl", "-F", path, "netstat", "-rn")
    assert out.count('"kind":"route"') == 2


def test_notes_are_told_with_verbose(write, capsys):
    path = write(f"$ netstat -gn\nGroups\n$ netstat -rn\n{BSD}")
    status, _, err = run(capsys, "-v", "-F", path, "netstat", "-rn")
    assert (status, err) == (0, "rtentry: lines 2-2: netstat -gn: not understood\n")


def test_the_tool_refuses_in_its_own_words(write, capsys):
    path = write(BSD)
    status, out, err = run(capsys, "-F", path, "netstat", "-Z")
    assert (status, out) == (1, "")
    assert "usage: netstat" in err


def test_a_command_that_the_system_does_not_have_is_unknown(write, capsys):
    path = write(BSD)
    status, out, err = run(capsys, "-F", path, "ipconfig")
    assert (status, out) == (2, "")
    assert err.startswith("rtentry: unknown command 'ipconfig'; known: ")


@pytest.mark.skipif(sys.platform != "linux", reason="live reading needs Linux")
def test_a_live_linux_has_its_tools(capsys):
    pytest.importorskip("rtentry.dialects.nettools210")
    pytest.importorskip("rtentry.dialects.iproute2")
    for argv in (["netstat", "-rn"], ["--as", "linux", "route", "-n"], ["ip", "route"]):
        status, _, err = run(capsys, *argv)
        assert (status, err) == (0, "")
    status, out, _ = run(capsys, "--as", "openbsd31", "netstat", "-rn", "-f", "inet")
    assert (status, out[:15]) == (0, "Routing tables\n")


def test_json_of_a_live_linux_has_its_tools_too(write, capsys):
    pytest.importorskip("rtentry.dialects.nettools210")
    snapshot = Snapshot(
        system="linux6", routes=(Route(parse_prefix("10.0.0.0/8"), ifname="eth0"),)
    )
    output.records([snapshot], Options(json=True))
    text = capsys.readouterr().out
    status, out, err = run(capsys, "-F", write(text), "netstat", "-rn")
    assert (status, err) == (0, "")
    assert out.splitlines()[2].startswith("10.0.0.0 ")


def test_a_system_that_nobody_knows_is_bad_input(write, capsys):
    output.records([Snapshot(system="atlantis")], Options(json=True))
    text = capsys.readouterr().out
    status, out, err = run(capsys, "-F", write(text), "netstat", "-rn")
    assert (status, out) == (3, "")
    assert err.startswith("rtentry: unknown system 'atlantis'; known: ")
    with pytest.raises(RtentryError):
        [*tools.spoken("atlantis")]


WANTED = [
    # dialect       form            what is read
    ("openbsd31",   "netstat -rs",  EVERYTHING),
    ("freebsd4",    "arp -a",       EVERYTHING),
    ("iproute2",    "ip neigh",     {"neighbors"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "form", "want"), WANTED)
def test_only_what_is_printed_is_read(name, form, want):
    pytest.importorskip(f"rtentry.dialects.{name}")
    planned = tools.Planned(dialect(name), Plan(((form, View()),)))
    assert tools.wanted(planned) >= want
    assert ("sockets" in tools.wanted(planned)) == (want == EVERYTHING)


def test_names_are_looked_up_only_where_the_tool_would(monkeypatch):
    def named(snapshot: Snapshot) -> Snapshot:
        return snapshot._replace(host="named")

    monkeypatch.setattr(names, "resolved", named)
    live = Snapshot(neighbors=(Neighbor(parse_address("192.0.2.1")),))
    asks = Plan((("arp -a", View(numeric=False)), ("arp -a", View())))
    assert tools.with_names(live, asks).host == "named"
    assert tools.with_names(live, Plan((("arp -a", View()),))).host is None
    [capture] = parse(ARP)
    assert tools.with_names(capture, asks).host is None


def test_what_was_named_is_printed_by_name(monkeypatch):
    def named(snapshot: Snapshot) -> Snapshot:
        [route] = snapshot.routes
        return snapshot._replace(routes=(route._replace(gateway=Name("gw")),))

    monkeypatch.setattr(names, "resolved", named)
    route = Route(parse_prefix("10.0.0.0/8"), parse_address("192.0.2.1"), "ne3", RTF.UP)
    words = dialect("openbsd31")
    plan = words.tools["netstat"].plan(["-r"])
    found = [*tools.shown(Snapshot(routes=(route,)), tools.Planned(words, plan))]
    assert found[-1].split()[:2] == ["10/8", "gw"]


def test_what_nobody_knows_is_refused_with_what_is_known():
    error = tools.unknown("ipconfig", "openbsd31")
    assert isinstance(error, UsageError)
    assert error.text.startswith("rtentry: unknown command 'ipconfig'; known: ")
    assert " netstat" in error.text
