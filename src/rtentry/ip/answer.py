"""
What ip(8) answers where a command line is right and what it names is not there.

Source: iproute2 lib/utils.c, nodev(), invarg(); lib/libnetlink.c; ip/ipaddress.c;
net/ipv4/fib_frontend.c, inet_dump_fib(); net/ipv6/ip6_fib.c, inet6_dump_fib().
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence

from rtentry.addr import Prefix
from rtentry.errors import UsageError
from rtentry.ip.arguments import invalid, not_here, refuse
from rtentry.ip.choose import VERSIONS, asked, neighbors
from rtentry.ip.nexthop import nexthops
from rtentry.linux import MAIN
from rtentry.listing import Plan, View
from rtentry.model import Interface, Snapshot
from rtentry.packet import Packet

ANSWERS = 2
"""Exit status where the kernel refuses."""

LOCAL = 255


def answer(snapshot: Snapshot, plan: Plan) -> tuple[Plan, int]:
    """
    See :class:`rtentry.listing.Tool`.

    Raises:
        UsageError: if a device, a table or an entry that is asked for is not there.
    """
    [(form, view)] = plan.forms
    kind = form.split()[-1]
    links = {str(link.ifname): link for link in snapshot.interfaces}
    if links:
        kind = "route" if kind == "cache" else kind
        devices(plan.packets, links)
        view = with_devices(kind, view, links)
    if kind in LATER:
        LATER[kind](snapshot, view)
    return plan._replace(forms=((form, view),)), 0


# -- devices ---------------------------------------------------------------------------


def no_device(word: str) -> UsageError:
    """There is no such device."""
    return refuse(f'Cannot find device "{word}"\n', 1)


def no_interface(word: str) -> UsageError:
    """The same, of interfaces."""
    return refuse(f'Device "{word}" does not exist.\n', 1)


def no_argument(word: str) -> UsageError:
    """The same, as a wrong argument."""
    return invalid(word, "Device does not exist\n")


ABSENT: Mapping[str, Callable[[str], UsageError]] = {
    "route": no_device,
    "neigh": no_device,
    "nexthop": no_argument,
    "addr": no_interface,
    "link": no_interface,
}
"""Object -> how a device that is not there is refused."""

NO_VRF = dict.fromkeys(("addr", "link", "neigh"), "Not a valid VRF name\n")
"""Object -> how a VRF that is not there is refused."""


def devices(packets: Sequence[Packet], links: Container[str]) -> None:
    """UsageError at a device of a packet that is not there."""
    for packet in packets:
        for word in (packet.iif, packet.oif):
            if word is not None and word not in links:
                raise no_device(word)


def with_devices(kind: str, view: View, links: Mapping[str, Interface]) -> View:
    """*view*, with the number of a VRF's table; UsageError at a device that is not there."""
    options = asked(view)
    named = [view.ifname, options.get("iif") if kind == "route" else None]
    for word in named:
        if kind in ABSENT and word is not None and word not in links:
            raise ABSENT[kind](word)
    if options.get("master", next(iter(links))) not in links:
        raise no_argument(options["master"])
    name = options.get("vrf")
    if name is None:
        return view
    table = dict(links[name].extra).get("vrf_table") if name in links else None
    if table is None:
        raise invalid(name, NO_VRF.get(kind, "Invalid VRF\n"))
    if kind != "route":
        return view
    plain = [option for option in view.options if not option.startswith("vrf ")]
    return view._replace(options=(*plain, f"table {table}"))


# -- tables and entries ----------------------------------------------------------------

MADE: Mapping[int, Container[int]] = {4: (MAIN,), 6: (MAIN, LOCAL)}
"""IP version -> tables that need not be there to be shown, empty."""


def tables(snapshot: Snapshot, view: View) -> None:
    """UsageError if a kernel has no table that is asked for."""
    text = asked(view)["table"]
    if snapshot.listings or text == "all":
        return
    for version in [VERSIONS[f] for f in view.families if f in VERSIONS]:
        known = {
            route.tableid
            for route in snapshot.routes
            if isinstance(route.dst, Prefix) and route.dst.version == version
        }
        if int(text) not in known and int(text) not in MADE[version]:
            lines = f"Error: ipv{version}: FIB table does not exist.\nDump terminated\n"
            raise refuse(lines, ANSWERS)


def neighbor(snapshot: Snapshot, view: View) -> None:
    """UsageError if the only neighbour asked for is not there."""
    if "get" in asked(view) and not any(neighbors(snapshot, view)):
        kind = "Proxy neighbour" if "proxy" in view.options else "Neighbour"
        raise refuse(f"Error: {kind} entry not found.\n", ANSWERS)


def nexthop(snapshot: Snapshot, view: View) -> None:
    """UsageError if the only nexthop object asked for is not there."""
    if "id" in asked(view) and not any(nexthops(snapshot, view)):
        text = "RTNETLINK answers: No such file or directory\n"
        raise refuse(text, ANSWERS)


def types(snapshot: Snapshot, view: View) -> None:
    """UsageError if a text does not say of which type interfaces are."""
    known = [{"kind", "slave_kind"} & dict(i.extra).keys() for i in snapshot.interfaces]
    if snapshot.listings and "type" in asked(view) and not any(known):
        raise not_here("ip show type: no type is said here; ip -d link says it")


LATER: Mapping[str, Callable[[Snapshot, View], None]] = {
    "route": tables,
    "neigh": neighbor,
    "nexthop": nexthop,
    "addr": types,
    "link": types,
}
"""Object -> what is looked for in its records."""
