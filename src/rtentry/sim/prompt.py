"""
The interactive prompt: commands as they are typed, with history and completion.

prompt_toolkit is used where it is installed (``pip install 'rtentry[shell]'``), else
readline where Python has it.  Without a terminal the commands are shown, too, so that
what comes out is a transcript.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from rtentry.errors import RtentryError, UsageError
from rtentry.kernel.systems import systems
from rtentry.sim.complete import complete
from rtentry.sim.session import Session
from rtentry.sim.transcript import BEGINNINGS, printed

HISTORY = Path("~/.rtentry_history")
"""Where typed commands are kept."""

Reader = Callable[[str], str]
"""Asks for a line, with a prompt; EOFError at the end, KeyboardInterrupt at ^C."""


def prompt(session: Session) -> int:
    """
    Run commands until the input ends; the exit status of the last one.

    Raises:
        UsageError: if there is no terminal, and nothing says what the box is.
    """
    if not sys.stdin.isatty():
        return piped(session)
    sys.stdout.write(f"{greeting(session)}\n")
    read, leave = fancy(session) or plain(session)
    status = 0
    try:
        while True:
            try:
                line = read(f"{session.first or 'no box'}$ ").strip()
            except KeyboardInterrupt:
                sys.stdout.write("\n")
                continue
            if line in ("exit", "quit"):
                break
            status = one(session, line)
    except EOFError:
        sys.stdout.write("\n")
    finally:
        leave()
    return status


def greeting(session: Session) -> str:
    """What is said first."""
    known = " ".join([system.name for system in systems()])
    box = session.boxes.get(session.first)
    if box is None:
        return f"Begin with `system NAME`: {known}. `help` lists the commands."
    title = box.host.kernel.system.title
    return f"{session.first} is {title}. `help` lists the commands, ^D ends."


def piped(session: Session) -> int:
    """Run the commands of a pipe, and show them; the exit status of the last one."""
    status = 0
    for line in sys.stdin:
        command = line.strip().removeprefix("$").strip()
        if not (session.boxes or may_begin(command)):
            break
        shown = command if command.startswith("#") else f"$ {command}"
        sys.stdout.write(f"{shown}\n")
        status = one(session, command)
    if not session.boxes:
        raise UsageError("rtentry: sim needs --system NAME, --from or a file\n")
    return status


def may_begin(command: str) -> bool:
    """Whether a command may come before there is a box."""
    words = command.split()[:1]
    return not words or command.startswith("#") or words in BEGINNINGS


def one(session: Session, line: str) -> int:
    """Run one line and print what it gives; its exit status."""
    if line.startswith("#"):
        return 0
    try:
        result = session.run(line)
    except RtentryError as error:
        sys.stdout.write(f"{error}\n")
        return 2
    sys.stdout.write("".join([f"{text}\n" for text in printed(result)]))
    return result.status


# -- line editors -------------------------------------------------------------------------


def fancy(session: Session) -> tuple[Reader, Callable[[], None]] | None:
    """The line editor of prompt_toolkit; ``None`` = it is not installed."""
    try:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.application import get_app
        from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.history import FileHistory
    except ImportError:
        return None

    def words() -> list[str]:
        """The words that may stand before the cursor."""
        return complete(session, get_app().current_buffer.document.text_before_cursor)

    editor: PromptSession[str] = PromptSession(
        history=FileHistory(str(HISTORY.expanduser())),
        auto_suggest=AutoSuggestFromHistory(),
        completer=WordCompleter(words, WORD=True),
        complete_while_typing=False,
    )
    return editor.prompt, lambda: None


def plain(session: Session) -> tuple[Reader, Callable[[], None]]:
    """The line editor that Python has: readline, or none."""
    try:
        import readline
    except ImportError:
        return input, lambda: None
    place = HISTORY.expanduser()
    if place.exists():
        readline.read_history_file(place)

    def completer(_word: str, state: int) -> str | None:
        """The words that readline asks for, one after the other."""
        words = complete(session, readline.get_line_buffer()[: readline.get_endidx()])
        return words[state] if state < len(words) else None

    readline.set_completer(completer)
    readline.set_completer_delims(" ")
    readline.parse_and_bind("tab: complete")
    return input, lambda: kept(readline.write_history_file, place)


def kept(write: Callable[[Path], None], place: Path) -> None:
    """Keep what was typed, if that can be done."""
    try:
        write(place)
    except OSError as error:
        sys.stdout.write(f"{place}: {error.strerror}: what you typed is not kept\n")
