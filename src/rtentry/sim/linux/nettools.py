"""
``route``, ``arp`` and ``ifconfig`` as net-tools have them, where they change something.

Source: net-tools 1.60 lib/inet_sr.c, INET_setroute(); arp.c, arp_set(), arp_del();
ifconfig.c, main(); Linux net/ipv4/fib_frontend.c, rtentry_to_fib_config().
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from rtentry.addr import Prefix, mask_of, natural, parse_address, parse_mac, plen_of
from rtentry.errors import FormatError, RouteError
from rtentry.kernel.linux import device, fib, ifaddr, neigh
from rtentry.kernel.linux.ifaddr import Address
from rtentry.kernel.linux.info import LINK, UNIVERSE, Hop, Want
from rtentry.kernel.lltable import TABLEID, find
from rtentry.kernel.near import with_net
from rtentry.kernel.state import Kernel
from rtentry.sim.commands.netstat import tool
from rtentry.sim.session import Box, Result, Session, said

FAILED = 7
"""Exit status of ``route`` when the kernel refuses."""

HEADERS = 40
"""Octets of the IP and TCP headers, by which ``mss`` is more than the TCP MSS."""

TAKES = {"netmask", "gw", "metric", "mss", "window", "irtt", "dev"}


def route(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``route add [-net|-host] TARGET [netmask M] [gw G] [dev IF]``, ``route del ...``."""
    box = session.box(name)
    words = [word for word in argv[1:] if word not in ("-4", "-A", "inet", "-v")]
    if not words or words[0] not in ("add", "del"):
        return tool(box, argv)
    k, now = box.host.kernel, box.host.now
    try:
        want = wanted(k, words[0], words[1:])
    except FormatError as error:
        return said(f"route: {error}", status=4)
    try:
        (fib.insert if words[0] == "add" else fib.delete)(k, want, now)
    except RouteError as error:
        call = "SIOCADDRT" if words[0] == "add" else "SIOCDELRT"
        return said(f"{call}: {os.strerror(error.errno)}", status=FAILED)
    return Result()


def sort(words: Sequence[str]) -> tuple[dict[str, str], list[str], set[str]]:
    """Keywords with their values, other words, options; FormatError at the end."""
    values: dict[str, str] = {}
    others: list[str] = []
    bare: set[str] = set()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in TAKES:
            if not rest:
                raise FormatError(f"{word} needs a value")
            values[word] = rest.pop(0)
        elif word.startswith("-") or word in ("reject", "mod", "dyn", "reinstate"):
            bare.add(word.lstrip("-"))
        else:
            others.append(word)
    return values, others, bare


def wanted(k: Kernel, verb: str, words: Sequence[str]) -> Want:
    """What a command line wants; FormatError at something that is no address."""
    values, others, bare = sort(words)
    if not others:
        raise FormatError("a target is needed")
    dst = target(others[0], values.get("netmask"), is_net="net" in bare)
    name = values.get("dev", others[1] if len(others) > 1 else "")
    ifp = k.ifnets.get(name)
    if name and ifp is None:
        raise FormatError(f"{name}: unknown interface")
    gateway = parse_address(values["gw"]).addr if "gw" in values else None
    hop = Hop(gateway, 4, 0 if ifp is None else ifp.index)
    metrics: dict[str, int] = {}
    for word, metric in (("window", "window"), ("irtt", "rtt")):
        if word in values:
            metrics[metric] = int(values[word])
    if "mss" in values:
        metrics["advmss"] = int(values["mss"]) - HEADERS
    want = Want(
        dst,
        metric=max(int(values.get("metric", 0)) - 1, 0),
        scope=UNIVERSE if gateway is not None else LINK,
        hops=(hop,) if gateway is not None or ifp is not None else (),
        metrics=metrics,
        create=True,
    )
    if "reject" in bare:
        want = want._replace(rtype="unreachable", hops=(), scope=UNIVERSE)
    if verb == "del":
        return want._replace(rtype="", proto="", scope=None, metrics={})
    return want


def target(text: str, netmask: str | None, *, is_net: bool) -> Prefix:
    """A destination: a network by its mask, its length, or its class."""
    if text == "default":
        return Prefix(4, 0, 0)
    head, slash, length = text.partition("/")
    at = parse_address(padded(head) if is_net or slash else head)
    if netmask is not None:
        plen = plen_of(parse_address(netmask).addr)
        if plen is None:
            raise FormatError(f"bogus netmask {netmask}")
    elif slash:
        plen = int(length) if length.isdecimal() else 32
    else:
        plen = natural(at.addr) if is_net else 32
    if at.addr & ~mask_of(plen) & 0xFFFFFFFF:
        raise FormatError("netmask doesn't match route address")
    return at._replace(plen=plen)


def padded(text: str) -> str:
    """``10.5`` as 10.5.0.0."""
    return ".".join([*text.split("."), "0", "0", "0"][:4])


# -- arp ----------------------------------------------------------------------------------------


def arp(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``arp -an``, ``arp -s HOST MAC``, ``arp -d HOST``."""
    box = session.box(name)
    letters = {c for word in argv[1:] if word.startswith("-") for c in word[1:]}
    operands = [word for word in argv[1:] if not word.startswith("-")]
    if not letters & {"s", "d"} or not operands:
        return tool(box, argv)
    try:
        at = parse_address(operands[0])
    except FormatError:
        return said(f"{operands[0]}: Unknown host", status=255)
    if "d" in letters:
        return forget(box, operands[0], at)
    if len(operands) < 2:
        return said("arp: need hardware address", status=255)
    return keep(box, at, operands[1])


def forget(box: Box, text: str, at: Prefix) -> Result:
    """``arp -d``."""
    k = box.host.kernel
    hit = [n for n in k.table(4, TABLEID) if n.addr == at.addr]
    if not hit:
        return said(f"No ARP entry for {text}", status=255)
    for n in hit:
        neigh.forget(k, n, box.host.now, asked=True)
    return Result()


def keep(box: Box, at: Prefix, mac: str) -> Result:
    """``arp -s``: a permanent entry."""
    k, now = box.host.kernel, box.host.now
    try:
        lladdr = parse_mac(mac)
    except FormatError:
        return said("arp: invalid hardware address", status=255)
    ifa = with_net(k, at)
    if ifa is None:
        return said("SIOCSARP: Network is unreachable", status=255)
    n = find(k, ifa.ifp, 4, at.addr) or neigh.new(k, ifa.ifp, 4, at.addr, now)
    if n is not None:
        n.gateway = lladdr
        neigh.set_state(k, n, "PERMANENT", now)
    return Result()


# -- ifconfig -----------------------------------------------------------------------------------


def ifconfig(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``ifconfig IF ADDR [netmask M] [mtu N] [hw ether MAC] [up|down]``."""
    box = session.box(name)
    if len(argv) < 3:
        return tool(box, ["netstat", "-ie"])
    k = box.host.kernel
    if argv[1] not in k.ifnets:
        device.make(k, argv[1])
    rest = list(argv[2:])
    given: dict[str, str] = {}
    while rest:
        word = rest.pop(0)
        if word == "hw" and len(rest) > 1:
            given[word] = rest[1]
            rest = rest[2:]
        elif word in ("netmask", "mtu") and rest:
            given[word] = rest.pop(0)
        else:
            given[word if word in ("up", "down") else "addr"] = word
    try:
        return configured(box, argv[1], given)
    except (FormatError, ValueError):
        wrong = f"{given.get('addr', argv[2])}: Unknown host"
        return said(wrong, "ifconfig: `--help' gives usage information.", status=1)


def configured(box: Box, ifname: str, given: Mapping[str, str]) -> Result:
    """Set what was said; FormatError, ValueError at something that is none."""
    k, now = box.host.kernel, box.host.now
    ifp = k.ifnets[ifname]
    head, slash, length = given.get("addr", "").partition("/")
    addr = parse_address(head) if head else None
    plen = int(length) if slash else None
    if "netmask" in given:
        plen = plen_of(parse_address(given["netmask"]).addr)
    if "hw" in given:
        ifp.lladdr = parse_mac(given["hw"])
    ifp.mtu = int(given.get("mtu", ifp.mtu))
    if addr is not None:
        addressed(box, ifname, addr, plen)
    if "up" in given:
        device.up(k, ifp, now)
    if "down" in given:
        device.down(k, ifp, now)
    return Result()


def addressed(box: Box, ifname: str, addr: Prefix, plen: int | None) -> None:
    """Give an interface its address, in place of the one that it had; it goes up."""
    k, now = box.host.kernel, box.host.now
    ifp = k.ifnets[ifname]
    for old in [a for a in ifp.addrs if a.version == 4][:1]:
        ifaddr.delete(k, old, now)
    length = natural(addr.addr) if plen is None else plen
    last = addr.addr | ~mask_of(length) & 0xFFFFFFFF
    ifaddr.add(k, ifp, Address(addr, length, brd=last), now)
    device.up(k, ifp, now)
