"""Neighbours as tables: widths that give way, times, flags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import LLAddr, Name, parse_address
from rtentry.bsd.arp import parse_time, show_time
from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.listing import Found, View
from rtentry.model import Neighbor, Snapshot

ARP = dialect("openbsd7").form("arp -a")
NDP = dialect("openbsd7").form("ndp -a")
HEADING = (
    "Host                                 Ethernet Address    Netif Expire    Flags"
)
MAC = LLAddr(bytes.fromhex("02005e100001"))


def read(*rows: str) -> Found:
    found = ARP.parse([HEADING, *rows], 0)
    assert found is not None
    return found


def shown(*neighbors: Neighbor, view: View = View()) -> list[str]:  # noqa: B008
    return list(ARP.show(Snapshot(neighbors=neighbors), None, view))[1:]


TIMES = [
    (1, "1s"),
    (60, "1m0s"),
    (1175, "19m35s"),
    (3600, "1h0m0s"),
    (90061, "1d1h1m1s"),
]


@pytest.mark.parametrize(("seconds", "text"), TIMES)
def test_a_time_begins_with_its_largest_unit(seconds: int, text: str) -> None:
    assert show_time(seconds) == text
    assert parse_time(text) == seconds


@given(st.integers(0, 10**7))
def test_a_time_comes_back(seconds: int) -> None:
    assert parse_time(show_time(seconds)) == seconds


def test_a_time_that_is_cut_off_has_lost_its_last_units() -> None:
    assert parse_time("11d22h33m") == 11 * 86400 + 22 * 3600 + 33 * 60
    assert parse_time("100d22h33") == 100 * 86400 + 22 * 3600


@pytest.mark.parametrize(
    "text", ["", "5", "5x", "s", "5m", "3s2m", "1m1m1s", "-1s", "1 s"]
)
def test_what_is_no_time_is_an_error(text: str) -> None:
    with pytest.raises(FormatError, match="is not a time"):
        parse_time(text)


ROWS = [
    # a row, and what it says
    ("192.0.2.1                            02:00:5e:10:00:01     em0 19m35s    ",
     Neighbor(parse_address("192.0.2.1"), MAC, "em0", expire=1175)),
    ("192.0.2.2                            02:00:5e:10:00:01     em0 permanent l",
     Neighbor(parse_address("192.0.2.2"), MAC, "em0", flags=NTF.PERMANENT | NTF.LOCAL)),
    ("192.0.2.3                            (incomplete)          em0 expired   ",
     Neighbor(parse_address("192.0.2.3"), None, "em0", expire=0)),
    ("192.0.2.4                            02:00:5e:10:00:01     em0 static    p",
     Neighbor(parse_address("192.0.2.4"), MAC, "em0", flags=NTF.STATIC | NTF.PUBLISHED)),
    ("gw.example.net                       02:00:5e:10:00:01       ? 1s        ",
     Neighbor(Name("gw.example.net"), MAC, None, expire=1)),
    ("192.0.2.5                            02:00:5e:10:00:01 vlan4094 1s        ",
     Neighbor(parse_address("192.0.2.5"), MAC, "vlan4094", expire=1)),
    ("a.long.name.of.a.host.on.the.network 02:00:5e:10:00:01     em0 1s        ",
     Neighbor(Name("a.long.name.of.a.host.on.the.network"), MAC, "em0", expire=1)),
    ("a.longer.name.of.a.host.on.the.network 02:00:5e:10:00:01   em0 1s        ",
     Neighbor(Name("a.longer.name.of.a.host.on.the.network"), MAC, "em0", expire=1)),
    ("a.name.of.a.host.that.takes.all.of.the.room 02:00:5e:10:00:01 em0 1s        ",
     Neighbor(Name("a.name.of.a.host.that.takes.all.of.the.room"), MAC, "em0", expire=1)),
    ("a.longer.name.of.a.host.on.the.network (incomplete)        em0 expired   ",
     Neighbor(Name("a.longer.name.of.a.host.on.the.network"), None, "em0", expire=0)),
]  # fmt: skip


@pytest.mark.parametrize(("row", "neighbor"), ROWS)
def test_a_row_says_a_neighbour_both_ways(row: str, neighbor: Neighbor) -> None:
    found = read(row)
    assert found.records == (neighbor,)
    assert found.loose == 0
    assert shown(neighbor) == [row]


def test_rows_without_blanks_at_their_ends_are_another_spacing() -> None:
    some = [(row, neighbor) for row, neighbor in ROWS if "static" not in row]
    found = read(*[row.rstrip() for row, _ in some])
    assert found.records == tuple([neighbor for _, neighbor in some])
    assert (found.loose, found.blocks[0].options) == (0, ("trimmed",))


def test_a_masked_address_is_not_known_and_kept_as_it_stood() -> None:
    row = "192.0.2.1                            xx:xx:xx:xx:xx:xx     em0 19m35s    "
    found = read(row)
    assert found.records[0].lladdr is None
    lines = list(ARP.show(Snapshot(neighbors=found.records), found.blocks, View()))
    assert lines == [HEADING, row]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("192.0.2.1  02:00:5e:10:00:01  em0 soon l", "'soon' is not a time"),
        ("192.0.2.1  02:00:5e:10:00:01  em0 1s x", "unknown flag 'x' in 'x'"),
        (
            "192.0.2.1  02:00:5e:10:00  em0 1s",
            "'02:00:5e:10:00' is not a link-level address",
        ),
        (
            "2001:db8::1  02:00:5e:10:00:01  em0 1s",
            "'2001:db8::1' is not an IPv4 address",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(row: str, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        read(ROWS[0][0], row)
    assert (caught.value.message, caught.value.line) == (message, 2)


def test_a_name_is_shown_where_it_is_wanted() -> None:
    gw = Neighbor(parse_address("192.0.2.1"), MAC, "em0", name="gw", expire=1)
    assert shown(gw)[0].startswith("192.0.2.1 ")
    assert shown(gw, view=View(numeric=False))[0].startswith("gw  ")


def test_a_host_or_an_interface_can_be_asked_for() -> None:
    every = [neighbor for _, neighbor in ROWS]
    assert len(shown(*every, view=View(dst="192.0.2.2"))) == 1
    assert len(shown(*every, view=View(ifname="vlan4094"))) == 1


def test_nothing_is_known_of_an_expiry() -> None:
    neighbor = Neighbor(parse_address("192.0.2.1"), MAC, "em0")
    assert shown(neighbor) == [
        "192.0.2.1                            02:00:5e:10:00:01     em0 -         "
    ]
    assert read(*shown(neighbor)).records == (neighbor,)


def test_ndp_shows_states_flags_and_probes() -> None:
    router = Neighbor(
        parse_address("fe80::1%em0"), MAC, "em0", "STALE", NTF.ROUTER, expire=5
    )
    asked = Neighbor(parse_address("2001:db8::9"), None, "em0", "INCOMPLETE", expire=0)
    odd = Neighbor(parse_address("2001:db8::8"), MAC, "em0", "FAILED", expire=3)
    snapshot = Snapshot(neighbors=(router, asked._replace(probes=3), odd, ROWS[0][1]))
    lines = list(NDP.show(snapshot, None, View()))
    assert [line.split()[3:] for line in lines[1:]] == [
        ["5s", "S", "R"],
        ["expired", "I", "3"],
        ["3s", "?"],
    ]
    found = NDP.parse(lines, 0)
    assert found is not None
    assert found.records == (router, asked._replace(probes=3), odd._replace(state=None))


@pytest.mark.parametrize("name", ["openbsd44", "openbsd7"])
def test_an_empty_table_has_its_heading(name: str) -> None:
    for form in ("arp -a", "ndp -a"):
        assert len(list(dialect(name).form(form).show(Snapshot(), None, View()))) == 1


def test_a_heading_that_names_no_columns_is_read_and_not_printed() -> None:
    ndp = dialect("freebsd14").form("ndp -a")
    heading = (
        "Neighbor                             Linklayer Address  Netif Expire    1s 5s"
    )
    row = "2001:db8::1                          02:00:5e:10:00:01    em0 27s       S R"
    found = ndp.parse([heading, row], 0)
    assert found is not None
    snapshot = Snapshot(neighbors=found.records)
    assert list(ndp.show(snapshot, found.blocks, View())) == [heading, row]
    again = list(ndp.show(snapshot, None, View(numeric=True)))
    assert [again[0].split()[-2:], again[1]] == [["S", "Flags"], row]
