"""Solaris, AIX, HP-UX and Windows: what their captures say, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Cut,
    LLAddr,
    parse_address,
    parse_mac,
    parse_prefix,
)
from rtentry.dialects import dialect as dialect_of
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF, RTF
from rtentry.listing import Dialect, View
from rtentry.model import Neighbor, Route, Snapshot
from rtentry.rewritten import as_written

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("solaris", "windows", "aix", "hpux")
CAPTURES = [
    (name, path) for name in NAMES for path in sorted((GOLDEN / name).glob("*.txt"))
]


def ids(value: object) -> str:
    """A parameter's name in the list of tests."""
    return value.stem if isinstance(value, Path) else str(value)


def capture(name: str, stem: str) -> Snapshot:
    """What a capture says."""
    text = (GOLDEN / name / f"{stem}.txt").read_text()
    [snapshot] = parse(text, [dialect_of(name)])
    return snapshot


def again(text: str, within: list[Dialect] | None = None) -> str:
    """A text read and shown."""
    return "\n".join(as_written(parse(text, within))) + "\n"


# -- all of them ----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "path"), CAPTURES, ids=ids)
def test_a_capture_is_recognised_and_comes_back(name: str, path: Path) -> None:
    text = path.read_text()
    snapshots = parse(text)
    assert {y.dialect for s in snapshots for y in s.listings} == {name}
    assert "\n".join(as_written(snapshots)) + "\n" == text


@pytest.mark.parametrize(("name", "path"), CAPTURES, ids=ids)
def test_a_capture_comes_back_from_json(name: str, path: Path) -> None:
    text = path.read_text()
    document = "\n".join(dialect_of("json").whole.show(parse(text)))  # type: ignore[union-attr]
    assert "\n".join(as_written(parse(document))) + "\n" == text


@pytest.mark.parametrize(("name", "path"), CAPTURES, ids=ids)
def test_a_capture_is_read_with_carriage_returns(name: str, path: Path) -> None:
    text = path.read_text().replace("\n", "\r\n")
    assert again(text, [dialect_of(name)]) == text


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_listings_can_be_read_again(name: str) -> None:
    routes = (
        Route(DEFAULT4, parse_address("192.0.2.1"), "em0", RTF.UP | RTF.GATEWAY),
        Route(parse_address("192.0.2.9"), parse_address("192.0.2.1"), "em0",
              RTF.UP | RTF.GATEWAY | RTF.HOST),
    )  # fmt: skip
    form = dialect_of(name).forms[0]
    view = View(families=("inet",))
    lines = list(form.show(Snapshot(routes=_numbered(routes)), None, view))
    first = next(n for n, line in enumerate(lines) if line.strip())
    found = form.parse(lines, first)
    assert found is not None
    assert [r.dst for r in found.records] == [r.dst for r in routes]
    assert [r.gateway for r in found.records] == [r.gateway for r in routes]
    assert [r.flags for r in found.records] == [r.flags for r in routes]


def _numbered(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    """The routes with all numbers that a table may have."""
    return tuple(
        [
            r._replace(
                refs=1, use=2, mtu=1500, metric=5, src=parse_address("192.0.2.8")
            )
            for r in routes
        ]
    )


# -- broken captures ------------------------------------------------------------------------

ROW = re.compile(r"\s*(?:default|\d+\.\d+\.\d+\.\d+|[0-9a-f:]+/\d+)\s.*")


def rows() -> Iterator[tuple[str, Path, int]]:
    """The rows of routes in the captures of tables; those alone may begin anywhere."""
    for name, path in CAPTURES:
        if path.stem.endswith(("-rows", "-rnv-11.00")):  # a row has two lines there
            continue
        if "netstat-rn" in path.stem or "route-print" in path.stem:
            for n, line in enumerate(path.read_text().splitlines()):
                if ROW.fullmatch(line):
                    yield name, path, n


@pytest.mark.parametrize(("name", "path", "n"), list(rows()), ids=ids)
def test_a_row_cut_after_its_first_word_is_an_error_with_its_line(
    name: str, path: Path, n: int
) -> None:
    lines = path.read_text().splitlines()
    lines[n] = lines[n].split()[0]
    with pytest.raises(FormatError) as caught:
        parse("\n".join(lines), [dialect_of(name)])
    assert caught.value.line == n + 1


FLAGGED = [
    ("solaris", "netstat-rn", " UGZ ", " UGq ", 8),
    ("solaris", "netstat-rnv", " UH ", " Uq ", 5),
    ("solaris", "arp-an", " SPLA ", " SPqA ", 6),
    ("aix", "netstat-rn", " UHSb ", " UHSq ", 6),
    ("hpux", "netstat-rn", " UG ", " Uq ", 8),
]


@pytest.mark.parametrize(("name", "stem", "flags", "odd", "line"), FLAGGED)
def test_an_unknown_flag_is_named_with_its_line(
    name: str, stem: str, flags: str, odd: str, line: int
) -> None:
    text = (GOLDEN / name / f"{stem}.txt").read_text()
    with pytest.raises(FormatError, match="unknown flag 'q'") as caught:
        parse(text.replace(flags, odd, 1), [dialect_of(name)])
    assert caught.value.line == line


BROKEN = [
    # capture, what stands there, what is put in its place, line, what is said
    ("windows", "route-print", "    255.255.255.0 ", "    255.0.255.0   ", 15, "mask"),
    ("windows", "route-print", "2001:db8:99::/48", "2001:db8:99::/129", 35, "length"),
    ("windows", "arp-a", "00-00-5e-00-53-9d", "00-00-5e-00-53-9g", 8, "link-level"),
    ("windows", "arp-a", "ff-ff     static", "ff-ff           ", 4, "not an entry"),
    ("solaris", "netstat-rnv", "255.255.255.248", "255.255.255.249", 6, "mask"),
    ("solaris", "netstat-rn", "0 lo0", "x lo0", 5, "number"),
    ("hpux", "netstat-rnv", "/255.255.255.0 ", "/255.0.255.0   ", 4, "mask"),
    ("aix", "arp-an", "192.0.2.202", "192.0.2.302", 3, "address"),
    ("aix", "netstat-in", "127.0.0.1", "127.0.0.1@", 5, "address"),
]


@pytest.mark.parametrize(("name", "stem", "there", "odd", "line", "said"), BROKEN)
def test_a_wrong_cell_is_an_error_with_its_line(
    name: str, stem: str, there: str, odd: str, line: int, said: str
) -> None:
    text = (GOLDEN / name / f"{stem}.txt").read_text()
    assert there in text
    with pytest.raises(FormatError) as caught:
        parse(text.replace(there, odd, 1), [dialect_of(name)])
    assert caught.value.line is not None
    assert said in caught.value.message


def in_row(text: str, at: int) -> bool:
    """Whether a place is not in a title: what has another title is another listing."""
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    return not any(word in line for word in ("IPv", "Family", " --- "))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_digit_changed_is_an_error_or_comes_back(data: st.DataObject) -> None:
    name, path = data.draw(st.sampled_from(CAPTURES))
    text = path.read_text()
    # a first sentence without a heading above it cannot be told from prose when broken
    first = text.find("\n") if path.stem.startswith("arp") else 0
    places = [
        i for i, c in enumerate(text) if c.isdigit() and in_row(text, i) and i >= first
    ]
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from("0123456789"))
    other = text[:at] + digit + text[at + 1 :]
    try:
        shown = again(other, [dialect_of(name)])
    except FormatError:
        return
    assert shown.split() == other.split()


# -- Solaris ----------------------------------------------------------------------------------


def test_a_network_of_solaris_without_a_length_is_cut_and_a_host_whole() -> None:
    routes = capture("solaris", "netstat-rn").routes
    assert routes[0].dst == DEFAULT4
    assert routes[1].dst == parse_address("127.0.0.1")
    assert routes[2].dst == Cut("192.0.2.0")
    assert routes[0].ifname is None
    assert routes[4].ifname == "aggr_long0"
    assert routes[-1].dst == DEFAULT6
    assert routes[6].dst == parse_prefix("2001:db8:deeb:32::/64")


def test_solaris_says_lengths_and_mtus_with_v() -> None:
    route, host, net, *_ = capture("solaris", "netstat-rnv").routes
    assert (route.dst, route.mtu, route.use) == (DEFAULT4, None, 5666596)
    assert (host.mtu, host.extra) == (8232, (("received", 31391),))
    assert net.dst == parse_prefix("192.0.2.176/29")


def test_solaris_8_says_a_round_trip_time_and_a_star() -> None:
    routes = capture("solaris", "netstat-rnv-8").routes
    assert routes[2].metrics == (("rtt", 240),)
    assert all(route.locks == ("mtu",) for route in routes)


def test_a_table_of_solaris_may_begin_with_a_route_without_interface() -> None:
    text = (GOLDEN / "solaris" / "netstat-rnv-8.txt").read_text()
    lines = text.splitlines(keepends=True)
    without = "".join([line for line in lines if not line.startswith("192.0.2.0 ")])
    assert again(without) == without


def test_entries_of_solaris_have_flags_and_states() -> None:
    old, plain, own, waiting, mapping = capture("solaris", "arp-an").neighbors
    assert old.state == "old"
    assert (plain.state, plain.flags) == (None, NTF(0))
    assert own.flags == NTF.STATIC | NTF.PUBLISHED | NTF.LOCAL | NTF.LOCKED
    assert (waiting.state, waiting.lladdr) == ("unresolved", None)
    assert mapping.mask == parse_address("240.0.0.0")
    assert mapping.lladdr == LLAddr(b"\1\0\x5e\0\0\0")


def test_headings_of_solaris_may_be_spaced_otherwise() -> None:
    text = (GOLDEN / "solaris" / "netstat-rn.txt").read_text()
    other = text.replace("  Destination  ", "Destination ").replace("- -", "-  -", 1)
    assert again(other) == other


# -- AIX --------------------------------------------------------------------------------------


def test_routes_of_aix_have_lengths_zones_and_a_mark_for_equal_keys() -> None:
    routes = capture("aix", "netstat-rn").routes
    assert routes[1].extra == (("dupedkey", 1),)
    assert routes[1].flags == RTF.UP | RTF.HOST | RTF.STATIC | RTF.BROADCAST
    assert routes[2].dst == parse_prefix("10.1.0.0/23")
    assert routes[5].dst == parse_address("::1%1")
    assert routes[6].gateway is None


def test_an_older_aix_says_the_path_mtu() -> None:
    first, second = capture("aix", "netstat-rn-pmtu").routes
    assert (first.mtu, second.mtu) == (1500, None)


def test_interfaces_of_aix_are_gathered() -> None:
    en0, lo0 = capture("aix", "netstat-in").interfaces
    assert (en0.ifindex, en0.lladdr) == (2, LLAddr(b"\0\0\x5e\0\x53\3"))
    assert [a.network for a in en0.addresses][1] == Cut("192.0.2")
    assert lo0.flags == IFF(0)
    assert len(lo0.addresses) == 3


def test_entries_of_aix_stand_in_buckets() -> None:
    entries: tuple[Neighbor, ...] = capture("aix", "arp-an").neighbors
    assert [dict(e.extra)["bucket"] for e in entries] == [16, 40, 139]
    assert entries[1].flags == NTF.PERMANENT | NTF.PUBLISHED


# -- HP-UX ------------------------------------------------------------------------------------


def test_a_pmtu_of_0_is_none() -> None:
    routes = capture("hpux", "netstat-rn").routes
    assert [r.mtu for r in routes] == [4136, 4136, 4136, 1500, None, None]
    assert routes[3].dst == Cut("192.0.2.32")
    assert capture("hpux", "netstat-rnv").routes[1].dst == parse_prefix("192.0.2.0/24")


def test_a_long_destination_of_hpux_has_a_line_of_its_own() -> None:
    routes = capture("hpux", "netstat-rnv-11.00").routes
    assert routes[0].dst == parse_address("127.0.0.1")
    assert routes[2].dst == parse_prefix("192.0.2.0/24")
    assert (routes[2].use, routes[4].use) == (0, 102934)
    assert capture("hpux", "netstat-rn-11.00").routes[2].dst == Cut("192.0.2.0")


def test_networks_of_hpux_10_are_cut_and_a_path_mtu_has_a_time() -> None:
    routes = capture("hpux", "netstat-rn-10.20").routes
    assert [str(r.dst) for r in routes[4:]] == ["192.0.2", "203.0.113.64"]
    assert all(isinstance(r.dst, Cut) for r in routes[4:])
    assert (routes[2].mtu, routes[2].extra) == (576, (("pmtutime", 540),))


def test_interfaces_tell_one_system_from_another_where_headings_do_not() -> None:
    table = """\
Name   Mtu   Network       Address        Ipkts     Ierrs  Opkts    Oerrs  Coll
{0}0   1500  192.0.2.0     192.0.2.8      4658855   0      234567   0      0
{0}1   1500  198.51.100.0  198.51.100.36  36891     0      36891    0      0
"""
    found = {name: parse(table.format(name)) for name in ("lan", "en")}
    assert [s[0].listings[0].dialect for s in found.values()] == ["hpux", "aix"]


def test_rules_alone_are_no_listing_of_windows() -> None:
    with pytest.raises(FormatError, match="no listing found"):
        parse(f"{'-' * 69}\n192.0.2.63   0x405  0      82         lo0\n{'-' * 69}\n")


def test_groups_of_aix_stand_under_the_address_that_joined_them() -> None:
    first, _ = capture("aix", "netstat-ian").interfaces
    link, address = first.addresses
    assert link.groups == (parse_mac("1:0:5e:0:0:1"),)
    assert address.groups == (parse_address("224.0.0.1"),)


def test_costs_of_aix_are_numbers_or_a_word() -> None:
    first, second, *_ = capture("aix", "netstat-Cn").routes
    assert (first.metric, first.extra[:2]) == (1, (("weight", 1), ("policy", "WRR")))
    assert (second.metric, dict(second.extra)["cost"]) == (None, "MAX")
    assert dict(second.extra)["configured"] == 1


def test_a_section_under_a_heading_that_is_not_known_is_refused() -> None:
    text = (GOLDEN / "aix" / "netstat-Cn.txt").read_text()
    with pytest.raises(FormatError, match="no listing found"):
        parse(text.replace("Config_Cost", "Something"))


GAPS = [
    ("solaris", "netstat-rn", 11),
    ("aix", "netstat-rn", 6),
    ("hpux", "netstat-rn", 4),
]


@pytest.mark.parametrize(("name", "stem", "n"), GAPS)
def test_a_section_goes_on_behind_a_blank_line(name: str, stem: str, n: int) -> None:
    lines = (GOLDEN / name / f"{stem}.txt").read_text().splitlines()
    text = "\n".join([*lines[:n], "", *lines[n:]]) + "\n"
    assert again(text) == text
    [snapshot] = parse(text)
    assert snapshot.routes == capture(name, stem).routes


@pytest.mark.parametrize("stem", ["netstat-rn", "netstat-rnv", "arp-an"])
def test_dashes_of_solaris_may_have_been_left_out(stem: str) -> None:
    lines = (GOLDEN / "solaris" / f"{stem}.txt").read_text().splitlines()
    text = "\n".join([line for line in lines if "---" not in line]) + "\n"
    assert again(text) == text
    [snapshot] = parse(text)
    whole = capture("solaris", stem)
    assert (snapshot.routes, snapshot.neighbors) == (whole.routes, whole.neighbors)


def test_a_line_that_goes_on_without_a_beginning_is_refused() -> None:
    lines = (GOLDEN / "hpux" / "netstat-rnv-11.00.txt").read_text().splitlines()
    del lines[2]
    with pytest.raises(FormatError, match="is not a destination") as caught:
        parse("\n".join(lines), [dialect_of("hpux")])
    assert caught.value.line == 3


def test_an_interface_without_addresses_has_one_row() -> None:
    lines = (GOLDEN / "hpux" / "netstat-in.txt").read_text().splitlines()
    text = "\n".join([*lines[:3], *lines[2:]]) + "\n"
    assert again(text) == text


def test_an_mtu_of_solaris_may_touch_the_network() -> None:
    _, jumbo, _, wider = capture("solaris", "netstat-i-jumbo").interfaces
    assert (jumbo.mtu, jumbo.addresses[0].network) == (16298, "thumper-09")
    assert (wider.mtu, wider.addresses[0].network) == (16298, "exthumper-09-ja")


def test_an_interface_of_hpux_may_be_down_and_without_addresses() -> None:
    interfaces = capture("hpux", "netstat-in").interfaces
    assert [i.ifname for i in interfaces] == ["lan4:1", "lan3", "lo0", "lan1"]
    assert interfaces[1].flags == IFF(0)


# -- Windows ----------------------------------------------------------------------------------


def summary(routes: tuple[Route, ...]) -> list[tuple[Any, ...]]:
    """What some routes say, short."""
    return [
        (str(r.dst), r.gateway and str(r.gateway), r.ifname, r.metric) for r in routes
    ]


def test_routes_of_windows_are_active_or_persistent() -> None:
    routes = capture("windows", "route-print").routes
    assert summary(routes[:2]) == [
        ("0.0.0.0/0", "192.0.2.254/32", "192.0.2.92", 291),
        ("192.0.2.0/24", None, "192.0.2.92", 291),
    ]
    assert summary(routes[5:7]) == [
        ("0.0.0.0/0", "192.0.2.254/32", None, None),
        ("198.51.100.0/24", "192.0.2.254/32", None, 1),
    ]
    assert [bool(r.flags & RTF.UP) for r in routes[4:8]] == [True, False, False, True]
    assert summary(routes[7:8]) == [("::/0", "fe80::4476:12ff:fe00:d6a0/128", "18", 71)]
    assert routes[-1].flags == RTF.STATIC


def test_windows_may_speak_german() -> None:
    routes = capture("windows", "route-print-german").routes
    assert summary(routes[:2]) == [
        ("0.0.0.0/0", "192.0.2.1/32", "192.0.2.23", 35),
        ("0.0.0.0/0", None, "198.51.100.2", 5),
    ]
    assert summary(routes[3:4]) == [("0.0.0.0/0", "192.0.2.254/32", None, None)]
    entries = capture("windows", "arp-a-german").neighbors
    assert [e.state for e in entries] == ["dynamisch", "statisch"]
    assert [e.flags for e in entries] == [NTF(0), NTF.STATIC]


LANGUAGES = (
    "chinese", "french", "italian", "japanese", "korean", "polish", "portuguese",
    "russian", "spanish",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_says_the_same_in_every_language(language: str) -> None:
    routes = capture("windows", f"route-print-{language}").routes
    active = tuple([r for r in routes if r.flags & RTF.UP])
    assert [*summary(active[:5:4]), *summary(active[-5:-3])] == [
        ("0.0.0.0/0", "192.0.2.1/32", "192.0.2.10", 35),
        ("198.51.100.0/24", "192.0.2.2/32", "192.0.2.10", 36),
        ("::1/128", None, "1", 331),
        ("2001:db8::/64", None, "9", 291),
    ]
    assert len(active) == 11


@pytest.mark.parametrize("language", ["chinese", "french", "russian"])
def test_an_entry_is_static_in_every_language(language: str) -> None:
    entries = capture("windows", f"arp-a-{language}").neighbors
    assert [e.flags for e in entries] == [NTF(0), NTF.STATIC]


def test_the_list_of_interfaces_may_have_lost_its_title() -> None:
    text = (GOLDEN / "windows" / "route-print.txt").read_text()
    lines = text.splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if "...00 00 5e" in line)
    excerpt = "".join(lines[first:])
    assert again(excerpt) == excerpt


def test_an_interface_of_windows_xp_without_an_address_has_a_number() -> None:
    routes = capture("windows", "route-print-xp-down").routes
    assert [r.ifname for r in routes[-2:]] == ["192.0.2.10", "10004"]


def test_the_second_section_of_a_table_of_ipv6_is_persistent() -> None:
    routes = capture("windows", "route-print-6").routes
    assert [bool(r.flags & RTF.UP) for r in routes] == [True, True, False]


def test_what_somebody_has_hidden_is_a_name() -> None:
    first, second, last = capture("windows", "route-print-hidden").routes
    assert (str(first.gateway), first.ifname) == ("192.0.2.x", "192.0.2.x")
    assert (str(second.dst), second.gateway) == ("192.0.2.x/24", None)
    assert str(last.dst) == "127.0.0.1/32"
    entries = capture("windows", "arp-a-hidden").neighbors
    assert [e.lladdr for e in entries] == [None, b"\xff" * 6]
    assert dict(entries[0].extra)["hidden"] == "xx-xx-xx-xx-xx-xx"


def test_dots_in_a_table_of_windows_make_it_an_excerpt() -> None:
    for stem in ("route-print-hidden", "arp-a-hidden"):
        assert any(x.is_excerpt for x in capture("windows", stem).listings)


def test_rows_of_windows_are_known_without_their_heading() -> None:
    assert len(capture("windows", "route-print-rows").routes) == 2
    entries = capture("windows", "arp-a-rows").neighbors
    assert [(e.ifname, dict(e.extra)["ifindex"]) for e in entries] == [(None, 0)] * 2


def test_a_connected_route_of_windows_xp_names_its_own_interface() -> None:
    routes = capture("windows", "route-print-xp").routes
    assert [bool(r.flags & RTF.GATEWAY) for r in routes] == [True, False, False]


def test_tables_without_routes_are_read_too() -> None:
    rule = "=" * 75
    text = "\n".join(
        [rule, "IPv4 Route Table", rule, "Active Routes:", "  None", rule,
         "Persistent Routes:", "  None", ""]
    )  # fmt: skip
    [snapshot] = parse(text)
    assert snapshot.routes == ()
    assert again(text) == text


def test_entries_of_windows_belong_to_the_interface_above_them() -> None:
    entries = capture("windows", "arp-a").neighbors
    assert [e.ifname for e in entries] == ["192.0.2.54"] * 3 + ["198.51.100.1"]
    assert dict(entries[-1].extra)["ifindex"] == 0x3D


def test_a_record_changed_is_shown_changed() -> None:
    for name, stem in (("windows", "route-print"), ("solaris", "netstat-rn")):
        snapshot = capture(name, stem)
        gateway = parse_address("203.0.113.99")
        routes = (snapshot.routes[0]._replace(gateway=gateway), *snapshot.routes[1:])
        lines = list(as_written([snapshot._replace(routes=routes)]))
        assert sum("203.0.113.99" in line for line in lines) == 1


@pytest.mark.parametrize("stem", ["arp-a", "arp-a-german", "arp-a-russian"])
def test_entries_of_windows_are_read_below_their_heading_alone(stem):
    lines = (GOLDEN / "windows" / f"{stem}.txt").read_text().splitlines()
    title = next(n for n, line in enumerate(lines) if " --- " in line)
    end = (*[n for n, x in enumerate(lines) if not x and n > title], len(lines))[0]
    text = "\n".join(lines[title + 1 : end]) + "\n"
    [snapshot] = parse(text)
    assert len(snapshot.neighbors) == text.count("\n") - 1
    assert [*as_written((snapshot,))] == text.splitlines()
    for odd in (lines[title].replace("---", "-x-"), f"{lines[title]}Q"):
        with pytest.raises(FormatError, match="not a line of the listing below it"):
            parse(f"{odd}\n{text}")


@pytest.mark.parametrize("metric", ["      1", "Default "])
def test_persistent_routes_of_windows_may_stand_alone(metric):
    rule = "=" * 75
    text = (
        f"{rule}\nPersistent Routes:\n"
        "  Network Address          Netmask  Gateway Address  Metric\n"
        f"          0.0.0.0          0.0.0.0        192.0.2.1 {metric}\n{rule}"
    )
    [snapshot] = parse(text)
    assert snapshot.routes[0].flags & RTF.STATIC
    assert [*as_written((snapshot,))] == text.splitlines()


def test_a_broken_rule_below_a_heading_is_told():
    text = (GOLDEN / "solaris" / "netstat-rnv-10.txt").read_text()
    with pytest.raises(FormatError) as error:
        parse(text.replace("----- --- ---", "-----:--- ---", 1))
    assert error.value.line == 3


def test_an_interface_without_entries_may_be_the_last_line():
    text = (GOLDEN / "windows" / "arp-a.txt").read_text()
    title = next(line for line in text.splitlines() if line.startswith("Interface"))
    whole = f"{text}\n{title}\n"
    assert again(whole) == whole
