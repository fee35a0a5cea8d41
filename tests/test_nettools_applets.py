"""Command lines of BusyBox, as BusyBox 1.35 itself answers them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.cli import main
from rtentry.dialects import dialect
from rtentry.errors import FormatError, UsageError
from rtentry.flags import RTF
from rtentry.listing import View
from rtentry.nettools import letters

BUSYBOX = dialect("busybox")
GOLDEN = Path(__file__).parent / "golden" / "busybox"

FORMS = [
    ("route -n", "route", View(families=("inet",))),
    ("route", "route", View(families=("inet",), numeric=False)),
    ("route -eeen", "netstat -r", View(families=("inet",))),
    ("route -A inet -n -A inet6 -e", "route -A inet6", View(families=("inet6",))),
    ("netstat -rnl foo", "netstat -r", View(families=("inet",))),
    ("netstat -ner", "route", View(families=("inet",))),
    ("arp -vn", "arp -a", View(all=True)),
    ("arp -n -i lo 192.0.2.1", "arp -a", View(all=True, ifname="lo", dst="192.0.2.1")),
    ("arp -an -t ether", "arp -a", View(all=True, options=("hw=ether",))),
]

REFUSED = [
    # command, what the answer begins with, exit status
    ("route -A foo", "BusyBox v1.35.0 ", 1),
    ("route -A", "route: option requires an argument -- 'A'\nBusyBox v1", 1),
    ("route -x", "route: invalid option -- 'x'\nBusyBox v1.35.0 ", 1),
    ("route foo", "BusyBox v1.35.0 ", 1),
    ("route del", "BusyBox v1.35.0 ", 1),
    ("route --help x", "route: unrecognized option '--help'\nBusyBox v1.35.0 ", 1),
    ("route add default gw 192.0.2.1", "rtentry: route add: the table is read", 2),
    ("netstat -ri", "netstat: invalid option -- 'i'\nBusyBox v1.35.0 ", 1),
    ("netstat -tn", "rtentry: netstat is known with -r", 2),
    ("arp -x", "arp: invalid option -- 'x'\nBusyBox v1.35.0 ", 1),
    ("arp -A inet6", "arp: inet6: kernel only supports 'inet'\n", 1),
    ("arp -p unix", "arp: unix: unknown address family\n", 1),
    ("arp -H ash", "arp: ash: unknown hardware type\n", 1),
    ("arp -t ppp", "arp: ppp: hardware type without ARP support\n", 1),
    ("arp -d", "arp: need host name\n", 1),
    ("arp -d 192.0.2.1", "rtentry: arp -d: the table is read, not changed", 2),
]


@pytest.mark.parametrize(("command", "form", "view"), FORMS)
def test_options_choose_a_table(command: str, form: str, view: View) -> None:
    tool, *argv = command.split()
    assert BUSYBOX.tools[tool].plan(argv).forms == ((form, view),)


@pytest.mark.parametrize(("command", "begin", "status"), REFUSED)
def test_a_wrong_command_line_is_answered_by_the_applet(
    command: str, begin: str, status: int
) -> None:
    tool, *argv = command.split()
    with pytest.raises(UsageError) as caught:
        BUSYBOX.tools[tool].plan(argv)
    assert caught.value.text.startswith(begin)
    assert caught.value.status == status


@pytest.mark.parametrize("tool", list(BUSYBOX.tools))
def test_help_is_no_failure(tool: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--as", "busybox", tool, "--help"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert f"multi-call binary.\n\nUsage: {tool} " in err.replace("arp\n", "arp ")


TABLES = [
    ("route", "route.txt"),
    ("netstat -rn", "netstat-rn.txt"),
    ("arp -a", "arp-a.txt"),
    ("route -A inet6", "route-A-inet6.txt"),
]


@pytest.mark.parametrize(("command", "name"), TABLES)
def test_a_capture_answers_its_own_command(
    command: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-F", str(GOLDEN / name), *command.split()]) == 0
    assert capsys.readouterr().out == (GOLDEN / name).read_text()


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-F", str(GOLDEN / "arp-a.txt"), "arp", "-n", "192.0.2.99"]) == 0
    text = capsys.readouterr().out
    assert text == "No match found in 4 entries\n"
    form = BUSYBOX.form("arp -a")
    found = form.parse(text.splitlines(), 0)
    assert found is not None
    assert found.blocks[0].options == ("nothing 4",)


def test_a_route_of_ipv6_does_not_tell_that_it_expires() -> None:
    assert letters.show_busy6(RTF.UP | RTF.GATEWAY | RTF.EXPIRES) == "UG"
    assert letters.parse_busy6("!n") == RTF.REJECT | RTF.NONEXTHOP
    with pytest.raises(FormatError, match="no letter for EXPIRES"):
        letters.parse_busy6("UGe")
