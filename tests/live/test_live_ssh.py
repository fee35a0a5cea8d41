"""``-F ssh://``: against a real sshd on loopback, as itself and as a stand-in BSD."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from rtentry.cli import main

GOLDEN = Path(__file__).parent.parent / "golden"
SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        not (SSHD and shutil.which("ssh") and shutil.which("ssh-keygen")),
        reason="not installed: sshd or ssh",
    ),
]

BSD = """\
#!/bin/sh
case "$SSH_ORIGINAL_COMMAND" in
"uname -s") echo OpenBSD;;
"/bin/sh -s") sed 's#/usr/bin/netstat#{here}/netstat#; s#/usr/sbin/arp#{here}/netstat#' | /bin/sh -s;;
*) echo "not expected: $SSH_ORIGINAL_COMMAND" >&2; exit 9;;
esac
"""

NETSTAT = """\
#!/bin/sh
case "$1" in
-rn) cat {golden}/netstat-rn.txt;;
-in) cat {golden}/netstat-i.txt;;
-an) cat {golden}/arp-a.txt;;
*) echo "netstat: no namelist" >&2; exit 1;;
esac
"""


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def executable(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def server(tmp_path, monkeypatch):
    """Starts an sshd with some options; gives its port."""
    started = []
    for name in ("host", "user"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name],
            check=True,
        )
    Path("/run/sshd").mkdir(exist_ok=True)
    executable(
        tmp_path / "ssh",
        f'#!/bin/sh\nexec {shutil.which("ssh")} -F {tmp_path}/config "$@"\n',
    )
    (tmp_path / "config").write_text(
        f"IdentityFile {tmp_path}/user\nIdentitiesOnly yes\nStrictHostKeyChecking no\n"
        "UserKnownHostsFile /dev/null\nLogLevel ERROR\n"
    )
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    def start(*options, keys="user.pub"):
        port = free_port()
        settings = [
            "ListenAddress=127.0.0.1", f"AuthorizedKeysFile={tmp_path / keys}",
            "StrictModes=no", "UsePAM=no", "PidFile=none", *options,
        ]  # fmt: skip
        words = [word for each in settings for word in ("-o", each)]
        argv = [
            SSHD,
            "-D",
            "-e",
            "-f",
            "/dev/null",
            "-p",
            str(port),
            "-h",
            tmp_path / "host",
        ]
        with (tmp_path / "log").open("w") as log:
            started.append(subprocess.Popen([*argv, *words], stderr=log))
        for _ in range(100):
            with socket.socket() as sock:
                if not sock.connect_ex(("127.0.0.1", port)):
                    return port
            time.sleep(0.05)
        raise AssertionError((tmp_path / "log").read_text())

    yield start
    for each in started:
        each.kill()
        each.wait()


def place(port: int) -> str:
    return f"ssh://{getpass.getuser()}@127.0.0.1:{port}"


def test_a_linux_machine_is_read_by_its_ip(server, capsys):
    assert main(["-F", place(server()), "--jsonl", "show"]) == 0
    out, err = capsys.readouterr()
    assert '"dst":"127.0.0.0/8"' in out
    assert err == ""


def test_a_bsd_is_read_by_its_netstat(server, tmp_path, capsys):
    golden = GOLDEN / "openbsd7"
    executable(tmp_path / "netstat", NETSTAT.format(golden=golden))
    script = executable(tmp_path / "bsd", BSD.format(here=tmp_path))
    where = place(server(f"ForceCommand={script}"))
    assert main(["-v", "-F", where, "netstat", "-rn"]) == 0
    out, err = capsys.readouterr()
    assert out == (golden / "netstat-rn.txt").read_text()
    assert err == "rtentry: /usr/bin/netstat -rs: netstat: no namelist\n"


def test_who_is_not_let_in_is_told_in_one_line(server, tmp_path, capsys):
    (tmp_path / "none").write_text("")
    assert main(["-F", place(server(keys="none")), "show"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "Permission denied" in err


def test_nobody_listens(server, capsys):
    assert main(["-F", place(free_port()), "show"]) == 3
    assert "Connection refused" in capsys.readouterr().err
