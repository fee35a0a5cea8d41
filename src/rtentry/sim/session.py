"""
A session: boxes on one wire, and the commands that are typed to them.

A command is a list of words; what it prints is a list of lines, as a terminal would
show them (both streams), and an exit status.  A command that nobody knows is an error,
not an answer: a transcript with one is wrong.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module

from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.kernel.connection import Connection, Datagrams
from rtentry.kernel.host import Host
from rtentry.kernel.wire import Wire
from rtentry.light import NamedTuple
from rtentry.listing import Dialect
from rtentry.registry import names
from rtentry.sim.words import Words, words

ROOM = "rtentry.sim.commands"


class Result(NamedTuple):
    """
    What a command gave.

    Fields:
        lines:  what it printed.
        status: its exit status.
    """

    lines: tuple[str, ...] = ()
    status: int = 0


def said(*lines: str, status: int = 0) -> Result:
    """The result of a command that printed some lines."""
    return Result(lines, status)


class Box:
    """
    One simulated machine.

    Fields:
        name:    what it is called in the session.
        host:    its kernel.
        words:   how its tools word their answers.
        sockets: the sockets that were opened by name.
        tableid: number of the routing table that commands are about (``route -T``).
    """

    __slots__ = ("host", "name", "sockets", "tableid", "words")

    def __init__(self, name: str, host: Host) -> None:
        self.name = name
        self.host = host
        self.words: Words = words(host.kernel.system.family)
        self.sockets: dict[str, Connection | Datagrams] = {}
        self.tableid = 0

    def reopen(self) -> None:
        """Find the sockets again that a loaded host has."""
        for holder in self.host.kernel.sockets.values():
            kind = Connection if holder.kind == "tcp" else Datagrams
            self.sockets[holder.name] = kind(self.host, holder)

    @property
    def dialect(self) -> Dialect:
        """What prints its tables."""
        return dialect(self.host.kernel.system.dialect)

    def printer(self, tool: str) -> Dialect:
        """What prints the answers of a tool."""
        return dialect(self.words.printers.get(tool, self.host.kernel.system.dialect))


class Session:
    """
    Boxes on one wire.

    Fields:
        wire:  the wire, and the time on it.
        boxes: the machines, by name.
        first: name of the box that commands without ``@NAME`` go to.
    """

    __slots__ = ("boxes", "first", "wire")

    def __init__(self) -> None:
        self.wire = Wire()
        self.boxes: dict[str, Box] = {}
        self.first = ""

    def boot(self, name: str, system: str) -> Box:
        """
        Put a new machine on the wire.

        Raises:
            FormatError:  if there is one of that name.
            RtentryError: if there is no such system.
        """
        if name in self.boxes:
            raise FormatError(f"there is a box {name!r} already")
        return self.place(name, Host(system, self.wire))

    def place(self, name: str, host: Host) -> Box:
        """Put a machine into the session."""
        box = self.boxes[name] = Box(name, host)
        self.first = self.first or name
        return box

    def box(self, name: str | None = None) -> Box:
        """A machine; FormatError if there is none of that name."""
        found = self.boxes.get(self.first if name is None else name)
        if found is None and not self.boxes:
            raise FormatError("there is no box yet; begin with: system NAME")
        if found is None:
            raise FormatError(f"no box {name!r}; there are: {' '.join(self.boxes)}")
        return found

    def run(self, line: str) -> Result:
        """
        Run one command line.

        Raises:
            FormatError: if nobody knows the command, or the simulator its arguments.
        """
        argv = split(line)
        if not argv:
            return Result()
        name = None
        if argv[0].startswith("@"):
            name, argv = argv[0][1:], argv[1:]
        return self.dispatch(name, argv)

    def dispatch(self, name: str | None, argv: Sequence[str]) -> Result:
        """Run the words of a command; raises as :meth:`run`."""
        box = self.boxes.get(self.first if name is None else name)
        here = commands("" if box is None else box.host.kernel.system.family)
        command = here.get(argv[0] if argv else "")
        if command is None:
            known = " ".join(sorted(here))
            raise FormatError(
                f"unknown command {argv[0] if argv else ''!r}; known: {known}"
            )
        return command(self, name, argv)


Command = Callable[[Session, str | None, Sequence[str]], Result]
"""A command: (session, name of the box or ``None``, words) -> what it gave."""


def split(line: str) -> list[str]:
    """The words of a command line; FormatError if a quotation does not end."""
    try:
        return shlex.split(line)
    except ValueError as error:
        raise FormatError(f"{error}: {line!r}".lower()) from None


@cache
def commands(family: str = "") -> dict[str, Command]:
    """
    All commands, by name: those of each file of the room.

    Args:
        family: of systems, that may have others in their place.
    """
    found: dict[str, Command] = {}
    modules = [import_module(f"{ROOM}.{name}") for name in names(ROOM)]
    for module in modules:
        found.update(module.COMMANDS)
    for module in modules:
        found.update(getattr(module, "FAMILIES", {}).get(family, {}))
    return found


def usage(text: str) -> FormatError:
    """The error for a simulator's command with wrong arguments."""
    return FormatError(f"usage: {text}")


def numeral(word: str, what: str) -> int:
    """A whole number of 0 or more; FormatError if it is none."""
    if not (word.isascii() and word.isdigit()):
        raise FormatError(f"{word!r} is no {what}")
    return int(word)


def keyed(argv: Sequence[str], keys: Iterable[str], text: str) -> dict[str, str]:
    """
    The values behind keywords: ``as ftp length 1500``.

    Raises:
        FormatError: at another keyword, with *text* as the usage.
    """
    known = set(keys)
    found: dict[str, str] = {}
    rest = list(argv)
    while rest:
        if len(rest) < 2 or rest[0] not in known:
            raise usage(text)
        found[rest[0]] = rest[1]
        rest = rest[2:]
    return found
