"""What macOS's releases print: tables of routes, interfaces, neighbours, route get."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.dialects import dialect
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.flags import NTF, RTF
from rtentry.listing import Plan
from rtentry.rewritten import as_written

GOLDEN = Path(__file__).parent / "golden"
OWNERS = ("macos10", "macos", "macos11", "macos12", "macos14")
FILES = sorted(path for owner in OWNERS for path in (GOLDEN / owner).glob("*.txt"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_listing_comes_back_whoever_it_is_taken_for(path: Path) -> None:
    text = path.read_text()
    assert "\n".join(as_written(parse(text))) + "\n" == text


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_listing_without_blanks_at_line_ends_comes_back(path: Path) -> None:
    lines = [line.rstrip() for line in path.read_text().split("\n")]
    assert [*[x.rstrip() for x in as_written(parse("\n".join(lines)))], ""] == lines


RECOGNISED = [
    # capture, whose it is
    ("macos10/netstat-rn.txt", "macos10"),
    ("macos/netstat-rna.txt", "macos"),
    ("macos/netstat-ibd-10.7.txt", "macos"),
    ("macos11/netstat-rn.txt", "macos11"),
    ("macos12/netstat-rn.txt", "macos12"),
    ("macos14/netstat-rn.txt", "macos14"),
    ("macos14/netstat-in.txt", "macos14"),
]


@pytest.mark.parametrize(("capture", "owner"), RECOGNISED)
def test_a_release_is_recognised(capture: str, owner: str) -> None:
    [snapshot] = parse((GOLDEN / capture).read_text())
    assert snapshot.system == owner


def test_times_and_pipes_are_metrics() -> None:
    [snapshot] = parse((GOLDEN / "macos14" / "netstat-rnlll.txt").read_text())
    assert snapshot.routes[0].metrics == ()
    assert snapshot.routes[1].metrics == (
        ("rtt", "12.345"),
        ("rttvar", "3.021"),
        ("ssthresh", 8192),
    )


def test_a_time_that_is_none_is_refused() -> None:
    text = (GOLDEN / "macos14" / "netstat-rnlll.txt").read_text()
    with pytest.raises(FormatError):
        parse(text.replace("    12.345", "    12.3x5"))


def test_an_entry_lives_by_what_is_sent_and_by_what_comes() -> None:
    [snapshot] = parse((GOLDEN / "macos" / "arp-anl.txt").read_text())
    gw, incomplete, old = snapshot.neighbors
    assert (gw.expire, dict(gw.extra)["inbound"]) == (80, 48)
    assert (incomplete.lladdr, incomplete.expire, incomplete.probes) == (None, None, 5)
    assert (old.expire, dict(old.extra)["inbound"]) == (0, 7201)


def test_neighbours_of_ipv6_have_states_and_flags() -> None:
    [snapshot] = parse((GOLDEN / "macos14" / "ndp-an.txt").read_text())
    router, lo0, asked, _ = snapshot.neighbors
    assert (router.state, router.flags) == ("STALE", NTF.ROUTER)
    assert lo0.flags == NTF.PERMANENT
    assert (asked.state, asked.probes) == ("INCOMPLETE", 3)


def test_route_get_names_scopes() -> None:
    [snapshot] = parse((GOLDEN / "macos" / "route-n-get-host.txt").read_text())
    [route] = snapshot.routes
    assert route.flags & RTF.IFSCOPE
    assert route.locks == ("mtu",)


FORMS = [
    # tool, arguments, form
    ("netstat", "-rn", "netstat -r"),
    ("netstat", "-rnl", "netstat -rl"),
    ("netstat", "-rnll", "netstat -rll"),
    ("netstat", "-rnllll", "netstat -rlll"),
    ("netstat", "-ibdt", "netstat -ibdt"),
    ("arp", "-an", "arp -a"),
    ("arp", "-anl", "arp -al"),
    ("ndp", "-an", "ndp -a"),
    ("route", "-n get default", "route get"),
]


@pytest.mark.parametrize(("tool", "arguments", "form"), FORMS)
def test_options_choose_a_form(tool: str, arguments: str, form: str) -> None:
    plan: Plan = dialect("macos14").tools[tool].plan(arguments.split())
    assert plan.forms[0][0] == form
    assert dialect("macos14").form(form)


def test_drops_that_a_link_does_not_say_are_not_known() -> None:
    [snapshot] = parse((GOLDEN / "macos" / "netstat-ibd-10.7.txt").read_text())
    counters = [each.counters for each in snapshot.interfaces]
    assert [c.odrops for c in counters if c] == [None] * len(counters)


def test_the_address_of_a_firewire_link_is_whole() -> None:
    [snapshot] = parse((GOLDEN / "macos" / "netstat-ibd-10.7.txt").read_text())
    assert snapshot.interfaces[-1].lladdr == bytes.fromhex("02005efffe100002")


RETYPED = """\
Name Mtu Network Address Ipkts Ierrs Ibytes Opkts Oerrs Obytes Coll
lo0 16384 <Link#1> 412 0 38112 412 0 38112 0
lo0 16384 127 127.0.0.1 412 - 38112 412 - 38112 -
en0 1500 <Link#4> 02:00:5e:10:00:01 1733201 12 910023411 1544310 0 244510023 0
en0 1500 2001:db8::/ 2001:db8::1 7 - 700 9 - 900 -
"""


def test_interfaces_whose_blanks_were_lost_are_read() -> None:
    [snapshot] = parse(RETYPED)
    assert "\n".join(as_written((snapshot,))) + "\n" == RETYPED
    assert [i.ifname for i in snapshot.interfaces] == ["lo0", "en0"]
    assert str(snapshot.system).startswith("macos")


MASKED = """\
? (192.0.x.x) at 2:0:5e:xx:xx:xx on en0 ifscope [ethernet]
? (<redacted>) at 2:0:5e:10:0:2 on en0 ifscope permanent [ethernet]
"""


def test_neighbours_that_somebody_made_unreadable_come_back() -> None:
    [snapshot] = parse(MASKED)
    assert "\n".join(as_written((snapshot,))) + "\n" == MASKED
    assert [n.addr for n in snapshot.neighbors] == ["192.0.x.x", "<redacted>"]
    assert snapshot.neighbors[0].lladdr is None
