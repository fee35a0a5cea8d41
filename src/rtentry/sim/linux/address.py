"""
``ip address``: add, change, replace, del, flush.

Source: iproute2 ip/ipaddress.c, ipaddr_modify(), ipaddr_flush().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtentry.addr import WIDTH, Prefix, mask_of
from rtentry.errors import RouteError, UsageError
from rtentry.kernel.ifnet import IFF_LOOPBACK, Ifaddr, Ifnet
from rtentry.kernel.linux import ifaddr, lives
from rtentry.kernel.linux.ifaddr import Address
from rtentry.kernel.linux.info import HOST
from rtentry.sim.linux.words import Words, device, garbage, refused
from rtentry.sim.session import Box, Result

IGNORED = frozenset({"nodad", "home", "autojoin", "optimistic"})
"""Words that change nothing that is simulated."""

VALUED = frozenset({"label", "proto"})
"""Words with a value that changes nothing that is simulated."""


class Given:
    """
    What a command line says.

    Fields:
        local:  the address; *plen*: the length behind it, ``None`` = none.
        peer:   other end; *brd*: broadcast address, ``+`` = by the length.
        name:   interface; *scope*, *metric*, *noprefixroute*: see Address.
        valid, preferred: lifetimes (seconds); ``None`` = for ever.
        mngtmpaddr: whether temporary addresses may be made beside it.
    """

    def __init__(self) -> None:
        self.local: Prefix | None = None
        self.plen: int | None = None
        self.peer: Prefix | None = None
        self.brd: int | str | None = None
        self.name = ""
        self.scope: int | None = None
        self.metric = 0
        self.noprefixroute = self.mngtmpaddr = False
        self.valid: int | None = None
        self.preferred: int | None = None


def modify(box: Box, verb: str, words: Words) -> Result:
    """``ip address add`` and its like."""
    k, now = box.host.kernel, box.host.now
    given = read(words)
    if not given.name:
        raise UsageError('Not enough information: "dev" argument is required.\n', 1)
    ifp = device(k, given.name)
    lives_checked(given)
    local = given.local
    if local is None:
        raise UsageError(f'Cannot find device "{given.name}"\n', 1)
    plen = WIDTH[local.version] if given.plen is None else given.plen
    try:
        if verb == "delete":
            ifaddr.delete(k, there(box, given, local, plen), now)
        elif verb == "add" or named(ifp, given, local, plen) is None:
            ifa = ifaddr.add(k, ifp, address(given, local, plen, loop=ifp.flags), now)
            alive(box, ifa, given)
        else:
            changed(box, named(ifp, given, local, plen), given)
    except RouteError as error:
        return refused(error)
    return Result()


def lives_checked(given: Given) -> None:
    """UsageError if lifetimes make no sense."""
    if given.valid == 0:
        raise UsageError("valid_lft is zero\n", 1)
    ends, fades = given.valid, given.preferred
    if ends is not None and (fades is None or fades > ends):
        raise UsageError("preferred_lft is greater than valid_lft\n", 1)


def named(ifp: Ifnet, given: Given, local: Prefix, plen: int) -> Ifaddr | None:
    """The address of an interface that is meant; ``None`` = it has none such."""
    peer = None if given.peer is None else given.peer.addr
    return ifaddr.find_address(ifp, local, plen, peer)


def there(box: Box, given: Given, local: Prefix, plen: int) -> Ifaddr:
    """The address that is to go."""
    ifp = device(box.host.kernel, given.name)
    lengths = [plen] if given.plen is not None else [a.plen for a in ifp.addrs]
    for length in lengths:
        found = named(ifp, given, local, length)
        if found is not None and found.plen == length:
            return found
    raise ifaddr.missing(local.version)


def address(given: Given, local: Prefix, plen: int, *, loop: int) -> Address:
    """The address that a command line describes."""
    host = local.version == 4 and loop & IFF_LOOPBACK and local.addr >> 24 == 127
    scope = given.scope if given.scope is not None else HOST if host else 0
    brd = given.brd
    if brd == "+":
        brd = local.addr | ~mask_of(plen) & 0xFFFFFFFF
    return Address(
        local,
        plen,
        None if given.peer is None else given.peer.addr,
        brd if isinstance(brd, int) else None,
        scope,
        given.metric,
        given.noprefixroute,
    )


def changed(box: Box, ifa: Ifaddr | None, given: Given) -> None:
    """Give an address another metric, or another other end; its routes move."""
    if ifa is None:
        return
    k, now = box.host.kernel, box.host.now
    with ifaddr.moved(k, ifa, now):
        ifaddr.note(ifa, metric=given.metric, noprefix=int(given.noprefixroute))
        if ifa.version == 6 and given.peer is not None:
            ifa.peer = given.peer.addr
    alive(box, ifa, given)


def alive(box: Box, ifa: Ifaddr, given: Given) -> None:
    """Give an address the lifetimes that were said."""
    ifaddr.note(ifa, mngtmpaddr=int(given.mngtmpaddr))
    lives.let(box.host.kernel, ifa, given.valid, given.preferred, box.host.now)


def read(words: Words) -> Given:
    """Read a command line."""
    given = Given()
    while words:
        word = words.take()
        if word in KEYS:
            KEYS[word](words, given)
        elif word in VALUED:
            words.take()
        elif word not in IGNORED:
            local(words, given, word)
    return given


def name(words: Words, given: Given) -> None:
    """``dev NAME``."""
    given.name = words.take()


def peer(words: Words, given: Given) -> None:
    """``peer ADDR/LENGTH``."""
    given.peer = words.prefix()
    given.plen = given.peer.plen


def broadcast(words: Words, given: Given) -> None:
    """``brd ADDR``, or ``+``: by the length."""
    given.brd = "+" if words.takes("+") else words.address().addr


def scope(words: Words, given: Given) -> None:
    """``scope NAME``."""
    given.scope = words.scope()


def metric(words: Words, given: Given) -> None:
    """``metric NUMBER``."""
    given.metric = words.number('"metric" value is invalid')


def noprefixroute(_words: Words, given: Given) -> None:
    """``noprefixroute``."""
    given.noprefixroute = True


def valid(words: Words, given: Given) -> None:
    """``valid_lft SECONDS``."""
    given.valid = life(words, "valid_lft")


def preferred(words: Words, given: Given) -> None:
    """``preferred_lft SECONDS``."""
    given.preferred = life(words, "preferred_lft")


def life(words: Words, name: str) -> int | None:
    """A lifetime: seconds, or ``forever``."""
    if words.takes("forever"):
        return None
    return words.number(f"{name} value")


def mngtmpaddr(_words: Words, given: Given) -> None:
    """``mngtmpaddr``."""
    given.mngtmpaddr = True


KEYS: Mapping[str, Callable[[Words, Given], None]] = {
    "dev": name, "peer": peer, "remote": peer, "broadcast": broadcast,
    "brd": broadcast, "scope": scope, "metric": metric, "priority": metric,
    "preference": metric, "noprefixroute": noprefixroute,
    "valid_lft": valid, "preferred_lft": preferred, "mngtmpaddr": mngtmpaddr,
}  # fmt: skip


def local(words: Words, given: Given, word: str) -> None:
    """The address itself."""
    if word == "local":
        word = words.take()
    if given.local is not None:
        raise garbage(word, "local")
    words.rest.insert(0, word)
    prefix = words.prefix()
    given.local = prefix.host
    if "/" in word:
        given.plen = prefix.plen
    words.version = prefix.version


def flush(box: Box, words: Words) -> Result:
    """``ip address flush dev NAME``."""
    k = box.host.kernel
    words.takes("dev")
    ifp = device(k, words.take())
    while words and ifp.addrs:
        words.take()
    versions = (words.version,) if words.version else (4, 6)
    for ifa in list(ifp.addrs):
        if ifa.version in versions and ifa in ifp.addrs:
            ifaddr.delete(k, ifa, box.host.now)
    return Result()
