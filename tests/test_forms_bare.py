"""Rows whose heading was cut away (``netstat -rn | grep ...``): known by their spacing."""

from __future__ import annotations

import pytest

from rtentry.api import parse, show
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.jsondoc import document, snapshots

BARE = [
    # system, kind, rows
    (
        "freebsd14",
        "routes",
        "default            192.0.2.1          UGS        igb1\n"
        "198.51.100.0/24    link#2             U          igb2\n",
    ),
    (
        "macos",
        "routes",
        "192.0.2.9          2:0:5e:10:0:9      UHLWIi          1        2     en1   1197\n"
        "192.0.2.10/32      link#8             UCS             0        0     en1\n",
    ),
    (
        "macos14",
        "routes",
        "default            192.0.2.1          UGScg                 en0       \n"
        "default                                 fe80::%utun0                            UGcIg               utun0       \n",
    ),
    (
        "openbsd7",
        "routes",
        "default            192.0.2.1          UGS        5       20     -     8 em0  \n",
    ),
    (
        "macos14",
        "interfaces",
        "en0        1500  <Link#11>   02:00:5e:10:00:01  5093419     0 5837232451  2386512     0  410325634     0\n"
        "en0        1500  192.0.2       192.0.2.23       5093419     - 5837232451  2386512     -  410325634     -\n",
    ),
    (
        "freebsd14",
        "interfaces",
        "em0    1500 <Link#1>      02:00:5e:10:00:01     120k     2     1        94M      88k     0       9.8M     0\n"
        "lo0   16384 <Link#4>      lo0                    412     0     0        37K      412     0       1.0G     0\n",
    ),
    (
        "macos14",
        "neighbors",
        "fe80::1%lo0                             (incomplete)         lo0 permanent R      \n"
        "2001:db8::1                             2:0:5e:10:0:1        en0 23h59m1s  S  R   \n",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("system", "kind", "text"), BARE)
def test_rows_alone_are_read_and_come_back(system, kind, text):
    found = parse(text)
    [snapshot] = found
    assert snapshot.system == system
    assert [each.kind for each in snapshot.listings] == [kind]
    assert show(found) == text
    assert show(snapshots(document(found))) == text


def test_what_a_row_says_is_read_cell_by_cell():
    [snapshot] = parse(BARE[0][2])
    first, second = snapshot.routes
    assert (str(first.dst), str(first.gateway), first.ifname) == (
        "0.0.0.0/0",
        "192.0.2.1/32",
        "igb1",
    )
    assert first.flags == RTF.UP | RTF.GATEWAY | RTF.STATIC
    assert str(second.dst) == "198.51.100.0/24"


def test_rows_of_two_tables_are_of_both_families():
    [snapshot] = parse(BARE[2][2])
    assert [str(route.dst) for route in snapshot.routes] == ["0.0.0.0/0", "::/0"]
    assert [block.family for block in snapshot.listings[0].blocks] == ["inet", "inet6"]


@pytest.mark.parametrize(
    "row",
    [
        "default 192.0.2.1 UGS igb1",
        "default             192.0.2.1          UGS        igb1",
        "default            192.0.2.1          UGQ        igb1",
        "default            192.0.2.300        UGS        igb1",
        "en0        1500  <Link#11>  02:00:5e:10:00:01  5093419     0",
    ],
)
def test_rows_that_no_tool_spaces_so_are_refused(row):
    with pytest.raises(FormatError, match="no listing found"):
        parse(f"{row}\n")


def test_a_row_spaced_otherwise_below_is_an_error_with_its_line():
    row = BARE[0][2].splitlines()[0]
    with pytest.raises(FormatError, match="not a row of the table above") as error:
        parse(f"{row}\n192.0.2.0/24 link#1 U igb1\n")
    assert error.value.line == 2


def test_rows_under_a_heading_that_is_not_known_are_told():
    text = "Destination        Gateway            Flags    Netif\n192.0.2.9  198.51.100.1  U  em0\n"
    with pytest.raises(FormatError, match="under a heading of no tool") as error:
        parse(text)
    assert error.value.line == 2
