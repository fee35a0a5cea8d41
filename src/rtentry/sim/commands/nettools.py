"""``route``, ``arp``, ``ifconfig`` and ``monitor`` of a Linux box, in place of a BSD's."""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.sim.linux.monitor import monitor
from rtentry.sim.linux.nettools import arp, ifconfig, route
from rtentry.sim.session import Command

COMMANDS: Mapping[str, Command] = {}

OURS: Mapping[str, Command] = {
    "route": route, "arp": arp, "ifconfig": ifconfig, "monitor": monitor,
}  # fmt: skip

FAMILIES = {"linux": OURS, "linux24": OURS}
"""Family of systems -> commands that it has in place of those of all."""
