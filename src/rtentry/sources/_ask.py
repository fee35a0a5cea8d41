"""What the kernel itself says of packets: RTM_GETROUTE, one question each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rtentry.packet import Packet, Reply
from rtentry.sources._kernel import Kernel
from rtentry.wire import ask, route, rtnl


def replies(packets: Sequence[Packet], netns: str | None) -> tuple[Reply, ...]:
    """
    The kernel's answers, in the order of the packets.

    Args:
        packets: each of one destination address.
        netns:   network namespace to ask in; ``None`` = that of this thread.

    Raises:
        SourceError: if the namespace cannot be entered.
        FormatError: if the kernel sends what it should not.
    """
    if netns is None:
        return answers(packets)
    from rtentry.sources._netns import inside

    return inside(netns, partial(answers, packets))


def answers(packets: Sequence[Packet]) -> tuple[Reply, ...]:
    """The answers in the network namespace of this thread."""
    kernel = Kernel()
    try:
        indices = {name: number for number, name in kernel.names.items()}
        decoder = route.decoder(kernel.names)
        found = [
            kernel.route.ask(rtnl.RTM_GETROUTE, ask.question(p, indices), decoder)
            for p in packets
        ]
    finally:
        kernel.close()
    return tuple([Reply(next(iter(some), None), errno) for some, errno in found])
