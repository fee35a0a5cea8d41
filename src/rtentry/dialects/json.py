"""
rtentry's own JSON: every field of every record, nothing lost (schema.json).

Source: :mod:`rtentry.jsondoc`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from rtentry.addr import Name, Prefix, show_prefix
from rtentry.errors import FormatError
from rtentry.light import TYPE_CHECKING, Any
from rtentry.listing import Dialect, Whole
from rtentry.model import Route, Snapshot

if TYPE_CHECKING:
    from rtentry.frame import Frame


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

    large = [s.routes for s in snapshots if is_large(s)]
    small = [s._replace(routes=(MARK,)) if is_large(s) else s for s in snapshots]
    document = text(jsondoc.document(small)) + "\n"
    first, *rest = document.split(members([MARK])) if large else [document]
    yield first
    for routes, after in zip(large, rest, strict=True):
        yield from in_pieces(routes)
        yield after


PIECE = 1 << 14
"""How many routes of a large table are written at a time."""


def is_large(snapshot: Snapshot) -> bool:
    """Whether the routes of a snapshot are :class:`rtentry.frame.Routes`, and some."""
    return not isinstance(snapshot.routes, tuple) and len(snapshot.routes) > 0


def members(routes: Iterable[Route]) -> str:
    """Some routes as the members of a list."""
    from rtentry import jsondoc

    return ",".join([text(jsondoc.encode(route)) for route in routes])


def in_pieces(routes: Any) -> Iterator[str]:
    """The same of a large table, some thousand at a time."""
    from rtentry.frame import Frame, between  # for large tables only

    for start in range(0, len(routes), PIECE):
        parts = between(routes.parts, start, start + PIECE)
        texts = [
            ",".join(rows(part)) if isinstance(part, Frame) else members(part)
            for part in parts
        ]
        yield "," * (start > 0) + ",".join(texts)


def rows(frame: Frame) -> Iterator[str]:
    """The members of a frame, by what those of a kind have in common."""
    from rtentry.frame import integers, numbers

    known: dict[tuple[int, bool], tuple[str, str, str]] = {}
    addr, use = integers(frame.version, frame.addr), numbers(frame, "use").tolist()
    columns = zip(addr, frame.plen.tolist(), frame.kind.tolist(), use, strict=True)
    for first, plen, kind, used in columns:
        key = kind, used >= 0
        if key not in known:
            known[key] = around(frame.kinds[kind], used)
        zone, before, after = known[key]
        dst = show_prefix(Prefix(frame.version, first, plen, zone))
        shown = text(dst) if zone else f'"{dst}"'
        yield f'{{"dst":{shown}{before}{used if used >= 0 else ""}{after}'


def around(kind: Route, use: int) -> tuple[str, str, str]:
    """The zone of a kind's routes; what stands behind their destination, and their use."""
    from rtentry import jsondoc

    value = jsondoc.encode(kind if use < 0 else kind._replace(use=use))
    dst = f'{{"dst":{text(value["dst"])}'
    before, found, after = text(value).removeprefix(dst).partition(f'"use":{use}')
    zone = kind.dst.zone if isinstance(kind.dst, Prefix) else ""
    return zone, before + found.removesuffix(str(use)), after


def text(value: object) -> str:
    """A value as JSON without blanks."""
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
