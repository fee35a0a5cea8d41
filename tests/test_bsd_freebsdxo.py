"""``netstat --libxo json -rn``: the routes of FreeBSD as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rtentry.addr import DEFAULT6
from rtentry.api import parse, show
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.listing import View

PATH = Path(__file__).parent / "golden" / "freebsd14" / "netstat-rn-libxo.txt"
TEXT = PATH.read_text()


def pretty(text: str) -> str:
    """The same, laid out by somebody else."""
    return json.dumps(json.loads(text), indent=1) + "\n"


def test_the_members_of_an_entry_are_the_cells_of_a_row():
    (snapshot,) = parse(TEXT)
    first, learned = snapshot.routes[0], snapshot.routes[4]
    assert first.flags == RTF.UP | RTF.GATEWAY | RTF.STATIC
    assert (first.ifname, dict(first.extra)) == ("em0", {"weight": 1, "nhop-kidx": 3})
    assert (learned.expire, snapshot.routes[6].dst) == (118, DEFAULT6)


@pytest.mark.parametrize("change", [str, pretty])
def test_a_text_comes_back_in_its_own_layout(change):
    text = change(TEXT)
    found = parse(text)
    assert [x.routes for x in found] == [x.routes for x in parse(TEXT)]
    assert show(found) == text
    assert show(parse(show(found, "json"))) == text


@pytest.mark.parametrize("change", [str, pretty])
def test_a_changed_route_is_shown_as_it_is(change):
    (snapshot,) = parse(change(TEXT))
    routes = (snapshot.routes[0]._replace(ifname="em7"), *snapshot.routes[1:])
    shown = show([snapshot._replace(routes=routes)])
    assert shown == TEXT.replace('"em0"', '"em7"', 1)


def test_the_number_of_the_table_stands_above():
    text = TEXT.replace('{"route-table"', '{"fib":2, "route-table"')
    (snapshot,) = parse(text)
    assert {route.tableid for route in snapshot.routes} == {2}
    assert show([snapshot]) == text


def test_use_and_mtu_are_numbers():
    more = '"interface-name":"lo0","expire-time":9'
    text = TEXT.replace(
        '"nhop-kidx":1,"interface-name":"lo0"', f'"use":12,"mtu":16384,{more}'
    )
    (snapshot,) = parse(text)
    route = snapshot.routes[1]
    assert (route.use, route.mtu, route.expire) == (12, 16384, 9)
    assert show([snapshot]) == text


def test_it_is_written_of_other_routes():
    (snapshot,) = parse(TEXT)
    bare = snapshot._replace(listings=())
    from rtentry.dialects import dialect

    form = dialect("freebsd14").form("netstat --libxo json -r")
    assert "\n".join(form.show(bare, None, View())) + "\n" == TEXT


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"flags":"UH"', '"flags":"UQ"', "unknown flag 'Q'"),
        ('["up","host"]', '["up"]', "are not the flags"),
        ('"weight":1', '"colour":1', "unknown member 'colour'"),
        ('"weight":1', '"weight":"a"', "is not a number"),
        ('"Internet"', '"AppleTalk"', "unknown family"),
        ('"gateway":"link#2",', "", "without destination, gateway"),
        ('{"rt-family": [', '{"rt-family": ["x", ', "not an object"),
        ("}]}]}}}}", "}]}]}}}", "broken JSON"),
        ("}]}]}}}}", "}]}]}}}} more", "not JSON behind"),
    ],
)
def test_what_is_not_of_it_is_an_error_of_its_line(old, new, why):
    with pytest.raises(FormatError, match=why) as error:
        parse("Here it is:\n\n" + TEXT.replace(old, new, 1))
    assert error.value.line in (3, 4)
