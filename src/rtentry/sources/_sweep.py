"""
Every network namespace of this machine: ours, those with names, those of processes.

Each is a host with a table of its own, and gives a snapshot whose host says which it is
by the word that ``-N`` takes: ``castor.blue``, ``castor.1234`` (that of a process without
a name); ours is ``castor``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from rtentry.errors import SourceError
from rtentry.model import Snapshot
from rtentry.sources import Ask
from rtentry.sources._kernel import Limits
from rtentry.sources._netns import FOLDERS
from rtentry.sources.linux import OWNERS, owners, read

HERE = "/proc/thread-self/ns/net"
"""The namespace of this thread."""


def sweep(ask: Ask, limits: Limits) -> tuple[Snapshot, ...]:
    """
    What every network namespace has; one that went away meanwhile has nothing.

    Owners of sockets are looked for once: a process may hold sockets of several.

    Raises:
        SourceError: if we are not root: nobody else may enter one.
    """
    if os.geteuid() != 0:
        raise SourceError("all network namespaces: only root may enter them")
    notes: list[str] = []
    want = frozenset(ask.want) - {OWNERS}
    found = []
    for path, name in namespaces(notes):
        try:
            snapshot = read(want, netns=path, limits=limits)
        except SourceError as error:
            if os.path.exists(path):  # noqa: PTH110 - pathlib costs 8 ms
                notes.append(str(error))
            continue
        host = f"{snapshot.host}.{name}" if name else snapshot.host
        found.append(snapshot._replace(host=host))
    found = owned(found) if OWNERS in ask.want else found
    return (found[0]._replace(notes=(*found[0].notes, *notes)), *found[1:])


def owned(snapshots: list[Snapshot]) -> list[Snapshot]:
    """Snapshots with the processes that have their sockets open."""
    every = iter(owners([socket for each in snapshots for socket in each.sockets]))
    return [
        each._replace(sockets=tuple([next(every) for _ in each.sockets]))
        for each in snapshots
    ]


def namespaces(notes: list[str]) -> list[tuple[str, str]]:
    """
    The namespaces, each once: its path, and what to call it; ours first, called ``""``.

    Args:
        notes: where what is hidden is told.
    """
    found: dict[tuple[int, int], tuple[str, str]] = {}
    hidden = 0
    for path, name in places():
        try:
            status = os.stat(path)  # noqa: PTH116 - pathlib costs 8 ms
        except PermissionError:
            hidden += 1
            continue
        except OSError:  # a process that ended
            continue
        found.setdefault((status.st_dev, status.st_ino), (path, name))
    if hidden:
        notes.append(f"network namespaces: those of {hidden} processes are hidden")
    return list(found.values())


def places() -> Iterator[tuple[str, str]]:
    """Paths of namespaces, and what to call them: a name before a process."""
    yield HERE, ""
    for folder in FOLDERS:
        if os.path.isdir(folder):  # noqa: PTH112
            for name in sorted(os.listdir(folder)):  # noqa: PTH208
                yield f"{folder}/{name}", name
    pids = sorted([int(name) for name in os.listdir("/proc") if name.isdecimal()])  # noqa: PTH208
    yield from [(f"/proc/{pid}/ns/net", str(pid)) for pid in pids]
