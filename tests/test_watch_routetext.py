"""What ``route monitor`` of BSDs prints is read as events, and comes back."""

from __future__ import annotations

import pytest

from rtentry.addr import LLAddr, parse_address, parse_prefix
from rtentry.api import parse, show
from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF, RTF
from rtentry.model import Event, IfAddr, Interface, Neighbor, Route
from rtentry.sim.heard import Hearer
from rtentry.watch import Notice

ETH0 = Interface("em0", 1, 1500, IFF.UP | IFF.BROADCAST, LLAddr(b"\2\0\x5e\x10\0\x09"))
VIA = Route(
    parse_prefix("10.0.0.0/8"),
    parse_address("192.0.2.1"),
    "em0",
    RTF.UP | RTF.GATEWAY | RTF.STATIC,
)
VIA6 = VIA._replace(
    dst=parse_prefix("2001:db8::/32"), gateway=parse_address("2001:db8::1")
)
HOST = Neighbor(
    parse_address("192.0.2.7"), LLAddr(b"\2\0\x5e\x10\0\7"), "em0", "STALE", NTF(0)
)
OWN = IfAddr(parse_address("192.0.2.9"), parse_prefix("192.0.2.0/24"), scope="global")

NOTICES = [
    Notice("interface", ETH0, ifindex=1),
    Notice("route", VIA),
    Notice("route", VIA, deleted=True),
    Notice("route", VIA._replace(dst=parse_prefix("0.0.0.0/0"))),
    Notice("route", VIA._replace(dst=parse_prefix("198.51.100.7/32"))),
    Notice("neighbor", HOST),
    Notice("address", OWN, ifindex=1, ifname="em0"),
    Notice("route", VIA6),
]

ALIKE = frozenset(
    ["bsd44", "openbsd31", "openbsd34", "openbsd39", "freebsd4", "freebsd14", "macos"]
) | {"macos14"}
"""Systems that print it as 4.4BSD did."""

SYSTEMS = [
    # a kernel: the dialects that its monitor's text may be taken for
    ("openbsd7", {"openbsd7"}),
    ("netbsd10", {"netbsd10"}),
    *[(name, ALIKE) for name in ("openbsd31", "freebsd4", "freebsd14", "macos", "bsd44")],
]  # fmt: skip


def text(system: str) -> str:
    """What the monitor of a system tells of some notices."""
    hearer = Hearer(dialect(system))
    told = [hearer.tell(notice, 1_700_000_000 + n) for n, notice in enumerate(NOTICES)]
    return "\n".join([each for each in told if each]).lstrip("\n") + "\n"


@pytest.mark.parametrize(("system", "readers"), SYSTEMS)
def test_what_a_monitor_tells_comes_back_also_by_json(system, readers):
    told = text(system)
    [snapshot] = parse(told)
    assert {listing.form for listing in snapshot.listings} == {"route monitor"}
    assert {listing.dialect for listing in snapshot.listings} <= readers
    assert show([snapshot]) == told
    assert parse(show([snapshot], "json")) == (snapshot,)


@pytest.mark.parametrize(("system", "readers"), SYSTEMS)
def test_an_event_has_the_route_that_its_message_is_about(system, readers):
    events = parse(text(system))[0].events
    first, gone = [e for e in events if e.about == "route"][:2]
    assert isinstance(first.record, Route)
    assert first.record.dst == VIA.dst
    assert first.record.gateway == VIA.gateway
    assert first.record.flags >= VIA.flags
    assert (first.deleted, gone.deleted) == (False, True)
    assert first.at == "2023-11-14T22:13:21"


def test_a_number_changed_in_a_text_is_in_the_event():
    told = text("freebsd14")
    changed = told.replace("errno 0", "errno 7", 1)
    assert show(parse(changed)) == changed
    one, other = parse(told)[0].events, parse(changed)[0].events
    differ = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    assert len(differ) == 1
    event: Event = differ[0][1]
    assert dict(event.extra)["errno"] == 7


MACOS = """\
got message of size 176 on Tue Nov 14 22:13:20 2023
RTM_ADD: Add Route: len 176, pid: 62, seq 271, errno 0, ifscope 5, flags:<UP,GATEWAY,DONE,STATIC,IFSCOPE>
locks:  inits:\x20
sockaddrs: <DST,GATEWAY,NETMASK,IFP,IFA>
 default 192.0.2.1 default  192.0.2.9
"""


def test_an_address_of_a_message_may_be_nothing():
    [snapshot] = parse(MACOS)
    [event] = snapshot.events
    assert dict(event.extra)["ifp"] == ""
    assert show([snapshot]) == MACOS


def test_a_flag_that_only_macos_has_tells_whose_a_message_is():
    [snapshot] = parse(MACOS)
    assert snapshot.listings[0].dialect == "macos14"


REFUSED = [
    ("got message of size 9 on some day\nRTM_ADD: Add Route: len 9, pid: 0\n", "a time"),
    ("got message of size 9 on Thu Jan  1 00:00:00 1970\ngibberish\n", "no type"),
    ("got message of size 9 on Thu Jan  1 00:00:00 1970\nRTM_ADD: Add Route: len 9, pid: 0\n"
     "sockaddrs: <DST,GATEWAY>\n 10.0.0.0\n", "not 2 addresses"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "message"), REFUSED)
def test_what_is_no_message_is_an_error(told, message):
    with pytest.raises(FormatError, match=message):
        parse(told)
