"""``rtentry sim``: a box of some system at the keyboard; transcripts; tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

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
    files, system = call.args["files"], call.args["system"]
    if call.args["check"]:
        return checked(files, system)
    if files:
        return Answer(played(files, system))
    return Answer((), status=prompt(session(call, system)))


def played(files: list[str], system: str | None) -> Iterator[str]:
    """The transcripts as they come out, a blank line between two."""
    for n, name in enumerate(files):
        if n:
            yield ""
        try:
            yield from transcript.transcript(text(name), system)
        except FormatError as error:
            raise located(error, name) from None


def checked(files: list[str], system: str | None) -> Answer:
    """The differences of all transcripts; status 1 if there are any."""
    if not files:
        raise UsageError("rtentry: sim --check needs a file\n")
    lines: list[str] = []
    for name in files:
        try:
            lines += transcript.differences(text(name), name, system)
        except FormatError as error:
            raise located(error, name) from None
    return Answer(lines, status=1 if lines else 0)


def located(error: FormatError, name: str) -> FormatError:
    """The error with the file's name."""
    return FormatError(error.message, line=error.line, source=name)


def text(name: str) -> str:
    """The text of a file; ``-`` is standard input."""
    if name == "-":
        return sys.stdin.read()
    with open(name, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs 8 ms
        return file.read()


def session(call: Call, system: str | None) -> Session:
    """The session that a prompt begins with: of captures, or one new box."""
    made = Session()
    for n, snapshot in enumerate(call.snapshots):
        left_out = capture.restore(made, snapshot, system, n)
        if left_out:
            sys.stdout.write(
                f"# left out, not by numbers of IPv4: {len(left_out)} routes\n"
            )
    if not call.snapshots:
        if system is None:
            raise UsageError("rtentry: sim needs --system NAME, --from or a file\n")
        made.boot("box", system)
    return made


def asks(args: Mapping[str, Any]) -> bool:
    """A capture is read only if one is named."""
    return args.get("source") is not None and not args.get("files")


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
