"""JUnit XML, as build servers read test results: a case for each check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtentry.checks import Finding, checks
from rtentry.reports import Hosts, Report, sentence


def show(findings: Sequence[Finding], _hosts: Hosts) -> Iterator[str]:
    """One document; notes are no failures."""
    from xml.sax.saxutils import escape, quoteattr

    codes = dict.fromkeys([*checks(), *[each.code for each in findings]])
    broken = {each.code for each in findings if each.severity != "note"}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuite name="rtentry check" tests="{len(codes)}" failures="{len(broken)}">'
    for code in codes:
        found = [each for each in findings if each.code == code]
        yield f'  <testcase classname="rtentry.check" name={quoteattr(code)}>'
        if code in broken:
            message = quoteattr(sentence(found[0]))
            text = "\n".join([escape(sentence(each)) for each in found])
            yield f"    <failure type={quoteattr(found[0].severity)} message={message}>"
            yield from text.splitlines()
            yield "    </failure>"
        elif found:
            yield f"    <system-out>{escape(sentence(found[0]))}</system-out>"
        yield "  </testcase>"
    yield "</testsuite>"


REPORT = Report("JUnit XML, for build servers", show)
