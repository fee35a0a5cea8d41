"""
Counters of an interface as ``ip -s link`` prints them: two tables of one row.

    RX:  bytes packets errors dropped  missed   mcast
           640       8      0       0       0       0

With ``-s -s`` each has a second one, of errors.  The columns grow with the numbers, those
that ``-h`` rounds (:mod:`rtentry.ip.rounded`) as if they were whole;
before 5.19 (2022) the numbers stood at the left of columns of fixed width.

Source: iproute2 ip/ipaddress.c, __print_link_stats(), size_columns().
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rtentry.errors import FormatError
from rtentry.ip.rounded import BASES, parse_rounded, show_rounded
from rtentry.model import Counters, Interface, Pairs

Names = Mapping[str, int]
"""Numbers of struct rtnl_link_stats64, by their names there."""

Texts = Mapping[str, str]
"""The same as they are printed."""

COLUMNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # table: the heading of each column, and its number
    "RX:": (
        ("bytes", "rx_bytes"), ("packets", "rx_packets"), ("errors", "rx_errors"),
        ("dropped", "rx_dropped"), ("missed", "rx_missed_errors"), ("mcast", "multicast"),
        ("compressed", "rx_compressed"),
    ),
    "RX errors:": (
        ("length", "rx_length_errors"), ("crc", "rx_crc_errors"),
        ("frame", "rx_frame_errors"), ("fifo", "rx_fifo_errors"),
        ("overrun", "rx_over_errors"), ("nohandler", "rx_nohandler"),
        ("otherhost", "rx_otherhost_dropped"),
    ),
    "TX:": (
        ("bytes", "tx_bytes"), ("packets", "tx_packets"), ("errors", "tx_errors"),
        ("dropped", "tx_dropped"), ("carrier", "tx_carrier_errors"),
        ("collsns", "collisions"), ("compressed", "tx_compressed"),
    ),
    "TX errors:": (
        ("aborted", "tx_aborted_errors"), ("fifo", "tx_fifo_errors"),
        ("window", "tx_window_errors"), ("heartbt", "tx_heartbeat_errors"),
        ("transns", "carrier_changes"),
    ),
}  # fmt: skip

OTHERS = {
    ("TX errors:", "heartbeat"): "tx_heartbeat_errors",
    ("RX:", "overrun"): "rx_over_errors",
    ("RX errors:", "missed"): "rx_missed_errors",
}
"""Headings of older releases."""

RARE = ("compressed", "nohandler", "otherhost")
"""Columns that are there only where their number is not 0."""

FIELDS = {
    "ipkts": "rx_packets", "ierrs": "rx_errors", "idrops": "rx_dropped",
    "ibytes": "rx_bytes", "opkts": "tx_packets", "oerrs": "tx_errors",
    "odrops": "tx_dropped", "obytes": "tx_bytes", "colls": "collisions",
    "ififo": "rx_fifo_errors", "ofifo": "tx_fifo_errors", "iframe": "rx_frame_errors",
    "icrc": "rx_crc_errors", "imulti": "multicast",
}  # fmt: skip
"""Fields of Counters: the number; ``idrops`` is that and ``rx_missed_errors``."""

MISSED = "rx_missed_errors"

CHANGES = "carrier_changes"
"""Not among the others in the kernel: where it is not said it is not 0."""

LEFT = {
    # table: its heading before 5.19, with the words of 5.9 on
    "RX:": "    RX: bytes  packets  errors  dropped {} mcast   ",
    "RX errors:": "    RX errors: length   crc     frame   fifo    {}",
    "TX:": "    TX: bytes  packets  errors  dropped carrier collsns ",
    "TX errors:": "    TX errors: aborted  fifo   window heartbeat transns",
}
FIFTH = {"RX:": ("missed ", "overrun"), "RX errors:": ("overrun", "missed")}
"""Headings of the fifth column, from 5.9 (2020) on and before."""

LEFT_WIDTHS = {"RX:": (10, 8, 7, 7, 7, 7), "TX:": (10, 8, 7, 7, 7, 7)}
LEFT_ERRORS = (8, 7, 7, 7, 7)


# -- reading ---------------------------------------------------------------------------


def read_stats(lines: Sequence[str]) -> tuple[Names, set[str]]:
    """
    The numbers that some lines say, and the options that they show.

    Raises:
        FormatError: if a heading is not known, or a row has another number of cells.
    """
    found: dict[str, int] = {}
    facts: set[str] = set()
    headings = lines[::2]
    tables = [named(heading) for heading in headings]
    for heading, (table, names), row in zip(
        headings, tables, lines[1::2], strict=False
    ):
        cells = row.split()
        if len(names) != len(cells):
            raise FormatError(f"{row.strip()!r} is not a row below {heading.strip()!r}")
        for name, cell in zip(names, cells, strict=True):
            found[name], option = parse_rounded(cell)
            facts |= {option} if option else set()
        facts |= era(table, heading)
    if len(lines) % 2:
        raise FormatError(f"nothing below {lines[-1].strip()!r}")
    return found, facts


def named(heading: str) -> tuple[str, list[str]]:
    """The table that a heading is of, and the names of its columns."""
    text = heading.strip()
    table = next((t for t in COLUMNS if text.startswith(t)), "")
    known = dict(COLUMNS.get(table, ()))
    words = text.removeprefix(table).split()
    names = [known.get(word) or OTHERS.get((table, word), "") for word in words]
    if not names or "" in names:
        raise FormatError(f"{text!r} is not a heading of counters")
    return table, names


def era(table: str, heading: str) -> set[str]:
    """The options that a heading shows."""
    left = LEFT[table]
    newer, older = FIFTH.get(table, ("", ""))
    if heading.rstrip() == left.format(newer).rstrip():
        return {"left"}
    is_older = heading.rstrip() == left.format(older).rstrip()
    return {"left", "overrun"} if is_older else set()


def counters_of(found: Names) -> tuple[Counters, Pairs]:
    """The record of some numbers, and those that it has no field for."""
    values = {f: found[name] for f, name in FIELDS.items() if name in found}
    if "idrops" in values:
        values["idrops"] += found.get(MISSED, 0)
    apart = [
        name
        for name, number in found.items()
        if name not in FIELDS.values() and (number or name == CHANGES)
    ]
    return Counters(**values), tuple([(name, found[name]) for name in apart])


# -- writing ---------------------------------------------------------------------------


def numbers_of(interface: Interface) -> Names:
    """The numbers of an interface by name; those that are not said are left out."""
    counters = interface.counters or Counters()
    said = {
        name: value
        for field, name in FIELDS.items()
        if (value := getattr(counters, field)) is not None
    }
    more = {n: v for n, v in interface.extra if isinstance(v, int) and n in APART}
    if "rx_dropped" in said:
        said["rx_dropped"] -= more.get(MISSED, 0)
    return {**said, **more}


APART = frozenset(
    name for columns in COLUMNS.values() for _, name in columns
) - frozenset(FIELDS.values())
"""Numbers that stand in ``extra`` where they are not 0."""


def show_stats(interface: Interface, options: frozenset[str]) -> Iterator[str]:
    """The lines of an interface's counters; none if it has none."""
    if interface.counters is None:
        return
    found = numbers_of(interface)
    errors = interface.counters.icrc is not None
    tables = [t for t in COLUMNS if errors or "errors" not in t]
    texts = texts_of(found, options)
    if "left" in options:
        for table in tables:
            yield from left(table, texts, is_older="overrun" in options)
        return
    widths = widths_of(tables, found)
    for table in tables:
        yield from right(table, texts, widths)


def texts_of(found: Names, options: frozenset[str]) -> Texts:
    """The numbers as they are printed."""
    how = next((option for option in BASES if option in options), "")
    if not how:
        return {name: str(number) for name, number in found.items()}
    return {name: show_rounded(number, how) for name, number in found.items()}


def widths_of(tables: Sequence[str], found: Names) -> list[int]:
    """The widths of the columns: all four tables share them."""
    widths = [10, 7, 6, 7, 7, 7, 10, 9]
    for table in tables:
        for n, (_, name) in enumerate(COLUMNS[table], "errors" in table):
            widths[n] = max(widths[n], len(str(found.get(name, 0))))
    return widths


def right(table: str, found: Texts, widths: Sequence[int]) -> Iterator[str]:
    """A table of today."""
    first = "errors" in table
    columns = [
        (title, found.get(name, "0"), width)
        for (title, name), width in zip(COLUMNS[table], widths[first:], strict=False)
        if title not in RARE or found.get(name, "0") != "0"
    ]
    titles = [f"{title:>{width}}" for title, _, width in columns]
    numbers = "".join([f"{number:>{width}} " for _, number, width in columns])
    if first:
        yield f"    {table}{'':{widths[0] - 10}} {' '.join(titles)}"
        yield " " * (widths[0] + 5) + numbers
        return
    titles += [" " * width for width in widths[len(columns) : 7]]
    yield f"    {table} " + " ".join([titles[0][4:], *titles[1:]])
    yield f"    {numbers}"


def left(table: str, found: Texts, *, is_older: bool) -> Iterator[str]:
    """A table of before 5.19."""
    columns = [name for title, name in COLUMNS[table] if title not in RARE]
    word = FIFTH.get(table, ("", ""))[is_older]
    if is_older and word:
        columns[4] = OTHERS[table, word.strip()]
    numbers = [found.get(name, "0") for name in columns]
    indent = " " * (15 if "errors" in table else 4)
    widths = LEFT_ERRORS if "errors" in table else LEFT_WIDTHS[table]
    yield LEFT[table].format(word)
    cells = zip(numbers, widths, strict=False)
    yield indent + "".join([f"{cell:<{width}} " for cell, width in cells])
