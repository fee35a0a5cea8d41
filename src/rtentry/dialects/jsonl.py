"""
JSON lines: one record a line, for streams and ``jq``.

Each line is an object with ``host``, ``kind`` (``route``, ``neighbor`` ...) and the
record's own fields, as in rtentry's own JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.listing import Dialect, Whole
from rtentry.model import Snapshot


def sniff(text: str) -> bool:
    """Whether a text is of these lines."""
    return text[:1] == "{" and '"kind":' in text.partition("\n")[0]


def parse(text: str) -> tuple[Snapshot, ...]:
    """
    Read lines; the records of one host become one snapshot.

    Raises:
        FormatError: at the line that is no such record.
    """
    import json

    from rtentry import jsondoc

    hosts: dict[str | None, dict[str, list[object]]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        try:
            value = json.loads(line)
            host, kind = value.pop("host", None), value.pop("kind")
            jsondoc.collect(hosts.setdefault(host, {}), kind, value)
        except (FormatError, ValueError, AttributeError, KeyError, TypeError) as error:
            raise FormatError(f"not a record: {error}", line=number) from None
    return jsondoc.collected(hosts)


def show(snapshots: Sequence[Snapshot]) -> Iterator[str]:
    """Write each record as a line."""
    import json

    from rtentry import jsondoc

    for snapshot in snapshots:
        for kind, value in jsondoc.records(snapshot):
            line = {"host": snapshot.host, "kind": kind, **value}
            yield json.dumps(line, ensure_ascii=False, separators=(",", ":"))


DIALECT = Dialect(
    "jsonl",
    "JSON lines, one record each",
    "json",
    2025,
    (),
    whole=Whole(sniff, parse, show),
)
