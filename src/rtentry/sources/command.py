"""
``command``: this machine's own netstat and arp; ``live`` on systems without netlink.

The commands are run by absolute path, without a shell, in the C locale, with a limit of
time, and read by the dialects.
"""

from __future__ import annotations

import os
import subprocess

from rtentry.errors import SourceError
from rtentry.model import Snapshot
from rtentry.sources import Ask, Source
from rtentry.sources._commands import Command, Output, snapshot, system, wanted

SECONDS = 20
"""How long a command may take; a full table is printed in less."""


def read(where: str, ask: Ask) -> tuple[Snapshot, ...]:
    """
    Run the system's own commands.

    Args:
        where: nothing.
        ask:   what is wanted; a namespace cannot be.

    Raises:
        SourceError: if the system is not known, or its netstat fails.
        FormatError: if what it prints is not understood.
    """
    if where or ask.netns:
        raise SourceError("command: takes no place: it reads this machine")
    kernel = os.uname()
    of = system(kernel.sysname)
    found = snapshot(kernel.nodename, of, wanted(of, ask.want), run)
    return (found._replace(host=None),)


def run(command: Command) -> Output:
    """Run one command."""
    try:
        done = subprocess.run(
            command.argv,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "LC_ALL": "C", "LANG": "C"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Output(None, "", f"no answer in {SECONDS} s")
    except OSError as error:
        return Output(None, "", (error.strerror or str(error)).lower())
    told = done.stderr.decode(errors="replace").strip().splitlines()
    reason = told[-1] if done.returncode and told else ""
    return Output(done.returncode, done.stdout.decode("utf-8", "replace"), reason)


SOURCE = Source("this machine's own netstat and arp (or ip)", read)
