from __future__ import annotations

import pytest

from rtentry.addr import (
    Cut,
    Link,
    LLAddr,
    Name,
    parse_address,
    parse_prefix,
    parse_r1,
    show_mac,
    show_r1,
)
from rtentry.bsd.ifapart import (
    counted,
    parse_dotted,
    parse_network,
    show_dotted,
    show_network,
)
from rtentry.bsd.ifcolumns import (
    address,
    down,
    network,
    only,
    show_unscoped,
)
from rtentry.errors import FormatError
from rtentry.flags import IFF
from rtentry.forms.interfaces import IfRow

MAC = LLAddr(b"\0\1\2\3\4\x5f")

NAMES = [
    # cell of 5 characters at most, what it is
    ("lo0", "lo0"),
    ("gif0*", "gif0*"),
    ("utun8", Cut("utun8")),
]


@pytest.mark.parametrize(("cell", "name"), NAMES)
def test_a_name_that_fills_its_cell_may_have_lost_its_end(cell: str, name: str) -> None:
    found = down(5).parse(cell)
    assert found == name
    assert type(found) is type(name)


def test_a_row_has_a_name() -> None:
    with pytest.raises(FormatError, match="no name in this row"):
        down(5).parse("")


SHOWN = [
    # row, its name of 5 characters at most
    (IfRow("lo0"), "lo0"),
    (IfRow("gif0", flags=IFF(0)), "gif0*"),
    (IfRow("gif0*", flags=IFF(0)), "gif0*"),
    (IfRow("gif0", flags=IFF.UP), "gif0"),
    (IfRow("vlan12", flags=IFF(0)), "vlan1"),
]


@pytest.mark.parametrize(("row", "cell"), SHOWN)
def test_an_interface_that_is_down_has_a_star(row: IfRow, cell: str) -> None:
    assert down(5).show(row) == cell


NETWORK = network(parse_r1, show_r1, 11, "<Link#{}>")
NETWORKS = [
    # cell, what it is
    ("127/8", parse_prefix("127.0.0.0/8")),
    ("192.0.2/24", parse_prefix("192.0.2.0/24")),
    ("10.0.12/24", parse_prefix("10.0.12.0/24")),
    ("10.64.0/255", None),
    ("192.168.44/", Cut("192.168.44/")),
    ("192.168.1/2", Cut("192.168.1/2")),
    ("your-net", Name("your-net")),
    ("<Link#12>", Link(12)),
    ("none", Name("none")),
]


@pytest.mark.parametrize(("cell", "value"), NETWORKS)
def test_a_network_cut_off_is_not_taken_for_another(cell: str, value) -> None:
    if value is None:
        value = Cut(cell)
    assert NETWORK.parse(cell) == value
    assert type(NETWORK.parse(cell)) is type(value)
    assert NETWORK.show(value) == cell


def test_a_whole_network_may_just_fill_its_cell() -> None:
    cell = "192.0.12/24"
    assert len(cell) == 11
    assert NETWORK.parse(cell) == parse_prefix("192.0.12.0/24")


def test_an_interface_whose_number_is_not_known_has_a_link_row() -> None:
    assert NETWORK.show(None) == "<Link>"
    assert NETWORK.parse("<Link>") is None
    with pytest.raises(FormatError):
        NETWORK.parse("<Link#x>")


ADDRESS = address(show_mac, 17)
ADDRESSES = [
    # cell, what it is
    ("", None),
    ("192.0.2.1", parse_address("192.0.2.1")),
    ("::1", parse_address("::1")),
    ("00:01:02:03:04:5f", MAC),
    ("fe80::5054:5ff:fe", Cut("fe80::5054:5ff:fe")),
    ("castor", Name("castor")),
]


@pytest.mark.parametrize(("cell", "value"), ADDRESSES)
def test_an_address_may_be_cut_or_a_name(cell: str, value) -> None:
    assert ADDRESS.parse(cell) == value
    assert type(ADDRESS.parse(cell)) is type(value)
    assert ADDRESS.show(value) == cell


def test_an_address_may_be_shown_without_its_zone() -> None:
    column = address(show_mac, 17, show_unscoped)
    assert column.show(parse_address("fe80::1%lo0")) == "fe80::1"


def test_a_column_may_be_for_some_families_only() -> None:
    column = only(ADDRESS, ("inet6", "link"))
    assert column.show(IfRow("x", network=Link(1), addr=MAC)) == "00:01:02:03:04:5f"
    assert column.show(IfRow("x", addr=parse_address("192.0.2.1"))) is None
    assert column.parse(None) is None
    assert column.parse("") is None
    assert column.parse("::1") == parse_address("::1")


def test_counters_depend_on_options() -> None:
    heading, row, columns = counted("")
    assert heading.split() == ["Ipkts", "Ierrs", "Opkts", "Oerrs", "Coll"]
    assert row == "%8s %5s %8s %5s %5s"
    heading, row, columns = counted("bd")
    assert (
        " ".join(heading.split()) == "Ipkts Ierrs Ibytes Opkts Oerrs Obytes Coll Drop"
    )
    assert [c.field for c in columns][-2:] == ["colls", "odrops"]


def test_networks_of_both_families_are_read() -> None:
    for text in ("127", "192.0.2", "2001:db8::/64"):
        assert show_network(parse_network(text)) == text


def test_octets_may_have_points_between_them() -> None:
    assert parse_dotted("0.1.2.3.4.5f") == MAC
    assert show_dotted(MAC) == "0.1.2.3.4.5f"
    assert parse_dotted("") is None
    assert show_dotted(None) == ""
