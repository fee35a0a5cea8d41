"""Large captures in arrays: what the records of the same text are, or nothing."""

from __future__ import annotations

import random

import pytest
from bench.captures import CAPTURES, quad, rows

from rtentry import bulk, bulkrows, document
from rtentry.errors import FormatError
from rtentry.frame import Routes
from rtentry.rewritten import as_written
from rtentry.sources import Ask, capture

pytest.importorskip("numpy")

COUNT = 1500

BELOW = {
    "net-tools": [],
    "OpenBSD": [
        "",
        "Internet6:",
        "Destination                        Gateway                        Flags     Refs     Use    Mtu  Interface",
        "::1                                ::1                            UH          0        0  33224   lo0",
    ],
    "FreeBSD": [
        "",
        "Internet6:",
        "Destination                       Gateway                       Flags     Netif Expire",
        "::1                               link#2                        UH          lo0",
    ],
}


@pytest.fixture(autouse=True)
def _rows_need_not_be_many(monkeypatch):
    monkeypatch.setattr(bulkrows, "VARIED", 1)


def differ(some, others):
    """The first of two different things, if there are any."""
    return next(
        (pair for pair in zip(some, others, strict=True) if pair[0] != pair[1]), None
    )


def text_of(lines):
    return "".join([line + "\n" for line in lines])


def read(text):
    return bulk.table(text.encode(), document.parse)


def same(text):
    """What arrays say of a text, which has to be what its records are."""
    found, whole = read(text), document.parse(text)
    assert found is not None
    assert isinstance(found[0].routes, Routes)
    assert differ(found[0].routes, whole[0].routes) is None
    assert found[0]._replace(routes=()) == whole[0]._replace(routes=())
    assert differ(text_of(as_written(found)).split("\n"), text.split("\n")) is None
    return found[0]


@pytest.mark.parametrize("system", CAPTURES)
def test_a_table_is_read_as_its_records_are(system):
    lines = list(CAPTURES[system](COUNT))
    found = same(text_of(lines))
    assert len(found.routes) == COUNT


@pytest.mark.parametrize("system", CAPTURES)
def test_gateways_of_any_length_and_kind_are_read_as_they_stand(system):
    lines = list(CAPTURES[system](COUNT))
    rng = random.Random(3)
    others = ["198.51.100.129", "192.0.2.7", "203.0.113.255"]
    others += ["link#3", "00:00:5e:00:53:01"] if system != "net-tools" else ["0.0.0.0"]
    for at in rng.sample(range(5, len(lines)), COUNT // 2):
        old = lines[at].split()[1]
        new = rng.choice(others)
        width = len(old) + len(lines[at].split(old, 1)[1].split("U")[0].split("255")[0])
        lines[at] = lines[at].replace(old.ljust(width), new.ljust(width), 1)
    same(text_of(lines))


@pytest.mark.parametrize("system", CAPTURES)
def test_odd_rows_stay_in_their_places(system):
    lines = list(CAPTURES[system](COUNT))
    rng = random.Random(1)
    places = bulk.places_of(text_of(lines).encode())
    assert places is not None
    first = places.first
    odd = "default".ljust(first) + lines[20][first:]
    for at in (5, 50, 51, 700, COUNT):
        lines.insert(at + rng.randrange(9), odd)
    same(text_of([*lines, *BELOW[system]]))


@pytest.mark.parametrize("system", CAPTURES)
def test_a_row_with_another_digit_is_the_same_record(system):
    lines = list(CAPTURES[system](300))
    rng = random.Random(2)
    agreed = 0
    for _ in range(20):
        at = rng.randrange(6, len(lines))
        line = lines[at]
        place = rng.choice([n for n, octet in enumerate(line) if octet.isdigit()])
        damaged = line[:place] + rng.choice("0123456789") + line[place + 1 :]
        text = text_of([*lines[:at], damaged, *lines[at + 1 :]])
        if (found := read(text)) is not None:
            agreed += 1
            [whole] = document.parse(text)
            assert differ(found[0].routes, whole.routes) is None
            assert found[0].listings == whole.listings
    assert agreed > 5


def test_an_error_has_its_line_and_column(tmp_path, monkeypatch):
    monkeypatch.setattr(capture, "MANY", 1)
    lines = list(CAPTURES["net-tools"](60))
    lines[50] = lines[50].replace("192.0.2", "192..2.")
    path = tmp_path / "capture.txt"
    path.write_text(text_of(lines))
    told = []
    for frames in (False, True):
        with pytest.raises(FormatError) as error:
            capture.read(str(path), Ask(frames=frames))
        told.append(str(error.value))
    assert told[0] == told[1]
    assert ":51:" in told[0]


def test_a_large_capture_comes_as_frames_where_it_may(tmp_path, monkeypatch):
    monkeypatch.setattr(capture, "MANY", 1)
    path = tmp_path / "capture.txt"
    path.write_text(text_of(CAPTURES["FreeBSD"](COUNT)))
    [whole] = capture.read(str(path), Ask())
    [found] = capture.read(str(path), Ask(frames=True))
    assert isinstance(whole.routes, tuple)
    assert isinstance(found.routes, Routes)
    assert found.routes == whole.routes


def test_a_host_without_a_flag_is_left_to_the_records():
    lines = list(CAPTURES["FreeBSD"](COUNT))
    text = text_of([line.replace("UGHS", "UGS ") for line in lines])
    assert read(text) is None


def test_rows_that_are_all_different_are_left_to_the_records(monkeypatch):
    monkeypatch.setattr(bulkrows, "VARIED", 10_000)
    assert read(text_of(CAPTURES["net-tools"](COUNT))) is None


@pytest.mark.parametrize("text", ["", "\n", "Destination\n", "nothing here\n" * 99])
def test_what_is_no_table_is_left_to_the_records(text):
    assert read(text) is None


@pytest.mark.parametrize("octet", ["\0", "\r", "\x1b", "\xe9"])
@pytest.mark.parametrize("system", CAPTURES)
def test_odd_octets_are_left_to_the_records(system, octet):
    lines = list(CAPTURES[system](300))
    for at in (0, 150, len(lines) - 1):
        for place in (3, 22, len(lines[at])):
            damaged = lines[at][:place] + octet + lines[at][place:]
            assert read(text_of([*lines[:at], damaged, *lines[at + 1 :]])) is None
    assert read(text_of([line[:30] + octet + line[30:] for line in lines])) is None


# -- ip route ------------------------------------------------------------------------------


ENDS = (
    "via {} dev eth0 ",
    "via {} dev eth1 proto static metric 20 ",
    "via {} dev eth0 proto bgp src 198.51.100.7 metric 100 mtu 1400 ",
)


def ip_route(count, blank=" "):
    """Lines of ip(8)."""
    for n, row in enumerate(rows(count)):
        dst = quad(row.addr) + (f"/{row.plen}" if row.plen < 32 else "")
        yield f"{dst} " + ENDS[n % len(ENDS)].format(row.gateway).rstrip() + blank


@pytest.mark.parametrize("blank", [" ", ""])
def test_ip_route_is_read_as_its_records_are(blank):
    found = same(text_of(ip_route(COUNT, blank)))
    assert len(found.routes) == COUNT


def test_other_lines_of_ip_route_stay_in_their_places():
    lines = list(ip_route(COUNT))
    lines.insert(0, "default via 192.0.2.1 dev eth0 ")
    lines.insert(300, "blackhole 203.0.113.0/24 ")
    lines.insert(800, "192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.9 ")
    same(text_of(lines))
    text = text_of(["host:~# ip route", *lines, "host:~#"])
    found = read(text)
    assert found is not None
    assert differ(found[0].routes, document.parse(text)[0].routes) is None
    assert len(found[0].routes) == COUNT + 3


def test_a_digit_of_ip_route_that_is_another_is_the_same_record():
    rng = random.Random(5)
    agreed = 0
    for _ in range(20):
        lines = list(ip_route(300))
        at = rng.randrange(len(lines))
        place = rng.choice([n for n, c in enumerate(lines[at]) if c.isdigit()])
        lines[at] = (
            lines[at][:place] + rng.choice("0123456789") + lines[at][place + 1 :]
        )
        if (found := read(text_of(lines))) is not None:
            agreed += 1
            [whole] = document.parse(text_of(lines))
            assert differ(found[0].routes, whole.routes) is None
            assert found[0].listings == whole.listings
    assert agreed > 5


@pytest.mark.parametrize(
    "end",
    [
        "proto static \n\tnexthop via 192.0.2.1 dev eth0 weight 1 \n\tnexthop via 192.0.2.2 dev eth0 weight 1 ",
        "via 192.0.2.1 dev eth0 \n    cache expires 10sec ",
        "dev eth0 proto kernel scope link src 192.0.2.9 ",
    ],
)
def test_routes_of_several_lines_and_templates_are_left_to_the_records(end):
    lines = [f"{quad(row.addr)}/{row.plen} {end}" for row in rows(300) if row.plen < 32]
    assert read(text_of(lines)) is None
    one = [*ip_route(300), lines[-1]]
    found = read(text_of(one))
    assert found is None or found[0].routes == document.parse(text_of(one))[0].routes


def test_errors_among_lines_of_ip_route_have_their_lines(tmp_path, monkeypatch):
    monkeypatch.setattr(capture, "MANY", 1)
    lines = list(ip_route(600))
    for at in (100, 250, 400):
        lines[at] = lines[at].replace("via", "vjja")
    path = tmp_path / "capture.txt"
    path.write_text(text_of(lines))
    told = []
    for frames in (False, True):
        with pytest.raises(FormatError) as error:
            capture.read(str(path), Ask(frames=frames))
        told.append(str(error.value))
    assert told[0] == told[1]
    assert ":101:" in told[0]
