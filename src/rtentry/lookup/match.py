"""Which row of a table each of many addresses takes."""

from __future__ import annotations

from rtentry.frame import Frame
from rtentry.light import TYPE_CHECKING
from rtentry.lookup.taken import Table
from rtentry.lpm.index import Index

if TYPE_CHECKING:
    from rtentry.frame import Array

NO_ROUTE = 0
"""The row of addresses that no route is for; those of a table begin with 1."""


class Matcher:
    """
    The rows of a table by address: IPv4's in order, then IPv6's.

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
            return self.index.match_many(lower.astype(np.uint32))
        rows = np.zeros(len(version), np.uint32)
        six = version == 6
        rows[four] = self.index.match_many(lower[four].astype(np.uint32))
        rows[six] = self.index.match_many(np.stack([upper[six], lower[six]], axis=1))
        return rows
