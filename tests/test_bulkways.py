"""Rows that differ in their gateway: a few are read, the others follow or do not."""

from __future__ import annotations

import pytest

from rtentry.addr import Prefix
from rtentry.bulkrows import Kept, Places
from rtentry.bulkways import Said, divided, follow, way
from rtentry.flags import RTF
from rtentry.model import Route

FIRST = 18
NET = Prefix(4, 0, 0)


def line(dst, gateway, rest="UGS        em0"):
    return f"{dst:{FIRST}}{gateway:18} {rest}"


def ways(*lines):
    rows = [Kept(n, 0, len(text), 0, None, False) for n, text in enumerate(lines)]
    return [way(*each, Places(FIRST)) for each in zip(rows, lines, strict=True)]


def gateway(number):
    return f"192.0.2.{number}"


def said_of(read, **fields):
    kind = Route(NET, flags=RTF.UP | RTF.GATEWAY, **fields)
    return {w.row.group: Said(24, kind._replace(gateway=w.gateway), None) for w in read}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (line("10.1/16", "192.0.2.1"), line("10.77/16", "192.0.2.200"), True),
        (line("10.1/16", "192.0.2.1"), line("10.77/17", "192.0.2.1"), False),
        (line("10.1/16", "192.0.2.1"), line("10.1.0/16", "192.0.2.1"), False),
        (line("10.1/16", "192.0.2.1"), line("10.1/16", "192.0.2.1", "UG em0"), False),
        (line("10.1/16", "link#1"), line("10.1/16", "link#2"), False),
    ],
)
def test_a_rest_is_all_but_gateway_and_address(one, other, is_same):
    first, second = ways(one, other)
    assert (first.rest == second.rest) == is_same


def test_a_counter_is_not_in_the_rest():
    text = line("10.1/16", "192.0.2.1", "UGS  {:8} em0")
    start = len(text.partition("{")[0])
    rows = [
        way(Kept(0, 0, 1, 0, use, False), text.format(use), Places(FIRST, (start, start + 8)))
        for use in (5, 123456)
    ]  # fmt: skip
    assert rows[0].rest == rows[1].rest


@pytest.mark.parametrize(
    "word", ["link#2", "0.0.0.0", "*", "10.1", "192.0.2.01", "fe80::1", "192.0.2.1%em0"]
)
def test_of_what_is_no_address_of_a_host_nothing_is_known(word):
    [found] = ways(line("10.1/16", word))
    assert found.gateway is None


def test_two_gateways_of_a_rest_are_read():
    rows = ways(*[line("10.1/16", gateway(n)) for n in (1, 1, 2, 3, 4)])
    some, others = divided(rows, [])
    assert [each.row.group for each in some] == [0, 1, 2]
    assert [each.row.group for each in others] == [3, 4]
    assert divided(rows, some)[0] == []


def test_others_say_the_same_of_their_gateway():
    rows = ways(*[line("10.1/16", gateway(n)) for n in range(1, 9)])
    some, others = divided(rows, [])
    said = said_of(some, ifname="em0")
    assert follow(said, some, others)
    assert said == said_of(rows, ifname="em0")


@pytest.mark.parametrize(
    "fields", [{"ifname": "em1"}, {"mtu": 9000}, {"gateway": Prefix(4, 1, 32)}]
)
def test_nothing_follows_from_rows_that_do_not_agree(fields):
    rows = ways(*[line("10.1/16", gateway(n)) for n in range(1, 9)])
    some, others = divided(rows, [])
    said = said_of(some, ifname="em0")
    said[1] = said[1]._replace(kind=said[1].kind._replace(**fields))
    assert not follow(said, some, others)
