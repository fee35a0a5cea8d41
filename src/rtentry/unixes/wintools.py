"""
The command lines of Windows: ``route print``, ``netstat -r``, ``arp -a``.

Words are known in either case, options with ``-`` or ``/``.  The exit status of a wrong
command line is not documented: 1.

Source: Windows commands reference, route, netstat and arp; the commands' own help.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.errors import UsageError
from rtentry.listing import Plan, Tool, View

CHANGES = ("add", "delete", "change")

ROUTE = """\

Manipulates network routing tables.

ROUTE [-f] [-p] [-4|-6] command [destination]
                  [MASK netmask]  [gateway] [METRIC metric]  [IF interface]

  -f           Clears the routing tables of all gateway entries.  If this is
               used in conjunction with one of the commands, the tables are
               cleared prior to running the command.

  -p           When used with the ADD command, makes a route persistent across
               boots of the system. By default, routes are not preserved
               when the system is restarted. Ignored for all other commands,
               which always affect the appropriate persistent routes.

  -4           Force using IPv4.

  -6           Force using IPv6.

  command      One of these:
                 PRINT     Prints  a route
                 ADD       Adds    a route
                 DELETE    Deletes a route
                 CHANGE    Modifies an existing route
  destination  Specifies the host.
  MASK         Specifies that the next parameter is the 'netmask' value.
  netmask      Specifies a subnet mask value for this route entry.
               If not specified, it defaults to 255.255.255.255.
  gateway      Specifies gateway.
  interface    the interface number for the specified route.
  METRIC       specifies the metric, ie. cost for the destination.
"""
"""The help of ``route`` as far as its options; what follows are examples."""

NETSTAT = """\

Displays protocol statistics and current TCP/IP network connections.

NETSTAT [-a] [-b] [-e] [-f] [-n] [-o] [-p proto] [-r] [-s] [-t] [-x] [-y] [interval]
"""
"""The help of ``netstat`` as far as its options."""

ARP = """\

Displays and modifies the IP-to-Physical address translation tables used by
address resolution protocol (ARP).

ARP -s inet_addr eth_addr [if_addr]
ARP -d inet_addr [if_addr]
ARP -a [inet_addr] [-N if_addr] [-v]
"""
"""The help of ``arp`` as far as its options."""

NETSTAT_LETTERS = frozenset("abefnopqrstxyi")


def usage(text: str) -> UsageError:
    """The answer to a wrong command line."""
    return UsageError(text, 1)


def split(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """Options (their letters as written) and operands, wherever they stand."""
    options = [word[1:] for word in argv if word[:1] in ("-", "/") and len(word) > 1]
    return options, [word for word in argv if word[1:] not in options]


def route(argv: Sequence[str]) -> Plan:
    """``route print [destination]``, which may be a pattern: ``192.*``."""
    options, words = split(argv)
    if not words or {x.lower() for x in options} - {"4", "6", "f", "p"}:
        raise usage(ROUTE)
    command, *operands = words
    if "f" in options or "F" in options or command.lower() in CHANGES:
        raise UsageError(f"rtentry: route {' '.join(argv)}: the table is read only\n")
    if command.lower() != "print":
        raise usage(ROUTE)
    if operands[1:]:
        raise UsageError("rtentry: route print: one destination is known here\n")
    families = {"4": ("inet",), "6": ("inet6",)}
    forced = [x for x in options if x in families]
    view = View(
        families=families[forced[-1]] if forced else (),
        dst=operands[0] if operands else None,
    )
    return Plan((("route print", view),))


def netstat(argv: Sequence[str]) -> Plan:
    """``netstat -r``: what ``route print`` prints."""
    options, words = split(argv)
    letters = set("".join(options).lower())
    if letters - NETSTAT_LETTERS or words:
        raise usage(NETSTAT)
    if "r" not in letters:
        raise UsageError(
            "rtentry: netstat is known with -r (routes); sockets are not its subject\n"
        )
    return Plan((("route print", View()),))


def arp(argv: Sequence[str]) -> Plan:
    """``arp -a [address] [-N interface]``; ``-g`` is the same."""
    words = list(argv)
    ifname = None
    if "-N" in words[:-1]:
        at = words.index("-N")
        ifname = words[at + 1]
        del words[at : at + 2]
    options, operands = split(words)
    letters = [x.lower() for x in options]
    if {"d", "s"} & set(letters):
        raise UsageError("rtentry: arp: the table is read, not changed: arp -a\n")
    if not {"a", "g"} & set(letters) or {*letters} - {"a", "g", "v"} or operands[1:]:
        raise usage(ARP)
    view = View(ifname=ifname, dst=operands[0] if operands else None)
    return Plan((("arp -a", view),))


TOOLS = {"route": Tool(route), "netstat": Tool(netstat), "arp": Tool(arp)}
