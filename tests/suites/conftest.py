"""
The table at the end of a run: suite, cases, passed.

A driver names its suite for each case with ``record_property("suite", NAME)``; a test
that runs several cases says how many with ``cases`` and how many passed with
``passed``.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

OUTCOMES = ("passed", "failed", "xfailed", "xpassed", "error")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    cases: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for outcome in OUTCOMES:
        for report in terminalreporter.stats.get(outcome, []):
            properties: dict[str, Any] = dict(getattr(report, "user_properties", ()))
            suite = properties.get("suite")
            if suite:
                count = properties.get("cases", 1)
                cases[suite] += count
                passed[suite] += properties.get("passed", count * (outcome == "passed"))
    if cases:
        terminalreporter.section("suites")
        terminalreporter.write_line(f"{'suite':32} {'cases':>7} {'passed':>7}")
    for suite in sorted(cases):
        line = f"{suite:32} {cases[suite]:7} {passed[suite]:7}"
        terminalreporter.write_line(line)
