"""
Which of several systems a listing is of that all of them may have printed.

Not one that imitates others; then the one that prints it just so, trailing blanks and
all; then the one that has drivers of such interfaces; then the one of which most eras
read it; then the newest.  Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from rtentry.listing import Reading

SOME = 1000
"""How many records tell what interfaces there are."""

DRIVERS: Mapping[str, str] = {
    "macos": "en utun awdl llw anpi ap p2p pdp_ip stf gif bridge vmnet vmenet feth XHC"
    " ipsec fw",
    "freebsd": "em igb igc ix ixl vtnet re bge bce bxe fxp xl dc de ed ep vr rl sis sk"
    " msk nfe alc ale age jme axe ue ath iwn iwm wlan hn xn ena vmx cxl mce lagg epair"
    " tap tun ng gre gif stf bridge vlan plip lp sl ppp faith tx tl lnc cue aue sn wi"
    " an fe vx ie ti nge le pfsync pflog enc usbus",
    "dragonfly": "em emx igb ix vtnet re bge fxp xl dc ed ep vr rl sis sk msk nfe alc"
    " tap tun gre gif bridge vlan lagg",
    "openbsd": "em vio re bge bnx fxp xl dc de ne ep vr rl sis sk msk nfe ix ixl iwn iwm"
    " iwx athn ath ral rum run pcn le hme gem trunk aggr vether veb pppoe enc pflog"
    " pfsync carp axen ure hvn xnf vmx mcx mvneta bse tun tap gre gif bridge vlan wg"
    " lii ale alc age jme vic cas smsc",
    "netbsd": "wm vioif re bge bnx fxp ex tlp ne ep vr rtk sip sk msk nfe iwn iwm ath ral"
    " run pcn le hme gem agr npflog axe axen xennet xvif vmx tun tap tl qe ae sn mec sq"
    " awge genet cpsw usmsc mvgbe gre gif bridge vlan stge age ale alc url mue aq ixg",
    "bsd": "le qe qt ec il de ed ef we ne sl ppp tun",
}
"""What each system calls interfaces, numbers apart; loopback is of all."""


def likeliest(ways: Sequence[Reading], votes: Mapping[str, int]) -> Reading:
    """
    The likeliest of some ways to read a listing.

    Args:
        ways:  equally good ones.
        votes: dialect -> how many listings of the host may be of it.
    """
    if len(ways) == 1:
        return ways[0]
    own = {way.dialect.system for way in ways if is_own(way)}
    eras = [way.dialect.system for way in ways]

    def rank(way: Reading) -> tuple[int, bool, bool, int, int, int]:
        system = way.dialect.system
        return (
            votes[way.dialect.name],
            not way.dialect.imitates,
            system in own,
            drivers(way),
            eras.count(system),
            way.dialect.since,
        )

    return max(ways, key=rank)


def is_own(way: Reading) -> bool:
    """Whether a form prints what it read just so."""
    return not way.found.loose and not any(
        block.options or block.row or block.heading for block in way.found.blocks
    )


def drivers(way: Reading) -> int:
    """How many of the kinds of interfaces are such that the system has them."""
    known = DRIVERS.get(way.dialect.system, "").split()
    return len(kinds(way).intersection(known))


def kinds(way: Reading) -> set[str]:
    """The names of the interfaces, numbers and marks apart."""
    some = [
        str(getattr(record, "ifname", None) or "")
        for record in islice(way.found.records, SOME)
    ]
    return {name.rstrip("*").rstrip("0123456789") for name in some}
