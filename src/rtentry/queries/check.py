"""``rtentry check``: what may be wrong with a table, and whether it keeps one's rules."""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.checks import SEVERITIES, Finding, checks, of_table, tabled, worst_first
from rtentry.checks.rules import Rule, allowed, broken, parse
from rtentry.checks.table import Table
from rtentry.errors import UsageError
from rtentry.jsondoc import RECORDS, encode
from rtentry.light import Any
from rtentry.queries import Answer, Call, Param, Query
from rtentry.registry import members, names
from rtentry.reports import ROOM, Report

NEVER = "never"

NAGIOS = {"note": 0, "warning": 1, "error": 2}
"""Exit statuses of a Nagios plugin."""


def run(call: Call) -> Answer:
    """The findings of all hosts; exit status 1 if one is as bad as ``--fail-on``."""
    if call.args.get("list"):
        return listed()
    rules = parse(call.args.get("rules") or "", call.names.get("rules") or "rules")
    points = [each.dst for each in rules if each.dst is not None]
    tables = [tabled(snapshot, points) for snapshot in call.snapshots]
    found = [each for table in tables for each in of_host(table, rules)]
    told = [each for each in worst_first(found) if not allowed(each, rules)]
    shown = [data(each) for each in told] if call.args.get("json", True) else []
    form = call.args.get("format") or "text"
    notes = (f"allowed by rules: {len(found) - len(told)}",) * (len(told) < len(found))
    return Answer(
        report(form).show(told, [s.host for s in call.snapshots]),
        shown,
        status(told, call.args),
        notes,
    )


def of_host(table: Table, rules: Sequence[Rule]) -> list[Finding]:
    """What is found in one snapshot, and the rules that it breaks."""
    return [*of_table(table), *broken(rules, table)]


def report(name: str) -> Report:
    """The report of that name; UsageError with the known ones if there is none."""
    known: dict[str, Report] = members(ROOM)
    if name not in known:
        raise UsageError(f"rtentry: no format {name!r}: {', '.join(known)}\n")
    return known[name]


def status(found: Sequence[Finding], args: Any) -> int:
    """The exit status: 1 if something is as bad as ``--fail-on``; Nagios has its own."""
    limit = args.get("fail_on") or "warning"
    if limit != NEVER and limit not in SEVERITIES:
        known = ", ".join([*SEVERITIES, NEVER])
        raise UsageError(f"rtentry: --fail-on is one of {known}\n")
    worst = max([each.severity for each in found], key=SEVERITIES.index, default=None)
    if args.get("format") == "nagios":
        return NAGIOS[worst] if worst else 0
    if worst is None or limit == NEVER:
        return 0
    return int(SEVERITIES.index(worst) >= SEVERITIES.index(limit))


def data(finding: Finding) -> dict[str, Any]:
    """A finding for ``--json``."""
    return {
        "host": finding.host,
        "code": finding.code,
        "severity": finding.severity,
        "subject": finding.found.subject,
        "reason": finding.found.reason,
        "advice": finding.advice,
        "records": [encode(r) for r in finding.found.records if type(r) in RECORDS],
    }


def listed() -> Answer:
    """What is looked for: code, severity, title."""
    known = checks()
    width = max(map(len, known))
    lines = [f"{code:{width}}  {c.severity:7}  {c.title}" for code, c in known.items()]
    return Answer(
        lines,
        [
            {"code": code, "severity": c.severity, "title": c.title, "advice": c.advice}
            for code, c in known.items()
        ],
    )


QUERY = Query(
    help="what may be wrong with the table, and whether it keeps your rules",
    examples=(
        ("rtentry check", "findings in this machine's table"),
        ("rtentry -F ticket.txt check", "of every host in a document"),
        ("rtentry -F monday.txt check office.rules --fail-on error", "with own rules"),
        ("rtentry check --list", "what is looked for"),
    ),
    params=(
        Param(
            ("rules",), "a file of rules: expect, absent, reach, allow", "lines", "?"
        ),
        Param(
            ("--fail-on",),
            "note, warning (unless said), error or never",
            metavar="HOW",
            choices=(*SEVERITIES, NEVER),
        ),
        Param(
            ("--format",),
            "text, sarif, junit, nagios or prometheus",
            metavar="NAME",
            choices=tuple(names(ROOM)),
        ),
        Param(("--list",), "list the checks", "flag"),
    ),
    run=run,
    frames=True,
    asks=lambda args: not args.get("list"),
)
