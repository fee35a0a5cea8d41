"""``route -p show`` of Solaris: routes that are kept, in the words of route(8)."""

from __future__ import annotations

import pytest

from rtentry.addr import parse_address, parse_prefix
from rtentry.api import parse, show
from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import RTF
from rtentry.listing import View
from rtentry.model import Route, Snapshot
from rtentry.unixes.solarisroute import NONE, PERSISTENT, read, write

GATEWAY = parse_address("192.0.2.1")

LINES = [
    # words, destination, what else the route has
    ("add default 192.0.2.1", "default", {}),
    ("add default 192.0.2.1 -ifp net0", "default", {"ifname": "net0"}),
    ("add 198.51.100.0/25 -gateway 192.0.2.1", "198.51.100.0/25", {}),
    ("add -net 10 192.0.2.1", "10.0.0.0/8", {}),
    ("add -host 192.0.2.9 192.0.2.1 -mtu 1400", "192.0.2.9", {"mtu": 1400}),
]


@pytest.mark.parametrize(("words", "dst", "more"), LINES)
def test_a_kept_route_is_static_and_not_up(words, dst, more):
    route = read((words,))
    expected = parse_prefix(dst) if dst != "default" else parse_prefix("0.0.0.0/0")
    host = RTF.HOST if expected.is_host else RTF(0)
    flags = RTF.STATIC | RTF.GATEWAY | host
    assert route == Route(expected, GATEWAY, flags=flags, **more)
    assert read(write(route)) == route


@pytest.mark.parametrize(
    "line",
    [
        "persistent: route delete default 192.0.2.1",
        "persistent: route add default",
        "persistent: route add default 192.0.2.1 -colour",
        "persistent: route add default 192.0.2.1 ; route add 198.51.100.7 192.0.2.1",
        "persistent: route ",
        "persistent: route add -inet6 2001:db8:1::/48 200",
    ],
)
def test_what_adds_no_route_is_refused(line):
    with pytest.raises(FormatError):
        parse(f"persistent: route add 198.51.100.9 192.0.2.1\n{line}\n")


@pytest.mark.parametrize("line", [NONE, f"     {NONE}"])
def test_that_none_is_kept_is_said(line):
    (snapshot,) = parse(f"# route -p show\n{line}\n")
    assert (snapshot.system, snapshot.routes) == ("solaris", ())
    assert [*PERSISTENT.show(Snapshot(), None, View())] == [NONE]


def test_a_changed_route_is_written_in_the_usual_order():
    (snapshot,) = parse("persistent: route add -ifp net0 default 192.0.2.1\n")
    assert show([snapshot]) == "persistent: route add -ifp net0 default 192.0.2.1\n"
    (route,) = snapshot.routes
    other = snapshot._replace(routes=(route._replace(ifname="net1"),))
    assert show([other]) == "persistent: route add default 192.0.2.1 -ifp net1\n"


def test_what_route_has_no_word_for_is_not_written():
    with pytest.raises(NotExpressible, match="metric"):
        write(Route(parse_prefix("0.0.0.0/0"), GATEWAY, metric=3))
