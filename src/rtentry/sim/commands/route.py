"""
``route``: add, delete, change, get, flush, monitor, show.

Source: 4.4BSD sbin/route/route.c, newroute(), getaddr(), print_getmsg(),
flushroutes(), and its descendants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from errno import ESRCH

from rtentry.addr import (
    DEFAULT4,
    WIDTH,
    Link,
    LLAddr,
    Prefix,
    show_address,
    show_quad,
)
from rtentry.classic import Getopt, Options
from rtentry.errors import FormatError, RouteError, UsageError
from rtentry.flags import RTF
from rtentry.kernel import art, request
from rtentry.kernel import snapshot as snapshots
from rtentry.kernel.entry import Entry
from rtentry.kernel.request import Ask
from rtentry.kernel.rtf import DONE, GATEWAY, HOST
from rtentry.light import NamedTuple
from rtentry.listing import View
from rtentry.model import Snapshot
from rtentry.sim.commands.netstat import tool
from rtentry.sim.commands.time import told
from rtentry.sim.routewords import Parsed, ask, parse, priority, refused, whole
from rtentry.sim.session import Box, Result, Session, said
from rtentry.sim.words import strerror

KINDS = {
    "add": "RTM_ADD",
    "delete": "RTM_DELETE",
    "change": "RTM_CHANGE",
    "get": "RTM_GET",
}


def route(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``route [-nqv] command [[modifiers] args]``."""
    box = session.box(name)
    try:
        options, rest = getopt(box).parse(argv[1:])
        if not rest:
            raise getopt(box).refuse()
        given = "".join([letter for letter, _ in options])
        return within(box, options, lambda: act(session, box, given, argv, rest))
    except UsageError as error:
        return Result(tuple(error.text.splitlines()), error.status)


def getopt(box: Box) -> Getopt:
    """How the box's route reads its options."""
    lines, status = box.words.route_usage
    usage = "".join([f"{line}\n" for line in lines])
    return Getopt("route", box.words.route_options, usage, status)


def within(box: Box, options: Options, action: Callable[[], Result]) -> Result:
    """Do something about the routing table that ``-T`` names."""
    before = box.tableid
    number = dict(options).get("T") or str(before)
    box.tableid = whole(number, "routing table")
    try:
        return action()
    finally:
        box.tableid = before


def act(
    session: Session, box: Box, given: str, argv: Sequence[str], rest: Sequence[str]
) -> Result:
    """Do what the command asks."""
    verb = rest[0]
    if "6" in given:
        rest = [verb, "-6", *rest[1:]]
    verb = box.words.verbs.get(verb, verb)
    if verb in KINDS:
        parsed = parse(box, rest[1:])
        return got(box, parsed) if verb == "get" else changed(box, given, verb, parsed)
    if verb == "flush":
        return flushed(box, which(box, rest[1:]), quiet="q" in given)
    if verb == "monitor":
        return told(box)
    if verb == "show":
        return shown(box, argv, rest)
    if verb == "exec" and "T" in box.words.route_options:
        return session.dispatch(box.name, rest[1:])
    if verb in box.words.absent:
        raise FormatError(f"route {verb} is not simulated")
    raise getopt(box).refuse(box.words.keyword.format(word=verb) + "\n")


def shown(box: Box, argv: Sequence[str], rest: Sequence[str]) -> Result:
    """``route show``: as the box's dialect shows it, or as its netstat."""
    if "route" in box.dialect.tools:
        return tool(box, argv, done=box.words.shows_done)
    family = ["-f", rest[1].lstrip("-")] if len(rest) > 1 else []
    return tool(box, ["netstat", "-rn", *family])


UNSENT = frozenset("dt")
"""Options with which route(8) tells the kernel nothing."""

# -- add, delete, change ------------------------------------------------------------------


def changed(box: Box, given: str, verb: str, parsed: Parsed) -> Result:
    """The answer to a request that changes the table."""
    error = 0
    wanted = ask(box, parsed)
    try:
        if not UNSENT & set(given):
            box.host.ask(KINDS[verb], wanted)
    except RouteError as caught:
        error = caught.errno
    lines = list(confirmation(box, verb, parsed, error))
    if "q" in given:
        lines = [line for line in lines if error]
    return Result(tuple(lines), box.words.failed if error else 0)


def confirmation(box: Box, verb: str, parsed: Parsed, error: int) -> Iterator[str]:
    """What route prints of a request, and of what the kernel said."""
    if error:
        yield box.words.refused.format(error=strerror(error))
    what = "host" if parsed.flags & HOST else "net"
    gateway = f": gateway {parsed.gateway_text}" if parsed.gateway_text else ""
    fib = parsed.values.get("-fib")
    if box.words.fibs and (error or fib):
        gateway += f" fib {fib or box.host.kernel.knobs['fib']}"
    why = box.words.reasons.get(error, strerror(error)) if error else ""
    yield f"{verb} {what} {parsed.dst_text}{gateway}{f': {why}' if why else ''}"


# -- get -------------------------------------------------------------------------------------

GET = "route get"
"""The form of a dialect that knows how its route(8) answers; else :func:`getmsg`."""

METRICS = (
    "recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar", "hopcount", "mtu", "expire",
)  # fmt: skip

GET_HEADING = (
    " recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire"
)


def got(box: Box, parsed: Parsed) -> Result:
    """The answer to ``route get``."""
    wanted = ask(box, parsed)._replace(exact=parsed.mask_given)
    now = box.host.now
    try:
        rt = request.asked(box.host.kernel, "RTM_GET", wanted, now)
    except RouteError as caught:
        text = box.words.refused.format(error=strerror(caught.errno))
        return said(text, status=box.words.failed)
    if GET in [form.name for form in box.dialect.forms]:
        return Result(answer(box, wanted, rt))
    return Result(tuple(getmsg(box, wanted, rt, now)))


def answer(box: Box, wanted: Ask, rt: Entry) -> tuple[str, ...]:
    """What the dialect prints of an entry."""
    found = snapshots.route(box.host.kernel, rt, box.host.now)
    record = found._replace(flags=found.flags | RTF.DONE)
    view = View(dst=named(wanted.dst.addr, wanted.dst.version))
    form = box.dialect.form(GET)
    return tuple(form.show(Snapshot(routes=(record,)), None, view))


def getmsg(box: Box, wanted: Ask, rt: Entry, now: int) -> Iterator[str]:
    """What ``route get`` prints of an entry."""
    version = rt.table.version
    yield f"   route to: {named(wanted.dst.addr, version)}"
    yield f"destination: {named(rt.addr, version)}"
    if not rt.flags & HOST:
        yield f"       mask: {named(rt.mask, version)}"
    if rt.flags & GATEWAY and isinstance(rt.gateway, Prefix):
        yield f"    gateway: {show_address(rt.gateway)}"
    yield f"  interface: {rt.ifp.name}"
    yield f"      flags: {flag_names(box, rt.flags | DONE)}"
    yield GET_HEADING
    values = metrics(rt, now)
    cells = [f"{values[n]:8}{'L' if n in rt.locks else ' '}" for n in METRICS]
    yield " ".join(cells)


def named(addr: int, version: int = 4) -> str:
    """An address as routename() writes it."""
    return show_address(Prefix(version, addr, WIDTH[version])) if addr else "default"


def flag_names(box: Box, flags: int) -> str:
    """The flags by name: ``<UP,GATEWAY>``."""
    found = [name for flag, name in box.words.flags.items() if flags & flag]
    return f"<{','.join(found)}>"


def metrics(rt: Entry, now: int) -> dict[str, int]:
    """The metrics of an entry as route shows them: milliseconds, seconds left."""
    values = {name: snapshots.metric(rt, name) for name in METRICS}
    values["mtu"] = rt.mtu
    values["expire"] = rt.expire - now if rt.expire else 0
    return values


# -- flush -------------------------------------------------------------------------------------


class Which(NamedTuple):
    """
    Which routes are flushed.

    Fields:
        versions: their families.
        prio:     their preference; 0 = any (OpenBSD).
    """

    versions: tuple[int, ...] = (4, 6)
    prio: int = 0


FAMILIES = {"-inet": (4,), "-4": (4,), "-inet6": (6,), "-6": (6,)}


def which(box: Box, words: Sequence[str]) -> Which:
    """Which routes ``route flush`` is about: all, or those of the family that is said."""
    found = Which()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in FAMILIES:
            found = found._replace(versions=FAMILIES[word])
        elif word == "-priority" and word in box.words.route_takes and rest:
            found = found._replace(prio=priority(rest.pop(0)))
        else:
            raise refused(box, word.removeprefix("-"))
    return found


def flushed(box: Box, about: Which, *, quiet: bool) -> Result:
    """``route flush``: delete what was added, and say so; it stops at an error."""
    lines: list[str] = []
    for version in about.versions:
        gone = list(deleted(box, version, about.prio))
        if not quiet:
            lines += [flush_line(box, rt) for rt, there in gone if there]
        if any(not there for _, there in gone):
            lines.append(f"route: write to routing socket: {strerror(ESRCH)}")
            lines.append("got only -1 for rlen")
            break
    box.host.settle()
    return Result(tuple(lines))


def deleted(box: Box, version: int, prio: int) -> Iterator[tuple[Entry, bool]]:
    """Delete the routes of a family, to the first that is not there any more."""
    k, now = box.host.kernel, box.host.now
    flags = int(box.words.flushes)
    chosen = request.flushing(k, flags, version, box.tableid)
    for rt in [rt for rt in chosen if prio in (0, art.prio(rt))]:
        there = request.flush(k, rt, now)
        yield rt, there
        if not there:
            return


def flush_line(box: Box, rt: Entry) -> str:
    """One line of ``route flush``."""
    dst = named(rt.addr, rt.table.version) if rt.flags & HOST else netname(box, rt)
    gateway = rt.gateway
    via = linkname(rt, gateway)
    if isinstance(gateway, Prefix):
        via = named(gateway.addr, gateway.version)
    return f"{dst:20.20} {via:20.20} done"


def netname(box: Box, rt: Entry) -> str:
    """A network as flush writes it: whole, or without its last zero octets."""
    if rt.addr == DEFAULT4.addr:
        return "default"
    if rt.table.version == 6:
        return show_address(rt.dst)
    text = show_quad(rt.addr)
    if box.words.netname == "full":
        return text
    while text.endswith(".0"):
        text = text.removesuffix(".0")
    return text


def linkname(rt: Entry, gateway: object) -> str:
    """A link-level gateway as link_ntoa() writes it."""
    if isinstance(gateway, LLAddr):
        return ".".join([f"{octet:x}" for octet in gateway])
    return f"link#{int(gateway)}" if isinstance(gateway, Link) else rt.ifp.name


COMMANDS = {"route": route}
