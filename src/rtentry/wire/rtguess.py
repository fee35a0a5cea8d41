"""
What tells a dump of one system from that of another: what its messages look like.

Pure functions on messages; each system says which of them is true of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from rtentry.flags import RTF
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.wire.rtsock import Message

ENTRIES = ("RTM_GET", "RTM_GET2")
"""Messages that tell an entry of a table."""

CLONING = RTF.CLONING | RTF.PRCLONING | RTF.CLONED
"""What FreeBSD has not had since 8."""


def entries(messages: Iterable[Message]) -> list[Message]:
    """The messages that tell an entry."""
    return [message for message in messages if message.type in ENTRIES]


def has_entries(messages: Iterable[Message]) -> bool:
    """Whether there are entries, or interfaces, at all."""
    return any(message.type in (*ENTRIES, "RTM_IFINFO") for message in messages)


def tells_interfaces(messages: Iterable[Message]) -> bool:
    """Whether entries tell their interface, as they do on FreeBSD."""
    return any("ifp" in message.addrs for message in entries(messages))


def tells_no_interfaces(messages: Iterable[Message]) -> bool:
    """Whether there are entries, and none tells its interface (macOS)."""
    found = entries(messages)
    return bool(found) and not tells_interfaces(found)


def has_clones(messages: Iterable[Message]) -> bool:
    """Whether entries tell their interface, and some are templates or clones."""
    found = entries(messages)
    return tells_interfaces(found) and any(m.flags & CLONING for m in found)
