"""
``netstat --libxo json -rn`` of FreeBSD 11 and later.

    {"statistics": {"route-information": {"route-table": {"rt-family":
      [{"address-family":"Internet", "rt-entry": [{"destination":"default",
      "gateway":"192.0.2.1","flags":"UGS", "flags_pretty": ["up","gateway","static"],
      "interface-name":"em0"}]}]}}}}

The members of an entry are the cells of a row; releases with nexthops tell the numbers of
those, too (``weight``, ``nhop-kidx``).  A text that is laid out in another way than
libxo(3) does without ``pretty`` is kept, and shown for as long as it says what its records
say.

Source: FreeBSD usr.bin/netstat/route.c, route_netlink.c: p_path(), p_flags(); libxo(3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rtentry import bsd
from rtentry.addr import parse_prefix, show_mac, show_prefix
from rtentry.columns import Cell, Codec, codec, count, word
from rtentry.errors import FormatError
from rtentry.flags import RTF, Letters
from rtentry.light import Any, NamedTuple
from rtentry.listing import Form, Found, Hint, View, keep, kept
from rtentry.model import Block, Route, Snapshot
from rtentry.words.pairs import Json, load, quoted

FAMILIES = {"Internet": "inet", "Internet6": "inet6"}

CELLS = {
    "destination": 0, "gateway": 1, "flags": 2, "use": 3, "mtu": 4, "interface-name": 5,
    "expire-time": 6,
}  # fmt: skip
"""The members that are cells of a row."""

NUMBERS = ("weight", "nhop-kidx", "nhg-kidx", "nhop-uidx", "nhg-uidx", "nhop")
"""Those that stay in ``extra``."""

ORDER = (
    "destination", "gateway", "flags", "flags_pretty", "weight", "nhop-kidx",
    "nhg-kidx", "nhop-uidx", "nhg-uidx", "use", "nhop", "mtu", "interface-name",
    "expire-time",
)  # fmt: skip

PRETTY = {
    RTF.UP: "up", RTF.GATEWAY: "gateway", RTF.HOST: "host", RTF.REJECT: "reject",
    RTF.DYNAMIC: "dynamic", RTF.MODIFIED: "modified", RTF.DONE: "done",
    RTF.XRESOLVE: "xresolve", RTF.STATIC: "static", RTF.PROTO1: "proto1",
    RTF.PROTO2: "proto2", RTF.PROTO3: "proto3", RTF.BLACKHOLE: "blackhole",
    RTF.BROADCAST: "broadcast", RTF.LLINFO: "llinfo",
}  # fmt: skip
"""Flags by name, in the order of the source."""

AROUND = ("statistics", "route-information", "route-table", "rt-family")
"""What the list of families stands in."""

BESIDE = ("__version", "fib")
"""What may stand beside these: of libxo, and the number of the table."""


class Xo(NamedTuple):
    """
    The routes of a release as JSON; the methods are the Form's functions.

    Fields:
        codecs: of each family, the cells of a row <-> route.
    """

    codecs: Mapping[str, Codec]

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if not lines[index].startswith("{"):
            return None
        text = "\n".join(lines[index:])
        if f'"{AROUND[1]}"' not in text[:400]:
            return None
        try:
            value, end = load(text)
        except FormatError as error:
            line = index + (error.line or 0)
            raise FormatError(error.message, line=line, column=error.column) from None
        used = text[:end].count("\n") + 1
        whole = "\n".join(lines[index : index + used])
        if whole[end:].strip():
            raise FormatError("not JSON behind the JSON", line=index + used - 1)
        try:
            records, blocks = self.read(value)
        except FormatError as error:
            raise FormatError(error.message, line=index) from None
        if "\n".join(self.written(records, blocks)) == whole:
            return Found(records, blocks, index + used)
        stood = keep(dict(enumerate(whole.split("\n"))))
        blocks = (blocks[0]._replace(options=stood), *blocks[1:])
        return Found(records, blocks, index + used, len(records))

    def read(self, value: Json) -> tuple[tuple[Route, ...], tuple[Block, ...]]:
        """The routes of all families, and where each family begins."""
        fib: int | None = None
        routes: list[Route] = []
        blocks: list[Block] = []
        for name in AROUND:
            found = members(value, (name, *BESIDE))
            fib, value = found.get("fib", fib), found.get(name)
        for family in several(value):
            found = members(family, ("address-family", "rt-entry"))
            code = FAMILIES.get(str(found.get("address-family")), "")
            if not code:
                raise FormatError(f"unknown family {found.get('address-family')!r}")
            begin = len(routes)
            for entry in several(found.get("rt-entry", [])):
                route = self.route(members(entry, ORDER), code)
                routes.append(route._replace(tableid=fib))
            blocks.append(Block((begin, len(routes)), code))
        return tuple(routes), tuple(blocks or [Block()])

    def route(self, entry: Mapping[str, Json], family: str) -> Route:
        """The route that the members of an entry are."""
        row: list[Cell] = [None] * len(CELLS)
        for name, at in CELLS.items():
            row[at] = str(entry[name]) if name in entry else None
        if row[0] is None or row[1] is None or row[2] is None:
            raise FormatError("an entry without destination, gateway or flags")
        found: Route = self.codecs[family].read(tuple(row))
        numbers = [(name, entry[name]) for name in NUMBERS if name in entry]
        if wrong := [n for n, number in numbers if not isinstance(number, int)]:
            raise FormatError(f"{wrong[0]!r} is not a number")
        pretty = entry.get("flags_pretty")
        if pretty is not None and pretty != names(found.flags):
            raise FormatError(f"{pretty} are not the flags {row[2]!r}")
        return found._replace(extra=(*found.extra, *numbers))

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        del view
        routes = snapshot.routes
        stood = list(kept(blocks[0].options).values()) if blocks else []
        if blocks and stood:
            own = routes[blocks[0].rows[0] : blocks[-1].rows[1]]
            if self.read(load("\n".join(stood))[0])[0] == own:
                yield from stood
                return
        yield from self.written(routes, blocks or by_family(routes))

    def written(
        self, routes: Sequence[Route], blocks: Sequence[Block]
    ) -> Iterator[str]:
        """The text as libxo(3) sets it without ``pretty``."""
        families = []
        titles = {code: title for title, code in FAMILIES.items()}
        for block in blocks:
            if block.family:
                rows = [self.entry(r, block.family) for r in routes[slice(*block.rows)]]
                title = quoted(titles[block.family])
                families.append(
                    f'{{"address-family":{title}, "rt-entry": [{", ".join(rows)}]}}'
                )
        fib = next((route.tableid for route in routes if route.tableid), None)
        head = "".join([f'{{"{name}": ' for name in AROUND[:2]])
        beside = f'"fib":{fib}, ' if fib else ""
        yield (
            f'{head}{{{beside}"{AROUND[2]}": {{"{AROUND[3]}": '
            f"[{', '.join(families)}]}}}}}}}}"
        )

    def entry(self, route: Route, family: str) -> str:
        """An entry as text."""
        row = self.codecs[family].write(route)
        values: dict[str, Any] = {name: row[at] for name, at in CELLS.items()}
        values.update(dict(route.extra))
        numeric = (*NUMBERS, "use", "mtu", "expire-time")
        texts = []
        for name in ORDER:
            if name == "flags_pretty":
                listed = ",".join(map(quoted, names(route.flags)))
                texts.append(f', "flags_pretty": [{listed}]')
            elif (value := values.get(name)) is not None:
                text = str(value) if name in numeric else quoted(str(value))
                texts.append(f',"{name}":{text}')
        return "{" + "".join(texts).removeprefix(",") + "}"


def members(value: Json, known: Sequence[str]) -> dict[str, Json]:
    """The members of an object, all of them *known*."""
    if not isinstance(value, tuple):
        raise FormatError(f"not an object with {known[0]!r}")
    if unknown := [name for name, _ in value if name not in known]:
        raise FormatError(f"unknown member {unknown[0]!r} beside {known[0]!r}")
    return dict(value)


def several(value: Json) -> Sequence[Json]:
    """The members of a list."""
    if not isinstance(value, list):
        raise FormatError("not a list of families or entries")
    return value


def names(flags: RTF) -> list[str]:
    """The names of flags."""
    return [name for flag, name in PRETTY.items() if flag & flags]


def by_family(routes: Sequence[Route]) -> tuple[Block, ...]:
    """The families of some routes in the order in which they stand."""
    blocks: list[Block] = []
    for at, route in enumerate(routes):
        family = "inet6" if bsd.version_of(route) == 6 else "inet"
        if blocks and blocks[-1].family == family:
            blocks[-1] = Block((blocks[-1].rows[0], at + 1), family)
        else:
            blocks.append(Block((at, at + 1), family))
    return tuple(blocks)


def routes_as_json(letters: Letters) -> Form:
    """The form of a release with these letters of flags."""
    codecs = {
        family: codec(
            Route,
            (
                bsd.destination(family, parse_prefix, show_prefix),
                bsd.gateway(show_mac),
                bsd.flags(letters),
                count("use", None),
                count("mtu", None),
                word("ifname", None),
                bsd.expire(None, None),
            ),
        )
        for family in FAMILIES.values()
    }
    form = Xo(codecs)
    hint = Hint(r'\{\s*"(?:__version|statistics)"')
    return Form("netstat --libxo json -r", "routes", form.parse, form.show, hint=hint)
