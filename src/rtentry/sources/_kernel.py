"""The kernel as seen from one network namespace: its netlink sockets, its interfaces."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cached_property

from rtentry.light import NamedTuple
from rtentry.model import Route
from rtentry.sources._netlink import NETLINK_ROUTE, NETLINK_SOCK_DIAG, Channel, channel
from rtentry.wire import ifname, rtnl


class Limits(NamedTuple):
    """
    What is not read of a kernel's tables, and how.

    Fields:
        versions: the IP versions that are; empty = all.
        most:     routes from which on none is read; ``None`` = any number.
        records:  whether all routes are to be records; else a large table is frames.
    """

    versions: tuple[int, ...] = ()
    most: int | None = None
    records: bool = True


EVERY = Limits()
"""Everything is read."""


class Kernel:
    """
    The kernel as seen from the network namespace of this thread.

    Fields:
        route:    its rtnetlink socket.
        diag:     its sock_diag socket.
        families: address families that it has.
        names:    its interfaces, ifindex to name.
        notes:    what it could not tell.
        limits:   what is not read.
        crowded:  whether it has more routes than are read.
        proc6:    whether routes of IPv6 are read from /proc, not from here.
        exceptions: whether exceptions are wanted, too.
        far:      whether names of namespaces are wanted, too.
        learned:  those that came with the routes; ``None`` = they were not asked for.
    """

    def __init__(self, limits: Limits = EVERY) -> None:
        self.route: Channel = channel(NETLINK_ROUTE)
        self.notes: list[str] = []
        self.limits = limits
        self.crowded = False
        self.proc6 = self.exceptions = self.far = False
        self.learned: Iterable[Route] | None = None

    @cached_property
    def diag(self) -> Channel:
        """Opened when it is first used."""
        return channel(NETLINK_SOCK_DIAG)

    @cached_property
    def families(self) -> tuple[int, ...]:
        """IPv6 only if it is there: asked for another family, rtnetlink sends all."""
        has6 = os.path.exists("/proc/thread-self/net/if_inet6")  # noqa: PTH110 - 8 ms
        wanted = self.limits.versions or tuple(rtnl.FAMILIES)
        return tuple([rtnl.FAMILIES[v] for v in wanted if v == 4 or has6])

    def families_of_routes(self) -> tuple[int, ...]:
        """Those that are read by netlink."""
        six = rtnl.FAMILIES[6]
        return tuple([f for f in self.families if not (self.proc6 and f == six)])

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Read when they are first needed."""
        decoder = ifname.decoder()
        return dict(self.route.dump(rtnl.RTM_GETLINK, ifname.REQUEST, decoder))

    def close(self) -> None:
        """Close its sockets."""
        self.route.close()
        if "diag" in self.__dict__:
            self.diag.close()
