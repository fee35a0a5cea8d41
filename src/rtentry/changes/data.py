"""Differences as data, for ``--json``."""

from __future__ import annotations

from rtentry.changes import Difference
from rtentry.changes.words import line
from rtentry.jsondoc import RECORDS, encode
from rtentry.light import Any


def as_data(difference: Difference) -> dict[str, Any]:
    """A difference for ``--json``."""
    return {
        "kind": difference.kind,
        "what": difference.what,
        "text": line(difference, noise=difference.noise)[2:],
        "noise": difference.noise,
        "fields": {name: [plain(a), plain(b)] for name, a, b in difference.fields},
        **{
            side: record(fact.record)
            for side, fact in (("old", difference.old), ("new", difference.new))
            if fact is not None
        },
    }


def record(value: Any) -> Any:
    """A record as JSON; an address of an interface with the interface's name."""
    if type(value) in RECORDS:
        return encode(value)
    ifname, address = value
    return {"ifname": str(ifname), **encode(address)}


def plain(value: Any) -> Any:
    """A value as JSON has it: a number, a text, or none."""
    return value if value is None or isinstance(value, int | str) else str(value)
