"""
Classic command lines: ``netstat -rna -f inet``, with each system's own options.

Options are read as getopt(3) reads them.  What concerns routes, interfaces and
neighbours becomes a Plan; the rest is refused in the tool's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rtentry.errors import UsageError
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
    """

    tool: str
    letters: str
    usage: str
    status: int = 1
    unknown: str = "{tool}: unknown option -- {letter}\n"
    missing: str = "{tool}: option requires an argument -- {letter}\n"

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
        options:    letter -> option of the View that it sets.
    """

    getopt: Getopt
    families: Mapping[str, str]
    routes: Callable[[str], str]
    interfaces: Callable[[str], str]
    statistics: str | None
    options: Mapping[str, str] = {}

    def plan(self, argv: Sequence[str]) -> Plan:
        """See :class:`rtentry.listing.Tool`."""
        options, _ = self.getopt.parse(argv)
        letters = "".join([letter for letter, _ in options])
        chosen = dict(options)
        view = View(
            families=self.family(chosen["f"]) if "f" in chosen else (),
            numeric="n" in letters,
            all="a" in letters,
            ifname=chosen.get("I"),
            options=tuple([name for c, name in self.options.items() if c in letters]),
        )
        return Plan(((self.form(letters, view), self.limited(letters, view)),))

    def form(self, letters: str, view: View) -> str:
        """The form that the letters ask for."""
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
        """*view*; ``-s -s`` hides zeros."""
        if letters.count("s") > 1:
            return view._replace(options=(*view.options, "nonzero"))
        return view

    def family(self, name: str) -> tuple[str, ...]:
        """The family of ``-f``."""
        if name not in self.families:
            tool = self.getopt.tool
            raise UsageError(f"{tool}: {name}: unknown address family\n", 1)
        return (self.families[name],)


FAMILIES = {"inet": "inet", "inet4": "inet", "inet6": "inet6", "link": "link"}
"""Names of families as most BSDs take them after -f."""


def netstat(spec: Netstat) -> Tool:
    """The netstat of a system."""
    return Tool(spec.plan)


def arp(getopt: Getopt, form: str) -> Tool:
    """
    The ARP command of a BSD, of which ``-a`` is known.

    Args:
        getopt: its options.
        form:   name of the form that ``-a`` prints.
    """

    def plan(argv: Sequence[str]) -> Plan:
        options, operands = getopt.parse(argv)
        letters = "".join([letter for letter, _ in options])
        if "a" not in letters and len(operands) != 1:
            raise getopt.refuse()
        if set(letters) & set("dsSf"):
            raise UsageError("rtentry: the table is read, not changed: arp -a\n")
        view = View(
            numeric="n" in letters,
            ifname=dict(options).get("i"),
            dst=operands[0] if operands else None,
        )
        return Plan(((form, view),))

    return Tool(plan)
