"""``rtentry sql``: questions in SQL over what a source says."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from math import isfinite

from rtentry.errors import UsageError
from rtentry.light import Any
from rtentry.queries import Answer, Call, Param, Query

NULL = "-"
"""What stands in text for null."""


def run(call: Call) -> Answer:
    """The rows of an answer: as a table, as CSV, as objects."""
    from rtentry.arrow.sql import ask

    names, rows = ask(call.snapshots, call.args["query"])
    if call.args["json"]:
        checked(names)
        told = ([plain(value) for value in row] for row in rows)
        return Answer((), (dict(zip(names, row, strict=True)) for row in told))
    return Answer((as_csv if call.args["csv"] else as_text)(names, rows))


def checked(names: Sequence[str]) -> None:
    """UsageError if two columns have one name: an object has room for one."""
    for name in names:
        if names.count(name) > 1:
            raise UsageError(
                f"rtentry: sql: two columns are called {name!r}: name one with AS\n"
            )


def plain(value: Any) -> Any:
    """A value as JSON has it; octets are hexadecimal, what JSON has not is text."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float) and isfinite(value):
        return value
    return str(value)


def cell(value: Any) -> str:
    """A value in text."""
    return NULL if value is None else str(plain(value))


def as_text(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A heading and the rows, in columns as wide as they need; numbers at their right."""
    if not names:
        return
    every = list(rows)
    told = [list(names), *[[cell(value) for value in row] for row in every]]
    widths = [max(map(len, column)) for column in zip(*told, strict=True)]
    right = [are_numbers(column) for column in zip(*every, strict=True)]
    right = right or [False] * len(names)
    for row in told:
        each = zip(row, widths, right, strict=True)
        yield "  ".join([f"{t:>{w}}" if r else f"{t:{w}}" for t, w, r in each]).rstrip()


def are_numbers(column: Sequence[Any]) -> bool:
    """Whether a column has numbers, and nothing else."""
    told = [value for value in column if value is not None]
    return bool(told) and all(type(value) in (int, float) for value in told)


def as_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A heading and the rows as comma-separated values (RFC 4180); null is empty."""
    for row in (names, *rows):
        text = StringIO()
        told = ["" if value is None else plain(value) for value in row]
        csv.writer(text, lineterminator="").writerow(told)
        yield text.getvalue()


QUERY = Query(
    help="ask what is there in SQL: tables routes, neighbors, interfaces ... (DuckDB)",
    examples=(
        (
            'rtentry -F castor.txt sql "select dst, gateway from routes order by first"',
            "any columns, in the order of addresses",
        ),
        (
            'rtentry sql "select ifname, count(*) from routes group by all" --csv',
            "how many routes each interface has",
        ),
    ),
    params=(
        Param(
            ("query",), "the question; a file's name, or - for standard input", "lines"
        ),
        Param(("--csv",), "print comma-separated values with a heading", "flag"),
    ),
    run=run,
    frames=True,
)
