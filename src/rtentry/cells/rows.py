"""
Rows of neighbours, interfaces and statistics in sentences, cell by cell.

Each is split as its tool wrote it and told by the words of its system, as rows of routes
are (:mod:`rtentry.cells.told`).  Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rtentry.addr import Prefix, show_address
from rtentry.cells import Cells, cells, interface, neighbor, own, printed, split
from rtentry.cells.printed import Printed
from rtentry.cells.sentences import UNKNOWN, Explained, Told, of_cell
from rtentry.cells.split import Named
from rtentry.cells.told import Row
from rtentry.light import NamedTuple
from rtentry.model import Neighbor, Snapshot

Values = Mapping[str, Mapping[str, str]]


class Words(NamedTuple):
    """
    What tells the cells of one kind of rows.

    Fields:
        cells:    what each field is on the system.
        values:   what some values say, by field.
        letters:  what the letters of a cell say, by field.
        bits:     (name, meaning) of each bit of a number.
        variant:  of what kind the row is (``addr``, ``group``); ``""`` = the usual.
    """

    cells: Cells
    values: Values
    letters: Values
    bits: Mapping[int, tuple[str, str]] = {}
    variant: str = ""


def one(named: Named, words: Words) -> Told:
    """What one cell means."""
    name, field, value = named
    found = words.cells.get(f"{words.variant}:{field}", words.cells.get(field))
    if field in words.letters and value not in words.values.get(field, ()):
        return spelled(named, found.means if found else UNKNOWN, words)
    told = of_cell(name, field, value or name, found)
    if found is not None and not value and not is_word(name):
        told = of_cell(name, field, value, found)
    if said := words.values.get(field, {}).get(value):
        return Told(name, field, value, (said,))
    return told._replace(value=value)


def is_word(name: str) -> bool:
    """Whether a cell's name is a word that stands in the row itself."""
    return name in neighbor.ALONE or name in interface.ALONE


def spelled(named: Named, means: str, words: Words) -> Told:
    """A cell of letters, or of a number of bits."""
    name, field, value = named
    letters = words.letters[field]
    found: Explained
    if value.startswith("0x"):
        bits = int(value, 16)
        found = tuple([(hex(b), *told) for b, told in words.bits.items() if bits & b])
        return Told(name, field, value, () if found else (NOTHING,), letters=found)
    if value.startswith("<"):
        names = value.strip("<>").split(",")
        found = tuple([(n, "", interface.FLAGS.get(n, UNKNOWN)) for n in names if n])
    else:
        found = tuple([(c, "", letters.get(c, UNKNOWN)) for c in value])
    return Told(name, field, value, (means,) if not found else (), letters=found)


NOTHING = "none of its bits is set: nobody has answered for the address yet"


# -- neighbours --------------------------------------------------------------------------


def neighbors(snapshot: Snapshot, at: int) -> Iterator[Row]:
    """The rows of a neighbour, each with its cells."""
    for found in printed.every(snapshot, "neighbors", at):
        lines = printed.shown(snapshot, found) or [""]
        system = found.words.system
        words = Words(
            cells(system, found.words.since, "neighbors"),
            neighbor.VALUES,
            own(system, "NEIGHBOR_LETTERS", neighbor.LETTERS),
            own(system, "NEIGHBOR_BITS", {}),
        )
        shown, named = parted(lines, system)
        named = [*counted(named or of_fields(snapshot.neighbors[at]))]
        told = tuple([one(each, words) for each in named])
        yield Row(*origin(snapshot, found, shown[-1]), tuple(shown), told)


def counted(named: Sequence[Named]) -> Iterator[Named]:
    """The cells, with the number that ndp prints behind the flags as one of its own."""
    for name, field, value in named:
        letters = value.rstrip("0123456789")
        if field != "flags" or value.startswith("0x") or letters == value:
            yield name, field, value
            continue
        if letters.strip():
            yield name, field, letters.strip()
        yield "probes", "probes", value.removeprefix(letters)


def of_fields(entry: Neighbor) -> list[Named]:
    """The cells of an entry that does not stand in a row of its own."""
    values = {"addr": entry.addr, "lladdr": entry.lladdr, "ifname": entry.ifname}
    numbers = (entry.used, entry.confirmed, entry.updated)
    found = [
        (f, f, shown_as(value)) for f, value in values.items() if value is not None
    ]
    if None not in numbers:
        found.append(("used", "used", "/".join(map(str, numbers))))
    states = (entry.state or "").split(",")
    return found + [(word, word, "") for word in states if word]


def shown_as(value: object) -> str:
    """An address, a link-level address or a name as text."""
    return show_address(value) if isinstance(value, Prefix) else str(value)


def origin(snapshot: Snapshot, found: Printed, line: str) -> tuple[str, str]:
    """Who printed a row, and where it stands."""
    title = f"{found.words.title} ({found.words.name})"
    return title, printed.place(snapshot, found, line)


def parted(lines: Sequence[str], system: str) -> tuple[list[str], list[Named]]:
    """The lines of a neighbour's row, its heading first, and its cells."""
    line = lines[-1]
    if " (" in line and ") at " in line:
        return [line.strip()], sentence(line)
    if ", flags=" in line:
        return [line.strip()], [*router(line)]
    if line.strip().startswith(("[", "{")):
        return [line], []
    heads = [split.joined(x, neighbor.PHRASES) for x in lines]
    at = split.heading_of(heads, neighbor.WORDS, {"addr"})
    if at is not None:
        return [lines[at], line], split.under(heads[at], line, neighbor.WORDS, fits)
    if shape := own(system, "SHAPES", {}).get("neighbors"):
        return [line], split.shaped(line, shape)
    return [line], keywords(line)


def fits(name: str, text: str) -> bool:
    """Whether a text can stand there: a state is one of its letters."""
    is_state = neighbor.WORDS.get(name) == "state"
    return not is_state or text in neighbor.LETTERS["state"]


def sentence(line: str) -> list[Named]:
    """The cells of a line of ``arp -a``."""
    name, _, rest = line.strip().partition(" (")
    addr, _, rest = rest.partition(") ")
    rest = rest.replace("[", "type ").replace("]", "")
    named = split.keywords(rest, neighbor.SENTENCE, neighbor.ALONE)
    return [("name", "name", name), ("address", "addr", addr), *named]


def router(line: str) -> Iterator[Named]:
    """The cells of a line of ``ndp -r``."""
    addr, _, rest = line.strip().partition(" ")
    yield ("address", "addr", addr)
    for pair in rest.split(", "):
        name, _, value = pair.partition("=")
        yield (name, neighbor.ROUTER[name], value)


def keywords(line: str) -> list[Named]:
    """The cells of a line of ``ip neigh``."""
    words = line.replace("probes ", " probes ")
    head = split.before(words, neighbor.KEYWORDS)
    named = split.keywords(words, neighbor.KEYWORDS, neighbor.ALONE)
    return [("address", "addr", " ".join(head)), *named]
