"""Mac OS X 10.2 to 10.5: as later."""

from __future__ import annotations

from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.macos import BINARY as MACOS

BINARY: Binary = MACOS
