"""
``ip nexthop bucket``: which nexthop object each bucket of a resilient group sends by.

Source: iproute2 ip/ipnexthop.c, print_nexthop_bucket().
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.errors import FormatError
from rtentry.forms.counted import Counted, counted

WORDS = ["id", "index", "idle_time", "nhid"]
"""What each line says, a number behind each."""

FLAGS = ("offload", "trap")
"""What may stand behind these."""


def begins(lines: Sequence[str], index: int) -> bool:
    """Whether the buckets begin at a line."""
    words = lines[index].split()
    return words[:3:2] == WORDS[:2] and words[1].isdecimal()


def is_bucket(line: str) -> bool:
    """Whether a line is a bucket; FormatError if it begins as one and is none."""
    if not begins([line], 0):
        return False
    words = line.split()
    if len(words) < 2 * len(WORDS):
        raise FormatError(f"a bucket that ends too soon: {line.strip()!r}")
    odd = [word for word, own in zip(words[:8:2], WORDS, strict=True) if word != own]
    odd += [word for word in words[8:] if word not in FLAGS]
    if odd:
        raise FormatError(f"unknown word {odd[0]!r} in a bucket")
    return True


FORM = counted("ip nexthop bucket", Counted(begins, is_bucket), r"id \d+ index \d+ ")
