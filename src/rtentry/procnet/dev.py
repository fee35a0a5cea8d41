"""
/proc/net/dev: what went through each interface.

The number of packets dropped is rx_dropped and rx_missed_errors together, that of frames
all errors of framing.  Source: net/core/net-procfs.c, dev_seq_printf_stats().
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.forms.fit import keep, kept
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, Counters, Interface, Snapshot

TITLES = (
    "Inter-|   Receive                                                |  Transmit",
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets"
    " errs drop fifo colls carrier compressed",
)

FIELDS = (
    "ibytes", "ipkts", "ierrs", "idrops", "ififo", "iframe", "icompressed", "imulti",
    "obytes", "opkts", "oerrs", "odrops", "ofifo", "colls", "ocarrier", "ocompressed",
)  # fmt: skip
"""What stands in a line, in order."""

WIDTHS = (7, 7, 4, 4, 4, 5, 10, 9, 8, 7, 4, 4, 4, 5, 7, 10)
"""How wide each is printed."""


def read(line: str) -> Interface:
    """A line; FormatError if it is none.  An alias has a colon in its name."""
    name, colon, rest = line.strip().rpartition(":")
    words = rest.split()
    if not colon or len(name.split()) != 1 or len(words) != len(FIELDS):
        raise FormatError(f"not a line of /proc/net/dev: {line!r}")
    numbers = [parse_count(word) for word in words]
    values = dict(zip(FIELDS, numbers, strict=True))
    own = {f: n for f, n in values.items() if f in Counters._fields}
    extra = tuple([(f, n) for f, n in values.items() if f not in own])
    return Interface(name, counters=Counters(**own), extra=extra)


def write(link: Interface) -> str:
    """Inverse of :func:`read`."""
    counted = link.counters or Counters()
    values = {**counted._asdict(), **dict(link.extra)}
    cells = [
        f"{values.get(field) or 0:{width}}"
        for field, width in zip(FIELDS, WIDTHS, strict=True)
    ]
    return f"{link.ifname:>6}: {' '.join(cells)}"


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether the two lines of the heading stand there."""
    there = [line.split() for line in lines[index : index + len(TITLES)]]
    return there == [line.split() for line in TITLES]


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    if not begins(lines, index):
        return None
    first = index + len(TITLES)
    end = first
    while end < len(lines) and lines[end].strip():
        end += 1
    records = []
    for at in range(first, end):
        try:
            records.append(read(lines[at]))
        except FormatError as error:
            raise FormatError(error.message, line=at) from None
    whole = tuple([line.rstrip("\r\n") for line in lines[index:end]])
    rows = enumerate(whole[len(TITLES) :])
    odd = {n: text for n, text in rows if text != write(records[n])}
    titles = whole[: len(TITLES)]
    block = Block(
        (0, len(records)),
        titles=None if titles == TITLES else titles,
        options=keep(odd),
    )
    return Found(tuple(records), (block,), end, len(odd))


def show(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """See :class:`rtentry.listing.Form`."""
    count = len(snapshot.interfaces)
    for block in [Block((0, count))] if blocks is None else blocks:
        yield from TITLES if block.titles is None else block.titles
        odd = kept(block.options)
        for n, link in enumerate(snapshot.interfaces[slice(*block.rows)]):
            as_kept = n in odd and read(odd[n]) == link
            yield odd[n] if as_kept else write(link)


DEV = Form(
    "cat /proc/net/dev", "interfaces", parse, show, hint=Hint(r"\s*Inter-\|\s+Receive")
)
