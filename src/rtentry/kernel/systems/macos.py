"""
macOS 10.7 to 10.14 (2011): FreeBSD's clones and collector, with interface scopes.

Source: bsd/net/route.c; bsd/netinet/in_rmx.c, in_arp.c, ip_icmp.c (xnu, 2025).
"""

from __future__ import annotations

from rtentry.kernel import detach, expire, flush, gateway, insert, mtu, scope
from rtentry.kernel import redirect as redirects
from rtentry.kernel.clone import Cloning
from rtentry.kernel.hold import nothing
from rtentry.kernel.rtf import CLONED, CLONING, STATIC, TEMPLATE
from rtentry.kernel.systems import System
from rtentry.kernel.systems.freebsd4 import SYSTEM as FREEBSD4

SYSTEM: System = FREEBSD4._replace(
    name="macos",
    title="macOS 10.7 to 10.14",
    family="macos",
    dialect="macos",
    knobs={**FREEBSD4.knobs, "drop_redirect": 1, "arp_hold": 16},
    shows_expired=True,
    counters=("badrtgwroute",),
    table=scope.table,
    match=scope.match,
    choose=scope.choose,
    cloning=Cloning(without=TEMPLATE | STATIC, with_=CLONED, told=False),
    clones_for_socket=TEMPLATE,
    clones_for_link=CLONING,
    clones_for_gate=CLONING,
    may_clone=scope.rejects_no_clones,
    scoped=scope.inherit,
    on_clone=scope.cloned,
    added=scope.added,
    prepare=insert.prepare_protocol,
    on_insert=nothing,
    on_change=flush.fix_change,
    on_delete=scope.deleted,
    detached=detach.silently,
    on_last=expire.retire_learned,
    check_gateway=gateway.not_its_destination,
    through_itself=gateway.no_loop_in_use,
    on_gateway=scope.routed_by,
    arp=FREEBSD4.arp._replace(resolve=scope.direct_only),
    accepts_redirects=redirects.unless_dropped,
    needfrag=mtu.freebsd,
)
