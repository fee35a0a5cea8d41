"""
Command lines as tables of words: what a tool knows.

    sudo /sbin/route -n add -inet6 2001:db8::/32 fe80::1%em0 -lock -mtu 1400  # comment
                     options path  words, operands between them

A Grammar says which words a tool knows and which fact each one says.  ``reader`` gathers
what is said, word by word, and the grammar's ``settle`` makes facts of it (what a bare
address means depends on other words); ``prepare`` is its inverse, and ``writer`` puts the
words in order.  Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rtentry.acts import Facts
from rtentry.errors import FormatError
from rtentry.light import Any, NamedTuple


class Said(NamedTuple):
    """
    What a command line says, word by word.

    Fields:
        values:  fact -> value; operands as text.
        columns: fact -> where its value stands, from 1.
        ways:    the same for each section of a multipath route.
    """

    values: Facts
    columns: dict[str, int]
    ways: tuple[Said, ...] = ()

    def wrong(self, fact: str, message: str) -> FormatError:
        """The error for the value of a fact."""
        return FormatError(message, column=self.columns.get(fact))


Settle = Callable[[Said], Iterator[Facts]]
Prepare = Callable[[Facts], Iterator[Facts]]


def one(rest: Sequence[str]) -> int:
    """A word takes one argument, whatever follows."""
    return 1


class Word(NamedTuple):
    """
    A word that a tool knows.

    Fields:
        text:  as it is written; ``""`` = an operand, which has no word.
        fact:  what it says; ``""`` = nothing that matters (``-n``).
        read:  text of its argument -> value; ``None`` = it has no argument.
        show:  value -> text of its argument.
        value: what it says if it has no argument.
        also:  other spellings that are read.
        count: how many words its argument is, from those that follow.
        written: whether it is written, not only read.
    """

    text: str
    fact: str
    read: Callable[[str], Any] | None = None
    show: Callable[[Any], str] = str
    value: Any = True
    also: tuple[str, ...] = ()
    count: Callable[[Sequence[str]], int] = one
    written: bool = True


class Lock(NamedTuple):
    """
    How a tool says that a metric may not be changed.

    Fields:
        before: word before the metric's (``-lock``), or ``""``.
        rest:   word that locks all metrics after it, or ``""``.
        after:  word between the metric's and its number (``lock``), or ``""``.
    """

    before: str = ""
    rest: str = ""
    after: str = ""


class Grammar(NamedTuple):
    """
    A tool's command line.

    Fields:
        tool:     its name.
        subject:  ``route`` or ``neighbor``.
        words:    what it knows after the path, in the order to write.
        settle:   what is said -> the facts of each act.
        prepare:  the facts of an act -> what each line that does it has to say; a fact
                  that stays and has no word cannot be said.
        verbs:    what it can do (see ``acts.VERBS``).
        path:     the words between the options and the rest; each spelling with the
                  fact and the value that it says (the first that fits is written).
        options:  words before the path, as getopt(3) reads them.
        alone:    fact of an option that needs no path after it, or ``""``.
        lock:     how it locks metrics; ``None`` = it cannot.
        section:  word that begins one way of a multipath route, or ``""``.
        folded:   whether case does not matter.
        equals:   whether arguments follow as ``word=argument``.
        shortened: whether words of the path may be cut short.
        versions: IP versions that it is for.
        flushes_prefix: whether it can flush the entries of one prefix.
        texts:    see :func:`grammar`.
        writers:  see :func:`grammar`.
    """

    tool: str
    subject: str
    words: tuple[Word, ...]
    settle: Settle
    prepare: Prepare
    verbs: tuple[str, ...]
    path: tuple[Mapping[str, tuple[str, Any]], ...] = ()
    options: tuple[Word, ...] = ()
    alone: str = ""
    lock: Lock | None = None
    section: str = ""
    folded: bool = False
    equals: bool = False
    shortened: bool = False
    versions: tuple[int, ...] = (4, 6)
    flushes_prefix: bool = False
    texts: Mapping[str, Word] = {}
    writers: Mapping[tuple[str, Any], tuple[int, Word]] = {}

    def word(self, fact: str) -> Word | None:
        """The word for a fact; ``None`` if it has none."""
        return next((w for w in self.options + self.words if w.fact == fact), None)


def grammar(made: Grammar) -> Grammar:
    """
    *made* with its indexes.

    Returns:
        ``texts``: spelling -> word; ``writers``: (fact, value) -> (place, word), where
        the value of a word with an argument is ``None``; options have places below 0.
    """
    texts: dict[str, Word] = {}
    writers: dict[tuple[str, Any], tuple[int, Word]] = {}
    for place, word in enumerate(made.options + made.words, -len(made.options)):
        key = (word.fact, word.value if word.read is None else None)
        if word.written:
            writers.setdefault(key, (place, word))
        if place >= 0:
            spellings = (word.text, *word.also)
            for text in spellings:
                texts.setdefault(fold(text, made), word)
    texts.pop("", None)
    return made._replace(texts=texts, writers=writers)


def fold(text: str, made: Grammar) -> str:
    """A spelling as it is looked up."""
    return text.lower() if made.folded else text
