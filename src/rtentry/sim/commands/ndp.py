"""
``ndp``: IPv6 neighbours, by the box's dialect; -s, -d and -c here.

Source: KAME ndp.c, set(), delete(), dump(); OpenBSD and NetBSD usr.sbin/ndp/ndp.c.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.addr import LLAddr, Prefix, parse_mac, show_address
from rtentry.errors import FormatError, RouteError
from rtentry.kernel.arguments import located
from rtentry.kernel.entry import Entry
from rtentry.kernel.nd import is_lasting
from rtentry.kernel.near import with_net
from rtentry.kernel.request import Ask
from rtentry.kernel.rtf import HOST, LLINFO, STATIC
from rtentry.kernel.zone import shown
from rtentry.sim.commands.netstat import tool
from rtentry.sim.session import Box, Result, Session, said
from rtentry.sim.words import strerror


def ndp(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``ndp -an``, ``ndp -n ADDR``, ``ndp -s ADDR MAC``, ``ndp -d ADDR``, ``ndp -c``."""
    box = session.box(name)
    letters = {c for word in argv[1:] if word.startswith("-") for c in word[1:]}
    operands = [word for word in argv[1:] if not word.startswith("-")]
    if "ndp" not in box.dialect.tools:
        raise FormatError(f"{box.host.kernel.system.title} has no ndp")
    if "c" in letters:
        return flushed(box)
    if operands and letters & {"s", "d"}:
        at = address(box, operands[0])
        if at is None:
            return said(f"ndp: {operands[0]}: bad address", status=1)
        return put(box, at, operands) if "s" in letters else deleted(box, at)
    return one(box, argv, operands[0]) if operands else tool(box, argv)


def address(box: Box, text: str) -> Prefix | None:
    """An IPv6 address; ``None`` = it is none."""
    try:
        at = located(box.host.kernel, text)
    except FormatError:
        return None
    return at if at.version == 6 else None


def neighbor(box: Box, at: Prefix) -> Entry | None:
    """The entry of an address, if it has one."""
    k = box.host.kernel
    return next((rt for rt in k.system.neighbors6(k) if rt.addr == at.addr), None)


def one(box: Box, argv: Sequence[str], host: str) -> Result:
    """One entry, or that there is none."""
    at = address(box, host)
    if at is None or neighbor(box, at) is None:
        return said(f"{host} ({host}) -- no entry", status=1)
    return tool(box, argv)


def put(box: Box, at: Prefix, operands: Sequence[str]) -> Result:
    """``ndp -s ADDR MAC [temp] [proxy]``."""
    k = box.host.kernel
    ifa = with_net(k, at)
    try:
        lladdr: LLAddr = parse_mac(operands[1])
        ask = Ask(at, lladdr, HOST | STATIC | LLINFO, ifp=ifa.ifp if ifa else None)
        box.host.ask("RTM_ADD", ask)
    except (FormatError, IndexError):
        return said("ndp: not a link-level address", status=1)
    except RouteError as error:
        text = f"ndp: writing to routing socket: {strerror(error.errno)}"
        return said(text, status=1)
    return Result()


def deleted(box: Box, at: Prefix) -> Result:
    """``ndp -d ADDR``."""
    k = box.host.kernel
    rt = neighbor(box, at)
    text = show_address(shown(k, at))
    if rt is None:
        return said(f"delete: cannot locate {text}", status=1)
    drop(box, rt)
    return said(f"{text} ({text}) deleted")


def drop(box: Box, rt: Entry) -> None:
    """Delete an entry."""
    box.host.ask("RTM_DELETE", Ask(rt.dst, flags=HOST | LLINFO, ifp=rt.ifp))


def flushed(box: Box) -> Result:
    """``ndp -c``: the entries that were learned."""
    k = box.host.kernel
    lines = []
    for rt in k.system.neighbors6(k):
        if not is_lasting(rt):
            drop(box, rt)
            text = show_address(shown(k, rt.dst))
            lines.append(f"{text} ({text}) deleted")
    return Result(tuple(lines))


COMMANDS = {"ndp": ndp}
