"""Support bundles: folders and tar archives, whose file names say command and host."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from rtentry import api
from rtentry.bundle import named, told_apart
from rtentry.cli import main
from rtentry.errors import FormatError, SourceError
from rtentry.sources import _bundle, capture

ARP = "? (192.0.2.1) at 02:00:5e:10:00:01 [ether] on eth0\n"
ROUTES = """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
0.0.0.0         192.0.2.1       0.0.0.0         UG    0      0        0 eth0
192.0.2.0       0.0.0.0         255.255.255.0   U     0      0        0 eth0
"""
FREEBSD = """\
Routing tables

Internet:
Destination        Gateway            Flags     Netif Expire
default            192.0.2.1          UGS         em0
192.0.2.0/24       link#1             U           em0
"""
SOS = {
    "etc/hostname": "castor.example.com\n",
    "etc/motd": "Welcome to 192.0.2.7\n",
    "sos_commands/networking/route_-n": ROUTES,
    "sos_commands/networking/arp_-an": ARP,
    "sos_commands/networking/netstat_-x": "a line\n    3 packets\n",
    "var/log/core": "\0\1\2",
    "var/log/empty": "",
}


def folder(root: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def packed(path: Path, files: Mapping[str, str], mode: str = "w:gz") -> Path:
    """A tar archive with these files."""
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return path


NAMES = [
    # path                                          command                       prefix
    ("sos_commands/networking/route_-n",            "route -n",                   None),
    ("a/ip_route_show_table_all",                   "ip route show table all",    None),
    ("a/ip_-6_route_show_table_all",                "ip -6 route show table all", None),
    ("a/netstat_-rn",                               "netstat -rn",                None),
    ("netstat-rn.txt",                              "netstat -rn",                None),
    ("netstat -rn.out.txt",                         "netstat -rn",                None),
    ("arp-an.log",                                  "arp -an",                    None),
    ("ip-neigh-show",                               "ip neigh show",              None),
    ("castor-netstat-rn.txt",                       "netstat -rn",                "castor"),
    ("castor.example.com_arp_-an",                  "arp -an",                    "castor.example.com"),
    ("x/proc/net/route",                            "cat /proc/net/route",        None),
    ("x/proc/net/dev",                              None,                         None),
    ("Network-Routing tables.txt",                  None,                         None),
    ("route.conf",                                  None,                         None),
    ("ip.c",                                        None,                         None),
    ("scripts/route_planner",                       None,                         None),
]  # fmt: skip


@pytest.mark.parametrize(("path", "command", "prefix"), NAMES)
def test_the_name_of_a_file_says_the_command(path, command, prefix):
    says = named(path)
    assert (says.command, says.prefix) == (command, prefix)


@pytest.mark.parametrize("mode", ["folder", "w", "w:gz", "w:bz2", "w:xz"])
def test_a_bundle_is_one_host_with_its_listings(tmp_path, mode):
    where = tmp_path / "bundle"
    folder(where, SOS) if mode == "folder" else packed(where, SOS, mode)
    [snapshot] = api.read(str(where))
    assert snapshot.host == "castor"
    assert {(y.source, y.command, y.kind) for y in snapshot.listings} == {
        ("sos_commands/networking/route_-n", "route -n", "routes"),
        ("sos_commands/networking/arp_-an", "arp -an", "neighbors"),
    }
    assert {*snapshot.notes} == {
        "sos_commands/networking/netstat_-x: lines 1-2: netstat -x: not understood",
        "1 file binary",
        "1 file empty",
        "3 files read as no listing",
    }


def test_counters_of_many_files_are_of_one_moment(tmp_path):
    golden = Path(__file__).parent / "golden"
    files = {
        "proc/net/dev": golden / "procnet" / "dev.txt",
        "proc/net/snmp": golden / "procnet" / "snmp.txt",
        "proc/net/snmp6": golden / "procnet" / "snmp6.txt",
        "proc/net/fib_triestat": golden / "procnet" / "fib_triestat.txt",
        "sos_commands/networking/netstat_-s": golden / "nettools210" / "netstat-s.txt",
        "sos_commands/networking/nstat_-zas": golden / "procnet" / "nstat.txt",
    }
    texts = {name: path.read_text() for name, path in files.items()}
    root = folder(tmp_path, {**texts, "sos_commands/networking/route_-n": ROUTES})
    [snapshot] = api.read(str(root))
    assert {y.source for y in snapshot.listings} == {
        *files,
        "sos_commands/networking/route_-n",
    }
    assert snapshot.statistics is not None
    names = [name for name, _ in snapshot.statistics.extra]
    assert len(set(names)) == len(names)


def test_an_archive_may_come_by_standard_input(tmp_path, monkeypatch, capsys):
    class Input:
        buffer = io.BytesIO(packed(tmp_path / "b.tgz", SOS).read_bytes())

    monkeypatch.setattr("sys.stdin", Input)
    assert main(["convert", "-"]) == 0
    assert ROUTES in capsys.readouterr().out


def test_what_was_not_read_is_told_with_v(tmp_path, capsys):
    where = str(packed(tmp_path / "b.tgz", SOS))
    assert main(["-v", "convert", where]) == 0
    out, err = capsys.readouterr()
    assert "[root@castor:~#] route -n" in out
    assert "rtentry: 3 files read as no listing\n" in err


def test_hosts_are_told_by_folder_where_nothing_else_tells_them(tmp_path):
    both = {"castor/netstat-rn.txt": FREEBSD, "pollux/netstat-rn.txt": FREEBSD}
    found = api.read(str(folder(tmp_path / "a", both)))
    assert [s.host for s in found] == ["castor", "pollux"]
    flat = {"castor-netstat-rn.txt": FREEBSD, "pollux-netstat-rn.txt": FREEBSD}
    found = api.read(str(folder(tmp_path / "b", flat)))
    assert [s.host for s in found] == ["castor", "pollux"]


def test_one_host_s_folder_is_no_host(tmp_path):
    files = {
        "network/netstat-rn.txt": FREEBSD,
        "arp-an.txt": ARP.replace("eth0", "em0"),
    }
    assert {s.host for s in api.read(str(folder(tmp_path, files)))} == {None}
    assert told_apart([named("a/route_-n"), named("b/arp_-an")]) == {}


def test_each_host_of_a_bundle_has_its_hostname_above(tmp_path):
    files = {
        f"hosts/{n}/{name}": text.replace("castor", f"node{n}")
        for n in (1, 2)
        for name, text in SOS.items()
    }
    found = api.read(str(packed(tmp_path / "b.tar", files, "w")))
    assert [s.host for s in found] == ["node1", "node2"]


def test_a_firewall_s_status_dump_is_read(tmp_path):
    files = {
        "Network-Routing tables.txt": FREEBSD,
        "Network-ARP Table.txt": "? (192.0.2.1) at 02:00:5e:10:00:01 on em0 expires"
        " in 1187 seconds [ethernet]\n",
        "System-dmesg boot.txt": "CPU: fast\n",
    }
    [snapshot] = api.read(str(packed(tmp_path / "status.tgz", files)))
    assert {y.kind for y in snapshot.listings} == {"routes", "neighbors"}


def test_an_error_names_archive_file_and_line(tmp_path, capsys):
    where = packed(
        tmp_path / "b.tgz", {**SOS, "a/route_-n": ROUTES.replace("UG", "UQ")}
    )
    assert main(["convert", str(where)]) == 3
    assert capsys.readouterr().err.startswith(f"rtentry: {where}:a/route_-n:3:")


def test_what_breaks_in_a_file_of_another_name_is_a_note(tmp_path):
    files = {**SOS, "a/notes": ROUTES.replace("UG", "UQ")}
    [snapshot] = api.read(str(folder(tmp_path, files)))
    assert any(note.startswith("a/notes:3:") for note in snapshot.notes)


def test_lenient_holds_for_bundles(tmp_path, capsys):
    where = packed(tmp_path / "b.tgz", {"a/route_-n": ROUTES.replace("UG", "UQ")})
    assert main(["--lenient", "convert", str(where)]) == 0
    told = capsys.readouterr()
    assert told.out == ROUTES.replace("UG", "UQ")
    assert told.err.startswith(f"rtentry: {where}:a/route_-n:3:")


def test_a_bundle_without_listings_is_refused_with_the_count(tmp_path, capsys):
    assert main(["convert", str(folder(tmp_path, {"a": "x\n", "b": "y\n"}))]) == 3
    assert capsys.readouterr().err == (
        f"rtentry: {tmp_path}: no listing found: is it the output of netstat, route, arp"
        " or ip?; 2 files read as no listing\n"
    )


# -- nothing is followed, nothing unpacks without end -------------------------------------


def test_links_and_pipes_are_not_followed(tmp_path):
    root = folder(tmp_path / "root", {"route_-n": ROUTES})
    (tmp_path / "secret").write_text(ROUTES)
    (root / "netstat_-rn").symlink_to(tmp_path / "secret")
    os.mkfifo(root / "arp_-an")
    [snapshot] = api.read(str(root))
    assert [y.source for y in snapshot.listings] == ["route_-n"]
    assert "2 files links or devices, not followed" in snapshot.notes


def test_nothing_is_written_whatever_the_names(tmp_path):
    where = packed(tmp_path / "b.tar", {"../../route_-n": ROUTES, "/etc/x": "y"}, "w")
    before = sorted(tmp_path.parent.rglob("*"))
    [snapshot] = api.read(str(where))
    assert len(snapshot.routes) == 2
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_an_archive_that_unpacks_to_too_much_is_an_error(tmp_path, monkeypatch):
    where = packed(tmp_path / "b.tgz", {"zeros": "0" * 100_000, "route_-n": ROUTES})
    monkeypatch.setattr(_bundle, "MOST", 50_000)
    with pytest.raises(SourceError, match="unpacks to more than is read"):
        api.read(str(where))


def test_a_packed_text_that_unpacks_to_too_much_is_an_error(tmp_path, monkeypatch):
    import gzip

    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(ROUTES.encode()))
    assert len(api.read(str(path))[0].routes) == 2
    monkeypatch.setattr(capture, "MOST", 100)
    with pytest.raises(SourceError, match="unpacks to more than is read"):
        api.read(str(path))


@pytest.mark.parametrize("kind", ["gzip", "bz2", "lzma"])
def test_a_packed_text_is_unpacked_and_a_damaged_one_is_an_error(tmp_path, kind):
    from importlib import import_module

    path = tmp_path / "a"
    whole = import_module(kind).compress(ROUTES.encode() * 9)
    path.write_bytes(import_module(kind).compress(ROUTES.encode()))
    assert len(api.read(str(path))[0].routes) == 2
    path.write_bytes(whole[:-20])
    with pytest.raises(SourceError, match=rf"a: {kind}: "):
        api.read(str(path))


def test_a_damaged_archive_is_an_error(tmp_path):
    where = packed(tmp_path / "b.tar", SOS, "w")
    where.write_bytes(where.read_bytes()[:3000])
    with pytest.raises((SourceError, FormatError)):
        api.read(str(where))
