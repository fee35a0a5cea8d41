"""Decisions in a system's own words: what its ``route get`` would print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rtentry.decide import Decision, linuxanswer
from rtentry.decide.show import destination
from rtentry.errors import NotExpressible
from rtentry.flags import RTF
from rtentry.listing import Dialect, Form, View
from rtentry.model import Block, Route, Snapshot

ANSWERS = View(options=("get", "table all"))
"""How ip(8) shows answers: see :mod:`rtentry.ip.choose`."""

ASKED = "route get"
"""What the names of forms end with that answer."""


def in_words_of(
    dialect: Dialect, snapshot: Snapshot, decisions: Iterable[Decision]
) -> Iterator[str]:
    """
    The answers of a system's own tool about packets of a host.

    Raises:
        NotExpressible: if its tool does not answer such questions.
    """
    form = next((f for f in dialect.forms if f.name.endswith(ASKED)), None)
    if form is None:
        raise NotExpressible(f"{dialect.name} has no route get")
    return (line for each in decisions for line in lines(form, dialect, snapshot, each))


def lines(
    form: Form, dialect: Dialect, snapshot: Snapshot, decision: Decision
) -> Iterator[str]:
    """The answer about one packet."""
    asked = destination(decision.packet.dst)
    if not decision.goes or not decision.ways:
        yield f"{asked}: no route"
    elif dialect.system == "linux":
        route = linuxanswer.answer(snapshot, decision)
        yield from form.show(Snapshot(routes=(route,)), None, ANSWERS)
    else:
        block = Block((0, 1), titles=(f"   route to: {asked}",))
        yield from form.show(Snapshot(routes=(bsd(decision),)), [block], View())


def bsd(decision: Decision) -> Route:
    """The answer of a BSD: the entry, by its first way."""
    way, route = decision.ways[0], decision.route or Route(decision.packet.dst)
    flags = route.flags | RTF.DONE
    gateway = route.gateway if way.gateway is None else way.gateway
    return route._replace(
        gateway=gateway, ifname=way.ifname, flags=flags, src=way.src, nexthops=()
    )
