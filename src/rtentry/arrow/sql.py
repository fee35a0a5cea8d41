"""
SQL over snapshots, by DuckDB: nothing is read or written but what is asked.

The tables are Arrow's own memory.  DuckDB may not open files, and loads no extension.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rtentry.addr import WIDTH, Prefix, parse_prefix
from rtentry.arrow import needed
from rtentry.arrow.write import records, routes
from rtentry.errors import FormatError, UsageError
from rtentry.jsondoc import KINDS
from rtentry.light import Any, NamedTuple
from rtentry.model import Snapshot

SAFE: Mapping[str, Any] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
"""Settings that keep it to the tables that it is given."""

MACROS = (
    """create macro covers(prefix, other) as
       first_address(prefix) <= first_address(other)
       and last_address(other) <= last_address(prefix)""",
)

ROWS = 4096
"""How many rows are taken at a time."""


class Result(NamedTuple):
    """
    What a query gives.

    Fields:
        names: the columns.
        rows:  its rows, as they come.
    """

    names: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def ask(snapshots: Sequence[Snapshot], query: str) -> Result:
    """
    Ask the tables of some snapshots: ``routes``, ``neighbors``, ``interfaces`` ...

    Raises:
        UsageError:  if the query is wrong, or may not be asked.
        FormatError: if a value is none that the query can work with.
        SourceError: if DuckDB or pyarrow is not installed.
    """
    needed("duckdb")
    import duckdb

    base = connected(snapshots)
    try:
        cursor = base.execute(query)
        if cursor is None:
            raise UsageError("rtentry: sql: there is no question\n")
        names = tuple([str(each[0]) for each in cursor.description or ()])
        first = cursor.fetchmany(ROWS) if names else []
    except duckdb.Error as error:
        raise translated(error) from None
    return Result(names, rest(cursor, first))


def rest(cursor: Any, rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """All rows of an answer, of which some have been taken."""
    import duckdb

    while rows:
        yield from rows
        try:
            rows = cursor.fetchmany(ROWS)
        except duckdb.Error as error:
            raise translated(error) from None


def translated(error: Exception) -> Exception:
    """DuckDB's error as one of ours, in one line."""
    import duckdb

    text = str(error).strip()
    line = " ".join(text.partition("\n\n")[0].split()) or type(error).__name__
    wrong = (
        duckdb.ParserException,
        duckdb.BinderException,
        duckdb.CatalogException,
        duckdb.PermissionException,
        duckdb.SyntaxException,
    )
    if isinstance(error, wrong):
        return UsageError(f"rtentry: sql: {line}\n")
    return FormatError(f"sql: {line}")


def connected(snapshots: Sequence[Snapshot]) -> Any:
    """A database in memory with the tables, and nothing else within its reach."""
    import duckdb

    base: Any = duckdb.connect(":memory:", config=dict(SAFE))
    base.register("routes", routes(snapshots))
    for field, _ in KINDS.values():
        if field != "routes":
            base.register(field, records(snapshots, field))
    for function in (first_address, last_address):
        base.create_function(
            function.__name__, function, ["VARCHAR"], "BLOB", type="arrow"
        )
    for macro in MACROS:
        base.execute(macro)
    base.execute("set lock_configuration = true")
    return base


# -- functions -----------------------------------------------------------------------------


def first_address(texts: Any) -> Any:
    """The first address of each prefix or address, as the column ``first`` has it."""
    return ends(texts, 0)


def last_address(texts: Any) -> Any:
    """The last address of each prefix or address, as the column ``last`` has it."""
    return ends(texts, 1)


def ends(texts: Any, which: int) -> Any:
    """One end of each prefix; null where a text is none."""
    import pyarrow as pa

    known: dict[Any, Any] = {}
    found = []
    for text in texts.to_pylist():
        if text not in known:
            known[text] = both(text)[which]
        found.append(known[text])
    return pa.array(found, pa.binary())


def both(text: Any) -> tuple[bytes | None, bytes | None]:
    """Both ends of a prefix or an address, a zone in it left out."""
    if text is None:
        return None, None
    head, slash, plen = text.partition("/")
    try:
        prefix = parse_prefix(head.partition("%")[0] + slash + plen)
    except FormatError:
        return None, None
    return octets(prefix, prefix.addr), octets(prefix, prefix.addr | free(prefix))


def free(prefix: Prefix) -> int:
    """The bits past the length of a prefix."""
    return (1 << WIDTH[prefix.version] - prefix.plen) - 1


def octets(prefix: Prefix, addr: int) -> bytes:
    """An address with its version before it."""
    return bytes((prefix.version,)) + addr.to_bytes(WIDTH[prefix.version] // 8)
