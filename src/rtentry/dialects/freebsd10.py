"""
FreeBSD 10: networks in full, no Refs, Use with -W.

Source: see :mod:`rtentry.bsd.freebsd`.
"""

from __future__ import annotations

from rtentry.bsd import ifapart
from rtentry.bsd.freebsd import Era, dialect

DIALECT = dialect(
    Era(
        "freebsd10",
        "FreeBSD 10",
        2014,
        gap="  ",
        numbers=(("use", 8), ("mtu", 6)),
        getopt="46AaBbdF:f:ghI:iLlM:mN:np:Qq:rSTsuWw:xz",
        gives=False,
        grows=True,
        interfaces=(ifapart.TEN, ifapart.WIDE_10),
    )
)
