"""
The commands of the BSDs and of Solaris: route(8), arp(8), ndp(8).

They have one ancestor, so one Unix says how a system differs: its words, how it reads
an abbreviated destination, how it names an interface as the way out.

    route add -net 10.0.0.0/8 192.168.1.1 -mtu 1400
    route add -net 10.1.0.0/16 -interface em0          FreeBSD, macOS
    route add -net 10.1.0.0/16 -cloning -link -iface em0    OpenBSD
    route add -net 10.66.0.0/16 127.0.0.1 -blackhole   the gateway is a formality

Sources: sbin/route/route.c, newroute(), getaddr(); usr.sbin/arp/arp.c; usr.sbin/ndp/
ndp.c of each system, and its manual pages route(8), arp(8), ndp(8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from rtentry import abbreviations
from rtentry.abbreviations import Rule, aton, mask_length, number
from rtentry.acts import Facts
from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    WIDTH,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_mac,
    show_address,
    show_prefix,
)
from rtentry.commandline import Grammar, Lock, Said, Word, grammar
from rtentry.errors import FormatError

DEFAULTS = {4: DEFAULT4, 6: DEFAULT6}

LOOPBACKS = {4: Prefix(4, 0x7F000001, 32), 6: Prefix(6, 1, 128)}

MICROSECONDS = ("rtt", "rttvar")
"""Metrics that route(8) takes in microseconds; the model has milliseconds."""


class Unix(NamedTuple):
    """
    How a system's commands differ.

    Fields:
        name:      the system.
        rule:      how route(8) reads IPv4 destinations.
        words:     route(8) words of its own.
        options:   route(8) options of its own.
        verbs:     spelling -> verb of route(8).
        direct:    facts that go with an interface as the way out: of a network, of a
                   host; they are implied when read.
        links:     whether ``-link`` stands before the name of that interface.
        by_name:   whether an interface can be given by its name.
        halves:    whether an IPv6 network whose lower half is zero has 64 bits.
        relative:  whether ``-expire`` takes ``+SECONDS``.
        ways:      how several gateways are added: ``mpath`` (a word), ``repeat`` (again
                   and again), or ``""`` (they are not).
        needs_gateway: whether a route can be deleted only with its gateway.
        arp:       arp(8) words of its own.
        arp_options: arp(8) options of its own.
        replaces:  options with which arp(8) overwrites: facts that say so.
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
    needs_gateway: bool = False
    arp: tuple[Word, ...] = ()
    arp_options: tuple[Word, ...] = ()
    replaces: tuple[str, ...] = ()


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
    for name in ("hopcount", "recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar", "mtu")
)

WORDS = (
    Word("-inet6", "inet6", also=("-6",)),
    Word("-inet", "inet", also=("-4",)),
    Word("-net", "net"),
    Word("-host", "host"),
    Word("", "dst", str, show_destination),
    Word("-dst", "dst", str),
    Word("-link", "link"),
    Word("-interface", "interface", also=("-iface",)),
    Word("", "gateway", str, show_host),
    Word("-gateway", "gateway", str),
    Word("", "netmask", str),
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
    """A system's route(8)."""
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
    """
    WORDS with a system's own.

    Its own come before the metrics, or instead of those with the same spelling.
    """
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
    values = said.values
    tables = values.get("table", ())
    for table in tables if isinstance(tables, tuple) and tables else (tables,):
        facts = {**values, "table": table}
        if table in ((), 0):
            del facts["table"]
        if values["verb"] == "flush":
            yield from flushes(facts)
        else:
            yield settled(unix, said._replace(values=facts))


def flushes(values: Facts) -> Iterator[Facts]:
    """The acts of ``route flush``: one for each family that is meant."""
    inet6, inet = values.pop("inet6", False), values.pop("inet", False)
    values["ifname"] = values.pop("dst", values.get("ifname"))
    if not values.pop("interface", False) or values["ifname"] is None:
        del values["ifname"]
    for version, wanted in ((4, inet), (6, inet6)):
        if wanted or not (inet or inet6):
            dst = DEFAULTS[version]
            yield {**values, "dst": dst, "within": True, "gateways": True}


def settled(unix: Unix, said: Said) -> Facts:
    """The facts of an act on one route."""
    facts = dict(said.values)
    hints = {name: facts.pop(name, None) for name in ("inet", "inet6", "net", "host")}
    if "dst" not in facts:
        raise FormatError("route: destination expected")
    version = family(facts, inet=bool(hints["inet"]), inet6=bool(hints["inet6"]))
    kind = "host" if hints["host"] else "net" if hints["net"] else ""
    dst, notes = destination(unix, said, version, kind)
    for name in ("netmask", "prefixlen"):
        facts.pop(name, None)
    facts["dst"] = dst
    way(said, facts)
    measures(said, facts, notes)
    return {**facts, "notes": tuple(notes)}


def family(facts: Facts, *, inet: bool, inet6: bool) -> int:
    """The IP version of a route, as its words and addresses say."""
    dst, gateway = facts["dst"], str(facts.get("gateway", ""))
    if ":" in dst:
        return 6
    if dst == "default" or dst[:1].isalpha():
        return 6 if inet6 and not inet or ":" in gateway and not inet else 4
    return 4


def destination(
    unix: Unix, said: Said, version: int, kind: str
) -> tuple[Prefix | Name, list[str]]:
    """The destination, and what is to be told of it."""
    text = said.values["dst"]
    try:
        if text == "default":
            return DEFAULTS[version], []
        if text[:1].isalpha() and ":" not in text:
            return Name(text), []
        plen = masked(said, version)
        if version == 6:
            typed = destination6(unix, text, kind, plen)
        else:
            typed = abbreviations.destination(unix.rule, text, kind, plen)
    except FormatError as error:
        raise said.wrong("dst", f"route: {error.message}") from None
    if not typed.dropped:
        return typed.prefix, []
    return typed.prefix, [f"{unix.name} reads {text!r} as {show_prefix(typed.prefix)}"]


def masked(said: Said, version: int) -> int | None:
    """The length that ``-netmask`` or ``-prefixlen`` says; ``None`` = neither is there."""
    values = said.values
    if "prefixlen" in values:
        return number(values["prefixlen"], WIDTH[version])
    text = values.get("netmask")
    if text is None:
        return None
    if text.isdigit() and int(text) < 10 and "-netmask" not in text:
        return None  # a trailing digit: the hop count of 4.2BSD
    if ":" in text:
        return parse_address(text).addr.bit_count()
    return mask_length(text)


def destination6(
    unix: Unix, text: str, kind: str, plen: int | None
) -> abbreviations.Typed:
    """An IPv6 destination."""
    head, slash, length = text.partition("/")
    host = parse_address(head)
    if slash:
        plen = number(length, 128)
    if plen is None:
        plen = 128 if kind == "host" else length6(host.addr, halves=unix.halves)
    dropped = host.addr & ((1 << 128 - plen) - 1)
    prefix = host._replace(addr=host.addr - dropped, plen=plen)
    return abbreviations.Typed(prefix, bool(dropped))


def length6(addr: int, *, halves: bool) -> int:
    """The length of an IPv6 destination that has none."""
    if not addr:
        return 0
    is_half = halves and addr >> 125 == 1 and not addr & ((1 << 64) - 1)
    return 64 if is_half else 128


def way(said: Said, facts: Facts) -> None:
    """Make gateway, interface or neither of what was given as the gateway."""
    facts.pop("link", None)
    is_interface = facts.pop("interface", False)
    text = facts.pop("gateway", None)
    if said.values.get("netmask") == "0":
        is_interface = True
    if text is not None:
        kind, value = gateway(said, text, is_interface=is_interface)
        facts[kind] = value
    zone_to_ifname(facts)
    if is_interface:
        for implied in ("cloning", "llinfo", "connected"):
            facts.pop(implied, None)
    if facts.get("reject") or facts.get("blackhole"):
        forget_loopback(facts)


def gateway(said: Said, text: str, *, is_interface: bool) -> tuple[str, Any]:
    """What the word in the gateway's place is: (fact, value)."""
    if text[:1].isalpha() and ":" not in text:
        return ("ifname", text) if is_interface else ("gateway", Name(text))
    try:
        address = parse_address(text) if ":" in text else Prefix(4, aton(text), 32)
    except FormatError as error:
        raise said.wrong("gateway", f"route: {error.message}") from None
    if is_interface:
        return "ifaddr", address
    crosses = address.version == 6 and ":" not in said.values["dst"] and (
        said.values["dst"] != "default" or "inet" in said.values
    )
    return ("gateway6" if crosses else "gateway"), address


def zone_to_ifname(facts: Facts) -> None:
    """``fe80::1%em0`` is a gateway and an interface."""
    for fact in ("gateway", "gateway6"):
        address = facts.get(fact)
        if isinstance(address, Prefix) and address.zone:
            facts.setdefault("ifname", address.zone)
            if facts["ifname"] == address.zone:
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
            facts[name], rest = divmod(facts[name] + 500, 1000)
            if rest != 500:
                notes.append(f"{name} is kept in milliseconds: {facts[name]}")
    text = facts.pop("lifetime", "0")
    try:
        if text.startswith("+"):
            facts["expire"] = numeral(text[1:])
        elif numeral(text):
            facts["until"] = numeral(text)
    except FormatError as error:
        raise said.wrong("lifetime", f"-expire: {error.message}") from None
    digit = said.values.get("netmask", "")
    if digit.isdigit() and int(digit) < 10:
        notes.append(f"trailing {digit!r} is the old hop count")


# -- facts -> what route(8) is told -------------------------------------------------------------


def prepare(unix: Unix, facts: Facts) -> Iterator[Facts]:
    """What each command line says that does an act."""
    if facts["verb"] == "flush":
        yield flush(facts)
        return
    ways = facts.get("ways", ())
    if not ways:
        yield told(unix, facts)
        return
    single = {fact: value for fact, value in facts.items() if fact != "ways"}
    if not unix.ways:
        yield told(unix, {**single, **one_way(ways[0]), "multipath": True})
        return
    for n, hop in enumerate(ways):
        again = {"mpath": True} if unix.ways == "mpath" else {}
        if n and facts["verb"] == "change":
            again["verb"] = "add"
        yield told(unix, {**single, **one_way(hop), **again})


def one_way(hop: Any) -> Facts:  # noqa: ANN401 - a Nexthop
    """The facts of one way of a multipath route."""
    facts: Facts = dict(hop.extra)
    for fact in ("gateway", "ifname"):
        if getattr(hop, fact) is not None:
            facts[fact] = getattr(hop, fact)
    if hop.weight != 1:
        facts["weight"] = hop.weight
    return facts


def flush(facts: Facts) -> Facts:
    """``route flush`` knows families only: all routes with a gateway."""
    said = dict(facts)
    dst = said.pop("dst")
    if dst == DEFAULTS[dst.version]:
        said.pop("within", None)
    if not said.pop("gateways", False):
        said["direct"] = True
    said["inet6" if dst.version == 6 else "inet"] = True
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
    outward(unix, said, version)
    return said


def kinds(said: Facts, dst: Prefix | Name) -> None:
    """Say family and kind of the destination, where route(8) wants them."""
    if isinstance(dst, Prefix) and dst.version == 6:
        said["inet6"] = True
    elif "gateway6" in said:
        said.update(inet=True, gateway=said["gateway6"])
    if dst in (DEFAULT4, DEFAULT6):
        return
    if not isinstance(dst, Prefix) or dst.is_host:
        said["host"] = True
    elif dst.version == 4:
        said["net"] = True


def outward(unix: Unix, said: Facts, version: int) -> None:
    """Say the way out: a gateway, an interface, loopback for a route that refuses."""
    refuses = said.get("reject") or said.get("blackhole")
    if "gateway" in said:
        ifname_to_zone(said)
    elif "ifaddr" in said:
        said.update(interface=True, gateway=said.pop("ifaddr"))
    elif "ifname" in said and "ifscope" not in said:
        by_interface(unix, said)
    elif refuses and (said["verb"] != "delete" or unix.needs_gateway):
        said["gateway"] = LOOPBACKS[version]
    elif unix.needs_gateway and said["verb"] in ("add", "delete"):
        said["needs the gateway"] = True


def ifname_to_zone(said: Facts) -> None:
    """A link-local gateway names its interface: ``fe80::1%em0``."""
    address = said["gateway"]
    if not isinstance(address, Prefix) or address.version != 6:
        return
    if address.addr >> 118 == 0x3FA and "ifname" in said and not address.zone:
        said["gateway"] = address._replace(zone=said.pop("ifname"))


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


# -- arp(8) ---------------------------------------------------------------------------------------

ARP_OPTIONS = (
    Word("-n", ""),
    Word("-v", ""),
    Word("-s", "set"),
    Word("-d", "del"),
    Word("-a", "all"),
)

ARP_WORDS = (
    Word("", "addr", str, show_host),
    Word("", "lladdr", str, show_host),
    Word("temp", "temp"),
    Word("pub", "published"),
)


def arp(unix: Unix) -> Grammar:
    """A system's arp(8)."""
    return grammar(
        Grammar(
            "arp",
            "neighbor",
            (*ARP_WORDS, *unix.arp),
            settle=lambda said: settle_neighbor(said, unix.replaces),
            prepare=lambda facts: prepare_neighbor(facts, unix.replaces),
            verbs=("add", "delete", "flush", *(("replace",) if unix.replaces else ())),
            options=(*unix.arp_options, *ARP_OPTIONS),
            versions=(4,),
        )
    )


def ndp() -> Grammar:
    """The ndp(8) of the KAME systems and of Solaris."""
    return grammar(
        Grammar(
            "ndp",
            "neighbor",
            (*ARP_WORDS[:3], Word("proxy", "published")),
            settle=lambda said: settle_neighbor(said, ()),
            prepare=lambda facts: prepare_neighbor(facts, ()),
            verbs=("add", "delete", "flush"),
            options=(
                Word("-n", ""), Word("-t", ""), Word("-s", "set"), Word("-d", "del"),
                Word("-c", "clear"),
            ),  # fmt: skip
            versions=(6,),
        )
    )


def settle_neighbor(said: Said, replaces: tuple[str, ...]) -> Iterator[Facts]:
    """The facts of an arp(8) or ndp(8) command line."""
    facts = dict(said.values)
    version = 6 if facts.pop("clear", None) else 4
    told = {name: facts.pop(name, None) for name in ("set", "del", "all", *replaces)}
    if version == 6 or (told["del"] and told["all"]):
        yield {"verb": "flush", "addr": DEFAULTS[version], "within": True, **facts}
        return
    overwrites = [name for name in replaces if told[name]]
    if told["del"]:
        facts["verb"] = "delete"
    elif told["set"] or overwrites:
        facts["verb"] = "replace" if overwrites else "add"
    else:
        raise FormatError("this shows the table: -s, -d and -d -a change it")
    addresses(said, facts)
    yield facts


def addresses(said: Said, facts: Facts) -> None:
    """Read the addresses of a neighbour."""
    for fact, parse in (("addr", neighbor_address), ("lladdr", link_address)):
        if fact not in facts:
            if fact == "addr" or facts["verb"] != "delete":
                raise FormatError(f"{fact} expected")
            continue
        try:
            value = parse(facts[fact])
        except FormatError as error:
            raise said.wrong(fact, error.message) from None
        facts[fact] = value
    if facts.get("lladdr") == "auto":
        facts["auto"] = bool(facts.pop("lladdr"))
    if isinstance(facts["addr"], Prefix) and facts["addr"].zone:
        facts["ifname"] = facts["addr"].zone
        facts["addr"] = facts["addr"]._replace(zone="")


def neighbor_address(text: str) -> Prefix | Name:
    """An address or a host's name."""
    if ":" in text:
        return parse_address(text)
    return Name(text) if text[:1].isalpha() else Prefix(4, aton(text), 32)


def link_address(text: str) -> LLAddr | str:
    """A link-level address, or ``auto``."""
    return text if text == "auto" else parse_mac(text)


def prepare_neighbor(facts: Facts, replaces: tuple[str, ...]) -> Iterator[Facts]:
    """What an arp(8) or ndp(8) command line says."""
    said = dict(facts)
    verb, addr = said.pop("verb"), said["addr"]
    version = addr.version if isinstance(addr, Prefix) else 4
    if verb == "flush":
        yield flush_neighbors(said, version)
        return
    said.update({"del": True} if verb == "delete" else {"set": True})
    if verb == "replace":
        said.update(dict.fromkeys(replaces, True))
        if "replace" in replaces:
            del said["set"]
    if verb == "delete":
        said.pop("temp", None)
    ifname = said.pop("ifname", None) if not said.get("ifscope") else None
    if version == 6 and ifname and addr.addr >> 118 == 0x3FA:
        said["addr"] = addr._replace(zone=ifname)
    if said.pop("auto", None):
        said["lladdr"] = "auto"
    if verb != "delete" and "lladdr" not in said:
        said["needs the link-level address"] = True
    yield said


def flush_neighbors(said: Facts, version: int) -> Facts:
    """Delete all: of one interface, where the tool knows that."""
    if said["addr"] == DEFAULTS[version]:
        del said["addr"]
        said.pop("within", None)
    said.pop("temp", None)
    return {**said, **({"clear": True} if version == 6 else {"del": True, "all": True})}


Builder = Callable[[Unix], Grammar]
