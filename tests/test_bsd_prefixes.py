"""``ndp -p``: prefixes of IPv6 on the links of interfaces."""

from __future__ import annotations

import pytest

from rtentry.addr import parse_prefix
from rtentry.api import parse, show
from rtentry.bsd.prefixes import APPLE, LETTERS, prefixes
from rtentry.errors import FormatError
from rtentry.listing import View
from rtentry.model import IfAddr

HEAD = "2001:db8:7::/64 if=em0\n"
LIFE = "flags=LAO vltime=7200, pltime=1800, expire=1m5s, ref=2\n"
NOBODY = "  No advertising router\n"
BY = "  advertised by\n    fe80::1%em0 (reachable)\n"


def test_a_prefix_is_a_network_of_an_interface():
    (snapshot,) = parse(HEAD + LIFE + BY)
    (link,) = snapshot.interfaces
    said = dict(link.addresses[0].extra)
    assert link.ifname == "em0"
    assert link.addresses[0].network == parse_prefix("2001:db8:7::/64")
    assert said == {
        "advertised": "LAO", "vltime": 7200, "pltime": 1800, "expire": 65, "refs": 2,
        "routers": "fe80::1%em0 (reachable)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("letters", "system"), [("LA", "freebsd14"), ("ALO", "macos14"), ("ILO", "macos14")]
)
def test_the_order_of_the_letters_tells_the_system(letters, system):
    (snapshot,) = parse(HEAD + LIFE.replace("LAO", letters) + NOBODY)
    assert snapshot.system == system


@pytest.mark.parametrize(
    "life",
    [
        "flags=LAO vltime=infinity, pltime=infinity, expire=Never, ref=0\n",
        "flags= vltime=0, pltime=0, expired, ref=0\n",
        "flags=L vltime=1, pltime=1, expire=0s\n",
    ],
)
@pytest.mark.parametrize("routers", [BY, NOBODY])
def test_what_was_read_is_written_again(life, routers):
    text = HEAD + life + routers
    assert show(parse(text)) == text
    (snapshot,) = parse(text)
    again = prefixes(LETTERS).show(snapshot, None, View())
    assert "\n".join(again) + "\n" == text


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (LIFE.replace("LAO", "LAX") + NOBODY, 1, "are not flags"),
        (LIFE.replace("7200", "soon") + NOBODY, 1, "is not"),
        ("flags=LAO\n" + NOBODY, 2, "not the lifetimes"),
        (LIFE, 3, "not who advertises"),
        (LIFE + "  advertised\n", 3, "not who advertises"),
        (LIFE + BY + "    fe80::2%em0\n", 5, "not a prefix"),
    ],
)
def test_a_line_that_is_none_of_it_is_an_error(text, line, why):
    with pytest.raises(FormatError, match=why) as error:
        parse(HEAD + text)
    assert error.value.line in (line, line - 1)


def test_an_interface_without_such_a_prefix_prints_nothing():
    (snapshot,) = parse(HEAD + LIFE + NOBODY)
    (link,) = snapshot.interfaces
    bare = link._replace(addresses=(IfAddr(None, link.addresses[0].network),))
    other = snapshot._replace(interfaces=(bare,), listings=())
    assert [*prefixes(APPLE).show(other, None, View())] == []
