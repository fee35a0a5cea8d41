"""Questions to the kernel, and the parameters that it tells."""

from __future__ import annotations

from struct import pack

import pytest

from rtentry.addr import parse_address
from rtentry.packet import Packet
from rtentry.wire import ask, netconf
from rtentry.wire.attr import attribute, split
from rtentry.wire.rtmsg import RTMSG

DST, SRC = parse_address("192.0.2.1"), parse_address("192.0.2.2")


def attrs(packet, indices=()):
    fields, found = split(ask.question(packet, dict(indices)), RTMSG)
    return fields, found


def test_a_question_has_the_destination_and_what_else_is_said():
    packet = Packet(DST, SRC, oif="eth0", mark=7, uid=5, ipproto=6, sport=80, tos=8)
    fields, found = attrs(packet, [("eth0", 3)])
    assert fields[:4] == (2, 32, 32, 8)
    assert found[ask.RTA_DST] == bytes([192, 0, 2, 1])
    assert found[ask.RTA_SRC] == bytes([192, 0, 2, 2])
    assert found[ask.RTA_OIF] == pack("=I", 3)
    assert found[ask.RTA_MARK] == pack("=I", 7)
    assert found[ask.RTA_UID] == pack("=I", 5)
    assert found[ask.RTA_IP_PROTO] == b"\x06"
    assert found[ask.RTA_SPORT] == pack(">H", 80)
    assert ask.RTA_DPORT not in found


def test_what_is_not_said_is_left_out_but_the_protocol():
    fields, found = attrs(Packet(parse_address("2001:db8::1")))
    assert fields[0] == 10
    assert fields[-1] == 0
    assert found.keys() == {ask.RTA_DST, ask.RTA_IP_PROTO}


def body(family, ifindex, *pairs):
    octets = bytes([family]) + bytes(3)
    octets += attribute(netconf.NETCONFA_IFINDEX, pack("=i", ifindex))
    return octets + b"".join([attribute(kind, pack("=i", n)) for kind, n in pairs])


PARAMETERS = [
    # family, ifindex, attributes      names and values
    (2,  3, [(2, 1), (3, 2)],  [("net.ipv4.conf.eth0.forwarding", 1), ("net.ipv4.conf.eth0.rp_filter", 2)]),
    (10, -1, [(2, 1)],         [("net.ipv6.conf.all.forwarding", 1)]),
    (2, -2, [(6, 1), (99, 5)], [("net.ipv4.conf.default.ignore_routes_with_linkdown", 1)]),
    (2,  9, [(2, 0)],          [("net.ipv4.conf.if9.forwarding", 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("family", "ifindex", "pairs", "told"), PARAMETERS)
def test_parameters_are_named_as_sysctl_names_them(family, ifindex, pairs, told):
    assert [*netconf.netconf(body(family, ifindex, *pairs), {3: "eth0"})] == told
