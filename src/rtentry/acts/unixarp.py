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
from rtentry.errors import FormatError, NotExpressible
from rtentry.light import Any, NamedTuple


class Arp(NamedTuple):
    """
    How a system's arp(8) differs.

    Fields:
        replaces: facts of the options with which it overwrites an entry.
        lends:    whether ``auto`` stands for the address of the right interface.
        limits:   whether ``-i`` limits ``-a``, and goes with no change of one entry.
        keeps_ifname: whether it can name the interface of an entry.
        deletes:  facts that tell entries apart where one is deleted.
        empties:  whether it can delete all entries at once.
    """

    replaces: tuple[str, ...] = ()
    lends: bool = False
    limits: bool = False
    keeps_ifname: bool = False
    deletes: tuple[str, ...] = ()
    empties: bool = True


USUAL = Arp()

OPTIONS = (
    Word("-n", ""),
    Word("-v", ""),
    Word("-s", "set"),
    Word("-d", "del"),
    Word("-a", "all"),
)


def show_ethernet(lladdr: LLAddr | str) -> str:
    """Six octets, or a word that stands for them; NotExpressible if it is neither."""
    if isinstance(lladdr, LLAddr) and len(lladdr) != OCTETS:
        raise NotExpressible(f"{lladdr} is not an Ethernet address")
    return str(lladdr)


OCTETS = 6
"""How long the address of a neighbour is: ether_aton(3) reads it."""

WORDS = (
    Word("", "addr", str, show_host),
    Word("", "lladdr", str, show_ethernet),
    Word("temp", "temp"),
)

PUBLISHED = Word("pub", "published")

PROXY = Word("proxy", "published")

NDP_OPTIONS = (
    Word("-n", ""), Word("-t", ""), Word("-s", "set"), Word("-d", "del"),
    Word("-c", "clear"), Word("-a", "shows"), Word("-p", "shows"), Word("-r", "shows"),
)  # fmt: skip


def arp(
    words: tuple[Word, ...] = (),
    options: tuple[Word, ...] = (),
    how: Arp = USUAL,
) -> Grammar:
    """
    A system's ARP command.

    Args:
        words:   words of its own after the addresses.
        options: options of its own.
        how:     how it differs.
    """
    return grammar(
        Grammar(
            "arp",
            "neighbor",
            (*WORDS, *words),
            settle=lambda said: settle(said, how),
            prepare=lambda facts: prepare(facts, how),
            verbs=verbs(how),
            options=(*options, *OPTIONS),
            versions=(4,),
        )
    )


def verbs(how: Arp) -> tuple[str, ...]:
    """What a system's ARP command can do."""
    wanted = {"replace": bool(how.replaces), "flush": how.empties}
    return ("add", "delete", *(verb for verb, can in wanted.items() if can))


def ndp(how: Arp = USUAL) -> Grammar:
    """The neighbour discovery command of KAME and Solaris."""
    return grammar(
        Grammar(
            "ndp",
            "neighbor",
            (*WORDS, PROXY),
            settle=lambda said: settle(said, how),
            prepare=prepare,
            verbs=verbs(how),
            options=NDP_OPTIONS,
            versions=(6,),
        )
    )


# -- what is said -> facts --------------------------------------------------------------------


def settle(said: Said, how: Arp = USUAL) -> Iterator[Facts]:
    """
    The facts of an arp(8) or ndp(8) command line.

    Raises:
        FormatError: if it changes nothing, or an address is none.
    """
    facts = dict(said.values)
    names = ("set", "del", "all", "clear", "overwrite", "shows")
    told = {name: facts.pop(name, False) for name in names}
    if how.empties and (told["clear"] or (told["del"] and told["all"])):
        dst = DEFAULTS[6 if told["clear"] else 4]
        yield {**facts, "verb": "flush", "addr": dst, "within": True}
        return
    shows = told["all"] or told["clear"]
    if shows or not (told["set"] or told["del"] or told["overwrite"]):
        others = ", -d and -d -a change" if how.empties else " and -d change"
        raise FormatError(f"this shows the table; -s{others} it")
    if how.limits and "ifname" in facts:
        raise said.wrong("ifname", "arp: -i not applicable to this operation")
    added = "replace" if told["overwrite"] else "add"
    facts["verb"] = "delete" if told["del"] else added
    if "scoped" in facts:
        facts.update(ifscope=True, ifname=facts.pop("scoped"))
    addresses(said, facts, how)
    if facts["verb"] == "delete":
        forget(facts, how)
    yield facts


def forget(facts: Facts, how: Arp) -> None:
    """Drop what says nothing where an entry is deleted: its address is enough."""
    for fact in ("temp", "published", "only"):
        if fact not in how.deletes:
            facts.pop(fact, None)


def addresses(said: Said, facts: Facts, how: Arp) -> None:
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
    if how.lends and facts.get("lladdr") == "auto":
        del facts["lladdr"]
        if "published" not in facts:  # there it is what a missing address means
            facts["auto"] = True
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
    return show_ethernet(lladdr).replace(":", "-")


# -- facts -> what is said ----------------------------------------------------------------------


def prepare(facts: Facts, how: Arp = USUAL) -> Iterator[Facts]:
    """What an arp(8) or ndp(8) command line says."""
    said = dict(facts)
    verb, addr = said.pop("verb"), said["addr"]
    if verb == "flush":
        yield flush(said)
        return
    said.update(sayings(verb, how.replaces))
    if verb == "delete":
        forget(said, how)
    if said.pop("ifscope", False):
        said["scoped"] = said.pop("ifname")
    elif not how.keeps_ifname:
        ifname = said.pop("ifname", "")
        unplaced(said)
        said["addr"] = addr._replace(zone=ifname) if is_link_local(addr) else addr
    if how.lends and verb != "delete" and is_lent(said):
        said["lladdr"] = "auto"
    if verb != "delete" and not said.keys() & {"lladdr", "device", "auto"}:
        said["needs the link-level address"] = True
    yield said


def unplaced(said: Facts) -> None:
    """Drop an interface that is not said by its name: it follows from the address."""
    for fact in ("ifaddr", "ifindex"):
        said.pop(fact, None)


def is_lent(said: Facts) -> bool:
    """Whether the link-level address is that of an interface; it is taken from *said*."""
    published = "published" in said and not said.keys() & {"lladdr", "device"}
    return bool(said.pop("auto", False)) or published


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
