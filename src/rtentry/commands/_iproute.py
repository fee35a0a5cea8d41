"""
``ip route``: what it is told, and what it is to be told.

Source: iproute2 ip/iproute.c, iproute_modify(), parse_nexthops(),
iproute_list_flush_or_save(); ip-route(8); run with 6.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import REFUSES, TYPES, Facts, abbreviations, router_fact, usual
from rtentry.acts.abbreviations import LEFT, from_left
from rtentry.acts.grammar import Grammar, Lock, Said, grammar
from rtentry.acts.unixwords import DEFAULTS, is_link_local
from rtentry.addr import DEFAULT4, Name, Prefix, parse_address, parse_prefix
from rtentry.commands._ipwords import OPTIONS, VERBS, WORDS
from rtentry.errors import FormatError
from rtentry.model import Nexthop

ANY = ("default", "any", "all")
"""Words for the default route."""

EVERY = ("any", "all")
"""Those that are every IPv4 route for ``flush``, where no family is said."""


# -- ip route -> facts --------------------------------------------------------------------------


def settle(said: Said) -> Iterator[Facts]:
    """
    The facts of an ``ip route`` command line.

    Raises:
        FormatError: at a destination or next hop that ip(8) would refuse.
    """
    facts = dict(said.values)
    says_family = bool(facts.keys() & {"inet", "inet6"})
    if facts["verb"] == "flush" and facts.get("dst") in EVERY and not says_family:
        facts["root"] = facts.pop("dst")
    version = family(said, facts)
    selector(said, facts, version)
    if isinstance(facts.get("table"), str):
        facts["rtable"] = facts.pop("table")
    if "weight" in facts:
        raise said.wrong("weight", "ip route: weight is a next hop's: nexthop")
    way(said, facts, version)
    if said.ways:
        facts["ways"] = tuple(nexthop(hop, version) for hop in said.ways)
    if facts["verb"] == "flush":
        chosen(facts)
    else:
        usual.simplify(facts)
    yield facts


def family(said: Said, facts: Facts) -> int:
    """The IP version, by option, by the destination, by the first next hop."""
    inet6, inet = facts.pop("inet6", False), facts.pop("inet", False)
    if inet6 or inet:
        return 6 if inet6 else 4
    dst = next((facts[f] for f in ("dst", "root", "matched") if f in facts), "default")
    if dst not in ANY:
        return 6 if ":" in dst else 4
    hops = [facts, *(hop.values for hop in said.ways)]
    gateway = next((h["gateway"] for h in hops if "gateway" in h), "")
    return 6 if ":" in gateway and " " not in gateway else 4


def selector(said: Said, facts: Facts, version: int) -> None:
    """Read the destination; ``root`` and ``match`` choose many."""
    for word, option in (("root", "within"), ("matched", "match"), ("dst", "")):
        if word not in facts:
            continue
        try:
            facts["dst"] = destination(facts.pop(word), version)
        except FormatError as error:
            raise said.wrong(word, f"ip route: {error.message}") from None
        if option:
            facts[option] = True
        return
    if facts["verb"] != "flush":
        raise FormatError("ip route: destination expected")
    facts.update(dst=DEFAULTS[version], within=True)


def destination(text: str, version: int) -> Prefix:
    """A destination; FormatError if it is none, or has host bits set."""
    if text in ANY:
        return DEFAULTS[version]
    if version == 6:
        return parse_prefix(text)
    return abbreviations.destination(LEFT, text, "", None).prefix


def way(said: Said, facts: Facts, version: int) -> None:
    """Read the next hop; one of scope ``link`` is an address of this host."""
    if "gateway" not in facts:
        return
    text = facts.pop("gateway").rpartition(" ")[2]
    try:
        address = parse_address(text) if ":" in text else Prefix(4, from_left(text), 32)
    except FormatError as error:
        raise said.wrong("gateway", f"ip route: {error.message}") from None
    if address.zone:
        raise said.wrong("gateway", f"ip route: {text!r}: the interface is said by dev")
    if address.version != version:
        facts["gateway6"] = address
    elif facts.get("scope") == "link" and version == 4:
        facts["ifaddr"] = address
    else:
        facts["gateway"] = address


def nexthop(said: Said, version: int) -> Nexthop:
    """One way of a multipath route."""
    facts = dict(said.values)
    way(said, facts, version)
    gateway = facts.pop("gateway", facts.pop("gateway6", None))
    ifname, weight = facts.pop("ifname", None), facts.pop("weight", 1)
    return Nexthop(gateway, ifname, weight, tuple(facts.items()))


def chosen(facts: Facts) -> None:
    """What ``flush`` selects: kinds of routes, those with a gateway."""
    if "kind" in facts:
        kind: str = facts.pop("kind")
        facts[REFUSES.get(kind, kind)] = True
    if facts.get("table") == usual.MAIN:
        del facts["table"]
    if facts["dst"] == DEFAULT4 and facts.get("scope") == "global":
        del facts["scope"]
        facts["gateways"] = True


# -- facts -> ip route --------------------------------------------------------------------------


def prepare(facts: Facts) -> Iterator[Facts]:
    """What an ``ip route`` command line says that does an act."""
    said = dict(facts)
    usual.unzone(said)
    dst = said["dst"]
    names(said)
    if isinstance(dst, Prefix) and dst.version == 6:
        said["inet6"] = True
    if said["verb"] == "flush":
        yield from flushes(said)
        return
    if "blackhole" in said and said.pop("reject", False):
        said["reject beside blackhole"] = True
    usual.refuse(said)
    if "ifaddr" in said:
        by_own_address(said, dst)
    if "ways" in said:
        said["ways"] = tuple(told(hop, dst) for hop in said["ways"])
    if said["verb"] != "delete":
        lead(said)
    yield said


def lead(said: Facts) -> None:
    """Mark that a way out is missing, or the interface of a link-local next hop."""
    if said.keys() & {"nhid", "encap", *usual.REFUSING}:
        return
    if not said.keys() & {"gateway", "gateway6", "ways", "ifname"}:
        said.setdefault("needs via or dev", True)
    elif "ifname" not in said and is_link_local(said.get("gateway")):
        said["needs dev"] = True


def by_own_address(said: Facts, dst: Prefix) -> None:
    """An address of this host as the way out, which the kernel takes for IPv4 only."""
    address = said.pop("ifaddr")
    if not isinstance(dst, Prefix) or dst.version == 4:
        said.update(gateway=address, scope="link")
    elif "ifname" not in said:
        said["needs via or dev"] = True


def names(said: Facts) -> None:
    """Mark what ip(8) does not take: names of hosts, a share of a single way."""
    if isinstance(said["dst"], Name):
        said["host by name"] = True
    if isinstance(said.get("gateway"), Name):
        said["gateway by name"] = said.pop("gateway")
    if "weight" in said:
        said["weight of a single gateway"] = said.pop("weight")


def told(hop: Nexthop, dst: Prefix) -> Facts:
    """What one way of a multipath route says."""
    facts: Facts = dict(hop.extra)
    if isinstance(hop.gateway, Prefix):
        facts[router_fact(dst, hop.gateway)] = hop.gateway
    if hop.ifname is not None:
        facts["ifname"] = hop.ifname
    if hop.weight != 1:
        facts["weight"] = hop.weight
    return facts


def flushes(said: Facts) -> Iterator[Facts]:
    """What each ``ip route flush`` says; *said* is used up."""
    version = said["dst"].version
    choose(said)
    if not said.pop("gateways", False):
        yield said
    elif version == 4:
        yield {**said, "scope": "global"}
    else:  # all scopes are global there
        yield from ({**said, "proto": proto} for proto in ("boot", "static"))


def choose(said: Facts) -> None:
    """Say what to flush: a prefix, all inside one, all that cover one."""
    dst = said["dst"]
    for kind in ("reject", "blackhole", *TYPES):
        if said.pop(kind, False):
            said["kind"] = "unreachable" if kind == "reject" else kind
    if said.pop("match", False):
        said["matched"] = said.pop("dst")
    elif said.pop("within", False):
        said["root"] = said.pop("dst")
    if said.get("root") == DEFAULTS[dst.version]:
        del said["root"]
        if not said.keys() - {"verb", "inet6"}:
            said["table"] = usual.MAIN


ROUTE: Grammar = grammar(
    Grammar(
        "ip",
        "route",
        WORDS,
        settle=settle,
        prepare=prepare,
        verbs=("add", "append", "prepend", "replace", "change", "delete", "flush"),
        path=(
            {"route": ("", None)},
            {spelling: ("verb", verb) for spelling, verb in VERBS.items()},
        ),
        options=OPTIONS,
        lock=Lock(after="lock"),
        section="nexthop",
        shortened=True,
        flushes_prefix=True,
    )
)
