"""Who holds an entry: the list that Refs is the length of."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Prefix, show_address
from rtentry.kernel.entry import Entry
from rtentry.kernel.rtf import UP
from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.kernel.state import Holder


class Held(NamedTuple):
    """
    One holder of an entry.

    Fields:
        kind:  ``tcp``, ``udp``, ``raw``: a socket; ``forward``: the forwarding code;
               ``gateway``: an entry that goes through it; ``clone``: an entry made
               from it; ``unknown``.
        name:  the socket's name; the word behind *kind*; ``""`` = none.
        dst:   where a socket sends; destination of the entry that holds.
        port:  port that it is connected to.
        trash: whether the entry that holds is itself out of the table.
    """

    kind: str
    name: str = ""
    dst: Prefix | None = None
    port: int | None = None
    trash: bool = False

    def __str__(self) -> str:
        where = "" if self.dst is None else f" {show(self.dst)}"
        port = f" port {self.port}" if self.port else ""
        name = f" {self.name}" if self.name else ""
        return f"{self.kind}{name}{where}{port}{' (deleted)' if self.trash else ''}"


def show(dst: Prefix) -> str:
    """A destination: an address, or a prefix."""
    if dst.is_host:
        return show_address(dst)
    return "default" if not dst.plen and not dst.addr else str(dst)


def holders(rt: Entry) -> Iterator[Held]:
    """All holders of an entry; as many as its Refs."""
    for holder in rt.holders or ():
        if isinstance(holder, Entry):
            yield Held("gateway", "of", holder.dst, trash=not holder.flags & UP)
        else:
            yield of(rt, holder)
    for clone in rt.clones or ():
        yield Held("clone", "", clone.dst, trash=not clone.flags & UP)


def of(rt: Entry, holder: Holder) -> Held:
    """A holder that is no entry."""
    if holder.kind == "unknown":
        return Held("unknown", holder.name)
    dst = Prefix(rt.table.version, holder.dst, rt.table.width)
    name = "" if holder.kind == "forward" else holder.name
    return Held(holder.kind, name, dst, holder.pport or None)
