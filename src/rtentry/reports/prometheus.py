"""
Metrics for the textfile collector of Prometheus: a series for each check, not each row.

Source: Prometheus exposition formats, text format 0.0.4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rtentry.checks import Finding, checks
from rtentry.reports import Hosts, Report

NAME = "rtentry_check_findings"


def show(findings: Sequence[Finding], hosts: Hosts) -> Iterator[str]:
    """How many findings each check has on each host; 0 where there are none."""
    found = Counter((each.host, each.code, each.severity) for each in findings)
    yield f"# HELP {NAME} What rtentry check found, by check."
    yield f"# TYPE {NAME} gauge"
    for host in dict.fromkeys(hosts):
        every = {(host, code, check.severity): 0 for code, check in checks().items()}
        every |= {key: n for key, n in found.items() if key[0] == host}
        for (_, code, severity), number in every.items():
            labels = {"host": host, "code": code, "severity": severity}
            said = ",".join([f'{k}="{escaped(v)}"' for k, v in labels.items() if v])
            yield f"{NAME}{{{said}}} {number}"


def escaped(text: str) -> str:
    """A label's value, as the format wants it."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


REPORT = Report("metrics for Prometheus's textfile collector", show)
