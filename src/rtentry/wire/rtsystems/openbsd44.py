"""OpenBSD 4.4 to 5.8: headers say their length; wider times with 5.5."""

from __future__ import annotations

from rtentry.wire import rtflags
from rtentry.wire.rtguess import has_entries
from rtentry.wire.rtlayout import OPENBSD4, OPENBSD5, both
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.openbsd31 import BINARY as OPENBSD31

BINARY: Binary = OPENBSD31._replace(
    layouts=(*both(OPENBSD5), *both(OPENBSD4)),
    bits=rtflags.OPENBSD44,
    likely=has_entries,
    rank=2,
)
