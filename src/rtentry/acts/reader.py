"""
What a command line says, by a tool's grammar.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rtentry.acts import LOCKABLE
from rtentry.acts.grammar import Grammar, Said, Word, fold
from rtentry.acts.tokens import Token
from rtentry.errors import FormatError
from rtentry.light import Any


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
            if dry or made.alone in said.values:
                return ()
            known = " or ".join(list(step)[:4])
            raise FormatError(f"{made.tool}: {known} expected: else nothing is changed")
        spelling = spelled(made, step, rest[n].text)
        if spelling is None and dry and any(fact for fact, _ in step.values()):
            continue
        if spelling is None:
            raise unknown_step(made, rest[: n + 1])
        fact, value = step[spelling]
        if fact:
            said.values[fact] = value
            said.columns[fact] = rest[n].column
    return rest[len(made.path) :]


def spelled(made: Grammar, step: Mapping[str, Any], text: str) -> str | None:
    """The spelling of a step that a word is, or is the beginning of."""
    text = fold(text, made)
    known = {fold(full, made): full for full in step}
    if text in known:
        return known[text]
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
        text, equals, value = (
            token.text.partition("=") if self.made.equals else (token.text, "", "")
        )
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
        if token.text.startswith("-") and any(
            t.startswith("-") for t in self.made.texts
        ):
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


def taken(word: Word, rest: list[Token], token: Token, made: Grammar) -> Token | None:
    """The argument of a word, taken from what follows it; ``None`` if it has none."""
    if word.read is None:
        return None
    count = word.count([t.text for t in rest])
    if len(rest) < count or not count:
        raise FormatError(
            f"{made.tool}: {token.text!r} needs an argument", column=token.column
        )
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


SHOWS = frozenset(
    {
        "get", "show", "list", "ls", "lst", "print", "monitor", "save", "showdump",
        "dump", "help", "fibmatch",
    }
)  # fmt: skip
"""What tools are told to only show something."""


def unknown_step(made: Grammar, path: Sequence[Token]) -> FormatError:
    """The error for the last word of a path: it may be one that only shows."""
    token = path[-1]
    text = token.text.lower()
    if text in SHOWS or (made.shortened and any(w.startswith(text) for w in SHOWS)):
        words = " ".join([made.tool, *(word.text for word in path)])
        return changes_nothing(words, token.column)
    return unknown(made, token)


def changes_nothing(text: str, column: int | None) -> FormatError:
    """The error for a command that only shows something."""
    reason = f"{text} changes nothing, so there is nothing to convert"
    return FormatError(reason, column=column)


def unknown(made: Grammar, token: Token) -> FormatError:
    """The error for a word that the tool does not know."""
    return FormatError(f"{made.tool}: unknown word {token.text!r}", column=token.column)
