"""
What route(8) of a Unix is told -> the facts of its acts.

Pure.  Source: sbin/route/route.c, newroute() and getaddr().
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts, abbreviations, router_fact
from rtentry.acts.abbreviations import Typed, aton, mask_length, number
from rtentry.acts.grammar import Said
from rtentry.acts.unixwords import DEFAULTS, MICROSECONDS, Unix, is_loopback, numeral
from rtentry.addr import WIDTH, Name, Prefix, parse_address, show_prefix
from rtentry.errors import FormatError
from rtentry.light import Any


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
    if "persistent" in facts and facts["verb"] == "change":
        raise FormatError("route: change command not supported with -p")
    notes: list[str] = []
    third(unix, said, facts, notes)
    version = family(facts)
    facts["dst"] = destination(unix, said, facts, version, notes)
    if "scoped" in facts:
        facts.update(ifscope=True, ifname=facts.pop("scoped"))
    way_out(unix, said, facts)
    measures(said, facts, notes)
    return {**facts, "notes": tuple(notes)}


def third(unix: Unix, said: Said, facts: Facts, notes: list[str]) -> None:
    """A third operand is a mask, or the hop count of 4.2BSD: 0 meant an interface."""
    text = facts.pop("third", None)
    if text is None:
        return
    if text[:1].isalpha() and ":" not in text:
        raise said.wrong("third", f"route: unknown word {text!r}")
    if not (text.isdecimal() and int(text) <= unix.hops):
        facts["netmask"] = text
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


def way_out(unix: Unix, said: Said, facts: Facts) -> None:
    """
    Make gateway or interface of what was given in the gateway's place.

    Raises:
        FormatError: if nothing was, and the system or its kernel asks for it.
    """
    is_link = facts.pop("link", False)
    is_interface = facts.pop("interface", False) or is_link
    text = facts.pop("gateway", None)
    if text is None and wants_gateway(unix, facts):
        raise FormatError(f"route: {facts['verb']} needs a gateway or -interface")
    if text is not None:
        fact, value = gateway(unix, said, facts, text, is_interface=is_interface)
        facts[fact] = value
    zone_to_ifname(facts)
    if is_interface:
        for implied in ("cloning", "llinfo", "connected"):
            facts.pop(implied, None)
    if {"reject", "blackhole"} & facts.keys() or facts["verb"] == "delete":
        forget_loopback(facts)


def wants_gateway(unix: Unix, facts: Facts) -> bool:
    """Whether a command without a gateway is refused."""
    if unix.needs_gateway:
        return facts["verb"] in ("add", "delete")
    return facts["verb"] == "add" and not facts.keys() & {"reject", "blackhole"}


def gateway(
    unix: Unix, said: Said, facts: Facts, text: str, *, is_interface: bool
) -> tuple[str, Any]:
    """What the word in the gateway's place is: (fact, value)."""
    if is_interface and unix.by_name and is_ifname(text):
        return "ifname", text
    if text[:1].isalpha() and ":" not in text:
        return "gateway", Name(text)
    try:
        address = parse_address(text) if ":" in text else Prefix(4, aton(text), 32)
    except FormatError as error:
        raise said.wrong("gateway", f"route: {error.message}") from None
    if is_interface:
        return "ifaddr", address
    return router_fact(facts["dst"], address), address


def is_ifname(text: str) -> bool:
    """Whether it is an interface's name (``em0``, ``eth0:1``), not an address."""
    if not text[:1].isalpha():
        return False
    try:
        parse_address(text)
    except FormatError:
        return True
    return False


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
