"""``-F mrt:FILE``: dumps of BGP routes are read to the best path of each prefix."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
from importlib.util import module_from_spec, spec_from_file_location
from ipaddress import ip_address
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry import cli
from rtentry.addr import Prefix, parse_address, parse_prefix, show_prefix
from rtentry.errors import FormatError, SourceError
from rtentry.sources import Ask, _paths, read
from rtentry.wire import bgp, mrt

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"


def loaded():
    """The program that writes the examples."""
    spec = spec_from_file_location("rib", EXAMPLES / "rib.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


rib = loaded()
PEERS = [mrt.Peer(parse_address(addr), asn) for addr, asn in rib.PEERS]


def decoded(data, peers=PEERS):
    """What each record of some octets says."""
    return [mrt.decode(record, peers) for record in mrt.records([data])]


def best(where, **ask):
    """Prefix, AS path and next hop of each route of a file."""
    [snapshot] = read(f"mrt:{where}", Ask(**ask))
    rows = [
        (str(r.dst), dict(r.extra).get("as_path"), r.gateway) for r in snapshot.routes
    ]
    return [
        (dst, path, gateway and str(gateway).partition("/")[0])
        for dst, path, gateway in rows
    ]


@pytest.fixture(name="file")
def place(tmp_path):
    """Writes octets to a file."""

    def write(data, name="rib.mrt"):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


TABLE = [
    ("198.51.100.0/24", "64496 64500", "192.0.2.1"),
    ("203.0.113.0/24", "64497 64510", "192.0.2.2"),
    ("2001:db8:1::/48", "64497 65551", "2001:db8::2"),
]


# -- the examples -------------------------------------------------------------------------


def test_the_examples_are_what_their_program_writes():
    assert (EXAMPLES / "rib.mrt").read_bytes() == rib.table()
    assert (EXAMPLES / "updates.mrt").read_bytes() == rib.updates()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_table_is_read_as_a_plain_one(file, pack):
    assert best(file(pack(rib.table()))) == TABLE


def test_updates_are_applied_in_another_file_and_in_the_same(file):
    after = [
        ("192.0.2.128/25", "64497 64505", "192.0.2.2"),
        ("198.51.100.0/24", "64497 64499 64500", "192.0.2.2"),
        *TABLE[1:],
    ]
    one, two = file(rib.table()), file(rib.updates(), "updates.mrt")
    assert best(f"{one},{two}") == after
    assert best(file(rib.table() + rib.updates(), "both.mrt")) == after


def test_one_peer_alone_is_read(file):
    found = best(f"{file(rib.table())}?peer=192.0.2.1")
    assert [path for _, path, _ in found] == ["64496 64500", "64496 64511 64510"]


def test_the_peer_may_be_an_option(file, capsys):
    where = file(rib.table())
    found = best(where, peer="192.0.2.1")
    assert [path for _, path, _ in found] == ["64496 64500", "64496 64511 64510"]
    argv = ["-F", f"mrt:{where}", "--peer", "192.0.2.2", "get", "203.0.113.9"]
    assert cli.main(argv) == 0
    assert "via 192.0.2.2" in capsys.readouterr().out


def test_a_place_without_peers_refuses_to_be_asked_for_one(tmp_path, capsys):
    (tmp_path / "r.txt").write_text("default via 192.0.2.1 dev eth0\n")
    assert cli.main(["-F", str(tmp_path / "r.txt"), "--peer", "192.0.2.1", "show"]) == 3
    assert "--peer is for mrt:FILE" in capsys.readouterr().err


def test_a_peer_that_is_not_there_is_an_error_that_names_those_that_are(file):
    with pytest.raises(SourceError, match=r"no peer 192.0.2.9: there are 192.0.2.1, "):
        best(f"{file(rib.table())}?peer=192.0.2.9")


def test_a_route_has_its_path_in_its_attributes(file):
    [snapshot] = read(f"mrt:{file(rib.table())}", Ask())
    assert dict(snapshot.routes[0].extra) == {
        "as_path": "64496 64500",
        "origin_as": 64500,
        "origin": "igp",
        "peer": Prefix(4, 0xC0000201, 32),
        "peer_as": 64496,
    }
    assert snapshot.taken == 1767225600


def test_standard_input_is_read(monkeypatch, capsys):
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(rib.table())))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert cli.main(["-F", "mrt:-", "--jsonl", "show"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


# -- which is best ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (((1,), 2, 1), ((1, 2), 0, 0)),
        (((1, 2), 0, 1), ((1, 2), 2, 0)),
        (((1, 2), 0, 0), ((1, 2), 0, 1)),
    ],
    ids=["shorter path", "lower origin", "lower peer"],
)
def test_the_better_path_is_taken_whichever_comes_first(file, one, other):
    for pair in ((one, other), (other, one)):
        body = bytes(4) + rib.prefix("198.51.100.0/24") + pack(">H", 2)
        for path, origin, peer in pair:
            told = rib.attributes(path, "192.0.2.1", origin)
            body += pack(">HIH", peer, 0, len(told)) + told
        path, origin, peer = one
        [snapshot] = read(f"mrt:{file(rib.peers() + rib.record(13, 2, body))}", Ask())
        found = dict(snapshot.routes[0].extra)
        assert found["as_path"] == " ".join(map(str, path))
        assert (found["origin"], found["peer"]) == (
            bgp.ORIGINS[origin],
            PEERS[peer].addr,
        )


def test_the_routes_of_a_peer_go_with_its_session(file):
    head = pack(">IIHH", 64496, 64509, 0, 1) + ip_address("192.0.2.1").packed + bytes(4)
    down = rib.record(16, 5, head + pack(">HH", 6, 1))
    found = best(file(rib.table() + down))
    assert [path for _, path, _ in found] == [
        "64497 64499 64500",
        "64497 64510",
        "64497 65551",
    ]


# -- AS paths -----------------------------------------------------------------------------


def segment(kind, numbers, width=4):
    return bytes([kind, len(numbers)]) + b"".join(n.to_bytes(width) for n in numbers)


@pytest.mark.parametrize(
    ("data", "length", "text", "last"),
    [
        (b"", 0, "", None),
        (segment(2, (64500, 65551)), 2, "64500 65551", 65551),
        (segment(2, (64500,)) + segment(1, (64501, 64502)), 2, "64500 {64501,64502}", "{64501,64502}"),
        (segment(3, (64512, 64513)) + segment(2, (64500,)), 1, "(64512 64513) 64500", 64500),
        (segment(4, (64512, 64513)) + segment(2, (64500,)), 1, "[64512,64513] 64500", 64500),
    ],
)  # fmt: skip
def test_an_as_path_is_counted_and_written(data, length, text, last):
    assert bgp.as_path(data, 4, b"") == (length, text, last)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ((64496, 23456, 64500), (65551, 64500), "64496 65551 64500"),
        ((64496, 23456), (65550, 65551), "65550 65551"),
        ((64500,), (65550, 65551), "64500"),
    ],
    ids=["its end", "as long", "longer: not used"],
)
def test_as4_path_takes_the_place_of_the_end_of_the_path(old, new, text):
    found = bgp.as_path(segment(2, old, 2), 2, segment(2, new))
    assert found[1] == text


# -- forms of records ---------------------------------------------------------------------

OLD = rib.attribute(1, b"\0") + rib.attribute(2, segment(2, (64496, 64500), 2))
OLD += rib.attribute(3, ip_address("192.0.2.1").packed)
NEW = rib.attributes((64496, 64500), "192.0.2.1")
PLAIN = rib.prefix("198.51.100.0/24")
SOURCE = ip_address("192.0.2.1").packed
HEAD = pack(">HHHH", 64496, 64509, 0, 1) + SOURCE + bytes(4)


def message(body, kind=2):
    return b"\xff" * 16 + pack(">HB", 19 + len(body), kind) + body


def announcing(attributes, ways):
    return message(pack(">HH", 0, len(attributes)) + attributes + ways)


@pytest.mark.parametrize(
    ("kind", "subtype", "body", "path_id"),
    [
        (12, 1, bytes(4) + ip_address("198.51.100.0").packed + b"\x18\x01" + bytes(4)
            + SOURCE + pack(">HH", 64496, len(OLD)) + OLD, 0),
        (13, 2, bytes(4) + PLAIN + pack(">HHIH", 1, 0, 0, len(NEW)) + NEW, 0),
        (13, 8, bytes(4) + PLAIN + pack(">HHIIH", 1, 0, 0, 7, len(NEW)) + NEW, 7),
        (13, 6, bytes(4) + b"\0\1\1" + PLAIN + pack(">HHIH", 1, 0, 0, len(NEW)) + NEW, 0),
        (13, 12, bytes(4) + b"\0\1\1" + PLAIN + pack(">HHIIH", 1, 0, 0, 7, len(NEW)) + NEW, 7),
        (16, 2, HEAD + pack(">HHIHBB", 0, 0, 0, 1, 1, 4) + SOURCE + PLAIN
            + pack(">H", len(OLD)) + OLD, 0),
    ],
    ids=["TABLE_DUMP", "RIB", "ADDPATH", "GENERIC", "GENERIC_ADDPATH", "ENTRY"],
)  # fmt: skip
def test_a_row_of_a_table_is_read(kind, subtype, body, path_id):
    [said] = decoded(rib.record(kind, subtype, body))
    assert said.dst == parse_prefix("198.51.100.0/24")
    [(peer, found, path)] = said.entries
    assert (peer, found) == (PEERS[0], path_id)
    assert (path.length, path.origin, path.as_path) == (2, 0, "64496 64500")
    assert (path.origin_as, path.gateway) == (64500, parse_address("192.0.2.1"))


@pytest.mark.parametrize(
    ("octets", "addr"),
    [
        (SOURCE + bytes(12), "192.0.2.1"),
        (ip_address("2001:db8::1").packed, "2001:db8::1"),
        (bytes(16), "::"),
    ],
)
def test_a_peer_among_ipv6_prefixes_may_be_an_ipv4_one(octets, addr):
    body = bytes(4) + ip_address("2001:db8:1::").packed + b"\x30\x01" + bytes(4)
    body += octets + pack(">HH", 64496, 0)
    [said] = decoded(rib.record(12, 2, body))
    assert said.entries[0].peer == mrt.Peer(parse_address(addr), 64496)


@pytest.mark.parametrize(
    ("kind", "subtype", "before", "ways", "path_id"),
    [
        (16, 1, b"", PLAIN, 0),
        (17, 1, bytes(4), PLAIN, 0),
        (16, 8, b"", pack(">I", 70000) + PLAIN, 70000),
        (16, 1, b"", pack(">I", 7) + PLAIN, 7),
    ],
    ids=["MESSAGE", "ET", "ADDPATH", "ADDPATH that is not said"],
)
def test_an_update_is_read(kind, subtype, before, ways, path_id):
    body = before + HEAD + announcing(OLD, ways)
    [said] = decoded(rib.record(kind, subtype, body))
    [(way, path)] = said.update.announced
    assert (said.peer, way) == (PEERS[0], (parse_prefix("198.51.100.0/24"), path_id))
    assert path.as_path == "64496 64500"


def test_ipv6_comes_and_goes_in_mp_attributes():
    hop = ip_address("2001:db8::1").packed
    reach = b"\0\2\1\x10" + hop + b"\0" + rib.prefix("2001:db8:1::/48")
    gone = b"\0\2\1" + rib.prefix("2001:db8:2::/48")
    told = OLD[:-8] + rib.attribute(14, reach) + rib.attribute(15, gone)
    [said] = decoded(rib.record(16, 1, HEAD + announcing(told, b"")))
    [(way, path)], [left] = said.update.announced, said.update.withdrawn
    assert (str(way.dst), str(left.dst)) == ("2001:db8:1::/48", "2001:db8:2::/48")
    assert path.gateway == parse_address("2001:db8::1")


def test_a_whole_mp_reach_in_a_table_is_read_as_the_short_one():
    hop = ip_address("2001:db8::1").packed
    short, whole = b"\x10" + hop, b"\0\2\1\x10" + hop + b"\0"
    found = {bgp.path(rib.attribute(14, data), 4).gateway for data in (short, whole)}
    assert found == {parse_address("2001:db8::1")}


@pytest.mark.parametrize(
    ("kind", "subtype", "body", "what"),
    [
        (13, 3, b"", "TABLE_DUMP_V2 subtype 3"),
        (11, 0, b"", "OSPFv2 subtype 0"),
        (16, 1, HEAD + message(b"", 4), "BGP KEEPALIVE"),
        (16, 6, HEAD, "BGP4MP message sent by the writer itself"),
    ],
)
def test_what_is_no_route_is_counted(file, kind, subtype, body, what):
    data = rib.record(kind, subtype, body) + rib.table()
    [snapshot] = read(f"mrt:{file(data)}", Ask())
    assert snapshot.notes == (f"mrt: {what}: 1",)


# -- damage -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda d: d[:-1], r"record 4 at offset 241: cut off after \d+ octets"),
        (lambda d: d[:5], "record 1 at offset 0: cut off after 5 octets"),
        (lambda d: b"# text, not a table", "record 1 at offset 0: no MRT: type"),
        (lambda d: rib.peers() + rib.record(13, 2, b"\0" * 4 + b"\x21" + b"\0" * 8), "prefix: 33 bits of 32"),
        (lambda d: gzip.compress(d)[:-20], "cannot be unpacked"),
    ],
    ids=["end", "header", "text", "prefix", "gzip"],
)  # fmt: skip
def test_damage_is_an_error_with_its_place(file, capsys, damage, message):
    where = file(damage(rib.table()))
    assert cli.main(["-F", f"mrt:{where}", "show"]) == 3
    with pytest.raises(FormatError, match=message):
        read(f"mrt:{where}", Ask())
    assert str(where) in capsys.readouterr().err


def test_recover_leaves_a_damaged_record_out_and_says_so(file, capsys):
    data = rib.table()
    first = len(rib.peers())
    wrong = data[: first + 16] + b"\x99" + data[first + 17 :]  # 153 bits of 32
    where = file(wrong[:-3])
    argv = ["-v", "--recover", "-F", f"mrt:{where}", "--jsonl", "show"]
    assert cli.main(argv) == 0
    shown = capsys.readouterr()
    assert shown.out.count('"route"') == 1
    assert "damaged records left out: 2" in shown.err
    assert "record 2 at offset" in shown.err


@given(st.binary(max_size=80), st.sampled_from(sorted(mrt.READERS)))
def test_octets_of_any_kind_are_read_or_refused(body, key):
    try:
        [said] = decoded(rib.record(*key, body))
    except FormatError as error:
        said = str(error)
    assert not isinstance(said, str) or said.startswith("record 1 at offset 0")


PREFIXES = st.one_of(
    st.tuples(st.just(4), st.integers(0, 2**32 - 1), st.integers(0, 32)),
    st.tuples(st.just(6), st.integers(0, 2**128 - 1), st.integers(0, 128)),
).map(lambda t: Prefix(t[0], t[1] >> (w := {4: 32, 6: 128}[t[0]] - t[2]) << w, t[2]))


@given(
    PREFIXES,
    st.lists(st.integers(1, 2**32 - 1), min_size=1, max_size=9),
    st.integers(1, 99),
)
def test_a_row_comes_back_whatever_its_prefix_and_path(dst, path, size):
    data = rib.row(0, show_prefix(dst), [(1, path)])
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    [record] = mrt.records(pieces)
    said = mrt.decode(record, PEERS)
    assert isinstance(said, mrt.Rib)
    assert said.dst == dst
    assert said.entries[0].path.as_path == " ".join(map(str, path))
    assert said.entries[0].path.origin_as == path[-1]


# -- many ----------------------------------------------------------------------------------


def test_a_large_table_is_arrays_where_they_are_wanted(file, monkeypatch):
    frame = pytest.importorskip("rtentry.frame")
    pytest.importorskip("numpy")
    where = file(rib.table())
    [plain] = read(f"mrt:{where}", Ask())
    monkeypatch.setattr(_paths, "MANY", 1)
    [found] = read(f"mrt:{where}", Ask(frames=True))
    assert isinstance(found.routes, frame.Routes)
    assert list(found.routes) == list(plain.routes)
    assert {v: len(f.plen) for v, f in frame.frames(found.routes).items()} == {
        4: 2,
        6: 1,
    }


def test_a_table_alone_is_read_as_one_with_updates_to_come(file):
    where, nothing = file(rib.table()), file(b"", "empty.mrt")
    assert read(f"mrt:{where}") == read(f"mrt:{where},{nothing}")


def test_a_peer_that_told_nothing_has_no_routes(file):
    silent = rib.peers() + rib.row(0, "198.51.100.0/24", [(0, (64496,))])
    assert best(f"{file(silent)}?peer=192.0.2.2") == []
