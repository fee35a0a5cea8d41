from __future__ import annotations

from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import Prefix
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.model import Route
from rtentry.wire import netlink, route, run
from rtentry.wire.attr import attribute
from rtentry.wire.netlink import HEADER
from rtentry.wire.rtmsg import RTMSG

NAMES = {1: "lo", 2: "eth0", 3: "eth1"}
WIDTH = {2: 4, 10: 16}


def word(number: int) -> bytes:
    return pack("=I", number)


def message(body: bytes, kind: int = 24, flags: int = 2) -> bytes:
    return HEADER.pack(HEADER.size + len(body), kind, flags, 1, 0) + body


def plain(addr: int, plen: int = 24, gateway: int = 1, ifindex: int = 2) -> bytes:
    """A route of a large table: 60 octets."""
    head = RTMSG.pack(2, plen, 0, 0, 254, 3, 0, 1, 0)
    attrs = attribute(15, word(254)) + attribute(1, addr.to_bytes(4))
    attrs += attribute(5, gateway.to_bytes(4)) + attribute(4, word(ifindex))
    return message(head + attrs)


def both(buf: bytes) -> tuple[list[Route], list[Route]]:
    """What the quick and the slow decoder say."""
    quick: list[Route] = []
    slow: list[Route] = []
    first = netlink.parse(buf, run.decoder(NAMES), quick)
    assert first == netlink.parse(buf, route.decoder(NAMES), slow)
    return quick, slow


# -- messages of every kind, made at random -----------------------------------------

VALUES = st.one_of(st.binary(min_size=4, max_size=4), st.binary(max_size=36))


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """A body that is a route more often than not, and is laid out as the kernel does."""
    family = draw(st.sampled_from([2, 2, 2, 10, 10, 7]))
    width = WIDTH.get(family, 4)
    plen = draw(st.integers(0, 8 * width + 1))
    small = st.sampled_from([0, 1, 2, 3, 4, 253, 254, 255])
    head = RTMSG.pack(
        family, plen, 0, draw(small), draw(small), draw(small), draw(small),
        draw(st.integers(0, 12)), draw(st.sampled_from([0, 0, 0, 1, 4, 0x200, 0x40200])),
    )  # fmt: skip
    attrs = [(15, word(draw(small)))] if draw(st.booleans()) else []
    if plen:
        attrs.append((1, draw(st.binary(min_size=width, max_size=width))))
    kinds = draw(st.lists(st.integers(2, 40), max_size=4))
    attrs += [(kind, draw(VALUES)) for kind in kinds]
    return head + b"".join([attribute(kind, value) for kind, value in attrs])


@given(st.lists(bodies(), max_size=6), st.integers(1, 4))
@settings(max_examples=300)
def test_quick_and_slow_decoder_agree(made: list[bytes], times: int) -> None:
    good = [body for body in made if is_route(body)]
    buf = b"".join([message(body) for body in good * times])
    quick, slow = both(buf)
    assert quick == slow
    assert len(quick) == len(good) * times


@given(bodies())
@settings(max_examples=300)
def test_quick_and_slow_decoder_refuse_the_same(body: bytes) -> None:
    buf = plain(1 << 8) + message(body)
    results = []
    for decoder in (run.decoder(NAMES), route.decoder(NAMES)):
        try:
            results.append(str(list(netlink.decode(buf, decoder))))
        except FormatError as error:
            results.append(str(error))
    assert results[0] == results[1]


def is_route(body: bytes) -> bool:
    """Whether the slow decoder takes it."""
    try:
        route.route(body, NAMES)
    except FormatError:
        return False
    return True


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(1, 3)), max_size=40))
def test_rows_of_plain_routes_are_read_whole(made: list[tuple[int, int]]) -> None:
    messages = [plain(net << 8, gateway=gateway) for net, gateway in made]
    quick, slow = both(b"".join(messages))
    assert quick == slow
    assert [r.dst for r in quick] == [Prefix(4, net << 8, 24) for net, _ in made]


# -- what the quick way must not be misled by ------------------------------------------


def test_a_message_of_another_length_ends_a_row() -> None:
    longer = message(plain(5 << 8)[16:] + attribute(6, word(100)))
    quick, slow = both(plain(1 << 8) * 3 + longer * 2 + plain(2 << 8) * 2)
    assert quick == slow
    assert [r.metric for r in quick] == [None] * 3 + [100] * 2 + [None] * 2


def test_a_message_that_looks_like_two_is_one() -> None:
    inner = plain(9 << 8)
    outer = message(plain(1 << 8)[16:] + attribute(200, inner))
    quick, slow = both(plain(1 << 8) + outer + plain(2 << 8))
    assert quick == slow
    assert len(quick) == 3


def test_a_known_tail_of_the_other_family_proves_nothing() -> None:
    def bare(family: int) -> bytes:
        dst = attribute(1, bytes(WIDTH[family]))
        return message(RTMSG.pack(family, 1, *[0] * 7) + attribute(15, word(0)) + dst)

    quick, slow = both((bare(2) + bare(10)) * 3)
    assert quick == slow
    assert len(quick) == 6


def test_of_two_destinations_the_last_one_counts() -> None:
    second = attribute(1, (7 << 8).to_bytes(4))
    doubled = [message(plain(net << 8)[16:] + second) for net in (7, 8, 9)]
    quick, slow = both(b"".join(doubled))
    assert quick == slow
    assert {r.dst for r in quick} == {Prefix(4, 7 << 8, 24)}


def test_a_connected_route_is_a_template_only_outside_of_multicast() -> None:
    def connected(addr: int) -> bytes:
        head = RTMSG.pack(10, 8, 0, 0, 255, 2, 0, 1, 0)
        attrs = attribute(15, word(255)) + attribute(1, (addr << 120).to_bytes(16))
        return message(head + attrs + attribute(4, word(2)))

    quick, slow = both(connected(0xFD) * 2 + connected(0xFF) * 2)
    assert quick == slow
    assert [bool(r.flags & RTF.CLONING) for r in quick] == [True, True, False, False]


def test_the_end_of_an_answer_is_seen_after_a_row() -> None:
    done = message(word(0), kind=netlink.NLMSG_DONE)
    out: list[Route] = []
    status = netlink.parse(plain(1 << 8) * 5 + done, run.decoder(NAMES), out)
    assert status.done
    assert len(out) == 5


def test_a_row_that_is_cut_off_is_an_error_at_its_place() -> None:
    buf = (plain(1 << 8) * 3)[:-1]
    with pytest.raises(FormatError, match="netlink message 3 at offset 120: length 60"):
        netlink.parse(buf, run.decoder(NAMES), [])


def test_a_broken_message_in_a_row_is_an_error_at_its_place() -> None:
    broken = plain(1 << 8, plen=33)
    with pytest.raises(FormatError, match="message 3 at offset 120: prefix length 33"):
        netlink.parse(plain(1 << 8) * 2 + broken, run.decoder(NAMES), [])


def test_an_interruption_inside_a_row_is_seen() -> None:
    marked = message(plain(1 << 8)[16:], flags=2 | netlink.NLM_F_DUMP_INTR)
    buf = plain(1 << 8) * 2 + marked + plain(1 << 8) * 2
    out: list[Route] = []
    assert netlink.parse(buf, run.decoder(NAMES), out).interrupted
    assert len(out) == 5


def test_what_is_remembered_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "REMEMBERED", 10)
    runs = run.Runs(NAMES)
    buf = b"".join([plain(1 << 8, gateway=gateway) for gateway in range(1, 100)])
    out: list[Route] = []
    assert runs.run(memoryview(buf), 0, out) == len(buf)
    assert len(out) == 99
    assert len(runs.known[4]) <= 10


def test_similar_routes_share_what_they_say() -> None:
    quick, _ = both(plain(1 << 8) + plain(2 << 8))
    assert quick[0].gateway is quick[1].gateway
    assert quick[0].ifname is quick[1].ifname
