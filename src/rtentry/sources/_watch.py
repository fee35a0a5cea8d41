"""
What a Linux kernel tells of its tables, as it happens: rtnetlink's multicast groups.

The groups are joined before the table is read, so that nothing falls between.  When the
socket's queue runs over, the kernel says so once (ENOBUFS): what was told is lost, and
the table is read again.

Source: rtnetlink(7), netlink(7); include/uapi/linux/rtnetlink.h, enum rtnetlink_groups.
"""

from __future__ import annotations

import _socket
import select
import signal
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from errno import ENOBUFS

from rtentry.errors import SourceError
from rtentry.flags import IFF
from rtentry.light import Any, NamedTuple
from rtentry.model import Interface, Pairs, Snapshot
from rtentry.sources import _netlink, linux
from rtentry.sources._netlink import Channel, channel, option
from rtentry.watch import Batch, Notice
from rtentry.watch.state import State
from rtentry.wire import ifaddr, link, neigh, netlink, nexthop, route, rtnl, rule

NETLINK_ADD_MEMBERSHIP = 1

NLM_F_REPLACE, NLM_F_APPEND = 0x100, 0x800

QUEUE = 64 << 20
"""Octets of the socket's queue, where we may have so much: half a million messages."""

QUIET, BURST, TICK = 0.05, 0.5, 0.2
"""A burst is over after so long without a message, or altogether; how often we look up."""


class Kind(NamedTuple):
    """
    One kind of notice.

    Fields:
        groups: multicast groups that tell of it.
        types:  RTM_NEW..., RTM_DEL....
        want:   what a snapshot has to hold to compare with.
    """

    groups: tuple[int, ...]
    types: tuple[int, int]
    want: str


KINDS: Mapping[str, Kind] = {
    "interface": Kind((1,), (16, 17), "interfaces"),
    "address": Kind((5, 9), (20, 21), "interfaces"),
    "rule": Kind((8, 19), (32, 33), "rules"),
    "nexthop": Kind((32,), (104, 105), "nexthops"),
    "route": Kind((7, 11), (24, 25), "routes"),
    "neighbor": Kind((3,), (28, 29), "neighbors"),
}

OF_TYPE = {number: name for name, kind in KINDS.items() for number in kind.types}
"""Message type -> kind."""

NEEDED = ("interface", "address", "nexthop")
"""What routes depend on; it is listened to, even if it is not asked for."""


def watch(kinds: Collection[str], netns: str | None) -> Iterator[Batch]:
    """
    Batches of what happens, for ever; the first one tells how the table is.

    SIGINT and SIGTERM end it.  A batch without notices comes every TICK or so.

    Args:
        kinds: kinds of notices.
        netns: network namespace; ``None`` = that of this thread.

    Raises:
        SourceError: if the kernel cannot be listened to, or read.
    """
    names = dict.fromkeys([*kinds, *NEEDED])
    listener = Listener(opened(names, netns), names, netns)
    stopped: list[int] = []
    before = [
        (number, signal.signal(number, lambda n, _: stopped.append(n)))
        for number in (signal.SIGINT, signal.SIGTERM)
    ]
    try:
        yield listener.begin()
        while not stopped:
            yield listener.batch()
    finally:
        listener.channel.close()
        for number, handler in before:
            signal.signal(number, handler)


def opened(names: Iterable[str], netns: str | None) -> Channel:
    """A socket that is told of some kinds, in a namespace."""
    if netns is None:
        return joined(names)
    from rtentry.sources._netns import inside

    return inside(netns, lambda: joined(names))


def joined(names: Iterable[str]) -> Channel:
    """A socket that has joined the groups of some kinds; those that there are."""
    found = channel(_netlink.NETLINK_ROUTE)
    option(found.sock, _socket.SOL_SOCKET, _netlink.SO_RCVBUFFORCE, QUEUE)
    found.sock.bind((0, 0))  # who has no address of his own is told nothing
    for name in names:
        for group in KINDS[name].groups:
            option(found.sock, _netlink.SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group)
    return found


class Listener:
    """
    A socket that is told what happens, and the table as far as it was told.

    Fields:
        channel: the socket.
        names:   kinds that are listened to.
        netns:   where.
        links:   interfaces, ifindex to name.
        state:   the table.
    """

    def __init__(
        self, channel: Channel, names: Iterable[str], netns: str | None
    ) -> None:
        self.channel = channel
        self.netns = netns
        self.want = {KINDS[name].want for name in names}
        self.links: dict[int, str] = {}
        self.up: dict[int, bool] = {}
        self.state = State(Snapshot())
        self.poll = select.poll()
        self.poll.register(channel.sock, select.POLLIN)
        self.readers: dict[int, Callable[[bytes], Any]] = {
            16: link.link,
            20: ifaddr.ifaddr,
            24: route.decoder(self.links).record,
            28: neigh.decoder(self.links, {}).record,
            32: rule.rule,
            104: nexthop.decoder(self.links).record,
        }

    def begin(self) -> Batch:
        """The table as it is at first."""
        self.read()
        return Batch(time.time(), whole=self.state.snapshot, is_first=True)

    def read(self) -> Snapshot:
        """The table, read from the kernel; the names of interfaces with it."""
        found = linux.read(self.want, netns=self.netns)
        self.links.clear()
        for each in found.interfaces:
            if each.ifindex:
                self.links[each.ifindex] = str(each.ifname)
                self.up[each.ifindex] = bool((each.flags or IFF(0)) & IFF.UP)
        self.state = State(found)
        return found

    def batch(self) -> Batch:
        """What is told until it is quiet for a while."""
        notices: list[Notice] = []
        lost = self.gather(notices)
        steps = [self.state.apply(notices)] if notices else []
        if lost or self.state.doubtful:
            steps.append((self.state.snapshot(), self.read()))
        whole = self.state.snapshot
        return Batch(time.time(), tuple(notices), tuple(steps), lost, whole)

    def gather(self, notices: list[Notice]) -> bool:
        """Collect a burst of messages; whether some were lost."""
        lost = False
        end, wait = time.monotonic() + BURST, TICK
        while self.poll.poll(max(wait, 0) * 1000):
            lost |= not self.hear(notices)
            wait = min(QUIET, end - time.monotonic())
        return lost

    def hear(self, notices: list[Notice]) -> bool:
        """Take one datagram; whether it came in one piece with those before it."""
        try:
            data = self.channel.receive()
        except OSError as error:
            if error.errno == ENOBUFS:
                return False
            raise SourceError(f"netlink: {error.strerror}") from None
        told = map(self.notice, netlink.walk(data))
        notices += [notice for notice in told if notice is not None]
        return True

    def notice(self, message: netlink.Message) -> Notice | None:
        """What a message tells; ``None`` = of something else."""
        kind = OF_TYPE.get(message.type)
        if kind is None or is_of_bridge(message):
            return None
        new, gone = KINDS[kind].types
        record = self.readers[new](message.body)
        deleted = message.type == gone
        replaced = not deleted and takes_a_place(message)
        if kind == "interface":
            found = self.interface(record)
            return Notice(kind, found, deleted, replaced, record.ifindex)
        if kind == "address":
            index, address = record
            return Notice(
                kind, address, deleted, replaced, index, self.links.get(index)
            )
        return Notice(kind, record, deleted, replaced)

    def interface(self, told: link.Link) -> Interface:
        """An interface with names for numbers, and whether what it stands on is down."""
        self.links[told.ifindex] = str(told.interface.ifname)
        self.up[told.ifindex] = bool((told.interface.flags or IFF(0)) & IFF.UP)
        more: Pairs = ()
        if told.link is not None:
            names = {**self.links, 0: "NONE"}
            more = (("link", names.get(told.link) or f"if{told.link}"),)
            if told.link and not told.is_far and not self.up.get(told.link, True):
                more = (*more, ("link_down", True))
        return told.interface._replace(
            ifindex=told.ifindex,
            master=self.links.get(told.master),
            extra=(*more, *told.interface.extra),
        )


def takes_a_place(message: netlink.Message) -> bool:
    """Whether a route takes another's place; IPv6 tells a multipath route anew."""
    is_grown = message.flags & NLM_F_APPEND and message.body[0] == rtnl.FAMILIES[6]
    return bool(message.flags & NLM_F_REPLACE or is_grown)


def is_of_bridge(message: netlink.Message) -> bool:
    """Whether a message is of AF_BRIDGE or another family that has no IP routes."""
    return message.body[:1] not in (b"\0", *[bytes([f]) for f in rtnl.VERSIONS])
