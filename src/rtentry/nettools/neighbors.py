"""
Entries of ``arp``: cells <-> neighbours.

Old kernels wrote link-level addresses in upper case.  The table cuts them to 20
characters, so that one of InfiniBand has its first seven octets.

Source: net-tools arp.c, arp_disp() and arp_disp_2().
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.addr import (
    Cut,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_mac,
    show_address,
    show_known,
    show_mac,
    show_mac_upper,
)
from rtentry.columns import Codec, host_name, is_masked
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.light import NamedTuple
from rtentry.model import Neighbor, Pairs
from rtentry.nettools import letters
from rtentry.nettools.cells import is_name
from rtentry.rowformat import Cells

ROW = "%-23.23s  %-8.8s%-20.20s%-6.6s%-15.15s %s"

NAME_CUT = 23
"""Characters of a host name that the table shows."""

SENTENCE = (
    "%s (%s) at %s{ [%s]}{ netmask %s}{ PERM}{ PUB}{ AUTO}{ DONTPUB}{ TRAIL} on %s"
)
SAID = (NTF.PERMANENT, NTF.PUBLISHED, NTF.AUTO, NTF.DONTPUB, NTF.TRAILERS)
"""The flags that have a word in the sentence, in order."""


class Words(NamedTuple):
    """
    How a release speaks of published entries.

    Fields:
        published: what stands for the link-level address of one.
        pub:       the word that says that it is.
        upper:     whether kernels of its time may write addresses in upper case.
        apart:     whether no flags are a blank before ``on`` (BusyBox).
        nothing:   the option that says how nothing found is told.
    """

    published: str = "<from_interface>"
    pub: str = "PUB"
    upper: bool = False
    apart: bool = False
    nothing: str = "nomatch"


# -- cells -----------------------------------------------------------------------------


def show_lladdr(lladdr: bytes, *, upper: bool) -> str:
    """A link-level address."""
    return show_mac_upper(lladdr) if upper else show_mac(lladdr)


def lladdr_of(cell: str, none: Sequence[str], *, upper: bool) -> LLAddr | None:
    """
    Read a link-level address in one case; ``None`` if it is hidden, or one of *none*.

    Raises:
        FormatError: if it is none, or in the other case.
    """
    if cell in none or is_masked(cell):
        return None
    found = parse_mac(cell)
    if show_lladdr(found, upper=upper) != cell:
        raise FormatError(f"{cell!r} is not how arp writes a link-level address")
    return found


def hidden(cell: str) -> Pairs:
    """The ``extra`` of an entry whose link-level address is hidden: how."""
    return (("hidden", cell),) if is_masked(cell) else ()


def told(neighbor: Neighbor, unknown: str, *, upper: bool) -> str:
    """A link-level address, what hides it, or what stands for one that is not known."""
    if neighbor.lladdr is not None:
        return show_lladdr(neighbor.lladdr, upper=upper)
    return str(dict(neighbor.extra).get("hidden", unknown))


def is_told(neighbor: Neighbor) -> bool:
    """Whether a link-level address is there, hidden perhaps."""
    return neighbor.lladdr is not None or "hidden" in dict(neighbor.extra)


def address_or_name(cell: str) -> Prefix | Name | Cut:
    """What stands under Address."""
    try:
        return parse_address(cell)
    except FormatError:
        if not is_name(cell):
            raise
    return Cut(cell) if len(cell) == NAME_CUT else Name(cell)


def parse_host(text: str) -> Prefix | Name:
    """An address, hidden perhaps."""
    return Name(text) if is_masked(text) else parse_address(text)


def mask_of(cell: str | None) -> tuple[NTF, Prefix | None]:
    """The netmask of an entry, ``*`` = one that is not told."""
    if not cell:
        return NTF(0), None
    return NTF.NETMASK, None if cell == "*" else parse_address(cell)


def show_mask(neighbor: Neighbor) -> str | None:
    """Inverse of :func:`mask_of`; ``None`` if it has none."""
    if not neighbor.flags & NTF.NETMASK:
        return None
    return show_address(neighbor.mask) if neighbor.mask else "*"


def show_host(addr: Prefix | Name | Cut) -> str:
    """An address, or a name in its place."""
    return show_address(addr) if isinstance(addr, Prefix) else str(addr)


def address_of(neighbor: Neighbor) -> str:
    """The address in a sentence; NotExpressible if only its name is known."""
    addr = neighbor.addr
    is_hidden = isinstance(addr, Name) and is_masked(addr)
    return str(addr) if is_hidden else show_known(addr)


def in_sentence(words: Words, *, upper: bool) -> Codec:
    """The codec of a sentence."""
    none = (words.published, "<incomplete>")

    def read(row: Cells) -> Neighbor:
        name, address, hwaddr, hwtype, mask, *said, ifname = row
        flags, netmask = mask_of(mask)
        for flag, cell in zip(SAID, said, strict=False):
            flags |= flag if cell else NTF(0)
        return Neighbor(
            parse_host(address or ""),
            lladdr_of(hwaddr or "", none, upper=upper),
            ifname,
            flags=flags,
            name=host_name(name or "?"),
            hwtype=hwtype,
            mask=netmask,
            extra=hidden(hwaddr or ""),
        )

    def write(neighbor: Neighbor) -> Cells:
        is_known = is_told(neighbor)
        said = ["" if neighbor.flags & flag else None for flag in SAID]
        unknown = none[0 if neighbor.flags & NTF.PUBLISHED else 1]
        return (
            neighbor.name or "?",
            address_of(neighbor),
            told(neighbor, unknown, upper=upper),
            neighbor.hwtype or "ether" if is_known else None,
            show_mask(neighbor),
            *said,
            *(("" if said.count(None) == len(SAID) else None,) if words.apart else ()),
            neighbor.ifname,
        )

    return Codec(read, write)


def in_table(words: Words, *, upper: bool) -> Codec:
    """The codec of a row of the table."""
    none = (words.published, "(incomplete)")

    def read(row: Cells) -> Neighbor:
        address, hwtype, hwaddr, flags, mask, ifname = [cell or "" for cell in row]
        netmask, bits = mask_of(mask), letters.parse_neighbor(flags.removeprefix("C"))
        if not ifname:
            raise FormatError(f"{address!r} has no interface")
        return Neighbor(
            address_or_name(address),
            lladdr_of(hwaddr, none, upper=upper),
            ifname,
            flags=bits | netmask[0],
            hwtype=None if hwtype in ("", "*") else hwtype,
            mask=netmask[1],
            extra=hidden(hwaddr),
        )

    def write(neighbor: Neighbor) -> Cells:
        is_known = is_told(neighbor)
        published = bool(neighbor.flags & NTF.PUBLISHED)
        hwtype = "*" if published else ""
        return (
            neighbor.name or show_host(neighbor.addr),
            neighbor.hwtype or "ether" if is_known else hwtype,
            told(neighbor, none[0 if published else 1], upper=upper),
            ("C" if is_known else "") + letters.show_neighbor(neighbor.flags),
            show_mask(neighbor) or "",
            neighbor.ifname or "",
        )

    return Codec(read, write)
