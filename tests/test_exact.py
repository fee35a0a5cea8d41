"""What is read only if a tool writes it just so; the readers of addr are the oracle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import (
    Prefix,
    parse_address,
    parse_prefix,
    parse_r1,
    parse_r2,
    show_address,
    show_prefix,
    show_r1,
    show_r2,
)
from rtentry.errors import FormatError
from rtentry.exact import exact_host, exact_network6, exact_r1, exact_r2, exact_r3

WAYS = [
    (exact_host, parse_address, show_address),
    (exact_r1, parse_r1, show_r1),
    (exact_r2, parse_r2, show_r2),
    (exact_r3, parse_prefix, show_prefix),
    (exact_network6, parse_prefix, show_prefix),
]

ODD = [
    "", "/", "10", "10/8", "10.0/8", "10.0.0.0/8", "010/8", "10/08", "10.1/8", "10/33",
    "10.0.0.0.0/8", "10.0.0.0/", "/8", "192.0.2.1", "192.0.2.01", "1_0/8",
    " 192.0.2.1", "192.0.2.256", "192.0.2.1/32", "192.0.2.1/24", "192.0.2/24",
    "0.0.0.0", "0/0", "0.0.0.0/0", "::/0", "2001:db8::/32", "2001:DB8::/32", "\u0661/8",
    "2001:0db8::/32", "2001:db8::1/32", "2001:db8::/129", "fe80::%em0/64", "10\0/8",
]  # fmt: skip


def written(text, parse, show):
    """What a text says if it is written so; ``None`` if not, or if it is a default."""
    try:
        prefix = parse(text)
    except (FormatError, ValueError):
        return None
    is_default = not prefix.plen or not (prefix.addr or prefix.plen < 32)
    return None if is_default or show(prefix) != text else prefix


def families(exact, prefix):
    """The same, of the family that a reader is for."""
    version = 6 if exact is exact_network6 else 4
    return prefix if prefix and prefix.version == version and not prefix.zone else None


@pytest.mark.parametrize("way", WAYS, ids=["host", "r1", "r2", "r3", "network6"])
@pytest.mark.parametrize("text", ODD)
def test_only_what_a_tool_writes_is_read(way, text):
    exact, parse, show = way
    assert exact(text + "  ") == families(exact, written(text, parse, show))


@given(st.sampled_from(WAYS), st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_every_network_is_read_as_it_is_written(way, addr, plen):
    exact, parse, show = way
    plen = 32 if exact is exact_host else plen
    prefix = Prefix(4, addr >> (32 - plen) << (32 - plen), plen)
    text = show(prefix)
    assert exact(text + "  ") == families(exact, written(text, parse, show))


@given(st.sampled_from(WAYS), st.text("0123456789./:abcf", max_size=20))
def test_any_text_is_read_as_the_slow_readers_do(way, text):
    exact, parse, show = way
    assert exact(text + "  ") == families(exact, written(text, parse, show))
