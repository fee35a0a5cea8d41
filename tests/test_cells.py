"""Rows in sentences: each cell with what it means on the system that printed it."""

from __future__ import annotations

from pathlib import Path

import pytest

import rtentry
from rtentry.addr import parse_prefix
from rtentry.cells import Cell, asked, cells, links, told
from rtentry.cells.rows import neighbors as neighbor_rows
from rtentry.cells.sentences import UNKNOWN
from rtentry.dialects import dialects

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
GOLDEN = Path(__file__).parent / "golden"

FREEBSD4 = (EXAMPLES / "castor.txt").read_text()
OPENBSD = (EXAMPLES / "pollux.txt").read_text()
NETTOOLS = (EXAMPLES / "vega.txt").read_text()
IPROUTE2 = "default via 192.0.2.1 dev eth0 proto dhcp metric 100 mtu lock 1400\n192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7\n"


def row(text, dst):
    [snapshot] = rtentry.parse(text)
    [route] = [r for r in snapshot.routes if r.dst == parse_prefix(dst)]
    return told.row(snapshot, route)


def cell(text, dst, name):
    [found] = [each for each in row(text, dst).cells if each.name == name]
    return found


CELLS = [
    # text      destination        cell           value           says
    (FREEBSD4, "198.51.100.53",   "Destination", "198.51.100.53", "one address"),
    (FREEBSD4, "192.0.2.0/24",    "Destination", "192.0.2",       "in full it is 192.0.2.0/24"),
    (FREEBSD4, "192.0.2.0/24",    "Gateway",     "link#1",        "a template (C)"),
    (FREEBSD4, "192.0.2.20",      "Gateway",     "02:00:5e:10:00:14", "link-level address of the destination itself"),
    (FREEBSD4, "127.0.0.1",       "Gateway",     "127.0.0.1",     "no router (there is no flag G)"),
    (FREEBSD4, "0.0.0.0/0",       "Gateway",     "192.0.2.1",     "a template for protocols"),
    (FREEBSD4, "198.51.100.53",   "Expire",      "3122",          "3600 less this number"),
    (FREEBSD4, "198.51.100.7",    "Expire",      "",              "does not end by itself"),
    (OPENBSD,  "192.0.2.0/24",    "Refs",        "0",             "routes whose gateway this entry is"),
    (OPENBSD,  "203.0.113.0/24",  "Mtu",         "1400 L",        "locked"),
    (NETTOOLS, "198.51.100.0/24", "MSS",         "0",             "plus 40 for the headers"),
    (NETTOOLS, "10.9.0.0/16",     "MSS",         "-",             "nobody said"),
    (NETTOOLS, "10.9.0.0/16",     "Gateway",     "-",             "go nowhere"),
    (NETTOOLS, "192.0.2.0/24",    "Genmask",     "255.255.255.0", "the first 24 bits"),
    (IPROUTE2, "0.0.0.0/0",       "metric",      "100",           "smaller wins"),
    (IPROUTE2, "192.0.2.0/24",    "scope",       "link",          "no router between"),
]  # fmt: skip


SOLARIS = """
IRE Table: IPv4
  Destination             Mask           Gateway          Device  MTU  Ref Flg  Out  In/Fwd
-------------------- --------------- -------------------- ------ ----- --- --- ----- ------
192.0.2.0            255.255.255.0   192.0.2.10           net0    1500   3 U    2652      7
"""
AIX = """Routing tables
Destination        Gateway           Flags   Refs     Use  If   Exp  Groups

Route Tree for Protocol Family 2 (Internet):
default            192.0.2.1         UG        4     27595 en1      -      -
"""
HEXADECIMAL = (GOLDEN / "procnet" / "route.txt").read_text()
CACHED = (GOLDEN / "nettools160" / "route-FC.txt").read_text()
GERMAN = (GOLDEN / "windows" / "route-print-german.txt").read_text()
GET = """   route to: 198.51.100.7
destination: default
       mask: default
    gateway: 192.0.2.1
  interface: em0
 if address: 192.0.2.10
   priority: 8 (static)
      flags: <UP,GATEWAY,DONE,STATIC>
     use       mtu    expire
  104371         0         0
"""

ROWS = [
    # text       destination       cell        value      says
    (SOLARIS,    "192.0.2.0/24",   "In/Fwd",   "7",       "forwarded by the entry"),
    (SOLARIS,    "192.0.2.0/24",   "MTU",      "1500",    "largest packet"),
    (AIX,        "0.0.0.0/0",      "Groups",   "-",       "everybody may"),
    (AIX,        "0.0.0.0/0",      "Exp",      "-",       "does not end by itself"),
    (GET,        "0.0.0.0/0",      "route to", "198.51.100.7", "what was asked for"),
    (GET,        "0.0.0.0/0",      "use",      "104371",  "look-ups that found this entry"),
    (GET,        "0.0.0.0/0",      "mask",     "default", "the first 0 bits"),
    (IPROUTE2,   "0.0.0.0/0",      "type",     "unicast", "packets are sent on"),
    (IPROUTE2,   "0.0.0.0/0",      "mtu",      "lock 1400", "with lock"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dst", "name", "value", "says"), CELLS + ROWS)
def test_a_cell_says_what_it_means_there(text, dst, name, value, says):
    found = cell(text, dst, name)
    assert found.value == value
    assert says in " ".join(found.means)


NOT = [
    # text      destination        cell    what it does not mean
    (FREEBSD4, "0.0.0.0/0",       "Use",  "packets of other routes to this entry as their gateway"),
    (OPENBSD,  "192.0.2.0/24",    "Refs", "a template shows 0"),
    (NETTOOLS, "198.51.100.0/24", "MSS",  "the MTU of the route"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dst", "name", "what"), NOT)
def test_a_cell_says_what_it_does_not_mean(text, dst, name, what):
    assert what in cell(text, dst, name).isnot


def test_the_letters_are_those_of_the_system():
    found = cell(FREEBSD4, "198.51.100.53", "Flags")
    assert [(c, flag) for c, flag, _ in found.letters] == [
        ("U", "RTF_UP"),
        ("G", "RTF_GATEWAY"),
        ("H", "RTF_HOST"),
        ("W", "RTF_CLONED"),
        ("3", "RTF_PROTO3"),
    ]


def test_a_row_says_where_it_stands():
    found = row(FREEBSD4, "198.51.100.53")
    assert found.place == "netstat -rnaW -f inet, line 12"
    assert found.lines[0].split()[:2] == ["Destination", "Gateway"]
    assert found.lines[1].split()[0] == "198.51.100.53"


def test_a_row_of_a_live_table_is_told_in_the_words_of_our_own():
    [snapshot] = rtentry.parse(IPROUTE2)
    live = snapshot._replace(listings=(), system="linux6")
    found = told.row(live, live.routes[0])
    assert [each.name for each in found.cells][:3] == [
        "Destination",
        "Gateway",
        "Flags",
    ]
    assert found.cells[5].value == "1400L"


def test_eras_say_otherwise():
    early, late = cells("openbsd", 2000), cells("openbsd", 2020)
    assert "packets sent" in early["use"].means
    assert "look-ups" in late["use"].means
    assert "prio" not in early or early["prio"].source != late["prio"].source
    assert "always -" in cells("netbsd", 2015)["refs"].absent


def test_a_system_without_words_of_its_own_has_those_of_all():
    assert cells("lilliput", 2026)["use"].means.startswith("packets sent")


@pytest.mark.parametrize("system", sorted({d.system for d in dialects()} - {"json"}))
def test_every_system_has_words_or_takes_those_of_all(system):
    found = cells(system, 2026)
    assert all(isinstance(each, Cell) and each.means for each in found.values())


CAPTURES = [p for p in sorted(GOLDEN.glob("*/*.txt")) if p.parent.name != "netlink"]


@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_cell_of_a_row_of_routes_is_told(path):
    for snapshot in rtentry.parse(path.read_text(), path.parent.name):
        for route in snapshot.routes[:40]:
            found = told.row(snapshot, route)
            assert found.lines
            assert [c for c in found.cells if not c.means and c.field != "flags"] == []
            assert [c for c in found.cells if UNKNOWN in c.means or not c.field] == []


@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_nothing_of_a_row_under_a_heading_is_left_out(path):
    for snapshot in rtentry.parse(path.read_text(), path.parent.name):
        for route in snapshot.routes[:40]:
            found = told.row(snapshot, route)
            if len(found.lines) != 2 or "Destination" not in found.lines[0]:
                continue
            texts = [text for cell in found.cells for text in cell.value.split()]
            assert sorted(texts) == sorted(found.lines[1].removesuffix("=>").split())


def test_bits_of_a_number_are_told_by_their_names():
    snapshot = rtentry.parse(HEXADECIMAL)[0]
    [flags] = [
        c for c in told.row(snapshot, snapshot.routes[0]).cells if c.field == "flags"
    ]
    assert flags.value.isdigit()
    assert next(name for _, name, _ in flags.letters) == "RTF_UP"


def test_names_of_flags_are_told():
    found = cell(GET, "0.0.0.0/0", "flags")
    assert [name for name, _, _ in found.letters] == ["UP", "GATEWAY", "DONE", "STATIC"]


def test_an_entry_of_the_route_cache_has_words_of_its_own():
    snapshot = rtentry.parse(CACHED, "nettools160")[0]
    texts = {
        c.name: " ".join(c.means) for c in told.row(snapshot, snapshot.routes[-1]).cells
    }
    assert "found in the route cache" in texts["Use"]
    assert "has none" in texts["Metric"]


def test_a_heading_in_another_language_is_known_by_the_shape_of_the_row():
    snapshot = rtentry.parse(GERMAN)[0]
    names = [c.name for c in told.row(snapshot, snapshot.routes[0]).cells]
    assert names == ["Network Destination", "Netmask", "Gateway", "Interface", "Metric"]


def test_sockets_hold_no_route_since_freebsd_5():
    assert "TCP connection" in cells("freebsd", 2000)["refs"].means
    assert "sockets" in cells("freebsd", 2004)["refs"].isnot
    assert "no clones" in cells("freebsd", 2009)["refs"].isnot


# -- neighbours, interfaces, statistics --------------------------------------------------


def has_words(cell):
    spelled = [text for _, _, text in cell.letters]
    return (
        bool(cell.field)
        and bool(cell.means or spelled)
        and UNKNOWN
        not in (
            *cell.means,
            *spelled,
        )
    )


@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_cell_of_a_row_of_neighbours_is_told(path):
    for snapshot in rtentry.parse(path.read_text(), path.parent.name):
        for at in range(len(snapshot.neighbors)):
            for found in neighbor_rows(snapshot, at):
                assert found.cells
                assert [c for c in found.cells if not has_words(c)] == []


@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_cell_of_a_row_of_interfaces_is_told(path):
    for snapshot in rtentry.parse(path.read_text(), path.parent.name):
        if not any(x.kind == "interfaces" for x in snapshot.listings):
            continue
        for at in range(len(snapshot.interfaces)):
            found = list(links.interfaces(snapshot, at))
            assert found
            assert [c for r in found for c in r.cells if not has_words(c)] == []


RIGEL = (EXAMPLES / "rigel.txt").read_text()
LINUX = "2: eth0@if3: <BROADCAST,UP> mtu 1500 qdisc fq state UP mode DEFAULT group default qlen 1000\n    link/ether 02:00:00:00:00:02 brd ff:ff:ff:ff:ff:ff\n    RX:  bytes packets errors dropped  missed   mcast           \n           682       7      0       3       0       1 \n    TX:  bytes packets errors dropped carrier collsns           \n           682       7      0       0       4       0 \n"

ASKED = [
    # text   word                 row  cell           value            says
    (RIGEL, "em0",                0, "Network",      "<Link#1>",       "the row is about the link level"),
    (RIGEL, "em0",                1, "Ipkts",        "90233",          "received for this address"),
    (RIGEL, "em0",                1, "Ierrs",        "-",              "not counted for an address"),
    (RIGEL, "192.0.2.1",          0, "expires",      "in 942 seconds", "1200 seconds at first"),
    (RIGEL, "192.0.2.10",         0, "permanent",    "",               "does not end by itself"),
    (RIGEL, "2:0:5e:10:0:1",      0, "address",      "192.0.2.1",      "a neighbour on the link"),
    (RIGEL, "02-00-5e-10-00-01",  0, "on",           "em0",            "whose link it is on"),
    (RIGEL, "statistics",         0, "unreach",      "31",             "found no route"),
    (LINUX, "eth0",               0, "state",        "UP",             "packets can go by it"),
    (LINUX, "eth0",               2, "RX dropped",   "3",              "thrown away"),
    (LINUX, "eth0",               3, "TX carrier",   "4",              "want of a carrier"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "n", "name", "value", "says"), ASKED)
def test_a_word_asks_for_rows(text, word, n, name, value, says):
    [snapshot] = rtentry.parse(text)
    [found] = [c for c in asked.rows(snapshot, word)[n].cells if c.name == name]
    assert found.value == value
    assert says in " ".join(found.means)


def test_what_is_the_same_as_in_a_row_before_is_not_said_again():
    text = (GOLDEN / "openbsd31" / "netstat-i.txt").read_text()
    [snapshot] = rtentry.parse(text)
    name = str(snapshot.interfaces[0].ifname)
    told = [cell for row in asked.rows(snapshot, name) for cell in row.cells]
    assert len(told) == len(set(told))


NAMES = [
    # word         whether it looks like an interface
    ("em0",        True),
    ("eth0.100",   True),
    ("lan4:1",     True),
    ("enp0s25",    True),
    ("lo",         True),
    ("UGHW3",      False),
    ("192.0.2.1",  False),
    ("2001:db8::", False),
    ("fe80::1",    False),
    ("ml",         False),
    ("default",    False),
    ("",           False),
]  # fmt: skip


@pytest.mark.parametrize(("word", "looks"), NAMES)
def test_an_interface_is_told_from_flags_and_addresses(word, looks):
    assert asked.is_name(word) is looks


def test_letters_of_net_tools_are_told_by_their_flags():
    text = (GOLDEN / "nettools160" / "netstat-i.txt").read_text()
    [snapshot] = rtentry.parse(text, "nettools160")
    [flags] = [c for c in asked.rows(snapshot, "eth0")[0].cells if c.name == "Flg"]
    assert [letter for letter, _, _ in flags.letters] == ["B", "M", "R", "U"]
    assert "cable" in flags.letters[-1][2]
