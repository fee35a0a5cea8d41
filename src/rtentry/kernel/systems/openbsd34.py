"""
OpenBSD 3.4 to 4.x (2003): clones are marked, count on their template, go with it.

Source: sys/net/route.c 1.49; sys/netinet/if_ether.c 1.53.
"""

from __future__ import annotations

from rtentry.kernel import flush, insert, lookup
from rtentry.kernel.clone import Cloning
from rtentry.kernel.rtf import CLONED, CLONING, STATIC
from rtentry.kernel.systems import System
from rtentry.kernel.systems.openbsd31 import SYSTEM as OPENBSD31

SYSTEM: System = OPENBSD31._replace(
    name="openbsd34",
    title="OpenBSD 3.4",
    dialect="openbsd34",
    cloning=Cloning(without=CLONING | STATIC, with_=CLONED),
    may_clone=lookup.templates_clone,
    prepare=insert.prepare_nothing,
    conflicts=(insert.replace_cloned,),
    on_change=flush.flush_clones,
    on_delete=flush.flush_clones,
    disown_at_unlink=True,
)
