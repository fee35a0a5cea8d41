"""OpenBSD 5.9 to 7."""

from __future__ import annotations

from rtentry.flags import NTF
from rtentry.wire import rtflags
from rtentry.wire.rtguess import has_entries
from rtentry.wire.rtlayout import OPENBSD5, both
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.openbsd31 import BINARY as OPENBSD31

BINARY: Binary = OPENBSD31._replace(
    layouts=both(OPENBSD5),
    bits=rtflags.OPENBSD7,
    types=rtflags.OPENBSD7_TYPES,
    forever=NTF.PERMANENT,
    likely=has_entries,
    rank=1,
)
