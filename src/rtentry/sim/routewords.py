"""
The words behind ``route add``: keywords, destinations, masks, as route(8) reads them.

Source: 4.4BSD sbin/route/route.c, newroute(), getaddr(), inet_makenetandmask(); libc
inet_addr(3), inet_network(3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rtentry.addr import (
    WIDTH,
    Gateway,
    Link,
    Prefix,
    mask_of,
    natural,
    parse_address,
    parse_mac,
    plen_of,
)
from rtentry.errors import FormatError, UsageError
from rtentry.kernel import near
from rtentry.kernel.request import METRICS, Ask
from rtentry.kernel.rtf import (
    BLACKHOLE,
    CLONING,
    GATEWAY,
    HOST,
    LLINFO,
    PROTO1,
    PROTO2,
    REJECT,
    STATIC,
    XRESOLVE,
)
from rtentry.light import NamedTuple
from rtentry.sim.session import Box

SETS: Mapping[str, int] = {
    "-reject": REJECT,
    "-blackhole": BLACKHOLE,
    "-proto1": PROTO1,
    "-proto2": PROTO2,
    "-cloning": CLONING,
    "-xresolve": XRESOLVE,
    "-static": STATIC,
    "-llinfo": LLINFO,
}
"""Keywords that set a flag."""

TAKES = frozenset(
    {
        "-dst", "-gateway", "-netmask", "-genmask", "-ifp", "-ifa", "-prefixlen",
        "-ifscope", *(f"-{name}" for name in METRICS if name != "weight"),
    }
)  # fmt: skip
"""Keywords that take a value."""

BARE = frozenset(
    {
        "-net",
        "-host",
        "-inet",
        "-inet6",
        "-4",
        "-6",
        "-interface",
        "-iface",
        "-nostatic",
        "-lock",
        "-lockrest",
    }
)
"""Keywords that stand alone."""


class Parsed(NamedTuple):
    """
    What a route command says.

    Fields:
        dst_text, gateway_text: as they were typed; a length is cut off, as route(8) does.
        version: 4 or 6.
        addr, mask: the destination as integers; *mask* ``None`` = a host.
        zone:    scope zone of the destination, an interface name; ``""`` = none.
        mask_given: whether a mask was said, or follows from how it was typed.
        flags:      RTF_* bits.
        values:     keyword -> its value, as it was typed.
        metrics, locks: see :class:`rtentry.kernel.request.Ask`.
    """

    dst_text: str = ""
    gateway_text: str = ""
    addr: int = 0
    mask: int | None = None
    mask_given: bool = False
    flags: int = STATIC
    values: Mapping[str, str] = {}
    metrics: Mapping[str, int] = {}
    locks: frozenset[str] = frozenset()
    version: int = 4
    zone: str = ""


class Given:
    """
    The words of a command, sorted.

    Fields:
        bare:    keywords that stand alone.
        flags:   RTF_* bits that keywords set.
        values:  keyword -> its value.
        places:  words that are no keywords, in order.
        metrics: metric -> its value; *locks*: those that are to be locked.
    """

    __slots__ = ("bare", "flags", "locks", "metrics", "places", "values")

    def __init__(self) -> None:
        self.bare: set[str] = set()
        self.flags = STATIC
        self.values: dict[str, str] = {}
        self.places: list[str] = []
        self.metrics: dict[str, int] = {}
        self.locks: set[str] = set()

    @property
    def version(self) -> int:
        """4, or 6 if it says so."""
        return 6 if self.bare & {"-inet6", "-6"} else 4

    @property
    def is_net(self) -> bool:
        """Whether the destination was called a network."""
        return "-net" in self.bare or "-netmask" in self.values


def parse(box: Box, argv: Sequence[str]) -> Parsed:
    """
    Read the words behind the verb.

    Raises:
        UsageError: in the tool's own words.
    """
    given = sort(box, argv)
    if "-dst" in given.values:
        given.places.insert(0, given.values["-dst"])
    if not given.places:
        raise refused(box)
    text, gateway, mask_text = [*given.places, "", ""][:3]
    version, zone = given.version, ""
    if version == 6:
        addr, mask, zone = destination6(box, text)
    else:
        addr, mask = destination(box, text, given)
    mask_text = given.values.get("-netmask", mask_text)
    if mask_text:
        mask = quad(box, mask_text, version)
    if "-prefixlen" in given.values:
        mask = mask_of(length(box, given.values["-prefixlen"], version), version)
    host = is_host(given, mask)
    return Parsed(
        text.partition("/")[0],
        given.values.get("-gateway", gateway),
        addr,
        None if host else mask,
        mask is not None and not host,
        given.flags | flags_of(given, host=host),
        given.values,
        given.metrics,
        frozenset(given.locks),
        version,
        zone,
    )


def is_host(given: Given, mask: int | None) -> bool:
    """Whether the destination is a host: said so, or typed like one."""
    if given.is_net:
        return False
    full = mask_of(WIDTH[given.version], given.version)
    return mask is None or "-host" in given.bare or mask == full


def flags_of(given: Given, *, host: bool) -> int:
    """The flags that follow from how the command was put."""
    direct = given.bare & {"-interface", "-iface"}
    return (HOST if host else 0) | (0 if direct else GATEWAY)


def sort(box: Box, argv: Sequence[str]) -> Given:
    """Sort the words of a command."""
    given = Given()
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if word in SETS:
            given.flags |= SETS[word]
        elif word in BARE:
            given.bare.add(word)
        elif word in TAKES or word in box.words.route_takes:
            if not rest:
                raise refused(box)
            take(given, word, rest.pop(0))
        elif word.startswith("-"):
            raise refused(box, word[1:])
        else:
            given.places.append(word)
    if "-nostatic" in given.bare:
        given.flags &= ~STATIC
    return given


def take(given: Given, word: str, value: str) -> None:
    """Put a keyword's value where it belongs; a metric may be locked."""
    name = word[1:]
    if name not in METRICS:
        given.values[word] = value
        return
    given.metrics[name] = int(value) if value.isdigit() else 0
    if given.bare & {"-lock", "-lockrest"}:
        given.locks.add(name)
        given.bare.discard("-lock")


def refused(box: Box, keyword: str | None = None) -> UsageError:
    """The error for a wrong command line."""
    lines, status = box.words.route_usage
    first = [] if keyword is None else [box.words.keyword.format(word=keyword)]
    return UsageError("".join([f"{line}\n" for line in (*first, *lines)]), status)


# -- destinations -----------------------------------------------------------------------------


def destination(box: Box, text: str, given: Given) -> tuple[int, int | None]:
    """
    A destination: its address, and its mask; ``None`` = it is typed like a host.

    A length says it; ``-net`` takes numbers as network numbers (``10.5``); else a whole
    address is a network if its host part is zero by its class.
    """
    if text == "default":
        return 0, 0
    head, slash, plen = text.partition("/")
    if slash:
        mask = mask_of(length(box, plen))
        return padded(box, head) & mask, mask
    octets = numbers(box, text)
    if "-net" not in given.bare and len(octets) == 4:
        addr = int.from_bytes(bytes(octets))
        if "-host" in given.bare or addr & ~mask_of(natural(addr)):
            return addr, None
    return network(octets)


def destination6(box: Box, text: str) -> tuple[int, int | None, str]:
    """An IPv6 destination: its address, its mask (``None`` = a host), its zone."""
    if text == "default":
        return 0, 0, ""
    head, slash, plen = text.partition("/")
    at = address(box, head)
    if at.version != 6:
        raise bad(box, text)
    mask = mask_of(length(box, plen, 6), 6) if slash else None
    return at.addr if mask is None else at.addr & mask, mask, at.zone


def address(box: Box, text: str) -> Prefix:
    """A whole address, or the error of one that is none."""
    try:
        return parse_address(text)
    except FormatError:
        raise bad(box, text) from None


def length(box: Box, text: str, version: int = 4) -> int:
    """A prefix length, 0 to 32 (or 128)."""
    if not (text.isascii() and text.isdigit() and int(text) <= WIDTH[version]):
        raise bad(box, text)
    return int(text)


def numbers(box: Box, text: str) -> list[int]:
    """The octets of ``10.5``; at most four."""
    parts = text.split(".")
    if len(parts) > 4 or not all(p.isdigit() and int(p) < 256 for p in parts):
        raise bad(box, text)
    return [int(part) for part in parts]


def padded(box: Box, text: str) -> int:
    """``10.5`` as 10.5.0.0."""
    return int.from_bytes(bytes(numbers(box, text)).ljust(4, b"\0"))


def network(octets: Sequence[int]) -> tuple[int, int]:
    """A network number, with the mask of its class or of its zero octets."""
    addr = int.from_bytes(bytes(octets).ljust(4, b"\0"))
    if addr == 0:
        return 0, 0
    if len(octets) < 4:
        return addr, mask_of(8 * len(octets))
    plen = next((n for n in (8, 16, 24) if not addr & ~mask_of(n)), 32)
    return addr, mask_of(plen)


def quad(box: Box, text: str, version: int = 4) -> int:
    """A mask: four octets (an IPv6 address), or a hexadecimal number."""
    if version == 6:
        return address(box, text).addr
    if text.startswith("0x"):
        return int(text, 16) & 0xFFFFFFFF
    return padded(box, text)


def bad(box: Box, text: str) -> UsageError:
    """The error for something that is no address."""
    message, status = box.words.address
    return UsageError(message.format(word=text) + "\n", status)


# -- the request --------------------------------------------------------------------------------


def ask(box: Box, parsed: Parsed) -> Ask:
    """The request that a route command makes."""
    k = box.host.kernel
    values = parsed.values
    version = parsed.version
    width = WIDTH[version]
    mask = mask_of(width, version) if parsed.mask is None else parsed.mask
    plen = plen_of(mask) if version == 4 else mask.bit_count()
    ifp = k.ifnets.get(values.get("-ifp", ""))
    scope = k.ifnets.get(values.get("-ifscope", ""))
    genmask = values.get("-genmask")
    gateway = via(box, parsed)
    if isinstance(gateway, Link) and ifp is None:
        ifp = near.by_index(k, gateway)
    ifa = values.get("-ifa")
    return Ask(
        Prefix(
            version, parsed.addr & mask, width if plen is None else plen, parsed.zone
        ),
        gateway,
        parsed.flags,
        mask if plen is None else None,
        genmask=None if genmask is None else quad(box, genmask),
        ifp=ifp,
        ifa=None if ifa is None else near.with_address(k, parse_address(ifa)),
        metrics=absolute(box, {**parsed.metrics, **weight_of(box, values)}),
        locks=parsed.locks,
        tableid=length(box, values["-fib"], 6) if "-fib" in values else 0,
        scope=0 if scope is None else scope.index,
    )


def weight_of(box: Box, values: Mapping[str, str]) -> Mapping[str, int]:
    """The share of a way among several, if it was said."""
    text = values.get("-weight")
    if text is None:
        return {}
    if not text.isdigit():
        raise bad(box, text)
    return {"weight": int(text)}


def absolute(box: Box, metrics: Mapping[str, int]) -> Mapping[str, int]:
    """The metrics; an expiry is given as seconds from now."""
    if metrics.get("expire"):
        return {**metrics, "expire": box.host.now + metrics["expire"]}
    return metrics


def via(box: Box, parsed: Parsed) -> Gateway | None:
    """The gateway: an address, an interface's name, a link-level address."""
    text = parsed.gateway_text
    if not text:
        return None
    ifp = box.host.kernel.ifnets.get(text)
    if ifp is not None:
        return Link(ifp.index)
    for read in (parse_address, parse_mac):
        try:
            return read(text)
        except FormatError:
            continue
    raise bad(box, text)
