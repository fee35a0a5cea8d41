"""
Fuzz the reading of captures: any octets -> snapshots, or one of two errors.

    python fuzz/fuzz_capture.py [-max_total_time=600] fuzz/corpus

What is read is written again: that must not fail either.  The arguments are those of
libFuzzer; see fuzz/README.md.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["rtentry"]):
    from rtentry.api import parse, show
    from rtentry.dialects import dialects
    from rtentry.errors import FormatError, SourceError
    from rtentry.sources.capture import decode

    dialects()  # they are loaded when they are first used: here, to be watched

LENIENT = b"\x01"
"""An input that begins so is read leniently."""


def one(data: bytes) -> None:
    """Read one input; anything but the two errors is a finding."""
    try:
        text = decode(data.removeprefix(LENIENT), "input")
        found = parse(text, lenient=data.startswith(LENIENT))
    except (FormatError, SourceError):
        return
    again = show(found)
    if show(parse(show(found, "json"))) != again:
        raise AssertionError("it does not come back by way of JSON")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
