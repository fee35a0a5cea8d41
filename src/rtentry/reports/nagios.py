"""
A Nagios plugin's answer: one line with the state, then the findings.

Source: Monitoring Plugins development guidelines, plugin output and return codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.checks import SEVERITIES, Finding
from rtentry.reports import Hosts, Report, sentence

STATES = {"note": "OK", "warning": "WARNING", "error": "CRITICAL"}


def show(findings: Sequence[Finding], _hosts: Hosts) -> Iterator[str]:
    """The state with counts as performance data, and a line for each finding."""
    counts = {s: sum(f.severity == s for f in findings) for s in reversed(SEVERITIES)}
    worst = max([f.severity for f in findings], key=SEVERITIES.index, default="note")
    told = ", ".join([f"{n} {s}{'s' * (n != 1)}" for s, n in counts.items() if n])
    data = " ".join([f"{severity}s={number}" for severity, number in counts.items()])
    yield f"ROUTES {STATES[worst]} - {told or 'no findings'} | {data}"
    for finding in findings:
        yield f"{finding.severity}: {sentence(finding)}".replace("|", "/")


REPORT = Report("a Nagios plugin's lines; the exit status is Nagios's, too", show)
