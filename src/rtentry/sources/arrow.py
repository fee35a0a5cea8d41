"""``arrow:FILE``: a table of routes in an Arrow (Feather) file."""

from __future__ import annotations

from rtentry.sources import Source
from rtentry.sources.parquet import read

SOURCE = Source("a table of routes in an Arrow (Feather) file", read)
