"""
DragonFly: as FreeBSD 4, of which it is made.

Source: DragonFlyBSD sys/net/route.c, usr.bin/netstat/route.c.
"""

from __future__ import annotations

from rtentry.cells import Eras
from rtentry.cells.freebsd import CLONING

CELLS: Eras = ((0, CLONING),)
