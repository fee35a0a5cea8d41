"""
Command lines of BusyBox's ``route``, ``netstat`` and ``arp`` -> plans.

A wrong one is answered with the applet's help and 1; so is ``--help`` alone, with 0, both
on standard error.

Source: BusyBox networking/route.c, netstat.c, arp.c, interface.c; libbb/appletlib.c;
BusyBox 1.35 as Debian 12 builds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rtentry.errors import UsageError
from rtentry.light import NamedTuple
from rtentry.listing import Plan, Tool, View
from rtentry.nettools.commands import READ_ONLY
from rtentry.nettools.getopt import Getopt, Options

BANNER = "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.\n\n"

HARDWARE = {
    "ether": True,
    "infiniband": True,
    "loop": False,
    "ppp": False,
    "sit": False,
}
"""Kinds of link, and whether they have ARP."""


class Applet(NamedTuple):
    """
    A command of BusyBox.

    Fields:
        getopt: its options.
        help:   its usage, without the banner.
        choose: options, operands -> Plan; ``None`` = they are answered with the help.
    """

    getopt: Getopt
    help: str
    choose: Callable[[Options, list[str]], Plan | None]

    def plan(self, argv: Sequence[str]) -> Plan:
        """See :class:`rtentry.listing.Tool`."""
        text = BANNER + self.help
        if list(argv) == ["--help"]:
            raise UsageError("", 0, text)
        options, operands = self.getopt.parse(argv)
        for letter, complaint in options:
            if letter == "?":
                raise UsageError(complaint + text, 1)
        plan = self.choose(options, operands)
        if plan is None:
            raise UsageError(text, 1)
        return plan


def read_only(command: str) -> UsageError:
    """The error for a change."""
    text = f"rtentry: {command}: the table is read, not changed\n"
    return UsageError(text, READ_ONLY)


def letters_of(options: Options) -> str:
    """The letters given."""
    return "".join([letter for letter, _ in options])


def route(options: Options, operands: list[str]) -> Plan | None:
    """The table of one family; ``-e`` prints it as netstat does."""
    family = dict(options).get("A", "inet")
    if family not in ("inet", "inet6"):
        return None
    if operands:
        if operands[0] in ("add", "del", "delete") and operands[1:]:
            raise read_only(f"route {operands[0]}")
        return None
    letters = letters_of(options)
    view = View(families=(family,), numeric="n" in letters)
    if family == "inet6":
        return Plan((("route -A inet6", view),))
    return Plan((("netstat -r" if "e" in letters else "route", view),))


def netstat(options: Options, _: list[str]) -> Plan:
    """``-r``; with ``-e`` it is as route prints it.  Operands mean nothing."""
    letters = letters_of(options)
    if "r" not in letters:
        text = (
            "rtentry: netstat is known with -r (routes); sockets are not its subject\n"
        )
        raise UsageError(text)
    view = View(families=("inet",), numeric="n" in letters)
    return Plan((("route" if "e" in letters else "netstat -r", view),))


def arp(options: Options, operands: list[str]) -> Plan:
    """All entries, or those of a host, an interface, a kind of link."""
    chosen = dict(options)
    family = chosen.get("A") or chosen.get("p") or "inet"
    hardware = chosen.get("H") or chosen.get("t")
    if wrong := refused(family, hardware or "ether"):
        raise UsageError(f"arp: {wrong}\n", 1)
    letters = letters_of(options)
    if "d" in letters or "s" in letters:
        if not operands:
            raise UsageError("arp: need host name\n", 1)
        raise read_only("arp -d" if "d" in letters else "arp -s")
    view = View(
        numeric="n" in letters,
        all=True,
        ifname=chosen.get("i"),
        dst=operands[0] if operands else None,
        options=(f"hw={hardware}",) if hardware else (),
    )
    return Plan((("arp -a", view),))


def refused(family: str, hardware: str) -> str | None:
    """What is wrong with a family or a kind of link; ``None`` = nothing."""
    if family not in ("inet", "inet6"):
        return f"{family}: unknown address family"
    if family != "inet":
        return f"{family}: kernel only supports 'inet'"
    if hardware not in HARDWARE:
        return f"{hardware}: unknown hardware type"
    return (
        None if HARDWARE[hardware] else f"{hardware}: hardware type without ARP support"
    )


# -- the applets ---------------------------------------------------------------------

ROUTE = Applet(
    Getopt("route", "A:ne", ()),
    """\
Usage: route [-ne] [-A inet[6]] [{add|del} [-net|-host] TARGET [netmask MASK]
	[gw GATEWAY] [metric N] [mss BYTES] [window BYTES] [reject] [IFACE]]

Show or edit kernel routing tables

	-n	Don't resolve names
	-e	Display other/more information
	-A inet[6]	Select address family
""",
    route,
)

NETSTAT = Applet(
    Getopt("netstat", "laentuwxr", ()),
    """\
Usage: netstat [-ral] [-tuwx] [-en]

Display networking information

	-r	Routing table
	-a	All sockets
	-l	Listening sockets
		Else: connected sockets
	-t	TCP sockets
	-u	UDP sockets
	-w	Raw sockets
	-x	Unix sockets
		Else: all socket types
	-e	Other/more information
	-n	Don't resolve names
""",
    netstat,
)

ARP = Applet(
    Getopt("arp", "A:p:H:t:i:adnDsv", ()),
    """\
Usage: arp
[-vn]	[-H HWTYPE] [-i IF] -a [HOSTNAME]
[-v]		    [-i IF] -d HOSTNAME [pub]
[-v]	[-H HWTYPE] [-i IF] -s HOSTNAME HWADDR [temp]
[-v]	[-H HWTYPE] [-i IF] -s HOSTNAME HWADDR [netmask MASK] pub
[-v]	[-H HWTYPE] [-i IF] -Ds HOSTNAME IFACE [netmask MASK] pub

Manipulate ARP cache

	-a		Display (all) hosts
	-d		Delete ARP entry
	-s		Set new entry
	-v		Verbose
	-n		Don't resolve names
	-i IF		Network interface
	-D		Read HWADDR from IFACE
	-A,-p AF	Protocol family
	-H HWTYPE	Hardware address type
""",
    arp,
)

TOOLS = {applet.getopt.tool: Tool(applet.plan) for applet in (NETSTAT, ROUTE, ARP)}
