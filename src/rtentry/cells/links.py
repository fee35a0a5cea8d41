"""
Rows of interfaces in sentences, cell by cell: ``netstat -i`` and lines of ``ip link``.

A row of an address often repeats what is said of the link: it is told where it is other.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix, show_prefix
from rtentry.cells import Eras, cells, interface, own, printed, split
from rtentry.cells.printed import Printed
from rtentry.cells.rows import Words, one, origin, shown_as
from rtentry.cells.sentences import Told
from rtentry.cells.split import Named
from rtentry.cells.told import Row
from rtentry.listing import View
from rtentry.model import Interface, Snapshot
from rtentry.nettools import letters

FLAGS = {
    letter: f"{interface.FLAGS[str(flag.name)]}" for flag, letter in letters.INTERFACE
} | {
    "P": "the other end of a point-to-point link; in front of M or O, or alone: it takes"
    " packets for everybody (promiscuous)",
}
"""The letters of net-tools; P stands for two flags."""


def interfaces(snapshot: Snapshot, at: int) -> Iterator[Row]:
    """The rows of an interface in each listing, each with its cells."""
    for found in printed.every(snapshot, "interfaces", at):
        system, since = found.words.system, found.words.since
        known = cells(system, since, "interfaces")
        words = Words(
            known, interface.VALUES, {"flags": own(system, "IF_LETTERS", FLAGS)}
        )
        before: set[Told] = set()
        for lines, named, variant in rows_of(snapshot, found):
            used = words._replace(variant=variant)
            told = [down(one(each, used)) for each in named]
            new = tuple([each for each in told if each not in before])
            before.update(told)
            yield Row(*origin(snapshot, found, lines[-1]), tuple(lines), new)


def down(told: Told) -> Told:
    """The cell, with what an asterisk behind a name says."""
    if told.field != "ifname" or not told.value.endswith("*"):
        return told
    return told._replace(means=(*told.means, "the asterisk: it is down"))


def rows_of(
    snapshot: Snapshot, found: Printed
) -> Iterator[tuple[list[str], list[Named], str]]:
    """The rows of an interface: lines, cells, and whether an address's or a group's."""
    lines = own_lines(snapshot, found)
    entry = snapshot.interfaces[found.at]
    if not lines or is_membership(entry):  # JSON; lines of groups
        yield [str(entry.ifname)], of_record(entry), ""
        return
    heads = [i for i, line in enumerate(lines) if is_heading(line)]
    if not heads:
        yield from of_link(lines)
        return
    heading = lines[heads[-1]]
    apart = own(found.words.system, "INTERFACES", ())
    for n, line in enumerate(lines[heads[-1] + 1 :]):
        named = cells_under(heading, line)
        variant = variant_of(named, is_first=not n and not counts_apart(apart))
        yield [heading, line], named, variant


def cells_under(heading: str, line: str) -> list[Named]:
    """The cells of a row; blank ones say nothing but under Address."""
    if NOTHING in line:
        before, _, after = line.partition(NOTHING)
        names, texts = heading.split(), before.split()
        both = [*zip(names, texts, strict=False), (names[-1], after.strip())]
        return [(name, interface.WORDS[name], text) for name, text in both]
    named = split.under(heading, without_refs(line), interface.WORDS)
    kept = [each for each in named if each[2] or each[1] == "addr"]
    return kept + refs_in(line)


NOTHING = "- no statistics available -"
"""What stands for the counters of an alias (net-tools)."""


def counts_apart(eras: Eras) -> bool:
    """Whether a system counts the packets of an address."""
    return any("addr:ipkts" in cells for _, cells in eras)


def variant_of(named: Sequence[Named], *, is_first: bool) -> str:
    """
    Of what kind a row is: ``link``, ``group`` of multicast, ``addr`` of an address, or ``""``.

    The first row of an interface has its counters, if they are not apart.
    """
    values = {field: value for _, field, value in named}
    network = values.get("network", "")
    if "ifname" not in values:
        return "group"
    if network.startswith(("<Link", "link#")):
        return "link"
    return "" if is_first or network.lower() in ("", "none") else "addr"


def is_membership(entry: Interface) -> bool:
    """Whether nothing is said of an interface but its multicast groups."""
    return entry.mtu is None and any(a.groups for a in entry.addresses)


def of_record(entry: Interface) -> list[Named]:
    """The cells of an interface that does not stand in lines of its own."""
    names = [flag.name or "" for flag in entry.flags or ()]
    values = {
        **{field: getattr(entry, field) for field in RECORD},
        "flags": f"<{','.join(names)}>" if names else None,
        **(entry.counters._asdict() if entry.counters else {}),
    }
    named = [(f, f, str(value)) for f, value in values.items() if value is not None]
    groups = [group for a in entry.addresses for group in a.groups]
    named += [("group", "member", shown_as(group)) for group in groups]
    listed = [a for a in entry.addresses if a.addr is None and a.network is not None]
    for each in listed:
        network = each.network
        shown = show_prefix(network) if isinstance(network, Prefix) else str(network)
        named.append(("network", "network", shown))
        named += [(name, f"prefix:{name}", str(value)) for name, value in each.extra]
    return named


RECORD = ("ifname", "ifindex", "mtu", "hwtype", "state", "master")
"""Fields of the record that are cells as they are."""


# -- the lines of one interface ------------------------------------------------------------


def own_lines(snapshot: Snapshot, found: Printed) -> list[str]:
    """The lines of one interface, after the heading above them."""
    name = str(snapshot.interfaces[found.at].ifname)
    same = [
        i for i, x in enumerate(snapshot.interfaces[: found.at]) if x.ifname == name
    ]
    first = found.listing.blocks[0].rows[0]
    form = found.words.form(found.listing.form)
    lines = [x for x in form.show(snapshot, found.listing.blocks, View()) if x.strip()]
    runs = runs_of(lines, name)
    before = len([i for i in same if i >= first])
    return runs[min(before, len(runs) - 1)] if runs else []


def runs_of(lines: Sequence[str], name: str) -> list[list[str]]:
    """The runs of lines that begin with a name, each with the heading above it."""
    runs: list[list[str]] = []
    heading: list[str] = []
    inside = False
    for line in lines:
        if is_heading(line):
            heading, inside = [line], False
        elif line[:1] > " " and not inside | (name_of(line) != name):
            runs.append([*heading, line])
            inside = True
        elif line[:1] > " " and name_of(line) != name:
            inside = False
        elif inside:
            runs[-1].append(line)
    return runs


def name_of(line: str) -> str:
    """The name that a line begins with: ``eth0`` of ``2: eth0@if3: <UP>`` and ``eth0*``."""
    words = line.split()
    number, colon, _ = words[0].partition(":")
    if number.isdecimal() and colon and len(words) > 1:
        return words[1].partition("@")[0].removesuffix(":")
    return words[0].partition("@")[0].removesuffix("*")


def is_heading(line: str) -> bool:
    """Whether a line is the heading of a table of interfaces."""
    return len(interface.WORDS.keys() & set(line.split())) > 2


def without_refs(line: str) -> str:
    """A line without ``(refs: 1)``."""
    before, refs, _ = line.partition("(refs: ")
    return before if refs else line


def refs_in(line: str) -> list[Named]:
    """The references to a multicast group, if a line has them."""
    _, refs, after = line.partition("(refs: ")
    return [("refs", "groups", after.rstrip(") "))] if refs else []


# -- ip link -------------------------------------------------------------------------------

HEADS = ("RX", "TX")
"""How lines of ``ip -s link`` begin that stand above numbers."""


def of_link(lines: Sequence[str]) -> Iterator[tuple[list[str], list[Named], str]]:
    """The lines of ``ip link`` and ``ip addr``, each with its cells."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.split()[0].startswith(HEADS) and at + 1 < len(lines):
            yield [line, lines[at + 1]], numbers(line, lines[at + 1]), ""
            at += 2
            continue
        yield [line], pieces(line), ""
        at += 1


def numbers(heading: str, line: str) -> list[Named]:
    """The numbers under ``RX: bytes packets`` or ``RX errors: length crc``."""
    what, _, names = heading.strip().partition(":")
    return [
        (f"{what} {name}", interface.COUNTERS.get(f"{what} {name}", ""), value)
        for name, value in zip(names.split(), line.split(), strict=False)
    ]


def pieces(line: str) -> list[Named]:
    """The cells of a line of keywords, with what stands before the first of them."""
    words = line.replace("\\", " ")
    head = split.before(words, interface.KEYWORDS)
    lead = leading if line[:1] > " " else below
    named = split.keywords(words, interface.KEYWORDS, interface.ALONE)
    return [*lead(head), *(apart(named) if is_brief(head) else named)]


def is_brief(head: Sequence[str]) -> bool:
    """Whether a line is one of ``ip -br``, where addresses follow one another."""
    return len(head) > 1 and head[1] in interface.STATES


def apart(named: Sequence[Named]) -> Iterator[Named]:
    """Cells of a keyword and one value; what follows is the next address."""
    for name, field, value in named:
        first, _, rest = value.partition(" ")
        yield name, field, first
        yield from [("address", "addr", word) for word in rest.split()]


def leading(head: Sequence[str]) -> Iterator[Named]:
    """What stands before the keywords: number, name, state, flags, addresses."""
    numbered = head[:1] and head[0].removesuffix(":").isdecimal()
    if numbered:
        yield "number", "ifindex", head[0].removesuffix(":")
    name, *rest = head[1:] if numbered else head
    yield "name", "ifname", name.removesuffix(":")
    for word in rest:
        if word.startswith("<"):
            yield "flags", "flags", word
        elif word in interface.STATES:
            yield "state", "state", word
        else:
            yield "address", "addr", word


def below(head: Sequence[str]) -> Iterator[Named]:
    """What stands before the keywords of a further line: the link, or the kind."""
    if head[:1] and head[0].startswith("link/"):
        yield "link", "hwtype", head[0].removeprefix("link/")
        yield from [("address", "addr", word) for word in head[1:]]
    elif head:
        yield "kind", "kind", " ".join(head)
