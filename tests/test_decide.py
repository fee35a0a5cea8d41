"""How systems other than Linux decide, from what their tools printed."""

from __future__ import annotations

import pytest

import rtentry
from rtentry.decide import Step, decider, reasons, show
from rtentry.decide.mtu import MTU
from rtentry.decide.words import packets
from rtentry.errors import UsageError
from rtentry.queries import Call
from rtentry.queries.get import QUERY

FREEBSD = """\
Routing tables

Internet:
Destination        Gateway            Flags     Netif Expire
default            192.0.2.1          UGS         em0
10.0.0.0/8         192.0.2.2          UGS         em0
10.0.0.0/8         192.0.2.3          UGS         em0
10.9.0.0/16        192.0.2.1          UGRS        em0
10.8.0.0/16        192.0.2.1          UGBS        em0
127.0.0.1          link#2             UH          lo0
192.0.2.0/24       link#1             U           em0
192.0.2.7          link#1             UHS         lo0
"""

OPENBSD = """\
Routing tables

Internet:
Destination        Gateway            Flags   Refs      Use   Mtu  Prio Iface
default            192.0.2.1          UGS        4      471     -     8 em0
default            192.0.2.2          UGS        0        0     -    56 em1
10/8               192.0.2.2          GS         0        0     -     8 em0
10/8               192.0.2.3          UGSP       0        0     -    32 em0
10/8               192.0.2.4          UGSP       0        0     -    32 em0
"""

MACOS = """\
Routing tables

Internet:
Destination        Gateway            Flags           Netif Expire
default            192.0.2.1          UGScg             en0
default            198.51.100.1       UGScIg            en1
10.1/16            198.51.100.2       UGScI             en1
127.0.0.1          127.0.0.1          UH                lo0
192.0.2            link#4             UCS               en0      !
198.51.100         link#5             UCSI              en1      !
"""

WINDOWS = """\
===========================================================================
Interface List
  8 ...00 12 3f a7 17 ba ...... An Ethernet Adapter
===========================================================================

IPv4 Route Table
===========================================================================
Active Routes:
Network Destination        Netmask          Gateway       Interface  Metric
          0.0.0.0          0.0.0.0        192.0.2.1        192.0.2.7     50
          0.0.0.0          0.0.0.0     198.51.100.1     198.51.100.7      2
        192.0.2.0    255.255.255.0         On-link         192.0.2.7    281
===========================================================================
Persistent Routes:
  Network Address          Netmask  Gateway Address  Metric
         10.0.0.0        255.0.0.0        192.0.2.9       1
===========================================================================
"""

QUESTIONS = [
    # text     question              answer
    (FREEBSD, "198.51.100.1",        "via 192.0.2.1 dev em0 by default"),
    (FREEBSD, "10.1.1.1",            "via 192.0.2.2 dev em0 weight 1 or via 192.0.2.3 dev em0 weight 1 by 10.0.0.0/8"),
    (FREEBSD, "10.9.1.1",            "unreachable by 10.9.0.0/16"),
    (FREEBSD, "10.8.1.1",            "blackhole by 10.8.0.0/16"),
    (FREEBSD, "192.0.2.9",           "dev em0 by 192.0.2.0/24"),
    (FREEBSD, "192.0.2.7",           "dev lo0 by 192.0.2.7"),
    (FREEBSD, "2001:db8::1",         "no route"),
    (FREEBSD, "10.1.0.0/16",         "via 192.0.2.2 dev em0 weight 1 or via 192.0.2.3 dev em0 weight 1 by 10.0.0.0/8"),
    (FREEBSD, "198.51.100.1 fib 1",  "no route"),
    (OPENBSD, "198.51.100.1",        "via 192.0.2.1 dev em0 by default"),
    (OPENBSD, "10.1.1.1",            "via 192.0.2.3 dev em0 weight 1 or via 192.0.2.4 dev em0 weight 1 by 10.0.0.0/8"),
    (MACOS,   "203.0.113.1",         "via 192.0.2.1 dev en0 by default"),
    (MACOS,   "203.0.113.1 oif en1", "via 198.51.100.1 dev en1 by default"),
    (MACOS,   "10.1.1.1",            "via 192.0.2.1 dev en0 by default"),
    (MACOS,   "10.1.1.1 oif en1",    "via 198.51.100.2 dev en1 by 10.1.0.0/16"),
    (MACOS,   "192.0.2.9",           "dev en0 by 192.0.2.0/24"),
    (WINDOWS, "203.0.113.1",         "via 198.51.100.1 dev 198.51.100.7 by default"),
    (WINDOWS, "10.1.1.1",            "via 198.51.100.1 dev 198.51.100.7 by default"),
]  # fmt: skip


def decide(text, words, found=None):
    [snapshot] = rtentry.parse(text)
    [packet] = packets(words.split())
    return decider(snapshot)(packet, found)


@pytest.mark.parametrize(("text", "question", "answer"), QUESTIONS)
def test_a_system_decides_in_its_own_way(text, question, answer):
    found = decide(text, question)
    said = show.line(found, MTU())
    assert said.replace(" src 192.0.2.7", "") == answer


def test_what_loses_has_a_reason():
    found: list[Step] = []
    decide(OPENBSD, "10.1.1.1", found)
    assert [step.code for step in found] == [
        "route-down",
        "route-chosen",
        "multipath",
        "route-shorter",
        "route-shorter",
    ]
    found = []
    decide(MACOS, "10.1.1.1", found)
    assert [step.code for step in found] == [
        "route-scoped",
        "route-scoped",
        "route-chosen",
    ]


def test_every_reason_that_the_code_gives_is_documented():
    from pathlib import Path

    folder = Path(reasons.__file__).parent
    text = "".join(
        [p.read_text() for p in folder.glob("*.py") if p.name != "reasons.py"]
    )
    unused = {code for code in reasons.REASONS if f'"{code}"' not in text}
    assert unused == {"destination-multicast"}  # made of the word


WRONG = [
    # words                reason
    ([],                   "say a destination"),
    (["x"],                "'x' is not an address"),
    (["from", "192.0.2.1"], "say a destination"),
    (["192.0.2.1", "from"], "from needs SRC"),
    (["192.0.2.1", "mark", "-1"], "'-1' is not a number"),
    (["192.0.2.1", "table", "x"], "'x' is not a number"),
    (["192.0.2.1", "tos", "256"], "'256' is not a number of 8 bits"),
    (["192.0.2.1", "dport", "65536"], "'65536' is not a number of 16 bits"),
    (["192.0.2.1", "from", "::1"], "192.0.2.1 from ::1: of two IP versions"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "reason"), WRONG)
def test_words_that_are_no_question_are_refused(words, reason):
    with pytest.raises(UsageError, match=reason):
        packets(words)


def test_packets_are_in_the_order_of_the_words():
    words = [
        "192.0.2.3 mark 9",
        "",
        "# a remark",
        "192.0.2.1",
        "mark",
        "7",
        "192.0.2.2",
    ]
    found = [(show.destination(packet.dst), packet.mark) for packet in packets(words)]
    assert found == [("192.0.2.3", 9), ("192.0.2.1", 7), ("192.0.2.2", 7)]


def test_the_default_route_is_asked_for_in_the_ip_version_of_the_source():
    [packet] = packets(["default", "from", "2001:db8::1"])
    assert packet.dst.version == 6


NAMED = """\
Routing tables

Internet:
Destination        Gateway            Flags   Refs      Use   Mtu  Prio Iface
default            gw                 UGS        3    11991     -     8 em0
loopback           localhost          UGRS       0        0 32768     8 lo0
192.0.2/24         192.0.2.2          UCn        2        9     -     4 em0
"""


def asked_of(text, *words):
    return QUERY.run(Call(rtentry.parse(text), {"words": [*words], "json": True}))


def test_a_router_with_a_name_is_told_by_its_name():
    answer = asked_of(NAMED, "198.51.100.7")
    assert [*answer.lines] == ["198.51.100.7 via gw dev em0 by default"]
    assert answer.data[0]["ways"][0]["gateway"] == "gw"


def test_destinations_that_are_names_are_said_not_to_be_looked_at():
    notes = asked_of(NAMED, "198.51.100.7").notes
    assert notes == ("not looked at, since they are no whole addresses: loopback",)


ARP = "? (192.0.2.1) at 02:00:5e:00:53:01 on em0 permanent [ethernet]\n"


def test_a_capture_without_a_table_is_said_to_have_none():
    answer = asked_of(ARP, "192.0.2.1", "2001:db8::1")
    assert [*answer.lines] == ["192.0.2.1 no route", "2001:db8::1 no route"]
    assert answer.notes == (
        "no routes of IPv4 are listed",
        "no routes of IPv6 are listed",
    )


FIB = """\
Routing tables (fib: 3)

Internet:
Destination        Gateway            Flags     Netif Expire
default            192.0.2.254        UGS         em0
192.0.2.0/24       link#1             U           em0
"""


def test_the_only_table_of_a_capture_is_the_one_meant():
    lines = [*asked_of(FIB, "198.51.100.7").lines]
    assert lines == ["198.51.100.7 via 192.0.2.254 dev em0 by default table 3"]


def test_what_is_said_of_a_packet_is_said_of_all_but_those_with_words_of_their_own():
    one, two = packets(["192.0.2.1 mark 9", "192.0.2.2", "mark", "7"], uid=5)
    assert (one.mark, one.uid, two.mark, two.uid) == (9, 5, 7, 5)
