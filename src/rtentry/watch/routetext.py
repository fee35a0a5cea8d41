"""
What ``route monitor`` of BSDs prints: some lines for each routing message.

    got message of size 128 on Fri Nov 27 20:30:50 2026
    RTM_ADD: Add Route: len 128, pid: 0, seq 0, errno 0, flags:<UP,GATEWAY,DONE,STATIC>
    locks:  inits:
    sockaddrs: <DST,GATEWAY,NETMASK>
     10.0.0.0 192.0.2.1 255.0.0.0

Each is an event.  What a message says is kept by its own names, in the order of the
text; the lines without these values are the row of a Block.

Source: sbin/route/route.c, print_rtmsg(), pmsg_addrs(): 4.4BSD and what came of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rtentry.addr import Prefix, parse_address, parse_gateway
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.ip import times
from rtentry.listing import Form, Found, View
from rtentry.model import Block, Event, Route, Snapshot, Value

HEAD = re.compile(r"got message of size (?P<size>\d+) on (?P<time>.+?) *$")
TYPE = re.compile(r"(?P<message>RTM_\w+): ")

PAIR = re.compile(
    r"\b(?P<name>len|pid|seq|errno|metric|if#|link|mtu|priority|table|carrier|name|what"
    r"|use|expire|flags|fmask|locks|inits)(?P<sign>:? *)"
    r"(?P<value><[^>\n]*>|(?<=[ :])[\w.]+L?(?: carrier)?|)(?=[, \n]|$)"
)
"""A name and its value, which may be nothing."""

SOCKADDRS = re.compile(r"^sockaddrs: <(?P<names>[A-Z,]*)>$")

ABOUT = {"RTM_IFINFO": "interface", "RTM_IFANNOUNCE": "interface"} | dict.fromkeys(
    ["RTM_NEWADDR", "RTM_DELADDR", "RTM_CHGADDRATTR"], "address"
)
"""What a message is about, if not a route."""

GONE = frozenset({"RTM_DELETE", "RTM_DELADDR"})

# -- reading ---------------------------------------------------------------------------


def parse(lines: Sequence[str], index: int) -> Found | None:
    """See :class:`rtentry.listing.Form`."""
    if not HEAD.match(lines[index]):
        return None
    events: list[Event] = []
    blocks: list[Block] = []
    at = index
    while at < len(lines) and HEAD.match(lines[at]):
        end = at + 1
        while end < len(lines) and lines[end].strip() and not HEAD.match(lines[end]):
            end += 1
        event, row = read(lines[at:end], at)
        if not blocks or blocks[-1].row != row:
            blocks.append(Block((len(events), len(events)), row=row))
        blocks[-1] = blocks[-1]._replace(rows=(blocks[-1].rows[0], len(events) + 1))
        events.append(event)
        at = end
        if at + 1 < len(lines) and not lines[at].strip() and HEAD.match(lines[at + 1]):
            at += 1
            blocks[-1] = blocks[-1]._replace(row=f"{row}\n")
    both = zip(texts(events, blocks), lines[index:at], strict=False)
    loose = sum(again != line for again, line in both)
    return Found(tuple(events), tuple(blocks), at, loose)


def read(lines: Sequence[str], at: int) -> tuple[Event, str]:
    """
    The event that some lines say, and its row.

    Raises:
        FormatError: if they are not those of a message.
    """
    head, kind = HEAD.match(lines[0]), TYPE.match(lines[1] if len(lines) > 1 else "")
    if head is None or kind is None:
        raise FormatError("no type in a routing message", line=at + 1)
    time = times.parse_long(f"Timestamp: {head['time']} 0 usec")
    if time is None:
        raise FormatError(f"{head['time']!r} is not a time", line=at)
    values: list[tuple[str, Value]] = [
        ("message", kind["message"]),
        ("size", int(head["size"])),
    ]
    row = "\n".join(rows(lines[1:], at + 1, values))
    message = kind["message"]
    about = ABOUT.get(message, "route")
    extra = tuple(values)
    record = route_of(dict(extra)) if about == "route" else None
    when = time.partition(".")[0]
    return Event(about, record, message in GONE, when, extra=extra), row


def rows(
    lines: Sequence[str], at: int, values: list[tuple[str, Value]]
) -> Iterator[str]:
    """The lines with ``%s`` for each value; these are appended to *values*."""
    names: list[str] = []
    for n, line in enumerate(lines):
        if names:
            cells = joined(line.split())
            if len(cells) < len(names):  # one may be nothing: a link without an address
                cells = joined(line.removeprefix(" ").split(" "))
            if len(cells) != len(names):
                raise FormatError(f"not {len(names)} addresses: {line!r}", line=at + n)
            values += zip(names, cells, strict=True)
            yield " %s" * len(names)
            names = []
            continue
        found = SOCKADDRS.match(line)
        names = found["names"].lower().split(",") if found else []
        yield line.replace("%", "%%") if found else row_of(line, values)
    if names:
        raise FormatError("no addresses in a routing message", line=at + len(lines))


def row_of(line: str, values: list[tuple[str, Value]]) -> str:
    """A line with ``%s`` for each value."""
    out, at = "", 0
    for found in PAIR.finditer(line):
        name, value = unused(found["name"].rstrip("#"), values), found["value"]
        values.append((name, int(value) if is_number(value) else value))
        out += line[at : found.start("value")].replace("%", "%%") + "%s"
        at = found.end("value")
    return out + line[at:].replace("%", "%%")


def is_number(text: str) -> bool:
    """Whether a value is a number that is written in one way only."""
    return text.isascii() and text.isdigit() and str(int(text)) == text


def unused(name: str, values: Sequence[tuple[str, Value]]) -> str:
    """A name, numbered if a message has it twice."""
    count = sum(known.split(" ")[0] == name for known, _ in values)
    return f"{name} {count + 1}" if count else name


def joined(words: Sequence[str]) -> list[str]:
    """Addresses; ``(255) ffff ff00`` is one, in numbers of 16 bits."""
    out: list[str] = []
    for word in words:
        is_part = out and out[-1].startswith("(") and re.fullmatch(r"[0-9a-f]+", word)
        if is_part:
            out[-1] += f" {word}"
        else:
            out.append(word)
    return out


# -- records ---------------------------------------------------------------------------


def route_of(values: dict[str, Value]) -> Route | None:
    """The route of a message; ``None`` if its destination cannot be read."""
    try:
        dst = destination(str(values.get("dst", "")), str(values.get("netmask", "")))
        via = values.get("gateway")
        gateway = None if via is None else parse_gateway(str(via))
    except (FormatError, ValueError):
        return None
    name = str(values.get("ifp", "")).partition(":")[0] or values.get("name")
    return Route(dst, gateway, str(name) if name else None, flags_of(values))


def flags_of(values: dict[str, Value]) -> RTF:
    """The flags that have a name here."""
    flags = RTF(0)
    for name in str(values.get("flags", "")).strip("<>").split(","):
        flags |= RTF.__members__.get(name, RTF(0))
    return flags


def destination(dst: str, mask: str) -> Prefix:
    """A destination; without a mask it is a host."""
    if dst == "default":
        return Prefix(6 if ":" in mask else 4, 0, 0)
    host = parse_address(dst)
    return host._replace(plen=length(mask, host)) if mask else host


def length(mask: str, host: Prefix) -> int:
    """How long a mask is: an address, or numbers of 16 bits, low octet first."""
    if mask == "default":
        return 0
    if not mask.startswith("("):
        return parse_address(mask).addr.bit_count()
    octets = b"".join([int(w, 16).to_bytes(2, "little") for w in mask.split()[1:]])
    start, end = (2, 6) if host.version == 4 else (6, 22)
    return int.from_bytes(octets[start:end]).bit_count()


# -- writing ---------------------------------------------------------------------------


def lines_of(event: Event, row: str) -> Iterator[str]:
    """The lines of an event."""
    (_, _), (_, size), *values = event.extra
    time = times.show_long(f"{event.at}.0").removeprefix("Timestamp: ")
    yield f"got message of size {size} on {time.removesuffix(' 0 usec')}"
    text = row % tuple([str(value) for _, value in values])
    yield from text.split("\n")


def texts(events: Sequence[Event], blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of some events."""
    for block in blocks:
        for event in events[slice(*block.rows)]:
            yield from lines_of(event, block.row or "")


def show(
    snapshot: Snapshot, blocks: Sequence[Block] | None, view: View
) -> Iterator[str]:
    """See :class:`rtentry.listing.Form`; what no text showed cannot be said."""
    yield from texts(snapshot.events, blocks or ())


def form(pattern: str, alien: str = r"(?!)") -> Form:
    """
    The form of systems of whose messages at least one has something of *pattern*.

    *alien*: what none of them has: flags of other systems.
    """
    mark, other = re.compile(pattern), re.compile(alien)

    def parse_own(lines: Sequence[str], index: int) -> Found | None:
        found = parse(lines, index)
        said = lines[index : found.end] if found else ()
        own = any(map(mark.search, said)) and not any(map(other.search, said))
        return found if own else None

    return Form(
        "route monitor", "events", parse_own, show, first=frozenset(["got message"])
    )


LITE = r"\bpid: |\bmetric |\bif# "
OF_MACOS = r"\bifscope \d|\b(?:IFSCOPE|CONDEMNED|IFREF|PROXY|ROUTER|GLOBAL)\b"
OF_FREEBSD = r"\b(?:PRCLONING|WASCLONED|PINNED|STICKY|FIXEDMTU)\b"

FORM = form(LITE, rf"{OF_MACOS}|{OF_FREEBSD}")
"""As 4.4BSD."""

FREEBSD = form(LITE, OF_MACOS)
MACOS = form(LITE)

NETBSD = form(r"\bpid \d|flags: ")
OPENBSD = form(r"^fmask:|\bname \w+, ")
"""From 4.x on."""
