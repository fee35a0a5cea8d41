"""
Routing messages, octet for octet: what the structures of each system look like.

The octets are built here from offsets, not by our own writer.
"""

from __future__ import annotations

from contextlib import suppress
from struct import pack, pack_into

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import Link, LLAddr, Name, Prefix, parse_address, parse_prefix
from rtentry.errors import FormatError, NotExpressible
from rtentry.flags import IFF, NTF, RTF
from rtentry.kernel.host import Host
from rtentry.model import Interface, Route, Snapshot
from rtentry.wire import rtdump, rtdumpwrite, rtflags, rtsock, rtwrite
from rtentry.wire.rtdump import guess
from rtentry.wire.rtsock import Message
from rtentry.wire.rtsystems import binaries, binary
from rtentry.wire.sockaddr import Dl

NOW = 1_000_000
BINARIES = binaries()


def sin(text: str) -> bytes:
    return bytes([16, 2, 0, 0]) + parse_address(text).addr.to_bytes(4) + bytes(8)


def sdl(
    index: int, name: bytes = b"", mac: bytes = b"", *, size=20, order="<"
) -> bytes:
    head = pack(f"{order}BBHBBBB", size, 18, index, 6, len(name), len(mac), 0)
    return (head + name + mac).ljust(size, b"\0")


def mask(*octets: int) -> bytes:
    return bytes([4 + len(octets), 0, 0, 0, *octets]) if octets else b""


def padded(sa: bytes, unit: int) -> bytes:
    return sa.ljust(-(-max(len(sa), 1) // unit) * unit, b"\0")


def message(version, size, unit, fields, addrs, bits, *, order="<", kind=4, at=12):
    """A message: header of *size*, numbers at offsets, addresses rounded to *unit*."""
    head = bytearray(size)
    for offset, (code, value) in fields.items():
        pack_into(order + code, head, offset, value)
    pack_into(f"{order}i", head, at, bits)
    tail = b"".join([padded(sa, unit) for sa in addrs])
    pack_into(f"{order}HBB", head, 0, size + len(tail), version, kind)
    return bytes(head) + tail


MAC = bytes.fromhex("080000000002")


# -- the two behaviours that are about octets -------------------------------------------------


def openbsd5(**more):
    fields = {
        4: ("H", 96), 6: ("H", 1), 8: ("H", 0), 10: ("B", 8), 16: ("i", 0x803),
        40: ("Q", 1234), 48: ("q", NOW + 600), 56: ("I", 1), 60: ("I", 1400),
        64: ("I", 7),
    }  # fmt: skip
    addrs = [sin("0.0.0.0"), sin("10.0.0.254"), mask(), sdl(1, b"em0", MAC, size=32)]
    return message(5, 96, 8, fields, addrs, 0x17, at=12, **more)


def test_b77_an_openbsd_header_says_its_length_and_has_refs_use_mtu_and_expire():
    data = openbsd5()
    assert len(data) == 96 + 16 + 16 + 8 + 32
    [route] = rtdump.decode(data, "openbsd7", NOW).routes
    assert (route.refs, route.use, route.mtu, route.expire) == (7, 1234, 1400, 600)
    assert (route.prio, route.ifname, route.locks) == (8, "em0", ("mtu",))
    assert (str(route.dst), str(route.gateway)) == ("0.0.0.0/0", "10.0.0.254/32")
    assert route.flags == RTF.UP | RTF.GATEWAY | RTF.STATIC


@pytest.mark.parametrize(
    ("system", "size", "unit", "order"),
    [
        ("freebsd14", 152, 8, "<"), ("freebsd14", 152, 8, ">"), ("freebsd4", 92, 4, "<"),
        ("macos14", 92, 4, "<"), ("openbsd31", 76, 4, ">"), ("openbsd31", 120, 8, ">"),
        ("netbsd10", 120, 8, "<"), ("bsd44", 76, 4, ">"),
    ],
)  # fmt: skip
def test_b78_an_empty_netmask_takes_one_unit(system, size, unit, order):
    version = {76: 3, 120: 3}.get(size, 5) if system != "netbsd10" else 4
    fields = {4: ("H", 1), 8: ("i", 0x803)}
    addrs = [sin("0.0.0.0"), sin("10.0.0.254"), mask()]
    data = message(version, size, unit, fields, addrs, 7, order=order)
    assert len(data) == size + 32 + unit
    [route] = rtdump.decode(2 * data, system, NOW).routes[1:]
    assert (str(route.dst), route.ifname) == ("0.0.0.0/0", "link#1")


# -- every system's offsets ---------------------------------------------------------------------

CASES = [
    # system, version, header, unit, offsets of mtu, expire, locks (4 or 8 octets each)
    ("bsd44",     3,  76, 4, 40, 48, 36, "I"),
    ("bsd44",     3, 120, 8, 48, 64, 40, "Q"),
    ("openbsd31", 3,  76, 4, 40, 48, 36, "I"),
    ("netbsd4",   3, 120, 8, 48, 64, 40, "Q"),
    ("netbsd4",   4, 120, 8, 48, 104, 40, "Q"),
    ("netbsd7",   4, 120, 8, 48, 104, 40, "Q"),
    ("netbsd10",  4, 120, 8, 48, 104, 40, "Q"),
    ("freebsd4",  5,  92, 4, 40, 48, 36, "I"),
    ("freebsd10", 5, 152, 8, 48, 64, 40, "Q"),
    ("freebsd12", 5,  92, 4, 40, 48, 36, "I"),
    ("freebsd14", 5, 152, 8, 48, 64, 40, "Q"),
    ("macos",     5,  92, 4, 40, 48, 36, "I"),
    ("freebsd2",  5,  92, 4, 40, 48, 36, "I"),
    ("freebsd6",  5, 152, 8, 48, 64, 40, "Q"),
    ("freebsd9",  5, 152, 8, 48, 64, 40, "Q"),
    ("dragonfly", 5, 152, 8, 48, 64, 40, "Q"),
    ("dragonfly", 6,  92, 4, 40, 48, 36, "I"),
]  # fmt: skip


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[0]}-{c[2]}")
def test_metrics_stand_where_the_system_has_them(case, order):
    system, version, size, unit, mtu, expire, locks, code = case
    fields = {
        4: ("H", 3), 8: ("i", 0x805), 28: ("i", 0),
        mtu: (code, 1400), expire: (code, NOW + 9), locks: (code, 1),
    }  # fmt: skip
    addrs = [sin("192.0.2.7"), sdl(3, order=order)]
    data = message(version, size, unit, fields, addrs, 3, order=order)
    [route] = rtdump.decode(data, system, NOW).routes
    assert (route.mtu, route.expire, route.locks) == (1400, 9, ("mtu",))
    assert (route.gateway, route.flags) == (Link(3), RTF.UP | RTF.HOST | RTF.STATIC)


def test_openbsd_44_has_a_header_of_88_octets():
    fields = {4: ("H", 88), 6: ("H", 2), 16: ("i", 0x5), 40: ("Q", 11),
              52: ("I", 1480), 56: ("I", NOW + 5), 60: ("I", 3)}  # fmt: skip
    data = message(4, 88, 8, fields, [sin("192.0.2.7"), sin("10.0.0.1")], 3)
    [route] = rtdump.decode(data, "openbsd44", NOW).routes
    assert (route.use, route.mtu, route.expire, route.refs) == (11, 1480, 5, 3)


def test_a_second_dump_of_macos_has_references_in_place_of_the_process():
    fields = {4: ("H", 4), 8: ("i", 0x1), 16: ("i", 5), 20: ("i", 0x100), 28: ("i", 77)}
    data = message(5, 92, 4, fields, [sin("192.0.2.7")], 1, kind=0x14)
    [route] = rtdump.decode(data, "macos14", NOW).routes
    assert (route.refs, route.use) == (5, 77)
    assert guess(data) == "macos14"


@pytest.mark.parametrize(
    ("system", "bit", "flag"),
    [
        ("openbsd31", 0x2000, RTF.PROTO3), ("netbsd4", 0x2000, RTF.CLONED),
        ("openbsd34", 0x10000, RTF.CLONED), ("freebsd4", 0x10000, RTF.PRCLONING),
        ("openbsd7", 0x20000, RTF.CACHED), ("freebsd4", 0x20000, RTF.CLONED),
        ("netbsd10", 0x20000, RTF.ANNOUNCE), ("netbsd10", 0x100, RTF.CONNECTED),
        ("freebsd4", 0x100, RTF.CLONING), ("openbsd7", 0x200, RTF.MULTICAST),
        ("macos", 0x1000000, RTF.IFSCOPE), ("openbsd7", 0x1000000, RTF.BFD),
        ("freebsd14", 0x80000, RTF.FIXEDMTU), ("netbsd10", 0x80000, RTF.BROADCAST),
    ],
)  # fmt: skip
def test_a_bit_means_what_it_means_on_its_system(system, bit, flag):
    assert rtflags.flags_of(bit, BINARIES[system].bits) == (flag, 0)


def test_a_bit_without_a_name_is_kept_as_a_number():
    fields = {8: ("i", 0x2001)}
    data = message(5, 92, 4, fields, [sin("192.0.2.7")], 1)
    [route] = rtdump.decode(data, "macos", NOW).routes
    assert route.extra == (("rtf", 0x2000),)
    assert not [
        s for s, b in BINARIES.items() if len(set(b.bits.values())) < len(b.bits)
    ]


# -- addresses ---------------------------------------------------------------------------------


def freebsd(addrs, bits, flags=0x1, **more):
    fields = {4: ("H", 1), 8: ("i", flags)}
    return message(5, 152, 8, fields, addrs, bits, **more)


MASKS = [
    # octets of the mask          the destination
    ((255,),                      "10.0.0.0/8"),
    ((255, 255),                  "10.0.0.0/16"),
    ((255, 255, 255),             "10.0.0.0/24"),
    ((255, 255, 255, 128),        "10.0.0.0/25"),
    ((255, 255, 255, 255),        "10.0.0.0/32"),
]  # fmt: skip


@pytest.mark.parametrize(("octets", "dst"), MASKS)
def test_a_netmask_is_cut_behind_its_last_octet(octets, dst):
    data = freebsd([sin("10.0.0.0"), sdl(1), mask(*octets)], 7)
    assert str(rtdump.decode(data, "freebsd14", NOW).routes[0].dst) == dst


def test_a_whole_netmask_and_one_with_holes_are_read_too():
    whole = bytes([16, 2, 0, 0, 255, 255, 0, 0]) + bytes(8)
    holes = mask(255, 0, 255)
    data = freebsd([sin("10.1.0.0"), sdl(1), whole], 7)
    data += freebsd([sin("10.0.3.0"), sdl(1), holes], 7)
    first, second = rtdump.decode(data, "freebsd14", NOW).routes
    assert (str(first.dst), first.extra) == ("10.1.0.0/16", ())
    assert (str(second.dst), second.extra) == (
        "10.0.3.0/24",
        (("netmask", "0xff00ff00"),),
    )


@pytest.mark.parametrize(
    ("sa", "gateway"),
    [
        (sdl(4), Link(4)),
        (sdl(4, b"", MAC), LLAddr(MAC)),
        (sdl(4, b"em0"), Name("em0")),
        (sdl(4, b"em0", MAC), LLAddr(MAC)),
        (bytes([8, 18, 4, 0, 1, 0, 0, 0]), Link(4)),
    ],
)
def test_a_link_level_gateway(sa, gateway):
    data = freebsd([sin("192.0.2.7"), sa], 3)
    assert rtdump.decode(data, "freebsd14", NOW).routes[0].gateway == gateway


def sin6(text: str, family: int, scope: int = 0, embedded: int = 0) -> bytes:
    octets = bytearray(parse_address(text).addr.to_bytes(16))
    octets[2:4] = embedded.to_bytes(2) if embedded else octets[2:4]
    return bytes([28, family]) + bytes(6) + octets + scope.to_bytes(4, "little")


@pytest.mark.parametrize(
    ("system", "family", "size", "version", "scope"),
    [
        ("freebsd14", 28, 152, 5, {"scope": 2}), ("macos14", 30, 92, 5, {"embedded": 2}),
        ("netbsd10", 24, 120, 4, {"embedded": 2}), ("freebsd4", 28, 92, 5, {"embedded": 2}),
    ],
)  # fmt: skip
def test_a_zone_stands_in_the_address_or_beside_it(
    system, family, size, version, scope
):
    unit = 8 if size > 100 else 4
    plen = bytes([16, family, *[0] * 6, *[255] * 8])
    addrs = [sin6("fe80::", family, **scope), sdl(2, b"em1"), plen]
    link = message(version, size, unit, {4: ("H", 2), 8: ("i", 1)}, addrs, 7)
    host = [
        sin6("2001:db8::1", family),
        sin6("fe80::9", family, **scope),
        sdl(2, b"em1"),
    ]
    far = message(version, size, unit, {4: ("H", 2), 8: ("i", 7)}, host, 0x13)
    one, two = rtdump.decode(link + far, system, NOW).routes
    assert (str(one.dst), one.gateway) == ("fe80::%em1/64", Name("em1"))
    assert (str(two.dst), str(two.gateway)) == ("2001:db8::1/128", "fe80::9%em1/128")


def test_a_label_is_text():
    label = bytes([34, 0]) + b"uplink".ljust(32, b"\0")
    fields = {4: ("H", 96), 16: ("i", 1)}
    data = message(5, 96, 8, fields, [sin("192.0.2.7"), label], 0x401)
    assert rtdump.decode(data, "openbsd7", NOW).routes[0].extra == (
        ("label", "uplink"),
    )


# -- neighbours, interfaces, the rest -----------------------------------------------------------


def test_neighbours_are_routes_only_where_the_table_holds_them():
    fields = {4: ("H", 1), 8: ("i", 0x405), 64: ("Q", NOW + 77)}
    addrs = [sin("10.0.0.2"), sdl(1, b"", MAC, size=54)]
    data = message(5, 152, 8, fields, addrs, 3)
    new = rtdump.decode(data, "freebsd14", NOW)
    assert new.routes == ()
    [neighbor] = new.neighbors
    assert (neighbor.lladdr, neighbor.expire) == (LLAddr(MAC), 77)
    assert (neighbor.flags, neighbor.hwtype) == (NTF(0), "ethernet")
    old = rtdump.decode(data, "freebsd4", NOW)
    assert len(old.routes) == len(old.neighbors) == 1


def test_an_unresolved_neighbour_has_no_address_and_a_permanent_one_no_end():
    addrs = [sin("10.0.0.2"), sdl(1)]
    data = message(3, 76, 4, {4: ("H", 1), 8: ("i", 0x4405)}, addrs, 3)
    [neighbor] = rtdump.decode(data, "openbsd31", NOW).neighbors
    assert neighbor.lladdr is None
    assert neighbor.flags == NTF.STATIC | NTF.PUBLISHED


LINKS = [
    # system, version, header, unit, dl, (mtu at, code), (ipkts at, code)
    ("freebsd14", 5, 168, 8, 54, (24, "I"), (40, "Q")),
    ("freebsd4",  5,  88, 4, 54, (24, "I"), (36, "I")),
    ("macos14",   5, 112, 4, 20, (24, "I"), (36, "I")),
    ("netbsd10",  4, 152, 8, 20, (24, "Q"), (48, "Q")),
    ("bsd44",     3,  84, 4, 20, (20, "I"), (32, "I")),
    ("freebsd14", 5, 176, 8, 54, (24, "I"), (40, "Q")),
]  # fmt: skip


@pytest.mark.parametrize("case", LINKS, ids=lambda c: f"{c[0]}-{c[2]}")
def test_a_list_of_interfaces_gives_names_addresses_and_counters(case):
    system, version, size, unit, dl, mtu, ipkts = case
    kind = {"netbsd10": 20}.get(system, 14)
    fields = {4: ("i", 0x10), 8: ("i", 0x8843), 12: ("H", 2),
              mtu[0]: (mtu[1], 1500), ipkts[0]: (ipkts[1], 42)}  # fmt: skip
    link = message(version, size, unit, fields, [sdl(2, b"em0", MAC, size=dl)], 0x10,
                   kind=kind, at=4)  # fmt: skip
    own = [mask(255, 255, 255), sdl(2, b"em0", MAC, size=dl), sin("10.0.0.1"),
           sin("10.0.0.255")]  # fmt: skip
    if system == "netbsd10":
        address = message(4, 32, 8, {4: ("H", 2)}, own, 0xB4, kind=22)
    else:
        address = message(version, 20, unit, {12: ("H", 2)}, own, 0xB4, kind=12, at=4)
    [interface] = rtdump.decode(link + address, system, NOW).interfaces
    assert (interface.ifname, interface.ifindex, interface.mtu) == ("em0", 2, 1500)
    assert interface.lladdr == LLAddr(MAC)
    assert interface.counters is not None
    assert interface.counters.ipkts == 42
    assert interface.flags == (IFF.UP | IFF.BROADCAST | IFF.RUNNING | IFF.MULTICAST)
    [one] = interface.addresses
    assert (str(one.addr), str(one.network), str(one.brd)) == (
        "10.0.0.1/32", "10.0.0.0/24", "10.0.0.255/32",
    )  # fmt: skip


def test_a_list_of_interfaces_names_the_interface_of_a_route():
    fields = {4: ("i", 0x10), 8: ("i", 0x43), 12: ("H", 1)}
    link = message(5, 112, 4, fields, [sdl(1, b"en0", MAC)], 0x10, kind=14, at=4)
    entry = message(5, 92, 4, {4: ("H", 1), 8: ("i", 5)}, [sin("192.0.2.7")], 1)
    assert rtdump.decode(link + entry, "macos14", NOW).routes[0].ifname == "en0"
    assert rtdump.decode(entry, "macos14", NOW).routes[0].ifname == "link#1"


def test_what_is_in_no_record_is_noted():
    other = message(5, 152, 8, {8: ("i", 1)}, [sin("192.0.2.7")], 1, kind=17)
    mpls = freebsd([sin("192.0.2.7"), bytes([8, 33, 0, 0, 0, 1, 0, 0])], 3)
    odd = freebsd([sin("192.0.2.7")], 1, kind=99)
    found = rtdump.decode(other + mpls + odd, "freebsd14", NOW)
    assert len(found.routes) == 1
    assert found.notes == (
        "message 1 at offset 0: RTM_IFANNOUNCE: left out",
        "message 2 at offset 168: gateway: family 33: left out",
        "message 3 at offset 344: #99: left out",
    )


def test_expiries_need_the_moment():
    found = rtdump.decode(openbsd5(), "openbsd7", None)
    assert found.routes[0].expire is None
    assert "1 expiries left out" in found.notes[0]


@pytest.mark.parametrize(("system", "left"), [("macos", 0), ("freebsd4", None)])
def test_an_expiry_that_is_over_is_told_by_some(system, left):
    fields = {8: ("i", 5), 48: ("I", NOW - 1)}
    data = message(5, 92, 4, fields, [sin("192.0.2.7")], 1)
    assert rtdump.decode(data, system, NOW).routes[0].expire == left


# -- broken dumps ------------------------------------------------------------------------------


def test_every_truncation_is_an_error_with_its_offset():
    whole = freebsd([sin("192.0.2.7"), sdl(1)], 3)
    for length in range(1, len(whole)):
        with pytest.raises(FormatError, match=r"^message 2 at offset 192: "):
            rtdump.decode(whole + whole[:length], "freebsd14", NOW)


BROKEN = [
    # octets                                                   what is said
    (b"\x03\0\5\4",                                            "3 octets long"),
    (freebsd([sin("192.0.2.7")], 1)[:2] + b"\4" + freebsd([sin("192.0.2.7")], 1)[3:],
                                                               "version 4, expected 5"),
    (freebsd([sin("192.0.2.7")], 3),                           "before its addresses do"),
    (freebsd([sin("192.0.2.7"), sin("192.0.2.8")], 1),         "do not end where it does"),
    (freebsd([bytes([200, 2]) + bytes(14)], 1),                "an address of 200 octets"),
    (freebsd([sin("192.0.2.7"), sdl(1)[:5] + b"\x40\6" + bytes(13)], 3),
                                                               "cannot hold a name of 64"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BROKEN)
def test_what_is_wrong_is_said_with_its_place(data, said):
    with pytest.raises(FormatError, match=r"^message 1 at offset 0: ") as error:
        rtdump.decode(data, "freebsd14", NOW)
    assert said in error.value.message


def test_an_entry_without_a_destination_is_an_error():
    with pytest.raises(FormatError, match="no IP address as its destination"):
        rtdump.decode(freebsd([sdl(1)], 2), "freebsd14", NOW)


@given(st.binary(max_size=300))
def test_any_octets_are_a_dump_or_an_error(data):
    for system in ("openbsd7", "freebsd14", "netbsd10", "bsd44"):
        with suppress(FormatError):
            assert rtdump.decode(data, system, NOW).system == system


# -- both ways -----------------------------------------------------------------------------------


def lived(system: str) -> Host:
    """A host with all kinds of entries."""
    host = Host(system)
    host.ifconfig("ne3", "10.0.0.1/24", lladdr="08:00:00:00:00:01")
    host.ifconfig("lo0", "127.0.0.1/8")
    host.peer("10.0.0.254", "08:00:00:00:00:fe", on="ne3")
    host.route_add("default", "10.0.0.254")
    host.route_add(
        "10.5/16", "10.0.0.254", metrics={"mtu": 1400, "rtt": 3000},
        locks=frozenset({"mtu"}),
    )  # fmt: skip
    with host.tcp("192.0.2.7", 80) as conn:
        conn.send(7)
    with host.udp() as socket:
        socket.send_to("10.0.0.9")
    host.advance(100)
    return host


SAID = [
    (system, word, order)
    for system in ("bsd44", "openbsd31", "openbsd34", "freebsd4", "macos", "macos14")
    for word in (4, 8)
    for order in "<>"
    if word == 4 or not system.startswith("macos")
]


@pytest.mark.parametrize(("system", "word", "order"), SAID)
def test_a_box_comes_back_from_its_dump(system, word, order):
    host = lived(system)
    before = host.snapshot()
    name = before.system or ""
    data = rtdumpwrite.encode(before, name, host.now, word=word, order=order)
    after = rtdump.decode(data, name, host.now)
    # no dump of these systems tells references, templates, or (4.4BSD) own addresses
    told = [r._replace(refs=None, parent=None) for r in before.routes]
    if system == "bsd44":
        told = [r._replace(src=None) for r in told]
    assert list(after.routes) == told
    unheld = tuple([n._replace(refs=None) for n in before.neighbors])
    assert after.neighbors == unheld
    assert [i.ifname for i in after.interfaces] == [i.ifname for i in before.interfaces]
    assert after.notes == ()


@pytest.mark.parametrize("system", BINARIES)
@settings(max_examples=20)
@given(data=st.data())
def test_any_message_comes_back(system, data):
    binary = BINARIES[system]
    layout = data.draw(st.sampled_from(binary.layouts))
    m = rtsock.Machine(binary, layout, data.draw(st.sampled_from("<>")))
    addr = st.builds(Prefix, st.just(4), st.integers(0, 2**32 - 1), st.just(32))
    link = st.builds(
        Dl, st.integers(1, 9), st.sampled_from(["", "em0"]),
        st.sampled_from([LLAddr(), LLAddr(MAC)]),
    )  # fmt: skip
    addrs = {"dst": data.draw(addr)}
    if data.draw(st.booleans()):
        addrs["gateway"] = data.draw(st.one_of(addr, link))
    if data.draw(st.booleans()):
        addrs["netmask"] = data.draw(st.integers(0, 2**32 - 1))
    addrs["ifp"] = data.draw(link)
    flags = RTF(0)
    for flag in data.draw(st.sets(st.sampled_from(sorted(binary.bits.values())))):
        flags |= flag
    said = Message(
        data.draw(st.sampled_from(["RTM_ADD", "RTM_DELETE", "RTM_GET", "RTM_MISS"])),
        data.draw(st.integers(0, 9)),
        flags,
        addrs=addrs,
        pid=data.draw(st.integers(0, 30000)),
        seq=data.draw(st.integers(0, 9)),
        errno=data.draw(st.integers(0, 65)),
        use=data.draw(st.integers(0, 2**31 - 1)),
        inits=data.draw(st.sampled_from([(), ("mtu",), ("mtu", "expire")])),
        locks=data.draw(st.sampled_from([(), ("mtu",)])),
        metrics=data.draw(st.sampled_from([{}, {"mtu": 1500, "expire": 9}])),
    )
    [(_, _, came)] = rtsock.decode(rtwrite.octets(said, m), m)
    assert came._replace(refs=None, tableid=0, prio=0) == said


def test_what_a_system_cannot_say_is_an_error():
    v6 = Route(parse_prefix("2001:db8::/32"))
    with pytest.raises(NotExpressible, match="no IPv6"):
        rtdumpwrite.encode(Snapshot(routes=(v6,)), "bsd44", NOW)
    named = Snapshot(routes=(Route(Name("gw")),))
    with pytest.raises(NotExpressible, match="is a name"):
        rtdumpwrite.encode(named, "freebsd14", NOW)
    with pytest.raises(FormatError, match="no words of 2 octets"):
        rtdumpwrite.machine_of("freebsd14", 2)
    with pytest.raises(
        FormatError, match="no dumps of iproute2 are known; known: bsd44"
    ):
        binary("iproute2")
    m = rtdumpwrite.machine_of("openbsd31")
    with pytest.raises(NotExpressible, match="no message RTM_GET2"):
        rtwrite.octets(Message("RTM_GET2"), m)


def test_an_ipv6_table_comes_back():
    routes = (
        Route(parse_prefix("fe80::%em0/64"), Link(1), "em0", RTF.UP),
        Route(parse_prefix("::/0"), parse_address("fe80::1%em0"), "em0",
              RTF.UP | RTF.GATEWAY | RTF.STATIC),
    )  # fmt: skip
    before = Snapshot(routes=routes, interfaces=(Interface("em0", 1, 1500, IFF.UP),))
    for system in ("freebsd14", "openbsd7", "netbsd10", "freebsd4"):
        data = rtdumpwrite.encode(before, system, NOW)
        after = rtdump.decode(data, system, NOW).routes
        blank = [
            r._replace(use=0, refs=0 if system == "openbsd7" else None) for r in routes
        ]
        assert list(after) == blank


# -- whose it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "system"),
    [
        (openbsd5(), "openbsd7"),
        (freebsd([sin("192.0.2.7"), sdl(1, b"em0", size=54)], 0x11), "freebsd14"),
        (freebsd([sin("192.0.2.0"), sdl(1, size=54)], 0x11, 0x101), "freebsd4"),
        (message(4, 120, 8, {8: ("i", 1)}, [sin("192.0.2.7")], 1), "netbsd10"),
        (message(5, 92, 4, {8: ("i", 1)}, [sin("192.0.2.7")], 1), "macos14"),
    ],
)
def test_a_dump_says_whose_it_is(data, system):
    assert guess(data) == system


def test_what_may_be_several_s_is_asked_for():
    data = message(3, 76, 4, {8: ("i", 1)}, [sin("192.0.2.7")], 1)
    with pytest.raises(
        FormatError, match=r"of: --in bsd44 . netbsd1 . netbsd4 . openbsd31 "
    ):
        guess(data)
    with pytest.raises(FormatError, match="no dump of a routing socket"):
        guess(b"Routing tables\n")
    with pytest.raises(FormatError, match="empty"):
        guess(b"")
