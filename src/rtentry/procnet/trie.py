"""
/proc/net/fib_trie: the kernel's tries of IPv4 routes, one a table.

A leaf is a key, ``|-- 192.0.2.0``, and below it a line for each route with that key:
``/24 link UNICAST``.  The lines of inner nodes (``+-- 0.0.0.0/0 4 2 11``: bits, full
and empty children) are the shape of the trie, which the routes alone do not tell: they
are kept in the block.  While no rule was added, table local is in the trie of main, and
both are listed the same.

Source: net/ipv4/fib_trie.c, fib_trie_seq_show().
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix, parse_address, show_quad
from rtentry.errors import FormatError, NotExpressible
from rtentry.forms.fit import keep, kept
from rtentry.linux import Kind, entry_flags
from rtentry.listing import Form, Found, Hint, View, tailed
from rtentry.model import Block, Route, Snapshot

TABLES = {"Main:": 254, "Local:": 255}
ID = re.compile(r"Id (\d+):")
NODE = re.compile(r" *\+-- \d+\.\d+\.\d+\.\d+/\d+ \d+ \d+ \d+")
LEAF = re.compile(r" *\|-- (\d+\.\d+\.\d+\.\d+)")
ALIAS = re.compile(r" */(\d+) (\w+) ([A-Z]+)(?: tos=(\d+))?")

ROOTS = ("  +--", "  |--")
"""How the first line of a trie begins: there is one below each title."""

SCOPES = {
    "universe": "global", "site": "site", "link": "link", "host": "host",
    "nowhere": "nowhere",
}  # fmt: skip
"""The file's words for scopes: ours."""

INWARD = {ours: word for word, ours in SCOPES.items()}


def table_of(line: str) -> int | None:
    """The table that a title names; ``None`` if it is no title."""
    found = ID.fullmatch(line.rstrip())
    return int(found[1]) if found else TABLES.get(line.rstrip())


# -- reading ---------------------------------------------------------------------------


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    records: list[Route] = []
    blocks: list[Block] = []
    at = index
    while at < len(lines) and (tableid := table_of(lines[at])) is not None:
        end = body_end(lines, at + 1)
        if end == at + 1:
            break
        found, shape = read_table(lines, at, end, tableid)
        rows = (len(records), len(records) + len(found))
        title = (lines[at].rstrip(),)
        blocks.append(Block(rows, "inet", titles=title, options=keep(shape)))
        records += found
        at = end
    return Found(tuple(records), tuple(blocks), at) if blocks else None


def body_end(lines: Sequence[str], at: int) -> int:
    """Index of the first line after a table whose body begins at *at*."""
    if at == len(lines) or not (NODE.match(lines[at]) or LEAF.match(lines[at])):
        return at
    while at < len(lines) and lines[at].startswith(" "):
        at += 1
    return at


def read_table(
    lines: Sequence[str], title: int, end: int, tableid: int
) -> tuple[list[Route], dict[int, str]]:
    """
    The routes of one table, and its other lines by their number from its title.

    Raises:
        FormatError: at a line that belongs to no trie.
    """
    routes: list[Route] = []
    shape: dict[int, str] = {}
    key, indent = None, ""
    bare: int | None = None  # a leaf that no route stood below yet
    for at in range(title + 1, end):
        line = lines[at].rstrip()
        leaf = LEAF.fullmatch(line)
        if leaf or NODE.fullmatch(line):
            if line.startswith(ROOTS) and at > title + 1:
                raise FormatError(f"no title above {line.strip()!r}", line=at)
            refuse_bare(lines, bare)
            bare = at if leaf else None
            key = leaf_of(leaf[1], at) if leaf else None
            indent = below(line) if leaf else ""
            shape[at - title] = line
            continue
        route = None if key is None else alias(line, key, tableid)
        if route is None or not line.startswith(f"{indent}/"):
            raise FormatError(f"not a line of fib_trie: {line.strip()!r}", line=at)
        routes.append(route)
        bare = None
    refuse_bare(lines, bare)
    return routes, shape


def refuse_bare(lines: Sequence[str], at: int | None) -> None:
    """FormatError at a leaf without a route; ``None`` = there is none."""
    if at is not None:
        raise FormatError(f"no route of leaf {lines[at].strip()!r}", line=at)


def leaf_of(text: str, at: int) -> int:
    """The address of a leaf; FormatError with the number of its line if it is none."""
    try:
        return parse_address(text).addr
    except FormatError as error:
        raise FormatError(error.message, line=at) from None


def alias(line: str, key: int, tableid: int) -> Route | None:
    """A route from its line below the leaf *key*; ``None`` if it is none."""
    found = ALIAS.fullmatch(line)
    if not found or found[2] not in SCOPES or int(found[1]) > 32:
        return None
    kind = Kind(found[3].lower(), None, SCOPES[found[2]])
    dst = Prefix(4, key, int(found[1]))
    return Route(
        dst,
        flags=entry_flags(kind, dst, has_gateway=False),
        tableid=tableid,
        rtype=kind.rtype,
        scope=kind.scope,
        extra=(("tos", int(found[4])),) if found[4] else (),
    )


# -- writing ---------------------------------------------------------------------------


def show(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """
    See :class:`rtentry.listing.Form`.

    Raises:
        NotExpressible: if routes are from elsewhere: they do not tell the trie's shape.
    """
    if blocks is None and snapshot.routes:
        raise NotExpressible("the shape of a kernel's trie is not told by its routes")
    for block in blocks or ():
        yield from block.titles or ()
        yield from table_lines(snapshot.routes[slice(*block.rows)], kept(block.options))


def table_lines(routes: Sequence[Route], shape: dict[int, str]) -> Iterator[str]:
    """The lines of a table; a leaf's key is that of the routes below it."""
    left = list(routes)
    indent = ""
    for n in range(1, len(shape) + len(routes) + 1):
        line = shape.get(n)
        if line is None:
            yield indent + alias_text(left.pop(0))
        elif leaf := LEAF.fullmatch(line):
            indent = below(line)
            key = left[0].dst if left else None
            text = show_quad(key.addr) if isinstance(key, Prefix) else leaf[1]
            yield f"{indent[3:]}|-- {text}"
        else:
            yield line


def below(leaf: str) -> str:
    """The indent of the routes below a leaf."""
    return " " * (leaf.index("|") + 3)


def alias_text(route: Route) -> str:
    """A route below its leaf."""
    if not isinstance(route.dst, Prefix):
        raise NotExpressible(f"/proc/net/fib_trie has no names: {route.dst!s}")
    tos = dict(route.extra).get("tos")
    scope, rtype = INWARD[route.scope or "global"], (route.rtype or "unicast").upper()
    return f"/{route.dst.plen} {scope} {rtype}" + (f" tos={tos}" if tos else "")


HINT = Hint(r"Main:|Local:|Id \d+:")
TRIE = tailed(Form("cat /proc/net/fib_trie", "routes", parse, show, hint=HINT))
