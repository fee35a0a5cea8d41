"""Interfaces whose addresses have counters of their own: FreeBSD, DragonFly, macOS."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import Cut, LLAddr, parse_address
from rtentry.bsd.ifapart import show_dotted
from rtentry.dialects import dialect
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.flags import IFF
from rtentry.listing import View
from rtentry.model import Interface, Snapshot
from rtentry.rewritten import as_written

GOLDEN = Path(__file__).parent / "golden"
OWNERS = ("freebsd2", "freebsd6", "freebsd9", "freebsd10", "freebsd12", "freebsd14")
FILES = sorted(p for d in (*OWNERS, "dragonfly") for p in (GOLDEN / d).glob("*.txt"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_listing_comes_back_whoever_it_is_taken_for(path: Path) -> None:
    text = path.read_text()
    assert "\n".join(as_written(parse(text))) + "\n" == text


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_listing_without_blanks_at_line_ends_comes_back(path: Path) -> None:
    lines = [line.rstrip() for line in path.read_text().split("\n")]
    assert as_lines(parse("\n".join(lines))) == lines


def as_lines(snapshots: tuple[Snapshot, ...]) -> list[str]:
    return [*[line.rstrip() for line in as_written(snapshots)], ""]


def one(owner: str, capture: str, form: str) -> Snapshot:
    lines = (GOLDEN / owner / capture).read_text().split("\n")
    found = dialect(owner).form(form).parse(lines, 0)
    assert found is not None
    assert found.loose == 0
    return Snapshot(interfaces=found.records)


def test_only_link_rows_count_errors_and_drops() -> None:
    em0 = one("freebsd12", "netstat-inbd.txt", "netstat -ibd").interfaces[0]
    assert em0.mtu == 1500
    assert em0.counters is not None
    assert (em0.counters.idrops, em0.counters.odrops) == (1, 3)
    link, inet, inet6 = em0.addresses
    assert link.addr == LLAddr(b"\0\0\x5e\0\x53\1")
    assert inet.counters is not None
    assert (inet.counters.ipkts, inet.counters.ierrs) == (90233, None)
    assert isinstance(inet6.addr, Cut)


def test_a_name_as_long_as_its_cell_may_be_cut() -> None:
    names = [
        i.ifname for i in one("freebsd12", "netstat-in.txt", "netstat -i").interfaces
    ]
    assert names == ["em0", "vtnet", "tun0", "lo0"]
    assert [type(name) for name in names] == [str, Cut, str, str]


def test_names_are_whole_with_w() -> None:
    found = one("freebsd14", "netstat-inW.txt", "netstat -i").interfaces
    assert [i.ifname for i in found] == ["em0", "vtnet1", "tun0", "lo0"]
    assert [i.flags for i in found] == [None, None, IFF(0), None]
    assert found[0].addresses[2].addr == parse_address("fe80::200:5eff:fe00:5301%em0")


@pytest.mark.parametrize("owner", ["freebsd9", "freebsd10", "freebsd12"])
def test_groups_stand_under_their_address(owner: str) -> None:
    em0 = one(owner, "netstat-ina.txt", "netstat -i").interfaces[0]
    assert em0.counters is not None
    assert (em0.counters.imulti, em0.counters.omulti) == (301, 12)
    link, inet, inet6 = em0.addresses
    assert link.groups[1] == LLAddr(b"\x33\x33\0\0\0\1")
    assert inet.groups == (parse_address("224.0.0.1"),)
    assert inet6.groups[0] == parse_address("ff02::1%em0")
    assert dict(inet6.extra) == ({"groups": "1 1"} if owner == "freebsd9" else {})


def test_a_changed_group_changes_its_line_only() -> None:
    form = dialect("freebsd14").form("netstat -i")
    lines = (GOLDEN / "freebsd14" / "netstat-ina.txt").read_text().split("\n")
    changed = [line.replace("224.0.0.1", "224.0.0.9") for line in lines]
    found = form.parse(changed, 0)
    assert found is not None
    assert found.records[0].addresses[1].groups == (parse_address("224.0.0.9"),)
    again = list(form.show(Snapshot(interfaces=found.records), found.blocks, View()))
    assert again == changed[: found.end]


def test_a_link_without_an_address_shows_its_name_since_11() -> None:
    lo0 = Interface("lo0", ifindex=2, mtu=16384)
    rows = {
        owner: list(
            dialect(owner)
            .form("netstat -i")
            .show(Snapshot(interfaces=(lo0,)), None, View())
        )[1].split()[:4]
        for owner in ("freebsd10", "freebsd12")
    }
    assert rows["freebsd10"] == ["lo0", "16384", "<Link#2>", "-"]
    assert rows["freebsd12"] == ["lo0", "16384", "<Link#2>", "lo0"]
    read = one("freebsd12", "netstat-in.txt", "netstat -i").interfaces[-1]
    assert read.addresses[0].addr is None


def test_counters_may_be_rounded() -> None:
    em0 = one("freebsd14", "netstat-inbh.txt", "netstat -ib").interfaces[0]
    assert em0.counters is not None
    assert (em0.counters.ipkts, em0.counters.ibytes) == (120000, 94 * 1024**2)


def test_rows_go_on_behind_a_blank_line_as_wide_as_they_were() -> None:
    text = (GOLDEN / "freebsd14/netstat-inW4.txt").read_text()
    lines = text.split("\n")
    for at in range(2, len(lines) - 1):
        torn = "\n".join([*lines[:at], "", *lines[at:]])
        assert "\n".join(as_written(parse(torn))) + "\n" == torn


def test_a_link_has_no_address_of_ip() -> None:
    with pytest.raises(FormatError, match="not the address of a link"):
        show_dotted(parse_address("192.0.2.1"))
