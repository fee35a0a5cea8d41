"""A system's own commands as a source, run here or by ssh: with stand-ins that print."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rtentry.cli import main
from rtentry.errors import FormatError, SourceError
from rtentry.sources import EVERYTHING, Ask, _commands, command, ssh
from rtentry.sources._commands import SYSTEMS, Output, snapshot, system, wanted

GOLDEN = Path(__file__).parent / "golden"

CAPTURES = {
    # system: what its commands print, by their first option
    "OpenBSD": {
        "-rn": "openbsd7/netstat-rn.txt",
        "-in": "openbsd7/netstat-i.txt",
        "-an": "openbsd7/arp-a.txt",
        "-rs": "openbsd7/netstat-rs.txt",
    },
    "Darwin": {
        "-rnal": "macos/netstat-rnal.txt",
        "-in": "macos/netstat-i.txt",
        "-an": "macos/arp-a.txt",
        "-rs": "macos/netstat-rs.txt",
    },
}


def printed(kernel):
    """A runner that prints a system's captures."""
    captures = CAPTURES[kernel]

    def run(asked):
        text = (GOLDEN / captures[asked.argv[1]]).read_text()
        return Output(0, text)

    return run


@pytest.mark.parametrize("kernel", CAPTURES)
def test_the_outputs_of_a_system_are_one_snapshot(kernel):
    of = SYSTEMS[kernel]
    found = snapshot("box", of, of.commands, printed(kernel))
    assert found.host == "box"
    assert (found.system or "").startswith(of.name)
    assert found.routes
    assert found.interfaces
    assert found.neighbors
    assert found.statistics
    assert (found.listings, found.notes) == ((), ())


def test_only_what_is_wanted_is_run_and_routes_always():
    commands = wanted(SYSTEMS["OpenBSD"], {"neighbors"})
    assert [c.argv[-1] for c in commands] == ["-rn", "-an"]


def test_a_command_that_fails_is_a_note():
    def run(asked):
        if asked.argv[1] == "-rs":
            return Output(1, "", "netstat: no namelist")
        return printed("OpenBSD")(asked)

    of = SYSTEMS["OpenBSD"]
    found = snapshot("box", of, of.commands, run)
    assert found.notes == ("/usr/bin/netstat -rs: netstat: no namelist",)


def test_without_routes_there_is_nothing_to_say():
    of = SYSTEMS["OpenBSD"]
    with pytest.raises(SourceError, match="netstat -rn: no answer in 20 s"):
        snapshot(
            "box", of, of.commands, lambda _: Output(None, "", "no answer in 20 s")
        )


def test_what_is_not_understood_names_the_host():
    of = SYSTEMS["OpenBSD"]
    with pytest.raises(FormatError, match="box: no listing found"):
        snapshot("box", of, of.commands[:1], lambda _: Output(0, "hello\n"))


def test_an_unknown_system_is_an_error_with_those_known():
    with pytest.raises(SourceError, match="'Plan9' is not known; known: Darwin, "):
        system("Plan9")


@pytest.mark.parametrize("kernel", SYSTEMS)
def test_commands_are_absolute_paths_and_each_kind_is_a_snapshot_s(kernel):
    for each in SYSTEMS[kernel].commands:
        assert each.argv[0].startswith("/") or kernel == "Linux"
        assert set(each.kinds) <= EVERYTHING
    assert SYSTEMS[kernel].commands[0].kinds == ("routes",)


# -- on this machine, with stand-ins ---------------------------------------------------------


def stand_in(folder: Path, name: str, captures: dict[str, str]) -> str:
    """An executable that prints the capture for its first argument."""
    path = folder / name
    cases = [f"{o}) cat '{GOLDEN / file}';;" for o, file in captures.items()]
    wrong = 'echo "not expected: $*" >&2; exit 9'
    lines = ["#!/bin/sh", '[ "$LC_ALL" = C ] || exit 8', 'case "$1" in', *cases]
    path.write_text("\n".join([*lines, f"*) {wrong};;", "esac", ""]))
    path.chmod(0o755)
    return str(path)


class Uname:
    sysname, nodename = "OpenBSD", "box"


@pytest.fixture
def openbsd(tmp_path, monkeypatch):
    """This machine as an OpenBSD one, by stand-ins for its commands."""
    netstat = stand_in(tmp_path, "netstat", CAPTURES["OpenBSD"])
    arp = stand_in(tmp_path, "arp", CAPTURES["OpenBSD"])
    usual = _commands.SYSTEMS["OpenBSD"]
    commands = [
        c._replace(argv=(arp if c.argv[0].endswith("arp") else netstat, *c.argv[1:]))
        for c in usual.commands
    ]
    here = {"OpenBSD": usual._replace(commands=tuple(commands))}
    monkeypatch.setattr(_commands, "SYSTEMS", here)
    monkeypatch.setattr(os, "uname", Uname)
    return netstat


def test_this_machine_s_own_commands_are_run(openbsd, capsys):
    assert main(["-F", "command:", "--as", "openbsd7", "netstat", "-rn"]) == 0
    wanted = (GOLDEN / "openbsd7" / "netstat-rn.txt").read_text()
    assert capsys.readouterr().out == wanted


def test_live_takes_them_where_there_is_no_netlink(openbsd, monkeypatch, capsys):
    monkeypatch.setattr("sys.platform", "openbsd7")
    assert main(["netstat", "-rs"]) == 0
    wanted = (GOLDEN / "openbsd7" / "netstat-rs.txt").read_text()
    assert capsys.readouterr().out == wanted


def test_a_tool_that_is_not_there_is_an_error(openbsd, capsys):
    Path(openbsd).unlink()
    assert main(["-F", "command:", "show"]) == 3
    assert capsys.readouterr().err == (
        f"rtentry: {openbsd} -rn: no such file or directory\n"
    )


def test_a_tool_that_hangs_is_given_up(openbsd, monkeypatch, capsys):
    Path(openbsd).write_text("#!/bin/sh\nexec sleep 60\n")
    monkeypatch.setattr(command, "SECONDS", 0.2)
    assert main(["-F", "command:", "show"]) == 3
    assert "no answer in 0.2 s" in capsys.readouterr().err


def test_it_reads_this_machine_and_no_other_place(capsys):
    assert main(["-F", "command:there", "show"]) == 3
    assert "takes no place" in capsys.readouterr().err


# -- by ssh ----------------------------------------------------------------------------------

PLACES = [
    ("//box", ("box", None)),
    ("//root@box.example.net:2222", ("root@box.example.net", "2222")),
    ("//root@[2001:db8::1]:22/", ("root@2001:db8::1", "22")),
    ("//192.0.2.1", ("192.0.2.1", None)),
]
NO_PLACES = [
    "box",
    "//",
    "//-oProxyCommand=x",
    "//a b",
    "//box:x",
    "//box;id",
    "//a@b@c",
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_a_place_is_a_host_and_perhaps_a_port(text, place):
    assert ssh.parse(text) == place


@pytest.mark.parametrize("text", NO_PLACES)
def test_what_is_no_place_never_reaches_ssh(text):
    with pytest.raises(SourceError, match="not of the form"):
        ssh.parse(text)


def test_the_script_s_outputs_come_back_apart(tmp_path):
    import subprocess

    commands = [
        _commands.Command(("routes",), ("printf", "%s", "no newline's end")),
        _commands.Command(
            ("routes",), ("sh", "-c", "echo 'out'; echo why >&2; exit 3")
        ),
    ]
    done = subprocess.run(
        ["/bin/sh", "-s"],
        input=ssh.script(commands),
        text=True,
        capture_output=True,
        check=True,
    )
    first, second = ssh.told(done.stdout, 2)
    assert (first.status, first.text.strip()) == (0, "no newline's end")
    assert (second.status, second.reason) == (3, "why")


def test_a_connection_that_breaks_off_is_an_error():
    with pytest.raises(SourceError, match="broke off after 0 commands"):
        ssh.told("=== rtentry 0\nRouting tables\n", 2)


def test_without_an_ssh_client_the_error_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SourceError, match="ssh: no such file"):
        ssh.read("//box", Ask())
