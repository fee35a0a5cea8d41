"""Command lines of Windows."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtentry.cli import main
from rtentry.dialects import dialect
from rtentry.errors import UsageError
from rtentry.listing import View

WINDOWS = dialect("windows")
GOLDEN = Path(__file__).parent / "golden" / "windows"

FORMS = [
    ("route print", "route print", View()),
    ("ROUTE PRINT -4", "route print", View(families=("inet",))),
    ("route -6 print", "route print", View(families=("inet6",))),
    ("route /4 print 192.*", "route print", View(families=("inet",), dst="192.*")),
    ("netstat -rn", "route print", View()),
    ("netstat -n -r", "route print", View()),
    ("arp -a", "arp -a", View()),
    ("arp /g 192.0.2.1", "arp -a", View(dst="192.0.2.1")),
    ("arp -a -N 192.0.2.10 -v", "arp -a", View(ifname="192.0.2.10")),
]

REFUSED = [
    # command, what the answer begins with, exit status
    ("route", "\nManipulates network routing tables.\n\nROUTE [-f]", 1),
    ("route /?", "\nManipulates network routing tables.\n\nROUTE [-f]", 1),
    ("route show", "\nManipulates network routing tables.\n\nROUTE [-f]", 1),
    ("route add 192.0.2.0 mask 255.255.255.0 192.0.2.1", "rtentry: route add", 2),
    ("route -f print", "rtentry: route -f print: the table is read", 2),
    ("netstat -k", "\nDisplays protocol statistics", 1),
    ("netstat -an", "rtentry: netstat is known with -r", 2),
    ("arp", "\nDisplays and modifies the IP-to-Physical", 1),
    ("arp -d *", "rtentry: arp: the table is read, not changed", 2),
]


@pytest.mark.parametrize(("command", "form", "view"), FORMS)
def test_options_choose_a_table(command: str, form: str, view: View) -> None:
    tool, *argv = command.split()
    assert WINDOWS.tools[tool.lower()].plan(argv).forms == ((form, view),)


@pytest.mark.parametrize(("command", "begin", "status"), REFUSED)
def test_a_wrong_command_line_is_answered_with_the_help(
    command: str, begin: str, status: int
) -> None:
    tool, *argv = command.split()
    with pytest.raises(UsageError) as caught:
        WINDOWS.tools[tool].plan(argv)
    assert caught.value.text.startswith(begin)
    assert caught.value.status == status


@pytest.mark.parametrize("command", ["route print", "netstat -rn"])
def test_a_capture_answers_its_own_command(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = GOLDEN / "route-print.txt"
    assert main(["-F", str(capture), *command.split()]) == 0
    assert capsys.readouterr().out == capture.read_text()


def test_a_pattern_leaves_the_others_out(capsys: pytest.CaptureFixture[str]) -> None:
    capture = str(GOLDEN / "route-print.txt")
    assert main(["-F", capture, "route", "print", "-4", "192.*"]) == 0
    text = capsys.readouterr().out
    rows = [line.split()[0] for line in text.splitlines() if "On-" in line]
    assert rows
    assert all(row.startswith("192.") for row in rows)
    assert text.endswith("Persistent Routes:\n  None\n")  # and no rule below


def test_arp_of_one_address_is_one_row(capsys: pytest.CaptureFixture[str]) -> None:
    capture = str(GOLDEN / "arp-a.txt")
    assert main(["-F", capture, "arp", "-a", "192.0.2.1"]) == 0
    rows = capsys.readouterr().out.splitlines()[3:]
    assert [row.split()[0] for row in rows] == ["192.0.2.1"]


STATES = [
    ("REACHABLE", "dynamic"),
    ("STALE", "dynamic"),
    ("PERMANENT", "static"),
    ("FAILED", "invalid"),
]


@pytest.mark.parametrize(("state", "type_"), STATES)
def test_a_state_of_linux_is_a_type_of_windows(state, type_, capsys, tmp_path):
    entry = tmp_path / "neigh"
    entry.write_text(f"192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 {state}\n")
    assert main(["convert", str(entry), "--to", "windows"]) == 0
    row = capsys.readouterr().out.splitlines()[-1]
    assert row.split() == ["192.0.2.1", "00-00-5e-00-53-01", type_]
