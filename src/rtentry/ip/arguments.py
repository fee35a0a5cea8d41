"""
The words of a command line of ip(8), as its own functions read them.

Words may be cut short as ip allows it; what is wrong is refused as ip does.

Source: iproute2 lib/utils.c, matches(), get_addr_1(), get_prefix_1(), invarg().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.addr import WIDTH, Prefix, mask_of, parse_address, show_prefix
from rtentry.errors import FormatError, UsageError
from rtentry.light import NamedTuple
from rtentry.linux import IP_PROTOS, TABLES, numbers
from rtentry.words.attribute import is_count

INCOMPLETE = 'Command line is not complete. Try option "help"\n'
"""What ip says where an argument is missing."""


STATUS = 255
"""Exit status of a wrong command line, and of a usage text."""


def refuse(text: str, status: int = STATUS) -> UsageError:
    """Ip's refusal."""
    return UsageError(text, status)


def usage(name: str) -> UsageError:
    """What ``ip OBJECT help`` says; ``ip`` is the whole command."""
    from rtentry.ip.usages import USAGES  # long, and seldom wanted

    return refuse(USAGES[name])


def not_here(text: str) -> UsageError:
    """Rtentry's refusal, one line."""
    return UsageError(f"rtentry: {text}\n")


def invalid(word: str, text: str) -> UsageError:
    """Ip's refusal of an argument."""
    return refuse(f'Error: argument "{word}" is wrong: {text}\n')


def matching(word: str, names: Sequence[str]) -> str | None:
    """The first of *names* that *word* is, or begins; ``None`` if there is none."""
    return next((name for name in names if word and name.startswith(word)), None)


def taken(words: list[str]) -> str:
    """The next word, taken from *words*."""
    if not words:
        raise refuse(INCOMPLETE)
    return words.pop(0)


Families = tuple[str, ...]
"""Families asked for by ``-4``, ``-6``, ``-family``; empty = none."""


class Selector(NamedTuple):
    """
    One keyword of a command line.

    Fields:
        word:  itself.
        parse: (families, words after it) -> option of the View; takes its arguments
               from the words.
        short: whether it may be cut short.
    """

    word: str
    parse: Callable[[Families, list[str]], str]
    short: bool = True


def selected(word: str, selectors: Sequence[Selector]) -> Selector | None:
    """The selector that *word* is; ``None`` if it is none."""
    for selector in selectors:
        if word == selector.word or (
            word and selector.short and selector.word.startswith(word)
        ):
            return selector
    return None


# -- kinds of arguments ----------------------------------------------------------------


def one(
    what: str, read: Callable[[str], object]
) -> Callable[[Families, list[str]], str]:
    """A keyword with an argument: the option is *what* and its value."""
    return lambda families, words: f"{what} {read(taken(words))}"


def bare(what: str) -> Callable[[Families, list[str]], str]:
    """A keyword without an argument: the option is *what*."""
    return lambda families, words: what


def of_prefix(what: str) -> Callable[[Families, list[str]], str]:
    """A keyword before a prefix."""
    return lambda families, words: f"{what} {prefix(families, taken(words))}"


def of_address(what: str) -> Callable[[Families, list[str]], str]:
    """A keyword before an address."""
    return lambda families, words: f"{what} {address(families, taken(words))}"


def number(wrong: str, bits: int = 32) -> Callable[[str], int]:
    """A reader of numbers of so many bits, decimal, octal or hexadecimal."""

    def read(word: str) -> int:
        try:
            value = int(word, 8 if word[:1] == "0" and word.isdecimal() else 0)
        except ValueError:
            value = -1
        if not 0 <= value < 1 << bits:
            raise invalid(word, wrong)
        return value

    return read


def named(
    names: Mapping[int, str], wrong: str, every: str | None = None
) -> Callable[[str], str]:
    """
    A reader of names, or their numbers: gives the name, where there is one.

    *every*: the word that means all of them.
    """
    of_name, of_number = numbers(names), number(wrong, 8)

    def read(word: str) -> str:
        if word in of_name or (every and word == every):
            return word
        found = of_number(word)
        return names.get(found, str(found))

    return read


def parse_table(word: str) -> str:
    """A table by name or number; ``all`` for 0, which is all; ``cache``."""
    if word in ("all", "cache"):
        return word
    found = numbers(TABLES).get(word)
    if found is None:
        found = number("table id value is invalid\n")(word)
    return str(found) if found else "all"


def parse_tos(word: str) -> int:
    """A type of service, in hexadecimal."""
    try:
        tos = int(word, 16)
    except ValueError:
        tos = -1
    if not 0 <= tos <= 255:
        raise invalid(word, "TOS value is invalid\n")
    return tos


parse_ipproto = named(IP_PROTOS, 'Invalid "ipproto" value\n')


# -- addresses -------------------------------------------------------------------------


def address(families: Families, word: str) -> str:
    """An address."""
    try:
        found = parse_address(word)
    except FormatError:
        raise wrong_prefix(families, word) from None
    if not of_family(families, found):
        raise wrong_prefix(families, word)
    return show_prefix(found).partition("/")[0]


def one_address(families: Families, word: str) -> str:
    """An address, where ip expects nothing longer."""
    try:
        return address(families, word)
    except UsageError:
        raise wrong_prefix(families, word, "address") from None


def prefix(families: Families, word: str) -> str:
    """A prefix, the end of an IPv4 address being left out or not; ``default``."""
    if word in ("default", "any", "all"):
        return "default"
    head, slash, length = word.partition("/")
    try:
        found = parse_address(padded(head) if ":" not in head else head)
    except FormatError:
        raise wrong_prefix(families, word) from None
    plen = int(length) if is_count(length) else found.plen if not slash else -1
    if not 0 <= plen <= WIDTH[found.version] or not of_family(families, found):
        raise wrong_prefix(families, word)
    addr = found.addr & mask_of(plen, found.version)
    return show_prefix(Prefix(found.version, addr, plen))


def padded(head: str) -> str:
    """Four octets, of which the last may be missing."""
    octets = head.split(".")
    return ".".join([*octets, *["0"] * (4 - len(octets))])


def of_family(families: Families, found: Prefix) -> bool:
    """Whether an address is of the family asked for."""
    name = "inet" if found.version == 4 else "inet6"
    return not families or name in families


def wrong_prefix(families: Families, word: str, what: str = "prefix") -> UsageError:
    """Ip's refusal of a prefix or address."""
    family = families[0] if families else "any valid"
    return refuse(f'Error: {family} {what} is expected rather than "{word}".\n', 1)
