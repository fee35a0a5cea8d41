"""
rtentry's own JSON: every field of every record, nothing lost (schema.json).

Source: :mod:`rtentry.jsondoc`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.listing import Dialect, Whole
from rtentry.model import Snapshot


def sniff(text: str) -> bool:
    """Whether a text is a document of rtentry's."""
    return text.lstrip()[:1] == "{" and '"rtentry/' in text


def parse(text: str) -> tuple[Snapshot, ...]:
    """
    Read a document.

    Raises:
        FormatError: if it is broken JSON, or does not follow the schema.
    """
    import json

    from rtentry import jsondoc

    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise FormatError(reason, line=error.lineno, column=error.colno) from None
    except (RecursionError, ValueError) as error:
        raise FormatError(f"JSON that is too deep or too large: {error}") from None
    return jsondoc.snapshots(value)


def show(snapshots: Sequence[Snapshot]) -> Iterator[str]:
    """Write a document, one line."""
    import json

    from rtentry import jsondoc

    document = jsondoc.document(snapshots)
    yield json.dumps(document, ensure_ascii=False, separators=(",", ":"))


DIALECT = Dialect(
    "json", "rtentry's own JSON", "json", 2026, (), whole=Whole(sniff, parse, show)
)
