"""
Listings of addresses that an interface has or takes: a line each, the interface in it.

    eth0            1      224.0.0.1
    eth0            1      224.0.0.251

Lines of one interface that follow one another are one Interface, each line an address of
it.  A line that is spaced otherwise is kept as it stood, and shown so for as long as it
says what its record says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.forms.fit import keep, kept
from rtentry.light import NamedTuple
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, IfAddr, Interface, Snapshot

ENDS = ("Kernel ", "Active ", "Iface ", "Inter-|", "Destination ", "Name ", "Proto ")
"""How other listings begin that follow without a blank line."""


class Members(NamedTuple):
    """
    One such listing; its methods are a Form's functions.

    Fields:
        above: the lines above the rows.
        read:  line -> interface with one address; FormatError if it is none.
        write: interface, one of its addresses -> line; inverse of *read*.
        takes: whether an address can stand here, whoever told of it.
    """

    above: tuple[str, ...]
    read: Callable[[str], Interface]
    write: Callable[[Interface, IfAddr], str]
    takes: Callable[[IfAddr], bool]

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if not self.begins(lines, index):
            return None
        first = index + len(self.above)
        end = first
        while end < len(lines) and lines[end].strip():
            if lines[end].startswith(ENDS):
                break
            end += 1
        rows = [self.row(lines, at) for at in range(first, end)]
        records = tuple(together(rows))
        own = [self.write(link, link.addresses[0]) for link in rows]
        whole = [line.rstrip("\r\n") for line in lines[index:end]]
        texts = whole[len(self.above) :]
        odd = {n: text for n, text in enumerate(texts) if text != own[n]}
        titles = tuple(whole[: len(self.above)])
        block = Block(
            (0, len(records)),
            titles=None if titles == self.above else titles,
            options=keep(odd),
        )
        return Found(records, (block,), end, len(odd))

    def begins(self, lines: Sequence[str], index: int) -> bool:
        """Whether the listing begins at a line."""
        above = [line.split() for line in lines[index : index + len(self.above)]]
        if above != [line.split() for line in self.above]:
            return False
        try:
            self.read((lines[index + len(self.above) :] or [""])[0].rstrip())
        except FormatError:
            return bool(self.above)
        return True

    def row(self, lines: Sequence[str], at: int) -> Interface:
        """What one line says; FormatError with its place if it is none."""
        try:
            return self.read(lines[at].rstrip())
        except FormatError as error:
            raise FormatError(error.message, line=at) from None

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            links = [x for x in snapshot.interfaces if view.ifname in (None, x.ifname)]
            yield from self.above
            yield from self.lines(links, ())
            return
        for block in blocks:
            yield from self.above if block.titles is None else block.titles
            yield from self.lines(
                snapshot.interfaces[slice(*block.rows)], block.options
            )

    def lines(
        self, links: Iterable[Interface], options: Sequence[str]
    ) -> Iterator[str]:
        """The lines of some interfaces."""
        odd = kept(options)
        rows = [(x, a) for x in links for a in x.addresses if self.takes(a)]
        for n, (link, address) in enumerate(rows):
            line = odd.get(n)
            as_kept = line is not None and self.same(line, link, address)
            yield str(line) if as_kept else self.write(link, address)

    def same(self, line: str, link: Interface, address: IfAddr) -> bool:
        """Whether a line that was kept still says what the record says."""
        return self.read(line.rstrip()) == link._replace(addresses=(address,))


def together(rows: Iterable[Interface]) -> Iterator[Interface]:
    """Rows of one interface after another as one interface."""
    before: Interface | None = None
    for link in rows:
        if before is not None and before._replace(addresses=()) == link._replace(
            addresses=()
        ):
            before = before._replace(addresses=(*before.addresses, *link.addresses))
            continue
        if before is not None:
            yield before
        before = link
    if before is not None:
        yield before


def has_group(address: IfAddr) -> bool:
    """Whether it is a multicast group."""
    return bool(address.groups)


def members(name: str, form: Members, first: str) -> Form:
    """
    The form of such a listing.

    Args:
        name:  as in :class:`rtentry.listing.Form`.
        form:  what it consists of.
        first: pattern of how its first line begins.
    """
    return Form(name, "interfaces", form.parse, form.show, hint=Hint(first))
