"""
Writes the manual pages: rtentry(1), and one for each query.

    python docs/make_man.py [FOLDER]        (build/man if none is given)

What they say comes from where ``--help`` has it: the options of ``rtentry.cli`` and the
constants of the rooms.  Prose that belongs to no option stands here.  Source of the
format: man(7).
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from rtentry.cli import options
from rtentry.dialects import dialect, dialects
from rtentry.queries import ROOM as QUERIES
from rtentry.queries import Param, Query
from rtentry.registry import members
from rtentry.sources import ROOM as SOURCES

FOLDER = Path(__file__).parent.parent / "build" / "man"

ABOUT = """\
rtentry reads routing tables, neighbours, interfaces and routing statistics: those of \
this machine (Linux), or those that `netstat`, `route`, `arp` or `ip` of any known \
system printed into a file. It holds them as one kind of records, and shows them in \
any known system's own words.

The first word that is no option is the command. It is a query of rtentry's own, or a \
classic command of the system named by `--as`, with that system's options, output and \
errors. Without a command, `show` runs. The options below stand before the command; \
a query takes them after its name, too."""

LIVE = """\
On Linux everything is read by netlink, without privileges; only root enters network \
namespaces. Nothing is changed, ever."""

STATUS = (
    ("0", "answered"),
    ("1", "the answer is no; a refused classic command has its system's own status"),
    ("2", "wrong usage"),
    ("3", "the input could not be read or understood; one line on stderr says where"),
)

TOLD = (
    ("`-h`, `--help`", "print a summary; after a query's name, its arguments"),
    ("`--version`", "print the version"),
    ("`--schema`", "print the JSON Schema of `--json`"),
    ("`--completion` *SHELL*", "print the completion script for bash, zsh or fish"),
    (
        "`--complete` *LINE*",
        "print what may stand at the end of a line: for these scripts",
    ),
)

ENVIRONMENT = (("NO_COLOR", "if set and not empty: no colours, unless asked for"),)


def main(argv: list[str]) -> int:
    """Write all pages; 0."""
    folder = Path(argv[0]) if argv else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in pages().items():
        (folder / f"{name}.1").write_text("\n".join([*lines, ""]))
    sys.stdout.write(f"{len(pages())} manual pages in {folder}\n")
    return 0


def pages() -> dict[str, list[str]]:
    """The lines of each page, by its name."""
    queries: dict[str, Query] = members(QUERIES)
    found = {"rtentry": list(whole(queries))}
    for name, query in queries.items():
        found[f"rtentry-{name}"] = list(page(name, query))
    return found


# -- the pages ----------------------------------------------------------------------------


def whole(queries: dict[str, Query]) -> Iterator[str]:
    """The page of the whole program."""
    yield from top("rtentry", "the routing table, in any system's words")
    yield from section("Synopsis")
    yield r"\fBrtentry\fR [\fIOPTIONS\fR] [\fICOMMAND\fR ...]"
    yield from section("Description")
    yield from paragraphs(ABOUT)
    yield from section("Options")
    yield from common()
    yield from section("Queries")
    yield from items((f"`{name}`", query.help) for name, query in queries.items())
    yield from section("Classic commands")
    yield from items((f"`{d.name}`", " ".join(d.tools)) for d in dialects() if d.tools)
    live = " and ".join(f"`{name}`" for name in options.LIVE)
    yield from prose(
        f"Without `--as`, the commands of a live Linux are those of {live}."
    )
    yield from section("Sources")
    yield from items((f"`{name}`", s.help) for name, s in members(SOURCES).items())
    yield from prose(LIVE)
    yield from section("Systems")
    yield from items((f"`{d.name}`", f"{d.title}: {forms(d.name)}") for d in dialects())
    yield from section("Exit status")
    yield from items(STATUS)
    yield from section("Environment")
    yield from items((f"`{name}`", text) for name, text in ENVIRONMENT)
    yield from examples(e for query in queries.values() for e in query.examples)
    yield from section("See also")
    yield ",\n".join([rf"\fBrtentry-{name}\fR(1)" for name in queries])


def page(name: str, query: Query) -> Iterator[str]:
    """The page of one query."""
    yield from top(f"rtentry-{name}", query.help)
    yield from section("Synopsis")
    words = [rf"\fB{escaped(f'rtentry {name}')}\fR", *map(synopsis, query.params)]
    yield " ".join(words)
    yield from section("Arguments")
    yield from items((argument(p), p.help) for p in query.params)
    yield from prose("The options of `rtentry` are taken here, too.")
    yield from section("Exit status")
    yield from items(STATUS)
    yield from examples(query.examples)
    yield from section("See also")
    yield r"\fBrtentry\fR(1)"


def forms(name: str) -> str:
    """What a dialect reads and prints."""
    return ", ".join(f"`{form.name}`" for form in dialect(name).forms) or "documents"


def common() -> Iterator[str]:
    """The options of every command."""
    for spellings, _, placeholder, text in options.grouped():
        value = f" _{placeholder}_" if placeholder else ""
        yield from items([(", ".join(f"`{s}`{value}" for s in spellings), text)])
    yield from items(TOLD)


def synopsis(param: Param) -> str:
    """An argument in the synopsis; ``[]`` if it may be left out."""
    text = words(argument(param, first=True))
    needed = param.nargs == "1" and not param.names[0].startswith("-")
    return text if needed else f"[{text}]"


def argument(param: Param, *, first: bool = False) -> str:
    """An argument as the page writes it; with *first* by its first spelling alone."""
    value = param.metavar or param.dest.upper()
    if not param.names[0].startswith("-"):
        return f"_{value}_" + (" ..." if param.nargs in ("*", "+") else "")
    tail = "" if param.kind == "flag" else f" _{value}_"
    spellings = param.names[:1] if first else param.names
    return ", ".join(f"`{name}`{tail}" for name in spellings)


# -- man(7) -------------------------------------------------------------------------------


def top(name: str, what: str) -> Iterator[str]:
    """The title line, and the section Name."""
    now = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    date = time.strftime("%Y-%m-%d", time.gmtime(now))
    yield f'.TH {escaped(name.upper())} 1 {date} "rtentry {options.VERSION}"'
    yield from section("Name")
    yield rf"{escaped(name)} \- {words(what)}"


def section(title: str) -> Iterator[str]:
    """The heading of a section."""
    yield f'.SH "{title.upper()}"'


def items(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Terms, each with its text indented."""
    for term, text in pairs:
        yield ".TP"
        yield words(term)
        yield words(text)


def paragraphs(text: str) -> Iterator[str]:
    """Several paragraphs of prose, a blank line between them."""
    first, *rest = text.split("\n\n")
    yield words(first)
    for more in rest:
        yield from prose(more)


def prose(text: str) -> Iterator[str]:
    """A paragraph."""
    yield ".PP"
    yield words(text)


def examples(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The examples: command lines as they are typed, each under what it does."""
    yield from section("Examples")
    for n, (command, what) in enumerate(pairs):
        if n:
            yield ".PP"
        yield words(what[:1].upper() + what[1:] + ":")
        yield from (".PP", ".in +4n", ".nf", escaped(command), ".fi", ".in")


def words(text: str) -> str:
    """Prose: what stands in backquotes is bold, what stands in underscores italic."""
    text = re.sub(r"`([^`]+)`", lambda m: rf"\fB{dashes(m[1])}\fR", guarded(text))
    return re.sub(r"(?<!\w)_(\w+)_(?!\w)", r"\\fI\1\\fR", text)


def escaped(text: str) -> str:
    """Literal text: hyphens are hyphens of a command line."""
    return dashes(guarded(text))


def dashes(text: str) -> str:
    """*text* with the hyphens of a command line."""
    return text.replace("-", r"\-")


def guarded(text: str) -> str:
    """*text* without meaning to roff: backslashes, and dots and quotes in front."""
    text = text.replace("\\", r"\e")
    return rf"\&{text}" if text[:1] in (".", "'") else text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
