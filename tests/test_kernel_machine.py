"""
Random commands, packets and clock steps on every system.

Two hosts do the same; one of them is saved and loaded again now and then.  At all times
nothing is wrong with their tables, they are equal to the last octet, and every lookup
finds what the obvious longest-prefix match finds.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rtentry.addr import Prefix, show_quad
from rtentry.errors import RouteError
from rtentry.flags import RTF
from rtentry.kernel import request
from rtentry.kernel.connection import Connection, Datagrams
from rtentry.kernel.host import Host
from rtentry.kernel.rtf import GATEWAY, HOST, LLINFO
from rtentry.kernel.systems import systems
from rtentry.lpm.plain import Plain

NEIGHBOURS = [f"10.0.0.{n}" for n in (2, 3, 250, 251)]
OTHERS = ["172.16.0.2", "172.16.0.9"]
"""Neighbours on the second Ethernet, of which the first answers."""

OWN6 = ["2001:db8::1", "2001:db8::5"]
SIX = ["2001:db8::2", "2001:db8::9", "fe80::2%ne3", "2001:db8:f::1"]
NETS6 = ["2001:db8:f::/48", "2001:db8:f::/64", "::/0"]

FAR = ["192.0.2.7", "192.0.2.8", "10.1.2.3", "10.1.9.9", "127.1.2.3", "10.4.0.9"]
NETS = ["default", "10.1/16", "10.1.2/24", "192.0.2/24", "10/8", "127/8"]
EVERYWHERE = [
    *NEIGHBOURS,
    *OTHERS,
    *FAR,
    "10.0.0.1",
    "10.4.0.1",
    "10.0.0.255",
    "127.0.0.1",
]

anywhere = st.sampled_from(EVERYWHERE)
neighbours = st.sampled_from([*NEIGHBOURS, *OTHERS])
ethernets = st.sampled_from(["ne3", "ne4"])
nets = st.sampled_from(NETS)
names = st.sampled_from(["a", "b", "c"])
counts = st.sampled_from([1, 1, 2, 50])
kinds = st.sampled_from(
    [
        RTF.STATIC,
        RTF.STATIC | RTF.REJECT,
        RTF.STATIC | RTF.BLACKHOLE,
        RTF.STATIC | RTF.CLONING,
    ]
)


def flushed(host, which):
    found = request.flushing(host.kernel, which, 4)
    return [request.flush(host.kernel, rt, host.now) for rt in found]


class Machine(RuleBasedStateMachine):
    """Two hosts of one system that do the same."""

    system = ""

    def __init__(self):
        super().__init__()
        self.hosts: list[Host] = []

    def both(self, action: Callable[[Host], object]) -> None:
        """Do something to both hosts; it must give the same."""
        came = []
        for host in self.hosts:
            try:
                came.append(("gave", action(host)))
            except RouteError as error:
                came.append(("refused", error.errno))
        assert came[0] == came[1]

    @initialize()
    def boot(self):
        self.hosts = [Host(self.system), Host(self.system)]
        self.both(lambda h: h.ifconfig("ne3", "10.0.0.1/24"))
        self.both(lambda h: h.plug("ne4", "other"))
        self.both(lambda h: h.ifconfig("ne4", "172.16.0.1/24"))
        self.both(lambda h: h.ifconfig("lo0", "127.0.0.1/8"))
        self.both(lambda h: h.peer(OTHERS[0], "08:00:00:00:01:02", on="ne4"))
        for addr in NEIGHBOURS[:3]:
            mac = f"08:00:00:00:00:{int(addr.rpartition('.')[2]):02x}"
            self.both(lambda h, addr=addr, mac=mac: h.peer(addr, mac, on="ne3"))  # type: ignore[misc]

    # -- routes -----------------------------------------------------------------------

    @rule(dst=nets, gateway=anywhere, flags=kinds)
    def add(self, dst, gateway, flags):
        self.both(lambda h: h.route_add(dst, gateway, flags).dst)

    @rule(dst=anywhere, gateway=neighbours, flags=kinds)
    def add_host(self, dst, gateway, flags):
        self.both(lambda h: h.route_add(dst, gateway, flags).dst)

    @rule(dst=nets)
    def delete(self, dst):
        self.both(lambda h: h.route_delete(dst).dst)

    @rule(dst=st.one_of(nets, anywhere), gateway=anywhere)
    def change(self, dst, gateway):
        self.both(lambda h: h.route_change(dst, gateway).dst)

    @rule(dst=st.one_of(nets, anywhere), mtu=st.sampled_from([0, 1400, 9000]))
    def lock(self, dst, mtu):
        self.both(
            lambda h: (
                h.route_change(dst, metrics={"mtu": mtu}, locks=frozenset({"mtu"})).mtu
            )
        )

    @rule(dst=anywhere)
    def get(self, dst):
        self.both(lambda h: h.route_get(dst))

    @rule(dst=anywhere)
    def look(self, dst):
        self.both(lambda h: h.look(dst))

    @rule(which=st.sampled_from([GATEWAY, LLINFO, HOST]))
    def flush(self, which):
        self.both(lambda h: flushed(h, which))

    # -- packets -------------------------------------------------------------------------

    @rule(name=names, dst=anywhere)
    def connect(self, name, dst):
        if name not in self.hosts[0].kernel.sockets:
            self.both(lambda h: h.tcp(dst, 80, name).holder.name)

    @rule(name=names, count=counts)
    def send(self, name, count):
        if name in self.hosts[0].kernel.sockets:
            self.both(lambda h: Connection(h, h.kernel.sockets[name]).send(count))

    @rule(name=names)
    def close(self, name):
        if name in self.hosts[0].kernel.sockets:
            self.both(lambda h: Connection(h, h.kernel.sockets[name]).close())

    @rule(name=names)
    def losing(self, name):
        if name in self.hosts[0].kernel.sockets:
            self.both(lambda h: Connection(h, h.kernel.sockets[name]).losing())

    @rule(dst=anywhere, count=counts, bound=st.booleans())
    def datagram(self, dst, count, bound):
        def send(host):
            name = "bound" if bound else "free"
            holder = host.kernel.sockets.get(name)
            socket = Datagrams(host, holder) if holder else host.udp(name, bound=bound)
            socket.send_to(dst, count)

        self.both(send)

    @rule(dst=anywhere, count=st.sampled_from([1, 3]))
    def ping(self, dst, count):
        self.both(lambda h: h.ping(dst, count))

    @rule(dst=anywhere, count=counts)
    def forward(self, dst, count):
        self.both(lambda h: h.forward("10.0.0.77", dst, count))

    @rule(author=neighbours, dst=anywhere, gateway=anywhere)
    def redirect(self, author, dst, gateway):
        self.both(lambda h: h.redirect(author, dst, gateway))

    @rule(dst=anywhere, mtu=st.sampled_from([0, 200, 1400, 9000]))
    def needfrag(self, dst, mtu):
        self.both(lambda h: h.needfrag(dst, mtu))

    @rule(
        sender=anywhere,
        last=st.integers(2, 9),
        asked=anywhere,
        on=ethernets,
        op=st.sampled_from(["request", "reply"]),
    )
    def arp(self, sender, last, asked, on, op):
        mac = f"08:00:00:00:00:0{last}"
        self.both(lambda h: h.arp_in(sender, mac, asked, on=on, op=op))

    # -- IPv6 -----------------------------------------------------------------------------

    @property
    def speaks_ipv6(self) -> bool:
        """Whether link-local addresses are kept apart by interface."""
        return bool(self.hosts) and self.hosts[0].kernel.system.zoned

    @rule(comes=st.booleans(), addr=st.sampled_from(OWN6))
    def address6(self, comes, addr):
        if self.speaks_ipv6 and comes:
            self.both(lambda h: h.peer(SIX[0], "08:00:00:00:00:02", on="ne3"))
            self.both(lambda h: h.ifconfig("ne3", f"{addr}/64"))
        elif self.speaks_ipv6:
            self.both(lambda h: h.address_delete("ne3", addr))

    @rule(add=st.booleans(), dst=st.sampled_from(NETS6), by=st.sampled_from(SIX))
    def route6(self, add, dst, by):
        if self.speaks_ipv6:
            act = Host.route_add if add else Host.route_change
            self.both(lambda h: act(h, dst, by).dst)

    @rule(dst=st.sampled_from([*NETS6, *SIX]))
    def delete6(self, dst):
        if self.speaks_ipv6:
            self.both(lambda h: h.route_delete(dst).dst)

    @rule(dst=st.sampled_from(SIX), count=st.sampled_from([1, 3]))
    def ping6(self, dst, count):
        if self.speaks_ipv6:
            self.both(lambda h: h.ping(dst, count))

    @rule(dst=st.sampled_from(SIX), mtu=st.sampled_from([1300, 1500]))
    def needfrag6(self, dst, mtu):
        if self.speaks_ipv6:
            self.both(lambda h: h.needfrag(dst, mtu))

    @rule(sender=st.sampled_from(SIX), op=st.sampled_from(["request", "reply"]))
    def solicit(self, sender, op):
        if self.speaks_ipv6:
            mac = "08:00:00:00:00:07"
            self.both(lambda h: h.arp_in(sender, mac, OWN6[0], on="ne3", op=op))

    # -- interfaces, limits, time ----------------------------------------------------------

    @rule(addr=st.sampled_from(["10.0.0.1/24", "10.4.0.1/24", "10.0.0.5/24"]))
    def address(self, addr):
        self.both(lambda h: h.ifconfig("ne3", addr))

    @rule(addr=st.sampled_from(["10.0.0.1", "10.4.0.1", "10.0.0.5"]))
    def address_gone(self, addr):
        self.both(lambda h: h.address_delete("ne3", addr))

    @rule(on=ethernets, up=st.booleans())
    def link(self, on, up):
        self.both(lambda h: h.link(on, up=up))

    @rule(on=ethernets, plugged=st.booleans())
    def cable(self, on, plugged):
        self.both(lambda h: h.cable(on, plugged=plugged))

    @rule(data=st.data())
    def turn(self, data):
        known = sorted(self.hosts[0].kernel.system.sysctls)
        name = data.draw(st.sampled_from(known))
        value = data.draw(st.sampled_from([0, 1, 5, 600]))
        self.both(lambda h: h.sysctl(name, value))

    @rule(seconds=st.sampled_from([1, 5, 21, 301, 1200, 4000]))
    def advance(self, seconds):
        self.both(lambda h: h.advance(seconds))

    @rule()
    def reload(self):
        data = json.loads(json.dumps(self.hosts[1].save()))
        self.hosts[1] = Host.load(data)

    # -- always --------------------------------------------------------------------------------

    @invariant()
    def nothing_is_wrong(self):
        for host in self.hosts:
            assert host.audit() == []

    @invariant()
    def they_are_equal(self):
        if self.hosts:
            one, other = [host.save() for host in self.hosts]
            for part in one["kernel"]:
                texts = [json.dumps(x["kernel"][part]) for x in (one, other)]
                assert texts[0] == texts[1], part

    @invariant()
    def lookups_are_longest_matches(self):
        if not self.hosts:
            return
        table = self.hosts[0].kernel.inet
        plain: Plain[int] = Plain()
        for rt in table:
            if rt.flags & HOST or not rt.ignored:
                plain.insert(rt.dst, rt.plen)
        for addr in EVERYWHERE:
            value = int.from_bytes(bytes(map(int, addr.split("."))))
            found = table.match(value)
            assert (found and found.plen) == plain.match(Prefix(4, value, 32)), (
                show_quad(value)
            )


def case_of(system: str) -> type:
    """The machine of a system, as a test case."""
    made = type(f"Machine_{system}", (Machine,), {"system": system})
    case: type = made.TestCase  # type: ignore[attr-defined]
    case.settings = settings(  # type: ignore[attr-defined]
        max_examples=12,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    return case


@pytest.mark.parametrize("system", [s.name for s in systems()])
def test_nothing_goes_wrong_whatever_happens(system):
    case_of(system)("runTest").runTest()
