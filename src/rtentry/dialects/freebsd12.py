"""
FreeBSD 11 and 12: as 10, the heading set right.

Source: see :mod:`rtentry.bsd.freebsd`.
"""

from __future__ import annotations

from rtentry.bsd.freebsd import Era, dialect

DIALECT = dialect(
    Era(
        "freebsd12",
        "FreeBSD 11 and 12",
        2016,
        gap=" ",
        numbers=(("use", 8), ("mtu", 6)),
        getopt="46AaBbdF:f:ghI:iLlM:mN:nPp:Qq:RrSTsuWw:xz",
        grows=True,
    )
)._replace(also=("freebsd11",))
