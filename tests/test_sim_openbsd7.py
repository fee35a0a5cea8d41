"""The commands of a simulated OpenBSD 7 and NetBSD that older systems do not have."""

from __future__ import annotations

import pytest

from rtentry.sim.session import Session

BOX = (
    "ifconfig lo0 127.0.0.1/8",
    "ifconfig em0 192.0.2.1/24 lladdr 02:00:5e:10:00:01",
    "ifconfig em0 inet6 2001:db8::1/64",
    "peer 192.0.2.2 02:00:5e:10:00:02 on em0",
    "peer 2001:db8::2 02:00:5e:10:00:02 on em0",
)


def boot(system: str = "openbsd7") -> Session:
    """A box with both families, and a neighbour."""
    session = Session()
    session.boot("box", system)
    for command in BOX:
        assert session.run(command).status == 0
    return session


def said(session: Session, command: str) -> str:
    """What a command prints, and its status if it fails."""
    result = session.run(command)
    lines = [*result.lines, *([f"[{result.status}]"] if result.status else [])]
    return "\n".join(lines)


SAID = {
    "route add -priority bgp 10/8 192.0.2.2": "add net 10: gateway 192.0.2.2",
    "route add -priority 64 10/8 192.0.2.2": """\
route: writing to routing socket: Invalid argument
add net 10: gateway 192.0.2.2: Invalid argument
[1]""",
    "route add -priority x 10/8 192.0.2.2": "route: priority is invalid: x\n[1]",
    "route -T x show": "route: routing table is invalid: x\n[1]",
    "route add 10/8": """\
route: writing to routing socket: Invalid argument
add net 10: Invalid argument
[1]""",
    "route delete 192.0.2.1": """\
route: writing to routing socket: Invalid argument
delete host 192.0.2.1: Invalid argument
[1]""",
    "route -q add 10/8 192.0.2.2": "",
    "route add 2001:db8:f::/48 2001:db8::2": (
        "add net 2001:db8:f::: gateway 2001:db8::2"
    ),
    "ifconfig em0 rdomain x": "ifconfig: 'x' is no routing domain\n[1]",
    "arp -d 192.0.2.1": """\
arp: writing to routing socket: Invalid argument
[1]""",
    "ndp -n 2001:db8::2": "2001:db8::2 (2001:db8::2) -- no entry\n[1]",
    "ndp -d 2001:db8::9": "delete: cannot locate 2001:db8::9\n[1]",
    "ndp -s 2001:db8::9 x": "ndp: not a link-level address\n[1]",
    "ndp -d 192.0.2.1": "ndp: 192.0.2.1: bad address\n[1]",
    "route -T 9 exec ping 192.0.2.2": """\
ping: sendto: No route to host
ping: wrote 192.0.2.2 64 chars, ret=-1
--- 192.0.2.2 ping statistics ---
1 packets transmitted, 0 packets received, 100% packet loss
[1]""",
}


@pytest.mark.parametrize("command", SAID)
def test_commands_of_openbsd_7(command):
    session = boot()
    assert said(session, command) == SAID[command]
    assert session.box().host.audit() == []


def test_a_routing_domain_has_tables_of_its_own():
    session = boot()
    session.run("ifconfig vether0 rdomain 7 192.0.2.1/24")
    shown = said(session, "route -T 7 -n show -inet")
    assert "vether0" in shown
    assert "em0" not in shown
    assert "vether0" not in said(session, "netstat -rn")
    assert session.box().host.kernel.ifnets["lo7"].tableid == 7


def test_what_was_put_in_stays_when_ndp_clears():
    session = boot()
    session.run("ping 2001:db8::2")
    session.run("ndp -s 2001:db8::9 02:00:5e:10:00:09")
    assert said(session, "ndp -c") == "2001:db8::2 (2001:db8::2) deleted"
    assert "permanent" in said(session, "ndp -n 2001:db8::9")


def test_ndp_of_a_system_that_keeps_neighbours_apart():
    session = boot("netbsd8")
    session.run("ping6 2001:db8::2")
    assert "2001:db8::2 " in said(session, "ndp -an")
    assert said(session, "ndp -c") == "2001:db8::2 (2001:db8::2) deleted"
    session.run("ndp -s 2001:db8::9 02:00:5e:10:00:09")
    assert "permanent" in said(session, "ndp -n 2001:db8::9")
    assert said(session, "ndp -d 2001:db8::9") == "2001:db8::9 (2001:db8::9) deleted"


NUMBERS = {
    "192.0.2.77": "0x141<UP,DONE,CONNECTED>",
    "192.0.2.1": "0x40045<UP,HOST,DONE,LOCAL>",
}


@pytest.mark.parametrize("dst", NUMBERS)
def test_netbsd_8_says_the_number_of_the_flags(dst):
    text = said(boot("netbsd8"), f"route -n get {dst}")
    assert f"      flags: {NUMBERS[dst]}\n" in text
