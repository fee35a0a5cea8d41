"""
Snapshots as Arrow tables: what Parquet files, SQL and other programs' frames hold.

``columns`` describes them, ``write`` makes them, ``read`` is its inverse, ``sql`` asks
them.  pyarrow is the extra ``[data]``; it is imported by the functions that need it.
"""

from __future__ import annotations

from importlib.util import find_spec

from rtentry.errors import SourceError

ENDINGS = {
    "parquet": "parquet", "pq": "parquet", "arrow": "arrow", "feather": "arrow",
    "ipc": "arrow",
}  # fmt: skip
"""How files of tables are named, and what each is."""


def needed(*names: str) -> None:
    """SourceError if one of some packages, or numpy or pyarrow, is not installed."""
    for name in ("numpy", "pyarrow", *names):
        if find_spec(name) is None:
            raise SourceError(f"{name} is not installed: pip install rtentry[data]")


def form(where: str) -> str | None:
    """What a file is by its name: ``parquet``, ``arrow``; ``None`` = no table."""
    return ENDINGS.get(where.rpartition(".")[2].lower())
