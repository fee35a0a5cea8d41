"""
Classic command lines: ``netstat -rna -f inet``, with each system's own options.

Options are read as getopt(3) reads them.  What concerns routes, interfaces and
neighbours becomes a Plan; the rest is refused in the tool's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.errors import UsageError
from rtentry.light import NamedTuple
from rtentry.listing import Plan, Tool, View

Options = list[tuple[str, str]]
"""(letter, argument) in the order given; no argument is ``""``."""


class Getopt(NamedTuple):
    """
    How a tool reads its options.

    Fields:
        tool:     its name, for error texts.
        letters:  as for getopt(3): ``f:`` takes an argument.
        usage:    its usage text, newline included.
        status:   exit status of a wrong command line.
        unknown:  error line for an unknown letter; ``{tool}`` and ``{letter}`` filled.
        missing:  error line for an argument that is not there.
        is_said:  whether the usage goes to standard output, as an answer.
    """

    tool: str
    letters: str
    usage: str
    status: int = 1
    unknown: str = "{tool}: unknown option -- {letter}\n"
    missing: str = "{tool}: option requires an argument -- {letter}\n"
    is_said: bool = False

    def parse(self, argv: Sequence[str]) -> tuple[Options, list[str]]:
        """
        Split *argv* into options and operands; the first operand ends the options.

        Raises:
            UsageError: at an option that the tool does not have.
        """
        options: Options = []
        rest = list(argv)
        while rest and rest[0].startswith("-") and rest[0] != "-":
            word = rest.pop(0)[1:]
            if word == "-":
                break
            while word:
                letter, word = word[0], word[1:]
                argument = ""
                if self.takes_argument(letter):
                    argument, word = word or self.next(rest, letter), ""
                options.append((letter, argument))
        return options, rest

    def takes_argument(self, letter: str) -> bool:
        """Whether an option takes an argument; UsageError if it is unknown."""
        at = self.letters.find(letter)
        if at < 0 or letter == ":":
            raise self.refuse(self.unknown.format(tool=self.tool, letter=letter))
        return self.letters[at + 1 : at + 2] == ":"

    def next(self, rest: list[str], letter: str) -> str:
        """The argument of *letter* from the following word."""
        if not rest:
            raise self.refuse(self.missing.format(tool=self.tool, letter=letter))
        return rest.pop(0)

    def refuse(self, text: str = "") -> UsageError:
        """The error for a wrong command line: *text*, then the usage."""
        if self.is_said:
            return UsageError(text, self.status, out=self.usage)
        return UsageError(text + self.usage, self.status)


class Netstat(NamedTuple):
    """
    A BSD netstat(1): what its options choose.

    Fields:
        getopt:     its options.
        families:   argument of -f -> family; others are refused.
        routes:     letters given -> name of the form for ``-r``.
        interfaces: the same for ``-i``.
        statistics: name of the form for ``-rs``; ``None`` = it has none.
        options:    letter -> option of the View that it sets; ``{}`` in it stands for
                    the letter's argument.
        refused:    letters that ask for what rtentry does not know.
        twice:      option of the View that ``-s -s`` sets; ``None`` = nothing.
        lists:      whether -f takes several families, with commas between.
        others:     letters given -> name of another form that they ask for; ``None`` =
                    none.
        numbers:    letters whose arguments are numbers -> largest one, and the error
                    line for what is none; ``{word}`` and ``{why}`` filled.
    """

    getopt: Getopt
    families: Mapping[str, str]
    routes: Callable[[str], str]
    interfaces: Callable[[str], str]
    statistics: str | None
    options: Mapping[str, str] = {}
    refused: str = "AgMmNptw"
    twice: str | None = "nonzero"
    lists: bool = False
    others: Callable[[str], str | None] = lambda _: None
    numbers: Mapping[str, tuple[int, str]] = {}

    def plan(self, argv: Sequence[str]) -> Plan:
        """See :class:`rtentry.listing.Tool`."""
        options, operands = self.getopt.parse(argv)
        letters = "".join([letter for letter, _ in options])
        for word in [f"-{x}" for x in letters if x in self.refused] + operands:
            raise UsageError(f"rtentry: {self.getopt.tool}: {word} is not known here\n")
        for letter, word in options:
            if letter in self.numbers:
                self.checked(word, *self.numbers[letter])
        chosen = dict(options)
        view = View(
            families=self.family(chosen["f"]) if "f" in chosen else digits(letters),
            numeric="n" in letters,
            all="a" in letters,
            ifname=chosen.get("I"),
            options=tuple(
                [self.options[c].format(x) for c, x in options if c in self.options]
            ),
        )
        return Plan(((self.form(letters, view), self.limited(letters, view)),))

    def checked(self, word: str, most: int, wrong: str) -> None:
        """UsageError if an argument is no number, or a larger one than there are."""
        if not word.isdecimal() or int(word) > most:
            why = "too large" if word.isdecimal() else "invalid"
            line = wrong.format(word=word, why=why)
            raise UsageError(f"{self.getopt.tool}: {line}\n", 1)

    def form(self, letters: str, view: View) -> str:
        """The form that the letters ask for."""
        if other := self.others(letters):
            return other
        if "r" in letters and "s" in letters and self.statistics:
            return self.statistics
        if "i" in letters or view.ifname:
            return self.interfaces(letters)
        if "r" in letters:
            return self.routes(letters)
        raise UsageError(
            f"rtentry: {self.getopt.tool} is known with -r (routes), -rs (statistics)"
            " and -i (interfaces); sockets are not rtentry's subject\n"
        )

    def limited(self, letters: str, view: View) -> View:
        """*view*; ``-s -s`` may hide zeros."""
        if letters.count("s") > 1 and self.twice:
            return view._replace(options=(*view.options, self.twice))
        return view

    def family(self, name: str) -> tuple[str, ...]:
        """The family, or families, of ``-f``."""
        every = name.split(",") if self.lists else [name]
        for each in every:
            if each not in self.families:
                tool = self.getopt.tool
                raise UsageError(f"{tool}: {each}: unknown address family\n", 1)
        return tuple([self.families[each] for each in every])


def digits(letters: str) -> tuple[str, ...]:
    """The families of ``-4`` and ``-6``."""
    families = {"4": "inet", "6": "inet6"}
    return tuple([family for digit, family in families.items() if digit in letters])


FAMILIES = {"inet": "inet", "inet4": "inet", "inet6": "inet6", "link": "link"}
"""Names of families as most BSDs take them after -f."""


def netstat(spec: Netstat) -> Tool:
    """The netstat of a system."""
    return Tool(spec.plan)


NO_TABLES: Mapping[str, str] = {}


NDP_TABLES: Mapping[str, str] = {"p": "ndp -p", "r": "ndp -r"}
"""Letter of ndp(8) -> another form that it asks for: prefixes, routers."""


def arp(
    getopt: Getopt,
    form: str,
    tables: Mapping[str, str] = NO_TABLES,
    others: Mapping[str, str] = NO_TABLES,
) -> Tool:
    """
    A BSD's command for neighbours (ARP or ND), of which ``-a`` is known.

    Args:
        getopt: its options.
        form:   name of the form that ``-a`` prints.
        tables: letter that may be given with it -> name of the form then.
        others: letter in its place -> name of the form that it prints.
    """
    tool = getopt.tool

    def plan(argv: Sequence[str]) -> Plan:
        options, operands = getopt.parse(argv)
        letters = {letter for letter, _ in options}
        if letters & set("dsSf"):
            raise UsageError(f"rtentry: the table is read, not changed: {tool} -a\n")
        if more := letters - {*"ani", *tables, *others}:
            raise UsageError(
                f"rtentry: {tool} has no table for -{min(more)} yet: {tool} -a\n"
            )
        chosen = [
            form for x, form in (*tables.items(), *others.items()) if x in letters
        ]
        if len(operands) != (0 if letters & {"a", *others} else 1):
            raise getopt.refuse()
        view = View(
            numeric="n" in letters,
            ifname=dict(options).get("i"),
            dst=operands[0] if operands else None,
        )
        return Plan((([*chosen, form][0], view),))

    return Tool(plan)
