"""What rtentry says about itself: its help, its version, its schema, completion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rtentry.cli.options import ABOUT, LIVE, VERSION, grouped
from rtentry.dialects import dialect
from rtentry.errors import UsageError
from rtentry.queries import ROOM, Query
from rtentry.registry import members


def about(option: str, word: str = "") -> Iterable[str]:
    """
    What ``--help``, ``--version`` and their like print.

    Raises:
        UsageError: if the word is no shell.
    """
    if option in ("--completion", "--complete"):
        return completed(option, word)
    if option == "--version":
        return [f"rtentry {VERSION}"]
    if option == "--schema":
        return schema_text().splitlines()
    return overview(members(ROOM))


def completed(option: str, word: str) -> Iterable[str]:
    """The completion script of a shell, or what may stand at the end of a line."""
    from rtentry.cli import completion

    if option == "--complete":
        return completion.complete(word)
    if word not in completion.SCRIPTS:
        known = ", ".join(completion.SCRIPTS)
        raise UsageError(f"rtentry: --completion needs a shell: {known}\n")
    return completion.script(word)


def schema_text() -> str:
    """The JSON Schema of ``--json``, as it is published in schema.json."""
    import json

    from rtentry.jsondoc import schema

    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


def overview(known: Mapping[str, Query]) -> Iterator[str]:
    """The help of the whole program."""
    yield "usage: rtentry [OPTIONS] [COMMAND ...]"
    yield ""
    yield "The routing table: read it from anywhere, show it in any system's words."
    yield ""
    yield "commands:"
    for name, query in known.items():
        yield f"  {name:10} {query.help}"
    classic = " ".join([tool for name in LIVE for tool in dialect(name).tools])
    yield f"  {classic}: the system's own commands, options and output (--as SYSTEM)"
    yield ""
    yield "options:"
    for spellings, _, placeholder, text in grouped():
        yield f"  {', '.join(spellings) + ' ' + placeholder:24} {text}"
    for option, text in ABOUT.items():
        if text:
            yield f"  {option:24} {text}"
    yield ""
    yield "examples:"
    for query in known.values():
        for command, what in query.examples[:1]:
            yield f"  {command:38} {what}"
    yield ""
    yield "exit status: 0 answered; 1 the answer is no; 2 wrong usage; 3 bad input"
    yield "more of a command: rtentry COMMAND --help"
