"""
The form of ``netstat -i``.

A name is cut to a width that differs with the release; where MTU stands in the heading
tells it.  Rows of address labels (``eth0:1``) have no counters.

Source: net-tools lib/interface.c, ife_print_short(), do_if_print(), add_interface();
lib/nstrcmp.c; runs of 2.10 for the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rtentry.addr import Cut
from rtentry.columns import Codec
from rtentry.errors import FormatError
from rtentry.flags import IFF
from rtentry.forms import bare
from rtentry.forms.body import show
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, Counters, Interface, Snapshot
from rtentry.nettools import cells, letters
from rtentry.nettools.titles import TITLES, words
from rtentry.rowformat import Cells

NAME = "netstat -i"

KNOWN = frozenset(
    (
        TITLES["interfaces"], "Kernel-Schnittstellentabelle", "Table d'interfaces noyau",
        "Tabla de la interfaz del núcleo", "Tabela de Interfaces do Kernel",
        "Tabella dell'interfaccia del kernel", "カーネルインターフェーステーブル",
        "内核接口表", "Таблица интерфейсов ядра", "Tabulka rozhraní v jádru",
    )
)  # fmt: skip
"""Titles, also in the translations."""

IFNAMSIZ = 15
"""Characters that a name of Linux can have: one of this length is whole."""

NOTHING = "     - no statistics available -"
"""What stands for the counters of a row that has none."""

FIELDS = ("ipkts", "ierrs", "idrops", "ififo", "opkts", "oerrs", "odrops", "ofifo")
"""The counters of a row, in order."""

BARE = "bare"
"""Variant of a table some of whose rows have no counters."""

COUNTED = "RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg"


BARE_ROW = bare.Pattern(r"\S+\s+\d+\s+(?:\d+\s+){8,9}[A-Za-z]+\s*$")
"""A row, where there is no heading."""


class Era(NamedTuple):
    """
    How the table of some releases looks.

    Fields:
        heading: its heading.
        lead:    format of a row up to the counters.
        counted: format of the counters.
        pad:     columns of what stands there in a row without.
        blind:   length of names whose counters the tool fails to read: it prints 0.
    """

    heading: str
    lead: str
    counted: str
    pad: int = 56
    blind: int = 0

    @property
    def row(self) -> str:
        """Format of a row with counters."""
        return f"{self.lead}{self.counted}%s"

    @property
    def either(self) -> str:
        """Format of a row with counters or without, with flags or without."""
        bare = f"{{{NOTHING:{self.pad}}}}"
        return f"{self.lead}{{{self.counted}}}{bare}{{{letters.NO_FLAGS}}}%s"


ERAS = (
    Era(
        f"Iface             MTU    {COUNTED}",
        "%-15.15s %5s ",
        "%8s %6s %6s %-6s %8s %6s %6s %6s ",
        blind=15,
    ),
    Era(
        f"Iface      MTU    {COUNTED}",
        "%-8.8s %5s ",
        "%8s %6s %6s %-6s %8s %6s %6s %6s ",
    ),
)
"""net-tools 2.x of today, and the first of them."""

ERAS_160 = (
    Era(
        f"Iface   MTU Met   {COUNTED.replace('    TX', '   TX')}",
        "%-5.5s %5s %3s",
        "%8s %6s %6s %6s%8s %6s %6s %6s ",
    ),
    Era(
        f"Iface   MTU Met    {COUNTED}",
        "%-5.5s %5s %-2s",
        "%9s %6s %6s %-5s%9s %6s %6s %6s ",
    ),
    Era(
        f"Iface       MTU Met    {COUNTED}",
        "%-9.9s %5s %3s ",
        "%8s %6s %6s %6s %8s %6s %6s %6s ",
        60,
    ),
    Era(
        f"Iface       MTU Met    {COUNTED}",
        "%-9.9s %5s %-2s",
        "%9s %7s %6s %-6s %8s %6s %6s %6s ",
    ),
    Era(
        "Iface   MTU Met  RX-OK RX-ERR RX-DRP RX-OVR  TX-OK TX-ERR TX-DRP TX-OVR Flags",
        "%-5.5s %5s %3s ",
        "%6s %6s %6s %6s %6s %6s %6s %6s ",
    ),
)
"""1.60, Debian's of 2002, Red Hat's, Debian's of 2010; 1.4x (1998)."""


def is_title(line: str) -> bool:
    """Whether a line may be the title in a language that is not known."""
    text = line.strip()
    return (
        bool(text)
        and len(text) < 60
        and not any(map(str.isdigit, text))
        and not set(text) & set("$#:>.")
    )


# -- rows --------------------------------------------------------------------------------


def codec(cut: int, *, metric: bool, either: bool) -> Codec:
    """
    The codec of a row.

    Args:
        cut:    characters of a name that are printed.
        metric: whether it has the column Met.
        either: whether counters and flags may be missing, with a cell each that says so.
    """
    first = 3 if metric else 2
    last = first + len(FIELDS)

    def read(row: Cells) -> Interface:
        numbers = [cells.number(cell) for cell in row[first:last]]
        counted = row[first] is not None
        if either and not counted and row[last] is None:
            raise FormatError(f"no counters of {row[0]!r}")
        return Interface(
            ifname_of(row[0] or "", cut),
            mtu=cells.number(row[1]),
            flags=letters.parse_interface(row[-1] or ""),
            counters=Counters(**dict(zip(FIELDS, numbers, strict=True)))
            if counted
            else None,
            metric=cells.number(row[2]) if metric else None,
        )

    def write(interface: Interface) -> Cells:
        counters, flags = interface.counters, interface.flags
        bare = either and counters is None
        flagless = either and flags == IFF(0)
        said = "" if flags is None or flagless else letters.show_interface(flags)
        numbers = [None if bare else text_of(counters, field) for field in FIELDS]
        missing = ["" if missing else None for missing in (bare, flagless)]
        return (
            interface.ifname,
            dash(interface.mtu),
            *((str(interface.metric or 0),) if metric else ()),
            *numbers,
            *(missing if either else ()),
            said,
        )

    return Codec(read, write)


def ifname_of(cell: str, cut: int) -> str | Cut:
    """A name; at *cut* characters it may have been longer."""
    return Cut(cell) if len(cell) == cut < IFNAMSIZ else cell


def dash(value: int | None) -> str:
    """A number; ``-`` where the source did not say."""
    return "-" if value is None else str(value)


def text_of(counters: Counters | None, field: str) -> str:
    """One counter."""
    return dash(getattr(counters, field) if counters else None)


# -- what is shown of a live system ------------------------------------------------------


def shown(snapshot: Snapshot, view: View) -> list[Interface]:
    """The rows for a snapshot without listings: in order, those that are up unless -a."""
    every = [row for i in snapshot.interfaces for row in (i, *labels(i))]
    return [
        row
        for row in sorted(every, key=lambda row: place(str(row.ifname)))
        if view.ifname in (None, row.ifname)
        and (view.all or row.flags is None or row.flags & IFF.UP)
    ]


def labels(interface: Interface) -> Iterator[Interface]:
    """The rows of an interface's address labels (``eth0:1``)."""
    found = [dict(address.extra).get("label") for address in interface.addresses]
    for label in dict.fromkeys(found):
        if isinstance(label, str) and label != interface.ifname:
            yield interface._replace(ifname=label, counters=None, addresses=())


def blinded(interface: Interface, length: int) -> Interface:
    """An interface as a tool shows it that cannot read counters behind long names."""
    if len(interface.ifname) != length or interface.counters is None:
        return interface
    return interface._replace(counters=Counters(*[0] * len(Counters._fields)))


def place(name: str) -> tuple[str, int, str, int]:
    """
    Where a name stands among others: the numbers at its end are compared as numbers.

    ``eth0``, ``eth0:1``, ``eth0:10``, ``eth1``, ``eth10``; an alias is one only if it is
    a number, and no number at all comes first.
    """
    base, colon, alias = name.rpartition(":")
    if not (colon and alias.isascii() and alias.isdigit()):
        base, alias = name, "-1"
    stem = base.rstrip("0123456789")
    return stem, int(base[len(stem) :] or -1), base, int(alias)


# -- the form ------------------------------------------------------------------------------


class InterfacesForm(NamedTuple):
    """What :func:`interfaces` knows of a form; its methods are the Form's functions."""

    eras: tuple[Era, ...]

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        titles: tuple[str, ...] = ()
        at = index
        if lines[at].strip() in KNOWN and at + 1 < len(lines):
            titles, at = (lines[at].rstrip("\r\n"),), at + 1
        if words(lines[at]) not in headings(self.eras):
            return self.bare(lines, index)
        found = form_of(self.eras).parse(lines, at)
        if found is None:
            return None
        own = (TITLES["interfaces"],)
        first, *rest = found.blocks
        first = first._replace(titles=None if titles == own else titles)
        return found._replace(blocks=(first, *rest))

    def bare(self, lines: Sequence[str], index: int) -> Found | None:
        """The rows at a line, where their heading was cut away."""
        above = bare.above(lines, index, BARE_ROW.match, is_title)
        if above is None:
            return None
        form = form_of(self.eras).parse
        every = (
            bare.parse(form, era.heading, lines, index + above, above)
            for era in self.eras
        )
        return next(filter(None, every), None)

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is not None:
            variant = next(
                (o for o in blocks[0].options if o in variants(self.eras)), ""
            )
            yield from form_of(self.eras, variant).show(snapshot, blocks, view)
            return
        layout = layouts(self.eras[:1])[1]
        yield TITLES["interfaces"]
        yield layout.heading
        rows = [blinded(i, self.eras[0].blind) for i in shown(snapshot, view)]
        yield from show(layout, layout.row, rows)


@lru_cache(maxsize=8)
def headings(eras: tuple[Era, ...]) -> frozenset[str]:
    """The words of the eras' headings."""
    return frozenset([words(era.heading) for era in eras])


@lru_cache(maxsize=8)
def layouts(eras: tuple[Era, ...]) -> list[Layout]:
    """The layouts of each era: with counters in each row, or not."""
    found = []
    for n, era in enumerate(eras):
        metric, cut = "Met" in era.heading, era.heading.index("MTU") - 3
        for either, row in ((False, era.row), (True, era.either)):
            variant = " ".join(
                [*([f"era{n}"] if n else []), *([BARE] if either else [])]
            )
            rows = codec(cut, metric=metric, either=either)
            titles = (TITLES["interfaces"],)
            found.append(Layout("", titles, era.heading, row, rows, variant=variant))
    return found


@lru_cache(maxsize=8)
def variants(eras: tuple[Era, ...]) -> frozenset[str]:
    """The names of the eras' layouts."""
    return frozenset([layout.variant for layout in layouts(eras)])


@lru_cache(maxsize=32)
def form_of(eras: tuple[Era, ...], variant: str = "") -> Form:
    """The form of the table, the layout of *variant* first."""
    found: Iterable[Layout] = sorted(
        layouts(eras), key=lambda layout: layout.variant != variant
    )
    return table(
        NAME, "interfaces", found, Rows(lambda snapshot, _: snapshot.interfaces)
    )


def interfaces(eras: tuple[Era, ...]) -> Form:
    """The form of ``netstat -i``, in the way of some releases; the first one writes."""
    form = InterfacesForm(eras)
    above = [rf"\s*{title}" for title in KNOWN]
    begins = {rf"\s*{heading.split()[0]}\s" for heading in headings(eras)}
    rows = rf"(?:\D*\n)?{BARE_ROW.pattern}"
    headed = r"\D*\n\D*RX-OK"
    hint = Hint("|".join([*above, *sorted(begins), rows, headed]))
    return Form(NAME, "interfaces", form.parse, form.show, hint=hint)
