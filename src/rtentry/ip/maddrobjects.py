"""
Multicast addresses as ``ip -j maddr`` prints them: an object for each interface.

The members are turned into the lines of ``ip maddr`` (:mod:`rtentry.ip.maddr`).

Source: iproute2 ip/ipmaddr.c, print_mlist(), print_maddr(); run with 6.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.errors import FormatError
from rtentry.ip import link, maddr
from rtentry.ip.objects import members
from rtentry.model import IfAddr, Interface
from rtentry.words.array import Objects
from rtentry.words.grammar import Style
from rtentry.words.pairs import Json, Object, dump

KEYS = ("ifindex", "ifname", "maddr")
MEMBER_KEYS = ("link", "family", "address", "users", "features")

WHAT = "an interface of ip maddr"


def interface_lines(value: Json) -> list[str]:
    """
    The lines of an interface's object.

    Raises:
        FormatError: at a key that is unknown, or whose value is of another kind.
    """
    said = checked(value, KEYS)
    if not isinstance(said.get("maddr"), list):
        raise FormatError(f"'maddr' is {dump(said.get('maddr'))}")
    head = f"{said.get('ifindex')}:\t{said.get('ifname')}"
    return [head, *map(member_line, said["maddr"])]


def member_line(value: Json) -> str:
    """The line of an address."""
    said = checked(value, MEMBER_KEYS)
    family = "link" if "link" in said else said.get("family")
    words = [family, said.get("link", said.get("address"))]
    words += ["users", said["users"]] if "users" in said else []
    words += [said["features"]] if "features" in said else []
    return "\t" + " ".join(map(str, words))


def checked(value: Json, keys: Sequence[str]) -> dict[str, Json]:
    """The members of an object that has no other keys than these."""
    said = dict(members(value, WHAT))
    unknown = next((key for key in said if key not in keys), None)
    if unknown is not None:
        raise FormatError(f"unknown key {unknown!r} in {WHAT}")
    return said


def read(
    lines: Sequence[str], around: object, before: Interface | None
) -> tuple[Interface, frozenset[str]]:
    """The interface that some lines are of."""
    del around, before
    links: list[Interface] = []
    for line in lines:
        links = maddr.taken(links, line)
    return links[0], frozenset()


def interface_object(interface: Interface, style: Style) -> Object:
    """The object of an interface."""
    del style
    addresses = [tuple(member_pairs(a)) for a in interface.addresses if a.groups]
    return (
        ("ifindex", interface.ifindex or 0),
        ("ifname", interface.ifname),
        ("maddr", addresses),
    )


def member_pairs(member: IfAddr) -> Iterator[tuple[str, Json]]:
    """The members of an address's object."""
    family, group, *rest = maddr.show_member(member).split()
    yield from (
        [("link", group)]
        if family == "link"
        else [
            ("family", family),
            ("address", group),
        ]
    )
    if rest[:1] == ["users"]:
        yield ("users", int(rest[1]))
    if rest[-1:] == [maddr.STATIC]:
        yield ("features", maddr.STATIC)


OBJECTS = Objects(
    link.LINKS._replace(what=WHAT, context=lambda body: None, read=read),
    lambda keys: "maddr" in keys,
    interface_lines,
    interface_object,
)
