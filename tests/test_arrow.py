"""``rtentry.arrow``: snapshots are tables, and come back."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from tests.test_frame import ROUTES  # noqa: E402

import rtentry  # noqa: E402
from rtentry.addr import Name, Prefix, parse_prefix  # noqa: E402
from rtentry.arrow import read, write  # noqa: E402
from rtentry.cli import main  # noqa: E402
from rtentry.errors import FormatError  # noqa: E402
from rtentry.frame import Routes, framed  # noqa: E402
from rtentry.model import Route, Snapshot  # noqa: E402

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*/*"))


def back(snapshots):
    found = read.snapshots(write.routes(snapshots))
    return tuple([each._replace(routes=tuple(each.routes)) for each in found])


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_capture_comes_back_from_a_table(path):
    try:
        snapshots = rtentry.read(str(path), system=path.parent.name)
    except rtentry.RtentryError:
        pytest.skip("not a listing")
    assert back(snapshots) == tuple(snapshots)


BGP = st.sampled_from(
    [
        (),
        (("as_path", "64496 64500"), ("origin_as", 64500), ("origin", "igp")),
        (("origin_as", 64500), ("as_path", "64496 64500")),
        (("as_path", "64496 {1,2}"), ("origin_as", "{1,2}")),
        (("peer", Prefix(6, 1, 128)), ("peer_as", 64496)),
        (("peer", Prefix(4, 0, 24)), ("tos", 4)),
        (("origin", "egp"), ("tos", "0x10"), ("dead", True)),
    ]
)
TOLD = st.builds(
    lambda route, extra, dst: route._replace(extra=extra, dst=dst or route.dst),
    ROUTES,
    BGP,
    st.sampled_from([None, None, None, Name("your-net"), Name("10.1")]),
)


@settings(deadline=None)
@given(st.lists(st.lists(TOLD), min_size=1, max_size=3))
def test_any_routes_come_back(hosts):
    snapshots = [Snapshot(host=f"h{n}", routes=tuple(x)) for n, x in enumerate(hosts)]
    assert back(snapshots) == tuple(snapshots)


@settings(deadline=None)
@given(st.lists(ROUTES))
def test_frames_and_records_make_the_same_table(routes):
    table = sorted(routes, key=lambda route: route.dst.version)
    both: list[Any] = [table, Routes(*framed(table))]
    whole = [write.routes([Snapshot(routes=each)]) for each in both]
    assert whole[0].to_pylist() == whole[1].to_pylist()


def test_columns_say_what_a_route_is():
    route = Route(
        parse_prefix("198.51.100.0/24"),
        Prefix(4, 0xC0000201, 32),
        "eth0",
        metric=20,
        extra=(("as_path", "64496 64500"), ("origin_as", 64500)),
    )
    [row] = write.routes([Snapshot(host="castor", routes=(route,))]).to_pylist()
    assert {name: value for name, value in row.items() if value is not None} == {
        "host": "castor",
        "version": 4,
        "dst": "198.51.100.0/24",
        "plen": 24,
        "gateway": "192.0.2.1",
        "ifname": "eth0",
        "flags": "UP",
        "metric": 20,
        "as_path": "64496 64500",
        "origin_as": 64500,
        "first": bytes((4, 198, 51, 100, 0)),
        "last": bytes((4, 198, 51, 100, 255)),
    }


def test_another_programs_table_needs_destinations_alone():
    table = pa.table({"dst": ["192.0.2.0/24", "2001:db8::/32"], "colour": ["a", "b"]})
    [snapshot] = read.snapshots(table)
    assert [str(route.dst) for route in snapshot.routes] == table["dst"].to_pylist()
    assert snapshot.notes == ("columns that are not read: colour",)


WRONG = [
    ({"x": [1]}, "no column 'dst' with destinations: there are x"),
    ({"dst": ["192.0.2.1/24"]}, "dst: '192.0.2.1/24' has host bits set past /24"),
    ({"dst": [None]}, "dst: None is no destination"),
    ({"dst": ["::/0"], "flags": ["UP,QUICK"]}, "flags: unknown flag 'QUICK'"),
    ({"dst": ["::/0"], "metric": ["x"]}, "metric: wrong value 'x'"),
]


@pytest.mark.parametrize(("columns", "told"), WRONG)
def test_what_is_no_table_of_routes_is_an_error(columns, told):
    with pytest.raises(FormatError) as error:
        read.snapshots(pa.table(columns))
    assert str(error.value) == told


DST = ["10.0.0.0/8", "192.0.2.0/24"]

# -- files --------------------------------------------------------------------------------

LISTING = """\
default via 192.0.2.1 dev eth0
192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7
2001:db8::/32 via fe80::1 dev eth0 metric 20
"""


@pytest.mark.parametrize("name", ["t.parquet", "t.arrow", "t.feather"])
def test_save_and_read_again(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("listing").write_text(LISTING)
    assert main(["-F", "listing", "save", name]) == 0
    assert main(["-F", name, "convert"]) == 0
    assert capsys.readouterr().out == LISTING
    [was], [now] = rtentry.read("listing"), rtentry.read(name)
    assert was == now
    kind = "parquet" if name.endswith("parquet") else "arrow"
    assert rtentry.read(f"{kind}:{name}") == (now,)


def test_text_in_parquet_is_text_for_other_programs(tmp_path, monkeypatch):
    from pyarrow import parquet

    monkeypatch.chdir(tmp_path)
    Path("listing").write_text(LISTING)
    assert main(["-F", "listing", "save", "t.parquet"]) == 0
    found = parquet.read_table("t.parquet")
    assert found.schema.field("ifname").type == pa.string()
    assert found["ifname"].to_pylist() == ["eth0"] * 3


FOREIGN = [
    {"dst": DST},
    {"dst": DST, "proto": ["static", None]},
    {"dst": DST, "proto": pa.array(["static", None], pa.large_string())},
    {"dst": DST, "proto": pa.array(["static", None]).dictionary_encode()},
    {"dst": DST, "zone": pa.nulls(2), "ifname": ["eth0", "eth1"], "more": [[1], [2]]},
]


@pytest.mark.parametrize("columns", FOREIGN, ids=lambda columns: " ".join(columns))
def test_a_parquet_file_of_another_program_is_read(columns, tmp_path):
    from pyarrow import parquet

    parquet.write_table(pa.table(columns), tmp_path / "t.parquet")
    [found] = rtentry.read(str(tmp_path / "t.parquet"))
    assert [str(route.dst) for route in found.routes] == DST
    if "proto" in columns:
        assert [route.proto for route in found.routes] == ["static", None]


@pytest.mark.parametrize("name", ["flags", "host", "proto"])
def test_a_column_of_the_wrong_type_is_no_traceback(name, tmp_path, capsys):
    from pyarrow import parquet

    table = pa.table({"dst": DST, name: [1, 2]})
    parquet.write_table(table, tmp_path / "t.parquet")
    assert main(["-F", str(tmp_path / "t.parquet"), "show"]) in (0, 2, 3)
    capsys.readouterr()


PROGRAM = """
import sys
import rtentry.__main__
from rtentry.cli import main

assert main(["-F", "listing", "save", "t.parquet"]) == 0
assert main(["-F", "t.parquet", "lookup", "addresses", "-o", "found.parquet"]) == 0
assert "pyarrow" in sys.modules and "pandas" not in sys.modules
import pandas

assert list(pandas.read_parquet("found.parquet").route_ifname) == ["eth0"]
"""


def test_the_program_does_not_start_pandas(tmp_path):
    pytest.importorskip("pandas")
    (tmp_path / "listing").write_text(LISTING)
    (tmp_path / "addresses").write_text("192.0.2.1\n")
    run([sys.executable, "-c", PROGRAM], cwd=tmp_path, check=True)


def test_a_damaged_file_is_an_error(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("listing").write_text(LISTING)
    assert main(["-F", "listing", "save", "t.parquet"]) == 0
    Path("t.parquet").write_bytes(Path("t.parquet").read_bytes()[:-9])
    assert main(["-F", "t.parquet", "show"]) == 3
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("rtentry: t.parquet: ")
    assert main(["-F", "parquet:listing", "show"]) == 3
    assert capsys.readouterr().err == "rtentry: listing: neither Parquet nor Arrow\n"


COMMANDS = [
    ["-F", "listing", "save", "t.parquet"],
    ["-F", "listing", "sql", "select 1"],
    ["-F", "listing", "lookup", "addresses", "-o", "t.parquet"],
    ["-F", "t.arrow", "show"],
    ["-F", "listing", "lookup", "t.arrow"],
]


@pytest.mark.parametrize("name", ["numpy", "pyarrow"])
@pytest.mark.parametrize("argv", COMMANDS)
def test_what_is_not_installed_is_said(name, argv, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("listing").write_text(LISTING)
    Path("addresses").write_text("192.0.2.1\n")
    assert main(["-F", "listing", "save", "t.arrow"]) == 0
    monkeypatch.setitem(sys.modules, name, None)
    assert main(argv) == 3
    told = f"rtentry: {name} is not installed: pip install rtentry[data]\n"
    assert capsys.readouterr().err == told
