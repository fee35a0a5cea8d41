"""
The command line: reads the words, asks a source, prints the answer.

    rtentry [-F SOURCE] [--in SYSTEM] [--as SYSTEM] [-N NETNS] [-j] [-v] COMMAND ...

Commands are the queries of ``rtentry.queries`` (:mod:`rtentry.verbs`), and the classic
tools of the dialect (``netstat``, ``route``, ``arp``, ``ip``; :mod:`rtentry.tools`);
none is known here by name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from rtentry.dialects import dialect
from rtentry.errors import RtentryError, UsageError
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.registry import names
from rtentry.sources import Ask

if TYPE_CHECKING:
    from rtentry.listing import Dialect
    from rtentry.model import Snapshot

QUERIES = "rtentry.queries"
"""The room of the questions; it is looked into, and loaded only for a question."""

LIVE = ("nettools210", "iproute2")
"""Whose classic tools a live Linux has."""

LINUX = (None, "linux", "linux6")
"""What is meant by Linux as it is now: nothing said, or one of these names."""

VERSION = "0.1.0"

ABOUT = {
    "--help": "this text, or that of a command",
    "-h": "",
    "--version": "the version",
    "--schema": "the JSON Schema of --json",
    "--completion": "the completion script for bash, zsh or fish",
    "--complete": "",
}
"""Options that ask for something about rtentry itself, with a word behind the last two."""


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
        lenient: keep lines that are not understood, and say so.
        color:   ``auto``, ``always`` or ``never``.
        peer:    BGP peer whose routes alone are wanted.
    """

    source: str = "live"
    system: str | None = None
    dialect: str | None = None
    netns: str | None = None
    json: bool = False
    jsonl: bool = False
    verbose: bool = False
    lenient: bool = False
    color: str = "auto"
    peer: str | None = None


OPTIONS: dict[str, tuple[str, str, str]] = {
    # word: field, placeholder ("" = no argument), help
    "-F": (
        "source",
        "SOURCE",
        "read from here: live, a file, -, netns:NAME, ssh://HOST, rtsock:FILE, mrt:FILE, prefixes:FILE",
    ),
    "--from": ("source", "SOURCE", ""),
    "--in": ("system", "SYSTEM", "what the input is, where it is not to be guessed"),
    "--as": ("dialect", "SYSTEM", "print as this system does"),
    "--to": ("dialect", "SYSTEM", ""),
    "-N": (
        "netns",
        "NAME",
        "read this network namespace (a name, a pid); all: each one",
    ),
    "--netns": ("netns", "NAME", ""),
    "-j": ("json", "", "print one JSON document"),
    "--json": ("json", "", ""),
    "--jsonl": ("jsonl", "", "print one JSON record a line"),
    "-v": ("verbose", "", "say what could not be read"),
    "--verbose": ("verbose", "", ""),
    "--lenient": ("lenient", "", "keep lines that are not understood, as unparsed"),
    "--recover": ("lenient", "", ""),
    "--color": ("color", "WHEN", "auto, always or never"),
    "--peer": ("peer", "ADDRESS", "of mrt:FILE: what this BGP peer told, not the best"),
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
        sys.stdout.flush()
        sys.stderr.write(error.beside)
        return error.status
    except (RtentryError, OSError) as error:
        return failed(error)
    except KeyboardInterrupt:
        return 130
    return status


def failed(error: Exception) -> int:
    """Say what went wrong, in one line; a reader that went away is no error."""
    try:
        sys.stdout.flush()
    except OSError:  # what is left cannot be written: neither now nor at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if isinstance(error, BrokenPipeError):
        return 0
    text = str(error)
    if isinstance(error, OSError):
        what = [error.filename, (error.strerror or text).lower()]
        text = ": ".join([str(part) for part in what if part])
    print(f"rtentry: {' '.join(text.splitlines())}", file=sys.stderr)
    return 3


def run(argv: list[str]) -> int:
    """Run the command of a command line."""
    options, rest = leading(argv)
    if rest and rest[0] in ABOUT:
        from rtentry import verbs

        return say(verbs.about(*rest[:2]))
    if not rest or rest[0].startswith("-"):
        rest = ["show", *rest]
    if rest[0] not in names(QUERIES):
        from rtentry import tools

        return tools.run(checked(options), rest)
    from rtentry import verbs

    return verbs.run(options, rest)


def leading(argv: Sequence[str]) -> tuple[Options, list[str]]:
    """The options at the beginning, and what follows them."""
    found: dict[str, Any] = {}
    rest = list(argv)
    while rest:
        word, value = split(rest[0])
        if word not in OPTIONS:
            break
        rest.pop(0)
        field, placeholder, _ = OPTIONS[word]
        if not placeholder and value is not None:
            raise UsageError(f"rtentry: {word} takes no argument\n")
        if placeholder and value is None:
            value = rest.pop(0) if rest else ""
        found[field] = value if placeholder else True
    refuse_empty(found)
    return Options()._replace(**found), rest


def refuse_empty(values: Mapping[str, Any]) -> None:
    """UsageError at an option with an empty value: a script's variable that is not set."""
    for word, (field, placeholder, _) in OPTIONS.items():
        if values.get(field) == "":
            raise UsageError(f"rtentry: {word} needs {placeholder}\n")


def split(word: str) -> tuple[str, str | None]:
    """An option and the argument in the same word: ``--from=FILE``, ``-FFILE``."""
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return name, value if equals else None
    takes = word[:2] in OPTIONS and bool(OPTIONS[word[:2]][1])
    return (word[:2], word[2:]) if takes and word[2:] else (word, None)


def checked(options: Options) -> Options:
    """The same options; UsageError at a word that they do not take."""
    if options.color not in ("auto", "always", "never"):
        raise UsageError("rtentry: --color is auto, always or never\n")
    if options.system:
        known(options.system)
    return options


def known(name: str) -> Dialect:
    """The dialect of that name; UsageError with the known ones if there is none."""
    try:
        return dialect(name)
    except RtentryError as error:
        raise UsageError(f"rtentry: {error}\n") from None


def say(lines: Iterable[str]) -> int:
    """Print lines, many at a time; 0.  What is given as a line may be many."""
    rest, count = iter(lines), 4
    while part := list(islice(rest, count)):
        part.append("")
        text = "\n".join(part)
        sys.stdout.write(text)
        count = min(4 * count, 4096, (count << 20) // len(text) + 1)
    return 0


def ask(options: Options, want: Collection[str]) -> Ask:
    """What is asked of the source."""
    asked = Ask(want, options.system, options.netns, options.lenient)
    return asked._replace(peer=options.peer) if options.peer else asked


def records(snapshots: Sequence[Snapshot], options: Options) -> Iterable[str]:
    """The snapshots as JSON: one document, or one record a line."""
    from rtentry import present

    return present.in_dialect(snapshots, dialect("json" if options.json else "jsonl"))


def told(snapshot: Snapshot, options: Options, where: str | None = None) -> None:
    """
    Say what was kept without being understood; with -v what the source could not read.

    Args:
        snapshot: what was read.
        options:  as given.
        where:    the place that was read; ``None`` = that of the options.
    """
    warn(kept(snapshot, where or options.source))
    if options.verbose:
        warn(snapshot.notes)


def kept(snapshot: Snapshot, where: str) -> Iterator[str]:
    """The lines that were not understood, each with its place and the reason."""
    for listing in snapshot.listings:
        for each in listing.unparsed:
            place = [where, listing.source, each.line, each.column]
            text = ":".join([str(part) for part in place if part is not None])
            yield f"{text}: {each.reason}: kept as unparsed"


def warn(notes: Iterable[str]) -> None:
    """Say something on standard error, a line each."""
    for note in notes:
        print(f"rtentry: {note}", file=sys.stderr)
