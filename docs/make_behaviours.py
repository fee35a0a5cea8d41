"""
Writes docs/behaviours.md from the results of the tests that carry a behaviour's number.

    python docs/make_behaviours.py [--check]

A test of behaviour 16 is named ``test_b16_...``, in whatever file of ``tests/``; its name
is the fact that stands in the table.  The systems are those that were booted while it
ran.  With ``--check`` no test is run: the status is 1 if the table names other tests, or
more or fewer cases of them, than there are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from rtentry.kernel import clock
from rtentry.kernel.state import Kernel
from rtentry.kernel.systems import systems
from rtentry.kernel.wire import Wire

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "behaviours.md"
NAME = re.compile(r"test_b(\d\d)_(\w+)")
BEGIN, END = "<!-- results -->\n", "<!-- end of results -->"
COUNT = 82

LEFT_OUT: dict[int, str] = {}
"""Numbers without a test, and why."""


class Row(NamedTuple):
    """
    One test.

    Fields:
        number:  of the behaviour.
        fact:    what the test's name says.
        systems: those that were booted while it ran.
        cases:   how often it ran, with one system or value after the other.
        passed:  how many of these passed.
    """

    number: int
    fact: str
    systems: tuple[str, ...]
    cases: int
    passed: int


class Recorder:
    """
    Keeps what became of each test that carries a number (a plugin of pytest).

    Fields:
        cases:  (number, fact) -> how many there are.
        passed: the same -> how many passed.
        booted: the same -> systems.
    """

    def __init__(self) -> None:
        self.cases: dict[tuple[int, str], int] = {}
        self.passed: dict[tuple[int, str], int] = {}
        self.booted: dict[tuple[int, str], set[str]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the tests that carry a number; the others are not run."""
        items[:] = [item for item in items if NAME.match(item.name)]
        for item in items:
            key = key_of(item.name)
            self.cases[key] = self.cases.get(key, 0) + 1

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note which systems a test boots, its preparation included."""
        key, boot = key_of(item.name), clock.boot

        def noted(name: str, place: Wire | None) -> Kernel:
            self.booted.setdefault(key, set()).add(name)
            return boot(name, place)

        clock.boot = noted
        try:
            return (yield)
        finally:
            clock.boot = boot

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note whether a test passed."""
        if report.when == "call" and report.passed:
            key = key_of(report.nodeid.rpartition("::")[2])
            self.passed[key] = self.passed.get(key, 0) + 1


def key_of(name: str) -> tuple[int, str]:
    """The number of a test, and the fact that its name says."""
    found = NAME.match(name)
    assert found is not None
    words = found[2].replace("_s_", "'s_").replace("_", " ")
    return int(found[1]), words


def run(*options: str) -> Recorder:
    """Run the tests, or only collect them."""
    recorder = Recorder()
    files = sorted(str(path) for path in (ROOT / "tests").glob("test_*.py"))
    argv = ["-q", "-p", "no:xdist", "-o", "addopts=", *options]
    argv += ["--import-mode=importlib", "--no-header", "--no-summary", *numbered(files)]
    pytest.main(argv, plugins=[recorder])
    return recorder


def numbered(files: Sequence[str]) -> list[str]:
    """Those of some files that have such tests."""
    return [path for path in files if NAME.search(Path(path).read_text())]


def rows(recorder: Recorder) -> list[Row]:
    """The rows of the table."""
    order = {system.name: n for n, system in enumerate(systems())}
    return [
        Row(
            *key,
            tuple(sorted(recorder.booted.get(key, ()), key=order.__getitem__)),
            cases,
            recorder.passed.get(key, 0),
        )
        for key, cases in sorted(recorder.cases.items(), key=lambda item: item[0][0])
    ]


def table(found: Sequence[Row]) -> Iterator[str]:
    """The table, and what is left out."""
    have = {row.number for row in found}
    passed = {row.number for row in found if row.passed == row.cases}
    failed = have - {row.number for row in found if row.passed < row.cases}
    yield f"{len(passed & failed)} of {COUNT} behaviours hold, in {len(found)} tests."
    yield ""
    yield "| # | fact | systems | cases | result |"
    yield "| --- | --- | --- | --- | --- |"
    for row in found:
        names = " ".join([f"`{name}`" for name in row.systems]) or "(octets alone)"
        result = "holds" if row.passed == row.cases else "**fails**"
        yield f"| {row.number} | {row.fact} | {names} | {row.cases} | {result} |"
    missing = [n for n in range(1, COUNT + 1) if n not in have]
    if missing:
        yield ""
        yield "Left out:"
        yield ""
        yield from [f"* {n}: {LEFT_OUT.get(n, 'not yet tested')}" for n in missing]


def is_current(page: str) -> bool:
    """Whether a page has just the tests that there are."""
    cells = re.findall(r"^\| (\d+) \| (.+?) \| .*? \| (\d+) \| holds \|$", page, re.M)
    there = sorted((int(n), fact, int(cases)) for n, fact, cases in cells)
    with redirect_stdout(StringIO()):
        recorder = run("--collect-only")
    return there == sorted((*key, cases) for key, cases in recorder.cases.items())


def main(argv: Sequence[str]) -> int:
    """Write the table, or tell whether it is out of date."""
    text = PAGE.read_text()
    if "--check" in argv:
        return int(not is_current(text))
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    made = "\n".join(table(rows(run())))
    PAGE.write_text(f"{head}{BEGIN}\n{made}\n\n{END}{tail}")
    return int("**fails**" in made)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
