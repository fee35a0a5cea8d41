"""
``arp -a`` of Windows, in any language: a table under each interface.

    Interface: 192.0.2.10 --- 0xd
      Internet Address      Physical Address      Type
      192.0.2.1             00-00-5e-00-53-01     dynamic

The words are the user's; what is known is where the address and the number of the
interface stand.  Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rtentry.addr import LLAddr, Prefix, parse_address, parse_mac, show_address
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.forms.fit import keep, kept
from rtentry.light import Any
from rtentry.listing import Found, View
from rtentry.model import Block, Neighbor, Snapshot
from rtentry.rowformat import Row

TITLE = re.compile(
    r"[^\d\s][^\d]*?\s?(\d+(?:\.\d+){3}|: [A-Za-z][\w.:@*-]*|: -) ---"
    r" (0x[0-9a-fA-F]+|\d+)\s*"
)
"""The interface, by its address (by its name in a table from another system)."""
HEADING = "  Internet Address      Physical Address      Type"
ROW = Row("  %-21s %-21s %-#10s")

STATIC = frozenset(
    ["static", "statisch", "statique", "estático", "statico", "statyczne", "statyczny"]
)
"""Types of entries that were set by hand, in some languages."""


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    blocks: list[Block] = []
    records: list[Neighbor] = []
    at = end = index
    while (start := title_at(lines, at)) is not None and start + 1 < len(lines):
        stop = start + 2
        while stop < len(lines) and lines[stop].strip():
            if TITLE.fullmatch(lines[stop].rstrip()):
                break
            stop += 1
        table = [line.rstrip("\r\n") for line in lines[start:stop]]
        entries = list(read_all(table, start))
        odd = {
            n: line
            for n, (line, entry) in enumerate(zip(table[2:], entries, strict=True))
            if written(entry) != line
        }
        titles = tuple([line.rstrip("\r\n") for line in lines[at : start + 2]])
        before = len(records)
        records += entries
        blocks.append(Block((before, len(records)), "inet", titles, options=keep(odd)))
        at = end = stop
    return Found(tuple(records), tuple(blocks), end) if records else None


def title_at(lines: Sequence[str], at: int) -> int | None:
    """Index of the title at *at*, blank lines before it left out; ``None`` = none."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at < len(lines) and TITLE.fullmatch(lines[at].rstrip()):
        return at
    return None


def read_all(table: Sequence[str], at: int) -> Iterator[Neighbor]:
    """The entries of one table, title and heading included; *at*: its first line."""
    title = TITLE.fullmatch(table[0].rstrip())
    ifname, index = title_of(title) if title else (None, 0)
    for n, line in enumerate(table[2:], at + 2):
        try:
            yield read(line, ifname, index)
        except FormatError as error:
            raise FormatError(error.message, line=n) from None


def title_of(title: re.Match[str]) -> tuple[str | None, int]:
    """The interface, and its number, that a title tells."""
    name = title[1].removeprefix(": ")
    return None if name == "-" else name, int(title[2], 0)


def read(line: str, ifname: str | None, index: int) -> Neighbor:
    """One entry; FormatError if it is none."""
    addr, _, rest = line.strip().partition(" ")
    head, _, kind = rest.strip().partition(" ")
    if head[:1].isdigit() or "-" in head:
        lladdr: LLAddr | None = parse_mac(head.replace("-", ":"))
    else:
        lladdr, kind = None, rest  # an entry without an answer has no address
    if not kind.strip():
        raise FormatError(f"not an entry: {line.strip()!r}")
    state = kind.strip()
    flags = NTF.STATIC if state.lower() in STATIC else NTF(0)
    return Neighbor(
        parse_address(addr),
        lladdr,
        ifname,
        state,
        flags,
        extra=(("ifindex", index),),
    )


def written(entry: Any) -> str:
    """A row."""
    addr = entry.addr
    text = show_address(addr) if isinstance(addr, Prefix) else str(addr)
    is_set = entry.flags & (NTF.STATIC | NTF.PERMANENT)
    kind = entry.state or ("static" if is_set else "dynamic")
    lladdr = "" if entry.lladdr is None else entry.lladdr.hex("-")
    return ROW.show((text, lladdr, kind))


def show(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """See :class:`rtentry.listing.Form`."""
    if blocks is None:
        yield from choose(snapshot, view)
        return
    for block in blocks:
        yield from block.titles or ()
        odd = kept(block.options)
        for n, entry in enumerate(snapshot.neighbors[slice(*block.rows)]):
            text = written(entry)
            same = n in odd and says(odd[n], entry, text)
            yield odd[n] if same else text


def says(line: str, entry: Neighbor, text: str) -> bool:
    """Whether a line that was kept still says what the entry says."""
    index = dict(entry.extra).get("ifindex", 0)
    return written(read(line, entry.ifname, int(str(index)))) == text


def choose(snapshot: Snapshot, view: View) -> Iterator[str]:
    """The tables of a snapshot without listings: one for each interface."""
    every = [
        n
        for n in snapshot.neighbors
        if isinstance(n.addr, Prefix)
        and n.addr.version == 4
        and view.ifname in (None, n.ifname)
        and view.dst in (None, show_address(n.addr))
    ]
    numbers = {i.ifname: i.ifindex for i in snapshot.interfaces}
    for ifname in dict.fromkeys([n.ifname for n in every]):
        mine = [n for n in every if n.ifname == ifname]
        index = dict(mine[0].extra).get("ifindex", numbers.get(ifname or "")) or 0
        yield ""
        yield f"Interface: {ifname or '-'} --- {int(str(index)):#x}"
        yield HEADING
        yield from map(written, mine)
