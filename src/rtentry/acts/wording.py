"""
One system's commands: which tools it has, and an act in their words.

``read`` finds the tool of a command line and what it does; ``write`` puts an act into
the words of the tool that can say most of it.  What a system cannot say is a Loss: the
fact is left out, said in another way that comes near (NEAREST), or, where the command
would do something else without it (ESSENTIAL), the whole act is left out.  Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rtentry import acts
from rtentry.acts import Act, Facts, reader, tokens, writer
from rtentry.acts.grammar import Grammar
from rtentry.acts.loss import ESSENTIAL, Loss
from rtentry.acts.tokens import Token
from rtentry.acts.usual import AWAY, REFUSING
from rtentry.addr import Prefix
from rtentry.errors import FormatError
from rtentry.light import Any, NamedTuple


class Commands(NamedTuple):
    """
    The configuration commands of a system.

    Fields:
        name:     as in ``--to NAME``.
        title:    system and tools, for people.
        grammars: its tools, the usual one first.
        key:      facts that tell its routes to one destination apart.
        ways:     how several gateways to one destination are read: ``mpath`` (those
                  marked so), ``repeat`` (the same command again), ``""`` (in one line).
        main:     number of its main routing table.
        segments: whether ``ssthresh`` counts segments, not octets.
    """

    name: str
    title: str
    grammars: tuple[Grammar, ...]
    key: tuple[str, ...] = ("dst", "table")
    ways: str = ""
    main: int = 0
    segments: bool = False


class Written(NamedTuple):
    """
    An act in a system's words.

    Fields:
        lines:  command lines, in order; none = it cannot be said.
        losses: what they do not say.
    """

    lines: tuple[str, ...]
    losses: tuple[Loss, ...] = ()


Near = tuple[str, str, Callable[[Any], Any]]

NEAREST: tuple[Near, ...] = (
    # fact, what comes near, its value (None = nothing does)
    ("mtu", "advmss", lambda octets: octets - 40),
    ("advmss", "mtu", lambda octets: octets + 40),
    ("prio", "metric", lambda prio: prio),
    ("metric", "prio", lambda metric: metric if 0 < metric < 64 else None),
    ("prohibit", "reject", bool),
    ("blackhole", "reject", bool),
    ("state", "temp", lambda state: state in ("STALE", "DELAY", "PROBE") or None),
    ("only", "published", bool),
    ("temporary", "all", bool),
    ("temporary", "clear", bool),
)

CHOOSING = ("temporary",)
"""Facts by which a flush chooses, where more may go instead."""

INSTEAD = {
    # verb: what does the same, or nearly, in the order to try
    "replace": (("delete", "add"),),
    "change": (("delete", "add"),),
    "append": (("add",),),
    "prepend": (("add",),),
    "flush": (("delete",),),
}

IDENTITY = ("dst", "addr", "table", "rtable", "vrf", "metric", "prio", "ifscope", "tos")
"""Facts of ``delete`` where it stands for the first half of another verb."""

BY_INTERFACE = frozenset({"addr", "ifscope"})
"""Facts of what is also told apart by its interface."""

IMPLIED = {"proto": ("static", "boot")}
"""Facts that every route added by hand has, where a system has no word for them."""


# -- text -> acts -----------------------------------------------------------------------------


def read(commands: Commands, line: str) -> list[Act]:
    """
    The acts of one command line: mostly one, none of a comment.

    Raises:
        FormatError: at a tool, a word or a value that the system does not know
            (``column``).
    """
    found: list[Act] = []
    for rest, otherwise in tokens.commands(
        " " + line[1:] if line.startswith("!") else line
    ):
        before = prefixes(rest)
        if not rest or basename(rest[0].text) in IDLE:
            continue
        if otherwise:
            reason = f"whether {rest[0].text} is run is for the command before to say"
            raise FormatError(reason, column=rest[0].column)
        made = tool(commands, rest)
        said = reader.read(made, rest[1:])
        said.values.update(before)
        found += [acts.act(facts) for facts in made.settle(said)]
    return found


IDLE = frozenset({"true", ":", "false", "exit", "echo"})
"""Commands that change nothing: what scripts do afterwards."""

SHOWING = frozenset(
    {
        "netstat", "ss", "nstat", "ping", "ping6", "traceroute", "tracert", "ipconfig",
        "get-netroute", "find-netroute", "get-netneighbor", "get-netipinterface",
    }
)  # fmt: skip
"""Tools that only show something."""

RUNNERS: Mapping[str, str] = {
    # what runs a command: letters of its options that have an argument
    "sudo": "CDghpRTtu", "doas": "Cu", "time": "fo", "nice": "n", "ionice": "cn",
    "env": "uSC", "exec": "a", "command": "", "nohup": "",
}  # fmt: skip


def prefixes(rest: list[Token]) -> Facts:
    """Take away what stands before the tool: ``sudo``, ``setfib 1``; what it says."""
    said: Facts = {}
    while rest:
        name = basename(rest[0].text)
        if name in RUNNERS:
            rest.pop(0)
            without_options(rest, RUNNERS[name])
        elif is_assignment(rest[0].text):
            rest.pop(0)
        elif name == "setfib" and len(rest) > 1:
            text = rest[1].text
            if not text.isdecimal():
                raise FormatError("setfib: not a number", column=rest[1].column)
            said["table"] = int(text)
            del rest[:2]
        elif is_exec([token.text for token in rest[:4]]):
            said["table"] = int(rest[2].text)
            del rest[:4]
        else:
            break
    return said


def is_exec(words: Sequence[str]) -> bool:
    """Whether a command runs another in a table: ``route -T 2 exec`` of OpenBSD."""
    tool, *rest = words
    number = rest[1] if len(rest) > 1 else ""
    is_route = basename(tool) == "route" and rest[:1] == ["-T"]
    return is_route and number.isdecimal() and rest[2:] == ["exec"]


def without_options(rest: list[Token], taking: str) -> None:
    """Take away options; those of the letters *taking* with their arguments."""
    while rest and rest[0].text.startswith("-"):
        text = rest.pop(0).text
        if len(text) == len("-x") and text[1] in taking and rest:
            rest.pop(0)


def is_assignment(text: str) -> bool:
    """Whether a word gives a variable its value: ``LANG=C``."""
    return text.partition("=")[0].isidentifier() and "=" in text


def basename(text: str) -> str:
    """A tool's name without its folder and ``.exe``."""
    name = text.replace("\\", "/").rpartition("/")[2]
    return name.lower().removesuffix(".exe") if name else text


def tool(commands: Commands, rest: Sequence[Token]) -> Grammar:
    """The grammar for a command line; FormatError if the system has no such tool."""
    name = basename(rest[0].text)
    known = [made for made in commands.grammars if made.tool == name]
    if name in SHOWING:
        raise reader.changes_nothing(rest[0].text, rest[0].column)
    if not known:
        tools = " ".join(dict.fromkeys(made.tool for made in commands.grammars))
        message = f"{commands.name} has no tool {rest[0].text!r}; it has {tools}"
        raise FormatError(message, column=rest[0].column)
    return next((made for made in known if reader.is_for(made, rest[1:])), known[0])


# -- an act -> text -----------------------------------------------------------------------------


def write(commands: Commands, act: Act) -> Written:
    """An act in the words of the tool that can say most of it."""
    facts = acts.facts(act)
    version = version_of(facts)
    fitting = [
        made
        for made in commands.grammars
        if made.subject == act.subject and version in made.versions
    ]
    best = Written((), (Loss(f"IPv{version} {act.subject}", left_out=True),))
    lightest = None
    for made in fitting:
        found = attempt(made, facts)
        weight = (*badness(found), len(implied(made, facts)))
        if not any(weight):
            return found
        if lightest is None or weight < lightest:
            best, lightest = found, weight
    return best


def badness(written: Written) -> tuple[bool, int]:
    """How bad losses are."""
    return any(loss.left_out for loss in written.losses), len(written.losses)


def version_of(facts: Facts) -> int:
    """IP version of an entry; a name is IPv4."""
    address = facts.get("dst", facts.get("addr"))
    return address.version if isinstance(address, Prefix) else 4


def attempt(made: Grammar, facts: Facts) -> Written:
    """An act in one tool's words."""
    nearer, losses = approached(made, facts)
    lines: list[str] = []
    missing: list[str] = []
    refused: list[str] = []
    for verb in verbs(made, nearer, losses):
        for said in made.prepare(with_verb(nearer, verb)):
            line = writer.write(made, said)
            lines.append(line.text)
            missing += line.missing
            refused += line.refused
    if set(nearer.get("locks", ())) <= {*missing, *refused}:
        missing = [fact for fact in missing if fact != "locks"]
    all_count = facts["verb"] == "flush"
    lost = [
        Loss(fact, left_out=all_count or is_essential(fact, facts), is_value=is_value)
        for found, is_value in ((missing, False), (refused, True))
        for fact in dict.fromkeys(found)
    ]
    fatal = tuple(loss for loss in (*losses, *lost) if loss.left_out)
    if fatal or not lines:
        return Written((), fatal or (*losses, *lost))
    return Written(tuple(lines), (*losses, *lost))


def is_essential(fact: str, facts: Facts) -> bool:
    """Whether a command without *fact* would do something else."""
    if fact == "nhid":
        return not facts.keys() & {"gateway", "gateway6", "ifname", "ways"}
    return fact in ESSENTIAL


def approached(made: Grammar, facts: Facts) -> tuple[Facts, list[Loss]]:
    """The facts, those without a word said in another way where one comes near."""
    nearer = dict(facts)
    losses: list[Loss] = []
    for fact in implied(made, facts):
        del nearer[fact]
    if nearer["verb"] == "delete" and made.word("persistent") is None:
        nearer.pop("persistent", None)
    is_flush = facts["verb"] == "flush"
    is_one = is_flush and not (facts.get("within") or made.flushes_prefix)
    if is_one and nearer.pop("temporary", False):
        losses.append(Loss("temporary", "delete"))
    # by another fact than those a flush would choose others
    tried = [each for each in NEAREST if not is_flush or each[0] in CHOOSING]
    for fact, near, value_of in tried:
        if fact not in nearer or near in nearer or made.word(fact) is not None:
            continue
        word = made.word(near)
        value = value_of(nearer[fact]) if word else None
        if word and value is not None:
            put_instead(nearer, fact, near, value)
            losses.append(Loss(fact, word.text or near))
    return nearer, losses


def put_instead(facts: Facts, fact: str, near: str, value: Any) -> None:
    """Put what comes near in the place of a fact; its lock goes with it."""
    del facts[fact]
    facts[near] = value
    if locks := facts.get("locks"):
        facts["locks"] = tuple(near if name == fact else name for name in locks)


def implied(made: Grammar, facts: Facts) -> list[str]:
    """The facts that need not be said: every route that is added by hand has them."""
    if facts["verb"] == "flush":
        return []  # there they choose
    return [
        fact
        for fact, values in IMPLIED.items()
        if facts.get(fact) in values and made.word(fact) is None
    ]


def verbs(made: Grammar, facts: Facts, losses: list[Loss]) -> Iterator[str]:
    """The verbs that do what an act does; a substitute is noted in *losses*."""
    verb = facts["verb"]
    is_many = facts.get("within") or facts.get("match")
    if verb in made.verbs and (verb != "flush" or is_many or made.flushes_prefix):
        yield verb
        return
    if is_many:
        losses.append(Loss(verb, left_out=True))
        return
    for others in INSTEAD.get(verb, ()) if is_whole(facts) else ():
        if all(other in made.verbs for other in others):
            losses.append(Loss(verb, " and ".join(others)))
            yield from others
            return
    losses.append(Loss(verb, left_out=True))


def is_whole(facts: Facts) -> bool:
    """Whether an act says all of its entry: ``change`` may speak of a metric only."""
    if facts["verb"] != "change" or "addr" in facts:
        return True
    return bool(facts.keys() & {*AWAY, *REFUSING})


def with_verb(facts: Facts, verb: str) -> Facts:
    """The facts of an act for a verb: a substitute ``delete`` needs no more than a key."""
    if verb == facts["verb"]:
        return facts
    if verb == "delete" and facts["verb"] != "flush":
        names: tuple[str, ...] = IDENTITY
        if facts.keys() & BY_INTERFACE:
            names = (*names, "ifname", "published")
        facts = {fact: facts[fact] for fact in names if fact in facts}
    return {**facts, "verb": verb}
