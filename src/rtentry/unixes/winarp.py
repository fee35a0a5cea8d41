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
from rtentry.columns import is_masked
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.forms.fit import keep, kept
from rtentry.light import Any, NamedTuple
from rtentry.listing import Found, Hint, View
from rtentry.model import Block, Neighbor, Pairs, Snapshot
from rtentry.rowformat import Row
from rtentry.written import is_gap

TITLE = re.compile(
    r"[^\d\s][^\d]*?\s?(\d+(?:\.\d+){3}|: [A-Za-z][\w.:@*-]*|: -)"
    r" (?:---|on Interface) (0x[0-9a-fA-F]+|0|[1-9]\d*)\s*"
)
"""The interface, by its address (by its name in a table from another system)."""
HEADING = "  Internet Address      Physical Address      Type"
ROW = Row("  %-21s %-21s %-#10s")

ENTRY = re.compile(r"\s*\d+(?:\.\d+){3}\s+(?:[0-9a-fA-F]{2}-){5}[0-9a-fA-F]{2}\s+\S")
"""An entry that tells by itself that it is one of Windows."""

HINT = Hint(rf"(?:\D+\n)?(?:{ENTRY.pattern})", (" ---", " on Interface "))

STATIC = frozenset(
    (
        "static", "statisch", "statique", "estático", "statico", "statyczne", "statyczny",
        "статический", "статичний", "statická", "statický", "statikus", "statik", "statisk",
        "静态", "靜態", "静的", "정적",
    )
)  # fmt: skip
"""Types of entries that were set by hand, in some languages."""

TYPES = {
    **dict.fromkeys(("REACHABLE", "STALE", "DELAY", "PROBE"), "dynamic"),
    **dict.fromkeys(("INCOMPLETE", "FAILED"), "invalid"),
    **dict.fromkeys(("PERMANENT", "NOARP"), "static"),
}
"""Types of entries in other systems' states."""


class Part(NamedTuple):
    """
    Some entries right below each other.

    Fields:
        titles: the lines above them: of the interface, or dots for entries left out.
        at:     index of the first entry.
        end:    index of the line below the last.
        ifname, ifindex: the interface, ``None`` and 0 = not said.
    """

    titles: tuple[str, ...]
    at: int
    end: int
    ifname: str | None = None
    ifindex: int = 0


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    blocks: list[Block] = []
    records: list[Neighbor] = []
    end = index
    for part in parts(lines, index):
        rows = [line.rstrip("\r\n") for line in lines[part.at : part.end]]
        entries = [entry(line, part, n) for n, line in enumerate(rows, part.at)]
        odd = {
            n: line
            for n, (line, one) in enumerate(zip(rows, entries, strict=True))
            if written(one) != line
        }
        place = (len(records), len(records) + len(entries))
        records += entries
        heading = None if part.ifindex else ""
        blocks.append(Block(place, "inet", part.titles, heading, options=keep(odd)))
        end = part.end
    return Found(tuple(records), tuple(blocks), end) if records else None


def parts(lines: Sequence[str], index: int) -> Iterator[Part]:
    """The tables that stand at *index*, cut where entries were left out."""
    last = Part((), index, index)
    first = index + is_heading(lines[index])
    if first < len(lines) and ENTRY.match(lines[first]):
        titles = tuple([line.rstrip("\r\n") for line in lines[index:first]])
        last = Part(titles, first, end_of(lines, first))
        yield last
    while last.end < len(lines) and (begun := begin(lines, last)):
        last = begun._replace(end=end_of(lines, begun.at))
        yield last


def is_heading(line: str) -> bool:
    """Whether a line may be the heading of entries: words far apart, and no numbers."""
    return "  " in line.strip() and not any(map(str.isdigit, line))


def begin(lines: Sequence[str], last: Part) -> Part | None:
    """The part that begins behind *last*; ``None`` = there is no other."""
    if last.titles and is_gap(lines[last.end]) and lines[last.end].strip():
        return last._replace(titles=(lines[last.end].rstrip("\r\n"),), at=last.end + 1)
    at = title_at(lines, last.end)
    title = None if at is None else TITLE.fullmatch(lines[at].rstrip())
    if at is None or title is None or at + 1 == len(lines):
        return None
    below = lines[at + 1]
    first = at + (1 if ENTRY.match(below) or not below.strip() else 2)
    titles = tuple([line.rstrip("\r\n") for line in lines[last.end : first]])
    return Part(titles, first, first, *title_of(title))


def title_at(lines: Sequence[str], at: int) -> int | None:
    """Index of the title at *at*, blank lines before it left out; ``None`` = none."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at < len(lines) and TITLE.fullmatch(lines[at].rstrip()):
        return at
    return None


def end_of(lines: Sequence[str], at: int) -> int:
    """Index of the first line after the entries that begin at *at*."""
    while at < len(lines) and not is_gap(lines[at]):
        if TITLE.fullmatch(lines[at].rstrip()):
            break
        at += 1
    return at


def entry(line: str, part: Part, n: int) -> Neighbor:
    """The entry that a line is; the error says which line."""
    try:
        return read(line, part.ifname, part.ifindex)
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
    hidden: Pairs = ()
    if is_masked(head.replace("-", ":")):
        lladdr: LLAddr | None = None
        hidden = (("hidden", head),)
    elif head[:1].isdecimal() or "-" in head:
        lladdr = parse_mac(head.replace("-", ":"))
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
        extra=(("ifindex", index), *hidden),
    )


def parse_dashed(cell: str) -> LLAddr | None:
    """A link-level address with dashes; blank = not known."""
    return parse_mac(cell.replace("-", ":")) if cell else None


def show_dashed(lladdr: LLAddr | None) -> str:
    """Inverse of :func:`parse_dashed`."""
    return "" if lladdr is None else lladdr.hex("-")


def written(entry: Any) -> str:
    """A row."""
    addr = entry.addr
    text = show_address(addr) if isinstance(addr, Prefix) else str(addr)
    is_set = entry.flags & (NTF.STATIC | NTF.PERMANENT)
    usual = "static" if is_set else "dynamic"
    kind = TYPES.get(entry.state, entry.state) or usual
    hidden = str(dict(entry.extra).get("hidden", ""))
    lladdr = hidden if entry.lladdr is None else entry.lladdr.hex("-")
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
