"""
The compiled helper for lookups of one address, or nothing in its place.

``read_prefix`` is the address and length of a prefix that is written as it usually is,
``None`` for all others: these are for whoever asks to read.

``_single.c`` is compiled when rtentry is installed, if there is a C compiler; answers
are the same without it, at a fifth of the speed.
"""

from __future__ import annotations

from rtentry.light import TYPE_CHECKING

COMPILED = True

if TYPE_CHECKING:
    from rtentry.lpm._single import Single as Single
    from rtentry.lpm._single import read_prefix as read_prefix
else:
    try:
        from rtentry.lpm._single import Single as Single
        from rtentry.lpm._single import read_prefix as read_prefix
    except ImportError:
        COMPILED = False

        class Single:
            """Stands where the helper would."""

            def attach(self, *_: object) -> None:
                """Nobody reads the arrays."""

            def detach(self, _: int) -> None:
                """Nobody has read them."""

        def read_prefix(_: object) -> None:
            """Nothing is read here."""
