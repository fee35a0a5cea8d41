"""``system``, ``box``, ``who``, ``audit``, ``save``, ``load``, ``dump``: the session."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from rtentry.errors import FormatError, NoRoute
from rtentry.kernel.host import Host
from rtentry.kernel.save import load as load_kernel
from rtentry.kernel.save import load_wire, saved_wire
from rtentry.kernel.save import save as save_kernel
from rtentry.light import Any
from rtentry.sim.session import Result, Session, commands, said, usage
from rtentry.wire import rtdumpwrite

HELP = (
    "",
    "@NAME before a command says for which box it is. A line that begins with # is a",
    "comment. exit, quit or ^D end.",
)
"""What is said below the list of commands."""

WHO = "who ADDR | who PREFIX | who default"


def system(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``system NAME``: what the first box is."""
    if len(argv) != 2:
        raise usage("system NAME")
    session.boot(name or "box", argv[1])
    return Result()


def box(session: Session, _name: str | None, argv: Sequence[str]) -> Result:
    """``box NAME system SYSTEM``: one more box on the wire; ``box``: which there are."""
    if len(argv) == 1:
        return Result(
            tuple(
                f"{b.name} {b.host.kernel.system.name}" for b in session.boxes.values()
            )
        )
    if len(argv) != 4 or argv[2] != "system":
        raise usage("box NAME system SYSTEM")
    session.boot(argv[1], argv[3])
    return Result()


def who(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """
    ``who ADDR``, ``who PREFIX``, ``who default``: the holders of a route.

    As many as its Refs.  A box that began as a listing has unknown holders.
    """
    host = session.box(name).host
    if len(argv) != 2:
        raise usage(WHO)
    try:
        held = host.who(argv[1])
    except NoRoute as error:
        return said(f"who: {error}", status=1)
    return Result(tuple(str(each) for each in held))


def audit(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``audit``: what is wrong with the table; nothing, or there is a bug."""
    if len(argv) != 1:
        raise usage("audit")
    found = session.box(name).host.audit()
    return Result(tuple(found), 1 if found else 0)


# -- files ------------------------------------------------------------------------------------


def save(session: Session, _name: str | None, argv: Sequence[str]) -> Result:
    """``save FILE``: the whole session as JSON."""
    if len(argv) != 2:
        raise usage("save FILE")
    data = {
        "wire": saved_wire(session.wire),
        "boxes": [
            [name, save_kernel(b.host.kernel)] for name, b in session.boxes.items()
        ],
        "first": session.first,
    }
    try:
        Path(argv[1]).write_text(json.dumps(data), encoding="utf-8")
    except OSError as error:
        return said(f"save: {argv[1]}: {error.strerror}", status=1)
    return Result()


def load(session: Session, _name: str | None, argv: Sequence[str]) -> Result:
    """``load FILE``: a saved session, in place of this one."""
    if len(argv) != 2:
        raise usage("load FILE")
    try:
        found = loaded(json.loads(Path(argv[1]).read_text(encoding="utf-8")))
    except OSError as error:
        return said(f"load: {argv[1]}: {error.strerror}", status=1)
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise FormatError(f"{argv[1]} is no saved session: {error}") from None
    session.wire, session.boxes, session.first = found.wire, found.boxes, found.first
    return Result()


def loaded(data: dict[str, Any]) -> Session:
    """The session that was saved."""
    found = Session()
    found.wire = load_wire(data["wire"])
    for name, kernel in data["boxes"]:
        found.place(name, Host.of(load_kernel(kernel, found.wire))).reopen()
    found.first = data["first"]
    return found


def dump(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``dump FILE``: the box's tables as sysctl(3) gives them (NET_RT_IFLIST, DUMP)."""
    if len(argv) != 2:
        raise usage("dump FILE")
    host = session.box(name).host
    snapshot = host.snapshot()
    data = rtdumpwrite.encode(snapshot, host.kernel.system.dialect, host.now)
    try:
        Path(argv[1]).write_bytes(data)
        os.utime(argv[1], (host.now, host.now))
    except OSError as error:
        return said(f"dump: {argv[1]}: {error.strerror}", status=1)
    return Result()


def helped(session: Session, _name: str | None, argv: Sequence[str]) -> Result:
    """``help``: all commands; ``help COMMAND``: one of them."""
    del session
    known = commands()
    wanted = argv[1:] or sorted(known)
    for name in wanted:
        if name not in known:
            raise FormatError(f"no command {name!r}; help lists them")
    functions = dict.fromkeys([known[name] for name in wanted])
    texts = [(f.__doc__ or "").replace("``", "").strip() for f in functions]
    if argv[1:]:
        return Result(tuple([x.strip() for text in texts for x in text.splitlines()]))
    lines = [text.split("\n")[0].removesuffix(".") for text in texts]
    return Result((*lines, *HELP))


COMMANDS = {
    "system": system,
    "box": box,
    "who": who,
    "audit": audit,
    "save": save,
    "load": load,
    "dump": dump,
    "help": helped,
}
