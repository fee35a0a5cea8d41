"""
Which interfaces a view shows, and what ip leaves out of their lines then.

A view's options are words of the command line: ``up``, ``stats``, ``oneline``.

Source: iproute2 ip/ipaddress.c, print_linkinfo(), print_selected_addrinfo().
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Prefix, parse_prefix
from rtentry.ip.linkhead import HWTYPES
from rtentry.ip.linkselector import OF_LINKS, shows
from rtentry.ip.linkstats import APART
from rtentry.listing import View
from rtentry.model import Counters, IfAddr, Interface, Pairs, Snapshot
from rtentry.words.grammar import Style
from rtentry.words.lines import Choice

SHOWN = frozenset(
    (
        "link", "link_down", "brd", "qdisc", "mode", "group", "qlen", "alias", "altname",
        "link_netnsid", "link_netns", "permaddr",
    )
)  # fmt: skip
"""What is printed of ``extra`` without ``-d``."""

NOT_IN_ADDR = frozenset(["alias", "mode"])

NOT_OF_6 = frozenset(["qdisc", "group", "link_netns", "link_netnsid"])
"""What the kernel does not say where IPv6 lists all interfaces; one alone is asked whole."""

ERRORS = ("icrc", "iframe", "ififo", "ofifo")
"""Counters that are printed only with ``-s -s``."""

VERSIONS = {"inet": 4, "inet6": 6}

BARE = frozenset(["label", "oneline"])
"""Options with which addresses are shown without their interface."""


def choice(*, addresses: bool, brief: bool = False) -> Choice:
    """
    What a form prints.

    Args:
        addresses: whether addresses are shown (``ip addr``), else the link's own.
        brief:     whether it is the form of ``-br``.
    """

    def records(snapshot: Snapshot, view: View) -> Iterator[Interface]:
        links = {word: t for word, t in view.words.items() if word in OF_LINKS}
        for interface in snapshot.interfaces:
            if view.ifname not in (None, str(interface.ifname)):
                continue
            if not all(OF_LINKS[w](interface, t) for w, t in links.items()):
                continue
            if view.families == ("inet6",) and view.ifname is None:
                interface = listed6(interface, snapshot)
            shown = chosen(interface, view, addresses=addresses)
            if shown is not None:
                is_brief = brief or "brief" in view.options
                yield briefly(shown, addresses=addresses) if is_brief else shown

    def style(view: View) -> Style:
        wanted = {"oneline", "pretty", "numeric"} & view.words.keys()
        wanted |= {"alone"} if "label" in view.words else set()
        return Style(
            options=frozenset(wanted | ({"addresses", "late"} if addresses else set()))
        )

    return Choice(records, style)


def chosen(interface: Interface, view: View, *, addresses: bool) -> Interface | None:
    """An interface as a view shows it; ``None`` = not at all."""
    options = view.words
    families = {VERSIONS[f] for f in view.families if f in VERSIONS}
    families |= version_of(options.get("to", "default"))
    every = interface.addresses if addresses else ()
    mine = [a for a in every if is_of(a, families)]
    found = [a for a in mine if shows(interface, a, options)]
    if not found and (mine or families or (addresses and BARE & options.keys())):
        return None
    shown = interface._replace(
        addresses=tuple(map(plain, found)),
        extra=said(interface, view, addresses=addresses),
        counters=counted(interface.counters) if "stats" in view.options else None,
    )
    return shown._replace(hwtype=None, lladdr=None) if families else on_link(shown)


def listed6(interface: Interface, snapshot: Snapshot) -> Interface:
    """What the kernel says of an interface where IPv6 lists all."""
    here = {f"if{other.ifindex}": other.ifname for other in snapshot.interfaces}
    extra = [
        (name, here.get(str(value), value) if name == "link" else value)
        for name, value in interface.extra
        if name not in NOT_OF_6
    ]
    return interface._replace(master=None, extra=tuple(extra))


def version_of(text: str) -> set[int]:
    """The IP version of a network that is asked for; ``default`` is of both."""
    return set() if text == "default" else {parse_prefix(text).version}


def said(interface: Interface, view: View, *, addresses: bool) -> Pairs:
    """What is printed of ``extra``."""
    names = SHOWN - NOT_IN_ADDR if addresses else SHOWN
    names = names | APART if "stats" in view.options else names
    return tuple([(name, value) for name, value in interface.extra if name in names])


def plain(address: IfAddr) -> IfAddr:
    """An address without what ip of today tells and that of 6.1 does not."""
    extra = tuple([pair for pair in address.extra if pair[0] != "proto"])
    return address._replace(extra=extra)


def counted(counters: Counters | None) -> Counters | None:
    """Counters as ``-s`` prints them once."""
    return counters and counters._replace(**dict.fromkeys(ERRORS))


def is_of(address: IfAddr, families: set[int]) -> bool:
    """Whether an address is of one of some families; of any, if there are none."""
    addr = address.addr
    return isinstance(addr, Prefix) and (not families or addr.version in families)


def on_link(interface: Interface) -> Interface:
    """An interface that has a kind of link, if it has an address of one."""
    if interface.hwtype is None and interface.lladdr:
        return interface._replace(hwtype=HWTYPES[1])
    return interface


def briefly(interface: Interface, *, addresses: bool) -> Interface:
    """What ``-br`` prints of an interface."""
    extra = dict(interface.extra)
    kept = tuple([(n, extra[n]) for n in ("link", "link_down") if n in extra])
    if addresses:
        return Interface(
            interface.ifname,
            state=interface.state,
            addresses=tuple(map(ends, interface.addresses)),
            extra=kept[:1],
        )
    return Interface(
        interface.ifname,
        flags=interface.flags,
        lladdr=interface.lladdr,
        state=interface.state,
        extra=kept,
    )


def ends(address: IfAddr) -> IfAddr:
    """What ``-br`` prints of an address."""
    metric = tuple([pair for pair in address.extra if pair[0] == "metric"])
    return IfAddr(address.addr, address.network, address.peer, extra=metric)


def masters_of(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """The interfaces that belong to another one, and that one."""
    for interface in snapshot.interfaces:
        if interface.master is not None:
            yield str(interface.ifname), interface.master
