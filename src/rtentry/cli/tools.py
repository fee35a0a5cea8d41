"""
The classic commands on the command line: a system's own options, output and refusals.

Whose commands they are is said by ``--as``, else by the source: a live Linux has those
of net-tools and iproute2, a capture those of the system that printed it, each host its
own.  Nothing is loaded here that a fast start could do without.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence

from rtentry import present
from rtentry.cli.options import LINUX, LIVE, QUERIES, Options, ask, known
from rtentry.cli.output import records, say, told
from rtentry.dialects import dialect
from rtentry.errors import UsageError
from rtentry.light import TYPE_CHECKING, NamedTuple
from rtentry.listing import Answer, Dialect, Plan, whole
from rtentry.model import Snapshot
from rtentry.registry import member, names
from rtentry.sources import EVERYTHING, read, replies

if TYPE_CHECKING:
    from rtentry.packet import Packet, Reply


class Planned(NamedTuple):
    """What a command line asks of a system's tool."""

    words: Dialect
    plan: Plan
    answer: Answer = whole


def run(options: Options, argv: Sequence[str]) -> int:
    """Run a system's own command: its options, its output, its refusals."""
    said: tuple[Reply, ...] = ()
    if options.dialect not in LINUX:
        known(options.dialect or "")
    if not tells_its_system(options):
        one = planned(argv, options.dialect)
        if one is None:
            return foreign(options, argv)
        said = kernel(options, one.plan)
        want = frozenset(one.plan.want) if said else wanted(one)
        asked = ask(options, want)._replace(frames=True)
        snapshots = read(options.source, asked)
        plans = [one for _ in snapshots]
    else:
        snapshots = read(options.source, ask(options, EVERYTHING))
        found = [planned(argv, snapshot.system) for snapshot in snapshots]
        plans = [each for each in found if each]
        if len(plans) < len(snapshots):
            return foreign(options, argv)
    for snapshot in snapshots:
        told(snapshot, options)
    if options.json or options.jsonl:
        return records(snapshots, options)
    sys.stderr.write("".join(dict.fromkeys([each.plan.beside for each in plans])))
    command = " ".join(argv)
    answers = [
        each.answer(snapshot, each.plan)
        for snapshot, each in zip(snapshots, plans, strict=True)
    ]
    say(
        present.session(
            [
                (snapshot, command, shown(snapshot, each._replace(plan=plan), said))
                for snapshot, each, (plan, _) in zip(
                    snapshots, plans, answers, strict=True
                )
            ]
        )
    )
    return max([status for _, status in answers], default=0)


def kernel(options: Options, plan: Plan) -> tuple[Reply, ...]:
    """What the kernel itself says of the packets of a plan; nothing if there is none."""
    if not plan.packets:
        return ()
    return replies(options.source, ask(options, ()), own(plan.packets))


def own(packets: Iterable[Packet]) -> list[Packet]:
    """Packets that this host sends are those of the user who asks, if nobody else's."""
    uid = os.geteuid()
    return [
        packet if packet.iif or packet.uid is not None else packet._replace(uid=uid)
        for packet in packets
    ]


def with_ways(snapshot: Snapshot, plan: Plan, said: Iterable[Reply]) -> Snapshot:
    """
    *snapshot* with the ways of a plan's packets as its routes; itself without packets.

    *said*: what a kernel says of them; empty = we decide.

    Raises:
        UsageError: in the words of Linux's tools, if one of them has none.
    """
    if not plan.packets:
        return snapshot
    from rtentry.decide.linuxanswer import decided

    routes = []
    for reply in said or decided(snapshot, own(plan.packets)):
        if reply.route is None:
            raise UsageError(f"RTNETLINK answers: {os.strerror(reply.errno)}\n", 2)
        routes.append(reply.route)
    return snapshot._replace(routes=tuple(routes))


def tells_its_system(options: Options) -> bool:
    """Whether it is for the source to say whose command is meant: no live Linux."""
    name = options.source.partition(":")[0]
    is_here = name == "live" and sys.platform == "linux"
    return options.dialect is None and not (is_here or name in ("linux", "netns"))


def planned(argv: Sequence[str], name: str | None) -> Planned | None:
    """
    What a command line asks of the tools of a system; ``None`` if it has none such.

    Raises:
        UsageError: if the tool refuses its arguments.
    """
    for words in spoken(name):
        if argv[0] in words.tools:
            tool = words.tools[argv[0]]
            plan = tool.plan(argv[1:])
            if absent := {name for name, _ in plan.forms} - {
                f.name for f in words.forms
            }:
                raise UsageError(f"rtentry: {words.name} has no {min(absent)!r} here\n")
            return Planned(words, plan, tool.answer)
    return None


def spoken(name: str | None) -> Iterator[Dialect]:
    """The dialects whose tools a system has; RtentryError if it is not known."""
    return map(dialect, LIVE if name in LINUX else (name or "",))


def foreign(options: Options, argv: Sequence[str]) -> int:
    """Run a query of another distribution; UsageError if there is none either."""
    try:
        member(QUERIES, argv[0])
    except KeyError:
        raise unknown(argv[0], options.dialect) from None
    from rtentry.cli import verbs

    return verbs.run(options, argv)


def unknown(command: str, name: str | None) -> UsageError:
    """The error for a command that nobody knows."""
    tools = [tool for words in spoken(name) for tool in words.tools]
    every = " ".join([*names(QUERIES), *tools])
    is_file = os.path.exists(command)  # noqa: PTH110 - pathlib costs 8 ms
    hint = f"; to read a file: rtentry show {command}" if is_file else ""
    return UsageError(f"rtentry: unknown command {command!r}; known: {every}{hint}\n")


def shown(
    snapshot: Snapshot, planned: Planned, said: Iterable[Reply] = ()
) -> Iterable[str]:
    """What the tool prints of a snapshot; *said*: see :func:`with_ways`."""
    named = with_names(with_ways(snapshot, planned.plan, said), planned.plan)
    return present.planned(named, planned.words, planned.plan)


def wanted(planned: Planned) -> frozenset[str]:
    """What a live source has to read for a plan."""
    words = planned.words
    if words.system != "linux":
        return EVERYTHING
    forms = [words.form(name) for name, _ in planned.plan.forms]
    read = frozenset(x for form in forms for x in (form.kind, *form.want))
    return read.union(planned.plan.want)


def with_names(snapshot: Snapshot, plan: Plan) -> Snapshot:
    """
    *snapshot* with names for addresses, where the command line does not say -n.

    A capture has the names that were printed; ours need not be those of its network.
    """
    if snapshot.listings or all(view.numeric for _, view in plan.forms):
        return snapshot
    from rtentry.names import resolved

    return resolved(snapshot)
