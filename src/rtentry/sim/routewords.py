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
    parse_address,
    parse_mac,
    plen_of,
)
from rtentry.bsd.openbsdtools import PRIORITIES as NAMES
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
from rtentry.sim.routedst import bad, destination, destination6, length, quad
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
"""Keywords that set a flag; a family may have more."""

TAKES = frozenset(
    {
        "-dst", "-gateway", "-netmask", "-genmask", "-ifp", "-ifa", "-prefixlen",
        "-ifscope", *(f"-{name}" for name in METRICS if name != "weight"),
    }
)  # fmt: skip
"""Keywords that take a value, likewise."""

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
        "-link",
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
        fmask:      those that keywords named.
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
    fmask: int = 0


class Given:
    """
    The words of a command, sorted.

    Fields:
        bare:    keywords that stand alone.
        flags:   RTF_* bits that keywords set; *named*: those that were named.
        values:  keyword -> its value.
        places:  words that are no keywords, in order.
        colons:  whether a destination with a colon says that it is IPv6.
        metrics: metric -> its value; *locks*: those that are to be locked.
    """

    __slots__ = (
        "bare", "colons", "flags", "locks", "metrics", "named", "places", "values",
    )  # fmt: skip

    def __init__(self) -> None:
        self.bare: set[str] = set()
        self.flags = STATIC
        self.named = 0
        self.colons = False
        self.values: dict[str, str] = {}
        self.places: list[str] = []
        self.metrics: dict[str, int] = {}
        self.locks: set[str] = set()

    @property
    def version(self) -> int:
        """4, or 6 if it says so, or the destination has a colon."""
        said = bool(self.bare & {"-inet6", "-6"})
        colon = self.colons and ":" in "".join(self.places[:1])
        return 6 if said or colon else 4

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
        addr, mask = destination(box, text, given.bare)
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
        given.named,
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
    given.colons = box.words.colons
    sets = {**SETS, **box.words.keywords}
    takes = TAKES | box.words.route_takes
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if word in sets:
            given.flags |= sets[word]
            given.named |= sets[word]
        elif word in BARE:
            given.bare.add(word)
        elif word in takes:
            if not rest:
                raise refused(box)
            take(given, word, rest.pop(0))
        elif word.startswith("-"):
            raise refused(box, word[1:])
        else:
            given.places.append(word)
    if "-nostatic" in given.bare:
        given.flags &= ~STATIC
        given.named |= STATIC
    return given


def take(given: Given, word: str, value: str) -> None:
    """Put a keyword's value where it belongs; a metric may be locked."""
    name = word[1:]
    if name not in METRICS:
        given.values[word] = value
        return
    given.metrics[name] = int(value) if value.isdecimal() else 0
    if given.bare & {"-lock", "-lockrest"}:
        given.locks.add(name)
        given.bare.discard("-lock")


def refused(box: Box, keyword: str | None = None) -> UsageError:
    """The error for a wrong command line."""
    lines, status = box.words.route_usage
    first = [] if keyword is None else [box.words.keyword.format(word=keyword)]
    return UsageError("".join([f"{line}\n" for line in (*first, *lines)]), status)


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
        scope=0 if scope is None else scope.index,
        prio=priority(values.get("-priority", "0")),
        label=values.get("-label"),
        fmask=parsed.fmask,
        tableid=whole(values["-fib"], "fib") if "-fib" in values else box.tableid,
    )


def weight_of(box: Box, values: Mapping[str, str]) -> Mapping[str, int]:
    """The share of a way among several, if it was said."""
    text = values.get("-weight")
    if text is None:
        return {}
    if not text.isdecimal():
        raise bad(box, text)
    return {"weight": int(text)}


PRIORITIES = {name: number for number, name in NAMES.items()}
"""Names of preferences (OpenBSD)."""


def priority(text: str) -> int:
    """A preference, by number or name; UsageError at another one."""
    return PRIORITIES[text] if text in PRIORITIES else whole(text, "priority")


def whole(text: str, what: str) -> int:
    """A number as strtonum(3) takes it; UsageError if it is none."""
    if not (text.isascii() and text.isdigit()):
        raise UsageError(f"route: {what} is invalid: {text}\n", 1)
    return int(text)


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
