"""
JSON lines: one record a line, for streams and ``jq``.

Each line is an object with ``host``, ``kind`` (``route``, ``neighbor`` ...) and the
record's own fields, as in rtentry's own JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.light import Any
from rtentry.listing import Dialect, Whole
from rtentry.model import Snapshot


def sniff(text: str) -> bool:
    """Whether a text is of these lines."""
    return text.lstrip()[:1] == "{" and '"kind":' in text.lstrip().partition("\n")[0]


def parse(text: str) -> tuple[Snapshot, ...]:
    """
    Read lines; the records of one host become one snapshot.

    Raises:
        FormatError: at the line that is no such record.
    """
    from rtentry import jsondoc

    hosts: dict[str | None, dict[str, list[object]]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            host, kind, value = record(line)
            jsondoc.collect(hosts.setdefault(host, {}), kind, value)
        except FormatError as error:
            raise FormatError(error.message, line=number, column=error.column) from None
    return jsondoc.collected(hosts)


def record(line: str) -> tuple[str | None, str, dict[str, object]]:
    """Host, kind and fields of one line; FormatError if it has no kind."""
    import json

    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise FormatError(f"not JSON: {error.msg}", column=error.colno) from None
    except (RecursionError, ValueError) as error:
        raise FormatError(f"JSON that is too deep or too large: {error}") from None
    if not isinstance(value, dict):
        raise FormatError("not a record")
    host, kind = value.pop("host", None), value.pop("kind", None)
    if not isinstance(host, str | None) or not isinstance(kind, str):
        raise FormatError("not a record: host and kind are words")
    return host, kind, value


def show(snapshots: Sequence[Snapshot]) -> Iterator[str]:
    """Write each record as a line; of large tables some thousand in one text."""
    from rtentry import jsondoc
    from rtentry.kinds import text

    for snapshot in snapshots:
        rest = snapshot
        if not isinstance(snapshot.routes, tuple):
            yield from routes(snapshot)
            rest = snapshot._replace(routes=())
        for kind, value in jsondoc.records(rest):
            yield text({"host": snapshot.host, "kind": kind, **value})


def routes(snapshot: Snapshot) -> Iterator[str]:
    """The lines of routes that are :class:`rtentry.frame.Routes`."""
    from rtentry import largejson  # for large tables only
    from rtentry.kinds import text

    found: Any = snapshot.routes
    head = text({"host": snapshot.host, "kind": "route"}).removesuffix("}")
    for some in largejson.texts(found):
        yield "\n".join([f"{head},{each[1:]}" for each in some])


def stream(pieces: Iterable[Snapshot], _: object) -> Iterator[str]:
    """Write the records of some pieces, one after another."""
    return ("".join([f"{line}\n" for line in show((piece,))]) for piece in pieces)


DIALECT = Dialect(
    "jsonl",
    "JSON lines, one record each",
    "json",
    2025,
    (),
    whole=Whole(sniff, parse, show, stream),
)
