"""``rtentry sim``: a box of some system at the keyboard; transcripts; tests."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping

from rtentry.errors import FormatError, UsageError
from rtentry.light import Any
from rtentry.queries import Answer, Call, Param, Query
from rtentry.sim import capture, transcript
from rtentry.sim.prompt import prompt
from rtentry.sim.session import Session


def run(call: Call) -> Answer:
    """
    Play transcripts, check them, or talk to a box.

    Raises:
        UsageError:  if nothing says what system the box is.
        FormatError: with file and line, where a transcript is wrong.
    """
    files = call.args["files"]
    if call.args["check"]:
        return checked(call, files)
    if files:
        return Answer(played(call, files), is_live=True)
    return Answer((), status=prompt(session(call)))


def played(call: Call, files: list[str]) -> Iterator[str]:
    """The transcripts as they come out, a blank line between two."""
    for n, name in enumerate(files):
        if n:
            yield ""
        try:
            yield from transcript.transcript(text(name), *beginning(call))
        except FormatError as error:
            raise located(error, name) from None


def checked(call: Call, files: list[str]) -> Answer:
    """The differences of all transcripts; status 1 if there are any."""
    if not files:
        raise UsageError("rtentry: sim --check needs a file\n")
    different: list[str] = []

    def lines() -> Iterator[str]:
        """The differences, each file's as it is played."""
        for name in files:
            for line in compared(call, name):
                different[:] = [name]
                yield line

    return Answer(lines(), status=lambda: 1 if different else 0, is_live=True)


def compared(call: Call, name: str) -> Iterator[str]:
    """The differences of one transcript."""
    try:
        yield from transcript.differences(text(name), name, *beginning(call))
    except FormatError as error:
        raise located(error, name) from None


def beginning(call: Call) -> tuple[str | None, Callable[[], Session]]:
    """The system of the first box, and what makes the session of a transcript."""
    system = call.args["system"]
    return system, lambda: session(call) if call.snapshots else Session()


def located(error: FormatError, name: str) -> FormatError:
    """The error with the file's name."""
    return FormatError(error.message, line=error.line, source=name)


def text(name: str) -> str:
    """The text of a file; ``-`` is standard input."""
    if name == "-":
        return sys.stdin.read()
    with open(name, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs 8 ms
        return file.read()


def session(call: Call) -> Session:
    """The session that a prompt begins with: of captures, one new box, or empty."""
    made, system = Session(), call.args["system"]
    for n, snapshot in enumerate(call.snapshots):
        left_out = capture.restore(made, snapshot, system, n)
        held = made.box(list(made.boxes)[-1]).host.kernel.system
        if system is None and snapshot.system not in (held.name, held.dialect):
            sys.stdout.write(f"# read as {snapshot.system}, held as {held.name} does\n")
        if left_out:
            sys.stdout.write(
                f"# left out, named or of an IP version not held: {len(left_out)} routes\n"
            )
    if not call.snapshots and system is not None:
        made.boot("box", system)
    return made


def asks(args: Mapping[str, Any]) -> bool:
    """A capture is read only if one is named."""
    return args.get("source") is not None


QUERY = Query(
    help="a box of another system at the keyboard: commands, packets, time",
    examples=(
        ("rtentry sim --system freebsd4", "a FreeBSD 4 box at a prompt"),
        ("rtentry sim openbsd31-clone.rt", "play a transcript and show what comes out"),
        ("rtentry sim --check *.rt", "compare with what the transcripts say"),
        ("rtentry sim -F castor.txt", "begin with the table of a capture"),
    ),
    params=(
        Param(("files",), "transcripts; - is standard input", "text", "*", "FILE"),
        Param(("--system",), "what the first box is", metavar="NAME"),
        Param(("--check",), "compare, and show the differences", "flag"),
    ),
    run=run,
    asks=asks,
)
