"""Which row of a table each of many addresses takes."""

from __future__ import annotations

from rtentry.frame import Frame
from rtentry.light import TYPE_CHECKING, Any
from rtentry.lookup.taken import Table
from rtentry.lpm.cells import Cells
from rtentry.lpm.index import Index
from rtentry.lpm.layout import BITS
from rtentry.lpm.rows import Rows
from rtentry.lpm.trie import Trie

if TYPE_CHECKING:
    from rtentry.frame import Array

NO_ROUTE = 0
"""The row of addresses that no route is for; those of a table begin with 1."""


class Matcher:
    """
    The rows of a table by address: IPv4's in order, then IPv6's.

    Sent to another process it is arrays, which are not copied where memory is shared.

    Fields:
        index: the destinations, each with the number of its row as its slot.
    """

    def __init__(self, table: Table) -> None:
        import numpy as np

        self.index: Index[int] = Index()
        for version, (_, addr, plen, _) in sorted(table.taken.items()):
            each = np.arange(len(plen), dtype=np.int32)
            frame = Frame(version, addr, plen, each, ())
            self.index.load_frame(frame, each, range(len(plen)))

    def find(self, version: Array, upper: Array, lower: Array) -> Array:
        """The row of each address, integers; version 0 has none."""
        import numpy as np

        four = version == 4
        if four.all():
            return self.index.match_many(lower.astype(np.uint32, copy=False))
        rows = np.zeros(len(version), np.uint32)
        six = version == 6
        rows[four] = self.index.match_many(lower[four].astype(np.uint32))
        rows[six] = self.index.match_many(np.stack([upper[six], lower[six]], axis=1))
        return rows

    def __getstate__(self) -> dict[str, Any]:
        """The tries as arrays, and the prefixes that they do not know all about."""
        import numpy as np

        found = {}
        for version in self.index.rows:
            trie = self.index.tries.get(version) or self.index.trie(version)
            cells = [
                np.frombuffer(part.slots, part.slots.typecode)
                for part in (trie.top, trie.low)
            ]
            told = {k: v for k, v in vars(trie).items() if k not in ("top", "low")}
            found[version] = told, cells
        return {"tries": found, "tails": list(tails(self.index.rows[6]))}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """An index that is only looked at."""
        self.index = Index()
        for version, (told, cells) in state["tries"].items():
            trie = Trie.__new__(Trie)
            vars(trie).update(told)
            trie.top, trie.low = [Cells(shared(c), bytearray()) for c in cells]
            self.index.tries[version] = trie
        for addr, plen, slot in state["tails"]:
            self.index.rows[6].put(addr, plen, slot)


def tails(rows: Rows) -> set[tuple[int, int, int]]:
    """The prefixes that are longer than a trie looks, and all that cover these."""
    return {
        tuple(above)  # type: ignore[misc]
        for row in rows.between(0)
        if row.plen > BITS[6]
        for above in rows.covers(row.addr, row.plen)
    }


def shared(numbers: Array) -> Any:
    """An array as one of the standard library: of the same memory, and not changed."""
    import numpy as np

    class Shared(np.ndarray):
        """Numbers, with their typecode."""

        typecode = numbers.dtype.char

    return numbers.view(Shared)
