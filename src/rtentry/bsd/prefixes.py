"""
``ndp -p``: the prefixes of IPv6 that are on the links of interfaces.

    2001:db8:7::/64 if=em0
    flags=LAO vltime=2592000, pltime=604800, expire=29d23h59m42s, ref=1
      advertised by
        fe80::1%em0 (reachable)

Each is a network of an interface of which no address is told; what routers said of it
stands in ``extra``: letters (``advertised``), lifetimes as they were advertised and what is
left (seconds), references, and the routers.

Source: KAME ndp.c: plist(); that of FreeBSD and NetBSD, and Apple network_cmds
ndp.tproj/ndp.c, which prints its own letters between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix, parse_prefix, show_prefix
from rtentry.bsd.arp import parse_time, show_time
from rtentry.columns import Cell, parse_count
from rtentry.errors import FormatError
from rtentry.forms.body import row_of
from rtentry.forms.fit import keep, kept
from rtentry.light import Any, NamedTuple
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, IfAddr, Interface, Snapshot

HEAD = "%s if=%s"
LIFE = "flags=%s vltime=%s, pltime=%s, expire=%s{, ref=%s}"
EXPIRED = "flags=%s vltime=%s, pltime=%s, expired{, ref=%s}"
BY, NOBODY = "  advertised by", "  No advertising router"

LETTERS = "LAODH"
"""On the link as routers say, autonomous, on the link, detached, of a home agent."""
APPLE = "ADILSOY"
"""Of macOS: scoped to its interface, static and with a proxy, too."""

STATES = (" (reachable)", " (unreachable)", " (no neighbor state)")
OVER = "expired"
WORDS = ("infinity", "Never", OVER)
"""What stands for a lifetime without an end, and for one that is over."""


def read(lines: Sequence[str], at: int, letters: str) -> tuple[Interface, int]:
    """The prefix at a line, and the index of the line behind it; FormatError if broken."""
    head = row_of(HEAD).match(lines[at].rstrip())
    if head is None or not head[0] or not head[1]:
        raise FormatError(f"not a prefix of ndp -p: {lines[at].strip()!r}", line=at)
    life = cells(lines, at + 1)
    routers, end = advertisers(lines, at + 2)
    try:
        network = parse_prefix(head[0])
        extra = (*said(life, letters), *routers)
    except FormatError as error:
        raise FormatError(error.message, line=at) from None
    return Interface(head[1], addresses=(IfAddr(None, network, extra=extra),)), end


def cells(lines: Sequence[str], at: int) -> Sequence[Cell]:
    """The cells of the line of lifetimes."""
    line = lines[at].rstrip() if at < len(lines) else ""
    if found := row_of(EXPIRED).match(line):
        return (*found[:3], OVER, found[3])
    found = row_of(LIFE).match(line)
    if found is None:
        raise FormatError(f"not the lifetimes of a prefix: {line.strip()!r}", line=at)
    return found


def said(life: Sequence[Cell], letters: str) -> Iterator[tuple[str, Any]]:
    """What the line of lifetimes says; *letters*: in the order that they are printed."""
    cell, *times, refs = life
    flags = cell or ""
    if flags != "".join([letter for letter in letters if letter in flags]):
        raise FormatError(f"{flags!r} are not flags in the order of {letters}")
    yield "advertised", flags
    for name, cell in zip(("vltime", "pltime", "expire"), times, strict=True):
        is_left = name == "expire"
        number = parse_time if is_left else parse_count
        yield name, cell if cell in WORDS else number(cell or "")
    if refs is not None:
        yield "refs", parse_count(refs)


def advertisers(lines: Sequence[str], at: int) -> tuple[list[tuple[str, str]], int]:
    """The routers that tell of a prefix, and the index of the line behind them."""
    line = lines[at].rstrip() if at < len(lines) else ""
    if line == NOBODY:
        return [], at + 1
    if line != BY:
        raise FormatError(f"not who advertises a prefix: {line.strip()!r}", line=at)
    found, at = [], at + 1
    while at < len(lines) and lines[at].startswith("    "):
        if not lines[at].rstrip().endswith(STATES):
            break
        found.append(lines[at].strip())
        at += 1
    return [("routers", ", ".join(found))], at


def written(link: Interface) -> Iterator[str]:
    """Inverse of :func:`read`."""
    for each in link.addresses:
        if each.addr is not None or not isinstance(each.network, Prefix):
            continue
        values = dict(each.extra)
        if "vltime" not in values:
            continue
        left, refs = values.get("expire", OVER), values.get("refs")
        first = [str(values.get(x, "")) for x in ("advertised", "vltime", "pltime")]
        more = None if refs is None else str(refs)
        yield row_of(HEAD).show((show_prefix(each.network), str(link.ifname)))
        if left == OVER:
            yield row_of(EXPIRED).show((*first, more))
        else:
            time = left if left in WORDS else show_time(int(str(left)))
            yield row_of(LIFE).show((*first, str(time), more))
        yield from [BY] if "routers" in values else [NOBODY]
        routers = str(values.get("routers", ""))
        yield from [f"    {router}" for router in routers.split(", ") if router]


class Prefixes(NamedTuple):
    """The list as a system prints it: its *letters*; the methods are the Form's functions."""

    letters: str

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        below = lines[index + 1] if index + 1 < len(lines) else ""
        if " if=" not in lines[index] or not below.startswith("flags="):
            return None
        records: list[Interface] = []
        odd: dict[int, str] = {}
        at = index
        while at < len(lines) and lines[at].strip():
            record, end = read(lines, at, self.letters)
            stood = [line.rstrip("\r\n") for line in lines[at:end]]
            if stood != [*written(record)]:
                odd[len(records)] = "\n".join(stood)
            records.append(record)
            at = end
        block = Block((0, len(records)), options=keep(odd))
        return Found(tuple(records), (block,), at, len(odd))

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            for link in snapshot.interfaces:
                if view.ifname in (None, link.ifname):
                    yield from written(link)
            return
        for block in blocks:
            odd = kept(block.options)
            for n, link in enumerate(snapshot.interfaces[slice(*block.rows)]):
                stood = odd.get(n, "").split("\n")
                same = n in odd and read(stood, 0, self.letters)[0] == link
                yield from stood if same else written(link)


def prefixes(letters: str) -> Form:
    """The form of a system that has these letters."""
    made = Prefixes(letters)
    hint = Hint(texts=("flags=",))
    return Form("ndp -p", "interfaces", made.parse, made.show, hint=hint)


PREFIXES = prefixes(LETTERS)
