"""What ip says where a command line is right and what it names is not there."""

from __future__ import annotations

import pytest

from rtentry import cli
from rtentry.addr import Prefix, parse_address, parse_mac, parse_prefix
from rtentry.dialects.iproute2 import DIALECT
from rtentry.errors import UsageError
from rtentry.model import Interface, Neighbor, NexthopObject, Route, Rule, Snapshot

HOST = Snapshot(
    system="linux6",
    interfaces=(
        Interface("eth0"),
        Interface("eth1", master="red"),
        Interface("red", extra=(("vrf_table", 7),)),
    ),
    routes=(
        Route(parse_prefix("192.0.2.0/24"), ifname="eth0", tableid=254),
        Route(parse_prefix("198.51.100.0/24"), ifname="eth1", tableid=7),
    ),
    neighbors=(
        Neighbor(
            parse_address("192.0.2.1"), parse_mac("2:0:5e:0:53:1"), "eth0", "STALE"
        ),
        Neighbor(parse_address("198.51.100.1"), None, "eth1", "FAILED", refs=1),
    ),
    nexthops=(
        NexthopObject(5, parse_address("192.0.2.1"), "eth0"),
        NexthopObject(6, parse_address("2001:db8::1"), "eth1"),
        NexthopObject(8, group=((5, 1), (6, 1))),
    ),
    rules=(
        Rule(0, 4, tableid=255),
        Rule(10, 4, src=Prefix(4, 10 << 24, 16), tableid=7),
        Rule(20, 4, dst=Prefix(4, 10 << 24, 8), tableid=254, mark=1, invert=True),
    ),
)


def answer(line: str) -> list[str]:
    tool = DIALECT.tools["ip"]
    plan, status = tool.answer(HOST, tool.plan(line.split()))
    assert status == 0
    [(name, view)] = plan.forms
    return [*DIALECT.form(name).show(HOST, None, view)]


ABSENT = [
    # command line, exit status, text
    ("route show dev eth9", 1, 'Cannot find device "eth9"\n'),
    ("route show iif eth9", 1, 'Cannot find device "eth9"\n'),
    ("route get 192.0.2.1 oif eth9", 1, 'Cannot find device "eth9"\n'),
    ("neigh show dev eth9", 1, 'Cannot find device "eth9"\n'),
    ("neigh show master eth9", 255,
     'Error: argument "eth9" is wrong: Device does not exist\n\n'),
    ("nexthop show dev eth9", 255,
     'Error: argument "eth9" is wrong: Device does not exist\n\n'),
    ("link show eth9", 1, 'Device "eth9" does not exist.\n'),
    ("addr show dev eth9", 1, 'Device "eth9" does not exist.\n'),
    ("route show vrf eth0", 255, 'Error: argument "eth0" is wrong: Invalid VRF\n\n'),
    ("neigh show vrf eth0", 255,
     'Error: argument "eth0" is wrong: Not a valid VRF name\n\n'),
    ("route show table 9", 2, "Error: ipv4: FIB table does not exist.\nDump terminated\n"),
    ("-6 route show table 7", 2,
     "Error: ipv6: FIB table does not exist.\nDump terminated\n"),
    ("neigh get 192.0.2.9 dev eth0", 2, "Error: Neighbour entry not found.\n"),
    ("neigh get proxy 192.0.2.1 dev eth0", 2,
     "Error: Proxy neighbour entry not found.\n"),
    ("nexthop show id 9", 2, "RTNETLINK answers: No such file or directory\n"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "status", "text"), ABSENT)
def test_what_is_not_there_is_said_as_ip_says_it(line, status, text):
    with pytest.raises(UsageError) as raised:
        answer(line)
    assert (raised.value.status, raised.value.text) == (status, text)


THERE = [
    # command line, lines
    ("route show vrf red", ["198.51.100.0/24 dev eth1 scope link "]),
    ("-6 route show table local", []),
    ("neigh get 192.0.2.1 dev eth0",
     ["192.0.2.1 dev eth0 lladdr 02:00:5e:00:53:01 STALE "]),
    ("neigh show master red", ["198.51.100.1 dev eth1 FAILED "]),
    ("neigh show nomaster", ["192.0.2.1 dev eth0 lladdr 02:00:5e:00:53:01 STALE "]),
    ("neigh show unused", ["192.0.2.1 dev eth0 lladdr 02:00:5e:00:53:01 STALE "]),
    ("-br neigh show dev eth0", ["192.0.2.1" + " " * 31 + "02:00:5e:00:53:01"]),
    ("-br neigh", ["192.0.2.1" + " " * 31 + "eth0" + " " * 13 + "02:00:5e:00:53:01",
                   "198.51.100.1" + " " * 28 + "eth1" + " " * 13]),
    ("nexthop get id 5", ["id 5 via 192.0.2.1 dev eth0 "]),
    ("nexthop show dev eth1", ["id 6 via 2001:db8::1 dev eth1 "]),
    ("nexthop show vrf red", ["id 6 via 2001:db8::1 dev eth1 "]),
    ("-6 nexthop", ["id 6 via 2001:db8::1 dev eth1 "]),
    ("nexthop show groups", ["id 8 group 5/6 "]),
    ("rule show prio 10", ["10:\tfrom 10.0.0.0/16 lookup 7"]),
    ("rule show from 10/8", ["10:\tfrom 10.0.0.0/16 lookup 7"]),
    ("rule show not", ["20:\tnot from all to 10.0.0.0/8 fwmark 0x1 lookup main"]),
    ("rule show fwmark 1", ["20:\tnot from all to 10.0.0.0/8 fwmark 0x1 lookup main"]),
    ("rule show table 7", ["10:\tfrom 10.0.0.0/16 lookup 7"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "lines"), THERE)
def test_selectors_choose_as_those_of_ip(line, lines):
    assert answer(line) == lines


CAPTURE = """\
$ ip route show table all
default via 192.0.2.1 dev eth0 proto static metric 100 mtu 1400 
unreachable 10.1.0.0/16 
192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.254 
local 192.0.2.254 dev eth0 table local proto kernel scope host src 192.0.2.254 
2001:db8::/64 dev eth0 proto kernel metric 256 pref medium
default via fe80::1 dev eth0 proto ra metric 1024 expires 1700sec pref high
"""  # noqa: W291

GETS = [
    # words, exit status, standard output, standard error
    ("198.51.100.7", 0, "198.51.100.7 via 192.0.2.1 dev eth0 src 192.0.2.254 uid 7 \n"
                        "    cache mtu 1400 \n", ""),
    ("fibmatch 198.51.100.7", 0,
     "default via 192.0.2.1 dev eth0 proto static metric 100 mtu 1400 \n", ""),
    ("192.0.2.254", 0, "local 192.0.2.254 dev lo src 192.0.2.254 uid 7 \n"
                       "    cache <local> \n", ""),
    ("10.1.2.3", 2, "", "RTNETLINK answers: No route to host\n"),
    ("2001:db8:1::7", 0, "2001:db8:1::7 from :: via fe80::1 dev eth0 proto ra"
                         " metric 1024 pref high\n", ""),
    ("224.0.0.1", 0, "multicast 224.0.0.1 dev eth0 rt_offload_failed"
                     " uid 7 \n    cache <local,mc> \n", ""),
    ("198.51.100.0/24 mark 1", 0,
     "198.51.100.0 via 192.0.2.1 dev eth0 src 192.0.2.254 mark 1 uid 7 \n"
     "    cache mtu 1400 \n",
     "Warning: /24 as prefix is invalid, only /32 (or none) is supported.\n"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "status", "out", "err"), GETS)
def test_a_capture_answers_as_its_kernel_would(
    words, status, out, err, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr("os.geteuid", lambda: 7)
    path = tmp_path / "capture.txt"
    path.write_text(CAPTURE)
    line = ["-F", str(path), "--as", "iproute2", "ip", "route", "get", *words.split()]
    assert cli.main(line) == status
    assert capsys.readouterr() == (out, err)
