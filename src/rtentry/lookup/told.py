"""
What is told of the route that an address takes: columns, and lines made of them.

A line is made by one function, whether address by address or, with marks in place of
the address and the destination, once for all addresses that go the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.addr import Prefix, show_address, show_gateway, show_prefix
from rtentry.changes.words import way as way_words
from rtentry.errors import UsageError
from rtentry.flags import RTF
from rtentry.light import Any, NamedTuple
from rtentry.model import Route

Value = str | int | None
"""A value as it is told; ``None`` = there is none."""

USUAL = ("dst", "gateway", "ifname")
"""The columns of text that are told if none are named."""

ALIASES = {"route": "dst", "prefix": "dst", "interface": "ifname"}
"""Other names of columns."""

NONE = "-"
"""What stands in text where there is nothing."""

NO_ROUTE = "no route"

ADDRESS, DST = "\ue000", "\ue001"
"""What stands for the address and the destination in a line that many share."""


def columns(text: str | None, usual: tuple[str, ...] = USUAL) -> tuple[str, ...]:
    """
    The columns that are named, with commas between; each once.

    Args:
        text:  the names; ``None`` = the usual ones.
        usual: those.

    Raises:
        UsageError: if there is no such column.
    """
    if text is None:
        return usual
    names = [ALIASES.get(name.strip(), name.strip()) for name in text.split(",")]
    for name in names:
        if not is_column(name):
            raise UsageError(
                f"rtentry: no column {name!r}: there are way,"
                f" {', '.join(Route._fields)} and the attributes of routes\n"
            )
    return tuple(dict.fromkeys(names))


def is_column(name: str) -> bool:
    """Whether routes have a column of that name."""
    from rtentry.attributes import EXTRA, METRICS

    return name == "way" or name in Route._fields or name in EXTRA or name in METRICS


def values(
    dst: str | None, routes: Sequence[Route], names: Sequence[str]
) -> tuple[Value, ...]:
    """
    What is told of some routes that are taken together; of none that there is none.

    Args:
        dst:    their destination.
        routes: the routes.
        names:  the columns.
    """
    if not routes:
        return tuple([NO_ROUTE if name == "way" else None for name in names])
    return tuple([dst if name == "dst" else value(routes, name) for name in names])


def value(routes: Sequence[Route], name: str) -> Value:
    """One column of some routes; several values have ``or`` between."""
    each: dict[Value, None] = dict.fromkeys([of_route(r, name) for r in routes])
    if len(each) == 1:
        return next(iter(each))
    return " or ".join([NONE if one is None else str(one) for one in each])


def of_route(route: Route, name: str) -> Value:
    """One column of a route: a field, ``way``, or an uncommon attribute by its name."""
    if name == "way":
        return " ".join(way_words(route))
    if name == "gateway":
        return None if route.gateway is None else show_gateway(route.gateway)
    if name in Route._fields:
        return shown(getattr(route, name))
    return shown(dict(route.extra).get(name, dict(route.metrics).get(name)))


def shown(what: Any) -> Value:
    """A value of a record as it is told."""
    if isinstance(what, RTF):
        return ",".join([str(flag.name) for flag in what])
    if isinstance(what, str):
        return str(what)
    if what is None or isinstance(what, int):
        return None if what is None else int(what)
    if isinstance(what, Prefix):
        return show_address(what) if what.is_host else show_prefix(what)
    if isinstance(what, tuple):
        return ",".join(map(part, what)) or None
    return str(what)


def part(what: Any) -> str:
    """One of several values: of a pair ``name=value``, of a next hop its way."""
    if isinstance(what, str):
        return what
    if len(what) == 2:
        return f"{what[0]}={shown(what[1])}"
    return " ".join(way_words(Route(Prefix(4, 0, 0), *what[:2])))


# -- lines ---------------------------------------------------------------------------------

Line = Callable[[str, Sequence[Value]], str]
"""(address, values) -> a line, its end included."""


class Shape(NamedTuple):
    """
    The form of an answer.

    Fields:
        line:  a line of it.
        begin, end: what stands before and behind all lines.
        between: how many octets at the beginning of a line only set it apart from the
                 line before.
    """

    line: Line
    begin: str = ""
    end: str = ""
    between: int = 0


def text(names: Sequence[str]) -> Shape:
    """Tabs between, ``-`` where there is nothing."""
    del names
    return Shape(lambda address, told: "\t".join([address, *map(word, told)]) + "\n")


def word(what: Value) -> str:
    """A value in text."""
    return NONE if what is None else str(what)


def csv(names: Sequence[str]) -> Shape:
    """Comma-separated values with a heading (RFC 4180), but lines end with a newline."""
    heading = ",".join(["address", *map(quoted, names)]) + "\n"
    return Shape(
        lambda address, told: ",".join([address, *map(quoted, told)]) + "\n", heading
    )


def quoted(what: Value) -> str:
    """A value in CSV."""
    written = "" if what is None else str(what)
    if any(char in written for char in ',"\n\r'):
        return '"' + written.replace('"', '""') + '"'
    return written


def jsonl(names: Sequence[str]) -> Shape:
    """An object a line."""
    from json import dumps

    def line(address: str, told: Sequence[Value]) -> str:
        pairs = dict(zip(("address", *names), (address, *told), strict=True))
        return dumps(pairs, ensure_ascii=False) + "\n"

    return Shape(line)


def json(names: Sequence[str]) -> Shape:
    """A list of objects."""
    line = jsonl(names).line
    return Shape(lambda address, told: ", " + line(address, told)[:-1], "[", "]\n", 2)


SHAPES: Mapping[str, Callable[[Sequence[str]], Shape]] = {
    "text": text,
    "csv": csv,
    "jsonl": jsonl,
    "json": json,
}
"""The forms by name."""
