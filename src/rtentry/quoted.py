r"""
Quoted lines: what stands before each line of a listing that somebody passed on.

    > 192.0.2.0/24     link#1       mail, bug trackers; a program's comment: # //
    2024-01-01T00:00:00Z default via 192.0.2.1 dev eth0        a log, with times
    web-1  | default via 172.18.0.1 dev eth0                   several programs' output
    "default via 192.0.2.1 dev eth0 ",                         a list of texts
         1  default via 192.0.2.1 dev eth0                     cat -n, nl, grep -n

Whether the lines without their marks are a listing is for the forms to say.  Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rtentry.light import NamedTuple
from rtentry.written import first_line

MARKS = r"(?:[>|]|//++|#++|\*(?=[ \t]|$))"
"""
How mail and bug trackers mark the lines of somebody else, and programs their comments.

A run of them is one mark: it is never tried as many, which would take for ever.
"""

SIGNED = " \t>|/#*"
"""What such marks are made of."""

CLOCK = r"\d\d:\d\d:\d\d(?:[.,]\d+)?"
LEVEL = r"(?:[ \t]+\[?(?:DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR)\]?:?)?"
SENDER = r"[\w./-]+(?:\[\d+\])?:"
"""A program, and the number of its process."""

LOGGED = (
    rf"\d{{4}}-\d\d-\d\d[T ]{CLOCK}(?:Z|[ ]?[+-]\d\d:?\d\d)?"
    rf"(?P<sent> [\w.-]+ {SENDER})?{LEVEL}(?![^ \t])"
    rf"|[A-Z][a-z][a-z] [ \d]\d {CLOCK} \S+ {SENDER}(?![^ \t])"
    rf"|\[ *\d+\.\d{{6}}\](?: {SENDER})?(?![^ \t])"
)
"""Times at which lines were written: of a log, of syslog, of Linux's kernel."""

NAMED = (
    r"[A-Za-z][\w.-]*[ ]+\|(?![^ \t])|[\w.\[\]\"-]+ \([\w-]+\):(?![^ \t])|\.\.\.(?= )"
)
"""Whose lines they are (compose, terraform); how Python shows more of a text."""

UNSENT = re.compile(
    rf"[ \t]*\d{{4}}-\d\d-\d\d[T ]{CLOCK}(?:Z|[ ]?[+-]\d\d:?\d\d)?{LEVEL}(?![^ \t])"
)
"""A time at which a line was written, and nobody who wrote it."""

LISTED = r"(?P<string>\"(?=[^\"]*\"[ ]?[,;+]?[ \t]*$))"
"""A line of a list of texts, or of a text that a program has in pieces."""

NUMBERED = r"(?P<number>\d+)(?:\t|:|$)"
"""The number of a line, as cat(1), nl(1) and grep(1) tell it."""

MARK = re.compile(
    rf"[ \t]*(?:{MARKS}|(?P<log>{LOGGED})|{NAMED}|{LISTED}|{NUMBERED})", re.MULTILINE
)
QUOTED = re.compile(
    rf"\n[ \t]*(?=[>|/#*A-Z1])(?:{MARKS}|[A-Z][a-z][a-z] [ \d]\d |1(?:\t|:(?!\s\S)))"
)
"""A line with some of the marks, behind the end of another: that is found ten times as fast."""
DATED = re.compile(r"\n[ \t]*\d{4}-\d\d-\d\d")
"""One with a date in numbers."""
SIGNS = ("|", '"', ")", "]", "... ")
"""What none of the other marks is without: quick to see."""
STRING_END = re.compile(r"(?:\\r)?(?:\\n)?\"[ ]?[,;+]?[ \t]*$")

DEEPEST = 50
"""How often a line may be quoted; what has more marks is no quoting."""

DEEPER = re.compile(rf"(?:[ \t]*+{MARKS}){{{DEEPEST + 1}}}")


class Mark(NamedTuple):
    """
    What stands before a line.

    Fields:
        kind:   the same for lines that are quoted together.
        text:   the line without it.
        number: the number of the line, if that is the mark.
        unsent: the mark without what may be host and program, or words of the line.
    """

    kind: str
    text: str
    number: int | None = None
    unsent: Mark | None = None


class Quote(NamedTuple):
    """
    Lines next to each other that are quoted, or not.

    Fields:
        first:  index of the first of them.
        lines:  without the marks.
        marked: whether there were marks.
    """

    first: int
    lines: Sequence[str]
    marked: bool


def is_quoted(text: str) -> bool:
    """Whether lines of a text may be marked: most are not, which is quick to see."""
    if any(sign in text for sign in SIGNS):
        return True
    marks = (QUOTED, DATED) if "-" in text else (QUOTED,)
    first = f"\n{first_line(text)}"
    return any(mark.match(first) or mark.search(text) for mark in marks)


def quotes(lines: Sequence[str]) -> Iterator[Quote]:
    """The lines cut where marks of quoting begin and end; a lone mark is a prompt."""
    marks = bridged([*agreed([*counted(map(mark_of, lines))])], lines)
    begin = 0
    while begin < len(lines):
        kind = kind_of(marks[begin])
        end = begin + 1
        while end < len(lines) and kind_of(marks[end]) == kind:
            end += 1
        part = [mark.text for mark in marks[begin:end] if mark]
        if len(part) < 2:
            yield Quote(begin, lines[begin:end], marked=False)
        else:
            yield Quote(begin, apart(part), marked=True)
        begin = end


def mark_of(line: str) -> Mark | None:
    """What a line begins with that marks it as quoted; ``None`` = nothing does."""
    found = MARK.match(line)
    if not found or DEEPER.match(line):
        return None
    text = line[found.end() :]
    if found["string"]:
        return Mark(found[0], STRING_END.sub("", text))
    if found["number"]:
        return Mark(line[found.end("number") : found.end()], text, int(found["number"]))
    if found[0].endswith("|") and text.rstrip().endswith("|"):
        return Mark(found[0], text.rstrip().removesuffix("|").removesuffix(" "))
    if not found["log"]:
        return Mark(found[0], text)
    unsent = UNSENT.match(line) if found["sent"] else None
    return Mark(logged(found), text, None, unsent and unsent_mark(unsent, line))


def logged(found: re.Match[str]) -> str:
    """The kind of lines of a log: all but numbers."""
    return re.sub(r"[\d\s]", "", found[0])


def unsent_mark(found: re.Match[str], line: str) -> Mark:
    """The mark of a line of a log that says no program."""
    return Mark(logged(found), line[found.end() :])


def agreed(marks: Sequence[Mark | None]) -> Iterator[Mark | None]:
    """The marks, where what no line next to it has is no program (``Active Routes:``)."""
    kinds = [None, *map(kind_of, marks), None]
    for n, mark in enumerate(marks):
        is_alone = mark and mark.unsent and mark.kind not in (kinds[n], kinds[n + 2])
        yield mark.unsent if mark and is_alone else mark


def counted(marks: Iterable[Mark | None]) -> Iterator[Mark | None]:
    """
    The marks without numbers that do not count on from 1, as those of lines do.

    Interfaces and rules are counted, too: behind their numbers there is one blank.
    """
    last = -1
    for mark in marks:
        if mark is None or mark.number is None:
            yield mark
            continue
        is_apart = mark.text[:1].isspace() and not mark.text[1:2].isspace()
        is_first = mark.number == 1 and not (is_apart and mark.kind == ":")
        last = mark.number if is_first or mark.number == last + 1 > 1 else -1
        yield mark if last > 0 else None


def bridged(marks: list[Mark | None], lines: Sequence[str]) -> list[Mark | None]:
    """The marks, and those of blank lines between times or numbers: newlines were doubled."""
    for at in range(1, len(marks) - 1):
        above, below = marks[at - 1], marks[at + 1]
        if marks[at] or not above or not below or above.kind != below.kind:
            continue
        is_counted = above.number is not None or above.kind.strip(SIGNED)
        if is_counted and not lines[at].strip():
            marks[at] = Mark(above.kind, "")
    return marks


def kind_of(mark: Mark | None) -> str | None:
    """The kind of a mark; ``None`` = there is none."""
    return mark and mark.kind


def apart(lines: Sequence[str]) -> list[str]:
    """Lines that stood behind marks, without a blank between if all have one."""
    is_apart = all(line[:1] in ("", " ", ">", "|", "#") for line in lines)
    return [line.removeprefix(" ") if is_apart else line for line in lines]
