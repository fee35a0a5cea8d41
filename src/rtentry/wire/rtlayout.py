"""
Where the fields of a routing message stand: ``struct rt_msghdr`` of each system.

A layout is a table of offsets, for one word size.  Which one a dump has is found out by
trying: the right one, in the right byte order, is that in which each message's
addresses end where the message does.  Pure.

Source: net/route.h and net/if.h of each system, laid out by a C compiler.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.light import NamedTuple

Fields = Mapping[str, tuple[int, str]]
"""Name of a field -> its offset (octets) and its code in :mod:`struct`."""


class Layout(NamedTuple):
    """
    One way to lay a message out.

    Fields:
        version: RTM_VERSION.
        header:  length of ``struct rt_msghdr`` (octets).
        unit:    what addresses are rounded up to, and what an empty one takes (octets).
        fields:  of the header; metrics among them.
        says:    whether a message says how long its header is, at offset 4.
        address: the least length of ``struct ifa_msghdr`` (octets), and its fields.
        interface: fields of ``struct if_msghdr``, its counters among them.
        link:    length of ``struct if_msghdr`` (octets).
        second:  fields of RTM_GET2, in the place of pid and seq (macOS).
    """

    version: int
    header: int
    unit: int
    fields: Fields
    says: bool
    address: tuple[int, Fields]
    interface: Fields
    link: int
    second: Fields = {}


# -- headers ------------------------------------------------------------------------

HEAD: Fields = {
    "index": (4, "H"),
    "flags": (8, "I"),
    "addrs": (12, "i"),
    "pid": (16, "i"),
    "seq": (20, "i"),
    "errno": (24, "i"),
    "use": (28, "i"),
}
"""The first 32 octets nearly everywhere."""

SAID: Fields = {
    "index": (6, "H"),
    "tableid": (8, "H"),
    "prio": (10, "B"),
    "addrs": (12, "i"),
    "flags": (16, "I"),
    "pid": (24, "i"),
    "seq": (28, "i"),
    "errno": (32, "i"),
    "inits": (36, "I"),
}
"""OpenBSD since 4.4: the header says its length."""

LITE = (
    "locks", "mtu", "hopcount", "expire", "recvpipe", "sendpipe", "ssthresh", "rtt",
    "rttvar", "pksent",
)  # fmt: skip
"""``struct rt_metrics`` of 4.4BSD."""

KEPT = ("locks", "mtu", "hopcount", "expire", "recvpipe", "sendpipe", "ssthresh", "rtt",
        "refs", "pksent")  # fmt: skip
"""That of OpenBSD since 2004: the count of references in place of the variance."""

DRAGONFLY = ("locks", "mtu", "pksent", "expire", "sendpipe", "ssthresh", "rtt",
             "rttvar", "recvpipe", "hopcount")  # fmt: skip
"""That of DragonFly."""

CODES = {4: "I", 8: "Q"}

COUNTERS = (
    "ipkts", "ierrs", "opkts", "oerrs", "colls", "ibytes", "obytes", "imulti", "omulti",
    "idrops",
)  # fmt: skip
"""What follows the speed in ``struct if_data``."""


def row(at: int, code: str, names: tuple[str, ...]) -> Fields:
    """Fields of one size, one after the other."""
    size = {"I": 4, "Q": 8, "i": 4, "q": 8}[code]
    return {name: (at + n * size, code) for n, name in enumerate(names)}


def data(at: int, small: str, large: str) -> Fields:
    """``struct if_data`` from its MTU on: the codes of MTU and metric, of the rest."""
    metric = {"I": 4, "Q": 8}[small]
    speed = at + 2 * metric
    size = {"I": 4, "Q": 8}[large]
    speed = -(-speed // size) * size
    return {"mtu": (at, small), **row(speed + size, large, COUNTERS)}


PLAIN: Fields = {"addrs": (4, "i"), "flags": (8, "I"), "index": (12, "H")}
"""How ``struct if_msghdr`` and ``struct ifa_msghdr`` begin nearly everywhere."""

STATED: Fields = {"index": (6, "H"), "addrs": (12, "i"), "flags": (16, "I")}
"""The same on OpenBSD since 4.4."""

METRIC = (20, {**PLAIN, "metric": (16, "i")})


def lite(
    version: int, word: int, names: tuple[str, ...], *, pad: int = 0, first: int = 0
) -> Layout:
    """
    The layout of 4.4BSD and its nearer descendants.

    Args:
        names: its metrics, a word each.
        pad:   words behind them.
        first: octets before the MTU in ``struct if_data``; 0 = a word.
    """
    code = CODES[word]
    fields = {**HEAD, "inits": (32, code), **row(32 + word, code, names)}
    mtu = 16 + (first or word)
    link = {**PLAIN, **data(mtu, code, code)}
    size = mtu + 14 * word + 2 * word
    return Layout(
        version,
        32 + word * (1 + len(names) + pad),
        word,
        fields,
        says=False,
        address=METRIC,
        interface=link,
        link=size,
    )


def freebsd(word: int, names: tuple[str, ...], *, wide: bool) -> Layout:
    """FreeBSD; *wide*: whether interfaces count in 64 bits (since 11)."""
    made = lite(5, word, names, pad=14 - len(names), first=8)
    if names is not LITE:
        fields = {n: f for n, f in made.fields.items() if n != "use"}
        made = made._replace(fields={**fields, "fmask": HEAD["use"]})
    if not wide:
        return made
    return made._replace(interface={**PLAIN, **data(24, "I", "Q")}, link=168)


OPENBSD_RTM4: Fields = {
    **SAID,
    "pksent": (40, "Q"),
    **row(48, "I", ("locks", "mtu", "expire", "refs", "hopcount", "recvpipe",
                    "sendpipe", "ssthresh", "rtt", "rttvar")),
}  # fmt: skip

OPENBSD_RTM5: Fields = {
    **SAID,
    "pksent": (40, "Q"),
    "expire": (48, "q"),
    **row(56, "I", ("locks", "mtu", "refs", "hopcount", "recvpipe", "sendpipe",
                    "ssthresh", "rtt", "rttvar")),
}  # fmt: skip

OPENBSD_LINK: Fields = {**STATED, **data(28, "I", "Q")}
OPENBSD_ADDRESS = (24, {**STATED, "metric": (20, "i")})

OPENBSD4 = Layout(
    4, 88, 8, OPENBSD_RTM4, says=True, address=OPENBSD_ADDRESS,
    interface=OPENBSD_LINK, link=152,
)  # fmt: skip
OPENBSD5 = OPENBSD4._replace(version=5, header=96, fields=OPENBSD_RTM5, link=168)

NETBSD_RTM: Fields = {
    **HEAD,
    "inits": (32, "I"),
    **row(40, "Q", ("locks", "mtu", "hopcount", "recvpipe", "sendpipe", "ssthresh",
                    "rtt", "rttvar")),
    "expire": (104, "q"),
    "pksent": (112, "Q"),
}  # fmt: skip

NETBSD6 = Layout(
    4, 120, 8, NETBSD_RTM, says=False, address=METRIC,
    interface={**PLAIN, **data(24, "Q", "Q")}, link=152,
)  # fmt: skip

NETBSD_ADDRESS: Fields = {
    "index": (4, "H"),
    "flags": (8, "I"),
    "addrs": (12, "i"),
    "pid": (16, "i"),
    "metric": (24, "i"),
}
NETBSD_RTM4 = NETBSD6._replace(address=(32, NETBSD_ADDRESS))

MACOS_RTM: Fields = {
    **HEAD,
    "inits": (32, "I"),
    **row(36, "I", LITE),
    "expire": (48, "i"),
}

MACOS_LAYOUT = Layout(
    5, 92, 4, MACOS_RTM, says=False, address=METRIC,
    interface={**PLAIN, **data(24, "I", "I")}, link=112,
    second={"refs": (16, "i"), "parentflags": (20, "I")},
)  # fmt: skip

WIDE: Fields = {**PLAIN, **data(40, "I", "Q")}
"""``struct if_msghdr2`` of macOS."""


def both(layout: Layout) -> tuple[Layout, ...]:
    """A layout of fixed offsets with addresses rounded to 8 octets, and to 4."""
    return (layout, layout._replace(unit=4))


WEIGHED = (*LITE, "weight")
NEXTHOPS = (*WEIGHED, "nhop")
"""``struct rt_metrics`` of FreeBSD 8, and of FreeBSD 13."""

OLD = (lite(3, 4, LITE), lite(3, 8, LITE))
"""4.4BSD, OpenBSD and NetBSD of the nineties and later."""
