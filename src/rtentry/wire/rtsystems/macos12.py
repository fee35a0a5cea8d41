"""macOS 12: as before."""

from __future__ import annotations

from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.macos import BINARY as MACOS

BINARY: Binary = MACOS
