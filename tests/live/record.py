"""
Record what a kernel answers, for tests/test_wire_golden.py.

    sudo .venv/bin/python -m tests.live.record

Makes the namespaces of ``namespaces.world`` and writes, for each dump, NAME.bin (its
datagrams, one after the other) and NAME.txt (its records, one a line) to
tests/golden/netlink.  Look at the difference before it is kept: the text is what the
decoders say now.  With the argument ``text`` only the texts are written anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.live.namespaces import world

from rtentry.addr import LLAddr, Prefix
from rtentry.light import IntFlag
from rtentry.sources._netlink import NETLINK_ROUTE, NETLINK_SOCK_DIAG, channel
from rtentry.sources._netns import inside
from rtentry.wire import (
    diag,
    ifaddr,
    ifname,
    link,
    neigh,
    neightbl,
    netlink,
    nexthop,
    rtnl,
    rule,
    run,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "netlink"

FAMILIES = {"4": 2, "6": 10}

CLONED = (0x200).to_bytes(4, sys.byteorder)

# -- asking -------------------------------------------------------------------------


def requests() -> Iterator[tuple[str, int, int, bytes]]:
    """Of each dump: name, protocol, type and body of the request."""
    yield "link", NETLINK_ROUTE, rtnl.RTM_GETLINK, bytes(16)
    yield "neightbl", NETLINK_ROUTE, rtnl.RTM_GETNEIGHTBL, bytes(4)
    yield "nexthop", NETLINK_ROUTE, rtnl.RTM_GETNEXTHOP, bytes(8)
    for name, family in FAMILIES.items():
        head = bytes([family])
        yield f"route{name}", NETLINK_ROUTE, rtnl.RTM_GETROUTE, head + bytes(11)
        yield (
            f"cached{name}",
            NETLINK_ROUTE,
            rtnl.RTM_GETROUTE,
            head + bytes(7) + CLONED,
        )
        yield f"neigh{name}", NETLINK_ROUTE, rtnl.RTM_GETNEIGH, head + bytes(11)
        proxy = head + bytes(9) + bytes([8, 0])
        yield f"proxy{name}", NETLINK_ROUTE, rtnl.RTM_GETNEIGH, proxy
        yield f"addr{name}", NETLINK_ROUTE, rtnl.RTM_GETADDR, head + bytes(7)
        yield f"rule{name}", NETLINK_ROUTE, rtnl.RTM_GETRULE, head + bytes(11)
        for proto in diag.IPPROTOS:
            body = diag.request(proto, int(name))
            yield f"{proto}{name}", NETLINK_SOCK_DIAG, diag.SOCK_DIAG_BY_FAMILY, body
    strange = bytes([2, 0, 1]) + bytes(9)
    yield "refused", NETLINK_ROUTE, rtnl.RTM_GETRULE, strange


def answer(protocol: int, kind: int, body: bytes) -> bytes:
    """The datagrams of a whole answer, one after the other."""
    opened = channel(protocol)
    opened.sock.send(netlink.request(kind, body, flags=netlink.NLM_F_DUMP, seq=1))
    found = b""
    while not is_whole(found):
        found += opened.receive()
    opened.close()
    return found


def is_whole(buf: bytes) -> bool:
    """Whether the end of an answer, or an error, is in it."""
    ends = (netlink.NLMSG_ERROR, netlink.NLMSG_DONE)
    return any(message.type in ends for message in netlink.walk(buf))


# -- showing ------------------------------------------------------------------------


def records(name: str, buf: bytes) -> Iterable[Any]:
    """The records of the dump *name*."""
    names = ifname.decode((GOLDEN / "link.bin").read_bytes())
    timers = neightbl.decode((GOLDEN / "neightbl.bin").read_bytes())
    decoders: dict[str, Callable[[bytes], Iterable[Any]]] = {
        "route": lambda buf: netlink.decode(buf, run.decoder(names)),
        "cached": lambda buf: netlink.decode(buf, run.decoder(names)),
        "neigh": lambda buf: neigh.decode(buf, names, timers),
        "proxy": lambda buf: neigh.decode(buf, names, timers),
        "addr": ifaddr.decode,
        "rule": rule.decode,
        "refused": rule.decode,
        "link": lambda buf: link.interfaces(list(link.decode(buf)), []),
        "neightbl": lambda buf: neightbl.decode(buf).items(),
        "nexthop": lambda buf: nexthop.decode(buf, names),
        "tcp": lambda buf: diag.decode(buf, "tcp", names),
        "udp": lambda buf: diag.decode(buf, "udp", names),
    }
    return decoders[name.rstrip("46")](buf)


def lines(name: str, buf: bytes) -> str:
    """The records of the dump *name*, one a line: what they say, nothing else."""
    return "".join([show(record) + "\n" for record in records(name, buf)])


def show(value: Any) -> str:
    """A value of a record; of a record, the fields that say something."""
    if isinstance(value, Prefix | LLAddr):
        return str(value)
    if isinstance(value, IntFlag):
        return "|".join([flag.name or "?" for flag in value]) or "0"
    if hasattr(value, "_fields"):
        pairs = zip(value._fields, value, strict=True)
        said = [(name, x) for name, x in pairs if x not in (None, ())]
        return " ".join([f"{name}={show(x)}" for name, x in said])
    if isinstance(value, tuple):
        return "(" + ", ".join([show(x) for x in value]) + ")"
    return str(value)


def main(want: list[str]) -> None:
    if want != ["text"]:
        record()
    for path in sorted(GOLDEN.glob("*.bin")):
        if path.stem != "refused":
            path.with_suffix(".txt").write_text(lines(path.stem, path.read_bytes()))


def record() -> None:
    """Write the dumps."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    with world() as net:
        for name, protocol, kind, body in requests():
            dump = inside(net.host, partial(answer, protocol, kind, body))
            (GOLDEN / f"{name}.bin").write_bytes(dump)


if __name__ == "__main__":
    main(sys.argv[1:])
