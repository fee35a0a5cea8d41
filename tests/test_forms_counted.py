"""Counters in words: netstat -s, nstat, snmp6, and what else is a number in a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rtentry
from rtentry.forms.counted import counters, filled, worded

GOLDEN = Path(__file__).parent / "golden"


def extra(name: str) -> dict[str, Any]:
    snapshots: Any = rtentry.parse((GOLDEN / name).read_text())
    return dict(snapshots[0].statistics.extra)


COUNTERS = [
    # file                                counter                                value
    ("nettools210/netstat-s.txt",         "Ip: Forwarding:",                     2),
    ("nettools210/netstat-s.txt",         "Icmp: ICMP input histogram: echo requests:", 4),
    ("netbsd10/by-hand-netstat-s.txt",    "ip: total packets received",          4410),
    ("netbsd10/by-hand-netstat-s.txt",    "icmp: Output histogram: echo reply:", 4),
    ("netbsd10/by-hand-netstat-s.txt",    "icmp: Input histogram: echo reply:",  2),
    ("procnet/fib_triestat.txt",          "fib_triestat Main: Aver depth:",      "3.20"),
    ("procnet/snmp6.txt",                 "snmp6 Ip6InNoRoutes",                 0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "counter", "value"), COUNTERS)
def test_a_number_is_a_counter_by_the_words_around_it(name, counter, value):
    assert extra(name)[counter] == value


def test_several_numbers_of_a_line_are_one_value():
    found = extra("netbsd10/by-hand-netstat-s.txt")
    assert found["tcp: data packets ( bytes)"] == "1001 88123"


def test_a_changed_counter_is_shown_in_its_place():
    text = (GOLDEN / "nettools210" / "netstat-s.txt").read_text()
    snapshots: Any = rtentry.parse(text)
    snapshot = snapshots[0]
    stats = snapshot.statistics
    changed = tuple([(k, 7 if "requests sent" in k else v) for k, v in stats.extra])
    other = snapshot._replace(statistics=stats._replace(extra=changed))
    shown = rtentry.show((other,)).splitlines()
    different = [
        (a, b) for a, b in zip(text.splitlines(), shown, strict=True) if a != b
    ]
    assert different == [("    10 requests sent out", "    7 requests sent out")]


LINES = st.lists(
    st.text("abc:(){}.,0123456789 \t#", min_size=1).filter(str.strip), min_size=1
)


@given(LINES)
def test_words_and_numbers_together_are_the_line(lines):
    values = [value for _, value in counters(lines)]
    assert list(filled([worded(line) for line in lines], values)) == lines


@given(LINES)
def test_each_counter_has_a_name_of_its_own(lines):
    names = [name for name, _ in counters(lines)]
    assert len(set(names)) == len(names)
