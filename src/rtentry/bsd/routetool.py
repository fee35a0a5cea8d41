"""
``route show`` and ``route get``: what the route(8) of a BSD answers.

Its other commands change the table, which rtentry only reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rtentry.classic import Getopt
from rtentry.errors import UsageError
from rtentry.light import NamedTuple
from rtentry.listing import Plan, Tool, View

CHANGES = frozenset(["add", "change", "delete", "flush", "monitor", "exec"])
"""Commands that are not about showing the table."""


class RouteTool(NamedTuple):
    """
    A BSD route(8).

    Fields:
        getopt:   its options.
        show:     name of the form that ``route show`` prints; ``""`` = it is another
                  word for ``route get``.
        get:      name of the form that ``route get`` prints.
        families: modifier -> family.
        filters:  modifier of ``show`` -> option of the View; ``{}`` in it stands for
                  the word that follows.
        options:  letter -> option of the View, likewise for the letter's argument.
        always:   options of the View for ``show``.
        botched:  what it says of a word that it does not know.
        stored:   name of the form that ``route -p show`` prints; ``""`` = none.
    """

    getopt: Getopt
    show: str
    get: str
    families: Mapping[str, str]
    filters: Mapping[str, str] = {}
    options: Mapping[str, str] = {}
    always: tuple[str, ...] = ()
    botched: str = "botched keyword"
    stored: str = ""

    def plan(self, argv: Sequence[str]) -> Plan:
        """See :class:`rtentry.listing.Tool`."""
        options, words = self.getopt.parse(argv)
        if not words:
            raise self.getopt.refuse()
        view = View(
            numeric=any(letter == "n" for letter, _ in options),
            options=tuple(
                [self.options[c].format(x) for c, x in options if c in self.options]
            ),
        )
        if words[0] == "show" and self.stored and ("p", "") in options:
            return Plan(((self.stored, self.shown(words[1:], view)),))
        if words[0] == "show" and self.show:
            return Plan(((self.show, self.shown(words[1:], view)),))
        if words[0] in ("get", "show"):
            return Plan(((self.get, self.asked(words[1:], view)),))
        if words[0] in CHANGES:
            raise UsageError("rtentry: the table is read, not changed: route show\n")
        raise self.refuse(words[0])

    def refuse(self, word: str) -> UsageError:
        """The error for a word that the tool does not know."""
        return self.getopt.refuse(f"{self.getopt.tool}: {self.botched}: {word}\n")

    def shown(self, words: Sequence[str], view: View) -> View:
        """What ``route show`` is to show."""
        view = view._replace(options=view.options + self.always)
        rest = list(words)
        while rest:
            word = rest.pop(0)
            if word in self.families:
                view = view._replace(families=(*view.families, self.families[word]))
            elif word in self.filters:
                option = self.filters[word]
                if "{}" in option:
                    option = option.format(self.getopt.next(rest, word.lstrip("-")))
                view = view._replace(options=(*view.options, option))
            else:
                raise self.refuse(word.lstrip("-"))
        return view

    def asked(self, words: Sequence[str], view: View) -> View:
        """What ``route get`` is asked for; ``default`` if nothing."""
        modifiers = {*self.families, "-host", "-net"}
        rest = [word for word in words if word not in modifiers]
        if len(rest) != 1 or rest[0].startswith("-"):
            raise self.refuse(rest[0].lstrip("-")) if rest else self.getopt.refuse()
        families = tuple([self.families[w] for w in words if w in self.families])
        return view._replace(dst=rest[0], families=families)


def route(spec: RouteTool) -> Tool:
    """The route command of a system."""
    return Tool(spec.plan)
