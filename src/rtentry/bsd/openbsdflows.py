"""
The tables of OpenBSD's ``netstat -r`` that are not of IP routes: MPLS, IPsec flows.

Their entries are routes, too: one of MPLS leads to a label, a flow to its destination,
by way of a security association.

Source: OpenBSD usr.bin/netstat/show.c, pr_rthdr(), p_sockaddr_mpls(), p_pfkentry().
"""

from __future__ import annotations

from collections.abc import Callable

from rtentry import bsd
from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Name,
    Prefix,
    parse_address,
    parse_prefix,
    parse_r1,
    show_address,
    show_prefix,
    show_r1,
)
from rtentry.bsd.routetables import has
from rtentry.columns import Cells, Codec, Column, codec, count, named, parse_count, word
from rtentry.errors import FormatError
from rtentry.flags import RTF, Letters
from rtentry.forms.tables import Layout
from rtentry.light import Any
from rtentry.model import Route

# -- MPLS ----------------------------------------------------------------------------------

MPLS_HEADING = (
    f"{'In label':9} {'Out label':9} {'Op':6} {'Gateway':18}"
    " Flags   Refs      Use   Mtu  Prio Interface"
)
MPLS_ROW = "%-9s %-9s %-6s %-18s %-6.6s %5s %8s %5s %1s  %2s %-5.16s"
OPERATIONS = ("LOCAL", "POP", "SWAP", "PUSH", "?")
"""What is done with a label."""


def mpls(letters: Letters, show_mac: Callable[[bytes], str]) -> tuple[Layout, ...]:
    """The table of MPLS; also as it is without the blanks behind its rows."""
    rest = codec(
        Route,
        (
            Column("dst", label, str),
            bsd.gateway(show_mac, 18),
            bsd.flags(letters),
            *[count(field) for field in ("refs", "use", "mtu")],
            bsd.LOCKED,
            count("prio"),
            word("ifname", "-"),
        ),
    )

    def read(cells: Cells) -> Route:
        out, op = cells[1] or "", cells[2] or ""
        if op not in OPERATIONS:
            raise FormatError(f"{op!r} is no operation on a label")
        more = (("outlabel", parse_count(out)),) if out != "-" else ()
        route: Route = rest.read((cells[0], *cells[3:]))
        return route._replace(extra=(("op", op), *more))

    def write(route: Route) -> Cells:
        first, *others = rest.write(route)
        extra = dict(route.extra)
        return (first, str(extra.get("outlabel", "-")), str(extra["op"]), *others)

    own = Layout(
        "mpls",
        ("", "MPLS:"),
        MPLS_HEADING,
        MPLS_ROW,
        Codec(read, write),
        lambda route: has(route, "op"),
    )
    row = MPLS_ROW.replace("%-5.16s", "%.16s")
    return own, own._replace(row=row, variant="trimmed")


def label(cell: str) -> Name:
    """A label; FormatError if it is no number."""
    return Name(parse_count(cell))


# -- IPsec flows ---------------------------------------------------------------------------

FLOW_HEADING = (
    f"{'Source':18} {'Port':5} {'Destination':18} {'Port':5} {'Proto':5}"
    " SA(Address/Proto/Type/Direction)"
)
FLOW_ROW = "%-18s %-5s %-18s %-5s %-5s %#s"
WORDS = (
    frozenset(["esp", "ah", "ipcomp", "ipip", "tcpmd5", "<unknown>"]),
    frozenset(["use", "require", "acquire", "deny", "bypass", "dontacq", "permit",
               "<unknown type>"]),
    frozenset(["in", "out", "<unknown>"]),
)  # fmt: skip
"""What can stand for protocol, type and direction of a flow."""


def end(cell: str, *, is_ipv6: bool) -> Any:
    """An end of a flow: a prefix, or a name."""
    if cell == "default":
        return DEFAULT6 if is_ipv6 else DEFAULT4
    return named(parse_prefix if ":" in cell else parse_r1)(cell)


def show_end(value: object) -> str:
    """Inverse of :func:`end`."""
    if not isinstance(value, Prefix):
        return str(value)
    if value in (DEFAULT4, DEFAULT6):
        return "default"
    return show_r1(value) if value.version == 4 else show_prefix(value)


def association(cell: str) -> tuple[Prefix | Name | None, str]:
    """
    ``192.0.2.1/esp/require/out``: where a flow goes, and how.

    Raises:
        FormatError: at a word that flows do not have.
    """
    where, *how = cell.split("/")
    known = len(how) == len(WORDS) and all(map(frozenset.__contains__, WORDS, how))
    if not known:
        raise FormatError(f"{cell!r} is not Address/Proto/Type/Direction")
    gateway = None if where == "none" else named(parse_address)(where)
    return gateway, "/".join(how)


def read_flow(cells: Cells) -> Route:
    """The route that a flow is."""
    source, sport, target, dport, proto, sa = [cell or "" for cell in cells]
    is_ipv6 = ":" in source + target + sa
    gateway, how = association(sa)
    return Route(
        end(target, is_ipv6=is_ipv6),
        gateway,
        flags=RTF(0),
        extra=(
            ("from", end(source, is_ipv6=is_ipv6)),
            ("sport", parse_count(sport)),
            ("dport", parse_count(dport)),
            ("ipproto", parse_count(proto)),
            ("sa", how),
        ),
    )


def write_flow(route: Route) -> Cells:
    """Inverse of :func:`read_flow`."""
    extra = dict(route.extra)
    gateway = route.gateway
    where = show_address(gateway) if isinstance(gateway, Prefix) else gateway or "none"
    return (
        show_end(extra.get("from", DEFAULT4)),
        str(extra.get("sport", 0)),
        show_end(route.dst),
        str(extra.get("dport", 0)),
        str(extra.get("ipproto", 0)),
        f"{where}/{extra['sa']}",
    )


FLOWS = Layout(
    "encap",
    ("", "Encap:"),
    FLOW_HEADING,
    FLOW_ROW,
    Codec(read_flow, write_flow),
    lambda route: has(route, "sa"),
)
"""The table of IPsec flows."""
