"""``rtentry get``: the route that a packet takes, and whether the kernel agrees."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from os import strerror

from rtentry.addr import Prefix
from rtentry.decide import ERRNOS, NO_ROUTE, Decision, Way, decider, show
from rtentry.decide.compare import difference, error_of
from rtentry.decide.mtu import MTU, mtu_of
from rtentry.decide.words import packets
from rtentry.light import Any, NamedTuple
from rtentry.model import Snapshot
from rtentry.packet import Packet, Reply
from rtentry.queries import Answer, Call, Param, Query

WANT = (
    "routes",
    "exceptions",
    "rules",
    "nexthops",
    "interfaces",
    "neighbors",
    "settings",
)
"""What a decision of a live Linux depends on."""

MOST = 50_000
"""Routes from which on a live table is not read where there is no numpy."""

GROUPS = (Prefix(4, 0xE0 << 24, 4), Prefix(6, 0xFF << 120, 8))
"""Multicast."""

NOT_COMPARED = (
    f"not compared: the table has more than {MOST:,} routes, and there is no numpy"
)


class Asked(NamedTuple):
    """
    A packet, what we decide, and what the kernel says.

    Fields:
        packet:   what was asked.
        decision: ours; ``None`` = the table was not read.
        mtu:      of that decision.
        reply:    the kernel's; ``None`` = it was not asked.
        differs:  in what it differs from ours; ``""`` = in nothing.
    """

    packet: Packet
    decision: Decision | None
    mtu: MTU = MTU()
    reply: Reply | None = None
    differs: str = ""

    @property
    def goes(self) -> bool:
        """Whether the packet goes anywhere."""
        if self.decision is None:
            return self.reply is not None and not self.reply.errno
        return self.decision.goes


def run(call: Call) -> Answer:
    """
    Where each packet goes.

    Raises:
        UsageError: if the words are no question.
    """
    every = [(snapshot, [*answers(call, snapshot)]) for snapshot in call.snapshots]
    found = [one for _, some in every for one in some]
    if call.dialect is not None:
        from rtentry.decide.answers import in_words_of

        parts = [
            in_words_of(call.dialect, host, [x.decision for x in some if x.decision])
            for host, some in every
        ]
        lines = (line for part in parts for line in part)
    else:
        lines = (line for each in found for line in lines_of(each))
    told = map(data, found) if call.args.get("json", True) else ()
    return Answer(lines, [*told], status(found), (*missing(call, found), *notes(found)))


def missing(call: Call, found: Sequence[Asked]) -> Iterator[str]:
    """What the captures do not say."""
    if any(snapshot.listings for snapshot in call.snapshots):
        from rtentry.decide.unsaid import unsaid  # of captures only

        for snapshot in call.snapshots:
            yield from unsaid(snapshot, [each.packet for each in found])


def answers(call: Call, snapshot: Snapshot) -> Iterator[Asked]:
    """The answers for one host; of ``default`` those of IP versions that have one."""
    decide = decider(closer(snapshot, asked(call.args)))
    replies = dict(zip(to_kernel(call.args), call.replies, strict=False))
    found = [answer(snapshot, decide, p, replies.get(p)) for p in asked(call.args)]
    has_default = any(each.goes and not each.packet.dst.plen for each in found)
    for each in found:
        if each.packet.dst.plen or each.goes or not has_default:
            yield each


def closer(snapshot: Snapshot, packets: Sequence[Packet]) -> Snapshot:
    """A snapshot, of a large one what these packets meet."""
    if isinstance(snapshot.routes, tuple):
        return snapshot
    from rtentry.decide.near import near  # for large tables only

    return near(snapshot, packets)


def answer(
    snapshot: Snapshot, decide: Any, packet: Packet, reply: Reply | None
) -> Asked:
    """The answer about one packet."""
    if reply is not None and reply.route is not None and not snapshot.routes:
        return Asked(packet, None, reply=reply)
    decision = decide(packet)
    differs = difference(decision, reply) if reply else ""
    return Asked(packet, decision, mtu_of(snapshot, decision), reply, differs)


def asked(args: Mapping[str, Any]) -> tuple[Packet, ...]:
    """The packets asked about; they are of the user who asks."""
    return packets(args["words"], os.geteuid())


def wanted(args: Mapping[str, Any]) -> tuple[str, ...]:
    """What a live source has to read: only IPv6 looks at neighbours to decide."""
    if any(packet.dst.version == 6 for packet in asked(args)):
        return WANT
    return tuple([kind for kind in WANT if kind != "neighbors"])


def to_kernel(args: Mapping[str, Any]) -> tuple[Packet, ...]:
    """
    Those that a kernel can be asked about: to one address, by its rules.

    What came in for a group is decided by tables of other kinds.
    """
    return tuple([p for p in asked(args) if can_be_asked(p)])


def can_be_asked(packet: Packet) -> bool:
    """Whether a kernel answers such a question."""
    is_routed = any(group.covers(packet.dst) for group in GROUPS)
    return (
        packet.dst.is_host and packet.tableid is None and not (packet.iif and is_routed)
    )


def status(found: Sequence[Asked]) -> int:
    """3 if the kernel differs, 1 if a packet goes nowhere, else 0."""
    if any(each.differs for each in found):
        return 3
    return int(not all(each.goes for each in found))


def notes(found: Sequence[Asked]) -> tuple[str, ...]:
    """What has to be said beside the answers."""
    told = [
        f"{show.asked(each.packet)}: the kernel decides otherwise: {each.differs}"
        for each in found
        if each.differs
    ]
    alone = [NOT_COMPARED] if any(each.decision is None for each in found) else []
    return (*alone, *told)


# -- text and JSON ---------------------------------------------------------------------


def lines_of(each: Asked) -> Iterator[str]:
    """An answer for people; the kernel's own, too, where it differs or is alone."""
    question = show.asked(each.packet)
    if each.decision is not None:
        yield f"{question} {show.line(each.decision, each.mtu)}"
    if each.reply is not None and (each.differs or each.decision is None):
        word = "kernel:" if each.differs else question
        yield f"{word} {show.line(as_decision(each.packet, each.reply), MTU())}"


def as_decision(packet: Packet, reply: Reply) -> Decision:
    """The kernel's answer in our form."""
    route, errno = reply.route, reply.errno or error_of(reply.route)
    if errno or route is None:
        return Decision(packet, refusal(errno), errno=errno)
    way = Way(route.gateway, route.ifname, src=route.src)
    return Decision(packet, route.rtype or "unicast", None, (way,), route.tableid)


def refusal(errno: int) -> str:
    """The outcome that an errno tells."""
    return next((outcome for outcome, n in ERRNOS.items() if n == errno), NO_ROUTE)


def data(each: Asked) -> dict[str, Any]:
    """An answer for ``--json``."""
    shown = each.decision or as_decision(each.packet, each.reply or Reply())
    found = show.data(shown, each.mtu)
    if each.reply is not None:
        from rtentry.jsondoc import encode  # loaded for JSON only: 5 ms

        kernel: dict[str, Any] = {}
        if each.reply.route is not None:
            kernel["route"] = encode(each.reply.route)
        if each.reply.errno:
            kernel |= {"errno": each.reply.errno, "error": strerror(each.reply.errno)}
        found["kernel"] = kernel
        found["agrees"] = None if each.decision is None else not each.differs
    return found


QUERY = Query(
    help="the route that a packet takes; on live Linux compared with the kernel's answer",
    examples=(
        ("rtentry get 198.51.100.7 -F castor.txt", "of a capture, of any system"),
        ("rtentry get 127.0.0.1", "of this machine, the kernel asked, too"),
        ("rtentry get default -F vega.txt", "the default route"),
        ("rtentry -j get 127.0.0.1 from 127.0.0.1 mark 7", "as JSON"),
        ("echo 127.0.0.1 | rtentry get -", "of many destinations, one a line"),
    ),
    params=(
        Param(
            ("words",),
            "destinations, or - for those on standard input; then from SRC, iif IF, oif IF,"
            " mark N, tos N, uid N, ipproto P, sport N, dport N, table T",
            "lines",
            "*",
            "DST",
        ),
    ),
    run=run,
    want=wanted,
    packets=to_kernel,
    most=MOST,
    frames=True,
)
