"""
``arp -a`` as 4.3BSD spoke it first, and its commercial descendants since.

    gw.example.net (192.0.2.1) at 0:0:5e:0:53:1 permanent published trailers

Source: 4.3BSD etc/arp.c: dump().
"""

from __future__ import annotations

from collections.abc import Callable

from rtentry import bsd
from rtentry.addr import show_mac_unpadded
from rtentry.columns import Codec, Column, codec
from rtentry.flags import NTF
from rtentry.forms.sentences import sentences
from rtentry.model import Neighbor

ROW_43 = "%s (%s) at %s{ permanent}{ published}{ trailers}"


def spoken(show_mac: Callable[[bytes], str], *more: Column) -> Codec:
    """
    The cells of a sentence.

    Args:
        show_mac: writes link-level addresses.
        more:     what stands behind the flags.
    """
    return codec(Neighbor, (bsd.NAME, *numeric(show_mac, *more)))


def numeric(show_mac: Callable[[bytes], str], *more: Column) -> tuple[Column, ...]:
    """The same without a name."""
    return (
        bsd.ADDRESS,
        bsd.lladdr(show_mac),
        bsd.told(NTF.PERMANENT, " permanent"),
        bsd.told(NTF.PUBLISHED, " published"),
        bsd.told(NTF.TRAILERS, " trailers"),
        *more,
    )


STALE = Column(
    "state",
    lambda cell: "STALE" if cell else None,
    lambda state: " stale" if state == "STALE" else None,
)
"""An entry that was not confirmed for long."""

DEAD = Column(
    "extra",
    lambda cell: (("dead", 1),) if cell else (),
    lambda extra: " not responding" if ("dead", 1) in extra else None,
)
"""An entry whose host does not answer."""

ARP_43 = sentences(
    "arp -a", "neighbors", ROW_43, spoken(show_mac_unpadded), bsd.neighbors
)
"""``arp -a``, each entry :data:`ROW_43`."""

TOOL_43 = (
    "adfsn",
    """\
usage: arp hostname
       arp -a [vmunix] [kmem]
       arp -d hostname
       arp -s hostname ether_addr [temp] [pub] [trail]
       arp -f filename
""",
)
"""The letters of its options, and its usage text."""
