"""What others assert about longest-prefix match: DPDK's IPv6 table, FRR's iteration."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rtentry.addr import WIDTH, parse_prefix
from rtentry.lpm.index import Index
from rtentry.lpm.plain import Plain

ROOT = Path(__file__).parent.parent.parent
SUITE = (
    Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites")) / "lpm"
)

pytestmark = pytest.mark.skipif(
    not SUITE.is_dir(), reason="no suite: set RTENTRY_SUITES"
)


def rows(pattern):
    """The rows of the suite's files of one kind, comments and headings apart."""
    for path in sorted(SUITE.glob(pattern)) if SUITE.is_dir() else ():
        for line in path.read_text().splitlines():
            if line and not line.startswith(("#", "kind\t")):
                yield line.split("\t")


@pytest.mark.parametrize("engine", [Plain, Index])
def test_each_rule_is_found_by_the_addresses_that_are_its_own(engine, record_property):
    table = engine()
    rules = {parse_prefix(where): int(hop) for where, hop in rows("*routes*.tsv")}
    plain: Plain[int] = Plain()
    for where, hop in rules.items():
        table.insert(where, hop)
        plain.insert(where, hop)
    for where, hop in rules.items():
        assert table.exact(where) == hop
        last = where.addr | (1 << WIDTH[where.version] - where.plen) - 1
        for addr in (where.addr, last):
            host = where._replace(addr=addr, plen=WIDTH[where.version])
            assert table.match(host) == plain.match(host)
    record_property("suite", "lpm/routes")
    record_property("cases", len(rules))


def following(engine, table, start):
    """The prefix that iteration from *start* gives next."""
    made = engine()
    for where in table.split():
        made.insert(parse_prefix(where), where)
    found = next(made.items(parse_prefix(start)), None)
    return found[1] if found else "NONE"


def order(engine, _, both):
    """Which of two prefixes iteration gives first: -1, 0 or 1, as strcmp(3)."""
    one, other = [parse_prefix(text) for text in both.split()]
    made = engine()
    for where in (one, other):
        made.insert(where, where)
    found = [where for where, _ in made.items()]
    return str(0 if one == other else -1 if found.index(one) == 0 else 1)


ANSWERS = {"next": following, "iter_cmp": order}


@pytest.mark.parametrize("engine", [Plain, Index])
@pytest.mark.parametrize(
    ("kind", "table", "given", "expected"), list(rows("*table*.tsv"))
)
def test_iteration_is_in_order(engine, kind, table, given, expected, record_property):
    record_property("suite", "lpm/iteration")
    assert ANSWERS[kind](engine, table, given) == expected
