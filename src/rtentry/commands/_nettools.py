"""
route(8) and arp(8) of net-tools, which BusyBox has too.

``mss N`` sets the MSS that the kernel advertises to N - 40 (net/ipv4/fib_frontend.c,
rtentry_to_fib_config()), whatever the manual page says.  An IPv6 route gets metric 1
where none is said; 0 is the kernel's own choice.

Source: net-tools lib/inet_sr.c, lib/inet6_sr.c, route.c, arp.c; run with 2.10.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts, abbreviations, unixarp, usual
from rtentry.acts.abbreviations import UNABRIDGED, aton, mask_length
from rtentry.acts.grammar import Grammar, Said, Word, grammar
from rtentry.acts.unixarp import PUBLISHED
from rtentry.acts.unixwords import DEFAULTS, is_link_local, numeral, show_host
from rtentry.acts.unixwrite import one_way
from rtentry.addr import (
    DEFAULT4,
    Name,
    Prefix,
    mask_of,
    parse_address,
    parse_prefix,
    show_prefix,
    show_quad,
)
from rtentry.errors import FormatError

HEADERS = 40
"""Octets of IPv4 and TCP headers: ``mss`` less these is advertised."""

USER_METRIC = 1024
"""The kernel's metric of an IPv6 route (IP6_RT_PRIO_USER)."""


def unread(facts: Facts) -> list[str]:
    """What the kernel does not read of a route that rejects (rtentry_to_fib_config())."""
    if "reject" not in facts:
        return []
    names = ("gateway", "ifname", "advmss", "window", "rtt")
    return [fact for fact in names if fact in facts]


def inet6(text: str) -> bool:
    """Whether ``-A`` says IPv6; FormatError if it says neither."""
    if text not in ("inet", "inet6"):
        raise FormatError(f"unknown address family {text!r}")
    return text == "inet6"


OPTIONS = (
    Word("-A", "inet6", inet6, lambda _: "inet6"),
    Word("-6", "inet6", also=("--inet6",), written=False),
    Word("-4", "", also=("--inet",)),
    *(Word(f"-{letter}", "") for letter in "nvF"),
)

WORDS = (
    Word("-net", "net"),
    Word("-host", "host"),
    Word("", "dst", str, str),
    Word("netmask", "netmask", str),
    Word("gw", "gateway", str, show_host, also=("gateway",)),
    Word("metric", "metric", numeral),
    Word("mss", "advmss", numeral, also=("mtu",)),
    Word("window", "window", numeral),
    Word("irtt", "rtt", numeral),
    Word("reject", "reject"),
    Word("mod", "modified"),
    Word("dyn", "dynamic"),
    Word("reinstate", "reinstate"),
    Word("dev", "ifname", str, also=("device",)),
    Word("", "last", str, written=False),
    *[word._replace(written=False) for word in OPTIONS],  # getopt(3) of GNU permutes
)

VERBS = {
    "add": ("verb", "add"), "del": ("verb", "delete"), "delete": ("verb", "delete"),
}  # fmt: skip


def settle(said: Said) -> Iterator[Facts]:
    """
    The facts of a route(8) command line.

    Raises:
        FormatError: at a destination that net-tools or the kernel would refuse.
    """
    facts = dict(said.values)
    if "dst" not in facts:
        raise FormatError("route: destination expected")
    if "last" in facts:
        facts["ifname"] = interface(said, facts.pop("last"))
    is_six = facts.pop("inet6", False)
    try:
        facts["dst"] = destination6(facts) if is_six else destination(facts)
    except FormatError as error:
        raise said.wrong("dst", f"route: {error.message}") from None
    if "gateway" in facts:
        facts["gateway"] = gateway(said, facts["gateway"], is_six=is_six)
    for fact in unread(facts):
        del facts[fact]
    if "advmss" in facts:
        facts["advmss"] -= HEADERS
    if is_six and facts.setdefault("metric", 1) in (0, USER_METRIC):
        del facts["metric"]
    yield facts


def interface(said: Said, text: str) -> str:
    """The last word, where ``dev`` may be left out; an address there wants ``gw``."""
    if text[:1].isdecimal() or ":" in text:
        raise said.wrong("last", f"route: {text!r} is no interface: gw expected")
    return text


def destination(facts: Facts) -> Prefix | Name:
    """An IPv4 destination; words about it are taken from *facts*."""
    text, mask = facts["dst"], facts.pop("netmask", None)
    is_net, is_host = facts.pop("net", False), facts.pop("host", False)
    if text == "default":
        return DEFAULT4
    if text[:1].isalpha():
        return Name(text)
    if (mask is not None or "/" in text) and (is_host or not is_net):
        raise FormatError(f"a netmask makes no sense with host {text!r}: -net")
    plen = None if mask is None else mask_length(mask)
    kind = "net" if is_net else "host"
    return abbreviations.destination(UNABRIDGED, text, kind, plen).prefix


def destination6(facts: Facts) -> Prefix:
    """An IPv6 destination."""
    facts.pop("net", None)
    facts.pop("host", None)
    if facts["dst"] == "default":
        return DEFAULTS[6]
    return parse_prefix(facts["dst"])


def gateway(said: Said, text: str, *, is_six: bool) -> Prefix | Name:
    """The address after ``gw``."""
    if text[:1].isalpha() and ":" not in text:
        return Name(text)
    try:
        return parse_address(text) if is_six else Prefix(4, aton(text), 32)
    except FormatError as error:
        raise said.wrong("gateway", f"route: {error.message}") from None


def prepare(facts: Facts) -> Iterator[Facts]:
    """What a route(8) command line says that does an act."""
    said = dict(facts)
    usual.unzone(said)
    usual.refuse(said)
    ways = said.pop("ways", ())
    if ways:
        said.update(one_way(ways[0], said["dst"]), multipath=True)
    dst = said["dst"]
    if isinstance(dst, Prefix) and dst.version == 6:
        tell6(said, dst)
    else:
        tell(said, dst)
    if "ifaddr" in said:
        said["gateway"] = said.pop("ifaddr")
    for fact in unread(said):
        said[f"{fact} of a route that rejects"] = said.pop(fact)
    if said.get("inet6") and said["verb"] == "add" and is_remote(dst, said):
        said["needs dev"] = True
    leads = said.keys() & {"gateway", "gateway6", "ifname", "reject"}
    if said["verb"] == "add" and not leads:
        said["needs gw or dev"] = True
    yield said


def is_remote(dst: Prefix | Name, said: Facts) -> bool:
    """Whether the kernel asks for the interface: a host or a link-local next hop."""
    is_host = isinstance(dst, Prefix) and dst.is_host
    hop = said.get("gateway")
    return "ifname" not in said and hop is not None and (is_host or is_link_local(hop))


def tell(said: Facts, dst: Prefix | Name) -> None:
    """Say an IPv4 destination."""
    said["dst"] = show_host(dst)
    if dst == DEFAULT4:
        said["dst"] = "default"
    elif isinstance(dst, Prefix) and not dst.is_host:
        said.update(net=True, netmask=show_quad(mask_of(dst.plen)))
    else:
        said["host"] = True
    if "advmss" in said:
        said["advmss"] += HEADERS


def tell6(said: Facts, dst: Prefix) -> None:
    """Say an IPv6 destination, and a metric where none is meant."""
    said.update(inet6=True, dst="default" if not dst.plen else show_prefix(dst))
    if dst.is_host:
        said["dst"] = show_host(dst)
    said.setdefault("metric", 0 if said["verb"] == "delete" else USER_METRIC)
    if said.pop("ifaddr", None) and "ifname" not in said:
        said["needs dev"] = True
    for fact in ("advmss", "window", "rtt", "reject"):
        if fact in said:
            said[f"IPv6 {fact}"] = said.pop(fact)


ROUTE: Grammar = grammar(
    Grammar(
        "route",
        "route",
        WORDS,
        settle=settle,
        prepare=prepare,
        verbs=("add", "delete"),
        path=(VERBS,),
        options=OPTIONS,
    )
)


NAMING = unixarp.Arp(keeps_ifname=True, deletes=("published",), empties=False)


def settle_arp(said: Said) -> Iterator[Facts]:
    """The facts of an arp(8) command line; with ``-D`` an interface lends its address."""
    values = dict(said.values)
    if values.pop("of_device", False):
        values["device"] = values.pop("lladdr", "")
    for facts in unixarp.settle(said._replace(values=values), NAMING):
        if "published" in facts and facts.get("device") == facts.get("ifname"):
            facts.pop("device", None)  # it is what a missing address means
        yield facts


def prepare_arp(facts: Facts) -> Iterator[Facts]:
    """What an arp(8) command line says."""
    published = facts["verb"] == "add" and "published" in facts
    if published and "ifname" in facts and "lladdr" not in facts:
        facts = {"device": facts["ifname"], **facts}
    for said in unixarp.prepare(facts, NAMING):
        unixarp.unplaced(said)
        if published and "lladdr" in said and not said.get("auto"):
            lent(said)
        if "device" in said:
            said.update(of_device=True, lladdr=said.pop("device"))
        yield said


def lent(said: Facts) -> None:
    """
    Tell that the kernel answers with the address of the interface, whatever is said.

    Where none is named, it takes the one that has the address (arp_req_set_public()).
    """
    if "ifname" in said:
        said["link-level address of a published entry"] = True
    else:
        said["needs -i, or the address of an interface"] = True


ARP = unixarp.arp(
    (
        Word("-i", "ifname", str, written=False),
        Word("netmask", "mask", lambda text: Prefix(4, aton(text), 32), show_host),
        PUBLISHED,
    ),
    (
        Word("-i", "ifname", str, also=("--device",)),
        Word("-H", "", str, also=("--hw-type", "-t")),
        Word("-D", "of_device", also=("--use-device",)),
        Word("-e", ""),
        Word("--set", "set", written=False),
        Word("--delete", "del", written=False),
        Word("--numeric", ""),
        Word("--verbose", ""),
    ),
    NAMING,
)._replace(settle=settle_arp, prepare=prepare_arp)
