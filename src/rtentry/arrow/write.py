"""Snapshots -> Arrow tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rtentry import jsondoc
from rtentry.addr import WIDTH, Prefix
from rtentry.arrow.columns import (
    BGP,
    NUMBER,
    REST,
    TRUTH,
    Column,
    attributes,
    columns,
)
from rtentry.frame import MISSING, Frame, Routes, of_version
from rtentry.jsondoc import KINDS
from rtentry.kinds import DST
from rtentry.light import TYPE_CHECKING, Any
from rtentry.lookup.rows import prefixes
from rtentry.lookup.said import strings
from rtentry.lookup.taken import Taken
from rtentry.model import Route, Snapshot

if TYPE_CHECKING:
    from rtentry.frame import Array

DOCUMENT, COUNTS = b"rtentry", b"rtentry.routes"
"""Metadata of the schema: the snapshots without their routes, how many each has."""


def schema() -> Any:
    """The schema of routes."""
    import pyarrow as pa

    few = pa.dictionary(pa.int32(), pa.string())
    types = {NUMBER: pa.int64(), TRUTH: pa.bool_()}
    said = {each.name: types.get(each.type, few) for each in REST}
    bgp = {name: types.get(kind, few) for name, kind in BGP.items()}
    ends = {"first": pa.binary(), "last": pa.binary()}
    return pa.schema(
        {"host": few, "version": pa.uint8(), "dst": pa.string(), "plen": pa.uint8()}
        | {"zone": few}
        | said
        | {"use": pa.int64()}
        | bgp
        | ends
    )


def routes(snapshots: Sequence[Snapshot]) -> Any:
    """All routes of some snapshots as one table; the metadata has all else."""
    import pyarrow as pa

    batches = [b for each in snapshots for b in batches_of(each.routes, each.host)]
    table = pa.Table.from_batches(batches, schema()).unify_dictionaries()
    rest = [each._replace(routes=()) for each in snapshots]
    document = json.dumps(jsondoc.document(rest), ensure_ascii=False)
    counts = json.dumps([len(each.routes) for each in snapshots])
    return table.replace_schema_metadata(
        {DOCUMENT: document.encode(), COUNTS: counts.encode()}
    )


def batches_of(table: Iterable[Route], host: str | None) -> Iterator[Any]:
    """The routes of one host as record batches, each of one IP version."""
    parts: Iterable[Any] = table.parts if isinstance(table, Routes) else (table,)
    for part in parts:
        if isinstance(part, Frame):
            yield batch(part, host)
            continue
        for version, run in groupby(part, version_of):
            same = list(run)
            if version:
                yield batch(of_version(version, same), host)
            else:
                yield named(same, host)


def version_of(route: Route) -> int:
    """The IP version of a destination; 0 = it is a name, or was cut off."""
    return route.dst.version if isinstance(route.dst, Prefix) else 0


def batch(frame: Frame, host: str | None) -> Any:
    """The routes of a frame."""
    import numpy as np
    import pyarrow as pa

    made = said(frame.kinds, frame.kind, len(frame.plen))
    zone = [str(kind.dst.zone) or None for kind in frame.kinds]  # type: ignore[union-attr]
    used = np.full(1, MISSING) if frame.use is None else frame.use
    use = np.broadcast_to(used, len(frame.plen))
    return in_order(
        made
        | ends(frame)
        | {
            "host": few([host], np.zeros(len(frame.plen), np.int32)),
            "version": np.full(len(frame.plen), frame.version, np.uint8),
            "dst": texts(frame, zone),
            "plen": frame.plen,
            "zone": few(zone, frame.kind),
            "use": pa.array(use, mask=use == MISSING),
        }
    )


def named(same: Sequence[Route], host: str | None) -> Any:
    """Routes whose destinations are no prefixes."""
    import numpy as np
    import pyarrow as pa

    count = len(same)
    each = np.arange(count, dtype=np.int32)
    null = pa.nulls
    dst = Column("dst", "text", DST.encode, DST.decode)
    return in_order(
        said(same, each, count)
        | {"first": null(count, pa.binary()), "last": null(count, pa.binary())}
        | {
            "host": few([host], np.zeros(count, np.int32)),
            "version": null(count, pa.uint8()),
            "dst": pa.array([written(dst.encode(route.dst)) for route in same]),
            "plen": null(count, pa.uint8()),
            "zone": few([None], np.zeros(count, np.int32)),
            "use": pa.array([route.use for route in same], pa.int64()),
        }
    )


def written(value: Any) -> str:
    """A destination that is no prefix, as text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def in_order(made: dict[str, Any]) -> Any:
    """Columns as a batch of the schema."""
    import pyarrow as pa

    wanted = schema()
    return pa.record_batch([made[name] for name in wanted.names], schema=wanted)


def said(kinds: Sequence[Route], kind: Array, count: int) -> dict[str, Any]:
    """The columns of what is said of routes beside their destinations."""
    del count
    found = {}
    bgp = [attributes(each.extra) for each in kinds]
    for each in REST:
        values = [each.encode(getattr(route, each.name)) for route in kinds]
        if each.name == "extra":
            values = [
                None if whole else value
                for value, (_, whole) in zip(values, bgp, strict=True)
            ]
        found[each.name] = spread(each.type, values, kind)
    for name, type_ in BGP.items():
        found[name] = spread(type_, [own.get(name) for own, _ in bgp], kind)
    return found


def spread(type_: str, values: Sequence[Any], kind: Array) -> Any:
    """Values of kinds as the column of all routes."""
    import pyarrow as pa

    if type_ not in (NUMBER, TRUTH):
        return few(values, kind)
    column = pa.array(values, pa.int64() if type_ == NUMBER else pa.bool_())
    return column.take(pa.array(kind))


def few(values: Sequence[str | None], kind: Array) -> Any:
    """Texts, of which few are different, as a column."""
    import numpy as np
    import pyarrow as pa

    known: dict[str | None, int] = {}
    codes = [known.setdefault(v, len(known)) for v in values if v is not None]
    each = iter(codes)
    code = np.array([-1 if v is None else next(each) for v in values] or [-1], np.int32)
    index = code[kind]
    made = pa.array(index, mask=index < 0)
    return pa.DictionaryArray.from_arrays(made, pa.array(list(known), pa.string()))


def texts(frame: Frame, zone: Sequence[str | None]) -> Any:
    """The destinations as text, with their zones."""
    import pyarrow as pa

    plain = strings(*prefixes(Taken(*frame[:4])))
    if not any(zone):
        return plain
    zones = [zone[kind] for kind in frame.kind.tolist()]
    return pa.array(
        [
            text.replace("/", f"%{scope}/") if scope else text
            for text, scope in zip(plain.to_pylist(), zones, strict=True)
        ]
    )


def ends(frame: Frame) -> dict[str, Any]:
    """The first and the last address of each destination, as octets that sort."""
    import numpy as np

    width = WIDTH[frame.version] // 8
    kind = ">u4" if frame.version == 4 else ">u8"
    octets = frame.addr.astype(kind).view(np.uint8).reshape(-1, width)
    bits = np.arange(8 * width) >= frame.plen[:, None]
    free = np.packbits(bits, axis=1)
    return {
        "first": binary(frame.version, octets),
        "last": binary(frame.version, octets | free),
    }


def binary(version: int, octets: Array) -> Any:
    """Addresses as octets, their version before them."""
    import numpy as np
    import pyarrow as pa

    count, width = octets.shape
    whole = np.empty((count, width + 1), np.uint8)
    whole[:, 0], whole[:, 1:] = version, octets
    offsets = np.arange(count + 1, dtype=np.int32) * (width + 1)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(whole)]
    return pa.Array.from_buffers(pa.binary(), count, buffers)


# -- other records -------------------------------------------------------------------------


def records(snapshots: Sequence[Snapshot], kind: str) -> Any:
    """The records of one kind as a table, their host before them: ``neighbors`` ..."""
    import pyarrow as pa

    [record] = [cls for field, cls in KINDS.values() if field == kind]
    types = {NUMBER: pa.int64(), TRUTH: pa.bool_()}
    pairs = [(each.host, one) for each in snapshots for one in held(each, kind, record)]
    found = {"host": pa.array([host for host, _ in pairs], pa.string())}
    for each in columns(record):
        values = [each.encode(getattr(one, each.name)) for _, one in pairs]
        found[each.name] = pa.array(values, types.get(each.type, pa.string()))
    return pa.table(found)


def held(snapshot: Snapshot, kind: str, record: Any) -> Iterable[Any]:
    """The records of one kind; of statistics there is one, or none."""
    found = getattr(snapshot, kind)
    return [found] if isinstance(found, record) else found or ()
