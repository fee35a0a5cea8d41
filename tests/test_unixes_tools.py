"""The command lines of Solaris, AIX and HP-UX, and Solaris's tables of interfaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.addr import Cut, parse_address
from rtentry.cli import main
from rtentry.dialects import dialect
from rtentry.document import parse
from rtentry.errors import UsageError
from rtentry.flags import IFF
from rtentry.listing import View
from rtentry.model import Snapshot

GOLDEN = Path(__file__).parent / "golden"

FORMS = [
    # dialect, tool, arguments, form
    ("solaris", "netstat", "-rn", "netstat -r"),
    ("solaris", "netstat", "-rnv", "netstat -rv"),
    ("solaris", "netstat", "-in", "netstat -i"),
    ("solaris", "netstat", "-pn", "arp -a"),
    ("solaris", "route", "-n get 192.0.2.1", "route get"),
    ("solaris", "arp", "-an", "arp -a"),
    ("aix", "netstat", "-rnf inet", "netstat -r"),
    ("aix", "netstat", "-in", "netstat -i"),
    ("aix", "arp", "-an", "arp -a"),
    ("hpux", "netstat", "-rnv", "netstat -rv"),
    ("hpux", "netstat", "-in", "netstat -i"),
]


@pytest.mark.parametrize(("owner", "tool", "arguments", "form"), FORMS)
def test_options_choose_a_form(
    owner: str, tool: str, arguments: str, form: str
) -> None:
    plan = dialect(owner).tools[tool].plan(arguments.split())
    assert plan.forms[0][0] == form
    assert dialect(owner).form(form)


@pytest.mark.parametrize("owner", ["solaris", "aix", "hpux"])
def test_an_unknown_option_is_answered_with_the_usage(owner: str) -> None:
    with pytest.raises(UsageError) as caught:
        dialect(owner).tools["netstat"].plan(["-rnk"])
    assert caught.value.text.startswith("netstat: illegal option -- k\nusage: netstat ")
    assert caught.value.status == 1


TEXT = (GOLDEN / "solaris" / "netstat-in.txt").read_text()


def test_interfaces_of_solaris_have_a_table_for_each_family() -> None:
    [snapshot] = parse(TEXT)
    lo0, net0, net1, _, net0_6 = snapshot.interfaces
    assert dict(net0.extra) == {"queue": 1}
    assert net0.counters is not None
    assert (net0.counters.ierrs, net0.counters.colls) == (2, 13)
    assert (net1.ifname, net1.flags) == ("net1", IFF(0))
    assert lo0.addresses[0].addr == parse_address("127.0.0.1")
    assert isinstance(net0.addresses[0].network, Cut)
    assert [str(a.addr) for a in net0_6.addresses]
    assert dict(net0_6.extra) == {}


@pytest.mark.parametrize("strip", [True, False])
def test_interfaces_of_solaris_come_back(strip: bool) -> None:
    form = dialect("solaris").form("netstat -i")
    lines = [x.rstrip() if strip else x for x in TEXT.split("\n")]
    found = form.parse(lines, 0)
    assert found is not None
    again = list(form.show(Snapshot(interfaces=found.records), found.blocks, View()))
    assert again == lines[: found.end]


def test_a_capture_answers_its_own_netstat(capsys: pytest.CaptureFixture[str]) -> None:
    capture = str(GOLDEN / "solaris" / "netstat-rn.txt")
    assert main(["-F", capture, "netstat", "-rn"]) == 0
    assert "Routing Table: IPv4" in capsys.readouterr().out
