"""The words of Linux for its numbers, and what they say as flags."""

from __future__ import annotations

import pytest

from rtentry.addr import DEFAULT4, DEFAULT6, Name, Prefix, parse_prefix
from rtentry.flags import RTF
from rtentry.linux import (
    PROTOS,
    RTYPES,
    SCOPES,
    TABLES,
    Kind,
    entry_flags,
    exception_flags,
    numbers,
)

NET, HOST = parse_prefix("192.0.2.0/24"), parse_prefix("192.0.2.1")
NET6, MULTICAST6 = parse_prefix("2001:db8::/64"), parse_prefix("ff00::/8")

ENTRIES = [
    # type, proto, scope, dst, gateway, flags
    ("unicast", "kernel", "link", NET, False, RTF.UP | RTF.CLONING),
    ("unicast", "kernel", "global", NET6, False, RTF.UP | RTF.CLONING),
    ("unicast", "kernel", "global", MULTICAST6, False, RTF.UP),
    ("unicast", "kernel", "link", HOST, False, RTF.UP | RTF.HOST),
    ("unicast", None, "link", NET, False, RTF.UP),
    ("unicast", "boot", "link", NET, False, RTF.UP | RTF.STATIC),
    ("unicast", "static", "global", DEFAULT4, True, RTF.UP | RTF.GATEWAY | RTF.STATIC),
    ("unicast", "ra", "global", DEFAULT6, True, RTF.UP | RTF.GATEWAY),
    ("unicast", None, None, DEFAULT4, True, RTF.UP | RTF.GATEWAY),
    ("unicast", "redirect", "global", HOST, True,
     RTF.UP | RTF.GATEWAY | RTF.HOST | RTF.DYNAMIC),
    ("local", "kernel", "host", HOST, False, RTF.UP | RTF.HOST | RTF.LOCAL),
    ("broadcast", "kernel", "link", HOST, False, RTF.UP | RTF.HOST | RTF.BROADCAST),
    ("multicast", "boot", "global", MULTICAST6, False, RTF.UP | RTF.MULTICAST),
    ("blackhole", "boot", "global", NET, False, RTF.UP | RTF.BLACKHOLE | RTF.STATIC),
    ("unreachable", "kernel", "global", NET, False, RTF.UP | RTF.REJECT),
    ("prohibit", "zebra", "global", NET, False, RTF.UP | RTF.REJECT),
    ("throw", "boot", "global", NET, False, RTF.STATIC),
    ("unicast", "kernel", "link", Name("somewhere"), False, RTF.UP),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rtype", "proto", "scope", "dst", "gateway", "flags"), ENTRIES
)
def test_an_entry_has_the_flags_that_its_numbers_say(
    rtype, proto, scope, dst, gateway, flags
):
    kind = Kind(rtype, proto, scope)
    assert entry_flags(kind, dst, has_gateway=gateway) == flags


def test_a_dead_entry_is_not_up():
    kind = Kind("unicast", "static", "global")
    flags = entry_flags(kind, DEFAULT4, has_gateway=True, is_dead=True)
    assert flags == RTF.GATEWAY | RTF.STATIC


@pytest.mark.parametrize(
    ("redirected", "has_mtu", "more"),
    [
        (False, True, RTF.MODIFIED),
        (True, False, RTF.DYNAMIC),
        (True, True, RTF.DYNAMIC | RTF.MODIFIED),
    ],
)
def test_an_exception_is_cloned(redirected, has_mtu, more):
    flags = exception_flags(
        "unicast", HOST, has_gateway=True, redirected=redirected, has_mtu=has_mtu
    )
    assert flags == RTF.UP | RTF.GATEWAY | RTF.HOST | RTF.CLONED | more


@pytest.mark.parametrize("names", [RTYPES, PROTOS, SCOPES, TABLES])
def test_no_name_is_given_to_two_numbers(names):
    assert len(numbers(names)) == len(names)


def test_an_address_of_full_length_is_a_host():
    kind = Kind("unicast")
    for prefix in (HOST, Prefix(6, 1, 128)):
        assert entry_flags(kind, prefix, has_gateway=False) & RTF.HOST
