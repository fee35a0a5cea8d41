"""
Watching a table: what its kernel tells, and what is different afterwards.

A source gives batches of notices, one for each message of the kernel; the state of the
table (:mod:`.state`) takes them in and says what was and what is now, so that the
differences are those of ``rtentry diff``.  Pure: a batch carries its time.
"""

from __future__ import annotations

from collections.abc import Callable

from rtentry.light import Any, NamedTuple
from rtentry.model import Snapshot

KINDS = ("interface", "address", "rule", "nexthop", "route", "neighbor")
"""What may be watched, in the order in which differences are told."""


class Notice(NamedTuple):
    """
    One message of the kernel.

    Fields:
        kind:     one of KINDS.
        record:   what it is about: Route, Neighbor, Interface, Rule, NexthopObject; of
                  an address IfAddr.
        deleted:  whether it went away.
        replaced: whether it took the place of another.
        ifindex:  the interface's number, where it is about one; 0 = it is not.
        ifname:   its name, where *record* does not say it: of an address.
    """

    kind: str
    record: Any
    deleted: bool = False
    replaced: bool = False
    ifindex: int = 0
    ifname: str | None = None


class Batch(NamedTuple):
    """
    What was told in a short time.

    Fields:
        at:      when it ended (seconds since 1970).
        notices: the messages, in order; none = nothing happened for a while.
        steps:   (before, after) of what changed, as snapshots of that alone.
        lost:    whether messages were lost: the last step is all that is known.
        whole:   gives the whole table as it is now.
        is_first: whether nothing was told before.
    """

    at: float
    notices: tuple[Notice, ...] = ()
    steps: tuple[tuple[Snapshot, Snapshot], ...] = ()
    lost: bool = False
    whole: Callable[[], Snapshot] = Snapshot
    is_first: bool = False
