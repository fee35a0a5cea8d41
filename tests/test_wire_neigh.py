from __future__ import annotations

from struct import pack

import pytest

from rtentry.addr import LLAddr, parse_address
from rtentry.errors import FormatError
from rtentry.flags import NTF
from rtentry.model import Neighbor
from rtentry.wire import netlink
from rtentry.wire.attr import attribute
from rtentry.wire.neigh import neighbor
from rtentry.wire.neightbl import Timers, timers

NAMES = {2: "eth0", 3: "eth1"}
TIMERS = {(2, 2): Timers(30_000, 60_000), (2, 0): Timers(20_000, 60_000)}
DST = (1, bytes([192, 0, 2, 1]))
MAC = (2, bytes.fromhex("5254000000ff"))


def word(number: int) -> bytes:
    return pack("=I", number)


def body(
    *attrs: tuple[int, bytes],
    family: int = 2,
    ifindex: int = 2,
    state: int = 2,
    flags: int = 0,
    kind: int = 1,
) -> bytes:
    head = pack("=BxxxiHBB", family, ifindex, state, flags, kind)
    return head + b"".join([attribute(*pair) for pair in attrs])


def decoded(*attrs: tuple[int, bytes], **fields: int) -> Neighbor:
    return neighbor(body(DST, *attrs, **fields), NAMES, TIMERS)


def test_a_neighbor_has_an_address_on_a_link() -> None:
    ages = (3, pack("=IIII", 1050, 250, 99, 2))
    assert decoded(MAC, ages, (4, word(3)), (12, b"\4")) == Neighbor(
        parse_address("192.0.2.1"),
        lladdr=LLAddr.fromhex("5254000000ff"),
        ifname="eth0",
        state="REACHABLE",
        expire=20,
        refs=2,
        used=2,
        confirmed=10,
        updated=0,
        probes=3,
        proto="static",
    )


STATES = [
    (0x00, "NONE"), (0x01, "INCOMPLETE"), (0x02, "REACHABLE"), (0x04, "STALE"),
    (0x08, "DELAY"), (0x10, "PROBE"), (0x20, "FAILED"), (0x40, "NOARP"),
    (0x80, "PERMANENT"), (0x100, "#0x100"), (0x06, "#0x6"),
]  # fmt: skip


@pytest.mark.parametrize(("bits", "name"), STATES)
def test_states_have_the_names_of_ip(bits: int, name: str) -> None:
    assert decoded(state=bits).state == name


FLAGS = [
    # ndm_flags, NDA_FLAGS_EXT, state, flags, words
    (0x00, 0, 2, NTF(0), ()),
    (0x00, 0, 0x80, NTF.PERMANENT, ()),
    (0x08, 0, 0, NTF.PROXY | NTF.PUBLISHED, ()),
    (0x10, 0, 2, NTF.EXTERN_LEARN, ()),
    (0x20, 0, 2, NTF.OFFLOAD, ()),
    (0x80, 0, 2, NTF.ROUTER, ()),
    (0x00, 1, 2, NTF.MANAGED, ()),
    (0x00, 2, 2, NTF.LOCKED, ()),
    (0x00, 4, 2, NTF.EXTERN_VALID, ()),
    (0x42, 8, 2, NTF(0), (("self", True), ("sticky", True), ("flags#0x80000", True))),
]


@pytest.mark.parametrize(("low", "high", "state", "flags", "words"), FLAGS)
def test_flags_say_what_is_true_of_a_neighbor(low, high, state, flags, words) -> None:
    found = decoded((15, word(high)), flags=low, state=state)
    assert (found.flags, found.extra) == (flags, words)


EXPIRY = [
    # state, interface, confirmed, used (ticks), seconds left
    (0x02, 2, 1000, 0, 20),
    (0x02, 2, 9000, 0, 0),
    (0x02, 3, 1000, 0, 10),
    (0x04, 2, 9000, 1000, 50),
    (0x04, 2, 1000, 9000, 50),
    (0x04, 2, 9000, 9000, 0),
    (0x80, 2, 0, 0, None),
    (0x20, 2, 0, 0, None),
    (0x08, 2, 0, 0, None),
]


@pytest.mark.parametrize(("state", "ifindex", "confirmed", "used", "left"), EXPIRY)
def test_a_neighbor_expires_by_the_timers_of_its_interface(
    state: int, ifindex: int, confirmed: int, used: int, left: int | None
) -> None:
    ages = (3, pack("=IIII", confirmed, used, 0, 0))
    assert decoded(ages, state=state, ifindex=ifindex).expire == left


def test_without_timers_or_ages_nothing_expires() -> None:
    ages = (3, pack("=IIII", 0, 0, 0, 0))
    assert neighbor(body(DST, ages), NAMES, {}).expire is None
    assert decoded().expire is None


UNCOMMON = [
    # attributes, type, extra
    ((5, pack("=H", 7)), 1, (("vlan", 7),)),
    ((6, b"\x12\x34"), 1, (("port", 0x1234),)),
    ((7, word(99)), 1, (("vni", 99),)),
    ((8, word(3)), 1, (("via", "eth1"),)),
    ((9, word(3)), 1, (("master_dev", "eth1"),)),
    ((13, word(5)), 1, (("nhid", 5),)),
    ((77, b"x"), 1, (("attr#77", "78"),)),
    ((4, word(0)), 5, (("type", "multicast"),)),
]


@pytest.mark.parametrize(("attr", "kind", "extra"), UNCOMMON)
def test_the_uncommon_is_kept(attr, kind: int, extra) -> None:
    assert decoded(attr, kind=kind).extra == extra


REFUSED = [
    # body, what is wrong
    (b"\2" * 11, "11 octets are too few for a body of 12"),
    (body(), "a neighbour without an address"),
    (body((1, b"x" * 16)), "an IPv4 address of 16 octets"),
    (body(DST, family=7), "address family 7 is not IPv4 or IPv6"),
    (body(DST, (3, b"x" * 15)), "15 octets where 16 are needed"),
]


@pytest.mark.parametrize(("data", "what"), REFUSED)
def test_what_is_malformed_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        neighbor(data, NAMES, {})


def test_timers_are_those_of_an_interface_or_of_the_family() -> None:
    def parms(*pairs: tuple[int, bytes]) -> bytes:
        nested = b"".join([attribute(*pair) for pair in pairs])
        return b"\2\0\0\0" + attribute(1, b"arp_cache\0") + attribute(6, nested)

    base, real, stale = (
        (4, pack("=Q", 30_000)),
        (3, pack("=Q", 42_000)),
        (6, pack("=Q", 60_000)),
    )
    own = parms((1, word(3)), base, real, stale)
    assert timers(own) == ((2, 3), Timers(42_000, 60_000))
    assert timers(parms(base)) == ((2, 0), Timers(30_000, None))
    assert timers(b"\x0a\0\0\0") == ((10, 0), Timers(None, None))


def test_an_answer_is_decoded_whole() -> None:
    from rtentry.wire import neigh

    message = netlink.request(28, body(DST, MAC), flags=0, seq=1)
    assert len(list(neigh.decode(message * 3, NAMES))) == 3
