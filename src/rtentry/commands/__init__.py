"""
The configuration commands, one system a file: ``route add``, ``ip route``, ``arp -s``.

A member is a module with a constant ``COMMANDS``; see :mod:`rtentry.wording` for what it
consists of, and docs/commands.md for what each system can say.
"""

from __future__ import annotations

from functools import cache
from itertools import takewhile

from rtentry.acts.wording import Commands
from rtentry.errors import RtentryError
from rtentry.registry import member, names

ROOM = "rtentry.commands"

ALIASES = {
    "linux": "iproute2", "procnet": "iproute2", "net-tools": "nettools",
    "dragonfly": "freebsd", "darwin": "macos", "sunos": "solaris", "illumos": "solaris",
}  # fmt: skip
"""Other names of systems, and of dialects."""


class UnknownSystem(RtentryError):
    """No commands of a system are known."""


@cache
def commands(name: str) -> Commands:
    """
    The commands of a system; a number after its name (``freebsd14``) does not matter.

    A name may be written as people do: ``FreeBSD``.

    Raises:
        UnknownSystem: if there are none, with the systems that have some.
    """
    plain = name.lower()
    bare = "".join(takewhile(str.isalpha, plain))
    for known in (plain, bare, ALIASES.get(plain, ""), ALIASES.get(bare, "")):
        if known in names(ROOM):
            found: Commands = member(ROOM, known)
            return found
    every = " ".join(sorted([*names(ROOM), *ALIASES]))
    raise UnknownSystem(f"no commands of {name!r} are known; known: {every}")
