"""
OpenBSD's own tests of route(8), typed to a simulated box, byte for byte.

A case is a list of commands of ``route -T 5`` on a box with four loopbacks; ``!`` before
one means that it must fail, ``$`` that it is a command of its own.  Then the table is
shown.  After every step the references are counted.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from tests.suites.references import wrong

from rtentry.sim.session import Result, Session

ROOT = Path(__file__).parents[2]
SUITES = Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites"))
FOLDER = SUITES / "openbsd" / "rttest"

if not (FOLDER / "cases.json").exists():
    pytest.skip("no suite openbsd/rttest here", allow_module_level=True)

SUITE: dict[str, Any] = json.loads((FOLDER / "cases.json").read_text())
ROUTE = "route -T 5 -n"
LINK = re.compile(r"link#\d* *")
"""Numbers of interfaces are left out of the expected text."""


def boot() -> Session:
    """A box as each case finds it."""
    session = Session()
    session.boot("box", "openbsd7")
    for command in SUITE["fixture"]["setup"]:
        assert session.run(command).status == 0, command
    return session


def act(session: Session, command: str) -> Result:
    """Type a command; it must end as the case says, and leave the table in order."""
    fails = command.startswith("!")
    text = command.lstrip("!").strip()
    text = text[1:].strip() if text.startswith("$") else f"{ROUTE} {text}"
    result = session.run(text)
    assert (result.status != 0) == fails, (command, result)
    assert wrong(session.box().host) == [], command
    return result


def expected(number: int) -> str | None:
    """What the table must look like; ``None`` = nobody says."""
    found = sorted((FOLDER / "expected").glob(f"rttest{number}@*.ok"))
    return found[-1].read_text() if found else None


def masked(text: str) -> str:
    """A table without the numbers of interfaces."""
    return LINK.sub(f"{'link#':19}", text)


@pytest.mark.parametrize(
    "case", SUITE["cases"], ids=lambda case: f"{case['n']}-{case['title']}"
)
def test_a_case_ends_in_the_expected_table(
    case: dict[str, Any], record_property
) -> None:
    record_property("suite", "openbsd/rttest")
    session = boot()
    for command in [*case.get("setup", ()), *case["cmds"]]:
        act(session, command)
    show = case["show"]
    if show is None:
        return
    verb = show if show.startswith("get") else f"show {show}"
    shown = act(session, verb)
    text = expected(case["n"])
    if text is not None and verb != show:
        assert masked("\n".join(shown.lines) + "\n") == masked(text)


def test_networks_are_typed_in_every_way(record_property) -> None:
    record_property("suite", "openbsd/rttest")
    session = boot()
    typed: list[str] = []
    for command in SUITE["parse_only"]["commands"]:
        if command.startswith("add"):
            typed.append(command)
            act(session, command)
        else:
            for one in typed:
                act(session, one.replace("add", "delete", 1))
            typed = []
