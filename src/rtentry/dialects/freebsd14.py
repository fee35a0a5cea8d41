"""
FreeBSD 13 to 15: the number of the next hop stands where Use was.

Source: see :mod:`rtentry.bsd.freebsd`.
"""

from __future__ import annotations

from rtentry.bsd.freebsd import TABLE, Era, dialect
from rtentry.bsd.freebsdnexthops import GROUPS, NEXTHOPS, NEXTHOPS_WIDE
from rtentry.bsd.freebsdtools import NDP_14
from rtentry.bsd.freebsdxo import routes_as_json
from rtentry.flags import Letters
from rtentry.forms.counted import BSD
from rtentry.watch import routetext

OWN = dialect(
    Era(
        "freebsd14",
        "FreeBSD 13 to 15",
        2021,
        gap=" ",
        numbers=(("nhop", 6), ("mtu", 6)),
        getopt="46AaBbCcdF:f:ghI:iLlM:mN:nOoPp:Qq:RrSsTuWw:xz",
        ndp=NDP_14,
        more=(NEXTHOPS, NEXTHOPS_WIDE, GROUPS),
    )
)

DIALECT = OWN._replace(
    forms=(
        *OWN.forms,
        routetext.FREEBSD,
        BSD,
        routes_as_json(Letters("freebsd14", TABLE)),
    ),
    also=("freebsd13", "freebsd15"),
)
