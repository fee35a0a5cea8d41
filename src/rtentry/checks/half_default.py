"""Two halves of the address space that override the default route, as VPNs do it."""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.addr import Prefix
from rtentry.changes.words import way as words
from rtentry.checks import Check, Found
from rtentry.checks.table import Table

NAMES = {4: "0.0.0.0/1 and 128.0.0.0/1", 6: "::/1 and 8000::/1"}


def find(table: Table) -> Iterator[Found]:
    """Both halves in the main table."""
    for version, top in ((4, 1 << 31), (6, 1 << 127)):
        halves = [table.best.exact(Prefix(version, addr, 1)) for addr in (0, top)]
        lower, upper = halves
        if lower is None or upper is None:
            continue
        default = table.best.exact(Prefix(version, 0, 0))
        ways = dict.fromkeys([" ".join(words(each.route)) for each in (lower, upper)])
        over = f", not {' '.join(words(default.route))}" if default else ""
        reason = f"all traffic goes {' and '.join(ways)}{over}"
        yield Found(NAMES[version], reason, (lower.route, upper.route))


CHECK = Check(
    "a default route overridden by two halves",
    "warning",
    "if no VPN is meant to carry all traffic, take the two halves out",
    find,
)
