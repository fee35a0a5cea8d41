"""What ``import rtentry`` offers: read, parse, show."""

from __future__ import annotations

import sys

import pytest

import rtentry
from rtentry.errors import FormatError, NotExpressible, RtentryError, SourceError

ARP = "? (192.0.2.1) at 02:00:5e:00:53:01 on xl0 [ethernet]\n"


def test_a_text_is_parsed_and_shown_again():
    [snapshot] = rtentry.parse(ARP)
    assert str(snapshot.neighbors[0].lladdr) == "02:00:5e:00:53:01"
    assert rtentry.show(snapshot) == ARP
    assert rtentry.show([snapshot]) == ARP
    assert rtentry.show([]) == ""


def test_another_system_s_words_can_be_asked_for():
    [snapshot] = rtentry.parse(ARP)
    assert rtentry.show(snapshot, "openbsd31") == ARP.replace(" on xl0 [ethernet]", "")
    assert rtentry.parse(rtentry.show(snapshot, "json")) == (snapshot,)
    with pytest.raises(NotExpressible):
        rtentry.show(rtentry.Snapshot(), "openbsd31")
    with pytest.raises(RtentryError, match="unknown system 'atlantis'; known: "):
        rtentry.show(snapshot, "atlantis")


def test_what_printed_it_can_be_told():
    [snapshot] = rtentry.parse(ARP, system="freebsd4")
    assert snapshot.system == "freebsd4"
    with pytest.raises(FormatError):
        rtentry.parse(ARP, system="iproute2")
    with pytest.raises(RtentryError, match="unknown system 'atlantis'"):
        rtentry.parse(ARP, system="atlantis")


def test_files_are_read(tmp_path):
    path = tmp_path / "arp.txt"
    path.write_text(ARP)
    assert rtentry.read(str(path)) == rtentry.parse(ARP)
    with pytest.raises(SourceError, match="gone: no such file or directory"):
        rtentry.read(str(tmp_path / "gone"))


@pytest.mark.skipif(sys.platform != "linux", reason="live reading needs Linux")
def test_this_machine_is_read():
    [snapshot] = rtentry.read()
    assert snapshot.system == "linux6"
    assert any(link.ifname == "lo" for link in snapshot.interfaces)
