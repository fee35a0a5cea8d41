"""
Command lines as glibc's getopt_long(3) reads them.

Options may stand behind operands; long options may be abbreviated, as long as all that
an abbreviation could mean is the same; errors are in glibc's words.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.light import NamedTuple

Options = list[tuple[str, str]]
"""(letter, argument) in the order given; no argument is ``""``."""


class Long(NamedTuple):
    """
    A long option.

    Fields:
        name:   as after ``--``.
        letter: what it means: a short option's letter, or any text.
        takes:  whether it takes an argument.
    """

    name: str
    letter: str
    takes: bool = False


class Bad(Exception):
    """An option that the tool does not have: the argument is glibc's line about it."""


class Wording(NamedTuple):
    """
    How a C library complains.

    Fields:
        invalid:   of a letter.
        missing:   of a letter without its argument.
        unknown:   of a long option.
        ambiguous: of an abbreviation; ``{more}`` says what it could mean.
        unwanted:  of an argument that a long option does not take.
        wanting:   of a long option without its argument.
    """

    invalid: str = "invalid option -- '{}'"
    missing: str = "option requires an argument -- '{}'"
    unknown: str = "unrecognized option '{}'"
    ambiguous: str = "option '{}' is ambiguous; possibilities:{more}"
    unwanted: str = "option '--{}' doesn't allow an argument"
    wanting: str = "option '--{}' requires an argument"


OLD = Wording(
    "invalid option -- {}",
    "option requires an argument -- {}",
    "unrecognized option `{}'",
    "option `{}' is ambiguous",
    "option `--{}' doesn't allow an argument",
    "option `--{}' requires an argument",
)
"""glibc before 2.8."""


class Getopt(NamedTuple):
    """
    How a tool reads its options.

    Fields:
        tool:    its name, for error texts.
        letters: as for getopt(3): ``A:`` takes an argument.
        longs:   its long options, in the tool's order.
        wording: how errors are told.
    """

    tool: str
    letters: str
    longs: tuple[Long, ...]
    wording: Wording = Wording()

    def parse(self, argv: Sequence[str]) -> tuple[Options, list[str]]:
        """
        Split *argv* into options and operands; ``--`` ends the options.

        An option that is refused comes as (``?``, glibc's line), as getopt returns it:
        what follows of it is up to the tool.
        """
        options: Options = []
        operands: list[str] = []
        rest = list(argv)
        while rest:
            word = rest.pop(0)
            if word == "--":
                return options, operands + rest
            if not word.startswith("-") or word == "-":
                operands.append(word)
                continue
            try:
                found = self.long if word.startswith("--") else self.short
                options += found(word, rest)
            except Bad as error:
                options.append(self.complaint(str(error)))
        return options, operands

    def complaint(self, text: str) -> tuple[str, str]:
        """What getopt returns for an option that is refused."""
        return "?", f"{self.tool}: {text}\n"

    def short(self, word: str, rest: list[str]) -> Options:
        """The options of a word like ``-rn``."""
        options: Options = []
        left = word[1:]
        while left:
            letter, left = left[0], left[1:]
            at = self.letters.find(letter)
            if at < 0 or letter in ":;":
                options.append(self.complaint(self.wording.invalid.format(letter)))
                continue
            argument = ""
            if self.letters[at + 1 : at + 2] == ":":
                if not left and not rest:
                    said = self.wording.missing.format(letter)
                    return [*options, self.complaint(said)]
                argument, left = left or rest.pop(0), ""
            options.append((letter, argument))
        return options

    def long(self, word: str, rest: list[str]) -> Options:
        """The option of a word like ``--route`` or ``--protocol=inet6``."""
        name, equals, argument = word[2:].partition("=")
        option = self.meant(name, word)
        if not option.takes:
            if equals:
                raise Bad(self.wording.unwanted.format(option.name))
            return [(option.letter, "")]
        if not equals:
            if not rest:
                raise Bad(self.wording.wanting.format(option.name))
            argument = rest.pop(0)
        return [(option.letter, argument)]

    def meant(self, name: str, word: str) -> Long:
        """The long option that *name* is, or abbreviates; *word* is for errors."""
        exact = [option for option in self.longs if option.name == name]
        if exact:
            return exact[0]
        begun = [option for option in self.longs if option.name.startswith(name)]
        if not begun:
            raise Bad(self.wording.unknown.format(word))
        first = begun[0]
        others = [o for o in begun if kind(o) != kind(first)]
        if others:
            could = "".join([f" '--{o.name}'" for o in (first, *others)])
            raise Bad(self.wording.ambiguous.format(word, more=could))
        return first


def kind(option: Long) -> tuple[str, bool]:
    """What getopt tells options apart by: families are all the same to it."""
    return ("family" if len(option.letter) > 1 else option.letter, option.takes)
