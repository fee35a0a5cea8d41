"""Arrow tables -> snapshots: inverse of :mod:`rtentry.arrow.write`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from rtentry import jsondoc
from rtentry.addr import Prefix, parse_prefix
from rtentry.arrow.columns import BGP, REST, extra_of
from rtentry.arrow.write import COUNTS, DOCUMENT, schema
from rtentry.errors import FormatError
from rtentry.frame import MISSING, Frame, Routes
from rtentry.kinds import DST, WRONG
from rtentry.light import TYPE_CHECKING, Any
from rtentry.model import Route, Snapshot

if TYPE_CHECKING:
    from rtentry.frame import Array


def snapshots(table: Any) -> tuple[Snapshot, ...]:
    """
    The snapshots of a table of routes; ``dst`` is the one column that it needs.

    Raises:
        FormatError: if it is none, or a value in it is wrong.
    """
    if "dst" not in table.column_names:
        there = ", ".join(table.column_names)
        raise FormatError(f"no column 'dst' with destinations: there are {there}")
    own = table.select([name for name in schema().names if name in table.column_names])
    other = [name for name in table.column_names if name not in own.column_names]
    whole: Any = Routes(*parts(own))
    held, counts = document(table.schema.metadata or {})
    if len(held) > 1 and sum(counts) != len(whole):
        raise FormatError(f"routes of {len(held)} hosts, but not as they were written")
    if len(held) == 1 and counts != [len(whole)]:
        held, counts = (held[0]._replace(listings=()),), [len(whole)]
    cuts = pairwise([0, *accumulate(counts or [len(whole)])])
    notes = (f"columns that are not read: {', '.join(other)}",) if other else ()
    return tuple(
        [
            each._replace(
                routes=whole if len(held or "x") == 1 else whole[first:end],
                notes=(*each.notes, *notes),
            )
            for each, (first, end) in zip(held or (Snapshot(),), cuts, strict=True)
        ]
    )


def document(metadata: dict[bytes, bytes]) -> tuple[tuple[Snapshot, ...], list[int]]:
    """The snapshots without their routes, and how many each has; none = not said."""
    if DOCUMENT not in metadata or COUNTS not in metadata:
        return (), []
    try:
        held = jsondoc.snapshots(json.loads(metadata[DOCUMENT]))
        counts = [int(count) for count in json.loads(metadata[COUNTS])]
    except (TypeError, ValueError) as error:
        raise FormatError(f"metadata: {error}") from None
    if len(held) != len(counts):
        raise FormatError("metadata: as many counts as snapshots are needed")
    return held, counts


def parts(table: Any) -> Iterator[Frame | Sequence[Route]]:
    """The routes: frames of one IP version, and records of destinations with names."""
    import numpy as np

    columns = prepared(table)
    if not len(table):
        return
    kind, kinds = kinds_of(columns)
    version = columns["version"]
    cuts = (np.flatnonzero(np.diff(version)) + 1).tolist()
    for first, end in pairwise([0, *cuts, len(version)]):
        run = slice(first, end)
        if version[first]:
            yield frame(columns, kind, kinds, run)
        else:
            yield named(columns, kind[run].tolist(), kinds, run)


def prepared(table: Any) -> dict[str, Any]:
    """The columns of destinations as arrays, the others as they are."""
    found = {name: table.column(name) for name in table.column_names}
    if not {"version", "plen", "first"} <= found.keys():
        return found | parsed(found["dst"].to_pylist())
    version = found["version"].fill_null(0).to_numpy().astype("uint8")
    plen = found["plen"].fill_null(0).to_numpy().astype("uint8")
    upper, lower = halves(found["first"].combine_chunks(), version)
    return found | {"version": version, "plen": plen, "upper": upper, "lower": lower}


def parsed(dst: Sequence[Any]) -> dict[str, Any]:
    """Destinations of another program, from their text."""
    import numpy as np

    each = [destination(text) for text in dst]
    addr = [prefix.addr for prefix in each]
    return {
        "version": np.array([prefix.version for prefix in each], np.uint8),
        "plen": np.array([prefix.plen for prefix in each], np.uint8),
        "upper": np.array([value >> 64 for value in addr], np.uint64),
        "lower": np.array([value & (1 << 64) - 1 for value in addr], np.uint64),
    }


def destination(text: Any) -> Prefix:
    """A destination, a zone in it not allowed; version 0 = it is no prefix."""
    if not isinstance(text, str):
        raise FormatError(f"dst: {text!r} is no destination")
    try:
        return parse_prefix(text)
    except FormatError as error:
        raise FormatError(f"dst: {error.message}") from None


def halves(octets: Any, version: Array) -> tuple[Array, Array]:
    """Addresses from their octets, which have their version before them."""
    import numpy as np

    _, where, data = octets.buffers()
    offsets = np.frombuffer(where, np.int32)[octets.offset :][: len(octets) + 1]
    whole = np.frombuffer(data or b"", np.uint8)
    upper, lower = np.zeros((2, len(version)), np.uint64)
    for number, width in ((4, 4), (6, 16)):
        which = np.flatnonzero(version == number)
        if (np.diff(offsets)[which] != width + 1).any():
            raise FormatError(f"first: not the octets of an IPv{number} address")
        at = offsets[:-1][which][:, None] + np.arange(1, width + 1)
        address = whole[at] if len(which) else np.zeros((0, width), np.uint8)
        if number == 4:
            lower[which] = address.view(">u4").ravel()
        else:
            upper[which], lower[which] = address.view(">u8").reshape(-1, 2).T
    return upper, lower


def kinds_of(columns: dict[str, Any]) -> tuple[Array, list[Route]]:
    """What is said of each route beside its destination, each that is said once."""
    import numpy as np

    names = [c.name for c in REST] + [*BGP, "zone"]
    said = {name: coded(columns[name]) for name in names if name in columns}
    kind = np.zeros(len(columns["version"]), np.int64)
    first = np.zeros(1, np.int64)
    for code, values in said.values():
        if len(values) > 1:
            kind, first = distinct(kind * len(values) + code)
    each = {
        name: [values[n] for n in code[first].tolist()]
        for name, (code, values) in said.items()
    }
    count = len(first)
    rest = {
        c.name: [c.decode(v) for v in each.get(c.name, [None] * count)] for c in REST
    }
    bgp = zip(*[each.get(name, [None] * count) for name in BGP], strict=True)
    own = [extra_of(dict(zip(BGP, values, strict=True))) for values in bgp]
    zones = [str(zone or "") for zone in each.get("zone", [None] * count)]
    rest["extra"] = [a or b for a, b in zip(rest["extra"], own, strict=True)]
    rows = zip(*rest.values(), strict=True)
    return kind.astype(np.int32), [
        Route(Prefix(4, 0, 0, zone))._replace(**dict(zip(rest, row, strict=True)))
        for zone, row in zip(zones, rows, strict=True)
    ]


def distinct(key: Array) -> tuple[Array, Array]:
    """A number for each that is alike, and where each number stands first."""
    import numpy as np
    import pyarrow as pa

    kind = pa.array(key).dictionary_encode().indices.to_numpy().astype(np.int64)
    first = np.empty(int(kind.max()) + 1, np.int64)
    first[kind[::-1]] = np.arange(len(kind))[::-1]
    return kind, first


def coded(column: Any) -> tuple[Array, list[Any]]:
    """A column as numbers, and the values that they stand for; ``None`` is the first."""
    import numpy as np
    import pyarrow as pa

    whole = column.combine_chunks() if hasattr(column, "combine_chunks") else column
    if column.null_count == len(column):
        return np.zeros(len(column), np.int64), [None]
    if not pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_encode()
    code = whole.indices.fill_null(-1).to_numpy().astype(np.int64)
    return code + 1, [None, *whole.dictionary.to_pylist()]


def frame(
    columns: dict[str, Any], kind: Array, kinds: Sequence[Route], run: slice
) -> Frame:
    """A run of routes of one IP version."""
    import numpy as np

    version = int(columns["version"][run.start])
    used, each = np.unique(kind[run], return_inverse=True)
    own = [kinds[n] for n in used.tolist()]
    zones = [str(k.dst.zone) for k in own]
    upper, lower = columns["upper"][run], columns["lower"][run]
    return Frame(
        version,
        lower.astype(np.uint32) if version == 4 else np.stack([upper, lower], axis=1),
        columns["plen"][run],
        each.astype(np.int32),
        tuple(
            [
                k._replace(dst=Prefix(version, 0, 0, zone))
                for k, zone in zip(own, zones, strict=True)
            ]
        ),
        used_by(columns, run),
    )


def used_by(columns: dict[str, Any], run: slice) -> Array | None:
    """How much each route was used; ``None`` = it is not said of any."""
    import numpy as np

    if "use" not in columns or columns["use"].null_count == len(columns["use"]):
        return None
    whole: Array = columns["use"].fill_null(MISSING).to_numpy().astype(np.int64)[run]
    return None if (whole == MISSING).all() else whole


def named(
    columns: dict[str, Any], kind: Sequence[int], kinds: Sequence[Route], run: slice
) -> list[Route]:
    """A run of routes whose destinations are no prefixes."""
    size = run.stop - run.start
    texts = columns["dst"].slice(run.start, size).to_pylist()
    uses = [None] * size
    if "use" in columns:
        uses = columns["use"].slice(run.start, size).to_pylist()
    return [
        kinds[n]._replace(dst=unprefixed(text), use=use)
        for n, text, use in zip(kind, texts, uses, strict=True)
    ]


def unprefixed(text: str) -> Any:
    """A destination that is no prefix."""
    try:
        return DST.decode(json.loads(text) if text.startswith("{") else text)
    except (FormatError, *WRONG):
        raise FormatError(f"dst: {text!r} is no destination") from None
