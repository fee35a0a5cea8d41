"""route(8) at the keyboard: what is flushed, what is only tried, what is not simulated."""

from __future__ import annotations

import pytest

from rtentry.errors import FormatError
from rtentry.kernel.systems import systems
from rtentry.sim.session import Session
from rtentry.sim.transcript import printed

BSD = [s.name for s in systems() if not s.name.startswith("linux")]
NEWER = ["openbsd7", "freebsd14", "netbsd8", "netbsd10"]


def boot(system: str) -> Session:
    """A box with a route by a router in each family."""
    session = Session()
    session.boot("box", system)
    for command in (
        "ifconfig em0 192.0.2.1/24",
        "ifconfig em0 inet6 2001:db8::1/64",
        "route add -net 198.51.100.0/24 192.0.2.254",
        "route add -inet6 2001:db8:1::/48 2001:db8::fe",
    ):
        session.run(command)
    return session


def said(session: Session, command: str) -> list[str]:
    """What a command prints, its exit status behind it if it is not 0."""
    return printed(session.run(command))


def routers(session: Session) -> int:
    """How many routes there are by routers."""
    routes = session.box().host.snapshot().routes
    return sum(1 for route in routes if "GATEWAY" in str(route.flags.name))


@pytest.mark.parametrize("option", ["-t", "-d"])
@pytest.mark.parametrize("system", BSD)
def test_what_is_only_tried_is_said_and_not_done(system, option):
    session = boot(system)
    if option[1] not in session.box().words.route_options:
        return
    before = routers(session)
    text = said(session, f"route {option} add -net 203.0.113.0/24 192.0.2.254")
    assert text == ["add net 203.0.113.0: gateway 192.0.2.254"]
    assert routers(session) == before


FLUSHES = [
    # words, routes by routers that are left
    ("", 0),
    ("-inet", 1),
    ("-inet6", 1),
]


@pytest.mark.parametrize(("words", "left"), FLUSHES)
@pytest.mark.parametrize("system", NEWER)
def test_flush_is_about_all_families_or_one(system, words, left):
    session = boot(system)
    assert routers(session) == 2
    lines = said(session, f"route -n flush {words}")
    assert all(line.endswith(" done") for line in lines)
    assert len(lines) >= 2 - left
    assert routers(session) == left


def test_flush_takes_a_preference_on_openbsd():
    session = boot("openbsd7")
    session.run("route add -priority 30 203.0.113.0/24 192.0.2.254")
    assert said(session, "route -n flush -priority 30") == [
        "203.0.113.0          192.0.2.254          done"
    ]
    assert routers(session) == 2


def test_flush_refuses_words_that_it_does_not_know():
    lines = said(boot("netbsd8"), "route flush -bogus")
    assert lines[0] == "route: botched keyword: bogus"
    assert lines[-1] == "[1]"


@pytest.mark.parametrize("verb", ["sourceaddr", "nameserver em0 192.0.2.9"])
def test_a_verb_that_is_not_simulated_is_no_answer_of_the_box(verb):
    with pytest.raises(FormatError, match=f"route {verb.split()[0]} is not simulated"):
        boot("openbsd7").run(f"route {verb}")


def test_show_is_get_on_freebsd_14():
    session = boot("freebsd14")
    lines = said(session, "route -n show 198.51.100.7")
    assert lines == said(session, "route -n get 198.51.100.7")
    assert "    gateway: 192.0.2.254" in lines


def test_a_router_behind_the_default_route_alone_is_none_on_freebsd_14():
    session = boot("freebsd14")
    session.run("route add default 192.0.2.254")
    assert said(session, "route add -net 203.0.113.0/24 10.9.9.9")[-1] == "[1]"
    assert said(session, "route add -net 203.0.113.0/24 198.51.100.1") == [
        "add net 203.0.113.0: gateway 198.51.100.1"
    ]


@pytest.mark.parametrize("system", BSD)
def test_netstat_shows_the_table_whatever_else_its_dialect_prints(system):
    lines = said(boot(system), "netstat -rn")
    assert lines[0] == "Routing tables"
    assert any(line.startswith("198.51.100") for line in lines)
