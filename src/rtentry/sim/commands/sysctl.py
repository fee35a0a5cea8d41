"""
``sysctl``: the limits and timers of the box, under its system's names.

Source: FreeBSD sbin/sysctl/sysctl.c; OpenBSD sbin/sysctl/sysctl.c.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.sim.session import Box, Result, Session, said


def sysctl(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``sysctl [-n] NAME``, ``sysctl [-qw] NAME=VALUE``, ``sysctl -a``."""
    box = session.box(name)
    letters = {c for word in argv[1:] if word.startswith("-") for c in word[1:]}
    operands = [word for word in argv[1:] if not word.startswith("-")]
    known = box.host.kernel.system.sysctls
    if "a" in letters:
        operands = sorted(known)
    if letters - set("anqw") or not operands:
        return said("usage: sysctl [-n] name | [-qw] name=value | -a", status=1)
    done = [one(box, word, letters) for word in operands]
    lines = tuple([line for result in done for line in result.lines])
    return Result(lines, max(result.status for result in done))


def one(box: Box, word: str, letters: set[str]) -> Result:
    """Show a value, or set it: in silence with ``-q``, its value alone with ``-n``."""
    bare = "n" in letters
    name, equals, value = word.partition("=")
    if name not in box.host.kernel.system.sysctls:
        return said(
            box.words.oid.format(name=name, path=name.replace(".", "/")), status=1
        )
    if not equals:
        now = box.host.sysctl(name)
        return said(str(now) if bare else box.words.value.format(name=name, value=now))
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return said(f"sysctl: {name}: Invalid argument", status=1)
    before = box.host.sysctl(name, int(value))
    if "q" in letters:
        return Result()
    told = box.words.turned.format(name=name, before=before, value=value)
    return said(value if bare else told)


COMMANDS = {"sysctl": sysctl}
