"""macOS 13 and later: the same kernel with wider listings."""

from __future__ import annotations

from rtentry.kernel.systems import System
from rtentry.kernel.systems.macos11 import SYSTEM as MACOS11

SYSTEM: System = MACOS11._replace(
    name="macos14", title="macOS 13 to 26", dialect="macos14"
)
