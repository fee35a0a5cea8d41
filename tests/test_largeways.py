"""Rows that differ in their gateway: two of them tell how the others are made."""

from __future__ import annotations

import pytest

from rtentry.addr import Link, Prefix, show_address
from rtentry.largeways import BY_ARRAY, BY_FORM, HIDDEN, Way, ways_of
from rtentry.model import Route

GATEWAYS = [Prefix(4, 0xC0000200 + n, 32) for n in (7, 20, 3, 255, 130)]


def routes(*gateways):
    return [Route(Prefix(4, 0, 0), gateway) for gateway in gateways]


def padded(route):
    return Way(BY_ARRAY, "", "/24", f"{show_address(route.gateway):15} UG eth0")


def bare(route):
    return Way(BY_ARRAY, "", "/24", f" via {show_address(route.gateway)} dev eth0")


def narrow(route):
    return Way(BY_ARRAY, "", "/24", f"{show_address(route.gateway):10} UG eth0")


def twice(route):
    text = show_address(route.gateway)
    return Way(BY_ARRAY, "", "", f" {text} {text}")


def masked(route):
    return Way(BY_ARRAY, "", "", f" {show_address(route.gateway)[:10]} eth0")


def last(route):
    return Way(BY_ARRAY, "", "", f" {show_address(route.gateway)[-1]} UG")


def all_hidden_but_one(route):
    return bare(route) if route.gateway == GATEWAYS[0] else Way(HIDDEN)


def by_form(route):
    return Way(BY_FORM)


def by_suffix(route):
    return bare(route)._replace(suffix=f"/{route.gateway.addr & 1}")


WAYS = {
    # how rows are made: how many ways are looked at
    padded: 2, bare: 2, narrow: 7, twice: 7, masked: 7, last: 7,
    all_hidden_but_one: 7, by_form: 7, by_suffix: 7,
}  # fmt: skip


@pytest.mark.parametrize("made", WAYS)
def test_ways_are_those_of_each_route(made):
    asked = []

    def way(route):
        asked.append(route)
        return made(route)

    some = routes(*GATEWAYS)
    assert ways_of(some, way) == [made(route) for route in some]
    assert len(asked) == WAYS[made]


@pytest.mark.parametrize("gateway", [None, Link(2), Prefix(4, 0, 32), Prefix(4, 1, 31)])
def test_where_one_is_no_address_of_a_host_each_is_looked_at(gateway):
    asked = []

    def way(route):
        asked.append(route)
        return Way(BY_ARRAY, "", "", str(route.gateway))

    some = routes(*GATEWAYS, gateway)
    assert ways_of(some, way) == [Way(BY_ARRAY, "", "", str(r.gateway)) for r in some]
    assert asked == some


def test_two_are_looked_at_as_they_are():
    some = routes(*GATEWAYS[:2])
    assert ways_of(some, last) == [last(route) for route in some]
