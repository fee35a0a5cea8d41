"""
``ip link``: add, set, del.

Source: iproute2 ip/iplink.c, iplink_parse(), iplink_modify(); ip/link_veth.c.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.addr import parse_mac
from rtentry.errors import RouteError, UsageError
from rtentry.kernel.ifnet import IFF_NOARP, Ifnet
from rtentry.kernel.linux import device as devices
from rtentry.kernel.state import Kernel
from rtentry.sim.linux.words import Words, device, refused, wrong
from rtentry.sim.session import Box, Result

KINDS = frozenset({"veth", "dummy"})
"""Kinds of interface that can be made."""


MODES = {"eui64": 0, "none": 1}
"""Ways to make link-local addresses."""


def add(box: Box, words: Words) -> Result:
    """``ip link add [name] NAME type veth peer name PEER``, ``... type dummy``."""
    said: dict[str, str] = {}
    while words:
        word = words.take()
        if word == "peer":
            words.takes("name")
        if word in ("type", "peer", "address"):
            said[word] = words.take()
        else:
            said.setdefault("name", words.take() if word in ("name", "dev") else word)
    if said.get("type") not in KINDS:
        raise UsageError("Error: Unknown device type.\n", 2)
    try:
        return made(box, said)
    except RouteError as error:
        return refused(error)


def made(box: Box, said: Mapping[str, str]) -> Result:
    """Make what was said; RouteError EEXIST if there is one of that name."""
    k, name = box.host.kernel, said["name"]
    if said["type"] == "veth":
        devices.make_pair(k, name, said.get("peer", f"{name}_peer"))
    else:
        devices.make(k, name)
    if "address" in said:
        k.ifnets[name].lladdr = parse_mac(said["address"])
    return Result()


def change(box: Box, words: Words) -> Result:
    """``ip link set [dev] NAME up|down|mtu N|address MAC|arp on|off``."""
    k, now = box.host.kernel, box.host.now
    words.takes("dev")
    ifp = device(k, words.take())
    while words:
        word = words.take()
        if word == "dev":
            ifp = device(k, words.take())
        elif word in ("up", "down"):
            (devices.up if word == "up" else devices.down)(k, ifp, now)
        else:
            hardware(k, ifp, word, words)
    return Result()


def hardware(k: Kernel, ifp: Ifnet, word: str, words: Words) -> None:
    """Set what is the interface's own."""
    if word == "mtu":
        ifp.mtu = words.number('Invalid "mtu" value')
    elif word == "address":
        ifp.lladdr = parse_mac(words.take())
    elif word == "arp":
        on = words.take() == "on"
        ifp.flags = ifp.flags & ~IFF_NOARP if on else ifp.flags | IFF_NOARP
    elif word == "addrgenmode":
        mode = words.take()
        if mode not in MODES:
            raise wrong(mode, "Invalid address generation mode\n")
        k.more["addrgen"] = {**k.more.get("addrgen", {}), ifp.name: MODES[mode]}
    elif word in ("txqueuelen", "alias", "master", "netns"):
        words.take()
    else:
        raise UsageError(
            f'Error: either "dev" is duplicate, or "{word}" is a garbage.\n', 255
        )


def delete(box: Box, words: Words) -> Result:
    """``ip link del [dev] NAME``."""
    words.takes("dev")
    name = device(box.host.kernel, words.take()).name
    try:
        devices.destroy(box.host.kernel, name, box.host.now)
    except RouteError as error:
        return refused(error)
    return Result()
