"""
Transcripts: commands with what they print; a terminal session, and a test.

    # a comment                 kept where it is
    system openbsd31            before the first command: what the first box is
    $ netstat -rn               a command
    Routing tables              what it prints, up to the next $ or # at a line's start
    [1]                         its exit status, if it is not 0

Blank lines behind the last line of an output are layout, and not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import unified_diff

from rtentry.errors import FormatError, RtentryError
from rtentry.light import NamedTuple
from rtentry.sim.session import Result, Session

BEGINNINGS = (["system"], ["box"], ["load"], ["help"])
"""What may be typed before there is a box."""


class Step(NamedTuple):
    """
    A line of a transcript with what belongs to it.

    Fields:
        line:     number of its line, from 1.
        text:     the line itself.
        command:  the command on it; ``None`` = a comment or a blank line.
        expected: the lines of output that follow.
        layout:   blank lines behind them (count).
    """

    line: int
    text: str
    command: str | None = None
    expected: tuple[str, ...] = ()
    layout: int = 0


def parse(lines: Sequence[str]) -> tuple[Step, ...]:
    """
    Read a transcript.

    Raises:
        FormatError: at a line before the first command that is neither a comment nor
                     a command for the session (``system``, ``box``).
    """
    steps: list[Step] = []
    at = 0
    while at < len(lines):
        step, at = one(lines, at, begun=any(s.text.startswith("$") for s in steps))
        steps.append(step)
    return tuple(steps)


def one(lines: Sequence[str], at: int, *, begun: bool) -> tuple[Step, int]:
    """The step at a line, and the line after it."""
    text = lines[at]
    if text.startswith("$"):
        end = at + 1
        while end < len(lines) and not lines[end].startswith(("$", "#")):
            end += 1
        output = list(lines[at + 1 : end])
        layout = 0
        while output and not output[-1].strip():
            output.pop()
            layout += 1
        return Step(at + 1, text, text[1:].strip(), tuple(output), layout), end
    if text.startswith("#") or not text.strip():
        return Step(at + 1, text), at + 1
    if text.split()[0] not in ("system", "box") or begun:
        raise FormatError(f"not a command, nor output of one: {text!r}", line=at + 1)
    return Step(at + 1, text, text), at + 1


def play(session: Session, steps: Iterable[Step]) -> Iterator[tuple[Step, list[str]]]:
    """
    Run a transcript.

    Yields:
        each step, and the lines that its command really printed.

    Raises:
        FormatError: with the line, at a command that nobody knows.
    """
    for step in steps:
        yield step, [] if step.command is None else output(session, step)


def output(session: Session, step: Step) -> list[str]:
    """What a step's command prints, its exit status last if it is not 0."""
    try:
        result = session.run(step.command or "")
    except FormatError as error:
        raise FormatError(error.message, line=step.line) from None
    except RtentryError as error:
        raise FormatError(str(error), line=step.line) from None
    return printed(result)


def printed(result: Result) -> list[str]:
    """A result as lines."""
    lines = list(result.lines)
    while lines and not lines[-1].strip():
        lines.pop()
    return [*lines, f"[{result.status}]"] if result.status else lines


def shown(step: Step, lines: Iterable[str]) -> Iterator[str]:
    """A step as it comes out, its layout kept."""
    yield step.text
    yield from lines
    yield from [""] * step.layout


def transcript(
    text: str, system: str | None = None, begin: Callable[[], Session] = Session
) -> Iterator[str]:
    """
    A transcript as it comes out.

    Args:
        system: what the first box is, if the text does not say.
        begin:  makes the session that it begins with.

    Raises:
        FormatError: see :func:`parse` and :func:`play`.
    """
    session, steps = opened(text, system, begin)
    for step, lines in play(session, steps):
        yield from shown(step, lines)


def differences(
    text: str,
    name: str,
    system: str | None = None,
    begin: Callable[[], Session] = Session,
) -> Iterator[str]:
    """
    How a transcript comes out other than it says: a unified diff, or nothing.

    Raises:
        FormatError: see :func:`parse` and :func:`play`; a wrong command ends it behind
                     the differences of what came before.
    """
    session, steps = opened(text, system, begin)
    said: list[str] = []
    came: list[str] = []
    wrong: FormatError | None = None
    try:
        for step, lines in play(session, steps):
            said += shown(step, step.expected)
            came += shown(step, lines)
    except FormatError as error:
        wrong = error
    yield from unified_diff(said, came, name, f"{name} as it comes out", lineterm="")
    if wrong is not None:
        raise wrong


def opened(
    text: str, system: str | None, begin: Callable[[], Session]
) -> tuple[Session, tuple[Step, ...]]:
    """A session for a transcript, its first box booted if the text does not do it."""
    steps = parse(text.splitlines())
    session = begin()
    says = any((step.command or "").startswith(("system ", "box ")) for step in steps)
    if not says and not session.boxes:
        if system is None:
            raise FormatError("it begins with no line `system NAME`", line=1)
        session.boot("box", system)
    return session, steps
