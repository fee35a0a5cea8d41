"""Timers: wheels give out what is due, in order; a sweep costs by what expires."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import show_quad
from rtentry.kernel import expire
from rtentry.kernel.entry import Entry
from rtentry.kernel.host import Host
from rtentry.kernel.table import Table
from rtentry.kernel.timer import Wheel


def entry(n: int) -> Entry:
    return Entry(Table(), n, 0xFFFFFFFF, 0)


@given(st.lists(st.integers(1, 50)), st.lists(st.integers(0, 20)))
def test_a_wheel_gives_out_what_is_due_the_earliest_first(times, steps):
    wheel = Wheel()
    for n, when in enumerate(times):
        wheel.file(entry(n), when)
    now, taken = 0, []
    for step in [*steps, 50]:
        now += step
        due = [(when, rt.addr) for when, rt in wheel.take(now)]
        assert all(when <= now for when, _ in due)
        taken += due
    assert taken == sorted((when, n) for n, when in enumerate(times))
    assert not wheel.buckets
    assert not wheel.times


def test_a_sweep_looks_only_at_what_is_due(monkeypatch):
    host = Host("freebsd4")
    host.ifconfig("xl0", "10.0.0.1/8")
    host.peer("10.0.0.2", "08:00:00:00:00:02", on="xl0")
    host.route_add("default", "10.0.0.2")
    host.sysctl("net.inet.ip.rtmaxcache", 10_000)
    socket = host.udp()
    for n in range(1000):
        socket.send_to(show_quad(0xC0000200 + n))
    socket.close()
    looked: list[Entry] = []
    take = Wheel.take

    def counting(wheel, now):
        for when, rt in take(wheel, now):
            looked.append(rt)
            yield when, rt

    monkeypatch.setattr(Wheel, "take", counting)
    host.advance(3000)
    assert len(looked) < 30
    host.advance(1200)
    assert len(host.kernel.inet) == 3
    assert 1000 <= len(looked) < 1100
    assert host.audit() == []


def test_the_clock_stops_at_each_timer():
    host = Host("freebsd4")
    host.ifconfig("xl0", "10.0.0.1/8")
    assert expire.due(host.kernel) == 2
    host.advance(0.5)
    assert expire.due(host.kernel) == 2
    host.advance(10_000)
    assert host.now == 10_001
    due = expire.due(host.kernel)
    assert due is not None
    assert 10_001 < due <= 10_001 + 300
