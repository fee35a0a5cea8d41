"""
Support bundles: what the names of their files say, and what came of reading them.

    sos_commands/networking/ip_route_show_table_all     ip route show table all
    castor/netstat-rn.txt                               netstat -rn, of castor
    Network-Routing tables.txt                          (its text has to tell)

Whose a file is, is said by a file ``hostname`` in a folder above it; else by the folder,
where the same command was run in several.  Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rtentry.document import NOTHING, Part, Read, assemble, read
from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.listing import Dialect
from rtentry.model import Snapshot
from rtentry.search import asking
from rtentry.search.attempts import Attempt
from rtentry.session import COMMANDS, prints_tables

NAMED = re.compile(r"(?P<tool>netstat|route|arp|ndp|ip)(?P<rest>[ _-].*)?")
"""A command line as the name of a file: ``castor-netstat_-rn``."""

ENDINGS = (".txt", ".out", ".log", ".text")
"""What may stand behind it."""

PREFIX = re.compile(r"([\w.-]*?)[ ._-](?=netstat|route|arp|ndp|ip)")
"""What may stand before it: a host."""

HOSTNAMES = ("hostname", "myname", "nodename")
"""Files that say the name of a host."""

BELOW = ("etc", "sos_commands/host", "sos_commands/general", "proc/sys/kernel")
"""The folders of a host in which they stand."""


class Named(NamedTuple):
    """
    What the path of a file says.

    Fields:
        folder:  the folder that it is in; ``""`` = the uppermost.
        command: the command whose output it is; ``None`` = not said.
        prefix:  what its name has before the command: perhaps a host.
    """

    folder: str
    command: str | None = None
    prefix: str | None = None


class File(NamedTuple):
    """
    One file of a bundle.

    Fields:
        name: its path in the bundle.
        text: its text; ``None`` = it was not read.
        why:  why not: ``binary``, ``too large`` ...
    """

    name: str
    text: str | None = None
    why: str = ""


# -- names -----------------------------------------------------------------------------


def named(path: str) -> Named:
    """
    What a path says.

    >>> named("sos_commands/networking/ip_-6_route_show_table_all").command
    'ip -6 route show table all'
    >>> named("castor/proc/net/arp").command
    'cat /proc/net/arp'
    """
    folder, _, name = path.rpartition("/")
    if f"/{folder}".endswith("/proc/net"):
        is_known = f"/proc/net/{name}" in COMMANDS["cat"].split()
        return Named(folder, f"cat /proc/net/{name}" if is_known else None)
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    before = PREFIX.match(name)
    if command := command_of(name):
        return Named(folder, command)
    if before and (command := command_of(name[before.end() :])):
        return Named(folder, command, before[1])
    return Named(folder)


def command_of(name: str) -> str | None:
    """The command line that a name without prefix and ending is; ``None`` = none."""
    found = NAMED.fullmatch(name)
    if not found:
        return None
    command = found["tool"] + arguments(found["tool"], found["rest"] or "")
    return command if prints_tables(command) else None


def arguments(tool: str, rest: str) -> str:
    """The arguments of a command as a file's name has them: ``_-r_-n``, ``-rn``."""
    if rest.startswith("-"):
        return rest.replace("-", " ") if tool == "ip" else f" {rest}"
    return rest.replace("_", " ")


def host_folder(path: str) -> str | None:
    """The folder of the host whose name stands in a file; ``None`` if it is no such."""
    folder, _, name = path.rpartition("/")
    if name not in HOSTNAMES:
        return None
    for below in BELOW:
        if f"/{folder}".endswith(f"/{below}"):
            return folder.removesuffix(below).rstrip("/")
    return folder


def host_above(folder: str, hosts: Mapping[str, str]) -> str | None:
    """The host of a folder: that of the nearest folder above that has one."""
    while folder not in hosts:
        if not folder:
            return None
        folder = folder.rpartition("/")[0]
    return hosts[folder]


def told_apart(names: Sequence[Named]) -> dict[Named, str]:
    """Hosts by folder, or by prefix, if one command was run in (or for) several."""
    for places in ({n: n.folder for n in names}, {n: n.prefix or "" for n in names}):
        commands = {(n.command, place) for n, place in places.items() if n.command}
        if len(commands) == len({command for command, _ in commands}):
            continue
        parts = {n: place.split("/") for n, place in places.items()}
        for i in range(min(map(len, parts.values()))):
            if len({part[i] for part in parts.values()}) > 1:
                return {n: part[i] for n, part in parts.items() if part[i]}
    return {}


# -- reading ---------------------------------------------------------------------------


class Bundle(NamedTuple):
    """
    What was read of a bundle so far.

    Fields:
        read:   the files with listings: their name, what it says, what is in them.
        hosts:  folder -> name of its host.
        unread: why a file gave nothing -> how many.
        notes:  what else is to be told.
    """

    read: list[tuple[str, Named, Read]]
    hosts: dict[str, str]
    unread: dict[str, int]
    notes: list[str]


def snapshots(
    files: Iterator[File], tried: Sequence[Dialect], *, lenient: bool
) -> tuple[Snapshot, ...]:
    """
    The snapshots of a bundle, one a host and moment.

    Args:
        files:   its files.
        tried:   the dialects to try.
        lenient: see :func:`rtentry.document.parse`.

    Raises:
        FormatError: if no listing is in it, or one breaks off; ``source`` = the file.
    """
    asked = asking(tried)
    bundle = Bundle([], {}, {}, [])
    for file in files:
        if file.text is None:
            count(bundle, file.why)
            continue
        folder = host_folder(file.name)
        if folder is not None and len(file.text.split()) == 1:
            bundle.hosts[folder] = file.text.strip().partition(".")[0]
        says = named(file.name)
        part = Part(file.text, file.name, None, says.command)
        try:
            found = read(part, tried, asked, lenient=lenient)
        except FormatError as error:
            if says.command:
                raise at(file.name, error) from None
            bundle.notes.append(f"{at(file.name, error)}: not read")
            continue
        if found.places or found.whole:
            bundle.read.append((file.name, says, found))
        else:
            count(bundle, "read as no listing")
        bundle.notes.extend([note for _, note in found.notes if not found.places])
    return together(bundle)


def count(bundle: Bundle, why: str) -> None:
    """One file more that gave nothing."""
    bundle.unread[why] = bundle.unread.get(why, 0) + 1


def at(name: str, error: FormatError) -> FormatError:
    """An error with the name of its file."""
    return FormatError(error.message, line=error.line, column=error.column, source=name)


def together(bundle: Bundle) -> tuple[Snapshot, ...]:
    """One snapshot a host of all files; what was not read is told by the first."""
    apart = {} if bundle.hosts else told_apart([says for _, says, _ in bundle.read])
    places: list[Attempt] = []
    notes: list[tuple[int, str]] = []
    whole: list[Snapshot] = []
    for _, says, found in bundle.read:
        host = apart.get(says) or host_above(says.folder, bundle.hosts)
        notes += [(len(places) + before, note) for before, note in found.notes]
        whole += found.whole
        for place in found.places:
            chunk = place.chunk._replace(host=place.chunk.host or host)
            places.append(place._replace(chunk=chunk))
    out = [*assemble(places, notes), *whole]
    unread = [f"{files(n)} {why}" for why, n in sorted(bundle.unread.items())]
    if not out:
        raise FormatError("; ".join([NOTHING, *unread]))
    told = (*bundle.notes, *unread, *out[0].notes)
    return (out[0]._replace(notes=told), *out[1:])


def files(n: int) -> str:
    """``1 file``, ``87 files``."""
    return f"{n} file{'' if n == 1 else 's'}"
