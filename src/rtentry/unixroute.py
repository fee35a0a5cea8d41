"""
The route(8) of the BSDs and of Solaris.

They have one ancestor, so one Unix says how a system differs: its words, how it reads
an abbreviated destination, how it names an interface as the way out.

    route add -net 10.0.0.0/8 192.168.1.1 -mtu 1400
    route add -net 10.1.0.0/16 -interface em0                 FreeBSD, macOS
    route add -net 10.1.0.0/16 -link -interface em0 -cloning  OpenBSD
    route add -net 10.66.0.0/16 127.0.0.1 -blackhole          no gateway: a formality

Pure.  Source: sbin/route/route.c of each system, newroute() and getaddr(); route(8).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from rtentry import abbreviations
from rtentry.abbreviations import Rule, Typed, aton, mask_length, number
from rtentry.acts import Facts
from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    WIDTH,
    Name,
    Prefix,
    parse_address,
    show_address,
    show_prefix,
)
from rtentry.commandline import Grammar, Lock, Said, Word, grammar
from rtentry.errors import FormatError
from rtentry.model import Nexthop

DEFAULTS = {4: DEFAULT4, 6: DEFAULT6}

LOOPBACKS = {4: Prefix(4, 0x7F000001, 32), 6: Prefix(6, 1, 128)}

MICROSECONDS = ("rtt", "rttvar")
"""Metrics that route(8) takes in microseconds; the model has milliseconds."""


class Unix(NamedTuple):
    """
    How a system's route(8) differs.

    Fields:
        name:      the system.
        rule:      how it reads IPv4 destinations.
        words:     words of its own.
        options:   options of its own.
        verbs:     (spelling, verb) of each command.
        direct:    facts that go with an interface as the way out, of a network and of a
                   host; they are implied where they are read.
        links:     whether ``-link`` stands before the name of that interface.
        by_name:   whether an interface can be given by its name.
        halves:    whether an IPv6 network whose lower half is zero has 64 bits.
        relative:  whether ``-expire`` takes ``+SECONDS``.
        ways:      how several gateways are added: ``mpath`` (a word), ``repeat`` (again
                   and again), or ``""`` (they are not).
        flush_by:  facts that limit what ``flush`` deletes.
        needs_gateway: whether add and delete want a gateway, whatever they do.
    """

    name: str
    rule: Rule
    words: tuple[Word, ...] = ()
    options: tuple[Word, ...] = ()
    verbs: tuple[tuple[str, str], ...] = (
        ("add", "add"), ("change", "change"), ("delete", "delete"), ("flush", "flush"),
    )  # fmt: skip
    direct: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    links: bool = False
    by_name: bool = True
    halves: bool = False
    relative: bool = False
    ways: str = ""
    flush_by: tuple[str, ...] = ()
    needs_gateway: bool = False


def numeral(text: str) -> int:
    """A decimal number; FormatError if it is none."""
    return number(text, (1 << 63) - 1)


def show_destination(dst: Prefix | Name) -> str:
    """``default``, a host's address, ``address/length``."""
    if not isinstance(dst, Prefix):
        return dst
    if dst == DEFAULTS[dst.version]:
        return "default"
    return show_address(dst) if dst.is_host else show_prefix(dst)


def show_host(value: Any) -> str:  # noqa: ANN401 - an address, a name, a MAC
    """An address without a length; anything else as it is."""
    return show_address(value) if isinstance(value, Prefix) else str(value)


METRICS = tuple(
    Word(f"-{name}", name, numeral)
    for name in ("mtu", "hopcount", "recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar")
)

WORDS = (
    Word("-inet6", "inet6", also=("-6",)),
    Word("-inet", "inet", also=("-4",)),
    Word("-net", "net"),
    Word("-host", "host"),
    Word("", "dst", str, show_destination),
    Word("-dst", "dst", str, written=False),
    Word("-link", "link"),
    Word("-interface", "interface", also=("-iface",)),
    Word("", "gateway", str, show_host),
    Word("-gateway", "gateway", str, written=False),
    Word("", "third", str),
    Word("-netmask", "netmask", str),
    Word("-prefixlen", "prefixlen", str),
    Word("-static", ""),
    Word("-nostatic", "nostatic"),
    Word("-reject", "reject"),
    Word("-blackhole", "blackhole"),
    Word("-proto1", "proto1"),
    Word("-proto2", "proto2"),
    Word("-ifp", "ifname", str),
    Word("-ifa", "src", parse_address, show_host),
    *METRICS,
    Word("-expire", "lifetime", str),
)

OLDER = (
    Word("-cloning", "cloning"),
    Word("-xresolve", "xresolve"),
    Word("-llinfo", "llinfo"),
    Word("-genmask", "genmask", str),
)
"""Words that some systems have given up."""

OPTIONS = tuple(Word(f"-{letter}", "") for letter in "dnqtv")


def route(unix: Unix) -> Grammar:
    """The grammar of a system's route(8)."""
    return grammar(
        Grammar(
            "route",
            "route",
            placed(unix.words),
            settle=lambda said: settle(unix, said),
            prepare=lambda facts: prepare(unix, facts),
            verbs=tuple(dict.fromkeys(verb for _, verb in unix.verbs)),
            path=({spelling: ("verb", verb) for spelling, verb in unix.verbs},),
            options=(*unix.options, *OPTIONS),
            lock=Lock("-lock", "-lockrest"),
        )
    )


def placed(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """WORDS with a system's own before the metrics; those of one spelling replaced."""
    own = {word.text for word in words}
    kept = [word for word in WORDS if not word.text or word.text not in own]
    at = kept.index(METRICS[0])
    return (*kept[:at], *words, *kept[at:])


# -- what route(8) is told -> facts -----------------------------------------------------------


def settle(unix: Unix, said: Said) -> Iterator[Facts]:
    """
    The facts of each act of a route(8) command line.

    Raises:
        FormatError: at a value that the system would refuse.
    """
    tables = said.values.get("table", 0)
    for table in tables if isinstance(tables, tuple) else (tables,):
        values = {fact: v for fact, v in said.values.items() if fact != "table"}
        if table:
            values["table"] = table
        if values["verb"] == "flush":
            yield from flushes(said, values)
        else:
            yield settled(unix, said, values)


def flushes(said: Said, facts: Facts) -> Iterator[Facts]:
    """The acts of ``route flush``: one for each family that is meant."""
    inet6, inet = facts.pop("inet6", False), facts.pop("inet", False)
    operand = facts.pop("dst", None)
    if operand is not None and not facts.pop("interface", False):
        raise said.wrong("dst", f"route: flush knows families, not {operand!r}")
    if operand is not None:
        facts["ifname"] = operand
    for version, wanted in ((4, inet), (6, inet6)):
        if wanted or not (inet or inet6):
            dst = DEFAULTS[version]
            yield {**facts, "dst": dst, "within": True, "gateways": True}


def settled(unix: Unix, said: Said, facts: Facts) -> Facts:
    """The facts of an act on one route; *facts* is used up."""
    if "dst" not in facts:
        raise FormatError("route: destination expected")
    notes: list[str] = []
    third(said, facts, notes)
    version = family(facts)
    facts["dst"] = destination(unix, said, facts, version, notes)
    if "scoped" in facts:
        facts.update(ifscope=True, ifname=facts.pop("scoped"))
    way_out(said, facts)
    measures(said, facts, notes)
    return {**facts, "notes": tuple(notes)}


def third(said: Said, facts: Facts, notes: list[str]) -> None:
    """A third operand is a mask, or the hop count of 4.2BSD: 0 meant an interface."""
    text = facts.pop("third", None)
    if text is None:
        return
    if not (text.isdigit() and len(text) == 1):
        facts["netmask"] = text
        said.columns["netmask"] = said.columns["third"]
    elif text == "0":
        facts["interface"] = True
    else:
        notes.append(f"trailing {text!r} is the old hop count: it says nothing")


def family(facts: Facts) -> int:
    """The IP version of a route, as its words and addresses say."""
    inet6, inet = facts.pop("inet6", False), facts.pop("inet", False)
    if ":" in facts["dst"]:
        return 6
    if facts["dst"] == "default" or facts["dst"][:1].isalpha():
        return 6 if not inet and (inet6 or ":" in str(facts.get("gateway"))) else 4
    return 4


def destination(
    unix: Unix, said: Said, facts: Facts, version: int, notes: list[str]
) -> Prefix | Name:
    """The destination; words about it are taken from *facts*."""
    text, kind = facts["dst"], kind_of(facts)
    try:
        plen = masked(facts, version)
        if text == "default":
            return DEFAULTS[version]
        if text[:1].isalpha() and ":" not in text:
            return Name(text)
        if version == 6:
            typed = destination6(text, kind, plen, halves=unix.halves)
        else:
            typed = abbreviations.destination(unix.rule, text, kind, plen)
    except FormatError as error:
        raise said.wrong("dst", f"route: {error.message}") from None
    if typed.dropped:
        notes.append(f"{unix.name} reads {text!r} as {show_prefix(typed.prefix)}")
    return typed.prefix


def kind_of(facts: Facts) -> str:
    """``host``, ``net`` or ``""``."""
    net, host = facts.pop("net", False), facts.pop("host", False)
    return "host" if host else "net" if net else ""


def masked(facts: Facts, version: int) -> int | None:
    """The length that ``-netmask`` or ``-prefixlen`` says; ``None`` = neither is there."""
    plen, mask = facts.pop("prefixlen", None), facts.pop("netmask", None)
    if plen is not None:
        return number(plen, WIDTH[version])
    if mask is None:
        return None
    return parse_address(mask).addr.bit_count() if ":" in mask else mask_length(mask)


def destination6(text: str, kind: str, plen: int | None, *, halves: bool) -> Typed:
    """An IPv6 destination; FormatError if it is none."""
    head, slash, length = text.partition("/")
    host = parse_address(head)
    if slash:
        plen = number(length, 128)
    if plen is None:
        plen = 128 if kind == "host" else length6(host.addr, halves=halves)
    dropped = host.addr & ((1 << 128 - plen) - 1)
    prefix = host._replace(addr=host.addr - dropped, plen=plen)
    return Typed(prefix, bool(dropped))


def length6(addr: int, *, halves: bool) -> int:
    """The length of an IPv6 destination that has none."""
    if not addr:
        return 0
    is_half = halves and addr >> 125 == 1 and not addr & ((1 << 64) - 1)
    return 64 if is_half else 128


def way_out(said: Said, facts: Facts) -> None:
    """Make gateway or interface of what was given in the gateway's place."""
    facts.pop("link", None)
    is_interface = facts.pop("interface", False)
    text = facts.pop("gateway", None)
    if text is not None:
        fact, value = gateway(said, facts, text, is_interface=is_interface)
        facts[fact] = value
    zone_to_ifname(facts)
    if is_interface:
        for implied in ("cloning", "llinfo", "connected"):
            facts.pop(implied, None)
    if facts.get("reject") or facts.get("blackhole"):
        forget_loopback(facts)


def gateway(
    said: Said, facts: Facts, text: str, *, is_interface: bool
) -> tuple[str, Any]:
    """What the word in the gateway's place is: (fact, value)."""
    if text[:1].isalpha() and ":" not in text:
        return ("ifname", text) if is_interface else ("gateway", Name(text))
    try:
        address = parse_address(text) if ":" in text else Prefix(4, aton(text), 32)
    except FormatError as error:
        raise said.wrong("gateway", f"route: {error.message}") from None
    if is_interface:
        return "ifaddr", address
    dst = facts["dst"]
    crosses = isinstance(dst, Prefix) and dst.version != address.version
    return ("gateway6" if crosses else "gateway"), address


def zone_to_ifname(facts: Facts) -> None:
    """``fe80::1%em0`` is a gateway and an interface."""
    for fact in ("gateway", "gateway6"):
        address = facts.get(fact)
        if not isinstance(address, Prefix) or not address.zone:
            continue
        if facts.setdefault("ifname", address.zone) == address.zone:
            facts[fact] = address._replace(zone="")


def forget_loopback(facts: Facts) -> None:
    """Drop the loopback gateway of a route that refuses: it says nothing."""
    for fact in ("gateway", "ifaddr"):
        address = facts.get(fact)
        if isinstance(address, Prefix) and is_loopback(address):
            del facts[fact]
    if str(facts.get("ifname", "")).startswith("lo"):
        del facts["ifname"]


def is_loopback(address: Prefix) -> bool:
    """127/8 or ::1."""
    if address.version == 4:
        return address.addr >> 24 == 127
    return address.addr == 1


def measures(said: Said, facts: Facts, notes: list[str]) -> None:
    """Bring metrics to the model's units; an expiry becomes a lifetime or a date."""
    for name in MICROSECONDS:
        if name in facts:
            exact = facts[name]
            facts[name] = (exact + 500) // 1000
            if exact % 1000:
                notes.append(f"{name} {exact} us is kept as {facts[name]} ms")
    text = facts.pop("lifetime", "0")
    try:
        if text.startswith("+"):
            facts["expire"] = numeral(text[1:])
        elif numeral(text):
            facts["until"] = numeral(text)
    except FormatError as error:
        raise said.wrong("lifetime", f"-expire: {error.message}") from None


# -- facts -> what route(8) is told -------------------------------------------------------------


def prepare(unix: Unix, facts: Facts) -> Iterator[Facts]:
    """What each command line says that does an act."""
    ways = facts.get("ways", ())
    single = {fact: value for fact, value in facts.items() if fact != "ways"}
    if facts["verb"] == "flush":
        yield flush(unix, facts)
    elif not ways:
        yield told(unix, single)
    elif not unix.ways:
        yield told(unix, {**single, **one_way(ways[0]), "multipath": True})
    else:
        if unix.ways == "mpath":
            single["mpath"] = True
        for hop in ways:
            yield told(unix, {**single, **one_way(hop)})


def one_way(hop: Nexthop) -> Facts:
    """The facts of one way of a multipath route."""
    facts: Facts = dict(hop.extra)
    if hop.gateway is not None:
        facts["gateway"] = hop.gateway
    if hop.ifname is not None:
        facts["ifname"] = hop.ifname
    if hop.weight != 1:
        facts["weight"] = hop.weight
    return facts


def flush(unix: Unix, facts: Facts) -> Facts:
    """``route flush`` knows families only: all routes with a gateway."""
    said = dict(facts)
    dst = said.pop("dst")
    said["inet6" if dst.version == 6 else "inet"] = True
    if dst == DEFAULTS[dst.version]:
        said.pop("within", None)
    if not said.pop("gateways", False):
        said["flush of direct routes"] = True
    for fact in ("ifname", "prio"):
        if fact in said and fact not in unix.flush_by:
            said[f"flush by {fact}"] = said.pop(fact)
    if "ifname" in said:
        said.update(interface=True, gateway=said.pop("ifname"))
    return said


def told(unix: Unix, facts: Facts) -> Facts:
    """What one command line says."""
    said = dict(facts)
    dst = said["dst"]
    version = dst.version if isinstance(dst, Prefix) else 4
    kinds(said, dst)
    if "expire" in said and unix.relative:
        said["lifetime"] = f"+{said.pop('expire')}"
    if "until" in said:
        said["lifetime"] = str(said.pop("until"))
    for name in MICROSECONDS:
        if name in said:
            said[name] *= 1000
    if said.pop("ifscope", False):
        scoped = said.get("ifname", "")
        said["scoped"] = scoped
        if "gateway" in said:
            said.pop("ifname", None)
    outward(unix, said, version)
    return said


def kinds(said: Facts, dst: Prefix | Name) -> None:
    """Say family and kind of the destination, where route(8) wants them."""
    if isinstance(dst, Prefix) and dst.version == 6:
        said["inet6"] = True
    if not isinstance(dst, Prefix) or dst.is_host:
        said["host"] = True
    elif dst.version == 4 and dst != DEFAULT4:
        said["net"] = True


def outward(unix: Unix, said: Facts, version: int) -> None:
    """Say the way out: a gateway, an interface, loopback for a route that refuses."""
    refuses = said.get("reject") or said.get("blackhole")
    wants = unix.needs_gateway and said["verb"] in ("add", "delete")
    if "gateway" in said:
        ifname_to_zone(said)
    elif "ifaddr" in said:
        said.update(interface=True, gateway=said.pop("ifaddr"))
    elif "ifname" in said:
        by_interface(unix, said)
    elif refuses and (said["verb"] != "delete" or wants):
        said["gateway"] = LOOPBACKS[version]
    elif wants:
        said["needs the gateway"] = True


def ifname_to_zone(said: Facts) -> None:
    """A link-local gateway names its interface: ``fe80::1%em0``."""
    address = said["gateway"]
    if is_link_local(address) and not address.zone:
        ifname = said.pop("ifname", said.get("scoped", ""))
        said["gateway"] = address._replace(zone=ifname)


def is_link_local(address: object) -> bool:
    """fe80::/10."""
    if not isinstance(address, Prefix) or address.version != 6:
        return False
    return address.addr >> 118 == 0x3FA


def by_interface(unix: Unix, said: Facts) -> None:
    """Say an interface as the way out."""
    if not unix.by_name:
        said["interface by name"] = said.pop("ifname")
        return
    said.update(interface=True, gateway=said.pop("ifname"))
    if unix.links:
        said["link"] = True
    if said["verb"] != "delete":
        said.update(dict.fromkeys(unix.direct["host" in said], True))
