"""
The commands of ``rtentry.queries`` on the command line: arguments, help, answers.

argparse is used here, and only here; it costs 12 ms.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rtentry import cli
from rtentry.dialects import dialect
from rtentry.errors import UsageError
from rtentry.model import Snapshot
from rtentry.queries import ROOM, Answer, Call, Param, Query
from rtentry.registry import member, names
from rtentry.sources import EVERYTHING, Ask, read


def run(options: cli.Options, argv: Sequence[str]) -> int:
    """Run a query: read what it needs, print its answer, return its exit status."""
    query: Query = member(ROOM, argv[0])
    args = vars(parser(argv[0], query).parse_args(argv[1:]))
    options = options._replace(**{k: args[k] for k in cli.Options._fields if args[k]})
    source = next((args[p.dest] for p in query.params if p.kind == "source"), None)
    snapshots: tuple[Snapshot, ...] = ()
    if query.asks(args):
        ask = Ask(query.want or EVERYTHING, options.system, options.netns)
        snapshots = read(source or options.source, ask)
    for snapshot in snapshots:
        cli.told(snapshot, options)
    words = dialect(options.dialect) if options.dialect else None
    answer = query.run(Call(snapshots, args, words, wants_colour(options)))
    cli.warn(answer.notes)
    cli.say(lines_of(answer, snapshots, options))
    return answer.status


def lines_of(
    answer: Answer, snapshots: Sequence[Snapshot], options: cli.Options
) -> Iterable[str]:
    """The answer's text, or its data as JSON."""
    if not options.json and not options.jsonl:
        return answer.lines
    if answer.data is None:
        return cli.records(snapshots, options)
    import json

    if options.jsonl and isinstance(answer.data, list):
        return [json.dumps(item, ensure_ascii=False) for item in answer.data]
    return [json.dumps(answer.data, ensure_ascii=False)]


def wants_colour(options: cli.Options) -> bool:
    """Whether to colour: asked for, or on a terminal where NO_COLOR is not set."""
    if options.color not in ("auto", "always", "never"):
        raise UsageError("rtentry: --color is auto, always or never\n")
    if options.color != "auto":
        return options.color == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


# -- arguments -----------------------------------------------------------------------


def parser(name: str, query: Query) -> argparse.ArgumentParser:
    """The argument parser of one query; the options of every command are known, too."""
    made = argparse.ArgumentParser(
        prog=f"rtentry {name}",
        description=query.help,
        epilog=examples(query),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    for param in query.params:
        made.add_argument(*param.names, help=param.help, **settings(param))
    every = made.add_argument_group("options of every command")
    for words, field, placeholder, text in grouped():
        if placeholder:
            every.add_argument(*words, dest=field, metavar=placeholder, help=text)
        else:
            every.add_argument(*words, dest=field, action="store_true", help=text)
    return made


def settings(param: Param) -> dict[str, Any]:
    """How argparse is to read a param."""
    if param.kind == "flag":
        return {"action": "store_true"}
    found: dict[str, Any] = {"metavar": param.metavar or param.dest.upper()}
    if param.kind == "number":
        found["type"] = int
    if param.nargs != "1":
        found["nargs"] = param.nargs
    return found


def grouped() -> Iterator[tuple[list[str], str, str, str]]:
    """The options of every command: spellings, field, placeholder, help."""
    fields: dict[str, tuple[list[str], str, str]] = {}
    for word, (field, placeholder, text) in cli.OPTIONS.items():
        spellings, _, told = fields.get(field, ([], "", ""))
        fields[field] = ([*spellings, word], placeholder, told or text)
    for field, (spellings, placeholder, told) in fields.items():
        yield spellings, field, placeholder, told


def examples(query: Query) -> str:
    """The examples of a query, as they stand at the end of its help."""
    width = max(len(command) for command, _ in query.examples)
    lines = [f"  {command:{width}}  {what}" for command, what in query.examples]
    return "\n".join(["examples:", *lines])


# -- help ---------------------------------------------------------------------------------


def about(option: str) -> Iterator[str]:
    """What ``--help`` and ``--version`` print; other options are refused."""
    if option == "--version":
        yield f"rtentry {cli.VERSION}"
    elif option in ("-h", "--help"):
        yield from overview(queries())
    else:
        raise UsageError(f"rtentry: unknown option {option!r}: see rtentry --help\n")


def queries() -> dict[str, Query]:
    """All queries, by name."""
    return {name: member(ROOM, name) for name in names(ROOM)}


def overview(known: Mapping[str, Query]) -> Iterator[str]:
    """The help of the whole program."""
    yield "usage: rtentry [OPTIONS] [COMMAND ...]"
    yield ""
    yield "The routing table: read it from anywhere, show it in any system's words."
    yield ""
    yield "commands:"
    for name, query in known.items():
        yield f"  {name:10} {query.help}"
    tools = " ".join([tool for name in cli.LIVE for tool in dialect(name).tools])
    yield f"  {tools}: the system's own commands, options and output (--as SYSTEM)"
    yield ""
    yield "options:"
    for spellings, _, placeholder, text in grouped():
        yield f"  {', '.join(spellings) + ' ' + placeholder:24} {text}"
    yield ""
    yield "examples:"
    for query in known.values():
        for command, what in query.examples[:1]:
            yield f"  {command:38} {what}"
    yield ""
    yield "exit status: 0 answered; 1 the answer is no; 2 wrong usage; 3 bad input"
    yield "more of a command: rtentry COMMAND --help"
