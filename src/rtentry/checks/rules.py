"""
Rules of one's own: what a table must have, must not have, and where packets must go.

    expect 10.0.0.0/8 via 192.0.2.1     there is such a route
    absent 0.0.0.0/1                    there is none
    reach 192.0.2.7 dev eth1            a packet to there goes that way
    allow redirected 203.0.113.9        this finding is as it should be
    # a comment

``via``, ``dev``, ``metric``, ``table``, ``type`` (``blackhole`` ...) narrow a route down;
``default`` is 0.0.0.0/0.  ``allow CODE`` alone allows all findings of a check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rtentry.addr import DEFAULT4, Prefix, parse_address, parse_prefix, show_gateway
from rtentry.changes.facts import fate
from rtentry.changes.words import way as words
from rtentry.checks import Finding, Found, checks
from rtentry.checks.table import Table, Way, about
from rtentry.errors import FormatError
from rtentry.join import table_of
from rtentry.light import NamedTuple


class Rule(NamedTuple):
    """
    One line of a file of rules.

    Fields:
        verb:   ``expect``, ``absent``, ``reach`` or ``allow``.
        dst:    the destination; ``None`` = any (``allow``).
        wanted: what narrows it down: ``via``, ``dev``, ``metric``, ``table``, ``type``;
                ``code`` of an ``allow``.
        text:   the line as written.
    """

    verb: str
    dst: Prefix | None
    wanted: Mapping[str, str]
    text: str


WORDS = ("via", "dev", "metric", "table", "type")
VERBS = ("expect", "absent", "reach", "allow")


def parse(text: str, source: str | None = None) -> tuple[Rule, ...]:
    """
    The rules of a file, a line each.

    Args:
        text:   the file's text.
        source: its name, for error texts; ``None`` = it has none.

    Raises:
        FormatError: at a line that is no rule, with its number.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0].split()
        if not said:
            continue
        try:
            found.append(rule(said))
        except FormatError as error:
            raise FormatError(error.message, line=number, source=source) from None
    return tuple(found)


def rule(said: Sequence[str]) -> Rule:
    """One rule from its words."""
    verb, text = said[0], " ".join(said)
    if verb not in VERBS:
        raise FormatError(
            f"unknown rule {verb!r}: {', '.join(VERBS)}; a table is read with -F FILE"
        )
    if len(said) < 2:
        raise FormatError(f"{verb!r} of what?")
    if verb == "allow":
        return allowance(said, text)
    dst = parse_address(said[1]) if verb == "reach" else destination(said[1])
    return Rule(verb, dst, narrowed(said[2:]), text)


def allowance(said: Sequence[str], text: str) -> Rule:
    """``allow CODE [SUBJECT]``."""
    known = checks()
    if said[1] not in known:
        raise FormatError(f"unknown check {said[1]!r}: {', '.join(known)}")
    return Rule("allow", None, {"code": said[1], "subject": " ".join(said[2:])}, text)


def destination(text: str) -> Prefix:
    """``default``, a prefix or an address."""
    if text == "default":
        return DEFAULT4
    return parse_prefix(text) if "/" in text else parse_address(text)


def narrowed(said: Sequence[str]) -> dict[str, str]:
    """The pairs ``via GATEWAY``, ``dev INTERFACE`` ..."""
    found: dict[str, str] = {}
    for word, value in zip(said[::2], [*said[1::2], ""], strict=False):
        if word not in WORDS or not value:
            raise FormatError(
                f"{word!r}: one of {', '.join(WORDS)} with a value follows"
            )
        found[word] = show_gateway(parse_address(value)) if word == "via" else value
    return found


# -- against a table -----------------------------------------------------------------------


def broken(rules: Iterable[Rule], table: Table) -> Iterator[Finding]:
    """The rules that a table does not keep."""
    for each in rules:
        reason = REASONS[each.verb](each, table) if each.verb in REASONS else ""
        if reason:
            subject = show_gateway(each.dst.host) if each.dst else ""
            if each.dst and not each.dst.is_host:
                subject = str(each.dst)
            found = Found(subject, f"{reason} (rule: {each.text})")
            yield Finding(table.snapshot.host, each.verb, "error", found)


def expected(each: Rule, table: Table) -> str:
    """Why an ``expect`` is broken; ``""`` = it is not."""
    there = [way for way in table.ways if way.dst == each.dst]
    if any(fits(way, each.wanted) for way in there):
        return ""
    told = " or ".join([" ".join(words(way.route)) for way in there])
    return f"goes {told}" if there else "there is no such route"


def absent(each: Rule, table: Table) -> str:
    """Why an ``absent`` is broken; ``""`` = it is not."""
    there = [w for w in table.ways if w.dst == each.dst and fits(w, each.wanted)]
    return f"is there: {' '.join(words(there[0].route))}" if there else ""


def reached(each: Rule, table: Table) -> str:
    """Why a ``reach`` is broken; ``""`` = it is not."""
    assert each.dst is not None, "a reach has a destination"
    best = table.best.match(each.dst)
    if best is None or fate(best.route) == "throw":
        return "there is no route to it"
    same = [w for w in table.main if w.dst == best.dst]
    if any(fits(way, each.wanted) for way in same):
        return ""
    return f"goes {' '.join(words(best.route))}, by the route to {about(best)}"


REASONS = {"expect": expected, "absent": absent, "reach": reached}


def fits(way: Way, wanted: Mapping[str, str]) -> bool:
    """Whether a way is what a rule speaks of."""
    said = {
        "via": show_gateway(way.gateway._replace(zone="")) if way.gateway else "",
        "dev": way.ifname or "",
        "metric": str(way.route.metric or 0),
        "table": str(table_of(way.route.tableid) or "main"),
        "type": fate(way.route),
    }
    return all(said[word] == value for word, value in wanted.items())


def allowed(finding: Finding, rules: Iterable[Rule]) -> bool:
    """Whether some ``allow`` is about a finding."""
    return any(
        each.verb == "allow"
        and each.wanted["code"] == finding.code
        and each.wanted["subject"] in ("", finding.found.subject)
        for each in rules
    )
