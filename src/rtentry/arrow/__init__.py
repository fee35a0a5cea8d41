"""
Snapshots as Arrow tables: what Parquet files, SQL and other programs' frames hold.

``columns`` describes them, ``write`` makes them, ``read`` is its inverse, ``sql`` asks
them.  pyarrow is the extra ``[data]``; it is imported by the functions that need it.
"""

from __future__ import annotations

import sys
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
    if PROGRAM in sys.modules and "pandas" not in sys.modules:
        without_pandas()


PROGRAM = "rtentry.__main__"
"""The module that is there if the process is ours."""


def without_pandas() -> None:
    """
    Let pyarrow think that there is no pandas.

    It would start it, for 300 ms, to know its types should it see any.
    """
    import pyarrow

    sys.meta_path.insert(0, Absent)
    try:
        pyarrow.array([])
    finally:
        sys.meta_path.remove(Absent)


class Absent:
    """A finder of modules that says that pandas is not there."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """None, or ModuleNotFoundError."""
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


def form(where: str) -> str | None:
    """What a file is by its name: ``parquet``, ``arrow``; ``None`` = no table."""
    return ENDINGS.get(where.rpartition(".")[2].lower())
