"""
What stands before every command: the options, and what they say of the place to read.

They are read without argparse, which costs 12 ms.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from rtentry.dialects import dialect
from rtentry.errors import RtentryError, UsageError
from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.sources import Ask

if TYPE_CHECKING:
    from rtentry.listing import Dialect

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


def ask(options: Options, want: Collection[str]) -> Ask:
    """What is asked of the source."""
    asked = Ask(want, options.system, options.netns, options.lenient)
    return asked._replace(peer=options.peer) if options.peer else asked


def grouped() -> Iterator[tuple[list[str], str, str, str]]:
    """The options of every command: spellings, field, placeholder, help."""
    fields: dict[str, tuple[list[str], str, str]] = {}
    for word, (field, placeholder, text) in OPTIONS.items():
        spellings, _, told = fields.get(field, ([], "", ""))
        fields[field] = ([*spellings, word], placeholder, told or text)
    for field, (spellings, placeholder, told) in fields.items():
        yield spellings, field, placeholder, told
