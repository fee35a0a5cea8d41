"""``rtentry diff`` and ``rtentry save`` as a user calls them."""

from __future__ import annotations

import gzip
import json

import pytest

from rtentry.cli import main

MONDAY = """\
default via 192.0.2.1 dev eth0
10.0.0.0/8 via 192.0.2.2 dev eth0
192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7
"""
TUESDAY = MONDAY.replace("via 192.0.2.1", "via 192.0.2.254")


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_text(MONDAY)
    (tmp_path / "b").write_text(TUESDAY)
    return tmp_path


def run(capsys, *argv):
    status = main(argv)
    out, err = capsys.readouterr()
    return status, out, err


def test_a_difference_is_exit_status_1(files, capsys):
    assert run(capsys, "diff", "a", "b") == (
        1,
        "~ default: gateway 192.0.2.1 -> 192.0.2.254\n",
        "",
    )


def test_no_difference_is_exit_status_0(files, capsys):
    assert run(capsys, "diff", "a", "a") == (0, "", "")


def test_differences_are_data(files, capsys):
    status, out, _ = run(capsys, "-j", "diff", "a", "b")
    [one] = json.loads(out)
    assert status == 1
    assert (one["kind"], one["what"], one["noise"]) == ("route", "changed", False)
    assert one["fields"] == {"gateway": ["192.0.2.1", "192.0.2.254"]}
    assert one["old"]["gateway"] == "192.0.2.1"


def test_by_space_the_ranges_are_told(files, capsys):
    status, out, err = run(capsys, "diff", "--space", "a", "b")
    assert status == 1
    assert out.splitlines()[0] == (
        "0.0.0.0-9.255.255.255: via 192.0.2.1 dev eth0 -> via 192.0.2.254 dev eth0"
    )
    assert err == "rtentry: IPv4: 4278189824 addresses in 3 ranges go elsewhere\n"


def test_moments_of_one_file_are_compared_in_turn(files, capsys):
    text = f"host$ ip route\n{MONDAY}host$ ip route\n{TUESDAY}"
    (files / "log").write_text(text)
    assert run(capsys, "diff", "log")[:2] == (
        1,
        "~ default: gateway 192.0.2.1 -> 192.0.2.254\n",
    )


def test_one_moment_alone_is_no_difference(files, capsys):
    status, _, err = run(capsys, "diff", "a")
    assert status == 2
    assert "name a second source" in err


def test_hosts_are_compared_by_name(files, capsys):
    (files / "c").write_text(f"x@one$ ip route\n{MONDAY}x@two$ ip route\n{MONDAY}")
    (files / "d").write_text(f"x@two$ ip route\n{TUESDAY}x@one$ ip route\n{MONDAY}")
    assert run(capsys, "diff", "c", "d")[1] == (
        "two:\n~ default: gateway 192.0.2.1 -> 192.0.2.254\n"
    )


def test_what_is_noise_is_counted(files, capsys):
    (files / "c").write_text(TUESDAY + "192.0.2.9 dev eth0 lladdr 02:00:5e:10:00:01\n")
    old = "Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n"
    row = "10.0.0.0        192.0.2.2       255.0.0.0       UG    0      {}        0 eth0\n"
    (files / "e").write_text(old + row.format(0))
    (files / "f").write_text(old + row.format(1))
    status, out, err = run(capsys, "diff", "e", "f")
    assert (status, out) == (0, "")
    assert err == "rtentry: not shown: 1 in what changes by itself (--all shows them)\n"
    assert run(capsys, "diff", "--all", "e", "f")[:2] == (
        1,
        "~ 10.0.0.0/8: refs 0 -> 1\n",
    )


def test_what_is_saved_can_be_read_again(files, capsys):
    assert run(capsys, "-F", "a", "save", "a.json") == (0, "", "")
    assert run(capsys, "diff", "a", "a.json")[0] == 0
    assert run(capsys, "convert", "a.json")[1] == MONDAY


def test_a_name_in_gz_is_packed(files, capsys):
    assert run(capsys, "-F", "a", "save", "a.json.gz")[0] == 0
    assert gzip.decompress((files / "a.json.gz").read_bytes()).startswith(b"{")
    assert run(capsys, "convert", "a.json.gz")[1] == MONDAY


def test_a_damaged_pack_is_an_error(files, capsys):
    (files / "x.gz").write_bytes(gzip.compress(MONDAY.encode())[:-9])
    status, out, err = run(capsys, "show", "x.gz")
    assert (status, out) == (3, "")
    assert err.startswith("rtentry: x.gz: gzip: ")


def test_a_file_that_cannot_be_written_is_an_error(files, capsys):
    status, _, err = run(capsys, "-F", "a", "save", "no/such/place.json")
    assert (status, err) == (
        3,
        "rtentry: no/such/place.json: no such file or directory\n",
    )


def test_what_could_not_be_put_in_place_is_not_left_behind(files, capsys):
    (files / "folder").mkdir()
    before = sorted(files.iterdir())
    assert run(capsys, "-F", "a", "save", "folder")[0] == 3
    assert sorted(files.iterdir()) == before


def test_standard_input_is_read_once(files, capsys):
    status, _, err = run(capsys, "diff", "-", "-")
    assert (status, err) == (2, "rtentry: standard input (-) can be read once\n")


def test_the_place_of_the_option_stands_before_one_that_is_named(files, capsys):
    assert run(capsys, "-F", "a", "diff", "b") == run(capsys, "diff", "a", "b")


def test_a_place_too_many_is_told_not_passed_over(files, capsys):
    for argv in (("diff", "a", "b"), ("show", "b"), ("convert", "b", "--detect")):
        status, _, err = run(capsys, "-F", "a", *argv)
        assert status == 2
        assert err.startswith("rtentry: one place too many to read: -F a, ")


SIX = """\
Routing tables

Internet:
Destination        Gateway            Flags     Netif Expire
default            192.0.2.1          UGS         em0

Internet6:
Destination        Gateway            Flags     Netif Expire
default            fe80::1%em0        UGS         em0
"""


@pytest.mark.parametrize("option", ["--all", "--space"])
def test_an_ip_version_that_one_side_does_not_list_is_not_compared(
    files, capsys, option
):
    (files / "six").write_text(SIX)
    (files / "four").write_text(SIX.partition("\nInternet6")[0])
    assert run(capsys, "diff", option, "four", "six") == (
        0,
        "",
        "rtentry: not compared, since one side says nothing of it: IPv6\n",
    )
