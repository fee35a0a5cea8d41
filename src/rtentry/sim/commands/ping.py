"""
``ping``: packets from a raw socket, one a second.

Answers are not printed, as their times would mean nothing; what went wrong is.

Source: 4.4BSD sbin/ping/ping.c.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.addr import parse_address
from rtentry.classic import Getopt
from rtentry.errors import FormatError, RouteError, UsageError
from rtentry.sim.session import Box, Result, Session, said
from rtentry.sim.words import strerror

GETOPT = Getopt(
    "ping",
    "c:i:s:t:I:S:l:nqvfdrR",
    "usage: ping [-nqv] [-c count] host\n",
    64,
)


def ping(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``ping [-c COUNT] HOST``, ``ping6``; without a count one packet."""
    box = session.box(name)
    try:
        options, operands = GETOPT.parse(argv[1:])
        if len(operands) != 1:
            raise GETOPT.refuse()
    except UsageError as error:
        return Result(tuple(error.text.splitlines()), error.status)
    count = dict(options).get("c", "1")
    if not count.isdecimal() or not int(count):
        return said(f"ping: bad number of packets to transmit: {count}", status=1)
    try:
        parse_address(operands[0])
    except FormatError:
        return said(f"ping: cannot resolve {operands[0]}: Unknown host", status=68)
    return sent(box, operands[0], int(count))


def sent(box: Box, host: str, count: int) -> Result:
    """Send the packets; nothing is printed if all are answered."""
    lines: list[str] = []
    answered = 0
    try:
        answered = box.host.ping(host, count, box.tableid)
    except RouteError as error:
        text = strerror(error.errno)
        each = [line.format(error=text, host=host) for line in box.words.unsent]
        lines = each * count
    if answered == count:
        return Result()
    lost = box.words.loss.format(lost=100 * (count - answered) // count)
    summary = (
        f"--- {host} ping statistics ---",
        f"{count} packets transmitted, {answered} packets received, {lost} packet loss",
    )
    return Result((*lines, *summary), 0 if answered else box.words.lost)


COMMANDS = {"ping": ping, "ping6": ping}
