"""
``ssh://[USER@]HOST[:PORT]``: another machine, by the user's own OpenSSH client.

Two connections: the first asks ``uname -s``, the second runs that system's commands.
The remote shell is given constant words only: the script for sh(1), all of whose words
are quoted, comes by its standard input.  No password is ever asked for (BatchMode).
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Mapping, Sequence

from rtentry.errors import SourceError
from rtentry.light import NamedTuple
from rtentry.model import Snapshot
from rtentry.sources import Ask, Source
from rtentry.sources._commands import Command, Output, snapshot, system, wanted

SECONDS = 60
"""How long a connection may last."""

OPTIONS = ("-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10")

PLACE = re.compile(
    r"//(?P<host>(?:[\w.+-]+@)?(?:[\w.-]+|\[[0-9A-Fa-f:.%\w-]+\]))(?::(?P<port>\d+))?/?"
)

MARK = "=== rtentry"
"""What stands between the outputs, with a number and the exit status."""

PATH = "PATH=$PATH:/usr/sbin:/sbin; LC_ALL=C; LANG=C; export PATH LC_ALL LANG\n"


class Place(NamedTuple):
    """
    Where to go.

    Fields:
        host: ``[user@]name``, as ssh(1) takes it.
        port: ``None`` = the one of ssh_config(5).
    """

    host: str
    port: str | None


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Run another machine's own commands.

    Raises:
        SourceError: if the place is malformed, the machine does not let us in, is of an
                     unknown system, or its netstat fails.
        FormatError: if what it prints is not understood.
    """
    place = parse(where)
    kernel = connect(place, ["uname", "-s"], "").strip()
    of = system(kernel)
    commands = wanted(of, ask.want)
    outputs = told(connect(place, ["/bin/sh", "-s"], script(commands)), len(commands))
    by_command = dict(zip(commands, outputs, strict=True))
    name = place.host.rpartition("@")[2].strip("[]")
    return (snapshot(name, of, commands, by_command.__getitem__),)


def parse(where: str) -> Place:
    """The place of ``//user@host:port``; SourceError if it is none."""
    found = PLACE.fullmatch(where)
    if found is None or found["host"].startswith("-"):
        raise SourceError(f"ssh:{where}: not of the form ssh://[USER@]HOST[:PORT]")
    host = found["host"]
    return Place(host.replace("[", "").replace("]", ""), found["port"])


def connect(place: Place, remote: Sequence[str], text: str) -> str:
    """
    What a command on the other machine prints.

    Args:
        place:  where it is.
        remote: its words: constants.
        text:   what it is given to read.

    Raises:
        SourceError: if ssh(1) fails: its own last line says why.
    """
    port = ["-p", place.port] if place.port else []
    argv = ["ssh", *OPTIONS, *port, "--", place.host, *remote]
    try:
        done = subprocess.run(
            argv, input=text.encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"{place.host}: no answer in {SECONDS} s") from None
    except OSError as error:
        raise SourceError(f"ssh: {(error.strerror or str(error)).lower()}") from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        reason = lines[-1] if lines else f"exit status {done.returncode}"
        raise SourceError(f"{place.host}: {reason.strip()}")
    return done.stdout.decode("utf-8", "replace")


def script(commands: Sequence[Command]) -> str:
    """The sh(1) script that runs some commands, each between marks."""
    parts = [
        f"echo {shlex.quote(f'{MARK} {n}')}; {shlex.join(command.argv)} 2>&1\n"
        f"status=$?; echo; echo {shlex.quote(f'{MARK} {n} status')} $status\n"
        for n, command in enumerate(commands)
    ]
    return "".join([PATH, *parts])


def told(text: str, number: int) -> list[Output]:
    """The outputs of a script's commands; SourceError if it broke off."""
    outputs: Mapping[int, Output] = {
        int(found["n"]): output(found["text"], int(found["status"]))
        for found in OUTPUT.finditer(text)
    }
    missing = [n for n in range(number) if n not in outputs]
    if missing:
        raise SourceError(
            f"the connection broke off after {number - len(missing)} commands"
        )
    return [outputs[n] for n in range(number)]


OUTPUT = re.compile(
    rf"^{MARK} (?P<n>\d+)\n(?P<text>.*?)^{MARK} (?P=n) status (?P<status>\d+)$",
    re.MULTILINE | re.DOTALL,
)


def output(text: str, status: int) -> Output:
    """What came of one command; its last line says why it failed."""
    lines = text.strip().splitlines()
    return Output(status, text, lines[-1] if status and lines else "")


SOURCE = Source("another machine, by ssh: ssh://[USER@]HOST[:PORT]", read)
