"""
Router advertisements: what this machine's kernel makes of them, and the simulated one.

The packets are put on a virtual cable in a namespace of their own; the same things are
told to a simulated box.  Times may differ by a second or two.
"""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv6Address
from time import sleep
from typing import NamedTuple

import pytest
from tests.live.namespaces import missing, run
from tests.live.test_live_linux6 import Real, Simulated

pytestmark = pytest.mark.live

SETUP = (
    "sysctl -q net.ipv6.conf.default.addr_gen_mode=0",
    "ip link add v0 type veth peer name v1",
    "ip link set v0 address 02:00:00:00:00:02",
    "ip link set v1 address 02:00:00:00:00:01",
    "ip link set v1 addrgenmode none",
    "ip link set v0 up",
    "ip link set v1 up",
)
SHOWS = (
    "ip -6 route show table all",
    "ip -6 addr show dev v0",
    "ip -6 neigh show",
    "ip -6 route get 2001:db8:ff::1",
)
MAC = "52:54:00:00:00:01"
SEND = "import socket, sys; s = socket.socket(17, 3); s.bind(('v1', 0)); "
SEND += "s.send(bytes.fromhex(sys.argv[1]))"


class Offer(NamedTuple):
    """A prefix of 64 bits: its lifetimes (seconds), on the link, for addresses."""

    prefix: str
    valid: int
    preferred: int
    onlink: bool = True
    auto: bool = True


class Told(NamedTuple):
    """What a router tells."""

    router: str
    life: int = 1800
    hoplimit: int = 64
    pref: str = "medium"
    mtu: int = 0
    offers: tuple[Offer, ...] = ()

    def command(self) -> str:
        """As the simulator is told."""
        words = f"ra from {self.router} lladdr {MAC} on v0 life {self.life}"
        words += f" pref {self.pref} hoplimit {self.hoplimit} mtu {self.mtu}"
        for o in self.offers:
            words += f" prefix {o.prefix}/64 valid {o.valid} preferred {o.preferred}"
            words += f" onlink {'yes' if o.onlink else 'no'}"
            words += f" auto {'yes' if o.auto else 'no'}"
        return words

    def frame(self) -> bytes:
        """As a frame for everybody (RFC 4861, 4.2)."""
        mac = bytes.fromhex(MAC.replace(":", ""))
        options = b"\x01\x01" + mac
        if self.mtu:
            options += struct.pack("!BBHI", 5, 1, 0, self.mtu)
        for o in self.offers:
            bits = 0x80 * o.onlink | 0x40 * o.auto
            lives = struct.pack("!BBBBIII", 3, 4, 64, bits, o.valid, o.preferred, 0)
            options += lives + IPv6Address(o.prefix).packed
        pref = {"high": 8, "medium": 0, "low": 0x18}[self.pref]
        head = struct.pack("!BBHII", self.hoplimit, pref, self.life, 0, 0)
        ends = IPv6Address(self.router).packed + IPv6Address("ff02::1").packed
        body = head + options
        pseudo = ends + struct.pack("!II", len(body) + 4, 58) + b"\x86\0\0\0" + body
        total = sum(struct.unpack(f"!{len(pseudo) // 2}H", pseudo))
        while total >> 16:
            total = (total & 0xFFFF) + (total >> 16)
        icmp = struct.pack("!BBH", 134, 0, ~total & 0xFFFF) + body
        ip = struct.pack("!IHBB", 6 << 28, len(icmp), 58, 255) + ends
        return b"\x33\x33\0\0\0\1" + mac + b"\x86\xdd" + ip + icmp


ONE, TWO = "2001:db8:1::", "2001:db8:2::"
SERIES = (
    Told("fe80::99", offers=(Offer(ONE, 86400, 14400),)),
    Told("fe80::99", mtu=1400, offers=(Offer(ONE, 3600, 1800),)),
    Told("fe80::99", offers=(Offer(ONE, 9000, 1800),)),
    Told("fe80::98", 900, 0, "high", offers=(Offer(TWO, 9000, 1800, auto=False),)),
    Told("fe80::98", 900, 0, "low", offers=(Offer(TWO, 9000, 1800, onlink=False),)),
    Told("fe80::99", life=0, offers=(Offer(ONE, 0, 0),)),
    Told("fe80::98", life=0, offers=(Offer(TWO, 0, 0), Offer("fe80::", 90, 90))),
)


@pytest.fixture
def real() -> Iterator[Real]:
    if reason := missing():
        pytest.skip(reason)
    place = Real()
    yield place
    with suppress(OSError):
        place.close()


def rounded(lines: list[str]) -> list[str]:
    """Lines with their seconds to the nearest ten."""
    found = re.compile(r"(\d+)sec")
    return [found.sub(lambda m: f"{round(int(m[1]), -1)}sec", line) for line in lines]


def without_preference(lines: list[str]) -> list[str]:
    """
    Answers of ``ip route get`` without the router's preference.

    A processor answers from its own copy of a route, which keeps the preference of the
    time when it was made (rt6_make_pcpu_route): the real one depends on who answers.
    """
    return [re.sub(r" pref \w+", "", line) for line in lines]


def test_advertisements_do_what_they_do_to_this_kernel(real):
    simulated = Simulated()
    for command in SETUP:
        assert simulated.run(command) == real.run(command), command
    sleep(1)
    for told in SERIES:
        simulated.run(told.command())
        run(real.name, sys.executable, "-c", SEND, told.frame().hex())
        sleep(0.3)
        for show in SHOWS:
            ours, theirs = rounded(simulated.run(show)), rounded(real.run(show))
            if "neigh" in show:
                ours, theirs = sorted(ours), sorted(theirs)
            if "get" in show:
                ours, theirs = without_preference(ours), without_preference(theirs)
            assert ours == theirs, (told, show)
