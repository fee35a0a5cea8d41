"""
The compiled helper for lookups of one address, or nothing in its place.

``_single.c`` is compiled when rtentry is installed, if there is a C compiler; answers
are the same without it, at a fifth of the speed.
"""

from __future__ import annotations

from rtentry.light import TYPE_CHECKING

COMPILED = True

if TYPE_CHECKING:
    from rtentry.lpm._single import Single as Single
else:
    try:
        from rtentry.lpm._single import Single as Single
    except ImportError:
        COMPILED = False

        class Single:
            """Stands where the helper would."""

            def attach(self, *_: object) -> None:
                """Nobody reads the arrays."""

            def detach(self, _: int) -> None:
                """Nobody has read them."""
