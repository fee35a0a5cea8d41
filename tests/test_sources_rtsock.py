"""``-F rtsock:FILE``: a box's dump is read as the box shows its table."""

from __future__ import annotations

import io
import os
import sys

import pytest

from rtentry import cli
from rtentry.dialects import dialect
from rtentry.kernel.systems import systems
from rtentry.sim.session import Session
from rtentry.wire.rtsystems import binaries


def run(capsys, *argv):
    """Exit status, standard output and error of a command line."""
    status = cli.main([str(word) for word in argv])
    return status, *capsys.readouterr()


@pytest.fixture(name="box")
def boot(tmp_path):
    """A FreeBSD box, and the dump of its tables."""
    session = Session()
    for line in (
        "system freebsd4",
        "ifconfig xl0 192.0.2.7/24 lladdr 00:10:5a:01:02:03",
        "ifconfig lo0 127.0.0.1/8",
        "peer 192.0.2.1 52:54:05:e3:e4:2f on xl0",
        "route add default 192.0.2.1",
        "udp send 198.51.100.53 53 14",
        "sleep 10m",
        f"dump {tmp_path}/box.rtsock",
    ):
        assert session.run(line).status == 0
    return session, tmp_path / "box.rtsock"


def test_a_dump_is_shown_as_the_box_shows_itself(capsys, box):
    session, path = box
    for command in ("netstat -rnaW -f inet", "arp -an"):
        want = ("-F", f"rtsock:{path}", "--in", "freebsd4", *command.split())
        status, out, err = run(capsys, *want)
        assert (status, err) == (0, "")
        shown = list(session.run(command).lines)
        if command.startswith("netstat"):
            # this kernel tells nobody its references but who reads its memory
            at = shown[3].index("Refs")
            blank = f"{'-':>4}"
            shown[4:] = [x[:at] + blank + x[at + 4 :] for x in shown[4:]]
        assert out.splitlines() == shown


def test_without_in_the_system_is_found_out(capsys, box):
    _, path = box
    status, out, _ = run(capsys, "-F", f"rtsock:{path}", "netstat", "-rn", "-f", "inet")
    assert status == 0
    assert "52:54:05:e3:e4:2f  UHLW" in out


def test_a_dump_may_come_by_standard_input(monkeypatch, capsys, box):
    _, path = box
    stdin = io.TextIOWrapper(io.BytesIO(path.read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    status, out, err = run(capsys, "-F", "rtsock:-", "-v", "--in", "freebsd4", "show")
    assert status == 0
    assert "default" in out
    assert "expiries left out: it is not known when the dump was taken" in err


WRONG = [
    # octets of the dump, --in         what is said
    (b"\x10\0\5\4",        "freebsd14", "message 1 at offset 0: 16 octets long, but 4"),
    (b"Routing tables\n",  None,        "no dump of a routing socket"),
    (b"",                  None,        "empty"),
    (b"\x08\0\5\4",        "iproute2",  "no dumps of iproute2 are known; known: bsd44"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "system", "said"), WRONG)
def test_what_is_no_dump_is_an_error_with_its_file(
    tmp_path, capsys, data, system, said
):
    path = tmp_path / "x.rtsock"
    path.write_bytes(data)
    whose = ["--in", system] if system else []
    status, out, err = run(capsys, "-F", f"rtsock:{path}", *whose, "show")
    assert (status, out) == (3, "")
    assert f"rtentry: {path}: {said}" in err


def test_a_file_that_is_not_there_is_an_error(tmp_path, capsys):
    status, _, err = run(capsys, "-F", f"rtsock:{tmp_path}/none", "show")
    assert status == 3
    assert "no such file" in err


def test_a_binary_capture_says_how_a_dump_is_read(box, capsys):
    _, path = box
    status, _, err = run(capsys, "-F", str(path), "show")
    assert status == 3
    assert f"-F rtsock:{path}" in err


def test_a_dump_that_cannot_be_written_is_said(box):
    session, path = box
    result = session.run(f"dump {path}/under")
    assert (result.status, result.lines) == (
        1,
        (f"dump: {path}/under: {os.strerror(20)}",),
    )


def test_every_bsd_kernel_here_can_be_dumped():
    bsds = {s.dialect for s in systems() if dialect(s.dialect).system != "linux"}
    assert bsds <= set(binaries())
