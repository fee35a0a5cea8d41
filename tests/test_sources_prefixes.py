"""``prefixes:FILE``: lists of prefixes and next hops."""

from __future__ import annotations

import gzip
import io
import random

import pytest

from rtentry.addr import Prefix, parse_prefix
from rtentry.errors import FormatError, SourceError
from rtentry.flags import RTF
from rtentry.model import Route
from rtentry.sources import EVERYTHING, Ask, read

LIST = """\
# what the collector told
0.0.0.0/0\t192.0.2.1
192.0.2.0/24

198.51.100.7 , 2001:db8::1  # a host
2001:db8:1::/48 2001:db8::2
"""

GATEWAY = Prefix(4, 0xC0000201, 32)


def route(dst, gateway=None):
    flags = RTF.UP | (RTF.GATEWAY if gateway else RTF(0))
    return Route(parse_prefix(dst), gateway and parse_prefix(gateway), flags=flags)


def test_a_line_is_a_prefix_and_perhaps_its_next_hop(tmp_path):
    (tmp_path / "list").write_text(LIST)
    [snapshot] = read(f"prefixes:{tmp_path}/list")
    host = route("198.51.100.7", "2001:db8::1")
    assert snapshot.routes == (
        route("0.0.0.0/0", "192.0.2.1"),
        route("192.0.2.0/24"),
        host._replace(flags=host.flags | RTF.HOST),
        route("2001:db8:1::/48", "2001:db8::2"),
    )


def test_it_may_be_packed_or_come_by_standard_input(tmp_path, monkeypatch):
    (tmp_path / "list.gz").write_bytes(gzip.compress(LIST.encode()))
    [snapshot] = read(f"prefixes:{tmp_path}/list.gz")
    assert len(snapshot.routes) == 4
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(LIST.encode())))
    monkeypatch.setattr("sys.stdin", stdin)
    assert read("prefixes:-")[0].routes == snapshot.routes


WRONG = [
    ("192.0.2.0/24\n192.0.2.1/24\n", ":2: '192.0.2.1/24' has host bits set past /24"),
    ("192.0.2.0/33\n", ":1: '33' in '192.0.2.0/33' is not a prefix length"),
    ("192.0.2.0/24 eth0\n", ":1: 'eth0' is not an address"),
    ("192.0.2.0/24 192.0.2.1 eth0\n", ":1: 'eth0' follows a prefix and its next hop"),
    ("\n\nprefix\n", ":3: 'prefix' is not an address"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_a_line_that_is_none_is_an_error(tmp_path, text, told):
    path = tmp_path / "list"
    path.write_text(text)
    with pytest.raises(FormatError) as error:
        read(f"prefixes:{path}")
    assert str(error.value) == f"{path}{told}"


def test_or_it_is_left_out_and_counted(tmp_path):
    path = tmp_path / "list"
    path.write_text("192.0.2.0/24\nx\n198.51.100.0/24\ny\n")
    [snapshot] = read(f"prefixes:{path}", Ask(EVERYTHING, lenient=True))
    assert len(snapshot.routes) == 2
    [note] = snapshot.notes
    assert note == f"prefixes: lines left out: 2; {path}:2: 'x' is not an address"


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_nothing_is_an_error(tmp_path, text):
    (tmp_path / "list").write_text(text)
    with pytest.raises(SourceError, match="empty"):
        read(f"prefixes:{tmp_path}/list")


# -- many ---------------------------------------------------------------------------------


def many(rng, *, gateways):
    """A list of some thousand prefixes."""
    for version, width in ((4, 32), (6, 128)):
        for _ in range(8000):
            plen = rng.randrange(width + 1)
            addr = rng.getrandbits(plen) << width - plen if plen else 0
            hop = f"\t192.0.2.{rng.randrange(1, 9)}" if gateways else ""
            yield f"{Prefix(version, addr, plen)}{hop}\n"


@pytest.mark.parametrize("gateways", [True, False])
def test_a_long_list_is_read_into_arrays_all_the_same(tmp_path, gateways):
    pytest.importorskip("numpy")
    from rtentry.frame import Routes

    path = tmp_path / "list"
    path.write_text("".join(many(random.Random(1), gateways=gateways)))
    [slow] = read(f"prefixes:{path}")
    [fast] = read(f"prefixes:{path}", Ask(frames=True))
    assert isinstance(fast.routes, Routes)
    assert tuple(fast.routes) == slow.routes


ODD = ["", "# what", "192.0.2.0/24 # why", "192.0.2.0/24", "192.0.2.0/024 192.0.2.1", "192.0.2.1",
       "192.0.2.0/24, 192.0.2.1", "198.51.100.7 8 192.0.2.1", "192.0.2.0/24 192.0.2.1 x",
       "192.0.2.1/24 192.0.2.1", "192.0.2.0/ 192.0.2.1", "192.0.2.0/0000 192.0.2.1",
       "192.0.2.0/24\r", "x"]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_in_a_long_list_is_read_or_refused_as_in_a_short_one(tmp_path, odd):
    pytest.importorskip("numpy")
    path = tmp_path / "list"
    lines = list(many(random.Random(2), gateways=True))
    path.write_text("".join([*lines[:7000], odd + "\n", *lines[7000:]]), newline="")

    def told(ask):
        try:
            return tuple(read(f"prefixes:{path}", ask)[0].routes)
        except FormatError as error:
            return str(error)

    assert told(Ask(frames=True)) == told(Ask())
