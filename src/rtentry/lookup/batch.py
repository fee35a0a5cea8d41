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

from collections.abc import Iterable, Iterator, Sequence

from rtentry.light import TYPE_CHECKING, Any
from rtentry.lookup.column import parse
from rtentry.lookup.match import NO_ROUTE, Matcher
from rtentry.lookup.said import said
from rtentry.lookup.taken import Table, table
from rtentry.lookup.told import USUAL
from rtentry.lookup.words import Words
from rtentry.model import Route

if TYPE_CHECKING:
    from rtentry.frame import Array

PREFIX = "route_"
"""What the names of the columns begin with that are added."""

ANSWER = "route_answer"
"""The column that says whether there was an address, and a route for it."""

ANSWERS = ("route", "no route", "no address")
"""Their numbers: how much is not there."""


class Lookup:
    """
    Which route the addresses of a column take.

    Fields:
        column:  its name.
        is_few:  whether text is added as dictionaries; else as plain strings, which
                 every program understands.
        matcher: what finds rows.
        said:    what is told of each row, by the name of a column; ``route_`` stands
                 before it where it is added.
    """

    def __init__(
        self,
        routes: Iterable[Route] | Table,
        column: str = "address",
        names: Sequence[str] = USUAL,
        *,
        is_few: bool = False,
        matcher: Matcher | None = None,
    ) -> None:
        """
        Get ready for lookups.

        Args:
            routes:  the table.
            matcher: what finds its rows, if that is there already.
        """
        whole = routes if isinstance(routes, Table) else table(routes)
        self.column, self.is_few = column, is_few
        self.matcher = matcher or Matcher(whole)
        self.said = said(whole, names)

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
        added = [each.column(ids, is_few=self.is_few) for each in self.said.values()]
        arrays = [*batch.columns, *added, self.answers(found.version, ids)]
        return pa.record_batch(arrays, schema=self.schema(batch.schema))

    def schema(self, schema: Any) -> Any:
        """The schema of what comes of batches of some schema."""
        import pyarrow as pa

        for name, each in self.said.items():
            type_ = each.type(is_few=self.is_few)
            schema = schema.append(pa.field(PREFIX + name, type_))
        few = pa.dictionary(pa.int8(), pa.string())
        return schema.append(pa.field(ANSWER, few if self.is_few else pa.string()))

    def answers(self, version: Array, ids: Array) -> Any:
        """Whether there was an address in each row, and a route for it."""
        import numpy as np
        import pyarrow as pa

        code = np.add(ids == NO_ROUTE, version == 0, dtype=np.int8)
        made = pa.DictionaryArray.from_arrays(code, pa.array(ANSWERS), safe=False)
        return made if self.is_few else made.dictionary_decode()


def map_batches(find: Lookup, batches: Iterable[Any]) -> Iterator[Any]:
    """Batches with their routes: what Spark's ``mapInArrow`` wants, for one."""
    return (find(batch) for batch in batches)
