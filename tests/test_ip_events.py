"""What ``ip monitor`` tells: each message is an event, and the text comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import parse_prefix
from rtentry.api import parse, show
from rtentry.cli import main
from rtentry.errors import FormatError
from rtentry.ip.times import parse_long, show_long
from rtentry.model import Event, IfAddr, Interface, Neighbor, Route, Snapshot

GOLDEN = Path(__file__).parent / "golden" / "iproute2"

TEXT = "\n".join(
    [
        "10.0.0.0/8 via 192.0.2.1 dev eth0 ",
        "192.0.2.1 dev eth0 lladdr 02:00:00:00:00:01 STALE ",
        "100:\tfrom 192.0.2.0/24 lookup 7",
        "id 5 via 192.0.2.1 dev eth0 scope link ",
        "2: eth0    inet 192.0.2.9/24 scope global eth0",
        "       valid_lft forever preferred_lft forever",
        "3: eth1@NONE: <BROADCAST> mtu 1500 qdisc noop state DOWN group default ",
        "    link/ether 02:00:00:00:00:02 brd ff:ff:ff:ff:ff:ff",
        "Deleted 10.0.0.0/8 via 192.0.2.1 dev eth0 ",
        "",
    ]
)


def events(text: str) -> tuple[Event, ...]:
    """The events of a text."""
    [snapshot] = parse(text)
    assert [listing.form for listing in snapshot.listings] == ["ip monitor"]
    return snapshot.events


def test_each_message_is_an_event_about_a_thing_of_the_model():
    assert [(e.about, type(e.record).__name__, e.deleted) for e in events(TEXT)] == [
        ("route", "Route", False),
        ("neighbor", "Neighbor", False),
        ("rule", "Rule", False),
        ("nexthop", "NexthopObject", False),
        ("address", "Interface", False),
        ("interface", "Interface", False),
        ("route", "Route", True),
    ]


def test_an_event_has_the_record_that_its_line_says():
    route, neighbor, *_ = [event.record for event in events(TEXT)]
    assert isinstance(route, Route)
    assert route.dst == parse_prefix("10.0.0.0/8")
    assert ("deleted", True) not in route.extra
    assert isinstance(neighbor, Neighbor)
    assert neighbor.state == "STALE"


def test_an_address_is_told_with_its_interface():
    record = events(TEXT)[4].record
    assert isinstance(record, Interface)
    assert (record.ifname, record.ifindex) == ("eth0", 2)
    assert isinstance(record.addresses[0], IfAddr)


@pytest.mark.parametrize("text", [TEXT, *[p.read_text() for p in sorted(GOLDEN.glob("monitor*"))]])  # fmt: skip
def test_a_monitor_s_text_comes_back_also_by_json(text):
    found = parse(text)
    assert show(found) == text
    assert parse(show(found, "json")) == found


def test_a_text_in_which_nothing_goes_away_is_a_table():
    [snapshot] = parse("10.0.0.0/8 via 192.0.2.1 dev eth0 \n")
    assert (len(snapshot.routes), snapshot.events) == (1, ())


TIMES = [
    ("Timestamp: Fri Nov 27 20:30:50 2026 339456 usec", "2026-11-27T20:30:50.339456"),
    ("Timestamp: Thu Jan  1 00:00:00 1970 0 usec", "1970-01-01T00:00:00.000000"),
    ("Timestamp: Thu Feb 29 23:59:59 2024 7 usec", "2024-02-29T23:59:59.000007"),
]


@pytest.mark.parametrize(("line", "at"), TIMES)
def test_a_time_has_one_form_whatever_option_printed_it(line, at):
    assert parse_long(line) == at
    assert show_long(at) == line


def test_what_the_model_does_not_have_is_kept_as_text():
    text = (
        "[NETCONF]inet eth0 forwarding off rp_filter off\n[NETCONF]Deleted inet eth0 \n"
    )
    assert [(e.about, e.text, e.deleted) for e in events(text)] == [
        ("netconf", "inet eth0 forwarding off rp_filter off", False),
        ("netconf", "inet eth0 ", True),
    ]
    assert show(parse(text)) == text


REFUSED = [
    ("[ROUTE]10.0.0.0/8 via 192.0.2.1 dev eth0 \n[ROUTE]gibberish here\n", 2, "unknown word .here. in a route"),
    ("[ROUTE]10.0.0.0/8 via 192.0.2.1 dev eth0 \n[ROUTE]10.1.0.0/16 via 192.0.2.1 colour 3\n",
     2, "unknown word 'colour' in a route"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message"), REFUSED)
def test_a_line_that_is_no_event_is_an_error(text, line, message):
    with pytest.raises(FormatError, match=message) as caught:
        parse(text)
    assert caught.value.line == line


def test_events_are_written_with_their_times_as_ip_does():
    event = Event("route", Route(parse_prefix("10.0.0.0/8"), ifname="eth0"), True)
    when = event._replace(at="2026-11-27T20:30:50.339456")
    line = "Deleted 10.0.0.0/8 dev eth0"
    assert show(Snapshot(events=(event,)), "iproute2").rstrip() == line
    shown = show(Snapshot(events=(when,)), "iproute2").rstrip()
    assert shown == f"[2026-11-27T20:30:50.339456] {line}"


def test_show_tells_the_events(tmp_path, capsys):
    path = tmp_path / "monitor.txt"
    path.write_text(TEXT)
    assert main(["show", str(path)]) == 0
    told = capsys.readouterr().out
    assert "lines 1-9: events, ip monitor (iproute2)" in told
    assert "Deleted 10.0.0.0/8 via 192.0.2.1 dev eth0" in told


def test_a_time_without_an_event_is_told():
    lines = (GOLDEN / "monitor-long-times.txt").read_text().splitlines()
    with pytest.raises(FormatError, match="a time of no event") as error:
        parse("\n".join([lines[0], *lines]))
    assert error.value.line == 1
