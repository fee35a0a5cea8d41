"""
``ip neigh``: add, change, replace, del, get, flush.

Source: iproute2 ip/ipneigh.c, ipneigh_modify(); Linux net/core/neighbour.c, neigh_add(),
neigh_delete().
"""

from __future__ import annotations

from errno import EEXIST, EINVAL, ENOENT

from rtentry.addr import Link, LLAddr, Prefix, parse_mac
from rtentry.errors import FormatError, RouteError, UsageError
from rtentry.ip.arguments import matching
from rtentry.ip.neigh import STATES
from rtentry.kernel.linux import neigh, show
from rtentry.kernel.linux.info import refuse
from rtentry.kernel.lltable import TABLEID, find
from rtentry.listing import View
from rtentry.model import Snapshot
from rtentry.sim.linux.words import Words, device, refused, wrong
from rtentry.sim.session import Box, Result


class Given:
    """What a command line says."""

    def __init__(self) -> None:
        self.addr: Prefix | None = None
        self.lladdr: LLAddr | None = None
        self.name = ""
        self.nud = "PERMANENT"
        self.proto = ""
        self.router = False


def modify(box: Box, verb: str, words: Words) -> Result:
    """``ip neigh add ADDR lladdr MAC dev NAME [nud STATE]`` and its like."""
    given = read(words)
    if not given.name or given.addr is None:
        raise UsageError("Device and destination are required arguments.\n", 255)
    try:
        if verb == "delete":
            delete(box, given)
        else:
            put(box, verb, given)
    except RouteError as error:
        return refused(error)
    return Result()


def read(words: Words) -> Given:
    """Read a command line."""
    given = Given()
    while words:
        word = words.take()
        if word == "lladdr":
            given.lladdr = mac(words.take())
        elif word == "dev":
            given.name = words.take()
        elif word == "nud":
            given.nud = nud(words.take())
        elif word in ("proto", "protocol"):
            given.proto = words.proto()
        elif word == "router":
            given.router = True
        else:
            words.rest.insert(0, words.take() if word == "to" else word)
            given.addr = words.prefix()
    return given


def mac(text: str) -> LLAddr:
    """A link-level address."""
    try:
        return parse_mac(text)
    except FormatError:
        raise UsageError(f'"{text}" is invalid lladdr.\n', 255) from None


def nud(text: str) -> str:
    """A state by its name."""
    found = matching(text.upper(), STATES)
    if found is None:
        raise wrong(text, "nud state is bad")
    return found


def put(box: Box, verb: str, given: Given) -> None:
    """Make or change a neighbour; RouteError EEXIST, ENOENT."""
    k, now = box.host.kernel, box.host.now
    ifp = device(k, given.name)
    addr = given.addr or Prefix(4, 0, 32)
    n = find(k, ifp, addr.version, addr.addr)
    if n is None and verb in ("change", "chg"):
        raise refuse(ENOENT)
    if n is not None and verb == "add":
        raise refuse(EEXIST)
    n = n or neigh.new(k, ifp, addr.version, addr.addr, now)
    if n is None:
        return
    before = (neigh.state(n), n.gateway)
    if given.lladdr is not None:
        n.gateway = given.lladdr
    elif given.nud in neigh.VALID and neigh.state(n) not in neigh.VALID:
        raise refuse(EINVAL, "No link layer address given")
    if given.nud not in neigh.VALID:
        n.gateway = Link(ifp.index)
    neigh.note(n, confirmed=now, used=now, proto=given.proto, router=int(given.router))
    neigh.set_state(k, n, given.nud, now)
    if (before[0] == given.nud and before[1] != n.gateway) or (
        given.nud not in neigh.VALID and before[0] in neigh.VALID
    ):
        neigh.tell(k, n)


def get(box: Box, words: Words) -> Result:
    """``ip neigh get ADDR dev NAME``: one neighbour, in whatever state."""
    given = read(words)
    if not given.name or given.addr is None:
        raise UsageError("Device and address are required arguments.\n", 1)
    k, addr = box.host.kernel, given.addr
    n = find(k, device(k, given.name), addr.version, addr.addr)
    if n is None:
        return refused(refuse(ENOENT, "Neighbour entry not found"))
    record = show.neighbor(k, n, box.host.now)
    snapshot = Snapshot(neighbors=(record,))
    view = View(options=("nud all",))
    return Result(tuple(box.printer("ip").form("ip neigh").show(snapshot, None, view)))


def delete(box: Box, given: Given) -> None:
    """Take a neighbour out; RouteError ENOENT."""
    k, now = box.host.kernel, box.host.now
    ifp = device(k, given.name)
    addr = given.addr or Prefix(4, 0, 32)
    n = find(k, ifp, addr.version, addr.addr)
    if n is None:
        raise refuse(ENOENT)
    neigh.forget(k, n, now, asked=True)


def flush(box: Box, words: Words) -> Result:
    """``ip neigh flush dev NAME`` or ``all``: all but permanent ones."""
    k, now = box.host.kernel, box.host.now
    name = ""
    while words:
        word = words.take()
        if word == "dev":
            name = device(k, words.take()).name
    versions = (words.version,) if words.version else (4, 6)
    for version in versions:
        for n in list(k.table(version, TABLEID)):
            fixed = neigh.state(n) in neigh.FIXED
            if name in ("", n.ifp.name) and not fixed:
                neigh.forget(k, n, now, asked=True)
    return Result()
