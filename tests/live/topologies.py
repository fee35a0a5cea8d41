"""
Random topologies for ``get``: interfaces, addresses, tables, rules, all by a seed.

What ip(8) refuses is left out: the kernel's own table is what counts afterwards.
"""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from tests.live.namespaces import namespaces, run

LINKWATCH = 1.1
"""Seconds after which a kernel has acted on a carrier that was lost."""

NETS = [f"10.{n}.0" for n in range(1, 6)]
TABLES = ["main", "main", "main", "100", "101", "102"]
ALL_TOS = ["0x04", "0x08", "0x10", "0x1c"]


@contextmanager
def topology(seed: int) -> Iterator[str]:
    """A namespace with a random configuration; its name."""
    rng = random.Random(seed)
    with namespaces("get") as (name,):
        run(name, "sh", "-ec", "echo 0 > /proc/sys/net/ipv6/conf/all/dad_transmits; "
            "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad")  # fmt: skip
        apply(name, links(rng))
        for line in settings(rng):
            run(name, "sh", "-c", line, check=False)
        for lines, options in (
            (objects(), ()),
            (routes(rng), ("-4",)),
            (routes6(rng), ("-6",)),
            (rules(rng), ("-4",)),
            (rules6(rng), ("-6",)),
            (changes(rng), ()),
        ):
            apply(name, lines, *options)
        time.sleep(LINKWATCH)
        yield name


@cache
def knows_vrf() -> bool:
    """Whether this kernel has VRFs."""
    with namespaces("vrf") as (name,):
        argv = ["ip", "-n", name, "link", "add", "vrf1", "type", "vrf", "table", "9"]
        return subprocess.run(argv, capture_output=True, check=False).returncode == 0


def apply(netns: str, lines: list[str], *options: str) -> None:
    """Have ip(8) do each line, passing over what it refuses."""
    argv = ["ip", "netns", "exec", netns, "ip", *options, "-force", "-batch", "-"]
    text = "\n".join(lines) + "\n"
    subprocess.run(argv, input=text, text=True, capture_output=True, check=False)


def settings(rng: random.Random) -> list[str]:
    """Kernel parameters."""
    found = [
        f"echo 1 > /proc/sys/net/{key}"
        for key in ("ipv4/conf/all/forwarding", "ipv6/conf/all/forwarding")
        if rng.random() < 0.5
    ]
    for n in range(5):
        if rng.random() < 0.3:
            value = rng.choice((1, 2))
            found.append(f"echo {value} > /proc/sys/net/ipv4/conf/d{n}/rp_filter")
        if rng.random() < 0.2:
            key = f"ipv4/conf/d{n}/ignore_routes_with_linkdown"
            found.append(f"echo 1 > /proc/sys/net/{key}")
    return found


def links(rng: random.Random) -> list[str]:
    """Interfaces, up or not, some in a VRF, with addresses."""
    lines = ["link set lo up"]
    has_vrf = rng.random() < 0.5 and knows_vrf()
    if has_vrf:
        lines += ["link add vrf1 type vrf table 102", "link set vrf1 up"]
    for n in range(5):
        lines.append(f"link add d{n} type veth peer name p{n}")
        lines.append(f"link set p{n} up")
        if has_vrf and n >= 3:
            lines.append(f"link set d{n} master vrf1")
        lines.append(f"link set d{n} up")
        if rng.random() < 0.2:
            lines.append(f"link set d{n} group {rng.randrange(1, 4)}")
        for k in range(rng.randrange(1, 3)):
            plen = rng.choice((16, 24, 25))
            lines.append(f"addr add {NETS[n]}.{k + 1 + 16 * k}/{plen} brd + dev d{n}")
            lines.append(f"addr add 2001:db8:{n}::{k + 1}/64 nodad dev d{n}")
    if rng.random() < 0.5:
        lines.append("addr add 198.51.100.1/32 dev lo")
        lines.append("addr add 2001:db8:ff::1/128 nodad dev lo")
    if rng.random() < 0.3:
        lines.append("addr add 10.6.0.1 peer 10.6.0.2/32 dev d0")
    return lines


def prefix(rng: random.Random) -> str:
    """A destination, near to others."""
    plen = rng.choice((0, 0, 4, 8, 8, 12, 16, 16, 20, 24, 24, 28, 32))
    octets = [rng.choice((10, 10, 172, 192, 203)), rng.randrange(8)]
    octets += [rng.choice((0, 0, 1, 128)), rng.randrange(0, 256, 16)]
    number = int.from_bytes(bytes(octets)) >> 32 - plen << 32 - plen if plen else 0
    return ".".join(map(str, number.to_bytes(4))) + f"/{plen}"


def prefix6(rng: random.Random) -> str:
    """A destination of IPv6."""
    plen = rng.choice((0, 16, 32, 40, 48, 48, 56, 64, 64, 96, 128))
    number = 0x20010DB8 << 96 | rng.randrange(10) << 80
    number |= rng.choice((0, 0, 0x8000)) << 64 | rng.choice((0, 1, 2, 0x80)) << 0
    number = number >> 128 - plen << 128 - plen if plen else 0
    text = ":".join(f"{number >> 16 * n & 0xFFFF:x}" for n in reversed(range(8)))
    return f"{text}/{plen}"


def hop(rng: random.Random) -> str:
    """A next hop of IPv4."""
    n = rng.randrange(5)
    return rng.choice(
        (
            f"via {NETS[n]}.{rng.randrange(2, 100)}",
            f"via {NETS[n]}.{rng.randrange(2, 100)} dev d{n}",
            f"via {NETS[n]}.{rng.randrange(2, 100)} dev d{n} onlink",
            f"dev d{n}",
        )
    )


def far6(rng: random.Random) -> str:
    """A router of IPv6."""
    n, host = rng.randrange(5), rng.randrange(2, 100)
    return f"via {rng.choice((f'2001:db8:{n}::', 'fe80::'))}{host:x} dev d{n}"


def hop6(rng: random.Random) -> str:
    """A next hop of IPv6."""
    return rng.choice((far6(rng), far6(rng), f"dev d{rng.randrange(5)}"))


def objects() -> list[str]:
    """Nexthop objects of both IP versions, and groups."""
    lines = [f"nexthop add id {n} via {NETS[n]}.{n + 40} dev d{n}" for n in range(1, 5)]
    lines += ["nexthop add id 7 blackhole", "nexthop add id 8 group 1,3/2"]
    lines += ["nexthop add id 9 group 3/4,2"]
    for n in range(3):
        lines.append(f"nexthop add id {n + 11} via 2001:db8:{n}::{n + 40:x} dev d{n}")
    return [*lines, "nexthop add id 17 blackhole", "nexthop add id 18 group 11/12,3"]


def changes(rng: random.Random) -> list[str]:
    """What happens afterwards: carriers lost, interfaces taken down."""
    lines = [f"link set p{n} down" for n in range(5) if rng.random() < 0.2]
    return lines + [f"link set d{n} down" for n in range(5) if rng.random() < 0.05]


def routes(rng: random.Random) -> list[str]:
    """Routes of IPv4: next hops, objects, many ways, refusals, throw, tos, scopes."""
    lines = []
    for _ in range(rng.randrange(20, 60)):
        ways = [
            hop(rng),
            hop(rng),
            f"nexthop {hop(rng)} weight 2 nexthop {hop(rng)} nexthop {hop(rng)}",
            f"nhid {rng.choice((1, 2, 3, 4, 7, 8, 9))}",
        ]
        kind = rng.choice(
            ["", "", "", "", "blackhole", "unreachable", "prohibit", "throw"]
        )
        where = "" if kind else rng.choice(ways)
        more = [f"table {rng.choice(TABLES)}"]
        if rng.random() < 0.4:
            more.append(f"metric {rng.choice((0, 1, 10, 100))}")
        if rng.random() < 0.15:
            more.append(f"tos {rng.choice(ALL_TOS)}")
        if rng.random() < 0.15:
            n = rng.randrange(5)
            more.append(f"src {NETS[n]}.1")
        if rng.random() < 0.1 and where.startswith("dev"):
            more.append("scope " + rng.choice(("link", "global", "host", "site")))
        if rng.random() < 0.1:
            more.append("mtu 1400")
        verb = rng.choice(("add", "add", "append", "prepend"))
        lines.append(f"route {verb} {kind} {prefix(rng)} {' '.join(more)} {where}")
    lines.append("route add local 10.7.0.0/24 dev lo")
    return lines


def routes6(rng: random.Random) -> list[str]:
    """Routes of IPv6."""
    lines = []
    for _ in range(rng.randrange(15, 40)):
        ways = [
            hop6(rng),
            hop6(rng),
            f"nexthop {far6(rng)} nexthop {far6(rng)} weight 3",
            f"nhid {rng.choice((11, 12, 13, 17, 18))}",
        ]
        kind = rng.choice(
            ["", "", "", "", "blackhole", "unreachable", "prohibit", "throw"]
        )
        where = "" if kind else rng.choice(ways)
        more = [f"table {rng.choice(TABLES)}"]
        if rng.random() < 0.4:
            more.append(f"metric {rng.choice((1, 10, 256, 2000))}")
        if rng.random() < 0.15 and "via" in where:
            more.append("pref " + rng.choice(("low", "high")))
        if rng.random() < 0.1:
            more.append(f"src 2001:db8:{rng.randrange(3)}::1")
        verb = rng.choice(("add", "add", "append"))
        lines.append(f"route {verb} {kind} {prefix6(rng)} {' '.join(more)} {where}")
    return lines + [
        f"neigh add 2001:db8:{n}::{2 + n} dev d{n} nud failed"
        for n in range(3)
        if rng.random() < 0.4
    ]


def actions(rng: random.Random, priority: int) -> str:
    """What a rule does."""
    table = rng.choice(("100", "101", "102", "main", "300"))
    return rng.choice(
        [
            f"lookup {table}",
            f"lookup {table}",
            f"lookup {table}",
            f"lookup {table} suppress_prefixlength {rng.choice((0, 8, 16))}",
            f"lookup main suppress_ifgroup {rng.randrange(4)}",
            f"goto {priority + rng.randrange(1, 40)}",
            rng.choice(("blackhole", "unreachable", "prohibit", "nop")),
        ]
    )


def rules(rng: random.Random, *, version: int = 4) -> list[str]:
    """Policy rules; in one of five topologies none."""
    if rng.random() < 0.2:
        return []
    lines = []
    one = prefix if version == 4 else prefix6
    for _ in range(rng.randrange(3, 14)):
        priority = rng.randrange(1, 80)
        n = rng.randrange(5)
        tests = [
            f"from {one(rng)}",
            f"to {one(rng)}",
            f"iif {rng.choice(('lo', f'd{n}'))}",
            f"oif d{n}",
            f"fwmark {rng.choice(('1', '2/3', '0x10/0xf0'))}",
            f"tos {rng.choice(('0x08', '0x10'))}",
            f"uidrange {rng.choice(('0-0', '100-200', '0-1000'))}",
            f"ipproto {rng.choice(('tcp', 'udp'))}",
            f"dport {rng.choice(('80', '1000-2000'))}",
        ]
        chosen = rng.sample(tests, rng.choice((1, 1, 2)))
        invert = rng.choice(("", "", "", "not "))
        lines.append(
            f"rule add {invert}{' '.join(chosen)} priority {priority} {actions(rng, priority)}"
        )
    if rng.random() < 0.2:
        lines.append("rule add priority 32000 lookup 100")
    return lines


def rules6(rng: random.Random) -> list[str]:
    """Policy rules of IPv6."""
    return rules(rng, version=6)


def address(rng: random.Random) -> str:
    """A destination of IPv4 to ask for; some are nobody's, some special."""
    special = ("255.255.255.255", "224.0.0.5", "127.0.0.1", "0.0.0.7", "239.1.2.3")
    if rng.random() < 0.03:
        return rng.choice(special)
    if rng.random() < 0.3:
        return f"{rng.choice(NETS)}.{rng.choice((0, 1, 2, 18, 127, 128, 255))}"
    octets = [rng.choice((10, 10, 10, 172, 192, 203, 8)), rng.randrange(9)]
    return ".".join(map(str, [*octets, rng.choice((0, 1, 128)), rng.randrange(256)]))


def address6(rng: random.Random) -> str:
    """A destination of IPv6 to ask for."""
    if rng.random() < 0.03:
        return rng.choice(("ff02::5", "::1", "fe80::99", "ff0e::9"))
    tail = rng.choice((0, 1, 2, 3, 0x80, rng.randrange(200)))
    middle = rng.choice(("", "", ":8000"))
    return f"2001:db8:{rng.randrange(11):x}{middle}::{tail:x}"


def question(rng: random.Random, version: int) -> list[str]:
    """The words of a question behind ``get``: a destination, and what else decides."""
    one = address if version == 4 else address6
    own = (
        [f"{net}.1" for net in NETS]
        if version == 4
        else [f"2001:db8:{n}::1" for n in range(5)]
    )
    words = [one(rng)]
    is_in = rng.random() < 0.15
    if rng.random() < 0.35 or is_in:
        words += ["from", one(rng) if is_in and rng.random() < 0.7 else rng.choice(own)]
    if is_in:
        words += ["iif", f"d{rng.randrange(5)}"]
    elif rng.random() < 0.15:
        words += ["oif", rng.choice(("d0", "d1", "d2", "d3", "d4"))]
    if rng.random() < 0.2:
        words += ["mark", str(rng.choice((1, 2, 3, 0x10, 0x15)))]
    if rng.random() < 0.15:
        words += ["tos", rng.choice(("0x08", "0x10", "0x1c", "0x04"))]
    if rng.random() < 0.15:
        words += ["uid", str(rng.choice((0, 150, 5000)))]
    if rng.random() < 0.15:
        words += [
            "ipproto",
            rng.choice(("tcp", "udp")),
            "dport",
            rng.choice(("80", "1500")),
        ]
    return words
