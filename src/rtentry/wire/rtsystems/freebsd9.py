"""FreeBSD 8 and 9: as 10."""

from __future__ import annotations

from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.freebsd10 import BINARY as FREEBSD10

BINARY: Binary = FREEBSD10
