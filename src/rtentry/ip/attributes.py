"""
The attributes of a route, in the order that ``ip route`` prints them.

Source: iproute2 ip/iproute.c, print_route(), print_rt_flags(), print_rta_cacheinfo(),
print_rta_metrics(), print_rta_multipath(); etc/iproute2/rt_dsfield.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rtentry.addr import Prefix, parse_prefix, show_address, show_prefix
from rtentry.columns import is_masked, parse_count
from rtentry.errors import FormatError
from rtentry.ip import encap
from rtentry.ip.gateway import parse_host, show_host
from rtentry.words.attribute import (
    Spacing,
    Word,
    flag,
    parse_hex,
    parse_ms,
    parse_seconds,
    pieces,
    show_ms,
    show_seconds,
    table,
    until,
)

DSFIELDS: Mapping[int, str] = {
    0x00: "default", 0x20: "CS1", 0x28: "AF11", 0x30: "AF12", 0x38: "AF13", 0x40: "CS2",
    0x48: "AF21", 0x50: "AF22", 0x58: "AF23", 0x60: "CS3", 0x68: "AF31", 0x70: "AF32",
    0x78: "AF33", 0x80: "CS4", 0x88: "AF41", 0x90: "AF42", 0x98: "AF43", 0xA0: "CS5",
    0xB8: "EF", 0xC0: "CS6", 0xE0: "CS7",
}  # fmt: skip
"""Names of the type-of-service octet."""

DSFIELD_NUMBERS = {name: number for number, name in DSFIELDS.items()}


def parse_tos(text: str) -> int | str:
    """The octet; a word of an older release (``lowdelay``) stays as it is."""
    number = DSFIELD_NUMBERS.get(text)
    if number is None and text.startswith("0x"):
        number = parse_hex(text)
    return text if number is None or show_tos(number) != text else number


def show_tos(value: int | str) -> str:
    """Inverse of :func:`parse_tos`."""
    if isinstance(value, str):
        return value
    return DSFIELDS.get(value) or f"{value:#04x}"


def show_mark(value: int) -> str:
    """A packet mark: hexadecimal from 16 on."""
    return f"{value:#x}" if value >= 16 else str(value)


def parse_cache(text: str) -> str:
    """``<local,brd>`` without its brackets."""
    return text.removeprefix("<").removesuffix(">")


def show_cache(value: str) -> str:
    """Inverse of :func:`parse_cache`; no flags are not printed."""
    return f"<{value}>" if value else ""


def parse_enabled(text: str) -> int:
    """``enabled`` or ``disabled``."""
    if text not in ("enabled", "disabled"):
        raise FormatError(f"{text!r} is neither enabled nor disabled")
    return int(text == "enabled")


def show_enabled(value: int) -> str:
    """Inverse of :func:`parse_enabled`."""
    return "enabled" if value else "disabled"


def show_dst(prefix: Prefix | str) -> str:
    """A prefix as ip prints it: a host without its length; a name as it is."""
    if isinstance(prefix, str):
        return prefix
    return show_address(prefix) if prefix.is_host else show_prefix(prefix)


def parse_from(text: str) -> Prefix | str:
    """A prefix, or what hides one."""
    return text if is_masked(text) else parse_prefix(text)


# -- values of more than one word ---------------------------------------------------

FEATURES = ("ecn", "tcp_usec_ts")

VIA_FAMILIES = ("inet", "inet6", "link")


def take_via(words: Sequence[str], at: int) -> int:
    """An address, or the name of its family and an address."""
    return at + (2 if words[at : at + 1] and words[at] in VIA_FAMILIES else 1)


def take_to(words: Sequence[str], at: int) -> int:
    """``to`` and an address."""
    return at + (2 if words[at : at + 1] == ["to"] else 1)


def take_cache(words: Sequence[str], at: int) -> int:
    """Flags in angle brackets, or nothing."""
    return at + 1 if at < len(words) and words[at].startswith("<") else at


def take_features(words: Sequence[str], at: int) -> int:
    """Names and a hexadecimal number; one word at least."""
    end = at
    while end < len(words) and (words[end] in FEATURES or words[end][:2] == "0x"):
        end += 1
    return max(end, at + 1)


# -- the table -----------------------------------------------------------------------


def metric(name: str, key: str = "") -> Word:
    """A metric that is a number."""
    return Word(name, name, parse_count, str, key, number=True, group="metrics")


def milliseconds(name: str) -> Word:
    """A metric that is a time."""
    return Word(name, name, parse_ms, show_ms, number=True, group="metrics")


def cached(name: str) -> Word:
    """A number of the route cache."""
    return Word(name, name, parse_count, str, number=True)


FLAGS = tuple(
    [
        flag(word, group="flags")
        for word in (
            "dead", "onlink", "pervasive", "equalize", "offload", "trap", "notify", "linkdown",
            "unresolved", "rt_offload", "rt_trap", "rt_offload_failed",
        )
    ]
)  # fmt: skip

VIA = Word("via", "via", take=take_via)
NEWDST = Word(
    "as", "as", lambda t: t.removeprefix("to "), "to {}".format, "to", take=take_to
)
ENCAP = Word("encap", "encap", encap.parse, str, take=encap.take, lead=" ")
REALM, REALMS = Word("realm", "realm"), Word("realms", "realms")
IFNAME = Word("dev", "ifname")
NH_INFO = Word(
    "nh_info", "nh_info", take=until(lambda word: word == "nexthop"), lead="\n\t"
)

ROUTE = table(
    Word("from", "from", parse_from, show_dst),
    Word("nhid", "nhid", parse_count, str, number=True),
    NEWDST,
    ENCAP,
    Word("tos", "tos", parse_tos, show_tos),
    VIA,
    IFNAME,
    Word("table", "table"),
    Word("proto", "proto", key="protocol"),
    Word("scope", "scope"),
    Word("src", "src", parse_host, show_host, "prefsrc"),
    Word("metric", "metric", parse_count, str, number=True),
    *FLAGS,
    Word("mark", "mark", parse_hex, show_mark, number=True),
    REALM,
    REALMS,
    Word("uid", "uid", parse_count, str, number=True),
    Word("cache", "cache", parse_cache, show_cache, take=take_cache, lead="\n    "),
    Word("expires", "expire", parse_seconds, show_seconds, number=True),
    cached("error"),
    cached("users"),
    cached("used"),
    Word("age", "age", parse_seconds, show_seconds, number=True),
    Word("ipid", "ipid", parse_hex, "{:#06x}".format),
    Word("ts", "ts", parse_hex, "{:#x}".format),
    Word("tsage", "tsage", parse_seconds, show_seconds, number=True),
    metric("mtu"),
    metric("window"),
    milliseconds("rtt"),
    milliseconds("rttvar"),
    metric("ssthresh"),
    metric("cwnd"),
    metric("advmss"),
    metric("reordering"),
    metric("hoplimit"),
    metric("initcwnd"),
    Word("features", "features", group="metrics", take=take_features),
    milliseconds("rto_min"),
    metric("initrwnd"),
    metric("quickack"),
    Word("congctl", "congctl", key="congestion", group="metrics"),
    metric("fastopen_no_cookie"),
    Word("iif", "iif"),
    Word("pref", "pref", trail=""),
    Word("ttl-propogate", "ttl_propagate", parse_enabled, show_enabled, trail=""),
    NH_INFO,
)
"""Everything after the destination; next hops follow."""

NEXTHOP = table(
    ENCAP,
    NEWDST,
    VIA,
    REALM,
    REALMS,
    IFNAME,
    Word("weight", "weight", parse_count, str, number=True),
    *FLAGS,
)
"""One ``nexthop`` of a multipath route."""

# -- spacing -------------------------------------------------------------------------

DETACHED = (" ", " ")
"""Printed with a blank before it and one after."""

BEFORE = (" ", "")
"""Printed with a blank before it."""

METRICS = tuple([row.word for row in ROUTE.values() if row.group == "metrics"])

OLD_ROUTE: Spacing = {
    **dict.fromkeys(["table", "proto", "scope", "src", "metric", "mark"], DETACHED),
    **dict.fromkeys(["expires", "error", "users", "used", "age", "ipid", "ts"], BEFORE),
    **dict.fromkeys(["tsage", *METRICS, "iif", "pref", "ttl-propogate"], BEFORE),
}
"""Up to 4.10 (2017)."""

OLD_NEXTHOP: Spacing = {
    "via": DETACHED,
    "realm": DETACHED,
    "realms": DETACHED,
    "dev": DETACHED,
    "weight": ("", ""),
    **{row.word: BEFORE for row in FLAGS},
}

BUSYBOX: Spacing = {
    **OLD_ROUTE,
    **dict.fromkeys(["table", "proto", "scope"], ("", " ")),
}
"""BusyBox networking/libiproute/iproute.c."""

ROUTE_PIECES = {
    "": pieces(ROUTE),
    "old": pieces(ROUTE, OLD_ROUTE),
    "applet": pieces(ROUTE, BUSYBOX),
}
NEXTHOP_PIECES = {
    "": pieces(NEXTHOP),
    "old": pieces(NEXTHOP, OLD_NEXTHOP),
    "applet": pieces(NEXTHOP),
}

NEXTHOP_HEAD = {"": "\n\tnexthop ", "old": "\n\tnexthop", "applet": "\n\tnexthop "}
"""What begins the line of a next hop."""
