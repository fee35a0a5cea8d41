"""iproute2 of Linux: ``ip route``, ``ip neigh``."""

from __future__ import annotations

from rtentry.acts.usual import MAIN
from rtentry.acts.wording import Commands
from rtentry.commands._ipneigh import NEIGHBOR
from rtentry.commands._iproute import ROUTE

COMMANDS = Commands(
    "iproute2",
    "Linux iproute2: ip route, ip neigh",
    (ROUTE, NEIGHBOR),
    key=("dst", "table", "rtable", "vrf", "metric", "tos"),
    main=MAIN,
    segments=True,
)
