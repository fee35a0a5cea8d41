"""
The same lookup as a function: an Arrow batch in, the batch with its routes out.

It is a value that can be sent to other processes: what is large in it are arrays, which
those that share memory share.  So it runs wherever batches are mapped: in this process,
on Ray, Dask, Spark.

>>> import pyarrow, rtentry
>>> from rtentry.lookup.batch import Lookup
>>> [snapshot] = rtentry.parse('''192.0.2.0/24 dev eth0''')
>>> find = Lookup(snapshot.routes, "source", ("dst", "ifname"))
>>> find(pyarrow.table({"source": ["192.0.2.7", "::1", "x"]})).drop(["source"]).to_pylist()
... # doctest: +NORMALIZE_WHITESPACE
[{'route_dst': '192.0.2.0/24', 'route_ifname': 'eth0', 'route_answer': 'route'},
 {'route_dst': None, 'route_ifname': None, 'route_answer': 'no route'},
 {'route_dst': None, 'route_ifname': None, 'route_answer': 'no address'}]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rtentry.light import TYPE_CHECKING, Any, NamedTuple
from rtentry.lookup.column import parse
from rtentry.lookup.match import NO_ROUTE, Matcher
from rtentry.lookup.rows import flat, way_of_rows
from rtentry.lookup.taken import Table, table
from rtentry.lookup.told import USUAL, Value, values
from rtentry.lookup.words import ADDRESS4, Words, pays
from rtentry.model import Route

if TYPE_CHECKING:
    from rtentry.frame import Array

PREFIX = "route_"
"""What the names of the columns begin with that are added."""

ANSWER = "route_answer"
"""The column that says whether there was an address, and a route for it."""

ANSWERS = ("route", "no route", "no address")


class Lookup:
    """
    Which route the addresses of a column take.

    Fields:
        column:  its name.
        names:   the columns of the route that are added, each with ``route_`` before it.
        is_few:  whether text is added as dictionaries; else as plain strings, which
                 every program understands.
        matcher: what finds rows.
        way:     which way each row goes.
        said:    what is told of each way, by column.
        dst:     the destinations as text: the octets, and where each begins.
    """

    def __init__(
        self,
        routes: Iterable[Route],
        column: str = "address",
        names: Sequence[str] = USUAL,
        *,
        is_few: bool = False,
    ) -> None:
        whole = table(routes)
        self.fill(whole, Matcher(whole), column, names, is_few=is_few)

    @classmethod
    def of(
        cls,
        whole: Table,
        matcher: Matcher,
        column: str,
        names: Sequence[str],
        *,
        is_few: bool,
    ) -> Lookup:
        """The same of a table that is there already, and what finds its rows."""
        made = cls.__new__(cls)
        made.fill(whole, matcher, column, names, is_few=is_few)
        return made

    def fill(
        self,
        whole: Table,
        matcher: Matcher,
        column: str,
        names: Sequence[str],
        *,
        is_few: bool,
    ) -> None:
        """Take over a table."""
        self.column, self.names, self.is_few = column, tuple(names), is_few
        self.matcher = matcher
        self.way = way_of_rows(whole)
        each = [values("", way, names) for way in (*whole.ways, ())]
        self.said = dict(zip(names, map(said, zip(*each, strict=True)), strict=True))
        self.dst = places(*flat(whole)) if "dst" in names else None

    def __call__(self, batch: Any) -> Any:
        """
        A batch, or a table, with the columns of its addresses' routes.

        Raises:
            FormatError: if the column has no addresses.
            KeyError:    if there is no such column.
        """
        import pyarrow as pa

        if isinstance(batch, pa.Table):
            parts = [self(part) for part in batch.to_batches()]
            return pa.Table.from_batches(parts, self.schema(batch.schema))
        return self.joined(batch, parse(batch.column(self.column))[1])

    def joined(self, batch: Any, found: Words) -> Any:
        """A batch with the routes of its addresses, which have been read."""
        import pyarrow as pa

        ids = self.matcher.find(found.version, found.upper, found.lower)
        added = [*self.added(ids), answers(found.version, ids, is_few=self.is_few)]
        arrays = [*batch.columns, *added]
        return pa.record_batch(arrays, schema=self.schema(batch.schema))

    def schema(self, schema: Any) -> Any:
        """The schema of what comes of batches of some schema."""
        import pyarrow as pa

        text = pa.dictionary(pa.int32(), pa.string()) if self.is_few else pa.string()
        for name in self.names:
            type_ = pa.int64() if self.is_number(name) else text
            schema = schema.append(pa.field(PREFIX + name, type_))
        few = pa.dictionary(pa.int8(), pa.string())
        return schema.append(pa.field(ANSWER, few if self.is_few else text))

    def is_number(self, name: str) -> bool:
        """Whether a column has numbers alone."""
        return name != "dst" and self.said[name].is_number

    def added(self, ids: Array) -> Iterator[Any]:
        """The columns of some rows."""
        way = self.way.take(ids, mode="clip")
        for name in self.names:
            if name == "dst":
                yield self.destination(ids)
                continue
            code, known, is_number = self.said[name]
            code = code.take(way, mode="clip")
            yield picked(known, code) if is_number else self.few(code, code < 0, known)

    def few(self, code: Array, null: Array, known: Any) -> Any:
        """Texts by number, null where it is said."""
        import pyarrow as pa

        number = pa.array(code, mask=null if null.any() else None)
        made = pa.DictionaryArray.from_arrays(number, known, safe=False)
        return made if self.is_few else made.dictionary_decode()

    def destination(self, ids: Array) -> Any:
        """The destinations of some rows as text; null where there is none."""
        import numpy as np
        import pyarrow as pa

        assert self.dst is not None
        known = strings(*self.dst)
        if self.is_few and len(known) <= 2 * len(ids):
            return self.few(ids.astype(np.int32), ids == NO_ROUTE, known)
        if self.is_few:
            code, used = loops(0).distinct(ids, np.zeros(len(known), np.int32))
            return self.few(code, ids == NO_ROUTE, known.take(pa.array(used)))
        return known.take(pa.array(ids.astype(np.int32), mask=ids == NO_ROUTE))


def distinct(ids: Array, seen: Array) -> tuple[Array, Array]:
    """
    The different ones of some numbers.

    Args:
        ids:  the numbers.
        seen: as many zeros as there may be numbers, int32.

    Returns:
        for each which of the different ones it is, int32; these.
    """
    import numpy as np

    seen[ids] = 1
    used = np.flatnonzero(seen)
    seen[used] = np.arange(len(used), dtype=np.int32)
    return seen[ids], used


def tally(ids: Array, sums: Array) -> None:
    """Add to each number's sum how often it is there."""
    import numpy as np

    sums += np.bincount(ids, minlength=len(sums))


def map_batches(find: Lookup, batches: Iterable[Any]) -> Iterator[Any]:
    """Batches with their routes: what Spark's ``mapInArrow`` wants, for one."""
    return (find(batch) for batch in batches)


class Loops(NamedTuple):
    """
    What works on arrays.

    Fields:
        distinct: the different ones of some numbers.
        tally:    counts how often each number is there.
    """

    distinct: Callable[[Array, Array], tuple[Array, Array]]
    tally: Callable[[Array, Array], None]


def loops(rows: int) -> Loops:
    """What works on arrays: compiled, where so many rows are worth it; 0 = if it is there."""
    if not pays(rows * ADDRESS4):
        return Loops(distinct, tally)
    from rtentry.lookup import jit

    return Loops(jit.distinct, jit.tally)


class Said(NamedTuple):
    """
    A column of what is told of ways.

    Fields:
        code:      which value each way has, int32; -1 = none.
        known:     the values, each once, an array of Arrow.
        is_number: whether they are numbers, not text.
    """

    code: Array
    known: Any
    is_number: bool


def said(told: Sequence[Value]) -> Said:
    """A column of what is told of ways."""
    import numpy as np
    import pyarrow as pa

    is_number = {type(value) for value in told} - {type(None)} == {int}
    each = told if is_number else [None if x is None else str(x) for x in told]
    known: dict[Value, int] = {}
    code = [-1 if x is None else known.setdefault(x, len(known)) for x in each]
    kind = pa.int64() if is_number else pa.string()
    return Said(np.array(code, np.int32), pa.array(list(known), kind), is_number)


def picked(known: Any, code: Array) -> Any:
    """Numbers, each by which it is; null where it is -1."""
    import pyarrow as pa

    null = code < 0
    found = known.to_numpy().take(code, mode="clip")
    return pa.array(found, mask=null if null.any() else None)


def places(octets: Array, size: Array) -> tuple[Array, Array]:
    """Texts one after the other, and where each begins, and the last ends."""
    import numpy as np

    first = np.zeros(len(size) + 1, np.int32)
    np.cumsum(size, out=first[1:])
    return octets, first


def strings(octets: Array, first: Array) -> Any:
    """The same as an array of Arrow, which is not copied."""
    import pyarrow as pa

    buffers = [None, pa.py_buffer(first), pa.py_buffer(octets)]
    return pa.Array.from_buffers(pa.string(), len(first) - 1, buffers)


def answers(version: Array, ids: Array, *, is_few: bool) -> Any:
    """Whether there was an address in each row, and a route for it."""
    import numpy as np
    import pyarrow as pa

    code = np.where(version == 0, np.int8(2), ids == NO_ROUTE)
    made = pa.DictionaryArray.from_arrays(code, pa.array(ANSWERS), safe=False)
    return made if is_few else made.dictionary_decode()
