"""``rtentry lookup``: many addresses against one table."""

from __future__ import annotations

import io
import json

import pytest

from rtentry.cli import main

TABLE = """\
default via 192.0.2.1 dev eth0
10.0.0.0/8 via 192.0.2.9 dev eth0
10.64.0.0/10 dev tun0 scope link
192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7
blackhole 198.51.100.0/24
203.0.113.0/24
\tnexthop via 192.0.2.1 dev eth0 weight 1
\tnexthop via 192.0.2.2 dev eth0 weight 1
"""


@pytest.fixture
def lookup(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table").write_text(TABLE)

    def run(addresses, *argv, table="table", before=()):
        (tmp_path / "addresses").write_text(addresses)
        status = main(["-F", table, *before, "lookup", "addresses", *argv])
        out, err = capsys.readouterr()
        return status, out.splitlines(), err.splitlines()

    return run


ROWS = [
    ("10.64.0.9", "10.64.0.0/10\t-\ttun0"),
    ("10.1.2.3", "10.0.0.0/8\t192.0.2.9\teth0"),
    ("192.0.2.77", "192.0.2.0/24\t-\teth0"),
    ("198.51.100.1", "198.51.100.0/24\t-\t-"),
    ("8.8.8.8", "0.0.0.0/0\t192.0.2.1\teth0"),
    ("203.0.113.5", "203.0.113.0/24\t-\t-"),
    ("2001:db8::1", "-\t-\t-"),
]


@pytest.mark.parametrize(("address", "row"), ROWS)
def test_an_address_is_told_with_the_route_that_it_takes(lookup, address, row):
    assert lookup(address + "\n") == (0, [f"{address}\t{row}"], [])


def test_addresses_are_answered_in_their_order(lookup):
    status, lines, _ = lookup("".join(f"{address}\n" for address, _ in ROWS))
    assert (status, [line.split("\t")[0] for line in lines]) == (
        0,
        [a for a, _ in ROWS],
    )


def test_they_may_be_one_word_of_each_line(lookup):
    text = "12:00,80,10.1.2.3,ok\n12:01;80;10.64.0.1;ok\n"
    assert [line[:9] for line in lookup(text, "--column", "3")[1]] == [
        "10.1.2.3\t",
        "10.64.0.1",
    ]


def test_what_is_no_address_is_told_with_its_line(lookup):
    status, lines, errors = lookup("10.1.2.3\n\nhost.example\n10.64.0.1\n")
    assert (status, len(lines)) == (3, 2)
    assert errors == ["rtentry: line 3: no address: 'host.example'"]


def test_of_many_wrong_lines_the_first_are_told_and_the_rest_counted(lookup):
    _, _, errors = lookup("x\n" * 50)
    assert len(errors) == 21
    assert errors[-1] == "rtentry: and 30 more lines without an address"


def test_they_are_counted_by_a_column(lookup):
    text = "10.1.2.3\n10.1.2.4\n10.64.0.1\n8.8.8.8\n2001:db8::1\n"
    assert lookup(text, "--by", "ifname")[1] == [
        "         3 eth0",
        "         1 -",
        "         1 tun0",
    ]
    assert lookup(text, "--by", "way")[1][0] == "         2 via 192.0.2.9 dev eth0"


def test_they_are_data(lookup):
    _, lines, _ = lookup("10.1.2.3\n", before=["--jsonl"])
    assert json.loads(lines[0]) == {
        "address": "10.1.2.3",
        "dst": "10.0.0.0/8",
        "gateway": "192.0.2.9",
        "ifname": "eth0",
        "way": "via 192.0.2.9 dev eth0",
    }
    assert isinstance(json.loads(lookup("10.1.2.3\n", before=["--json"])[1][0]), list)


def test_standard_input_is_read(monkeypatch, lookup, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("10.1.2.3\n"))
    assert main(["-F", "table", "lookup", "-"]) == 0
    assert capsys.readouterr().out == "10.1.2.3\t10.0.0.0/8\t192.0.2.9\teth0\n"


def test_a_file_that_is_not_there_is_an_error(lookup, capsys):
    assert main(["-F", "table", "lookup", "nowhere"]) == 3
    assert capsys.readouterr().err == "rtentry: nowhere: no such file or directory\n"


@pytest.mark.parametrize("argv", [["--by", "x"], ["--column", "0"]])
def test_what_it_cannot_do_is_wrong_usage(lookup, argv):
    assert lookup("", *argv)[0] == 2
