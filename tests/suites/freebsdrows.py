"""The rows of FreeBSD's assertions, and the box that each describes."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.suites.freebsdpackets import setup_ends, setup_told, spoofed

from rtentry.addr import Link, LLAddr, Prefix, mask_of, parse_address, parse_mac
from rtentry.errors import RouteError
from rtentry.flags import RTF
from rtentry.kernel.link import attach
from rtentry.kernel.message import Message
from rtentry.kernel.request import NOWHERE, Ask
from rtentry.kernel.rtf import GATEWAY, LLINFO, STATIC
from rtentry.sim.session import Result, Session

ROOT = Path(__file__).parents[2]
SUITES = Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites"))
FILE = SUITES / "freebsd" / "assertions.tsv"

ADDR = r"[0-9a-f]*[.:][0-9a-f.:]+"
LLADDR = "90:10:00:01:02:03"


class Row(NamedTuple):
    """One row of the file."""

    suite: str
    case: str
    setup: str
    command: str
    kind: str
    target: str
    expected: str
    deterministic: str


class UnknownPhraseError(Exception):
    """No rule reads a phrase."""


def rows() -> Iterator[Row]:
    """The rows; ``same`` in setup is that of the row before."""
    if not FILE.exists():
        return
    with FILE.open(newline="", encoding="utf-8") as lines:
        before = ""
        for cells in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(cells) == len(Row._fields) and cells[0] != "suite":
                row = Row(*cells)
                before = before if row.setup == "same" else row.setup
                yield row._replace(setup=before)


ROWS = list(rows())


# -- setup ----------------------------------------------------------------------------------


class World:
    """A box, what it was given, and what it said."""

    def __init__(self) -> None:
        self.session = Session()
        self.box = self.session.boot("box", "freebsd14")
        self.host = self.box.host
        self.addresses: list[tuple[str, int, str]] = []
        self.results: list[Result] = []
        self.messages: list[Message] = []
        self.errno = 0
        self.sent: dict[str, int] = {}
        self.run("ifconfig lo0 127.0.0.1/8")

    def run(self, command: str) -> Result:
        """Type a command; the table must be in order after it."""
        result = self.session.run(command)
        assert self.host.audit() == []
        self.results.append(result)
        return result

    def address(self, ifname: str, addr: str, fib: int = 0) -> None:
        """Give an interface an address."""
        family = "inet6 " if ":" in addr else ""
        self.run(f"ifconfig {ifname} fib {fib} {family}{addr}")
        self.addresses.append((ifname, fib, addr))

    @property
    def ifname(self) -> str:
        """The interface that the setup is about."""
        return self.addresses[0][0]


PLACE = re.compile(
    rf"(?:(?P<ifname>epair\w*|tap\d*|tun\d*) )?(?:up )?(?:fib(?P<fib>\d+) )?"
    rf"(?P<addr>{ADDR}/\d+)"
)


def built(row: Row) -> World:
    """The box that a row's setup describes."""
    world = World()
    setup = row.setup.partition(" (")[0] if "(config" in row.setup else row.setup
    two = re.search(r"two taps|on two taps", setup)
    if two:
        taps(world, row)
        return world
    phrases = [re.sub(r"^A: ", "", p.strip()) for p in setup.split(";")]
    for phrase in phrases:
        phrase_done(world, row, phrase)
    return world


def phrase_done(world: World, row: Row, phrase: str) -> None:
    """Do what one phrase of a setup says."""
    for pattern, act in SETUPS:
        found = re.match(pattern, phrase)
        if found is not None:
            act(world, row, found)
            return
    if not list(PLACE.finditer(phrase)):
        raise UnknownPhraseError(f"setup: {phrase}")
    for place in PLACE.finditer(phrase):
        name = place["ifname"] or "epair"
        name += "" if re.search(r"\d[ab]?$", name) else "0"
        world.address(name, place["addr"], int(place["fib"] or 0))


def setup_prefix(world: World, row: Row, found: re.Match[str]) -> None:
    """The destination of the case; an interface of its family, if none is named."""
    if ";" not in row.setup:
        six = ":" in found[1]
        world.address("tap0", "2001:db8::1/64" if six else "192.0.2.1/24")


def setup_bare(world: World, _row: Row, found: re.Match[str]) -> None:
    """An interface without an address."""
    name = {"epair": "epairb", "tun": "tun0"}.get(found[1], found[1])
    attach(world.host.kernel, name)
    world.addresses.append((name, 0, ""))


def setup_both(world: World, _row: Row, _found: re.Match[str]) -> None:
    """An interface with the addresses of both families that the suite's have."""
    world.address("tap0", "192.0.2.1/24")
    world.address("tap0", "2001:db8::1/64")


def setup_pair(world: World, _row: Row, found: re.Match[str]) -> None:
    """Two machines on one network."""
    world.address("epair0a", f"198.51.100{found[1]}/24")
    world.run(f"peer 198.51.100{found[2]} 02:00:00:00:00:0b on epair0a")


SETUPS = (
    (r"RA from (\w+) a to (\w) \(fib(\d+)\)$", setup_told),
    (r"(epair) a fib(\d+) /(\d+), b fib(\d+) /(\d+)$", setup_ends),
    (r"(?:route|arp|ifconfig) .*", lambda world, _row, found: world.run(found[0])),
    (rf"(?:prefix )?({ADDR}/\d+)$", setup_prefix),
    (
        rf"if addr ({ADDR})",
        lambda world, _row, found: world.address(
            "tap0", found[1] + ("/64" if ":" in found[1] else "/24")
        ),
    ),
    (
        r".*-style prefix",
        lambda world, _row, _found: world.address("tap0", "2001:db8::1/32"),
    ),
    (r"tap0$", setup_both),
    (r"(epair|tap0|tun) (?:up$|without address)", setup_bare),
    (r"A (\.\d+), B (\.\d+)$", setup_pair),
    (r"B: |no interface$|result read", lambda *_: None),
)
"""(pattern of a phrase, what to do)"""


def taps(world: World, row: Row) -> None:
    """Two taps in two fibs: on one subnet, or with one address and two masks."""
    six = "inet6" in row.case or "6" in row.case.rpartition("_")[2]
    if "same IP" in row.setup:
        plens = (64, 96) if six else (24, 25)
        addrs = [f"2001:db8::2/{n}" if six else f"192.0.2.2/{n}" for n in plens]
    else:
        base, plen = ("2001:db8::", 64) if six else ("192.0.2.", 24)
        addrs = [f"{base}{n}/{plen}" for n in (2, 3)]
    for number, addr in enumerate(addrs):
        world.address(f"tap{number}", addr, number + 1)
    if "route add default" in row.setup:
        family = "-6 " if six else ""
        gateway = "2001:db8::1" if six else "192.0.2.1"
        for fib in (1, 2):
            world.run(f"setfib {fib} route add {family}default {gateway}")


# -- commands ---------------------------------------------------------------------------------


def done(world: World, row: Row) -> None:
    """Do what a row's command says."""
    world.host.messages()
    for phrase in [p.strip() for p in row.command.split(";")]:
        acted(world, row, phrase)


def acted(world: World, row: Row, phrase: str) -> None:
    """Do what one phrase of a command says."""
    for pattern, act in COMMANDS:
        found = re.match(pattern, phrase)
        if found is not None:
            act(world, row, found)
            return
    raise UnknownPhraseError(f"command: {phrase}")


def send(world: World, _row: Row, found: re.Match[str]) -> None:
    """Send packets, and count by which interface they leave."""
    before = counters(world)
    world.run(f"udp send {found[2]} 9 {found[1]}")
    after = counters(world)
    world.sent = {name: after[name] - before[name] for name in after}


def add_ways(world: World, row: Row, found: re.Match[str]) -> None:
    """Add the ways that the target lists, with one weight."""
    for host in row.target.replace(".", "").split():
        metrics = {"weight": int(found[1])}
        wanted = Ask(prefix(row), way(row, host), GATEWAY, metrics=metrics)
        world.host.ask("RTM_ADD", wanted)


def delete_first(world: World, _row: Row, _found: re.Match[str]) -> None:
    """Take the first address off."""
    ifname, _, addr = world.addresses[0]
    family = "inet6 " if ":" in addr else ""
    world.run(f"ifconfig {ifname} {family}{addr.partition('/')[0]} delete")


def counters(world: World) -> dict[str, int]:
    """Packets out of each interface."""
    return {name: ifp.opkts for name, ifp in world.host.kernel.ifnets.items()}


def whole(world: World, text: str) -> str:
    """An address of which only the end is given."""
    if not text.startswith("."):
        return text
    return world.addresses[0][2].rpartition(".")[0] + text


def typed(world: World, _row: Row, found: re.Match[str]) -> None:
    """Type a command, in each fib where the row is about fibs."""
    phrase = re.sub(r'"', "", found[0])
    phrase = re.sub(r"(?<= )\.\d+$", lambda m: whole(world, m[0]), phrase)
    if phrase == "route get other address":
        for number, (_, fib, _) in enumerate(world.addresses):
            other = world.addresses[1 - number][2].partition("/")[0]
            family = "-6 " if ":" in other else ""
            world.run(f"setfib {fib} route -n get {family}{other}")
    elif phrase == "ifconfig inet ADDR":
        world.run(f"ifconfig {world.ifname} 192.0.2.7/24")
    elif phrase == "ifconfig inet6 ADDR":
        world.run(f"ifconfig {world.ifname} inet6 2001:db8::7/64")
    elif phrase.startswith("netstat"):
        pass  # what is looked at
    else:
        world.run(phrase)


def redirected(world: World, _row: Row, found: re.Match[str]) -> None:
    """A redirect comes in."""
    world.run(f"icmp redirect from {found[1]} for {found[2]} to {found[3]}")


FLAGS = {
    **{flag.name: int(flag) for flag in RTF if flag.name not in ("MTU", "UP", "DONE")},
    "LLDATA": LLINFO,
}
"""Flags by name, as requests say them."""


def requested(world: World, row: Row, phrase: str) -> None:
    """Send a request to the routing socket."""
    phrase = defaults(world, row, phrase)
    kind = phrase.split()[0]
    wanted = ask(world, phrase)
    try:
        world.host.ask(kind, wanted)
    except RouteError as error:
        world.errno = error.errno
    assert world.host.audit() == []
    world.messages = world.host.messages()


def defaults(world: World, row: Row, phrase: str) -> str:
    """A request that refers to the one of its case, or of the row, in full."""
    six = "_v6" in row.case
    half = "2001:db8::/33 gw 2001:db8:ffff:ffff:ffff:ffff:ffff:fffe"
    if phrase == "RTM_ADD as above":
        return "RTM_ADD 192.0.2.0/25 gw 192.0.2.254 STATIC"
    if "half prefix" in phrase:
        return f"RTM_ADD {half} STATIC"
    if phrase == "RTM_DELETE without gateway" and six:
        requested(world, row, f"RTM_ADD {half} STATIC")
        return "RTM_DELETE 2001:db8::/33"
    if phrase == "RTM_ADD":  # what is deleted behind it
        last = row.command.rpartition("RTM_DELETE")[2]
        return "RTM_ADD" + last
    return phrase


def ask(world: World, phrase: str) -> Ask:
    """The request that a phrase describes."""
    dst, mask = NOWHERE, None
    if found := re.match(rf"RTM_\w+ ({ADDR})(%\w+)?(?:/(\d+))?", phrase):
        dst = parse_address(found[1] + (found[2] or ""))
        plen = found[3]
        if masked := re.search(rf"mask ({ADDR})", phrase):
            mask = parse_address(masked[1]).addr
            plen = str(mask.bit_count())
        if plen is not None:
            dst = dst._replace(plen=int(plen))
            mask = mask_of(int(plen), dst.version)
    exact = dst.version == 6 or mask is not None or not phrase.startswith("RTM_GET")
    flags = sum(bit for name, bit in FLAGS.items() if re.search(rf"\b{name}\b", phrase))
    gateway: Prefix | LLAddr | Link | None = None
    if found := re.search(rf"(?:gw|gateway) ({ADDR})", phrase):
        gateway = parse_address(found[1])
    elif "AF_LINK MAC" in phrase:
        gateway = parse_mac(LLADDR)
    elif found := re.search(r"gateway AF_LINK (\w+)", phrase):
        gateway = Link(world.host.kernel.ifnets[world.ifname].index)
    metrics = {
        name: int(value)
        for name, value in re.findall(r"\b(mtu|expire|weight)[ =]?(\d+)", phrase)
    }
    if "expire" in metrics:
        metrics["expire"] += world.host.now
    wanted = Ask(dst, gateway, flags, mask if dst.plen >= 0 else None, exact)
    return wanted._replace(metrics=metrics)


def stepped(world: World, row: Row, found: re.Match[str]) -> None:
    """Add (+) and delete (-) ways, up to the step that is named."""
    steps, _, last = found[0].partition(" : after step ")
    names = steps.split()
    for step in names[: names.index(last) + 1]:
        host, _, weight = step[1:].partition("=")
        metrics = {"weight": int(weight)} if weight and step[0] == "+" else {}
        wanted = Ask(prefix(row), way(row, host), GATEWAY | STATIC, metrics=metrics)
        world.host.ask("RTM_ADD" if step[0] == "+" else "RTM_DELETE", wanted)
        assert world.host.audit() == []


COMMANDS = (
    (rf"spoofed ICMP from ({ADDR})$", spoofed),
    (r"(?:route|arp|netstat|ifconfig|setfib) .*", typed),
    (
        rf"ping ({ADDR}|\.\d+)",
        lambda world, _row, found: world.run(f"ping -c 1 {whole(world, found[1])}"),
    ),
    (rf"(\d+) packets to ({ADDR})", send),
    (
        rf"ICMP redirect from ({ADDR}).*host ({ADDR}) -> gateway ({ADDR})",
        redirected,
    ),
    (r"RTM_.*", lambda world, row, found: requested(world, row, found[0])),
    (r"\+.*", stepped),
    (r"\d+ gws with weight (\d+)", add_ways),
    (r"delete one address", delete_first),
    (r"see name", lambda *_: None),  # kind and expected say what is done
)
"""(pattern of a phrase, what to do)"""


def prefix(row: Row) -> Prefix:
    """The destination that a row is about."""
    found = re.search(rf"({ADDR})/(\d+)", f"{row.target} {row.setup}")
    if found is None:
        raise UnknownPhraseError(f"target: {row.target}")
    return parse_address(found[1])._replace(plen=int(found[2]))


def way(row: Row, last: str) -> Prefix:
    """The gateway that ends so."""
    base = "2001:db8::" if prefix(row).version == 6 else "192.0.2."
    return parse_address(base + last)
