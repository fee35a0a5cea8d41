"""What the kernel itself says of packets: RTM_GETROUTE, one question each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from errno import ENODEV
from functools import partial

from rtentry.light import Any
from rtentry.packet import Packet, Reply
from rtentry.sources._kernel import Kernel
from rtentry.wire import ask, route, rtnl
from rtentry.wire.netlink import Decoder


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
        return tuple([answer(kernel, p, indices, decoder) for p in packets])
    finally:
        kernel.close()


def answer(
    kernel: Kernel, packet: Packet, indices: Mapping[str, int], decoder: Decoder[Any]
) -> Reply:
    """The answer about one packet; one of an interface that is not there has none."""
    if not {packet.iif, packet.oif} <= {None, *indices}:
        return Reply(errno=ENODEV)
    body = ask.question(packet, indices)
    found, errno = kernel.route.ask(rtnl.RTM_GETROUTE, body, decoder)
    return Reply(next(iter(found), None), errno)
