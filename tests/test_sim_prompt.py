"""The prompt: piped commands give a transcript; a terminal has history and completion."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from rtentry import cli
from rtentry.sim.prompt import completer
from rtentry.sim.session import Session
from rtentry.sim.transcript import differences

ROOT = Path(__file__).parent.parent
CASTOR = ROOT / "docs" / "examples" / "castor.txt"


def type_in(monkeypatch, capsys, text, *argv):
    """Exit status and standard output of commands that are piped into ``sim``."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    status = cli.main(["sim", *argv])
    out, err = capsys.readouterr()
    assert err == ""
    return status, out


COMMANDS = """\
ifconfig xl0 10.0.0.1/24
$ route add default 10.0.0.254

ping 192.0.2.9
"""


def test_piped_commands_give_a_transcript(monkeypatch, capsys):
    argv = ("--system", "freebsd4")
    status, out = type_in(monkeypatch, capsys, COMMANDS, *argv)
    assert status == 2
    assert out == (
        "$ ifconfig xl0 10.0.0.1/24\n"
        "$ route add default 10.0.0.254\n"
        "add net default: gateway 10.0.0.254\n"
        "$ \n"
        "$ ping 192.0.2.9\n"
        "--- 192.0.2.9 ping statistics ---\n"
        "1 packets transmitted, 0 packets received, 100% packet loss\n"
        "[2]\n"
    )
    assert differences(out, "x", "freebsd4") == []


def test_a_wrong_command_does_not_end_the_prompt(monkeypatch, capsys):
    text = "frobnicate\nsysctl -n net.inet.ip.forwarding\n"
    status, out = type_in(monkeypatch, capsys, text, "--system", "freebsd4")
    assert status == 0
    assert out.startswith("$ frobnicate\nunknown command 'frobnicate'; known: arp ")
    assert out.endswith("$ sysctl -n net.inet.ip.forwarding\n0\n")


def test_a_capture_comes_alive(monkeypatch, capsys):
    text = "netstat -rnaW -f inet\narp -an\nnetstat -rs\nwho default\naudit\n"
    status, out = type_in(monkeypatch, capsys, text, "-F", str(CASTOR))
    assert status == 0
    said = out.split("$ ")[1:4]
    listed = CASTOR.read_text().split("[root@castor:~#] ")[1:]
    assert [x.strip() for x in said] == [x.strip() for x in listed]
    assert out.endswith(
        "$ who default\nclone 198.51.100.7\nclone 198.51.100.53\nclone 203.0.113.9\n"
        "$ audit\n"
    )


def test_what_of_a_capture_is_left_out_is_said(monkeypatch, capsys, tmp_path):
    path = tmp_path / "named.txt"
    text = CASTOR.read_text().split("\n\n[")[0]
    path.write_text(
        text.replace("default            192.0.2.1 ", "default            gw1       ")
    )
    status, out = type_in(monkeypatch, capsys, "who 198.51.100.7\n", "-F", str(path))
    assert status == 0
    assert out.startswith("# left out, not by numbers of IPv4: 1 routes\n$ who ")


# -- a terminal ------------------------------------------------------------------------------


def test_a_terminal_has_a_prompt_and_a_history(tmp_path):
    main, end = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "HOME": str(tmp_path)}
    argv = [sys.executable, "-m", "rtentry", "sim", "--system", "freebsd4"]
    with subprocess.Popen(argv, stdin=end, stdout=end, stderr=end, env=env) as process:
        os.close(end)
        os.write(main, b"sysctl net.inet.ip.rtexpire\nbox\nquit\n")
        out = b""
        try:
            while chunk := os.read(main, 4096):
                out += chunk
        except OSError:
            out += b""  # the terminal of a process that has ended
    os.close(main)
    assert process.returncode == 0
    text = out.decode()
    assert "box$ " in text
    assert "net.inet.ip.rtexpire: 3600" in text
    assert "box freebsd4" in text
    history = tmp_path / ".rtentry_history"
    pytest.importorskip("readline")
    assert "sysctl net.inet.ip.rtexpire" in history.read_text()


def completions(session: Session, text: str) -> list[str]:
    complete = completer(session)
    found: list[str] = []
    while (word := complete(text, len(found))) is not None:
        found.append(word)
    return found


def test_words_are_completed():
    session = Session()
    session.boot("castor", "freebsd4")
    for command in ("ifconfig xl0 10.0.0.1/24", "udp send 10.0.0.2 53 as xdns"):
        session.run(command)
    assert completions(session, "ifc") == ["ifconfig"]
    assert completions(session, "x") == ["xdns", "xl0"]
    assert completions(session, "@") == ["@castor"]
    assert completions(session, "net.inet.ip.rtm") == [
        "net.inet.ip.rtmaxcache", "net.inet.ip.rtminexpire",
    ]  # fmt: skip
    assert completions(session, "zzz") == []
