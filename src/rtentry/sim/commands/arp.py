"""
``arp``: -a and a single address by the box's dialect; -s, -S and -d here.

Source: 4.4BSD usr.sbin/arp/arp.c, set(), delete().
"""

from __future__ import annotations

from collections.abc import Sequence

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
    letters = {c for word in argv[1:] if word.startswith("-") for c in word[1:]}
    operands = [word for word in argv[1:] if not word.startswith("-")]
    if letters & {"s", "S"} and len(operands) >= 2:
        return put(box, operands, replace="S" in letters)
    if "d" in letters and "a" in letters:
        return delete_all(box)
    if "d" in letters and operands:
        return delete(box, operands[0])
    if len(operands) == 1 and not letters - {"n"}:
        return one(box, argv, operands[0])
    return tool(box, argv)


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
    table = box.host.kernel.inet
    for mask in (None, table.full):
        rt = table.exact(addr, mask)
        if rt is not None and rt.flags & LLINFO:
            return rt
    return None


# -- delete ---------------------------------------------------------------------------------


def delete(box: Box, host: str) -> Result:
    """``arp -d HOST``."""
    addr = address(host)
    if addr is None:
        return unknown(host)
    rt = neighbor(box, addr)
    if rt is None:
        return said(box.words.missing.format(host=host), status=1)
    return said(dropped(box, rt, host))


def dropped(box: Box, rt: Entry, host: str) -> str:
    """Delete an entry; what arp says of it."""
    ask = Ask(rt.dst, flags=rt.flags & HOST, scope=rt.scope)
    box.host.ask("RTM_DELETE", ask)
    return box.words.deleted.format(host=host, addr=show_quad(rt.addr))


def delete_all(box: Box) -> Result:
    """``arp -ad``: every entry."""
    k = box.host.kernel
    found = [rt for rt in sorted(k.inet, key=k.system.order) if rt.flags & LLINFO]
    return Result(tuple([dropped(box, rt, show_quad(rt.addr)) for rt in found]))


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
    flags = STATIC
    flags |= ANNOUNCE if "pub" in words else HOST
    if "permanent" in words:
        flags |= PERMANENT
    expire = box.host.now + LIFE if "temp" in words else 0
    return Ask(Prefix(4, addr, 32), LLAddr(), flags, metrics={"expire": expire})


COMMANDS = {"arp": arp}
