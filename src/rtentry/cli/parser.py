"""
The arguments of a query by argparse: its help, and what is wrong with a command line.

argparse is used here, and only here; it costs 12 ms.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import redirect_stderr
from io import StringIO

from rtentry.cli.options import grouped
from rtentry.errors import UsageError
from rtentry.light import Any
from rtentry.queries import Param, Query


def explained(argv: Sequence[str], query: Query) -> dict[str, Any] | None:
    """
    The values of a query's arguments; ``None`` if its help was asked for and printed.

    Raises:
        UsageError: at an argument that the query does not take.
    """
    told = StringIO()
    try:
        with redirect_stderr(told):
            return vars(parser(argv[0], query).parse_args(argv[1:]))
    except SystemExit as stop:
        if not stop.code:
            return None
    reason = told.getvalue().splitlines()[-1].replace(": error:", ":")
    raise UsageError(f"{reason}: see rtentry {argv[0]} --help\n")


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
    if param.kind == "real":
        found["type"] = float
    if param.nargs != "1":
        found["nargs"] = param.nargs
    return found


def examples(query: Query) -> str:
    """The examples of a query, as they stand at the end of its help."""
    if not query.examples:
        return ""
    width = max(len(command) for command, _ in query.examples)
    lines = [f"  {command:{width}}  {what}" for command, what in query.examples]
    return "\n".join(["examples:", *lines])
