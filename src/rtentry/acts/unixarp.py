"""
The arp(8) and ndp(8) of the Unixes: ``arp -s HOST MAC``, ``ndp -d ADDRESS``.

What a command does is said by its options, so there is no verb; the rest is as in
:mod:`rtentry.unixroute`.  The interface of an entry follows from its address, except
for a link-local one.  Pure.

Source: usr.sbin/arp/arp.c, usr.sbin/ndp/ndp.c of each system; arp(8), ndp(8).
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.acts import Facts
from rtentry.acts.abbreviations import aton
from rtentry.acts.grammar import Grammar, Said, Word, grammar
from rtentry.acts.unixwords import DEFAULTS, is_link_local, show_host
from rtentry.addr import LLAddr, Name, Prefix, parse_address, parse_mac
from rtentry.errors import FormatError
from rtentry.light import Any

OPTIONS = (
    Word("-n", ""),
    Word("-v", ""),
    Word("-s", "set"),
    Word("-d", "del"),
    Word("-a", "all"),
)

WORDS = (
    Word("", "addr", str, show_host),
    Word("", "lladdr", str, show_host),
    Word("temp", "temp"),
)

PUBLISHED = Word("pub", "published")

PROXY = Word("proxy", "published")

NDP_OPTIONS = (
    Word("-n", ""), Word("-t", ""), Word("-s", "set"), Word("-d", "del"),
    Word("-c", "clear"),
)  # fmt: skip

CHANGES = ("add", "delete", "flush")


def arp(
    words: tuple[Word, ...] = (),
    options: tuple[Word, ...] = (),
    replaces: tuple[str, ...] = (),
) -> Grammar:
    """
    A system's ARP command.

    Args:
        words:    words of its own after the addresses.
        options:  options of its own.
        replaces: facts of the options with which it overwrites an entry.
    """
    return grammar(
        Grammar(
            "arp",
            "neighbor",
            (*WORDS, *words),
            settle=settle,
            prepare=lambda facts: prepare(facts, replaces),
            verbs=(*CHANGES, "replace") if replaces else CHANGES,
            options=(*options, *OPTIONS),
            versions=(4,),
        )
    )


def ndp() -> Grammar:
    """The neighbour discovery command of KAME and Solaris."""
    return grammar(
        Grammar(
            "ndp",
            "neighbor",
            (*WORDS, PROXY),
            settle=settle,
            prepare=lambda facts: prepare(facts, ()),
            verbs=CHANGES,
            options=NDP_OPTIONS,
            versions=(6,),
        )
    )


# -- what is said -> facts --------------------------------------------------------------------


def settle(said: Said) -> Iterator[Facts]:
    """
    The facts of an arp(8) or ndp(8) command line.

    Raises:
        FormatError: if it changes nothing, or an address is none.
    """
    facts = dict(said.values)
    names = ("set", "del", "all", "clear", "overwrite")
    told = {name: facts.pop(name, False) for name in names}
    if told["clear"] or (told["del"] and told["all"]):
        dst = DEFAULTS[6 if told["clear"] else 4]
        yield {**facts, "verb": "flush", "addr": dst, "within": True}
        return
    if not (told["set"] or told["del"] or told["overwrite"]):
        raise FormatError("this shows the table; -s, -d and -d -a change it")
    added = "replace" if told["overwrite"] else "add"
    facts["verb"] = "delete" if told["del"] else added
    if "scoped" in facts:
        facts.update(ifscope=True, ifname=facts.pop("scoped"))
    addresses(said, facts)
    yield facts


def addresses(said: Said, facts: Facts) -> None:
    """Read the addresses of a neighbour."""
    wanted = (
        ("addr",)
        if facts["verb"] == "delete" or "device" in facts
        else ("addr", "lladdr")
    )
    for fact in wanted:
        if fact not in facts:
            raise FormatError(f"an entry needs its {fact}")
    parse(said, facts, "addr", neighbor_address)
    if facts.get("lladdr") == "auto":
        facts["auto"] = bool(facts.pop("lladdr"))
    elif "lladdr" in facts:
        parse(said, facts, "lladdr", parse_mac)
    addr = facts["addr"]
    if isinstance(addr, Prefix) and addr.zone:
        facts.update(ifname=addr.zone, addr=addr._replace(zone=""))


def parse(said: Said, facts: Facts, fact: str, reader: Any) -> None:
    """Read the text of one fact; FormatError with its column."""
    try:
        facts[fact] = reader(facts[fact])
    except FormatError as error:
        raise said.wrong(fact, error.message) from None


def neighbor_address(text: str) -> Prefix | Name:
    """An address or a host's name; FormatError if it is neither."""
    if ":" in text:
        return parse_address(text)
    return Name(text) if text[:1].isalpha() else Prefix(4, aton(text), 32)


def show_dashed(lladdr: LLAddr) -> str:
    """``52-54-05-e3-51-87``, as Windows writes it."""
    return lladdr.hex("-")


# -- facts -> what is said ----------------------------------------------------------------------


def prepare(
    facts: Facts, replaces: tuple[str, ...], *, keeps_ifname: bool = False
) -> Iterator[Facts]:
    """What an arp(8) or ndp(8) command line says."""
    said = dict(facts)
    verb, addr = said.pop("verb"), said["addr"]
    if verb == "flush":
        yield flush(said)
        return
    said.update(sayings(verb, replaces))
    if said.pop("ifscope", False):
        said["scoped"] = said.pop("ifname")
    elif not keeps_ifname:
        ifname = said.pop("ifname", "")
        said["addr"] = addr._replace(zone=ifname) if is_link_local(addr) else addr
    if said.pop("auto", False):
        said["lladdr"] = "auto"
    if verb != "delete" and not said.keys() & {"lladdr", "device"}:
        said["needs the link-level address"] = True
    yield said


def sayings(verb: str, replaces: tuple[str, ...]) -> Facts:
    """The options that say a verb."""
    if verb == "delete":
        return {"del": True}
    if verb == "add" or not replaces:
        return {"set": True}
    return dict.fromkeys(replaces, True)


def flush(said: Facts) -> Facts:
    """Delete all: ``-d -a``, or ``-c``."""
    addr = said.pop("addr")
    if addr == DEFAULTS[addr.version]:
        said.pop("within", None)
    else:
        said["addr"] = addr
    options = ("clear",) if addr.version == 6 else ("del", "all")
    return {**said, **dict.fromkeys(options, True)}
