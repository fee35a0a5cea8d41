"""OpenBSD 3.9 to 4.3: references are told, where the variance of the round trip was."""

from __future__ import annotations

from rtentry.wire import rtflags
from rtentry.wire.rtlayout import KEPT, lite
from rtentry.wire.rtsystems import Binary
from rtentry.wire.rtsystems.openbsd31 import BINARY as OPENBSD31

BINARY: Binary = OPENBSD31._replace(
    layouts=(lite(3, 4, KEPT), lite(3, 8, KEPT)), bits=rtflags.OPENBSD39
)
