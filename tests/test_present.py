"""Snapshots as text: as written, in other words, for a command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rtentry.addr import LLAddr, parse_address, parse_prefix
from rtentry.api import parse, show
from rtentry.cover import forms
from rtentry.dialects import dialect
from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import IFF, NTF, RTF
from rtentry.jsondoc import document, snapshots
from rtentry.listing import Plan, View
from rtentry.model import Block, Interface, Listing, Neighbor, Route, Snapshot
from rtentry.present import elsewhere, in_dialect, is_linux, joined, planned
from rtentry.rewritten import as_written

GOLDEN = Path(__file__).parent / "golden"
ARP = "? (192.0.2.1) at 02:00:5e:00:53:01"
BSD = dialect("openbsd31")
LINUX = Snapshot(
    "fw",
    routes=(
        Route(parse_prefix("192.0.2.0/24"), None, "eth0", RTF.UP, tableid=254, rtype="unicast"),
        Route(parse_prefix("10.0.0.0/8"), None, "eth0", RTF.UP, tableid=100, rtype="unicast"),
    ),
    neighbors=(Neighbor(parse_address("192.0.2.1"), LLAddr(b"\2\0\x5e\0\x53\1"), "eth0"),),
    interfaces=(Interface("eth0", 2, 1500, IFF.UP),),
)  # fmt: skip


def apart(snapshots: tuple[Snapshot, ...]) -> list[Snapshot]:
    """Snapshots whose listings nothing is known to have stood around."""
    return [
        s._replace(listings=tuple([each._replace(around=None) for each in s.listings]))
        for s in snapshots
    ]


NEAR = Route(
    parse_prefix("::/0"), parse_address("fe80::1%em0"), "em0", RTF.UP | RTF.GATEWAY
)


@pytest.mark.parametrize(
    ("system", "gateway"),
    [("iproute2", "fe80::1 "), ("solaris", "fe80::1 "), ("freebsd14", "fe80::1%em0 ")],
)
def test_zones_are_printed_where_the_system_prints_them(system, gateway):
    text = [*in_dialect([Snapshot(system="openbsd7", routes=(NEAR,))], dialect(system))]
    assert any(gateway in line for line in text)


PERMANENT = {
    "freebsd14": " permanent ",
    "iproute2": " PERMANENT ",
    "nettools210": " PERM ",
    "solaris": " S ",
    "windows": " static ",
}


@pytest.mark.parametrize("flag", [NTF.STATIC, NTF.PERMANENT])
@pytest.mark.parametrize("system", PERMANENT)
def test_what_stays_is_said_in_each_systems_word(system, flag):
    gateway, mac = parse_address("192.0.2.1"), LLAddr(b"\2\0\x5e\0\x53\1")
    snapshot = Snapshot(neighbors=(Neighbor(gateway, mac, "em0", flags=flag),))
    [row] = [
        x
        for x in in_dialect([snapshot], dialect(system))
        if "192.0.2.1 " in x or "(192.0.2.1)" in x
    ]
    assert PERMANENT[system] in f"{row} "


def test_routes_of_other_tables_are_counted_where_there_is_one():
    assert elsewhere(LINUX, BSD) == 1
    assert elsewhere(LINUX, dialect("iproute2")) == 0


def test_one_listing_stands_alone_several_stand_under_prompts():
    assert [*as_written(apart(parse(f"a@fw:~$ arp -an\n{ARP}")))] == [ARP]
    two = apart(parse(f"a@fw:~$ arp -an\n{ARP}\n$ arp\n{ARP}\n"))
    assert [*as_written(two)] == [
        "[root@fw:~#] arp -an",
        ARP,
        "",
        "[root@fw:~#] arp",
        ARP,
    ]
    nobody = [s._replace(host=None) for s in two]
    assert next(as_written(nobody)) == "# arp -an"


def test_listings_of_a_document_stand_where_they_stood_whoever_s_they_are():
    text = f"fw# arp -an\n{ARP}\n\ngw# arp\n{ARP}\nfw# netstat -rs\nrouting:\n\t0 bad routing redirects\n\nend"
    found = parse(text)
    assert [s.host for s in found] == ["fw", "gw"]
    assert [*as_written(found)] == text.split("\n")
    assert [*as_written(found[:1])] == [*text.split("\n")[:2], *text.split("\n")[5:]]


def test_a_listing_without_command_is_under_its_form():
    [snapshot] = parse(ARP)
    assert [*as_written([snapshot, snapshot])] == ["# arp -a", ARP, "", "# arp -a", ARP]


@pytest.mark.parametrize(
    "listing",
    [
        Listing("routes", "openbsd31", "netstat -x"),
        Listing("routes", "openbsd31", "netstat -r", blocks=(Block((0, 1), "inet7"),)),
        Listing("neighbors", "openbsd31", "netstat -r", blocks=(Block((0, 1), "inet", row="%"),)),
        Listing("neighbors", "openbsd31", "arp -a", blocks=(Block((0, 1)),)),
    ],
)  # fmt: skip
def test_a_listing_that_cannot_be_is_an_error(listing):
    odd = LINUX._replace(listings=(listing,), neighbors=(None, None))  # type: ignore[arg-type]
    with pytest.raises(FormatError):
        [*as_written([odd])]


def test_another_dialect_prints_a_form_for_each_kind_that_is_there():
    assert [form.kind for form in forms(BSD, LINUX)] == [
        "routes",
        "interfaces",
        "neighbors",
    ]
    found = [*in_dialect([LINUX], BSD)]
    assert [line for line in found if line.startswith("[root")] == [
        "[root@fw:~#] netstat -r",
        "[root@fw:~#] netstat -i",
        "[root@fw:~#] arp -a",
    ]
    assert [*in_dialect([LINUX], BSD, kinds=("neighbors",))] == [ARP]


def test_what_a_dialect_cannot_print_at_all_is_an_error():
    with pytest.raises(NotExpressible, match="openbsd31 has no listing"):
        [*in_dialect([Snapshot()], BSD)]


def test_whole_documents_take_all():
    assert len([*in_dialect([LINUX, Snapshot()], dialect("json"))]) == 1


def test_a_bsd_s_table_has_the_neighbours_and_main_only():
    found = joined(LINUX, BSD)
    assert [str(r.dst) for r in found.routes] == ["192.0.2.0/24", "192.0.2.1/32"]
    assert found.neighbors == LINUX.neighbors
    assert joined(LINUX, dialect("iproute2")) is LINUX


def test_a_system_that_keeps_neighbours_apart_has_the_routes_only():
    found = joined(LINUX, BSD._replace(clones=False))
    assert [(str(r.dst), str(r.gateway)) for r in found.routes] == [
        ("192.0.2.0/24", "link#2")
    ]


@pytest.mark.parametrize(
    ("system", "linux"),
    [
        (None, True),
        ("linux6", True),
        ("openbsd31", False),
        ("iproute2", True),
        ("vms", False),
    ],
)
def test_who_is_no_linux_is_left_as_it_is(system, linux):
    found = LINUX._replace(system=system)
    assert is_linux(found) is linux
    assert (joined(found, BSD) is found) is not linux


def test_a_capture_is_of_linux_if_a_listing_is():
    for text, linux in ((ARP, False), (f"{ARP.upper()} [ether] on eth0", True)):
        [snapshot] = parse(text.replace("AT", "at"))
        assert is_linux(snapshot) is linux
        assert (joined(snapshot, BSD) is snapshot) is not linux


def test_a_command_line_prints_its_forms():
    plan = Plan((("arp -a", View()), ("netstat -r", View(ifname="eth0"))))
    found = [*planned(LINUX, BSD, plan)]
    assert found[:2] == [ARP, "Routing tables"]
    assert len(found) == 7


OLD_LINUX = """\
Kernel IPv6 routing table
Destination                    Next Hop                   Flag Met Ref Use If
2001:db8:0:1::/56              fe80::1                    UG   100 1     0 eth0
::/0                           fe80::1                    UG   100 1     0 eth0
"""


def test_another_system_shows_no_bits_past_a_length():
    text = "\n".join(in_dialect(parse(OLD_LINUX), dialect("openbsd7")))
    assert "2001:db8::/56 " in text
    assert parse(text + "\n")[0].listings[0].dialect == "openbsd7"


def test_windows_names_the_interfaces_of_another_system():
    text = "\n".join(in_dialect(parse(OLD_LINUX), dialect("windows")))
    assert "eth0    100 ::/0                     fe80::1" in text
    assert [route.ifname for route in parse(text + "\n")[0].routes] == ["eth0"] * 2


def test_a_counter_that_was_not_said_is_a_dash_in_a_table_of_sco():
    table = (
        "Kernel Interface table\n"
        "Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n"
        "eth0             1500     4720      0      0 0          4710      0      0      0 BMRU\n"
    )
    text = "\n".join(in_dialect(parse(table), dialect("sco")))
    assert text.splitlines()[1].split()[-5:] == ["4720", "0", "4710", "0", "-"]


BLANKS_BEHIND = [
    "procnet/fib_trie",
    "procnet/snmp",
    "procnet/netstat",
    "freebsd14/netstat-rs",
]


@pytest.mark.parametrize("end", ["  \n", "\t\n", " \r"])
@pytest.mark.parametrize("name", BLANKS_BEHIND)
def test_blanks_behind_lines_come_back_as_they_stood(name, end):
    text = (GOLDEN / f"{name}.txt").read_text().replace("\n", end)
    again = snapshots(json.loads(json.dumps(document(parse(text)))))
    assert show(again).removesuffix("\n") == text.removesuffix("\n")


@pytest.mark.parametrize("name", ["netsh-neighbors", "netsh-neighbors-german"])
def test_newlines_are_doubled_where_two_lines_were_blank(name):
    text = (GOLDEN / f"windows/{name}.txt").read_text()
    doubled = text.replace("\n", "\n\n")
    assert parse(doubled)[0].neighbors == parse(text)[0].neighbors
    assert show(parse(doubled)) == doubled
