"""
Linux 2.4: as Linux today, but that netstat, route and arp are those of its own time.

Source: iputils ping.c; procps sysctl.c.
"""

from __future__ import annotations

from rtentry.sim.words.linux import WORDS as LINUX

WORDS = LINUX._replace(printers={"ip": "iproute2"})
