"""
Nexthop objects as ``ip nexthop`` prints them.

    id 1 via 192.168.1.2 dev eth0 scope link proto static onlink
    id 11 group 1/2,5 type resilient buckets 32 idle_timer 60 ...

Source: iproute2 ip/ipnexthop.c, __print_nexthop_entry(), print_nh_group().
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix
from rtentry.columns import parse_count
from rtentry.errors import FormatError
from rtentry.ip.attributes import ENCAP, FLAGS, IFNAME, VIA
from rtentry.ip.gateway import parse_via, show_via
from rtentry.ip.linkchoice import masters_of
from rtentry.linux import PROTOS, numbers
from rtentry.listing import View
from rtentry.model import NexthopObject, Route, Snapshot
from rtentry.words.attribute import (
    Values,
    Word,
    flag,
    is_count,
    pieces,
    read,
    table,
    write,
)
from rtentry.words.grammar import DELETED, Grammar, Style

WHAT = "a nexthop object"


def parse_group(text: str) -> tuple[tuple[int, int], ...]:
    """``1/2,5``: the members, each with its weight; 1 is not printed."""
    members = []
    for member in text.split("/"):
        nhid, comma, weight = member.partition(",")
        members.append((parse_count(nhid), parse_count(weight) if comma else 1))
    return tuple(members)


def show_group(group: Sequence[tuple[int, int]]) -> str:
    """Inverse of :func:`parse_group`."""
    return "/".join([f"{n},{w}" if w != 1 else str(n) for n, w in group])


def parse_time(text: str) -> int | str:
    """A time in seconds; one with a fraction stays text."""
    return int(text) if is_count(text) else text


def timer(name: str) -> Word:
    """A time of a resilient group (seconds)."""
    return Word(name, name, parse_time, str, number=True)


OBJECT = table(
    Word("group", "group", parse_group, show_group),
    Word("type", "type"),
    Word("buckets", "buckets", parse_count, str, number=True),
    timer("idle_timer"),
    timer("unbalanced_timer"),
    timer("unbalanced_time"),
    ENCAP,
    VIA,
    IFNAME,
    Word("scope", "scope"),
    flag("blackhole"),
    Word("proto", "proto", key="protocol"),
    *FLAGS,
    Word("fdb", "fdb", lambda _: True, None, take=lambda words, at: at, trail=""),
)
"""Everything after the number."""

PIECES = pieces(OBJECT)

EXTRA_ORDER = (
    "deleted", "scope", "proto", "encap", "type", "blackhole", "fdb", "buckets",
    "idle_timer", "unbalanced_timer", "unbalanced_time", *[row.slot for row in FLAGS],
)  # fmt: skip
"""The slots that go into ``extra``, in that order."""

UNSAID = {"scope": "global", "proto": "unspec", "type": "mpath"}
"""What is printed only with ``-d``, or not at all."""


# -- reading -----------------------------------------------------------------------


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether a line is a nexthop object: ``id N`` and an attribute."""
    words = lines[index].split()[:4]
    words = words[1:] if words[:1] == ["Deleted"] else words
    if len(words) < 3 or words[0] != "id" or words[2] not in OBJECT:
        return False
    return is_count(words[1])


def read_object(
    words: Sequence[str], around: object, before: NexthopObject | None
) -> tuple[NexthopObject, frozenset[str]]:
    """
    The nexthop object that *words* say, and the options that they show.

    A group has no scope of its own; anything else has, ``global`` where none is shown.

    Raises:
        FormatError: at a word that is unknown, stands twice, or lacks its value.
    """
    del around, before
    at = int(words[:1] == ["Deleted"])
    if words[at : at + 1] != ["id"] or at + 1 >= len(words):
        raise FormatError(f"no number in {WHAT}")
    nhid = parse_count(words[at + 1])
    values = read(words[at + 2 :], OBJECT, WHAT)
    details = values.get("scope") == "global" or values.get("proto") == "unspec"
    values["deleted"] = True if at else None
    return object_of(nhid, values), frozenset({"details"} if details else ())


def object_of(nhid: int, values: Values) -> NexthopObject:
    """The record of some attributes."""
    group = values.get("group", ())
    if group:
        values.setdefault("type", UNSAID["type"])
        values.pop("scope", None)
    else:
        values.setdefault("scope", UNSAID["scope"])
    if values.get("proto") == UNSAID["proto"]:
        del values["proto"]
    extra = [
        (slot, values[slot]) for slot in EXTRA_ORDER if values.get(slot) is not None
    ]
    gateway = parse_via(values.get("via"))
    return NexthopObject(nhid, gateway, values.get("ifname"), group, tuple(extra))


# -- writing -----------------------------------------------------------------------


def show_object(record: NexthopObject, style: Style) -> str:
    """The line of a nexthop object."""
    before = "Deleted " if ("deleted", True) in record.extra else ""
    return f"{before}id {record.nhid} {write(values_of(record, style), PIECES)}"


def values_of(record: NexthopObject, style: Style) -> Values:
    """The attributes of a nexthop object that are printed in that style, by slot."""
    values: Values = dict(record.extra)
    values["via"] = show_via(record.gateway, version_of(record))
    values["ifname"] = record.ifname
    values["group"] = record.group or None
    for slot, text in UNSAID.items():
        if "details" in style.options and slot != "type":
            values.setdefault(slot, text)
        elif values.get(slot) == text:
            values[slot] = None
    if values.get("type") == UNSAID["type"]:
        values["type"] = None
    return values


def version_of(record: NexthopObject) -> int:
    """The IP version of a nexthop object; 0 = none."""
    return record.gateway.version if isinstance(record.gateway, Prefix) else 0


def details_of(route: Route, snapshot: Snapshot) -> Route:
    """A route with what ``-d`` prints of its nexthop object, if the snapshot has it."""
    nhid = dict(route.extra).get("nhid")
    for record in snapshot.nexthops if nhid else ():
        if record.nhid == nhid:
            text = show_object(record, Style(options=frozenset({"details"})))
            return route._replace(extra=(*route.extra, ("nh_info", text.rstrip(" "))))
    return route


GRAMMAR = Grammar(
    WHAT,
    (),
    begins,
    lambda above, line: False,
    lambda body: None,
    read_object,
    show_object,
    lambda record: 0,
    hint=rf"{DELETED}id\s",
)


# -- which ones ----------------------------------------------------------------

VERSIONS = {"inet": 4, "inet6": 6}


def ip_version(nexthop: NexthopObject) -> int:
    """The IP version of a next hop; 0 of a group, 4 of one without a gateway."""
    if nexthop.group:
        return 0
    return nexthop.gateway.version if isinstance(nexthop.gateway, Prefix) else 4


def nexthops(snapshot: Snapshot, view: View) -> Iterator[NexthopObject]:
    """What ``ip nexthop show`` prints of a snapshot."""
    options = view.words
    masters = dict(masters_of(snapshot))
    versions = [VERSIONS.get(family) for family in view.families]
    above = options.get("master", options.get("vrf"))
    for nexthop in snapshot.nexthops:
        if (
            (not versions or ip_version(nexthop) in versions)
            and view.ifname in (None, nexthop.ifname)
            and options.get("id") in (None, str(nexthop.nhid))
            and ("groups" not in options or nexthop.group)
            and above in (None, masters.get(str(nexthop.ifname)))
            and options.get("proto") in (None, *protocol(nexthop))
        ):
            yield nexthop


def protocol(nexthop: NexthopObject) -> Iterator[str]:
    """The number of what installed a next hop, as text."""
    name = str(dict(nexthop.extra).get("proto", "unspec"))
    yield str(numbers(PROTOS).get(name, name))
