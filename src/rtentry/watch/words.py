"""
What a kernel told, message by message, in the words of a system's own monitor.

Source: iproute2 ip/ipmonitor.c, accept_msg(); ip/ipaddress.c, print_addrinfo() and
print_linkinfo(), as far as records have what they print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtentry.addr import Prefix, show_address
from rtentry.flags import IFF
from rtentry.ip.neigh import show_neighbor
from rtentry.ip.nexthop import show_object
from rtentry.ip.showroute import show_route
from rtentry.ip.showrule import show_rule
from rtentry.light import Any
from rtentry.model import IfAddr, Interface
from rtentry.watch import Notice
from rtentry.words.grammar import Style

PLAIN = Style(hidden=frozenset(["refs", "used", "probes"]))
"""As without ``-s``."""

DELETED = (("deleted", True),)


def as_ip(notice: Notice) -> str:
    """A notice as ``ip monitor`` prints it."""
    record = notice.record
    if notice.kind in RECORDS:
        if notice.deleted:
            record = record._replace(extra=(*record.extra, *DELETED))
        return RECORDS[notice.kind](record, PLAIN)
    before = "Deleted " if notice.deleted else ""
    if notice.kind == "interface":
        return before + link(record, notice.ifindex)
    return before + address(record, notice)


RECORDS: Mapping[str, Callable[[Any, Style], str]] = {
    "route": show_route,
    "neighbor": show_neighbor,
    "rule": show_rule,
    "nexthop": show_object,
}


def link(record: Interface, index: int) -> str:
    """An interface in two lines."""
    extra = dict(record.extra)
    below = f"@{extra['link']}" if "link" in extra else ""
    words = [f"{index}: {record.ifname}{below}:", f"<{','.join(flag_names(record))}>"]
    group = extra.get("group")
    for name, value in (
        ("mtu", record.mtu),
        ("qdisc", extra.get("qdisc")),
        ("master", record.master),
        ("state", record.state),
        ("group", "default" if group == 0 else group),
    ):
        words += [] if value is None else [name, str(value)]
    lladdr = f" {record.lladdr}" if record.lladdr else ""
    brd = f" brd {extra['brd']}" if "brd" in extra else ""
    return f"{' '.join(words)} \n    link/{record.hwtype}{lladdr}{brd}"


FLAGS = (
    IFF.LOOPBACK, IFF.BROADCAST, IFF.POINTOPOINT, IFF.MULTICAST, IFF.NOARP, IFF.ALLMULTI,
    IFF.PROMISC, IFF.MASTER, IFF.SLAVE, IFF.DEBUG, IFF.DYNAMIC, IFF.AUTOMEDIA,
    IFF.PORTSEL, IFF.NOTRAILERS, IFF.UP, IFF.LOWER_UP, IFF.DORMANT, IFF.ECHO,
)  # fmt: skip
"""The order in which flags are printed."""


def flag_names(record: Interface) -> list[str]:
    """The flags of an interface; that it has no carrier is said first."""
    flags = record.flags or IFF(0)
    names = [str(flag.name) for flag in FLAGS if flag & flags]
    is_dead = flags & IFF.UP and not flags & IFF.RUNNING
    is_alone = ("link_down", True) in record.extra
    return ["NO-CARRIER"] * bool(is_dead) + names + ["M-DOWN"] * is_alone


def address(record: IfAddr, notice: Notice) -> str:
    """An address in two lines."""
    addr, extra = record.addr, dict(record.extra)
    if not isinstance(addr, Prefix):
        return ""
    inet = "inet" if addr.version == 4 else "inet6"
    network = record.network
    plen = network.plen if isinstance(network, Prefix) else addr.plen
    words = [f"{notice.ifindex}: {notice.ifname}    {inet}"]
    ends = (f"{show_address(addr)}", f"/{plen}")
    if record.peer is not None and record.peer.host != addr.host:
        words += [ends[0], f"peer {show_address(record.peer)}{ends[1]}"]
    else:
        words.append("".join(ends))
    words += [f"brd {show_address(record.brd)}"] if record.brd else []
    words += [f"scope {record.scope}"]
    words += [name for name, value in record.extra if value is True]
    words.append(str(extra.get("label", "")))
    lives = [
        f"{name} {'forever' if extra.get(name) is None else extra[name]}"
        for name in ("valid_lft", "preferred_lft")
    ]
    return f"{' '.join(words)}\n       {' '.join(lives)}"
