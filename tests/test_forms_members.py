"""Addresses that interfaces have or take, a line each; and their files in /proc/net."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import rtentry
from rtentry.addr import LLAddr, parse_address
from rtentry.errors import FormatError

GOLDEN = Path(__file__).parent / "golden"


def snapshot_of(name: str) -> Any:
    [snapshot] = rtentry.parse((GOLDEN / name).read_text())
    return snapshot


def link(name: str, ifname: str) -> Any:
    return next(x for x in snapshot_of(name).interfaces if x.ifname == ifname)


GROUPS = [
    # file                        interface  group
    ("nettools210/netstat-gn.txt", "eth0",   "224.0.0.1"),
    ("procnet/igmp.txt",           "eth0",   "224.0.0.1"),
    ("procnet/igmp6.txt",          "eth0",   "ff02::1"),
    ("iproute2/maddr.txt",         "eth0",   "224.0.0.1"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "ifname", "group"), GROUPS)
def test_a_group_is_of_its_interface(name, ifname, group):
    found = [g for a in link(name, ifname).addresses for g in a.groups]
    assert parse_address(group) in found


def test_groups_of_the_link_are_link_level_addresses():
    [first, *_] = link("procnet/dev_mcast.txt", "eth0").addresses
    assert first.groups == (LLAddr.fromhex("333300000001"),)
    assert dict(first.extra) == {"groups": "1", "global_use": 0}


def test_an_address_that_somebody_set_says_so():
    found = [a for a in link("iproute2/maddr.txt", "eth0").addresses if dict(a.extra)]
    assert any(dict(a.extra).get("static") for a in found)


def test_addresses_of_if_inet6_have_their_network_and_scope():
    [own] = link("procnet/if_inet6.txt", "lo").addresses
    assert (own.addr, own.scope) == (parse_address("::1"), "host")
    found = {
        a.scope
        for x in snapshot_of("procnet/if_inet6.txt").interfaces
        for a in x.addresses
    }
    assert found == {"host", "link", "global"}


def test_counters_of_dev_are_those_of_the_interface():
    counters = link("procnet/dev.txt", "eth0").counters
    other = link("procnet/dev.txt", "eth1").counters
    assert counters.ipkts == other.opkts > 0
    assert counters.ibytes == other.obytes


def test_an_older_kernel_wrote_no_blank_behind_the_colon():
    above = (GOLDEN / "procnet" / "dev.txt").read_text().splitlines()[:2]
    line = "  eth0:1234567890     100    1    2    0     0          0         3 12345678     99    0    0    0     0       0          0"
    text = "\n".join([*above, line]) + "\n"
    snapshots = rtentry.parse(text)
    counters: Any = snapshots[0].interfaces[0].counters
    assert counters.ibytes == 1234567890
    assert rtentry.show(snapshots) == text


BROKEN = [
    # file                        good              bad                 what
    ("nettools210/netstat-gn.txt", "eth0            1", "eth0            x", "x"),
    ("procnet/igmp6.txt",          " 0000000C",     " 000000ZZ",        "hexadecimal"),
    ("procnet/igmp.txt",           "010000E0",      "0100",             "hexadecimal"),
    ("procnet/dev.txt",            "  eth0:",       "  eth0 ",          "not a line"),
    ("iproute2/maddr.txt",         "\tinet  224",   "\tinet  x224",     "address"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "bad", "what"), BROKEN)
def test_a_line_that_fits_no_rule_is_an_error(name, good, bad, what):
    text = (GOLDEN / name).read_text()
    assert good in text
    with pytest.raises(FormatError, match=what) as caught:
        rtentry.parse(text.replace(good, bad))
    assert caught.value.line


def test_another_listing_may_follow_at_once():
    text = (GOLDEN / "nettools210" / "netstat-gn.txt").read_text()
    table = (GOLDEN / "nettools210" / "netstat-i.txt").read_text()
    found = rtentry.parse(text + table)
    assert {x.form for s in found for x in s.listings} == {"netstat -g", "netstat -i"}
