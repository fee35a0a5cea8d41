"""macOS 13 and later: as before."""

from __future__ import annotations

from rtentry.wire.rtguess import tells_no_interfaces
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.macos import BINARY as MACOS

BINARY: Binary = MACOS._replace(likely=tells_no_interfaces, rank=5)
