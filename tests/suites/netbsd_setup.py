"""
The boxes of a NetBSD case, from the few words that say what they are; phrases that stand
for commands.

    LOCAL shmif0 10.0.0.2/24 on bus1; PEER shmif0 10.0.0.1/24 + alias 10.0.0.3/24 on bus1

A part between semicolons begins with the name of a box, or is about the first one; then
come interfaces, addresses, the wire, limits.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rtentry.sim.session import Session

WORD = re.compile(
    r"(?P<ifname>(?:shmif|tap|vether)\d+)"
    r"|(?P<addr>(?:\d+\.){3}\d+(?:/\d+)?|[0-9a-f]*(?::[0-9a-f]*){2,}(?:/\d+)?)"
    r"|on (?P<bus>\w+)|default (?P<gateway>\S+)|(?P<forwards>forwarding)"
    r"|(?P<sysctl>net\.[\w.]+=\w+)"
)
"""What can stand in a part."""

NAME = re.compile(r"\s*([A-Z][A-Z0-9]*)\b\s*(.*)")

LOOPBACK = ("ifconfig lo0 127.0.0.1/8", "ifconfig lo0 inet6 ::1/128")
"""What every box has."""


def boot(setup: str, system: str, knobs: dict[str, str]) -> Session:
    """
    The boxes of a case.

    Args:
        knobs: values of limits that the setup only names, by letter.
    """
    session = Session()
    for part in [part for part in setup.split(";") if part.strip()]:
        found = NAME.match(part)
        name = found.group(1) if found else session.first or "LOCAL"
        if name not in session.boxes:
            start(session, name, system)
        build(session, name, found.group(2) if found else part, knobs)
    return session


def start(session: Session, name: str, system: str) -> None:
    """A box with its loopback; those that are not asked anything are routers."""
    session.boot(name, system)
    for command in LOOPBACK:
        session.run(f"@{name} {command}")
    if len(session.boxes) > 1:
        session.run(f"@{name} sysctl -w net.inet.ip.forwarding=1")


def build(session: Session, name: str, text: str, knobs: dict[str, str]) -> None:
    """Give a box what a part says that it has."""
    steps: list[str] = []
    ifname, number, segments = "shmif0", -1, []
    for found in WORD.finditer(text):
        kind, value = str(found.lastgroup), str(found.group(str(found.lastgroup)))
        if kind == "ifname":
            ifname, number = value, int(value.lstrip("abcdefghijklmnopqrstuvwxyz"))
        elif kind == "addr":
            if number < 0 or ("+" in text[: found.start()] and "alias" not in text):
                number += 1
                ifname = f"shmif{number}"
            steps.append(address(ifname, value))
        elif kind == "bus":
            segments.append(f"plug {ifname} {value}")
        else:
            steps.append(OTHERS[kind].format(counted(value, knobs)))
    if not any(step.startswith("ifconfig") for step in steps) and "shmif" in text:
        steps.insert(0, f"ifconfig {ifname} up")
    for command in [*segments, *steps]:
        result = session.run(f"@{name} {command}")
        assert result.status == 0, (command, result)


OTHERS = {
    "gateway": "route add default {}",
    "forwards": "sysctl -w net.inet.ip.forwarding=1{:.0}",
    "sysctl": "sysctl -w {}",
}
"""What a word makes a box do."""


def counted(text: str, knobs: dict[str, str]) -> str:
    """A limit with its value: a letter stands for one that the case's name says."""
    name, equals, value = text.partition("=")
    return f"{name}{equals}{knobs.get(value, value)}"


def address(ifname: str, text: str) -> str:
    """The command that gives an interface an address."""
    if ":" in text:
        return f"ifconfig {ifname} inet6 {text if '/' in text else text + '/64'}"
    return f"ifconfig {ifname} {text} alias"


def lladdr(session: Session, name: str) -> str:
    """The link-level address of a box."""
    return str(session.box(name).host.kernel.ifnets["shmif0"].lladdr)


PHRASES: dict[str, Callable[[Session, str, re.Match[str]], str]] = {
    r"advance (\d+) s": lambda _s, _n, found: f"sleep {found.group(1)}",
    r"advance shown timeout\+1": lambda _s, _n, _f: "sleep 31",
    r"(net[\w.]+=\d+)": lambda _s, _n, found: f"sysctl -w {found.group(1)}",
    r"advance redirtimeout\+(\d+) s": lambda s, _n, found: (
        f"sleep {s.box().host.kernel.knobs['redirtimeout'] + int(found.group(1))}"
    ),
    r"(arp -s \S+) SRCMAC": lambda s, _n, f: f"{f.group(1)} {lladdr(s, 'SRC')}",
    r"((?:arp|ndp) -s \S+) MAC(.*)": lambda s, n, found: (
        f"{found.group(1)} {lladdr(s, n)}{found.group(2)}"
    ),
    r"add (\w+) (\S+)": lambda _s, _n, found: (
        f"ifconfig {found.group(1)} {found.group(2)}"
    ),
}
"""Commands that stand for others."""
