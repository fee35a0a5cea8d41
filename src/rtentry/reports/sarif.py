"""SARIF 2.1.0 (OASIS), as code hosts show findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.checks import Check, Finding, checks
from rtentry.light import Any
from rtentry.reports import Hosts, Report, sentence

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def show(findings: Sequence[Finding], _hosts: Hosts) -> Iterator[str]:
    """One document."""
    import json

    driver = {
        "name": "rtentry",
        "rules": [rule(code, check) for code, check in checks().items()],
    }
    run = {"tool": {"driver": driver}, "results": [result(each) for each in findings]}
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    yield from json.dumps(document, indent=2, ensure_ascii=False).splitlines()


def rule(code: str, check: Check) -> dict[str, Any]:
    """What a check looks for."""
    return {
        "id": code,
        "shortDescription": {"text": check.title},
        "help": {"text": check.advice},
        "defaultConfiguration": {"level": check.severity},
    }


def result(finding: Finding) -> dict[str, Any]:
    """One finding; severities have the same names there."""
    place = {"name": finding.found.subject, "kind": "resource"}
    if finding.host:
        place["fullyQualifiedName"] = f"{finding.host}/{finding.found.subject}"
    return {
        "ruleId": finding.code,
        "level": finding.severity,
        "message": {"text": sentence(finding)},
        "locations": [{"logicalLocations": [place]}],
    }


REPORT = Report("SARIF 2.1.0, for code hosts", show)
