"""
``arp``: -a and a single address by the box's dialect; -s, -S and -d here.

Source: 4.4BSD usr.sbin/arp/arp.c, set(), delete().
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from rtentry.addr import LLAddr, Prefix, parse_address, parse_mac, show_quad
from rtentry.errors import FormatError, RouteError
from rtentry.kernel.entry import Entry
from rtentry.kernel.ifnet import Ifnet
from rtentry.kernel.near import with_net
from rtentry.kernel.request import Ask
from rtentry.kernel.rtf import ANNOUNCE, HOST, LLINFO, PERMANENT, STATIC
from rtentry.sim.commands.netstat import tool
from rtentry.sim.session import Box, Result, Session, said
from rtentry.sim.words import strerror

LIFE = 20 * 60
"""Life of an entry that is set ``temp`` (seconds)."""


def arp(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``arp -an``, ``arp HOST``, ``arp -s HOST MAC [temp] [pub]``, ``arp -d HOST``."""
    box = session.box(name)
    letters, operands = sort(argv[1:])
    if letters & {"s", "S"} and len(operands) >= 2:
        return put(box, operands, replace="S" in letters)
    if "d" in letters and "a" in letters:
        return delete_all(box)
    if "d" in letters and operands:
        return delete(box, operands[0])
    if len(operands) == 1 and not letters - {"n", "i"}:
        return one(box, argv, operands[0])
    return tool(box, argv[:1] if letters & {"s", "S", "d"} else argv)


def sort(argv: Sequence[str]) -> tuple[set[str], list[str]]:
    """The letters of the options, and the operands; ``-i`` takes an interface."""
    letters: set[str] = set()
    operands: list[str] = []
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            operands.append(word)
            continue
        letters |= set(word[1:])
        if word.endswith("i") and rest:
            rest.pop(0)
    return letters, operands


def address(text: str) -> int | None:
    """An address; ``None`` = it is none."""
    try:
        return parse_address(text).addr
    except FormatError:
        return None


def unknown(host: str) -> Result:
    """The answer to something that is no address."""
    return said(f"arp: {host}: Unknown host", status=1)


def one(box: Box, argv: Sequence[str], host: str) -> Result:
    """``arp HOST``: one entry, or that there is none."""
    addr = address(host)
    if addr is None:
        return unknown(host)
    if neighbor(box, addr) is None:
        return said(f"{host} ({show_quad(addr)}) -- no entry", status=1)
    return tool(box, argv)


def neighbor(box: Box, addr: int) -> Entry | None:
    """The ARP entry of an address, if it has one."""
    k = box.host.kernel
    return next((rt for rt in k.system.neighbors(k) if rt.addr == addr), None)


# -- delete ---------------------------------------------------------------------------------


def delete(box: Box, host: str) -> Result:
    """``arp -d HOST``."""
    addr = address(host)
    if addr is None:
        return unknown(host)
    rt = neighbor(box, addr)
    if rt is None:
        return said(box.words.missing.format(host=host, addr=host), status=1)
    try:
        return said(dropped(box, rt, host))
    except RouteError as error:
        text = f"arp: writing to routing socket: {strerror(error.errno)}"
        return said(text, status=1)


def dropped(box: Box, rt: Entry, host: str) -> str:
    """Delete an entry; what arp says of it."""
    flags = rt.flags & (HOST | LLINFO)
    ask = Ask(rt.dst, flags=flags, scope=rt.scope, ifp=rt.ifp)
    box.host.ask("RTM_DELETE", ask)
    return box.words.deleted.format(host=host, addr=show_quad(rt.addr))


def delete_all(box: Box) -> Result:
    """``arp -ad``: every entry."""
    k = box.host.kernel
    lines = []
    for rt in k.system.neighbors(k):
        with suppress(RouteError):  # one of our own stays
            lines.append(dropped(box, rt, show_quad(rt.addr)))
    return Result(tuple(lines))


# -- set ---------------------------------------------------------------------------------------


def put(box: Box, operands: Sequence[str], *, replace: bool) -> Result:
    """``arp -s HOST MAC [temp] [permanent] [pub]``; -S deletes what is there first."""
    host, mac, *words = operands
    addr = address(host)
    if addr is None:
        return unknown(host)
    try:
        lladdr = parse_mac(mac)
    except FormatError:
        return said(f"arp: invalid Ethernet address '{mac}'", status=1)
    old = neighbor(box, addr)
    ifp = interface(box, addr) if old is None else old.ifa.ifp
    if ifp is None:
        text = f"cannot intuit interface index and type for {host}"
        return said(text, status=1)
    if replace and old is not None:
        dropped(box, old, host)
    try:
        box.host.ask(
            "RTM_ADD", wanted(box, addr, words)._replace(ifp=ifp, gateway=lladdr)
        )
    except RouteError as error:
        text = f"arp: writing to routing socket: {strerror(error.errno)}"
        return said(text, status=1)
    return Result()


def interface(box: Box, addr: int) -> Ifnet | None:
    """The Ethernet on whose network an address is."""
    ifa = with_net(box.host.kernel, Prefix(4, addr, 32))
    return None if ifa is None or ifa.ifp.kind != "ether" else ifa.ifp


def wanted(box: Box, addr: int, words: Sequence[str]) -> Ask:
    """The request for an entry: published ones are networks of one address."""
    flags = STATIC | int(box.words.arp_flags)
    flags |= ANNOUNCE if "pub" in words else HOST
    if "permanent" in words:
        flags |= PERMANENT
    expire = box.host.now + LIFE if "temp" in words else 0
    return Ask(Prefix(4, addr, 32), LLAddr(), flags, metrics={"expire": expire})


COMMANDS = {"arp": arp}
