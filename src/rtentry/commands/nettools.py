"""net-tools of Linux: route(8), arp(8)."""

from __future__ import annotations

from rtentry.acts.wording import Commands
from rtentry.commands._nettools import ARP, ROUTE

COMMANDS = Commands(
    "nettools",
    "Linux net-tools route, arp",
    (ROUTE, ARP),
    key=("dst", "metric"),
    main=254,
    segments=True,
)
