"""Prose: what people write around listings, told by its words."""

from __future__ import annotations

import re

ENGLISH = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "be",
        "but",
        "is",
        "it",
        "not",
        "of",
        "that",
        "the",
        "their",
        "this",
        "was",
        "we",
        "were",
        "which",
        "you",
    ]
)
"""Words of which no tool puts two into the first line of a listing."""

TITLE = re.compile(r"(?<![ (][0-9a-f])(?<![ :(][0-9a-f]{2}):\s*$")
"""How a title ends; the colon of a link-level address that is cut is none."""


def reads_like_prose(line: str) -> bool:
    """Whether a line is English, so that no form need be asked: there are hundreds."""
    return len(ENGLISH.intersection(line.lower().split())) > 1
