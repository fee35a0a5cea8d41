"""
The forms of ``arp``: a sentence an entry (``-a``), or a table (``-e``, the default).

That link-level addresses are in upper case is kept by the block as the option
``upper``; what ``-v`` counts and what is said of nothing found are options, too.

Source: net-tools arp.c, arp_show().
"""

from __future__ import annotations

from _socket import inet_aton
from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce

from rtentry.columns import Codec
from rtentry.errors import FormatError
from rtentry.forms import bare
from rtentry.forms.body import row_of, show
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Form, Found, Hint, View, gap_end, joined, keep, kept
from rtentry.model import Block, Neighbor, Snapshot
from rtentry.nettools import arpwords, kernel
from rtentry.nettools.arpwords import ENGLISH, Tongue, tongue_of, translated
from rtentry.nettools.neighbors import (
    ROW,
    SENTENCE,
    Words,
    in_sentence,
    in_table,
    show_host,
)
from rtentry.written import is_gap

UPPER = "upper"
"""Option of a block whose link-level addresses are in upper case."""

HEADING = (
    "Address                  HWtype  HWaddress           Flags Mask            Iface"
)

SPOKEN = "spoken"
"""Option of a block in another language, with its words."""

COUNTED = bare.Pattern(r"\w+: \d+\s+\w+: \d+\s+\w+: \d+\Z")
"""What ``-v`` counts, in any language."""

BLANKS = (4, (1, 3, 4), (3, 4))
"""Cells of an entry that are blank: the mask; of one that is incomplete, more of them."""

WORDS = Words()
WORDS_160 = Words("*", "PUP", upper=True)
WORDS_BUSYBOX = Words("*", "PUP", upper=True, apart=True, nothing="nothing")

BARE = bare.Pattern(r"\S{1,23}\s+(?:[a-z]\S*\s+[0-9a-fA-FxX:]{17,20}|\(incomplete\))\s")
"""How entries begin whose heading was cut away."""


# -- what stands below the entries -------------------------------------------------------


def tail(line: str) -> str | None:
    """A line that counts, or says that nothing was found, as an option of its block."""
    text = line.rstrip()
    parts = text.split()
    if COUNTED.match(text):
        return " ".join(["verbose", *parts[1::2]])
    if text.startswith("arp: in ") and text.endswith(" entries no match found."):
        return f"nomatch {parts[2]}"
    if text.startswith("No match found in ") and text.endswith(" entries"):
        return f"nothing {parts[4]}"
    if text.endswith(") -- no entry") and len(parts) == 5 and parts[1].startswith("("):
        return f"absent {parts[0]} {parts[1][1:-1]}"
    return None


TAILS = {
    "verbose": "Entries: {}\tSkipped: {}\tFound: {}",
    "nomatch": "arp: in {} entries no match found.",
    "nothing": "No match found in {} entries",
    "absent": "{} ({}) -- no entry",
}


SAID = "said"
"""Option of a block for such a line that stands otherwise, or in another language."""

TAIL_HINT = Hint(
    r"\s*(?:\w+: \d+\s+\w+: \d+\s+\w+: \d+\s*$|arp: in |No match found in )",
    (") -- no entry",),
)
SENTENCE_HINT = Hint(
    rf"{TAIL_HINT.pattern}|{arpwords.BEGINS}", (") at ", *TAIL_HINT.texts)
)
"""What listings begin with."""


def tails(options: Sequence[str]) -> Iterator[str]:
    """The lines that a block's options stand for."""
    for option in options:
        kind, *values = option.split(" ")
        if kind in TAILS:
            yield TAILS[kind].format(*values)
        elif kind == SAID:
            yield option.removeprefix(f"{SAID} ")


def tails_at(lines: Sequence[str], at: int) -> tuple[str, ...]:
    """The options for the lines from *at* on that stand below entries."""
    found: list[str] = []
    while at + len(found) < len(lines):
        text = lines[at + len(found)].rstrip("\r\n")
        option = tail(text)
        if option is None:
            break
        is_own = [text] == list(tails([option]))
        found.append(option if is_own else f"{SAID} {text}")
    return tuple(found)


# -- what is asked for ----------------------------------------------------------------------


def answer(
    snapshot: Snapshot, view: View, words: Words
) -> tuple[list[Neighbor], tuple[str, ...]]:
    """The entries that a view asks for, and the options for what is said below."""
    every = kernel.neighbors(snapshot)
    host = host_of(view.dst)
    found = [n for n in every if is_asked(n, view, host)]
    if view.numeric:
        found = [n._replace(name=None) for n in found]
    below = []
    if "verbose" in view.options:
        below.append(f"verbose {len(every)} {len(every) - len(found)} {len(found)}")
    filtered = view.ifname or view.dst or hardware(view)
    if not found and view.dst and not view.all:
        below.append(f"absent {view.dst} {host}")
    elif not found and filtered:
        below.append(f"{words.nothing} {len(every)}")
    return found, tuple(below)


def host_of(dst: str | None) -> str | None:
    """The address that is asked for, abbreviated as in ``127.1`` or not."""
    try:
        return ".".join([str(octet) for octet in inet_aton(dst)]) if dst else None
    except OSError:
        return dst


def hardware(view: View) -> str | None:
    """The kind of link that is asked for; ``None`` = any."""
    found = [o.removeprefix("hw=") for o in view.options if o.startswith("hw=")]
    return found[-1] if found else None


def is_asked(neighbor: Neighbor, view: View, host: str | None) -> bool:
    """Whether a view asks for an entry."""
    return (
        view.ifname in (None, neighbor.ifname)
        and host in (None, show_host(neighbor.addr), neighbor.name)
        and hardware(view) in (None, neighbor.hwtype or "ether")
    )


# -- the forms -----------------------------------------------------------------------------


class SentenceForm(NamedTuple):
    """What :func:`arp_a` knows of a form; its methods are the Form's functions."""

    words: Words

    @property
    def row(self) -> str:
        """The sentence."""
        row = SENTENCE.replace("PUB", self.words.pub, 1)
        return row.replace(" on ", "{ } on ") if self.words.apart else row

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if not self.begins(lines[index].rstrip()):
            return None
        found = self.part(lines, index)
        while found and (at := gap_end(lines, found.end)) > found.end:
            dots = [line.rstrip("\r\n") for line in lines[found.end : at]]
            more = self.part(lines, at) or Found((), (Block(),), at)
            found = joined(found, more, tuple(dots))
        return found

    def part(self, lines: Sequence[str], index: int) -> Found | None:
        """The entries from a line on, up to dots for some that were left out."""
        last = end_of(lines, index)
        end = next((i for i in range(index, last) if is_gap(lines[i])), last)
        upper = self.words.upper and is_upper(lines[index:end])
        codec = in_sentence(self.words, upper=upper)
        said = [line.rstrip() for line in lines[index:end]]
        tongues = [*filter(None, map(tongue_of, said))] or [ENGLISH]
        tongue = reduce(arpwords.joined, tongues)
        records = []
        for at, line in enumerate(said, index):
            record = self.read(translated(line, tongue, ENGLISH), codec)
            if record is None or not arpwords.is_of(tongue, line):
                raise FormatError(f"not an entry of arp -a: {lines[at]!r}", line=at)
            records.append(record)
        below = tails_at(lines, end)
        if not records and not below:
            return None
        spoken = () if tongue == ENGLISH else (" ".join([SPOKEN, *tongue]),)
        raw = [line.rstrip("\r\n") for line in lines[index:end]]
        odd = {n: line for n, line in enumerate(raw) if line != said[n]}
        options = (*([UPPER] if upper else []), *spoken, *below, *keep(odd))
        heading = None if records else ""
        block = Block((0, len(records)), heading=heading, options=options)
        return Found(tuple(records), (block,), end + len(below))

    def begins(self, line: str) -> bool:
        """Whether it is an entry, or what stands below entries."""
        tongue = tongue_of(line)
        if tongue is None and ") at " not in line:
            return tail(line) is not None
        line = translated(line, tongue or ENGLISH, ENGLISH)
        cases = (False, True) if self.words.upper else (False,)
        codecs = [in_sentence(self.words, upper=upper) for upper in cases]
        return any(self.read(line, codec) for codec in codecs)

    def read(self, line: str, codec: Codec) -> Neighbor | None:
        """One entry; ``None`` if the line is none."""
        cells = row_of(self.row).match(line)
        try:
            record: Neighbor | None = codec.read(cells) if cells else None
        except FormatError:
            return None
        if record is None or row_of(self.row).show(codec.write(record)) != line:
            return None
        return record

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            records, below = answer(snapshot, view, self.words)
            yield from self.lines(records, below)
            return
        for block in blocks:
            yield from block.titles or ()
            yield from self.lines(snapshot.neighbors[slice(*block.rows)], block.options)

    def lines(
        self, records: Sequence[Neighbor], options: Sequence[str]
    ) -> Iterator[str]:
        """Entries, and what stands below them."""
        codec = in_sentence(self.words, upper=UPPER in options)
        spoken = [o.split(" ")[1:] for o in options if o.startswith(f"{SPOKEN} ")]
        tongue = Tongue(*spoken[0]) if spoken else ENGLISH
        odd = kept(options)
        for n, record in enumerate(records):
            line = row_of(self.row).show(codec.write(record))
            line = translated(line, ENGLISH, tongue)
            yield odd[n] if odd.get(n, "").rstrip() == line else line
        yield from tails(options)


class ArpTable(NamedTuple):
    """What :func:`arp_e` knows of a form; its methods are the Form's functions."""

    words: Words

    def bare(self, lines: Sequence[str], index: int) -> Found | None:
        """The entries at a line, where no heading tells them."""
        above = bare.above(lines, index, BARE.match, lambda line: False)
        if above is None:
            return None
        form = form_of(self.words).parse
        return bare.parse(form, HEADING, lines, index + above, above)

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if not is_heading(lines[index]) and (found := self.bare(lines, index)):
            return found
        if not is_heading(lines[index]):
            below = tails_at(lines, index)
            block = Block((0, 0), heading="", options=below)
            return Found((), (block,), index + len(below)) if below else None
        end = end_of(lines, index)
        found = form_of(self.words).parse(lines[:end], index)
        below = tails_at(lines, end)
        if found is None or found.end != end or not below:
            return found
        *rest, last = found.blocks
        last = last._replace(options=(*last.options, *below))
        return found._replace(blocks=(*rest, last), end=end + len(below))

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`."""
        if blocks is None:
            yield from self.choose(snapshot, view)
            return
        if blocks[0].heading != "" or blocks[0].rows[0] != blocks[0].rows[1]:
            variant = UPPER if UPPER in blocks[0].options else ""
            yield from form_of(self.words, variant).show(snapshot, blocks, view)
        yield from tails(blocks[-1].options)

    def choose(self, snapshot: Snapshot, view: View) -> Iterator[str]:
        """The table for a snapshot without listings; no heading without entries."""
        records, below = answer(snapshot, view, self.words)
        if records:
            layout = layouts(self.words)[0]
            yield layout.heading
            yield from show(layout, layout.row, records)
        yield from tails(below)


def is_heading(line: str) -> bool:
    """Whether a line is the heading of the table."""
    return line.split() == HEADING.split()


def end_of(lines: Sequence[str], index: int) -> int:
    """Index of the first line after the entries that begin at *index*."""
    at = index
    while at < len(lines) and lines[at].strip() and tail(lines[at]) is None:
        at += 1
    return at


def is_upper(lines: Sequence[str]) -> bool:
    """Whether all letters of link-level addresses are in upper case."""
    found = "".join([w for line in lines for w in line.split() if w.count(":") >= 5])
    return found != found.lower() and found == found.upper()


@lru_cache(maxsize=8)
def layouts(words: Words) -> tuple[Layout, ...]:
    """The layouts of the table: link-level addresses in lower case, in upper case."""
    return tuple(
        [
            Layout(
                "",
                (),
                HEADING,
                ROW,
                in_table(words, upper=upper),
                variant=variant,
                blanks=BLANKS,
            )
            for upper, variant in ((False, ""), (True, UPPER))
            if words.upper >= upper
        ]
    )


@lru_cache(maxsize=8)
def form_of(words: Words, variant: str = "") -> Form:
    """The form of the table alone, the layout of *variant* first."""
    found = sorted(layouts(words), key=lambda layout: layout.variant != variant)
    every = Rows(lambda snapshot, _: snapshot.neighbors)
    return table("arp", "neighbors", found, every)


def arp_a(words: Words) -> Form:
    """The form of ``arp -a``."""
    form = SentenceForm(words)
    want = ("interfaces",)
    return Form("arp -a", "neighbors", form.parse, form.show, want, hint=SENTENCE_HINT)


def arp_e(words: Words) -> Form:
    """The form of ``arp`` and ``arp -e``."""
    form = ArpTable(words)
    want = ("interfaces",)
    rows = rf"(?:\D*\n)?{BARE.pattern}"
    begins = (TAIL_HINT.pattern, rf"\s*{HEADING.split()[0]}", rows)
    hint = TAIL_HINT._replace(pattern="|".join(begins))
    return Form("arp", "neighbors", form.parse, form.show, want, hint=hint)
