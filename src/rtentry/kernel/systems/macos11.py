"""
macOS 10.15 to 12: default routes are global, and so are their clones.

Source: bsd/net/route.c, bsd/net/route.h (xnu, 2025).
"""

from __future__ import annotations

from rtentry.kernel import scope
from rtentry.kernel.systems import System
from rtentry.kernel.systems.macos import SYSTEM as MACOS

SYSTEM: System = MACOS._replace(
    name="macos11",
    title="macOS 10.15 to 12",
    dialect="macos11",
    added=scope.added_global,
)
