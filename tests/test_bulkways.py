"""Rows that differ in their gateway: a few are read, the others follow or do not."""

from __future__ import annotations

import pytest

from rtentry.addr import Link, Prefix
from rtentry.bulkways import Said, follow, gateway, wanted
from rtentry.flags import RTF
from rtentry.model import Route

NET = Prefix(4, 0, 0)
GATEWAYS = [None, *[Prefix(4, 0xC0000200 + n, 32) for n in range(1, 9)]]
"""By number; of the first one nothing is known."""

GROUPS = [(rest, which) for rest in range(2) for which in range(9)]


def said(group, **fields):
    """What a record says of a group."""
    rest, which = group
    kind = Route(NET, GATEWAYS[which] or Link(1), flags=RTF.UP | RTF.GATEWAY, **fields)
    return Said(24 - rest, kind, None)


def read(**fields):
    """What is read of the groups; *fields* of the last one."""
    some = [(GROUPS[n], said(GROUPS[n])) for n in wanted(GROUPS, GATEWAYS)]
    last = some[-1][0]
    return [*some[:-1], (last, said(last, **fields))]


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        (b"192.0.2.1          ", Prefix(4, 0xC0000201, 32)),
        (b"192.0.2.1      \0\0\0", Prefix(4, 0xC0000201, 32)),
        (b"192.0.2.1", Prefix(4, 0xC0000201, 32)),
        (b"link#2             ", None),
        (b"0.0.0.0            ", None),
        (b"*                  ", None),
        (b"10.1               ", None),
        (b"192.0.2.01         ", None),
        (b"fe80::1            ", None),
        (b"192.0.2.1%em0      ", None),
        (b"192.0.2.1    UG    ", None),
        (b" 192.0.2.1         ", None),
        (b"192.0.2.\xe9       ", None),
        (b"                   ", None),
    ],
)
def test_a_gateway_is_the_address_of_a_host_at_the_start_of_its_cell(cell, address):
    assert gateway(cell) == address


def test_two_gateways_of_a_rest_are_read_and_all_that_are_no_addresses():
    found = [GROUPS[n] for n in wanted(GROUPS, GATEWAYS)]
    assert found == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]


def test_others_say_the_same_of_their_gateway():
    found = follow(read(), GROUPS, GATEWAYS)
    assert found == [said(group) for group in GROUPS]


@pytest.mark.parametrize(
    "fields", [{"ifname": "em1"}, {"mtu": 9000}, {"refs": 1}, {"proto": "static"}]
)
def test_nothing_follows_from_rows_that_do_not_agree(fields):
    assert follow(read(**fields), GROUPS, GATEWAYS) is None


def test_nothing_follows_from_a_gateway_that_is_not_in_its_cell():
    some = read()
    group, found = some[-1]
    other = found._replace(kind=found.kind._replace(gateway=Prefix(4, 1, 32)))
    assert follow([*some[:-1], (group, other)], GROUPS, GATEWAYS) is None


def test_records_of_one_group_have_to_agree():
    alone = GROUPS[0]
    some = [*read(), (alone, said(alone, mtu=9000))]
    assert follow(some, GROUPS, GATEWAYS) is None
