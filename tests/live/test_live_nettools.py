"""netstat, route and arp of net-tools 2.10 against ours, byte for byte, in namespaces."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from tests.live.namespaces import World, batch, missing, namespaces, run

from rtentry.dialects.nettools210 import DIALECT
from rtentry.errors import UsageError
from rtentry.listing import Plan
from rtentry.sources import linux

pytestmark = pytest.mark.live

LINKS = """
link add eth0 type veth peer name eth0p
link add averylongname15 type veth peer name p15
link add br0 type bridge
link set eth0 addrgenmode none
link set eth0p addrgenmode none
link set averylongname15 addrgenmode none
link set p15 addrgenmode none
link set br0 addrgenmode none
link set lo up
link set eth0p up
link set p15 up
link set eth0 up
link set averylongname15 up
addr add 192.0.2.10/24 dev eth0
addr add 192.0.2.11/24 dev eth0 label eth0:1
addr add 10.20.0.1/16 dev averylongname15
addr add 2001:db8::10/64 dev eth0 nodad
"""

ROUTES = """
route add default via 192.0.2.1 metric 100
route add 10.1.0.0/16 via 192.0.2.2 mtu 1400 advmss 1360 window 8192 rtt 250ms
route add 10.2.0.0/16 via 192.0.2.2 mtu lock 1400 metric 7 proto static src 192.0.2.10
route add 10.3.0.0/16 dev averylongname15 scope link
route add blackhole 10.66.0.0/16
route add blackhole 10.66.0.1
route add unreachable 10.67.0.0/16
route add unreachable 10.67.0.1
route add prohibit 10.68.0.0/16 metric 50
route add throw 10.69.0.0/16
route add 10.70.0.0/16 via inet6 2001:db8::2 dev eth0
route add 10.71.0.0/16 tos 0x10 via 192.0.2.2
route add 10.72.0.1 dev eth0 metric 4294967295
route add local 10.73.0.0/16 dev lo table main
route add broadcast 10.74.0.0/16 dev eth0 table main
route add multicast 239.1.0.0/16 dev eth0 table main
route add default via 192.0.2.9 table 77
route add 192.0.2.128/25 via 192.0.2.3
route add 198.51.100.0/24 nexthop via 192.0.2.4 weight 2 nexthop via 192.0.2.5 weight 3
route add 203.0.113.7 via 192.0.2.3
route add 224.0.0.0/4 dev eth0
"""

ROUTES6 = """
route add default via 2001:db8::1
route add 2001:db8:1::/48 via fe80::1 dev eth0 metric 77 mtu 1280
route add 2001:db8:2::7/128 via 2001:db8::2
route add 2001:db8:3::/48 nexthop via 2001:db8::3 nexthop via 2001:db8::4
route add 2001:db8:4::/48 via 2001:db8::2 expires 600
route add 2001:db8:5:5:5:5:5:5/128 dev averylongname15
route add 2001:db8:6::/48 dev eth0 table 99
route add blackhole 2001:db8:66::/48
route add unreachable 2001:db8:67::/48
route add throw 2001:db8:69::/48
"""

NEIGHBORS = """
neigh add 192.0.2.2 lladdr 52:54:00:12:34:02 dev eth0 nud permanent
neigh add 192.0.2.3 lladdr 52:54:00:12:34:03 dev eth0 nud reachable
neigh add 192.0.2.4 lladdr 52:54:00:12:34:04 dev eth0 nud stale
neigh add 192.0.2.5 dev eth0 nud failed
neigh add 192.0.2.6 lladdr 52:54:00:12:34:06 dev eth0 nud noarp
neigh add 10.20.0.2 lladdr 52:54:00:12:34:07 dev averylongname15 nud permanent
neigh add proxy 192.0.2.77 dev eth0
neigh add proxy 192.0.2.88 dev averylongname15
neigh add 2001:db8::2 lladdr 52:54:00:12:34:02 dev eth0 nud permanent
"""

COMMANDS = (
    "netstat -rn", "netstat -rne", "netstat -rnee", "netstat -rnva", "netstat -rneee",
    "netstat -rneeee", "netstat -W -rn", "netstat -rn46", "netstat -rn -A inet6,inet",
    "netstat -rn6", "netstat -rnee -6", "netstat -rnC", "netstat -rnFC", "netstat -rn6C",
    "netstat --route --numeric --inet", "netstat --rou --numeric-hosts",
    "netstat -i", "netstat -in", "netstat -ia", "netstat --interfaces --all",
    "route -n", "route -ne", "route -nee", "route -n6", "route -n --inet6 -e",
    "route -nv", "route -nC", "route -neeC",
    "arp -an", "arp -n", "arp -ne", "arp -nv", "arp -anv", "arp -ane",
    "arp -an 192.0.2.2", "arp -n 192.0.2.2", "arp -an 192.0.2.99", "arp -n 192.0.2.99",
    "arp -nv 192.0.2.99", "arp -n 192.2", "arp -n -i eth0", "arp -an -i lo",
    "arp -n -i lo", "arp -n -H ether", "arp -an -t ash", "arp -da -n",
)  # fmt: skip

SAID = (
    "netstat -r -A ipx", "netstat -r -A ax25", "netstat -r -A ddp", "netstat -r -A x25",
    "netstat -r -A netrom", "netstat -r -A rose", "netstat -r --ipx", "netstat -M",
    "netstat -Mn", "route -n -A ipx", "route -n -A ddp", "route --ipx -n",
    "route --net -n", "netstat -rni", "netstat -rnM", "netstat -rns", "netstat -im",
    "netstat --r", "netstat --protocol", "arp -n -H foo", "arp -n -A foo", "arp -A",
    "arp -i", "arp --foo", "route --foo", "netstat --route=foo",

    "netstat -h", "netstat -V", "netstat -rs", "netstat -ri", "netstat -rM",
    "netstat -rr", "netstat -T", "netstat -rn -TX", "netstat --foo", "netstat --foo=3",
    "netstat --route=3", "netstat --num", "netstat --num=3", "netstat --u",
    "netstat --p", "netstat -A", "netstat --protocol", "netstat -?",
    "netstat -A foo -r", "netstat -A inet,foo -r", "netstat -A '' -r",
    "netstat -rn -A unix", "netstat -rn --bluetooth", "netstat -rx",
    "route -h", "route -V", "route -?", "route -T", "route -TX", "route -6 -h",
    "route -4 -h", "route -6 -h -A inet", "route foo", "route get 192.0.2.1",
    "route -net foo", "route -A foo", "route -A unix", "route --n",
    "arp -h", "arp -V", "arp -?", "arp -T", "arp -i", "arp --d", "arp --foo",
    "arp -A foo", "arp -A inet,inet6", "arp -p inet6", "arp -t foo", "arp -H loop",
)  # fmt: skip

CHANGES = ("route add 192.0.2.1 dev lo", "route del -net 10.0.0.0", "route flush",
           "arp -s 192.0.2.1 1:2:3:4:5:6", "arp -d 192.0.2.1", "arp -f", "arp -Ds a b")  # fmt: skip


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    if reason := missing():
        pytest.skip(reason)
    absent = [tool for tool in DIALECT.tools if shutil.which(tool) is None]
    if absent:
        pytest.skip(f"not installed: {', '.join(absent)}")
    if "net-tools 2.10" not in version():
        pytest.skip(f"compared with net-tools 2.10, not {version().splitlines()[0]}")
    with namespaces("nettools") as (name,):
        batch(name, LINKS)
        batch(name, ROUTES)
        batch(name, ROUTES6, "-6")
        batch(name, NEIGHBORS)
        yield name


def version() -> str:
    done = subprocess.run(
        ["netstat", "-V"], check=False, capture_output=True, text=True
    )
    return done.stdout + done.stderr


def planned(command: str) -> Plan:
    tool, *argv = shlex.split(command)
    return DIALECT.tools[tool].plan(argv)


def ours(netns: str, command: str) -> str:
    lines: list[str] = []
    for name, view in planned(command).forms:
        form = DIALECT.form(name)
        snapshot = linux.read({form.kind, *form.want}, netns=netns)
        lines += form.show(snapshot, None, view)
    return "".join([line + "\n" for line in lines])


def compare(netns: str, command: str) -> None:
    """Ours between two runs of the tool that say the same: counters do not stand still."""
    for _ in range(10):
        before = run(netns, *shlex.split(command))
        found = ours(netns, command)
        if run(netns, *shlex.split(command)) == before:
            break
    assert found == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_prints_what_the_tool_prints(host: str, command: str) -> None:
    compare(host, command)


@pytest.mark.parametrize(
    "command",
    [c for c in COMMANDS if "192" not in c],
)
def test_it_does_so_in_a_world_with_exceptions(net: World, command: str) -> None:
    if shutil.which("netstat") is None:
        pytest.skip("not installed: netstat")
    compare(net.host, command)


@pytest.mark.parametrize("command", SAID)
def test_what_a_tool_says_of_itself_is_said_so(host: str, command: str) -> None:
    argv = ["ip", "netns", "exec", host, *shlex.split(command)]
    done = subprocess.run(argv, check=False, capture_output=True, text=True)
    with pytest.raises(UsageError) as caught:
        planned(command)
    said = caught.value
    streams = (said.out, said.text) if said.status else (said.text, said.beside)
    assert streams == (done.stdout, done.stderr)
    assert said.status == done.returncode


@pytest.mark.parametrize(
    "command",
    ["netstat -rn", "netstat -rn46", "netstat -rnFC", "route -n", "netstat -rn6",
     "netstat -rn --inet6 --inet", "route -nC", "netstat -i", "arp -n"],
)  # fmt: skip
def test_a_host_without_an_address_has_no_table(host: str, command: str) -> None:
    assert host
    with namespaces("bare") as (bare,):
        within = ["ip", "netns", "exec", bare]
        mine = [*within, sys.executable, "-m", "rtentry", *command.split()]
        tool, own = [
            subprocess.run(argv, check=False, capture_output=True, text=True)
            for argv in ([*within, *command.split()], mine)
        ]
    assert (own.stdout, own.stderr) == (tool.stdout, tool.stderr)
    assert own.returncode == tool.returncode


@pytest.mark.parametrize("command", CHANGES)
def test_nothing_is_changed(command: str) -> None:
    with pytest.raises(UsageError, match="the table is read, not changed") as caught:
        planned(command)
    assert caught.value.status == 2


BUSYBOX = (
    "route -n", "route -ne", "route -n -A inet6", "netstat -rn", "netstat -rne",
    "arp -n", "arp -an", "arp -nv", "arp -n 192.0.2.2", "arp -n 192.0.2.99",
    "arp -n -i lo", "arp -n -H ether",
    "ip route", "ip route list dev eth0", "ip route show table local", "ip route show table 77",
)  # fmt: skip


@pytest.mark.parametrize("command", BUSYBOX)
def test_busybox_prints_the_same(host: str, command: str) -> None:
    if shutil.which("busybox") is None:
        pytest.skip("not installed: busybox")
    within = ["ip", "netns", "exec", host]
    mine = [sys.executable, "-m", "rtentry", "--as", "busybox"]
    tool, own = [
        subprocess.run(argv, check=False, capture_output=True, text=True)
        for argv in (
            [*within, "busybox", *command.split()],
            [*within, *mine, *command.split()],
        )
    ]
    assert own.stdout == tool.stdout
    assert own.returncode == tool.returncode
