"""
The interactive prompt: commands as they are typed, with history and completion.

readline is used where Python has it.  Without a terminal the commands are shown, too,
so that what comes out is a transcript.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from rtentry.errors import RtentryError
from rtentry.sim.session import Session, commands
from rtentry.sim.transcript import printed

HISTORY = Path("~/.rtentry_history")
"""Where typed commands are kept."""


def prompt(session: Session) -> int:
    """Run commands until the input ends; the exit status of the last one."""
    if not sys.stdin.isatty():
        return piped(session)
    remember = editing(session)
    status = 0
    try:
        while True:
            line = input(f"{session.first or 'no box'}$ ")
            if line.strip() in ("exit", "quit"):
                break
            status = one(session, line)
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
    finally:
        remember()
    return status


def piped(session: Session) -> int:
    """Run the commands of a pipe, and show them; the exit status of the last one."""
    status = 0
    for line in sys.stdin:
        command = line.strip().removeprefix("$").strip()
        sys.stdout.write(f"$ {command}\n")
        status = one(session, command)
    return status


def one(session: Session, line: str) -> int:
    """Run one line and print what it gives; its exit status."""
    try:
        result = session.run(line)
    except RtentryError as error:
        sys.stdout.write(f"{error}\n")
        return 2
    sys.stdout.write("".join([f"{text}\n" for text in printed(result)]))
    return result.status


def editing(session: Session) -> Callable[[], None]:
    """Set history and completion up; what is to be done at the end."""
    try:
        import readline
    except ImportError:
        return lambda: None
    place = HISTORY.expanduser()
    if place.exists():
        readline.read_history_file(place)
    readline.set_completer(completer(session))
    readline.parse_and_bind("tab: complete")
    return lambda: readline.write_history_file(place)


def completer(session: Session) -> Callable[[str, int], str | None]:
    """Completes commands, interfaces, addresses of neighbours, sockets, boxes."""

    def complete(text: str, state: int) -> str | None:
        known = [word for word in vocabulary(session) if word.startswith(text)]
        return known[state] if state < len(known) else None

    return complete


def vocabulary(session: Session) -> list[str]:
    """The words that may be typed now."""
    words = set(commands())
    for name, box in session.boxes.items():
        words |= {f"@{name}", *box.host.kernel.ifnets, *box.sockets}
        words |= set(box.host.kernel.system.sysctls)
    return sorted(words)
