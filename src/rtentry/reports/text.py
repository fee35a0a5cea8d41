"""Findings for people: severity, code, subject and reason, and below what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.checks import Finding
from rtentry.reports import Hosts, Report, sentence


def show(findings: Sequence[Finding], _hosts: Hosts) -> Iterator[str]:
    """Two lines each; of findings alike the advice once."""
    for n, finding in enumerate(findings):
        yield f"{finding.severity:7} {finding.code}: {sentence(finding)}"
        is_last = n + 1 == len(findings) or findings[n + 1].code != finding.code
        if finding.advice and is_last:
            yield f"        {finding.advice}"


REPORT = Report("for people", show)
