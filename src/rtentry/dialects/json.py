"""
rtentry's own JSON: every field of every record, nothing lost (schema.json).

Source: :mod:`rtentry.jsondoc`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from rtentry.addr import Name
from rtentry.errors import FormatError
from rtentry.light import Any
from rtentry.listing import Dialect, Whole
from rtentry.model import Route, Snapshot


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
    yield "".join(written(snapshots)).removesuffix("\n")


def written(snapshots: Sequence[Snapshot]) -> Iterator[str]:
    """The line of a document in pieces, the routes of large tables some at a time."""
    from rtentry import jsondoc
    from rtentry.kinds import text

    large = [s.routes for s in snapshots if is_large(s)]
    small = [s._replace(routes=(MARK,)) if is_large(s) else s for s in snapshots]
    document = text(jsondoc.document(small)) + "\n"
    first, *rest = document.split(members([MARK])) if large else [document]
    yield first
    for routes, after in zip(large, rest, strict=True):
        yield from in_pieces(routes)
        yield after


def is_large(snapshot: Snapshot) -> bool:
    """Whether the routes of a snapshot are :class:`rtentry.frame.Routes`, and some."""
    return not isinstance(snapshot.routes, tuple) and len(snapshot.routes) > 0


def members(routes: Iterable[Route]) -> str:
    """Some routes as the members of a list."""
    from rtentry import jsondoc
    from rtentry.kinds import text

    return ",".join([text(jsondoc.encode(route)) for route in routes])


def in_pieces(routes: Any) -> Iterator[str]:
    """The same of a large table, some thousand at a time."""
    from rtentry import largejson  # for large tables only

    for n, texts in enumerate(largejson.texts(routes)):
        yield "," * (n > 0) + ",".join(texts)


MARK = Route(Name("\0"))
"""What stands for all routes, and is no route of a text."""


def stream(pieces: Iterable[Snapshot], rest: Callable[[], Snapshot]) -> Iterator[str]:
    """Write the document of one snapshot whose routes come in pieces."""
    [document] = show((rest()._replace(routes=(MARK,)),))
    [before, after] = document.split(members([MARK]))
    some = (piece.routes for piece in pieces if piece.routes)
    inner = (f"{',' * (n > 0)}{members(routes)}" for n, routes in enumerate(some))
    return chain([before], inner, [f"{after}\n"])


DIALECT = Dialect(
    "json",
    "rtentry's own JSON",
    "json",
    2026,
    (),
    whole=Whole(sniff, parse, show, stream),
)
