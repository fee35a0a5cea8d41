"""
Reports: findings as other programs read them, one format a file.

A report is a module with a constant ``REPORT``: a function from findings to lines.
Pure; no clock, so that the same findings give the same octets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rtentry.checks import Finding
from rtentry.light import NamedTuple

ROOM = "rtentry.reports"

Hosts = Sequence[str | None]
"""The hosts that were looked at; ``None`` = one without a name."""


class Report(NamedTuple):
    """
    One format.

    Fields:
        help: what it is for, in a few words.
        show: findings, hosts -> lines.
    """

    help: str
    show: Callable[[Sequence[Finding], Hosts], Iterator[str]]


def sentence(finding: Finding) -> str:
    """A finding in one line, without its severity."""
    host = f"{finding.host}: " if finding.host else ""
    return f"{host}{finding.found.subject}: {finding.found.reason}"
