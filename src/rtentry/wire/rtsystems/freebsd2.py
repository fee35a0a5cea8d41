"""FreeBSD 2 and 3: as 4."""

from __future__ import annotations

from rtentry.wire.rtsystems import Binary, never
from rtentry.wire.rtsystems.freebsd4 import BINARY as FREEBSD4

BINARY: Binary = FREEBSD4._replace(likely=never)
