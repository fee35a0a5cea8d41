"""Decisions in a system's own words: what its ``route get`` would print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rtentry.decide import Decision
from rtentry.decide.show import destination
from rtentry.errors import NotExpressible
from rtentry.flags import RTF
from rtentry.listing import Dialect, Form, View
from rtentry.model import Block, Route, Snapshot

ASKED = "route get"
"""What the names of forms end with that answer."""


def in_words_of(dialect: Dialect, decisions: Iterable[Decision]) -> Iterator[str]:
    """
    The answers of a system's own tool.

    Raises:
        NotExpressible: if its tool does not answer such questions.
    """
    form = next((f for f in dialect.forms if f.name.endswith(ASKED)), None)
    if form is None:
        raise NotExpressible(f"{dialect.name} has no route get")
    return (line for each in decisions for line in lines(form, dialect, each))


def lines(form: Form, dialect: Dialect, decision: Decision) -> Iterator[str]:
    """The answer about one packet."""
    if not decision.goes or not decision.ways:
        yield f"{destination(decision.packet.dst)}: no route"
        return
    is_linux = dialect.system == "linux"
    route = linux(decision) if is_linux else bsd(decision)
    first = f"   route to: {destination(decision.packet.dst)}"
    block = Block((0, 1), titles=None if is_linux else (first,))
    yield from form.show(Snapshot(routes=(route,)), [block], View())


def linux(decision: Decision) -> Route:
    """The answer of Linux: the address asked for, by one way."""
    way, packet = decision.ways[0], decision.packet
    src = way.src if packet.src is None else None
    source = () if packet.src is None else (("from", packet.src),)
    more = () if packet.uid is None else (("uid", packet.uid),)
    learned = decision.exception
    return Route(
        packet.dst,
        way.gateway,
        way.ifname,
        rtype=decision.outcome,
        src=src,
        mtu=learned.mtu if learned else None,
        tableid=None if decision.tableid in (254, 255) else decision.tableid,
        extra=(*source, *more, ("cached", 1)),
    )


def bsd(decision: Decision) -> Route:
    """The answer of a BSD: the entry, by its first way."""
    way, route = decision.ways[0], decision.route or Route(decision.packet.dst)
    flags = route.flags | RTF.DONE
    gateway = route.gateway if way.gateway is None else way.gateway
    return route._replace(
        gateway=gateway, ifname=way.ifname, flags=flags, src=way.src, nexthops=()
    )
