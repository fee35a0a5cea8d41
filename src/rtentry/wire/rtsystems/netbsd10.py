"""NetBSD 10: as 8."""

from __future__ import annotations

from rtentry.wire.rtguess import has_entries
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.netbsd8 import BINARY as NETBSD8

BINARY: Binary = NETBSD8._replace(likely=has_entries, rank=6)
