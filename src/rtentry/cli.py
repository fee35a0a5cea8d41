"""
The command line: reads the words, asks a source, prints the answer.

    rtentry [-F SOURCE] [--in SYSTEM] [--as SYSTEM] [-N NETNS] [-j] [-v] COMMAND ...

Commands are the queries of ``rtentry.queries``, and the classic tools of the dialect
(``netstat``, ``route``, ``arp``, ``ip``); none is known here by name.  argparse is
loaded for queries only: a classic command starts as fast as the interpreter allows.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from rtentry import present
from rtentry.dialects import dialect
from rtentry.errors import RtentryError, UsageError
from rtentry.queries import ROOM as QUERIES
from rtentry.registry import names
from rtentry.sources import EVERYTHING, Ask, read

if TYPE_CHECKING:
    from rtentry.listing import Dialect, Plan
    from rtentry.model import Snapshot

LIVE = ("nettools210", "iproute2")
"""Whose classic tools a live Linux has."""

LINUX = (None, "linux", "linux6")
"""What is meant by Linux as it is now: nothing said, or one of these names."""

VERSION = "0.1.0"


class Options(NamedTuple):
    """
    The options that stand before every command.

    Fields:
        source:  ``-F``; the place to read.
        system:  ``--in``; what the input is.
        dialect: ``--as``; the system to print as.
        netns:   ``-N``; network namespace.
        json, jsonl: print records, not text.
        verbose: say what could not be read.
        color:   ``auto``, ``always`` or ``never``.
    """

    source: str = "live"
    system: str | None = None
    dialect: str | None = None
    netns: str | None = None
    json: bool = False
    jsonl: bool = False
    verbose: bool = False
    color: str = "auto"


OPTIONS: dict[str, tuple[str, str, str]] = {
    # word: field, placeholder ("" = no argument), help
    "-F": (
        "source",
        "SOURCE",
        "read from here: live, a file, -, netns:NAME, json:FILE",
    ),
    "--from": ("source", "SOURCE", ""),
    "--in": ("system", "SYSTEM", "what the input is, where it is not to be guessed"),
    "--as": ("dialect", "SYSTEM", "print as this system does"),
    "--to": ("dialect", "SYSTEM", ""),
    "-N": ("netns", "NAME", "read this network namespace"),
    "--netns": ("netns", "NAME", ""),
    "-j": ("json", "", "print one JSON document"),
    "--json": ("json", "", ""),
    "--jsonl": ("jsonl", "", "print one JSON record a line"),
    "-v": ("verbose", "", "say what could not be read"),
    "--verbose": ("verbose", "", ""),
    "--color": ("color", "WHEN", "auto, always or never"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run one command; an expected error is one line on standard error.

    Returns:
        0 answered; 1 the answer is no; 2 wrong usage; 3 the input could not be read.
    """
    try:
        status = run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except UsageError as error:
        (sys.stderr if error.status else sys.stdout).write(error.text)
        return error.status
    except (RtentryError, OSError) as error:
        return failed(error)
    except KeyboardInterrupt:
        return 130
    return status


def failed(error: Exception) -> int:
    """Say what went wrong; a reader that went away is no error."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    print(f"rtentry: {error}", file=sys.stderr)
    return 3


def run(argv: list[str]) -> int:
    """Run the command of a command line."""
    options, rest = leading(argv)
    command = rest[0] if rest else "show"
    if command.startswith("-"):
        from rtentry import verbs

        return say(verbs.about(command))
    if command not in names(QUERIES):
        return classic(options, command, rest[1:])
    from rtentry import verbs

    return verbs.run(options, [command, *rest[1:]])


def leading(argv: list[str]) -> tuple[Options, list[str]]:
    """The options at the beginning, and what follows them."""
    found: dict[str, str | bool] = {}
    rest = list(argv)
    while rest:
        word, equals, value = rest[0].partition("=")
        if word not in OPTIONS:
            break
        rest.pop(0)
        field, placeholder, _ = OPTIONS[word]
        if not placeholder:
            found[field] = True
            continue
        if not equals and not rest:
            raise UsageError(f"rtentry: {word} needs {placeholder}\n")
        found[field] = value if equals else rest.pop(0)
    return Options()._replace(**found), rest  # type: ignore[arg-type]


def say(lines: Iterable[str]) -> int:
    """Print lines, many at a time; 0."""
    rest = iter(lines)
    while part := list(islice(rest, 4096)):
        part.append("")
        sys.stdout.write("\n".join(part))
    return 0


# -- classic commands ---------------------------------------------------------------------


def classic(options: Options, command: str, argv: Sequence[str]) -> int:
    """Run a system's own command: its options, its output, its refusals."""
    snapshots: Sequence[Snapshot] = ()
    name = options.dialect
    if name is None and options.source.partition(":")[0] not in ("live", "netns"):
        snapshots = read(options.source, Ask(EVERYTHING, options.system, options.netns))
        name = snapshots[0].system
    words = speaker(command, name)
    plan = words.tools[command].plan(argv)
    if not snapshots:
        ask = Ask(wanted(words, plan), options.system, options.netns)
        snapshots = read(options.source, ask)
    for snapshot in snapshots:
        told(snapshot, options)
    if options.json or options.jsonl:
        return say(records(snapshots, options))
    for snapshot in snapshots:
        say(present.planned(with_names(snapshot, plan), words, plan))
    return 0


def records(snapshots: Sequence[Snapshot], options: Options) -> Iterable[str]:
    """The snapshots as JSON: one document, or one record a line."""
    return present.in_dialect(snapshots, dialect("json" if options.json else "jsonl"))


def speaker(command: str, name: str | None) -> Dialect:
    """The dialect whose tool *command* is; UsageError if the system has no such tool."""
    spoken = [dialect(each) for each in (LIVE if name in LINUX else (name or "",))]
    for words in spoken:
        if command in words.tools:
            return words
    tools = [tool for words in spoken for tool in words.tools]
    known = " ".join([*names(QUERIES), *tools])
    raise UsageError(f"rtentry: unknown command {command!r}; known: {known}\n")


def wanted(words: Dialect, plan: Plan) -> frozenset[str]:
    """What a live source has to read for a plan."""
    if words.clones:
        return EVERYTHING
    forms = [words.form(name) for name, _ in plan.forms]
    return frozenset(x for form in forms for x in (form.kind, *form.want))


def with_names(snapshot: Snapshot, plan: Plan) -> Snapshot:
    """*snapshot* with names for addresses, where the command line does not say -n."""
    if all(view.numeric for _, view in plan.forms):
        return snapshot
    from rtentry.names import resolved

    return resolved(snapshot)


def told(snapshot: Snapshot, options: Options) -> None:
    """With -v say what the source could not read."""
    if options.verbose:
        warn(snapshot.notes)


def warn(notes: Iterable[str]) -> None:
    """Say something on standard error, a line each."""
    for note in notes:
        print(f"rtentry: {note}", file=sys.stderr)
