from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry import bsd
from rtentry.addr import LLAddr, parse_address, show_mac
from rtentry.columns import codec
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.forms.sentences import STATISTICS, TRASH, sentences, statistics
from rtentry.listing import Form, Found, View
from rtentry.model import Block, Neighbor, RouteStats, Snapshot

ARP = sentences(
    "arp -a",
    "neighbors",
    "%s (%s) at %s{ on %s}{ permanent}{ published (proxy only)}{ published}",
    codec(
        Neighbor,
        (
            bsd.NAME,
            bsd.ADDRESS,
            bsd.lladdr(show_mac),
            bsd.optional("ifname"),
            bsd.told(NTF.PERMANENT, " permanent"),
            bsd.told(NTF.PROXY, " published (proxy only)"),
            bsd.told(NTF.PUBLISHED, " published"),
        ),
    ),
    bsd.neighbors,
)

MAC = LLAddr(b"\0\1\2\3\4\5")
LINES = [
    "? (192.0.2.1) at 00:01:02:03:04:05 on em0",
    "gw (192.0.2.2) at (incomplete) permanent published (proxy only)",
    "? (192.0.2.3) at 00:01:02:03:04:05 published",
]
NEIGHBORS = (
    Neighbor(parse_address("192.0.2.1"), MAC, "em0"),
    Neighbor(parse_address("192.0.2.2"), flags=NTF.PERMANENT | NTF.PROXY, name="gw"),
    Neighbor(parse_address("192.0.2.3"), MAC, flags=NTF.PUBLISHED),
)


def read(form: Form, lines: list[str]) -> Found:
    """What a form reads, which must be something."""
    found = form.parse(lines, 0)
    assert found is not None
    return found


def again(form: Form, found: Found) -> list[str]:
    """What was read, shown as it stood."""
    snapshot = (
        Snapshot(statistics=found.records[0])
        if form.kind == "statistics"
        else Snapshot(neighbors=found.records)
    )
    return list(form.show(snapshot, found.blocks, View()))


def test_each_line_is_a_sentence_about_one_record() -> None:
    found = read(ARP, [*LINES, "", "prose"])
    assert found == Found(NEIGHBORS, (Block((0, 3)),), 3)
    assert again(ARP, found) == LINES


def test_some_may_be_left_out() -> None:
    lines = ["...", *LINES[:2], "[snip]", LINES[2], "..."]
    found = read(ARP, [*lines, "prose"])
    assert found.records == NEIGHBORS
    assert [block.rows for block in found.blocks] == [(0, 2), (2, 3), (3, 3)]
    assert again(ARP, found) == lines
    assert ARP.parse(["...", "prose"], 0) is None


def test_a_comment_behind_a_sentence_is_kept() -> None:
    lines = [f"{LINES[0]}   # gateway", *LINES[1:]]
    found = read(ARP, lines)
    assert found.records == NEIGHBORS
    assert again(ARP, found) == lines
    assert found.loose == 0


def test_a_snapshot_without_listings_is_told_in_the_same_words() -> None:
    snapshot = Snapshot(neighbors=NEIGHBORS)
    assert list(ARP.show(snapshot, None, View())) == LINES
    assert list(ARP.show(snapshot, None, View(ifname="em0"))) == LINES[:1]
    assert list(ARP.show(snapshot, None, View(dst="gw"))) == LINES[1:2]
    assert list(ARP.show(snapshot, None, View(dst="192.0.2.3"))) == LINES[2:]


@pytest.mark.parametrize("line", ["", "hello", "? (x) at y", "? (1.2.3.4) is at home"])
def test_another_first_line_is_no_such_listing(line: str) -> None:
    assert ARP.parse([line], 0) is None


BROKEN = [
    # line, what is wrong with it
    ("hello", "not a line of this listing: 'hello'"),
    ("? (192.0.2) at (incomplete)", "'192.0.2' is not an address"),
    ("? (192.0.2.9) at 00:01:02", "'00:01:02' is not a link-level address"),
    ("? (192.0.2.9) at (incomplete) on em0 for ever", "not a line of this listing"),
]


@pytest.mark.parametrize(("line", "what"), BROKEN)
def test_a_broken_line_is_an_error_with_its_number(line: str, what: str) -> None:
    with pytest.raises(FormatError) as caught:
        ARP.parse([LINES[0], line, LINES[1]], 0)
    assert what in caught.value.message
    assert caught.value.line == 1


def test_a_line_written_otherwise_is_kept_while_it_is_true() -> None:
    lines = [LINES[0], "? (192.0.2.9) at 0:1:2:3:4:5 on em1  "]
    found = read(ARP, lines)
    assert found.records[1].lladdr == MAC
    assert found.loose == 1
    assert again(ARP, found) == lines
    changed = (found.records[0], found.records[1]._replace(ifname="em2"))
    shown = list(ARP.show(Snapshot(neighbors=changed), found.blocks, View()))
    assert shown[1] == "? (192.0.2.9) at 00:01:02:03:04:05 on em2"


names = st.none() | st.text(st.sampled_from("abcdef.-"), min_size=1).filter(
    lambda text: text != "?" and not text.startswith(("-", ".."))
)
neighbors = st.builds(
    Neighbor,
    st.integers(0, 2**32 - 1).map(
        lambda n: parse_address(".".join(map(str, n.to_bytes(4))))
    ),
    st.none() | st.binary(min_size=6, max_size=6).map(LLAddr),
    st.none() | st.sampled_from(["em0", "vlan12"]),
    flags=st.sampled_from([NTF(0), NTF.PERMANENT, NTF.PERMANENT | NTF.PUBLISHED]),
    name=names,
)


@given(st.lists(neighbors, min_size=1, max_size=6))
def test_records_come_back(every: list[Neighbor]) -> None:
    lines = list(ARP.show(Snapshot(neighbors=tuple(every)), None, View()))
    found = read(ARP, lines)
    assert found.records == tuple(every)
    assert found.loose == 0
    assert again(ARP, found) == lines


# -- routing statistics ------------------------------------------------------------------

FIVE = statistics("netstat -rs", STATISTICS)
EIGHT = statistics(
    "netstat -rs",
    {**STATISTICS, "odd": ("odd thing", "odd things"), "trash": TRASH},
    singular=(0, 1),
)

TOLD = [
    "routing:",
    "\t0 bad routing redirects",
    "\t1 dynamically created route",
    "\t2 new gateways due to redirects",
    "\t10 destinations found unreachable",
    "\t1 use of a wildcard route",
]


def test_statistics_are_numbers_and_what_they_count() -> None:
    found = read(FIVE, [*TOLD, ""])
    assert found == Found((RouteStats(0, 1, 2, 10, 1),), (Block((0, 1)),), 6)
    assert again(FIVE, found) == TOLD
    snapshot = Snapshot(statistics=found.records[0])
    assert list(FIVE.show(snapshot, None, View())) == TOLD


def test_another_title_is_another_listing() -> None:
    assert FIVE.parse(["tcp:", *TOLD[1:]], 0) is None


def test_other_indents_are_kept() -> None:
    lines = [line.replace("\t", "        ") for line in TOLD]
    found = read(FIVE, lines)
    assert found.blocks[0].row == "        "
    assert found.loose == 0
    assert again(FIVE, found) == lines


def test_what_was_not_counted_is_a_dash_and_comes_back() -> None:
    snapshot = Snapshot(statistics=RouteStats(dynamic=3))
    lines = list(FIVE.show(snapshot, None, View()))
    assert lines[1:3] == ["\t- bad routing redirects", "\t3 dynamically created routes"]
    found = read(FIVE, lines)
    assert found.records == (RouteStats(dynamic=3),)
    assert again(FIVE, found) == lines


def test_zeros_may_be_hidden() -> None:
    snapshot = Snapshot(statistics=RouteStats(0, 5, 0, 0, 0))
    lines = list(FIVE.show(snapshot, None, View(options=("nonzero",))))
    assert lines == ["routing:", "\t5 dynamically created routes"]
    found = read(FIVE, lines)
    assert found.records == (RouteStats(dynamic=5),)
    assert again(FIVE, found) == lines


def test_newer_counters_are_extra_and_zero_may_be_singular() -> None:
    lines = ["routing:", "\t0 odd thing", "\t7 routes not in table but not freed"]
    found = read(EIGHT, lines)
    assert found.records == (RouteStats(trash=7, extra=(("odd", 0),)),)
    assert again(EIGHT, found) == lines


def test_a_counter_in_the_words_for_another_number_is_kept() -> None:
    lines = ["routing:", "\t1 odd things", "\t0 route not in table but not freed"]
    found = read(EIGHT, lines)
    assert found.loose > 0
    assert again(EIGHT, found) == lines


def test_fewer_counters_than_the_form_has_do_not_fit_it_well() -> None:
    assert read(FIVE, TOLD).loose == 0
    assert read(EIGHT, [*TOLD[:1], *TOLD[2:]]).loose == 0
    assert read(EIGHT, ["routing:", "\t0 bad routing redirect"]).loose == 5


WRONG = [
    # line, what is wrong with it
    ("\t3 bad hair days", "not a routing statistic: '3 bad hair days'"),
    ("\tx dynamically created routes", "'x' is not a number"),
    ("\t3 dynamically created routes", "not in its place"),
]


@pytest.mark.parametrize(("line", "what"), WRONG)
def test_a_broken_statistic_is_an_error_with_its_number(line: str, what: str) -> None:
    with pytest.raises(FormatError) as caught:
        FIVE.parse([*TOLD[:3], line], 0)
    assert what in caught.value.message
    assert caught.value.line in (3, None)


numbers = st.none() | st.integers(0, 10**9)


@given(st.builds(RouteStats, numbers, numbers, numbers, numbers, numbers))
def test_statistics_come_back(stats: RouteStats) -> None:
    lines = list(FIVE.show(Snapshot(statistics=stats), None, View()))
    found = read(FIVE, lines)
    assert found.records == (stats,)
    assert again(FIVE, found) == lines
