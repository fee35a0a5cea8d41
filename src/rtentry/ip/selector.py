"""
What follows ``show`` on the command line of ip(8): which entries are wanted.

A selector becomes an option of the View: ``table 100``, ``exact 10.0.0.0/8``.  Words may
be cut short as ip allows it.

Source: iproute2 ip/iproute.c, iproute_list_flush_or_save(); ip/ipneigh.c,
do_show_or_flush(); lib/utils.c.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.addr import WIDTH, Prefix, mask_of, parse_address, show_prefix
from rtentry.errors import FormatError, UsageError
from rtentry.ip.neigh import STATES
from rtentry.light import NamedTuple
from rtentry.linux import PROTOS, RTYPES, SCOPES, TABLES, numbers
from rtentry.words.attribute import is_count, parse_hex

INCOMPLETE = 'Command line is not complete. Try option "help"\n'
"""What ip says where an argument is missing."""

STATUS = 255
"""Exit status of a wrong command line."""


def refuse(text: str, status: int = STATUS) -> UsageError:
    """Ip's refusal."""
    return UsageError(text, status)


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


# -- ip route ----------------------------------------------------------------------


def named(what: str, names: Mapping[int, str], wrong: str) -> Callable[[str], str]:
    """A reader of a name or number: gives the option *what* with the name."""
    of_name = numbers(names)

    def parse(word: str) -> str:
        if word in of_name:
            return f"{what} {word}"
        if not is_count(word) or int(word) > 255:
            raise invalid(word, wrong + "\n")
        return f"{what} {names.get(int(word), word)}"

    return parse


def parse_table(word: str) -> str:
    """A table by name or number; ``all``; ``cache``."""
    if word in ("all", "cache"):
        return "cache" if word == "cache" else "table all"
    number = numbers(TABLES).get(word)
    if number is None:
        try:
            number = parse_hex(word)
        except FormatError:
            number = -1
    if not 0 <= number < 1 << 32:
        raise invalid(word, "table id value is invalid\n")
    return f"table {number}"


def parse_metric(word: str) -> str:
    """A metric."""
    if not is_count(word):
        raise invalid(word, '"metric" value is invalid\n')
    return f"metric {word}"


def parse_tos(word: str) -> str:
    """A type of service, in hexadecimal."""
    try:
        tos = int(word, 16)
    except ValueError:
        tos = -1
    if not 0 <= tos <= 255:
        raise invalid(word, "TOS value is invalid\n")
    return f"tos {tos}"


class Selector(NamedTuple):
    """
    One selector of ``ip route show``.

    Fields:
        word:  its keyword.
        parse: argument -> option of the View; ``None`` = it is not known here.
        short: whether it may be cut short.
    """

    word: str
    parse: Callable[[str], str] | None = None
    short: bool = True


SELECTORS = (
    Selector("table", parse_table),
    Selector("vrf"),
    Selector("tos", parse_tos, short=False),
    Selector("dsfield", parse_tos),
    Selector("protocol", named("proto", PROTOS, 'invalid "protocol"')),
    Selector("scope", named("scope", SCOPES, 'invalid "scope"')),
    Selector("type", named("type", RTYPES, "node type value is invalid")),
    Selector("dev", "dev {}".format, short=False),
    Selector("oif", "dev {}".format, short=False),
    Selector("iif", short=False),
    Selector("mark", short=False),
    Selector("metric", parse_metric),
    Selector("priority", parse_metric),
    Selector("preference", parse_metric, short=False),
    Selector("via", short=False),
    Selector("src", short=False),
    Selector("realms"),
    Selector("from"),
    Selector("nhid", short=False),
)
"""In the order in which ip compares them; ``via`` and ``src`` take an address."""

ADDRESSES = ("via", "src")
RANGES = ("root", "match", "exact")


def selected(word: str) -> Selector | None:
    """The selector that *word* is; ``None`` if it is none."""
    for selector in SELECTORS:
        if word == selector.word or (selector.short and selector.word.startswith(word)):
            return selector
    return None


def route_option(families: tuple[str, ...], words: list[str]) -> str:
    """One selector, taken from *words*, as an option of the View."""
    word = words.pop(0)
    if word and matching(word, ("cached", "cloned")):
        return "cache"
    selector = selected(word)
    if selector is not None and word in ADDRESSES:
        return f"{word} {address(families, taken(words))}"
    if selector is not None:
        if selector.parse is None:
            raise not_here(f"ip route show {selector.word}: not known here")
        return selector.parse(taken(words))
    word = taken(words) if word == "to" else word
    if word in RANGES:
        return f"{word} {prefix(families, taken(words))}"
    text = prefix(families, word)
    return f"exact {text}" if word not in ("any", "all") else f"root {text}"


# -- ip neigh ----------------------------------------------------------------------


def neighbor_option(families: tuple[str, ...], words: list[str]) -> str:
    """One selector, taken from *words*, as an option of the View."""
    word = words.pop(0)
    if word == "dev":
        return f"dev {taken(words)}"
    if word == "nud":
        return f"nud {state(taken(words))}"
    if word == "proxy":
        return word
    if word in ("unused", "master", "vrf", "nomaster") or word.startswith("proto"):
        raise not_here(f"ip neigh show {word}: not known here")
    return f"to {prefix(families, taken(words) if word == 'to' else word)}"


def state(word: str) -> str:
    """A state of a neighbour, or ``all``."""
    if word == "all" or word.upper() in STATES:
        return word
    raise invalid(word, "nud state is bad")


# -- addresses ---------------------------------------------------------------------


def address(families: tuple[str, ...], word: str) -> str:
    """An address."""
    try:
        found = parse_address(word)
    except FormatError:
        raise wrong_prefix(families, word) from None
    if not of_family(families, found):
        raise wrong_prefix(families, word)
    return show_prefix(found).partition("/")[0]


def prefix(families: tuple[str, ...], word: str) -> str:
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


def of_family(families: tuple[str, ...], found: Prefix) -> bool:
    """Whether an address is of the family asked for."""
    name = "inet" if found.version == 4 else "inet6"
    return not families or name in families


def wrong_prefix(families: tuple[str, ...], word: str) -> UsageError:
    """Ip's refusal of a prefix."""
    family = families[0] if families else "any valid"
    return refuse(f'Error: {family} prefix is expected rather than "{word}".\n', 1)
