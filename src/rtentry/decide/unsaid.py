"""What a capture does not say although a decision depends on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rtentry.addr import Prefix
from rtentry.decide.near import sample
from rtentry.model import Snapshot
from rtentry.packet import Packet

SHOWN = 3
"""How many names are told."""


def unsaid(snapshot: Snapshot, packets: Collection[Packet]) -> Iterator[str]:
    """
    Sentences about tables that are not listed, and destinations that are no addresses.

    A live kernel leaves nothing unsaid.
    """
    if not snapshot.listings:
        return
    of = f"{snapshot.host}: " if snapshot.host else ""
    dsts = {route.dst for route in sample(snapshot.routes)}
    listed = {dst.version for dst in dsts if isinstance(dst, Prefix)}
    if any(each.is_excerpt for each in snapshot.listings if each.kind == "routes"):
        yield f"{of}somebody left out rows of the table"
    asked = {packet.dst.version for packet in packets}
    for version in sorted(asked - listed):
        yield f"{of}no routes of IPv{version} are listed"
    odd = sorted(
        [d for d in dsts if isinstance(d, str) and (6 in asked or ":" not in d)]
    )
    if odd:
        some = ", ".join([*odd[:SHOWN], *["..."] * (len(odd) > SHOWN)])
        yield f"{of}not looked at, since they are no whole addresses: {some}"
