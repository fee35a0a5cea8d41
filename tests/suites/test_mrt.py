"""
MRT dumps of BIRD, OpenBGPD, Quagga and collectors, record by record against mrtparse.

mrtparse has no BGP4MP_ENTRY and misreads RIB_GENERIC (the sequence number is not
skipped): of those only that they are read.
"""

from __future__ import annotations

import bz2
import os
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from rtentry.addr import Prefix, parse_address, show_address, show_prefix
from rtentry.errors import FormatError
from rtentry.wire import bgp, mrt

ROOT = Path(__file__).parent.parent.parent
SUITE = (
    Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites")) / "mrt"
)

mrtparse = pytest.importorskip("mrtparse", reason="mrtparse is not installed")
pytestmark = pytest.mark.skipif(
    not SUITE.is_dir(), reason="no suite: set RTENTRY_SUITES"
)

FILES = sorted(p for p in SUITE.rglob("*") if p.is_file() and p.suffix != ".fake")
MOST = 1000
"""How many records of a file are compared; mrtparse takes a millisecond for one."""

MISREAD = {(13, 6), (13, 12), (16, 2)}
UNNAMED = [mrt.Peer(Prefix(4, n, 32), n) for n in range(256)]
"""Peers of an excerpt without a table of them."""


def octets(path):
    """A file, unpacked as far as it goes."""
    data = path.read_bytes()
    return bz2.BZ2Decompressor().decompress(data) if path.suffix == ".bz2" else data


def whole(data):
    """The records of a file up to where it is cut off."""
    found: list[mrt.Record] = []
    with suppress(FormatError):
        found.extend(islice(mrt.records([data]), MOST))
    return found


# -- what mrtparse says -------------------------------------------------------------------


def code(pair):
    """The number of a ``{number: name}``."""
    return int(next(iter(pair)))


def path_of(attributes):
    """Origin, AS path and next hop."""
    found = {code(a["type"]): a["value"] for a in attributes}
    texts = []
    for kind in (2, 17):
        parts = [(code(s["type"]), s["value"]) for s in found.get(kind, ())]
        texts.append(" ".join(bgp.shown(k, v) for k, v in parts if v))
    reach = found.get(14, {}).get("next_hop")
    gateway = reach[0] if reach else found.get(3)
    return code(found.get(1, {2: ""})), texts[0], texts[1], gateway


def ways(listed):
    return [(f"{w['prefix']}/{w['length']}", int(w.get("path_id", 0))) for w in listed]


def theirs(data, key):
    """A record as mrtparse has it: pieces to compare."""
    if key == (13, 1):
        return [(p["peer_ip"], int(p["peer_as"])) for p in data["peer_entries"]]
    if key[0] == 12:
        source = (data["peer_ip"], int(data["peer_as"]), 0)
        prefix = f"{data['prefix']}/{data['length']}"
        return [prefix, (source, path_of(data["path_attributes"]))]
    if key[0] == 13:
        each = [
            ((e["peer_index"], e.get("path_id", 0)), path_of(e["path_attributes"]))
            for e in data["rib_entries"]
        ]
        return [f"{data['prefix']}/{data['length']}", *each]
    peer = (data["peer_ip"], int(data["peer_as"]))
    if "old_state" in data:
        return [peer, code(data["old_state"]), code(data["new_state"])]
    message = data["bgp_message"]
    if code(message["type"]) != 2:
        return None
    return [peer, *update(message)]


def update(message):
    """What an UPDATE withdraws and announces."""
    found = {code(a["type"]): a["value"] for a in message["path_attributes"]}
    gone, came = ways(message["withdrawn_routes"]), ways(message["nlri"])
    for kind, out in ((15, gone), (14, came)):
        value = found.get(kind)
        if value and code(value["afi"]) in (1, 2) and code(value["safi"]) == 1:
            out += ways(value.get("withdrawn_routes" if kind == 15 else "nlri", ()))
    path = path_of(message["path_attributes"])
    return gone, came, path if came else None


# -- what we say --------------------------------------------------------------------------


def told(path, theirs):
    """A path of ours, put beside one of theirs."""
    _, text, text4, _ = theirs
    gateway = show_address(path.gateway) if path.gateway else None
    if text4:
        assert path.as_path.endswith(text4)
    return path.origin, text if text4 else path.as_path, text4, gateway


def same_path(path, other):
    assert told(path, other) == (*other[:3], other[3] and canonical(other[3]))


def canonical(text):
    return show_address(parse_address(text))


def same_row(said, other, peers):
    prefix, *rest = other
    assert said.dst == masked(prefix)
    assert len(said.entries) == len(rest)
    for entry, (source, path) in zip(said.entries, rest, strict=True):
        if len(source) == 2:
            assert (entry.peer, entry.path_id) == (peers[source[0]], source[1])
        else:
            assert same_peer(entry.peer) == source[:2]
        same_path(entry.path, path)


def masked(text):
    """A prefix without what mrtparse leaves past its length."""
    addr, _, plen = text.partition("/")
    version, bits, full, _ = parse_address(addr)
    cut = full - int(plen)
    return Prefix(version, bits >> cut << cut, int(plen))


def same_peer(peer):
    return show_address(peer.addr), peer.asn


def same_update(said, other):
    peer, gone, came, path = other
    assert same_peer(said.peer) == (canonical(peer[0]), peer[1])
    withdrawn, announced, _ = said.update
    assert [(show_prefix(w.dst), w.path_id) for w in withdrawn] == gone
    assert [(show_prefix(w.dst), w.path_id) for w, _ in announced] == came
    for _, each in announced:
        assert each.origin == path[0]
        assert path[2] or each.as_path == path[1]


def same(said, other, peers):
    """Whether a record says the same to both."""
    if isinstance(said, mrt.Rib):
        same_row(said, other, peers)
    elif isinstance(said, mrt.Message):
        same_update(said, other)
    elif isinstance(said, mrt.Change):
        assert [same_peer(said.peer), said.old, said.new] == other
    elif isinstance(said, tuple) and not isinstance(said, mrt.Other):
        assert [same_peer(peer) for peer in said] == other
    else:
        assert other is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_record_is_read_as_mrtparse_reads_it(
    path, tmp_path, request, record_property
):
    data = octets(path)
    found = whole(data)
    plain = tmp_path / "plain.mrt"
    plain.write_bytes(data)
    peers: Any = UNNAMED
    reader = mrtparse.Reader(str(plain))
    request.addfinalizer(reader.f.close)
    assert found
    for record, other in zip(found, reader, strict=False):
        said = mrt.decode(record, peers)
        key = (record.type, record.subtype)
        assert key == (code(other.data["type"]), code(other.data["subtype"]))
        assert record.time == code(other.data["timestamp"])
        if key == (13, 1):
            peers = said
        if key in MISREAD:
            continue
        assert not other.err
        same(said, theirs(other.data, key), peers)
    record_property("suite", "mrt")
    record_property("cases", len(found))
