"""``netstat -i`` of OpenBSD and NetBSD: options that add to it."""

from __future__ import annotations

import pytest

from rtentry.addr import Cut, LLAddr, Prefix, parse_address, parse_prefix
from rtentry.bsd.ifrepeated import combined, is_idle, options_of
from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.flags import IFF
from rtentry.listing import Found, View
from rtentry.model import Counters, IfAddr, Interface, Snapshot

MAC = LLAddr(bytes.fromhex("02005e100002"))
COUNTERS = Counters(10, 1, 2, 1000, 20, 3, 4, 2000, 5)
EM0 = Interface(
    "em0",
    1,
    1500,
    IFF.UP,
    MAC,
    COUNTERS,
    (
        IfAddr(
            parse_address("192.0.2.2"),
            parse_prefix("192.0.2.0/24"),
            groups=(parse_address("224.0.0.1"),),
        ),
        IfAddr(
            parse_address("fe80::200:5eff:fe10:2%em0"), parse_prefix("fe80::%em0/64")
        ),
    ),
    extra=(("timer", 0),),
)
IDLE = Interface("enc0", 2, 0, IFF(0), None, Counters(*[0] * 9), extra=(("timer", 0),))


def shown(name: str, form: str, view: View = View()) -> list[str]:  # noqa: B008
    snapshot = Snapshot(interfaces=(EM0, IDLE))
    return list(dialect(name).form(form).show(snapshot, None, view))


def read(name: str, form: str, lines: list[str]) -> Found:
    found = dialect(name).form(form).parse(lines, 0)
    assert found is not None
    return found


def test_options_are_combined() -> None:
    assert combined("bd") == ["", "b", "d", "bd"]
    assert options_of("ndibx", "bdt") == "netstat -ibd"


COUNTED = [
    # dialect, form, what stands behind the address of em0
    ("openbsd44", "netstat -i", ["10", "1", "20", "3", "5"]),
    ("openbsd44", "netstat -ib", ["1000", "2000"]),
    ("openbsd44", "netstat -id", ["10", "1", "20", "3", "5", "4"]),
    ("openbsd44", "netstat -ibdt", ["1000", "2000", "0", "4"]),
    ("openbsd7", "netstat -i", ["10", "3", "20", "7", "5"]),
    ("openbsd7", "netstat -id", ["10", "2", "20", "4", "5"]),
    ("openbsd7", "netstat -ie", ["10", "1", "20", "3", "5"]),
    ("netbsd8", "netstat -id", ["10", "1", "20", "3", "5", "4"]),
    ("netbsd10", "netstat -id", ["10", "1", "2", "20", "3", "5", "4"]),
]


@pytest.mark.parametrize(("name", "form", "cells"), COUNTED)
def test_an_option_chooses_counters(name: str, form: str, cells: list[str]) -> None:
    lines = shown(name, form)
    assert lines[1].split()[4:] == cells
    found = read(name, form, lines)
    assert (len(found.records), found.loose > 0) == (2, form == "netstat -ie")


def test_every_row_repeats_the_counters_of_its_interface() -> None:
    [_, *rows] = shown("openbsd7", "netstat -i")
    assert len({tuple(row.split()[-5:]) for row in rows[:3]}) == 1


def test_a_down_interface_has_a_star_and_none() -> None:
    rows = [shown("openbsd7", "netstat -i")[-1]]
    unknown = Snapshot(interfaces=(IDLE._replace(ifindex=None),))
    rows += dialect("openbsd7").form("netstat -i").show(unknown, None, View())
    assert rows[0].split()[:3] == ["enc0*", "0", "<Link>"]
    assert rows[-1].split()[:4] == ["enc0*", "0", "none", "none"]


def test_v_shows_cells_in_full() -> None:
    narrow = shown("openbsd7", "netstat -i")
    wide = shown("openbsd7", "netstat -i", View(options=("verbose",)))
    assert narrow[3].startswith("em0     1500  fe80::%em0/ fe80::200:5eff:fe ")
    assert wide[3].startswith("em0     1500  fe80::%em0/64 fe80::200:5eff:fe10:2%em0 ")
    cut = read("openbsd7", "netstat -i", narrow).records[0].addresses[2]
    whole = read("openbsd7", "netstat -i", wide).records[0].addresses[2]
    assert (type(cut.addr), type(whole.addr)) == (Cut, Prefix)


def test_a_shows_groups_before_the_counters() -> None:
    lines = shown("openbsd7", "netstat -i", View(all=True))
    assert lines[2:4] == [
        "em0     1500  192.0.2/24  192.0.2.2         ",
        "                          224.0.0.1               10     3       20     7     5",
    ]
    found = read("openbsd7", "netstat -i", lines)
    assert found.records[0].addresses[1].groups == (parse_address("224.0.0.1"),)
    again = Snapshot(interfaces=found.records)
    form = dialect("openbsd7").form("netstat -i")
    assert list(form.show(again, found.blocks, View())) == lines


def test_a_line_that_is_no_group_is_an_error_with_its_number() -> None:
    lines = shown("openbsd7", "netstat -i", View(all=True))
    with pytest.raises(FormatError) as caught:
        read("openbsd7", "netstat -i", [*lines[:4], "%% what is this %%", *lines[4:]])
    assert caught.value.line == 4


def test_q_leaves_idle_interfaces_out() -> None:
    assert is_idle(IDLE)
    assert not is_idle(EM0)
    lines = shown("openbsd7", "netstat -i", View(options=("busy",)))
    assert {line.split()[0] for line in lines} == {"Name", "em0"}


def test_an_interface_can_be_asked_for() -> None:
    lines = shown("openbsd7", "netstat -i", View(ifname="enc0"))
    assert [line.split()[0] for line in lines] == ["Name", "enc0*"]


def test_netbsd_shows_no_zones() -> None:
    assert shown("netbsd10", "netstat -i")[3].startswith(
        "em0   1500  fe80::/64     fe80::200:5eff:fe "
    )


def test_blanks_may_be_lost_within_rows() -> None:
    lines = [" ".join(line.split()) for line in shown("openbsd7", "netstat -i")]
    lines[-1] = "pflog0 33136 <Link> 0 0 0 0 0"
    found = read("openbsd7", "netstat -i", lines)
    assert [i.ifname for i in found.records] == ["em0", "pflog0"]
    assert found.records[1].counters == Counters(0, 0, None, None, 0, 0, None, None, 0)


def test_what_failed_is_errors_and_drops_together() -> None:
    known = Interface("em0", counters=Counters(ipkts=1, ierrs=2))
    unknown = Interface("em1", counters=Counters(ipkts=1))
    form = dialect("openbsd7").form("netstat -i")
    lines = list(form.show(Snapshot(interfaces=(known, unknown)), None, View()))
    assert [line.split()[5] for line in lines[1:]] == ["2", "-"]
