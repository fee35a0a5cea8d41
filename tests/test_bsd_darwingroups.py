"""``netstat -g`` of macOS and of Solaris: multicast groups of interfaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import LLAddr, parse_address
from rtentry.api import parse, show
from rtentry.errors import FormatError

GOLDEN = Path(__file__).parent / "golden"
MACOS = (GOLDEN / "macos14" / "netstat-g.txt").read_text()
SOLARIS = (GOLDEN / "solaris" / "netstat-g.txt").read_text()


def groups(text: str, system: str) -> list[tuple[str, object, object]]:
    """(interface, group, what is said of it) of each group that a system lists."""
    (snapshot,) = parse(text)
    assert snapshot.system == system
    return [
        (str(link.ifname), group, [*dict(each.extra).values()])
        for link in snapshot.interfaces
        for each in link.addresses
        for group in each.groups
    ]


def test_macos_tells_the_link_level_group_of_each():
    found = groups(MACOS, "macos14")
    assert found[0] == ("en0", LLAddr(bytes.fromhex("01005e0000fb")), [])
    assert ("en0", parse_address("224.0.0.251"), ["1:0:5e:0:0:fb"]) in found
    assert ("lo0", parse_address("ff02::fb%lo0"), []) in found


def test_solaris_tells_how_often_each_was_joined():
    found = groups(SOLARIS, "solaris")
    assert ("net0", parse_address("239.255.255.250"), ["2"]) in found
    assert ("net0", parse_address("ff02::1"), ["2"]) in found


@pytest.mark.parametrize("text", [MACOS, SOLARIS])
def test_the_lists_come_back_padded_or_not(text):
    other = text.replace("en0\n", "en0             \n").replace("     1\n", " 1\n")
    assert show(parse(text)) == text
    assert show(parse(other)) == other


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (MACOS, "224.0.0.251         \t<none>", "ff02::1             \t<none>"),
        (MACOS, "224.0.0.1           \t<none>              \tlo0", "224.0.0.1"),
        (MACOS, "1:0:5e:0:0:fb       \t<none>", "1:0:5e              \t<none>"),
        (SOLARIS, "239.255.255.250", "ff02::5        "),
        (SOLARIS, "lo0       224.0.0.1                 1", "lo0       224.0.0.1"),
        (SOLARIS, "                 1\nnet0  ff02", "                 x\nnet0  ff02"),
    ],
)
def test_a_line_that_is_no_group_is_an_error(text, old, new):
    assert old in text
    with pytest.raises(FormatError):
        parse(text.replace(old, new))
