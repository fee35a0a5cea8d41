"""
The tables of a Linux kernel, now: netlink, and /proc for what netlink does not tell.

Reading needs no privileges, except that a network namespace is entered by root only and
that the owners of other users' sockets are shown to root only.  Everything is said as
the kernel says it; ``rtentry.join`` puts it together as a BSD would hold it.

Source: rtnetlink(7), sock_diag(7), proc_net(5); net/ipv4/proc.c for the counters.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Collection, Iterable
from errno import EINVAL, ENOENT, ENOPROTOOPT, EOPNOTSUPP, EPROTONOSUPPORT
from functools import cached_property, partial
from typing import Any

from rtentry.errors import SourceError
from rtentry.flags import RTF
from rtentry.model import (
    Interface,
    Neighbor,
    NexthopObject,
    Route,
    RouteStats,
    Rule,
    Snapshot,
    Socket,
)
from rtentry.sources import Ask, Source
from rtentry.sources._netlink import NETLINK_ROUTE, NETLINK_SOCK_DIAG, Channel, channel
from rtentry.sources._netns import inside
from rtentry.wire import diag, ifaddr, link, neigh, neightbl, nexthop, rule, run
from rtentry.wire.attr import attribute
from rtentry.wire.link import Link
from rtentry.wire.route import route
