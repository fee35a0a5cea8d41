"""
What follows ``get`` on the command line of ``ip route``: the packet asked about.

Source: iproute2 ip/iproute.c, iproute_get(); lib/utils.c.
"""

from __future__ import annotations

from collections.abc import Callable

from rtentry.addr import WIDTH, Prefix, parse_address, parse_prefix
from rtentry.ip.arguments import (
    Families,
    address,
    matching,
    not_here,
    number,
    parse_ipproto,
    parse_tos,
    prefix,
    refuse,
    taken,
    usage,
)
from rtentry.light import Any, NamedTuple
from rtentry.linux import IP_PROTOS, numbers
from rtentry.packet import Packet

NO_DESTINATION = "need at least a destination address\n"

LONGER = "Warning: /{} as prefix is invalid, only /{} (or none) is supported.\n"

NOT_HERE = ("notify", "connected", "vrf")
"""Keywords that ask for what is not answered here."""


class Keyword(NamedTuple):
    """
    A keyword of ``ip route get``.

    Fields:
        word:  itself.
        field: of the Packet, that its argument is put into.
        read:  what reads the argument.
        short: whether it may be cut short.
    """

    word: str
    field: str
    read: Callable[[str], Any] = str
    short: bool = True


def ipproto(word: str) -> int:
    """The number of an IP protocol."""
    name = parse_ipproto(word)
    return numbers(IP_PROTOS).get(name) or int(name)


KEYWORDS = (
    Keyword("tos", "tos", parse_tos, short=False),
    Keyword("dsfield", "tos", parse_tos),
    Keyword("iif", "iif"),
    Keyword("mark", "mark", number("invalid mark value")),
    Keyword("oif", "oif"),
    Keyword("dev", "oif", short=False),
    Keyword("uid", "uid", number("invalid UID\n")),
    Keyword("ipproto", "ipproto", ipproto, short=False),
    Keyword("sport", "sport", number("invalid sport\n", 16), short=False),
    Keyword("dport", "dport", number("invalid dport\n", 16), short=False),
)
"""In the order in which ip compares them."""


class Question(NamedTuple):
    """A packet asked about, and what ip remarks on the question."""

    packet: Packet
    remark: str = ""


def question(families: Families, words: list[str]) -> Question:
    """
    What the words after ``get`` ask for.

    Raises:
        UsageError: as ip refuses them.
    """
    said: dict[str, Any] = {}
    remark = ""
    while words:
        word = words.pop(0)
        if word and matching(word, NOT_HERE):
            raise not_here(f"ip route get {matching(word, NOT_HERE)}: not known here")
        known = next((k for k in KEYWORDS if is_word(word, k)), None)
        if known is not None:
            said[known.field] = known.read(taken(words))
        elif matching(word, ("fibmatch",)):
            said["fibmatch"] = True
        elif matching(word, ("from",)):
            said["src"] = parse_address(address(families, taken(words)))
            families = families or family(said["src"])
        else:
            word = taken(words) if word == "to" else word
            said["dst"], remark = destination(families, word)
            families = families or family(said["dst"])
    if "dst" not in said:
        raise refuse(NO_DESTINATION, 1)
    if said["dst"].version == 6:
        said = {"ipproto": 0} | said  # for IPv4 the kernel takes UDP
    return Question(Packet(**said), remark)


def is_word(word: str, known: Keyword) -> bool:
    """Whether a word is a keyword, or begins it where that will do."""
    is_short = known.short and word and known.word.startswith(word)
    return word == known.word or bool(is_short)


def family(found: Prefix) -> Families:
    """The family of an address."""
    return ("inet" if found.version == 4 else "inet6",)


def destination(families: Families, word: str) -> tuple[Prefix, str]:
    """An address, and ip's remark if it is the beginning of a prefix."""
    if matching(word, ("help",)):
        raise usage("route")
    text = prefix(families, word)
    if text == "default":
        version = 6 if families == ("inet6",) else 4
        return Prefix(version, 0, WIDTH[version]), ""
    found = parse_prefix(text)
    width = WIDTH[found.version]
    remark = "" if found.plen == width else LONGER.format(found.plen, width)
    return found._replace(plen=width), remark
