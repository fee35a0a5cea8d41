"""
``ip nexthop bucket``: which nexthop object each bucket of a resilient group sends by.

Source: iproute2 ip/ipnexthop.c, print_nexthop_bucket().
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.forms.counted import Counted, counted

WORDS = ["id", "index", "idle_time", "nhid"]
"""What each line says, a number behind each."""


def is_bucket(line: str) -> bool:
    """Whether a line is a bucket."""
    words = line.split()
    return words[:8:2] == WORDS and words[1:4:2] == [
        word for word in words[1:4:2] if word.isdigit()
    ]


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether the buckets begin at a line."""
    return is_bucket(lines[index])


FORM = counted("ip nexthop bucket", Counted(begins, is_bucket), r"id \d+ index \d+ ")
