"""Sockets: listings of BSDs, of net-tools and of ss(8), read and written again."""

from __future__ import annotations

from pathlib import Path

import pytest

import rtentry
from rtentry import api
from rtentry.addr import show_address
from rtentry.rewritten import as_written

GOLDEN = Path(__file__).parent / "golden"
FILES = [
    "freebsd14/netstat-an.txt",
    "nettools210/netstat-an.txt",
    "iproute2/ss-tanp.txt",
]


@pytest.mark.parametrize("name", FILES)
def test_a_listing_of_sockets_comes_back(name):
    text = (GOLDEN / name).read_text()
    snapshots = rtentry.parse(text)
    assert snapshots[0].sockets
    assert "".join([line + "\n" for line in as_written(snapshots)]) == text


def test_ends_states_and_owners_are_read():
    [snapshot] = rtentry.parse((GOLDEN / "iproute2/ss-tanp.txt").read_text())
    listening, held, listening6 = snapshot.sockets
    assert (listening.state, listening.peer, listening.lport) == ("LISTEN", None, 22)
    assert (held.state, held.pid, held.comm) == ("ESTABLISHED", 901, "sshd")
    assert held.peer is not None
    assert (show_address(held.peer), held.pport) == ("203.0.113.9", 50122)
    assert listening6.local.version == 6


def test_what_changes_in_a_record_changes_in_the_text():
    [snapshot] = rtentry.parse((GOLDEN / "freebsd14/netstat-an.txt").read_text())
    first = snapshot.sockets[0]._replace(lport=2222, state="CLOSE-WAIT")
    changed = snapshot._replace(sockets=(first, *snapshot.sockets[1:]))
    row = [*as_written((changed,))][2]
    assert row.split() == [
        "tcp4",
        "0",
        "0",
        "192.0.2.7.2222",
        "198.51.100.7.50122",
        "CLOSE_WAIT",
    ]


DOCUMENT = (Path(__file__).parent.parent / "docs/examples/castor.txt").read_text()


def test_sockets_that_follow_a_table_hang_on_its_routes():
    from rtentry.queries import Call
    from rtentry.queries.who import QUERY

    text = (
        DOCUMENT + "\n[root@castor:~#] netstat -an\n" + (GOLDEN / FILES[0]).read_text()
    )
    text += (
        "Active UNIX domain sockets\nAddress  Type   Recv-Q Send-Q    Inode     Conn\n"
    )
    answer = QUERY.run(Call(rtentry.parse(text), {"target": "default"}))
    found = [h for h in answer.data[0]["holders"] if h["kind"] == "socket"]
    assert [h["record"]["peer"] for h in found] == ["198.51.100.7", "203.0.113.77"]
    assert found[0]["through"] == "198.51.100.7"
    assert answer.notes == ()


def test_a_listing_with_names_is_prose():
    text = (
        DOCUMENT
        + "\n"
        + (GOLDEN / FILES[0]).read_text().replace("192.0.2.7.22 ", "castor.ssh   ")
    )
    assert rtentry.parse(text)[0].sockets == ()


def test_groups_below_the_sockets_are_another_table():
    heading = "Proto Recv-Q Send-Q Local Address           Foreign Address         State      "
    row = "tcp        0      0 192.0.2.1:22            192.0.2.9:50000         ESTABLISHED"
    below = "IPv6/IPv4 Group Memberships\nInterface       RefCnt Group\n"
    title = "Active Internet connections (w/o servers)"
    [snapshot] = api.parse(f"{title}\n{heading}\n{row}\n{below}")
    assert len(snapshot.sockets) == 1
