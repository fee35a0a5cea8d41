"""
Command lines as tables of words: one reader and one writer for every tool.

    sudo /sbin/route -n add -inet6 2001:db8::/32 fe80::1%em0 -lock -mtu 1400  # comment
                     options path  words, operands between them

A Grammar says which words a tool knows and which fact each one says.  ``read`` gathers
what is said, word by word, and the grammar's ``settle`` makes facts of it (what a bare
address means depends on other words); ``prepare`` is its inverse, and ``write`` puts the
words in order.  Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rtentry.acts import LOCKABLE, Facts
from rtentry.errors import FormatError


class Token(NamedTuple):
    """
    A word of a command line.

    Fields:
        text:   the word, quotes removed.
        column: where it begins, from 1.
    """

    text: str
    column: int


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
        lock:     how it locks metrics; ``None`` = it cannot.
        section:  word that begins one way of a multipath route, or ``""``.
        folded:   whether case does not matter.
        equals:   whether arguments follow as ``word=argument``.
        shortened: whether words of the path may be cut short.
        versions: IP versions that it is for.
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
    lock: Lock | None = None
    section: str = ""
    folded: bool = False
    equals: bool = False
    shortened: bool = False
    versions: tuple[int, ...] = (4, 6)
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
    texts = {}
    writers: dict[tuple[str, Any], tuple[int, Word]] = {}
    for place, word in enumerate(made.options + made.words, -len(made.options)):
        key = (word.fact, word.value if word.read is None else None)
        if word.written:
            writers.setdefault(key, (place, word))
        if place >= 0:
            spellings = (word.text, *word.also)
            texts.update({fold(text, made): word for text in spellings if text})
    return made._replace(texts=texts, writers=writers)


def fold(text: str, made: Grammar) -> str:
    """A spelling as it is looked up."""
    return text.lower() if made.folded else text


# -- text -> tokens ---------------------------------------------------------------------------


def tokens(line: str) -> list[Token]:
    """
    The words of a command line; a comment ends it.

    Raises:
        FormatError: if a quote is not closed.
    """
    found: list[Token] = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
        elif line[at] == "#":
            break
        else:
            text, end = word_at(line, at)
            found.append(Token(text, at + 1))
            at = end
    return found


def word_at(line: str, start: int) -> tuple[str, int]:
    """The word that begins at *start*, without its quotes, and where it ends."""
    text: list[str] = []
    at = start
    while at < len(line) and not line[at].isspace():
        if line[at] not in "\"'":
            text.append(line[at])
            at += 1
            continue
        end = line.find(line[at], at + 1)
        if end < 0:
            raise FormatError("a quote is not closed", column=at + 1)
        text.append(line[at + 1 : end])
        at = end + 1
    return "".join(text), at


def quoted(text: str) -> str:
    """*text* as one word."""
    return f'"{text}"' if not text or any(c.isspace() or c == "#" for c in text) else text


# -- tokens -> what is said ---------------------------------------------------------------------


def is_for(made: Grammar, rest: Sequence[Token]) -> bool:
    """Whether a command line is one of this tool's subject: options, then its path."""
    try:
        found = Said({}, {})
        follow_path(made, read_options(made, rest, found), found, dry=True)
    except FormatError:
        return False
    return True


def read(made: Grammar, rest: Sequence[Token]) -> Said:
    """
    What a command line says.

    Args:
        made: the tool's grammar.
        rest: the words after the tool's name.

    Raises:
        FormatError: at a word that the tool does not know (``column``).
    """
    said = Said({}, {})
    after = follow_path(made, read_options(made, rest, said), said)
    slots = [word for word in made.words if not word.text]
    reader = Reader(made, list(after), said, slots)
    return reader.run()


def read_options(made: Grammar, rest: Sequence[Token], said: Said) -> Sequence[Token]:
    """Read the options before the path; what follows them."""
    known = {text: word for word in made.options for text in (word.text, *word.also)}
    pending = list(rest)
    while pending and pending[0].text[:1] in ("-", "/") and known:
        token = pending.pop(0)
        word, more = option(known, fold(token.text, made), token, made)
        pending[:0] = more
        note(said, word, token, taken(word, pending, token, made))
    return pending


def option(
    known: Mapping[str, Word], text: str, token: Token, made: Grammar
) -> tuple[Word, list[Token]]:
    """The word of an option; letters joined to it (``-nq``, ``-T5``) stay to be read."""
    if text in known:
        return known[text], []
    if text[:2] not in known or text[:1] != "-" or len(text) < 3:
        raise unknown(made, token)
    word = known[text[:2]]
    rest = token.text[2:] if word.read else "-" + token.text[2:]
    return word, [Token(rest, token.column + 2)]


def follow_path(
    made: Grammar, rest: Sequence[Token], said: Said, *, dry: bool = False
) -> Sequence[Token]:
    """
    Read the words of the path; what follows them.

    With *dry* a word that says a fact may be any word: only the fixed ones must be there.
    """
    for n, step in enumerate(made.path):
        if n >= len(rest):
            if dry:
                return ()
            raise FormatError(f"{made.tool}: {' or '.join(list(step)[:4])} expected")
        spelling = spelled(made, step, rest[n].text)
        if spelling is None and dry and any(fact for fact, _ in step.values()):
            continue
        if spelling is None:
            raise unknown(made, rest[n])
        fact, value = step[spelling]
        if fact:
            said.values[fact] = value
            said.columns[fact] = rest[n].column
    return rest[len(made.path) :]


def spelled(made: Grammar, step: Mapping[str, Any], text: str) -> str | None:
    """The spelling of a step that a word is, or is the beginning of."""
    text = fold(text, made)
    if text in step:
        return text
    if made.shortened and text:
        return next((full for full in step if full.startswith(text)), None)
    return None


class Reader:
    """
    Reads the words after the path.

    Fields:
        made:  the grammar.
        rest:  what is still to be read.
        said:  what was said outside sections.
        slots: operands that are still to come.
    """

    def __init__(
        self, made: Grammar, rest: list[Token], said: Said, slots: list[Word]
    ) -> None:
        self.made = made
        self.rest = rest
        self.said = said
        self.slots = slots
        self.locked = ""
        self.locks: list[str] = []
        self.ways: list[Said] = []

    def run(self) -> Said:
        """Read all; see :func:`read`."""
        while self.rest:
            token = self.rest.pop(0)
            if self.made.section and token.text == self.made.section:
                self.ways.append(Said({}, {}))
            elif not self.locks_next(token):
                self.word(token)
        if self.locks:
            self.said.values["locks"] = tuple(self.locks)
        return self.said._replace(ways=tuple(self.ways))

    def locks_next(self, token: Token) -> bool:
        """Whether a word locks the metrics that follow it."""
        lock = self.made.lock
        if lock is None or not token.text or token.text not in (lock.before, lock.rest):
            return False
        if self.locked != lock.rest or not lock.rest:
            self.locked = token.text
        return True

    def word(self, token: Token) -> None:
        """Read one word and its argument, or an operand."""
        text, equals, value = token.text.partition("=") if self.made.equals else (token.text, "", "")
        word = self.made.texts.get(fold(text, self.made))
        if equals and word and word.read:
            self.rest.insert(0, Token(value, token.column + len(text) + 1))
        if word is None:
            word = self.operand(token)
            self.rest.insert(0, token)
        into = self.ways[-1] if self.ways else self.said
        argument = taken(word, self.rest, token, self.made)
        note(into, word, token, self.unlocked(word, argument))

    def operand(self, token: Token) -> Word:
        """The operand that a word can be."""
        if token.text.startswith("-") and any(t.startswith("-") for t in self.made.texts):
            raise unknown(self.made, token)
        while self.slots and not self.ways:
            word = self.slots.pop(0)
            if word.fact not in self.said.values:
                return word
        raise unknown(self.made, token)

    def unlocked(self, word: Word, argument: Token | None) -> Token | None:
        """The argument without the word that locks; notes the lock."""
        lock = self.made.lock
        if lock is None or argument is None or word.fact not in LOCKABLE:
            return argument
        head, blank, tail = argument.text.partition(" ")
        if lock.after and blank and head == lock.after:
            self.locks.append(word.fact)
            return Token(tail, argument.column)
        if self.locked:
            self.locks.append(word.fact)
            self.locked = self.locked if self.locked == lock.rest else ""
        return argument


def taken(
    word: Word, rest: list[Token], token: Token, made: Grammar
) -> Token | None:
    """The argument of a word, taken from what follows it; ``None`` if it has none."""
    if word.read is None:
        return None
    count = word.count([t.text for t in rest])
    if len(rest) < count or not count:
        raise FormatError(f"{made.tool}: {token.text!r} needs an argument", column=token.column)
    argument = Token(" ".join(t.text for t in rest[:count]), rest[0].column)
    del rest[:count]
    return argument


def note(said: Said, word: Word, token: Token, argument: Token | None) -> None:
    """Write down what a word says."""
    value = word.value
    column = token.column
    if argument is not None and word.read is not None:
        column = argument.column
        try:
            value = word.read(argument.text)
        except (FormatError, ValueError) as error:
            reason = error.message if isinstance(error, FormatError) else "bad value"
            raise FormatError(f"{token.text}: {reason}", column=column) from None
    if word.fact:
        said.values[word.fact] = value
        said.columns[word.fact] = column


def unknown(made: Grammar, token: Token) -> FormatError:
    """The error for a word that the tool does not know."""
    return FormatError(f"{made.tool}: unknown word {token.text!r}", column=token.column)


# -- what is said -> text -----------------------------------------------------------------------


class Line(NamedTuple):
    """
    A command line as it is written.

    Fields:
        text:    the line.
        missing: facts that the tool has no word for.
    """

    text: str
    missing: tuple[str, ...] = ()


def write(made: Grammar, said: Facts) -> Line:
    """Write what is to be said; facts without a word are listed."""
    rest = dict(said)
    path = [step_text(step, rest) for step in made.path]
    locks = rest.pop("locks", ()) if made.lock else ()
    ways = rest.pop("ways", ()) if made.section else ()
    found: list[tuple[int, str]] = []
    missing = []
    for fact, value in rest.items():
        place, word = made.writers.get((fact, None)) or made.writers.get(
            (fact, value), (0, None)
        )
        if word is None:
            missing.append(fact)
        else:
            found.append((place, worded(made, word, value, is_locked=fact in locks)))
    found.sort(key=lambda item: item[0])
    before = [text for place, text in found if place < 0]
    after = [text for place, text in found if place >= 0]
    sections = [section(made, way, missing) for way in ways]
    words = [made.tool, *before, *path, *after, *sections]
    return Line(" ".join(word for word in words if word), tuple(missing))


def step_text(step: Mapping[str, tuple[str, Any]], rest: Facts) -> str:
    """The spelling of a step of the path; what it says is taken from *rest*."""
    for spelling, (fact, value) in step.items():
        if not fact or rest.get(fact) == value:
            rest.pop(fact, None)
            return spelling
    return ""


def worded(made: Grammar, word: Word, value: Any, *, is_locked: bool) -> str:  # noqa: ANN401
    """A word and its argument."""
    if word.read is None:
        return word.text
    text = quoted(word.show(value))
    if made.equals and word.text:
        return f"{word.text}={text}"
    if not is_locked or made.lock is None:
        return f"{word.text} {text}" if word.text else text
    words = (made.lock.before, word.text, made.lock.after, text)
    return " ".join(w for w in words if w)


def section(made: Grammar, way: Facts, missing: list[str]) -> str:
    """One way of a multipath route."""
    line = write(made._replace(tool=made.section, path=(), section=""), way)
    missing += [fact for fact in line.missing if fact not in missing]
    return line.text
