"""
The words of ``ip route``.

Source: iproute2 ip/iproute.c, iproute_modify(), parse_one_nh(); ip-route(8).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.acts import TYPES
from rtentry.acts.abbreviations import number
from rtentry.acts.grammar import Word
from rtentry.acts.unixwords import numeral, show_destination, show_host
from rtentry.acts.usual import LOCAL, MAIN
from rtentry.addr import parse_address, parse_prefix
from rtentry.errors import FormatError
from rtentry.ip.attributes import DSFIELD_NUMBERS
from rtentry.light import Any

TABLES = {"main": MAIN, "default": 253, "local": LOCAL}

FAMILIES = ("inet", "inet6")


def tos(text: str) -> int | str:
    """
    A type of service: hexadecimal, with ``0x`` or without, or a name.

    Raises:
        FormatError: if it is none, or larger than an octet.

    Source: iproute2 lib/rt_names.c, rtnl_dsfield_a2n().
    """
    if text in OLDER_DSFIELDS:
        return text
    try:
        number = DSFIELD_NUMBERS.get(text)
        number = int(text, 16) if number is None else number
    except ValueError:
        raise FormatError(f"{text!r} is not a number") from None
    if not 0 <= number <= 255:
        raise FormatError(f"{text!r} is not a type of service up to 0xff")
    return number


OLDER_DSFIELDS = frozenset(
    {
        "lowdelay", "throughput", "reliability", "mincost", "priority", "immediate",
        "flash", "flash-override", "critical", "internet", "network",
    }
)  # fmt: skip
"""Names in /etc/iproute2/rt_dsfield before those of RFC 2474."""


def show_tos(value: int | str) -> str:
    """Inverse of :func:`tos`."""
    return value if isinstance(value, str) else hex(value)


def duration(parts: int) -> Callable[[str], int]:
    """
    A reader of times: ``300ms``, ``1s``, or a bare number of 1/*parts* ms.

    Its result is in milliseconds; FormatError if the text is no time.
    """

    def read(text: str) -> int:
        for unit, milliseconds in UNITS:
            if text.endswith(unit):
                return round(float(text.removesuffix(unit)) * milliseconds)
        return numeral(text) // parts

    return read


UNITS = (
    ("msecs", 1), ("msec", 1), ("ms", 1), ("secs", 1000), ("sec", 1000), ("s", 1000),
)  # fmt: skip
"""Units of time, and how many milliseconds they are."""


def switch(text: str) -> int:
    """``enabled`` or ``disabled`` as 1 or 0; FormatError if it is neither."""
    if text not in ("enabled", "disabled"):
        raise FormatError(f"{text!r} is neither enabled nor disabled")
    return int(text == "enabled")


def table(text: str) -> int | str:
    """A routing table by number, or by a name that is not built in."""
    return TABLES.get(text) or (unsigned(text) if text.isdecimal() else text)


def unsigned(text: str) -> int:
    """A number of 32 bits; FormatError if it is none."""
    return number(text, (1 << 32) - 1)


def weight(text: str) -> int:
    """A share from 1 to 256 (rtnh_hops is an octet); FormatError if it is none."""
    share = number(text, 256)
    if not share:
        raise FormatError(f"{text!r} is not a weight from 1 to 256")
    return share


def show_table(tableid: int) -> str:
    """A routing table by its name, if it is built in."""
    names = {number: name for name, number in TABLES.items()}
    return names.get(tableid, str(tableid))


def locked(rest: Sequence[str]) -> int:
    """How many words a metric's value is: ``lock 1400`` is two."""
    return 2 if rest[:1] == ["lock"] else 1


def with_family(rest: Sequence[str]) -> int:
    """How many words a next hop is: ``inet6 fe80::1`` is two."""
    return 2 if rest and rest[0] in FAMILIES else 1


def inet6(text: str) -> bool:
    """Whether a family is IPv6; FormatError if it is neither that nor IPv4."""
    if text not in FAMILIES:
        raise FormatError(f"{text!r} is not one of {' '.join(FAMILIES)}")
    return text == "inet6"


def up_to_way(rest: Sequence[str]) -> int:
    """How many words an encapsulation is: those up to ``via``, ``dev`` or a next hop."""
    ends = [n for n, word in enumerate(rest) if word in ("via", "dev", "nexthop")]
    return ends[0] if ends else len(rest)


def metric(
    name: str, read: Callable[[str], Any] = numeral, show: Callable[[Any], str] = str
) -> Word:
    """The word for a metric, which may be locked."""
    return Word(name, name, read, show, count=locked)


def show_ms(milliseconds: int) -> str:
    """``300ms``."""
    return f"{milliseconds}ms"


WAY = (
    Word("encap", "encap", str, count=up_to_way),
    Word("via", "gateway", str, show_host, count=with_family),
    Word(
        "via", "gateway6", str, lambda gw: f"inet6 {show_host(gw)}", count=with_family
    ),
    Word("dev", "ifname", str, also=("oif",)),
)

METRICS = (
    metric("mtu"), metric("window"), metric("rtt", duration(8), show_ms),
    metric("rttvar", duration(4), show_ms), metric("ssthresh"), metric("cwnd"),
    metric("advmss"), metric("reordering"), metric("hoplimit"), metric("initcwnd"),
    Word("features", "features", str), Word("rto_min", "rto_min", duration(1), show_ms),
    metric("initrwnd"), Word("quickack", "quickack", numeral), metric("congctl", str),
    Word("fastopen_no_cookie", "fastopen_no_cookie", numeral),
)  # fmt: skip

WORDS = (
    Word("type", "kind", str),
    Word("unicast", ""),
    Word("unreachable", "reject"),
    Word("blackhole", "blackhole"),
    *(Word(kind, kind) for kind in TYPES),
    Word("cache", "cache", also=("cached",)),
    Word("root", "root", str, show_destination),
    Word("match", "matched", str, show_destination),
    Word("", "dst", str, show_destination),
    Word("to", "dst", str, also=("exact",), written=False),
    Word("from", "from", parse_prefix, show_destination),
    Word("tos", "tos", tos, show_tos, also=("dsfield",)),
    *WAY,
    Word("nhid", "nhid", numeral),
    Word("table", "table", table, show_table),
    Word("table", "rtable", str),
    Word("vrf", "vrf", str),
    Word("proto", "proto", str, also=("protocol",)),
    Word("scope", "scope", str),
    Word("src", "src", parse_address, show_host),
    Word("metric", "metric", unsigned, also=("preference", "priority")),
    Word("realm", "realm", str, also=("realms",)),
    *METRICS,
    Word("expires", "expire", numeral),
    Word("pref", "pref", str),
    Word(
        "ttl-propagate",
        "ttl_propagate",
        switch,
        lambda on: "enabled" if on else "disabled",
    ),
    Word("onlink", "onlink"),
    Word("pervasive", "pervasive"),
    Word("weight", "weight", weight),
)

OPTIONS = (
    Word("-6", "inet6"),
    Word("-4", "inet"),
    Word("-f", "inet6", inet6, also=("-family",), written=False),
    *[
        Word(text, "", written=False)
        for text in ("-force", "-o", "-oneline", "-s", "-d", "-N", "-j", "-c", "-br")
    ],
)
"""Options before the object; the last ones change nothing of what is done."""

VERBS = {
    "add": "add", "change": "change", "chg": "change", "replace": "replace",
    "prepend": "prepend", "append": "append", "del": "delete", "delete": "delete",
    "flush": "flush",
}  # fmt: skip
