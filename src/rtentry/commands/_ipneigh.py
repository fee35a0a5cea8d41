"""
``ip neigh``: neighbours by hand, those that the host answers for.

Source: iproute2 ip/ipneigh.c; ip-neighbour(8); run with 6.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts, unixarp
from rtentry.acts.abbreviations import from_left
from rtentry.acts.grammar import Grammar, Said, Word, grammar
from rtentry.acts.unixwords import DEFAULTS, show_destination, show_host
from rtentry.addr import LLAddr, Name
from rtentry.commands._iproute import ANY, destination
from rtentry.commands._ipwords import OPTIONS, VERBS
from rtentry.errors import FormatError


def link_address(text: str) -> LLAddr:
    """
    Read an address of any link, of as many octets as it takes: a tunnel has four.

    Raises:
        FormatError: if it is none.

    Source: iproute2 lib/ll_addr.c, ll_addr_a2n().
    """
    if "." in text:
        return LLAddr(from_left(text).to_bytes(4))
    try:
        octets = [int(octet, 16) for octet in text.split(":") if octet.isalnum()]
        if len(octets) == text.count(":") + 1:
            return LLAddr(octets)
    except ValueError:
        pass
    raise FormatError(f"{text!r} is not a link-level address")


WORDS = (
    Word("proxy", "proxied", str, show_host),
    Word("", "addr", str, show_destination),
    Word("to", "addr", str, written=False),
    Word("lladdr", "lladdr", link_address),
    Word("nud", "state", str.upper, str.lower),
    Word("dev", "ifname", str),
    Word("router", "router"),
    Word("managed", "managed"),
    Word("extern_learn", "extern_learn"),
    Word("extern_valid", "extern_valid"),
    Word("proto", "proto", str, also=("protocol",)),
)

STATES: dict[str, Facts] = {"PERMANENT": {}, "REACHABLE": {"temp": True}, "ALL": {}}
"""States that have a fact of their own: an entry by hand, one that ages."""

CHOSEN: dict[str, Facts] = {"": {"temporary": True}, "ALL": {}}
"""What ``flush`` chooses without a state, and with none in particular."""


def settle(said: Said) -> Iterator[Facts]:
    """
    The facts of an ``ip neigh`` command line.

    Raises:
        FormatError: if an address is none.
    """
    facts = dict(said.values)
    inet6, inet = facts.pop("inet6", False), facts.pop("inet", False)
    families = (6,) if inet6 else (4,) if inet else (4, 6)
    text = facts.pop("proxied", None)
    if text is not None:
        facts.update(addr=text, published=True)
    by_state(facts)
    if facts["verb"] == "flush" and facts.get("addr", "all") in ANY:
        for family in families:
            yield {**facts, "addr": DEFAULTS[family], "within": True}
        return
    if "addr" not in facts:
        raise FormatError("ip neigh: address expected")
    try:
        facts["addr"] = destination(facts["addr"], 6 if ":" in facts["addr"] else 4)
    except FormatError as error:
        raise said.wrong("addr", f"ip neigh: {error.message}") from None
    if facts["verb"] == "flush" and not facts["addr"].is_host:
        facts["within"] = True
    yield facts


def by_state(facts: Facts) -> None:
    """Make of ``nud`` what an entry is; what ``flush`` chooses: else none by hand."""
    state = facts.pop("state", "")
    if facts["verb"] == "delete":
        facts.pop("lladdr", None)  # the kernel does not look at it either
    elif facts["verb"] == "flush":
        facts.update(CHOSEN.get(state, {"state": state}))
    else:
        facts.update(STATES.get(state or "PERMANENT", {"state": state}))


def prepare(facts: Facts) -> Iterator[Facts]:
    """What an ``ip neigh`` command line says that does an act."""
    said = dict(facts)
    verb, addr = said["verb"], said["addr"]
    if isinstance(addr, Name):
        said["host by name"] = True
    if verb == "flush":
        yield flush(said)
        return
    aging = said.pop("temp", False)
    if said.pop("published", False):
        said["proxied"] = said.pop("addr")
        proxied(said)
    elif verb != "delete":
        said.setdefault("state", "REACHABLE" if aging else "PERMANENT")
    unixarp.unplaced(said)
    if "ifname" not in said:
        said["needs dev"] = True
    yield said


def proxied(said: Facts) -> None:
    """The kernel answers for an address with the link-level address of the interface."""
    for fact in ("auto", "device", "only"):
        said.pop(fact, None)
    if "lladdr" in said:
        said["link-level address of a published entry"] = said.pop("lladdr")


def flush(said: Facts) -> Facts:
    """All neighbours of a family, permanent ones too, or those of a prefix."""
    addr = said["addr"]
    said.pop("within", None)
    if not said.pop("temporary", False):
        said.setdefault("state", "ALL")
    if addr == DEFAULTS[addr.version]:
        del said["addr"]
    said["inet6" if addr.version == 6 else "inet"] = True
    return said


NEIGHBOR: Grammar = grammar(
    Grammar(
        "ip",
        "neighbor",
        WORDS,
        settle=settle,
        prepare=prepare,
        verbs=("add", "replace", "change", "delete", "flush"),
        path=(
            {"neigh": ("", None), "neighbor": ("", None), "neighbour": ("", None)},
            {
                spelling: ("verb", verb)
                for spelling, verb in VERBS.items()
                if verb not in ("append", "prepend")
            },
        ),
        options=OPTIONS,
        shortened=True,
        flushes_prefix=True,
    )
)
