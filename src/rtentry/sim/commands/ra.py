"""
``ra``: a router tells of itself and of the networks on the link (RFC 4861).

    ra from fe80::1 on em0 life 1800 prefix 2001:db8:1::/64 valid 86400 preferred 14400
"""

from __future__ import annotations

from collections.abc import Sequence
from errno import EOPNOTSUPP
from itertools import pairwise

from rtentry.addr import parse_address, parse_mac, parse_prefix
from rtentry.errors import FormatError, RouteError
from rtentry.kernel.advert import Advert, Offer
from rtentry.kernel.link import attach
from rtentry.sim.commands.links import known
from rtentry.sim.session import Box, Result, Session, keyed, numeral, usage

USAGE = (
    "ra from ROUTER on IF [lladdr MAC] [life S] [pref high|medium|low] [hoplimit N]"
    " [mtu N] [prefix P/LENGTH [valid S] [preferred S] [onlink yes|no] [auto yes|no]]..."
)

KEYS = ("from", "on", "lladdr", "life", "pref", "hoplimit", "mtu")
OFFER_KEYS = ("prefix", "valid", "preferred", "onlink", "auto")
ANSWERS = {"yes": True, "no": False}
PREFERENCES = ("high", "medium", "low")


def ra(session: Session, name: str | None, argv: Sequence[str]) -> Result:
    """``ra from ROUTER on IF [life S] [prefix P/LENGTH [valid S] [preferred S]]...``."""
    box = session.box(name)
    head, offers = parts(argv[1:])
    words = keyed(head, KEYS, USAGE)
    if not {"from", "on"} <= set(words):
        raise usage(USAGE)
    advert = told(box, words)._replace(offers=tuple([offered(o) for o in offers]))
    try:
        box.host.advertise(advert, on=known(box, words["on"]))
    except RouteError as error:
        if error.errno != EOPNOTSUPP:
            raise
        title = box.host.kernel.system.title
        raise FormatError(
            f"ra: autoconfiguration of {title} is not simulated"
        ) from None
    return Result()


def parts(words: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """The words before the first prefix, and those of each prefix."""
    at = [i for i, word in enumerate(words) if word == "prefix"] + [len(words)]
    return list(words[: at[0]]), [list(words[i:j]) for i, j in pairwise(at)]


def told(box: Box, words: dict[str, str]) -> Advert:
    """What the router says of itself; a peer's link-level address is the wire's."""
    router = parse_address(words["from"])
    pref = words.get("pref", "medium")
    if router.version != 6 or pref not in PREFERENCES:
        raise usage(USAGE)
    ifp = attach(box.host.kernel, known(box, words["on"]))
    peer = box.host.kernel.wire.peers.get((ifp.segment, router.addr))
    lladdr = parse_mac(words["lladdr"]) if "lladdr" in words else peer and peer.lladdr
    return Advert(
        router.addr,
        lladdr,
        numeral(words.get("life", "1800"), "lifetime"),
        pref,
        numeral(words.get("hoplimit", "64"), "hop limit"),
        numeral(words.get("mtu", "0"), "MTU"),
    )


def offered(words: Sequence[str]) -> Offer:
    """A prefix that it tells of."""
    said = keyed(words, OFFER_KEYS, USAGE)
    offer = Offer(parse_prefix(said["prefix"]))
    if offer.prefix.version != 6 or {said.get(k, "yes") for k in OFFER_KEYS[3:]} - set(
        ANSWERS
    ):
        raise usage(USAGE)
    return offer._replace(
        valid=life(said, "valid", offer.valid),
        preferred=life(said, "preferred", offer.preferred),
        onlink=ANSWERS[said.get("onlink", "yes")],
        auto=ANSWERS[said.get("auto", "yes")],
    )


def life(said: dict[str, str], name: str, usual: int | None) -> int | None:
    """A lifetime: seconds, or ``forever``."""
    text = said.get(name)
    if text is None:
        return usual
    return None if text == "forever" else numeral(text, f"{name} lifetime")


COMMANDS = {"ra": ra}
