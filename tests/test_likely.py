from __future__ import annotations

import pytest

from rtentry.document import parse

HEAD = "Routing tables\n\nInternet:\n"
OLD = "Destination        Gateway            Flags    Refs      Use  Netif Expire\n"
EARLY = (
    "Destination        Gateway            Flags     Refs     Use     Netif Expire\n"
)
NEIGHBOR = "? (192.0.2.1) at 02:00:5e:10:00:01 on {}\n"

LIKELIEST = [
    # text, dialect: what decides
    (  # trailing blanks: DragonFly prints them
        f"{HEAD}{OLD}default            192.0.2.1          UGSc        4        6   fxp0       \n",
        "dragonfly",
    ),
    (f"{HEAD}{OLD}default            192.0.2.1          UGSc        4        6   fxp0\n", "freebsd6"),
    (  # most of them have the blanks
        f"{HEAD}{OLD}default            192.0.2.1          UGSc        4        6 vtnet0       \n"
        "192.0.2            link#1             UC          0        0 vtnet0       \n"
        "127.0.0.1          127.0.0.1          UH          0        0    lo0\n",
        "dragonfly",
    ),
    # where Netif stands
    (f"{HEAD}{EARLY}192.0.2.255        ff:ff:ff:ff:ff:ff  UHLWb       1      584      dc0\n", "freebsd4"),
    (f"{HEAD}{EARLY}192.0.2.255        ff:ff:ff:ff:ff:ff  UHLW        1      584       dc0\n", "freebsd2"),
    # drivers of interfaces
    ("Internet6:\nDestination  Gateway  Flags  Netif Expire\n2001:db8::/64  link#1  UC  ed0\n", "freebsd6"),
    ("Internet6:\nDestination  Gateway  Flags  Netif Expire\n2001:db8::/64  link#1  UC  utun0\n", "macos14"),
    # what BusyBox imitates
    ("default via 192.0.2.1 dev eth0 \n", "iproute2"),
    (NEIGHBOR.format("wm0"), "netbsd10"),
    (NEIGHBOR.format("vio0"), "openbsd39"),
    (NEIGHBOR.format("vtnet1_vlan10"), "freebsd14"),
    (NEIGHBOR.format("ovpns1"), "freebsd14"),
    # as BusyBox prints it, too; it is the younger's
    ("default via 192.0.2.1 dev eth0 metric 100\n", "iproute2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dialect"), LIKELIEST)
def test_of_systems_that_may_have_printed_it_the_likeliest_is_taken(
    text: str, dialect: str
) -> None:
    [snapshot] = parse(text)
    assert snapshot.system == dialect
