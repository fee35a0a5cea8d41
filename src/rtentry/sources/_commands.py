"""
Which commands of a system print its tables, and their output as one snapshot.

The commands are constants; nothing of what a user types is among them.  A system that
prints no routes is an error, whatever else is not told is a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from rtentry.dialects import dialects
from rtentry.document import parse
from rtentry.errors import FormatError, SourceError
from rtentry.light import NamedTuple
from rtentry.model import Snapshot

NETSTAT, SBIN_NETSTAT = "/usr/bin/netstat", "/usr/sbin/netstat"
ARP, IP = "/usr/sbin/arp", "ip"


class Command(NamedTuple):
    """
    One command.

    Fields:
        kinds: what it prints.
        argv:  its words; the first is an absolute path (Linux: wherever ip(8) is).
    """

    kinds: tuple[str, ...]
    argv: tuple[str, ...]


class System(NamedTuple):
    """
    What a system is called here, and its commands.

    Fields:
        name:     family of the dialects that it speaks.
        commands: those of the routes first.
    """

    name: str
    commands: tuple[Command, ...]


def classic(name: str, netstat: str, routes: str, *more: Command) -> System:
    """A system with netstat(1) and arp(8); *routes* are the options for its table."""
    usual = (
        Command(("routes",), (netstat, routes)),
        Command(("interfaces",), (netstat, "-in")),
        Command(("neighbors",), (ARP, "-an")),
    )
    return System(name, (*usual, *more))


def statistics(netstat: str) -> Command:
    """The command that prints the routing statistics."""
    return Command(("statistics",), (netstat, "-rs"))


SYSTEMS: Mapping[str, System] = {
    # uname -s: its commands
    "Darwin": classic("macos", SBIN_NETSTAT, "-rnal", statistics(SBIN_NETSTAT)),
    "FreeBSD": classic("freebsd", NETSTAT, "-rnW", statistics(NETSTAT)),
    "DragonFly": classic("freebsd", NETSTAT, "-rn", statistics(NETSTAT)),
    "OpenBSD": classic("openbsd", NETSTAT, "-rn", statistics(NETSTAT)),
    "NetBSD": classic("netbsd", NETSTAT, "-rn", statistics(NETSTAT)),
    "SunOS": classic("solaris", NETSTAT, "-rn"),
    "AIX": classic("aix", NETSTAT, "-rn"),
    "HP-UX": classic("hpux", NETSTAT, "-rn"),
    "Linux": System(
        "linux",
        (
            Command(("routes",), (IP, "-j", "-4", "route", "show", "table", "all")),
            Command(("routes",), (IP, "-j", "-6", "route", "show", "table", "all")),
            Command(("neighbors",), (IP, "-j", "neigh", "show")),
            Command(("interfaces",), (IP, "-j", "-s", "addr", "show")),
            Command(("rules",), (IP, "-j", "-4", "rule", "show")),
            Command(("rules",), (IP, "-j", "-6", "rule", "show")),
        ),
    ),
}


class Output(NamedTuple):
    """
    What came of a command.

    Fields:
        status: its exit status; ``None`` = it could not be run, or took too long.
        text:   what it printed.
        reason: why it failed; ``""`` = it did not.
    """

    status: int | None
    text: str
    reason: str = ""


Runner = Callable[[Command], Output]


def system(kernel: str) -> System:
    """The commands of a system by ``uname -s``; SourceError if it is not known."""
    try:
        return SYSTEMS[kernel]
    except KeyError:
        known = ", ".join(SYSTEMS)
        raise SourceError(f"system {kernel!r} is not known; known: {known}") from None


def wanted(of: System, want: Collection[str]) -> list[Command]:
    """The commands to run; the routes' always, since it is they that are asked about."""
    return [c for c in of.commands if {*c.kinds} & {"routes", *want}]


def snapshot(
    host: str, of: System, commands: Sequence[Command], run: Runner
) -> Snapshot:
    """
    The snapshot of a host from what its commands print.

    Raises:
        SourceError: if a command that prints routes fails.
        FormatError: if one of them prints what no dialect of that system reads.
    """
    told: list[tuple[Command, str]] = []
    notes: list[str] = []
    for command in commands:
        output = run(command)
        trouble = output.reason or (
            f"exit status {output.status}" if output.status else ""
        )
        if trouble and "routes" in command.kinds:
            raise SourceError(f"{' '.join(command.argv)}: {trouble}")
        if trouble:
            notes.append(f"{' '.join(command.argv)}: {trouble}")
        elif output.text.strip():
            told.append((command, output.text))
    found = read(host, of, told)
    return found._replace(listings=(), notes=(*found.notes, *notes))


def read(host: str, of: System, told: Sequence[tuple[Command, str]]) -> Snapshot:
    """All outputs as one session of that host, in the words of its system."""
    within = [each for each in dialects() if each.system == of.name]
    text = "".join(session(host, told))
    try:
        found = parse(text, within)
    except FormatError as error:
        raise FormatError(
            error.message, line=error.line, column=error.column, source=host
        ) from None
    return found[0]


def session(host: str, told: Sequence[tuple[Command, str]]) -> Iterator[str]:
    """Outputs under prompts, as a terminal would show them."""
    name = re.sub(r"[^\w.-]", "", host) or "host"
    for command, text in told:
        yield f"[root@{name}:~#] {' '.join(command.argv)}\n{text.rstrip()}\n"
