"""
Listings of counters in words: ``netstat -s``, and files of the kernel that are like it.

    Ip:
        8 total packets received

Each number is a counter of the record (``Ip: total packets received``); the words around
it are kept as they stand.  Several numbers of a line are one value, as text.  The rows of
a block are its counters among those of the record, which may have others, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from rtentry.errors import FormatError
from rtentry.forms.fit import keep, kept
from rtentry.light import Any, NamedTuple
from rtentry.listing import Form, Found, Hint, View
from rtentry.model import Block, RouteStats, Snapshot, Value


@lru_cache(maxsize=1)
def number() -> Any:
    """The pattern of a number that stands alone: not the 6 of ``Ip6InReceives``."""
    import re  # loaded where it is needed

    return re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)")


PLACE = "{}"
"""What stands for a number in the words around it, as in :meth:`str.format`."""


class Counted(NamedTuple):
    """
    One such listing; its methods are a Form's functions.

    Fields:
        begins: whether it begins at a line: (lines, index).
        takes:  whether a line is of it; FormatError if it is, and is wrong.
        prefix: of its lines: what stands before the names of its counters.
    """

    begins: Callable[[Sequence[str], int], bool]
    takes: Callable[[str], bool]
    prefix: Callable[[Sequence[str]], str] = lambda lines: ""

    def parse(self, lines: Sequence[str], index: int) -> Found | None:
        """See :class:`rtentry.listing.Form`."""
        if not self.begins(lines, index):
            return None
        end = self.end(lines, index)
        whole = [line.rstrip("\r\n") for line in lines[index:end]]
        around = {n: worded(line) for n, line in enumerate(whole)}
        before = self.prefix(whole)
        extra = tuple([(before + name, value) for name, value in counters(whole)])
        block = Block((0, len(extra)), options=keep(around))
        return Found((RouteStats(extra=extra),), (block,), end)

    def end(self, lines: Sequence[str], index: int) -> int:
        """Index of the line after it; FormatError for a line between two of its own."""
        for at in range(index, len(lines)):
            try:
                if self.takes(lines[at]) and lines[at].strip():
                    continue
            except FormatError as error:
                raise FormatError(error.message, line=at) from None
            below = "".join(lines[at + 1 : at + 2])
            if lines[at].strip() and below.strip() and self.takes(below):
                raise FormatError(f"not a counter: {lines[at].strip()!r}", line=at)
            return at
        return len(lines)

    def show(
        self, snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
    ) -> Iterator[str]:
        """See :class:`rtentry.listing.Form`; nothing without the words of a text."""
        extra = snapshot.statistics.extra if snapshot.statistics else ()
        for block in blocks or ():
            values = [value for _, value in extra[slice(*block.rows)]]
            yield from filled(list(kept(block.options).values()), values)


def worded(line: str) -> str:
    """A line with places for its numbers."""
    escaped = line.replace("{", "{{").replace("}", "}}")
    return str(number().sub(PLACE, escaped))


def counters(lines: Sequence[str]) -> Iterator[tuple[str, Value]]:
    """The counters of some lines, each by a name of its own."""
    above: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for line in lines:
        indent = len(line) - len(line.lstrip())
        above = [each for each in above if each[0] < indent]
        numbers = number().findall(line)
        if not numbers:
            above.append((indent, line.strip()))
            continue
        words = " ".join(number().sub("", line).split())
        name = " ".join([*[text for _, text in above], words])
        seen[name] = seen.get(name, 0) + 1
        again = f" #{seen[name]}" if seen[name] > 1 else ""
        yield name + again, value_of(numbers)


def value_of(numbers: Sequence[str]) -> Value:
    """One number, or the text of several; one that would be written otherwise is text."""
    text = " ".join(numbers)
    return int(text) if text.isdecimal() and str(int(text)) == text else text


def filled(around: Sequence[str], values: Sequence[Value]) -> Iterator[str]:
    """Lines with their numbers; inverse of :func:`worded`."""
    left = iter(values)
    for line in around:
        count = line.replace("{{", "").replace("}}", "").count(PLACE)
        numbers = str(next(left, "")).split() if count else []
        yield line.format(*numbers, *[""] * (count - len(numbers)))


def counted(name: str, form: Counted, hint: str) -> Form:
    """
    The form of such a listing.

    Args:
        name: as in :class:`rtentry.listing.Form`.
        form: what it consists of.
        hint: pattern of its first line, a newline, and the next.
    """
    return Form(name, "statistics", form.parse, form.show, hint=Hint(hint))


# -- protocols -----------------------------------------------------------------------------


def protocols(name: str, known: Sequence[str], indent: str) -> Form:
    """
    ``netstat -s``: a line for each protocol, its counters indented below it.

    Args:
        name:   of the form.
        known:  protocols with which it may begin.
        indent: how the lines below a protocol begin.
    """
    first = {f"{proto}:" for proto in known}

    def begins(lines: Sequence[str], index: int) -> bool:
        below = lines[index + 1 : index + 2]
        return lines[index].rstrip() in first and "".join(below).startswith(indent)

    def takes(line: str) -> bool:
        return line[:1].isspace() or is_section(line.rstrip())

    pattern = rf"(?:{'|'.join(known)}):\n\s"
    return counted(name, Counted(begins, takes), pattern)


def is_section(line: str) -> bool:
    """Whether a line is the name of a protocol."""
    return line.endswith(":") and line[:-1].replace("-", "").isalnum()


BSD = protocols(
    "netstat -s",
    (
        *("ip", "icmp", "igmp", "tcp", "udp", "arp", "ip6", "icmp6", "rip6", "ipsec"),
        *("ipsec6", "carp", "pfsync", "sctp", "divert", "pfkey", "mptcp", "esp", "ah"),
    ),
    "\t",
)
"""That of a BSD, and of macOS."""
