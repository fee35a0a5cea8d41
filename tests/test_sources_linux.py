"""The live source without a kernel that does what it is told: scripted answers."""

from __future__ import annotations

import _socket
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from struct import pack
from threading import Thread

import pytest

from rtentry.errors import FormatError, SourceError
from rtentry.model import RouteStats, Socket
from rtentry.sources import EVERYTHING, Ask, _many, _netlink, linux
from rtentry.sources._netlink import BUFFER, TRIES, Channel
from rtentry.sources._netns import inside, path_of
from rtentry.sources._proc import parse_counters, processes
from rtentry.sources._sweep import HERE, namespaces
from rtentry.wire import netlink
from rtentry.wire.netlink import HEADER, Decoder

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="reads the tables of a Linux kernel"
)

KIND = 24
WORDS: Decoder[bytes] = Decoder(KIND, lambda body: body)


def message(kind: int, body: bytes, flags: int = 2) -> bytes:
    return HEADER.pack(HEADER.size + len(body), kind, flags, 1, 0) + body


DONE = message(netlink.NLMSG_DONE, bytes(4))
INTERRUPTED = message(netlink.NLMSG_DONE, bytes(4), 2 | netlink.NLM_F_DUMP_INTR)


def answers(*scripts: list[bytes]) -> Iterator[Channel]:
    """A channel whose other end sends the datagrams of one script for each request."""
    near, far = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)

    def play() -> None:
        with suppress(ConnectionError):  # who asked may leave in the middle
            for script in scripts:
                far.recv(1000)
                for datagram in script:
                    far.send(datagram)

    thread = Thread(target=play)
    thread.start()
    channel = Channel(near)
    try:
        yield channel
    finally:
        channel.close()
        thread.join()
        far.close()


def dumped(*scripts: list[bytes]) -> list[bytes]:
    for channel in answers(*scripts):
        return channel.dump(26, b"", WORDS)
    raise AssertionError("no channel")


def test_an_answer_of_several_datagrams_is_one_table() -> None:
    one, two = message(KIND, b"one!"), message(KIND, b"two!")
    assert dumped([one + two, one, two + DONE]) == [b"one!", b"two!", b"one!", b"two!"]


def test_an_interrupted_dump_is_taken_again() -> None:
    marked = message(KIND, b"half", 2 | netlink.NLM_F_DUMP_INTR)
    whole = [message(KIND, b"one!"), DONE]
    assert dumped([marked, DONE], [marked, INTERRUPTED], whole) == [b"one!"]


def test_a_table_that_never_stands_still_is_an_error() -> None:
    with pytest.raises(
        SourceError, match="changed while it was read, 8 times in a row"
    ):
        dumped(*[[message(KIND, b"half"), INTERRUPTED]] * TRIES)


def test_a_refusal_is_an_error_with_its_errno() -> None:
    refusal = message(
        netlink.NLMSG_ERROR, pack("=i", -95) + HEADER.pack(16, 26, 1, 1, 0)
    )
    with pytest.raises(OSError, match="Operation not supported") as caught:
        dumped([message(KIND, b"some") + refusal])
    assert caught.value.errno == 95


def test_an_overrun_is_never_a_table() -> None:
    with pytest.raises(OSError, match="No buffer space"):
        dumped([message(KIND, b"some"), message(netlink.NLMSG_OVERRUN, b"")])


def test_a_datagram_that_does_not_fit_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert BUFFER >= 1 << 20
    monkeypatch.setattr(_netlink, "BUFFER", 64)
    with pytest.raises(SourceError, match="a datagram of 80 octets for a buffer of 64"):
        dumped([message(KIND, bytes(64))])


def test_a_long_answer_is_read_ahead_and_its_end_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_netlink, "BUFFER", 256)
    monkeypatch.setattr(_netlink, "ROOM", 64)
    every = [b"%04d" % n for n in range(500)]
    script = [message(KIND, each) for each in every]
    assert dumped([*script, DONE]) == every
    script[-5] = message(KIND, bytes(_many.SIZE))
    with pytest.raises(SourceError, match=f"a datagram of {_many.SIZE + 16} octets"):
        dumped([*script, DONE])


def test_datagrams_that_are_there_are_taken_many_at_a_time() -> None:
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with near, far:
        taker = _many.Taker(near.fileno())
        assert taker.take() == b""
        every = [bytes([n]) * n for n in range(1, 6)]
        for each in every:
            far.send(each)
        assert taker.take() == b"".join(every)
        assert taker.take() == b""
        far.send(bytes(_many.SIZE + 1))
        with pytest.raises(SourceError, match="a datagram of 65537 octets for a buff"):
            taker.take()
    with pytest.raises(OSError, match="Bad file descriptor"):
        _many.Taker(-1).take()


def test_without_recvmmsg_datagrams_are_taken_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_netlink, "BUFFER", 256)
    monkeypatch.setattr(_netlink, "ROOM", 64)
    monkeypatch.setitem(sys.modules, "rtentry.sources._many", None)
    every = [b"%04d" % n for n in range(100)]
    assert dumped([*[message(KIND, each) for each in every], DONE]) == every


def test_a_table_with_too_many_records_is_left_in_the_middle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_netlink, "BUFFER", 256)
    monkeypatch.setattr(_netlink, "ROOM", 64)
    script = [message(KIND, b"some")] * 50
    for channel in answers([*script, DONE]):
        with pytest.raises(_netlink.TooMany, match="more than 20 records"):
            channel.dump(26, b"", WORDS, 20)


def test_a_truncated_datagram_is_an_error() -> None:
    with pytest.raises(FormatError, match="message 1 at offset 0: length 20, but 18"):
        dumped([message(KIND, b"four")[:18]])


# -- this machine -----------------------------------------------------------------------


def test_the_loopback_interface_of_this_machine_is_read() -> None:
    snapshot = linux.read(("interfaces", "routes"))
    assert snapshot.system == "linux6"
    assert snapshot.host == os.uname().nodename
    assert "lo" in [interface.ifname for interface in snapshot.interfaces]
    assert snapshot.taken is not None


def test_nothing_wanted_is_nothing_read() -> None:
    snapshot = linux.read(())
    assert snapshot == (snapshot.host, "linux6", *snapshot[2:12], snapshot.taken, ())
    assert not any(snapshot[2:11])


def test_only_known_kinds_can_be_wanted() -> None:
    with pytest.raises(ValueError, match="unknown kind of records: chimneys"):
        linux.read(("routes", "chimneys"))
    assert set(linux.ALL) == EVERYTHING


def test_a_namespace_that_does_not_exist_is_an_error_of_one_line() -> None:
    with pytest.raises(SourceError) as caught:
        linux.read(netns="no-such-namespace")
    assert str(caught.value) == (
        "network namespace 'no-such-namespace': there is none of that name"
    )


def test_a_system_without_netlink_is_told_to_use_captures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(_socket, "AF_NETLINK")
    with pytest.raises(SourceError, match="live reading needs Linux for now; give a"):
        linux.read(("routes",))


def test_the_garbage_collector_works_again_afterwards() -> None:
    import gc

    assert gc.isenabled()
    linux.read(("routes",))
    assert gc.isenabled()
    gc.disable()
    try:
        linux.read(("routes",))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_an_own_socket_is_owned_by_this_process() -> None:
    with os.fdopen(
        _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM).detach()
    ) as file:
        inode = os.fstat(file.fileno()).st_ino
        pid, comm = processes({inode})[inode]
        assert pid == os.getpid()
        assert comm
        found = linux.owners([own_socket(inode), own_socket(None)])
    assert (found[0].pid, found[0].comm) == (pid, comm)
    assert (found[1].pid, found[1].comm) == (None, None)


def own_socket(inode: int | None) -> Socket:
    from rtentry.addr import parse_address

    return Socket("udp", parse_address("0.0.0.0"), 53, inode=inode)


# -- counters ------------------------------------------------------------------------------


SNMP = """\
Ip: Forwarding DefaultTTL OutNoRoutes
Ip: 2 64 7
Icmp: InMsgs InErrors
Icmp: 1 -1
"""


def test_counters_are_found_by_name() -> None:
    assert parse_counters(SNMP) == {
        ("Ip", "Forwarding"): 2,
        ("Ip", "DefaultTTL"): 64,
        ("Ip", "OutNoRoutes"): 7,
        ("Icmp", "InMsgs"): 1,
        ("Icmp", "InErrors"): -1,
    }
    assert parse_counters("") == {}


MISMATCHED = ["Ip: a b\n", "Ip: a b\nIp: 1\n", "Ip: a\nTcp: 1\n", "\n\n"]


@pytest.mark.parametrize("text", MISMATCHED)
def test_counters_without_names_are_an_error(text: str) -> None:
    with pytest.raises(FormatError, match="1: names and numbers do not match"):
        parse_counters(text)


def test_statistics_are_what_the_kernel_counts_and_nothing_else() -> None:
    statistics = linux.read(("statistics",)).statistics
    assert statistics is not None
    assert statistics == RouteStats(unreach=statistics.unreach)
    assert statistics.unreach is not None


# -- all network namespaces -------------------------------------------------------------------


def test_only_root_sweeps_through_the_namespaces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SourceError, match="only root may enter them"):
        linux.source("all", Ask())


def test_the_first_namespace_is_ours_and_has_no_name() -> None:
    paths = [path for path, _ in namespaces([])]
    assert namespaces([])[0] == (HERE, "")
    assert len({Path(path).stat().st_ino for path in paths}) == len(paths)


def test_a_number_that_is_no_name_is_a_process() -> None:
    assert path_of("1234567") == "/run/netns/1234567"
    assert path_of(str(os.getpid())) == f"/proc/{os.getpid()}/ns/net"


def test_one_namespace_is_asked_not_all() -> None:
    with pytest.raises(SourceError, match="in one network namespace: -N NAME"):
        inside("all", lambda: None)
