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
from rtentry.errors import FormatError
from rtentry.sim.complete import AFTER, complete
from rtentry.sim.prompt import kept
from rtentry.sim.session import Session, commands
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
    assert list(differences(out, "x", "freebsd4")) == []


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
    assert out.startswith(
        "# left out, named or of an IP version not held: 1 routes\n$ who "
    )


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
    assert "box is FreeBSD 4. `help` lists the commands, ^D ends." in text
    assert "box$ " in text
    assert "net.inet.ip.rtexpire: 3600" in text
    assert "box freebsd4" in text
    history = tmp_path / ".rtentry_history"
    pytest.importorskip("readline")
    assert "sysctl net.inet.ip.rtexpire" in history.read_text()


COMPLETED = [
    # typed so far                      what may follow
    ("ifc",                             ["ifconfig"]),
    ("@",                               ["@castor"]),
    ("@castor tc",                      ["tcp"]),
    ("ifconfig x",                      ["xl0"]),
    ("udp close x",                     ["xdns"]),
    ("route add 10.0.0.",               ["10.0.0.0/24", "10.0.0.1", "10.0.0.2"]),
    ("who def",                         ["default"]),
    ("peer delete 10.0.0.2 on ",        ["10.0.0.1", "10.0.0.2", "delete", "on", "xl0"]),
    ("sysctl net.inet.ip.rtm",
     ["net.inet.ip.rtmaxcache", "net.inet.ip.rtminexpire"]),
    ("box two system openb",            ["openbsd31", "openbsd34", "openbsd7"]),
    ("help sy",                         ["sysctl", "system"]),
    ("save /tmp/",                      []),
    ("zzz",                             []),
    ("@nobody ifconfig ",
     ["alias", "broadcast", "delete", "down", "lladdr", "mtu",
      "netmask", "up"]),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "words"), COMPLETED)
def test_words_are_completed(typed, words):
    session = Session()
    session.boot("castor", "freebsd4")
    for command in (
        "ifconfig xl0 10.0.0.1/24", "peer 10.0.0.2 08:00:00:00:00:02 on xl0",
        "udp send 10.0.0.2 53 as xdns",
    ):  # fmt: skip
        session.run(command)
    assert [w for w in complete(session, typed) if w != "10.0.0.2/32"] == words


def test_before_there_is_a_box_systems_are_completed():
    assert complete(Session(), "system free") == ["freebsd14", "freebsd4"]
    assert complete(Session(), "ping 1") == []


def test_every_command_is_completed_and_explained():
    assert {name for name in AFTER if name in commands()} == set(AFTER)
    for name in commands():
        [first, *_] = Session().run(f"help {name}").lines
        assert name in first


def test_help_lists_all_commands():
    listed = "\n".join(Session().run("help").lines)
    assert [name for name in commands() if name not in listed] == []
    with pytest.raises(FormatError, match="no command 'frobnicate'; help lists them"):
        Session().run("help frobnicate")


def test_a_pipe_may_say_itself_what_the_box_is(monkeypatch, capsys):
    text = "# two boxes\n$ system freebsd4\n$ box b system bsd44\n$ box\n"
    status, out = type_in(monkeypatch, capsys, text)
    assert (status, out) == (0, f"{text}box freebsd4\nb bsd44\n")


@pytest.mark.parametrize("text", ["", "ping 10.0.0.1\n"])
def test_a_pipe_that_does_not_say_it_is_refused(monkeypatch, capsys, text):
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert cli.main(["sim"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", "rtentry: sim needs --system NAME, --from or a file\n")


def test_a_transcript_may_begin_with_a_capture(capsys, tmp_path):
    path = tmp_path / "who.rt"
    path.write_text("$ who 192.0.2.1\ngateway of default\n...\n")
    status = cli.main(["sim", "-F", str(CASTOR), str(path)])
    out, err = capsys.readouterr()
    assert (status, err) == (0, "")
    assert out.startswith("$ who 192.0.2.1\ngateway of default\n")
    assert cli.main(["sim", "--check", "-F", str(CASTOR), str(path)]) == 1


def test_history_that_cannot_be_kept_is_said(capsys):
    kept(lambda place: place.unlink(), Path("/nowhere/history"))
    assert "what you typed is not kept" in capsys.readouterr().out
