"""
FreeBSD 11 and 12: as 10, the heading set right.

Source: see :mod:`rtentry.bsd.freebsd`.
"""

from __future__ import annotations

from rtentry.bsd.freebsd import TABLE, Era, dialect
from rtentry.bsd.freebsdxo import routes_as_json
from rtentry.flags import Letters

OWN = dialect(
    Era(
        "freebsd12",
        "FreeBSD 11 and 12",
        2016,
        gap=" ",
        numbers=(("use", 8), ("mtu", 6)),
        getopt="46AaBbdF:f:ghI:iLlM:mN:nPp:Qq:RrSTsuWw:xz",
        grows=True,
    )
)

DIALECT = OWN._replace(
    forms=(*OWN.forms, routes_as_json(Letters("freebsd12", TABLE))), also=("freebsd11",)
)
