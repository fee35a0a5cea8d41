"""
The words of route(8) on the BSDs and Solaris, and how the systems differ.

They have one ancestor, so one Unix says what a system has of its own: words, how it
reads an abbreviated destination, how it names an interface as the way out.

    route add -net 10.0.0.0/8 192.168.1.1 -mtu 1400
    route add -net 10.1.0.0/16 -interface em0                 FreeBSD, macOS
    route add -net 10.1.0.0/16 -link -interface em0 -cloning  OpenBSD
    route add -net 10.66.0.0/16 127.0.0.1 -blackhole          no gateway: a formality

Pure.  Source: sbin/route/route.c of each system, newroute() and getaddr(); route(8).
"""

from __future__ import annotations

from rtentry.acts.abbreviations import Rule, number
from rtentry.acts.grammar import Word
from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Name,
    Prefix,
    parse_address,
    show_address,
    show_prefix,
)
from rtentry.light import Any, NamedTuple

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
        zones:     whether a link-local address names its interface (``fe80::1%em0``);
                   else ``-ifp`` does.
        halves:    whether an IPv6 network whose lower half is zero has 64 bits.
        relative:  whether ``-expire`` takes ``+SECONDS``.
        ways:      how several gateways are added: ``mpath`` (a word), ``repeat`` (again
                   and again), or ``""`` (they are not).
        flush_by:  facts that limit what ``flush`` deletes.
        needs_gateway: whether add and delete want a gateway, whatever they do.
        lacks:     words that it does not know.
        hops:      the largest number after the gateway that is the old hop count.
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
    zones: bool = True
    halves: bool = False
    relative: bool = False
    ways: str = ""
    flush_by: tuple[str, ...] = ()
    needs_gateway: bool = False
    lacks: tuple[str, ...] = ()
    hops: int = 9


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


def show_host(value: Any) -> str:
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


def placed(unix: Unix) -> tuple[Word, ...]:
    """WORDS with a system's own: in the place of one so spelled, or before the metrics."""
    own = {(word.text, word.fact): word for word in unix.words}
    known = [word for word in WORDS if word.text not in unix.lacks]
    kept = [own.pop((word.text, word.fact), word) for word in known]
    at = kept.index(METRICS[0])
    return (*kept[:at], *own.values(), *kept[at:])


def is_link_local(address: object) -> bool:
    """fe80::/10."""
    if not isinstance(address, Prefix) or address.version != 6:
        return False
    return address.addr >> 118 == 0x3FA


def is_loopback(address: Prefix) -> bool:
    """127/8 or ::1."""
    if address.version == 4:
        return address.addr >> 24 == 127
    return address.addr == 1
