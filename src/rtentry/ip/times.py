"""
Times as ``ip -t`` and ``ip -ts`` print them, by the clock of their host.

    Timestamp: Fri Nov 27 20:30:50 2026 339456 usec
    [2026-11-27T20:30:50.339456]

Source: iproute2 lib/utils.c, print_timestamp().
"""

from __future__ import annotations

import re

MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

DAYS = ("Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri")

LONG = re.compile(
    r"Timestamp: (?:\w{3}) (?P<month>\w{3}) (?P<day>[ \d]\d) (?P<clock>\d\d:\d\d:\d\d)"
    r" (?P<year>\d{4}) (?P<usec>\d+) usec ?$"
)

SHORT = re.compile(r"\[(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6})\] ")


def parse_long(line: str) -> str | None:
    """A time of a line of its own, as ISO 8601; ``None`` = it is none."""
    found = LONG.match(line)
    if found is None or found["month"] not in MONTHS:
        return None
    month = MONTHS.index(found["month"]) + 1
    date = f"{found['year']}-{month:02}-{int(found['day']):02}"
    return f"{date}T{found['clock']}.{int(found['usec']):06}"


def show_long(at: str) -> str:
    """Inverse of :func:`parse_long`."""
    date, _, rest = at.partition("T")
    clock, _, usec = rest.partition(".")
    year, month, day = [int(part) for part in date.split("-")]
    name = f"{DAYS[weekday(year, month, day)]} {MONTHS[month - 1]} {day:2}"
    return f"Timestamp: {name} {clock} {year} {int(usec)} usec"


def weekday(year: int, month: int, day: int) -> int:
    """The day of the week, from Saturday on (Zeller's congruence)."""
    if month < 3:
        year, month = year - 1, month + 12
    shift = 13 * (month + 1) // 5
    return (day + shift + year + year // 4 - year // 100 + year // 400) % 7
