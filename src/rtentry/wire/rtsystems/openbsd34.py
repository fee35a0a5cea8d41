"""OpenBSD 3.4 to 3.8: clones are marked."""

from __future__ import annotations

from rtentry.wire import rtflags
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.openbsd31 import BINARY as OPENBSD31

BINARY: Binary = OPENBSD31._replace(bits=rtflags.OPENBSD34)
