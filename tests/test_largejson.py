"""JSON of large tables: what is written of arrays is what is written of records."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.test_changes_large import ROUTES

from rtentry import largejson
from rtentry.addr import Name, Prefix
from rtentry.cli import main
from rtentry.dialects import json as dialect
from rtentry.dialects import jsonl
from rtentry.frame import Routes, framed
from rtentry.jsondoc import document
from rtentry.model import Route, Snapshot

pytest.importorskip("numpy")

ODD = Route(Name("net-7"), None, 'eth"0')


def plainly(snapshots):
    """The document as an encoder writes it that knows no arrays."""
    told = json.dumps(document(snapshots), ensure_ascii=False, separators=(",", ":"))
    return f"{told}\n"


@given(st.lists(st.lists(ROUTES, max_size=12), min_size=1, max_size=3), st.booleans())
def test_arrays_are_written_as_records_are(tables, is_odd):
    some: Any = [
        Snapshot("fw", routes=Routes(*framed(each), (ODD,) * is_odd))  # type: ignore[arg-type]
        for each in tables
    ]
    records = [each._replace(routes=tuple(each.routes)) for each in some]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(largejson, "PIECE", 5)
        assert "".join(dialect.written(some)) == plainly(records)
    assert [*dialect.show(some)] == [plainly(records).rstrip("\n")]


@given(st.lists(ROUTES, max_size=12), st.booleans())
def test_lines_of_arrays_are_those_of_records(table, is_odd):
    some: Any = Snapshot("fw", routes=Routes(*framed(table), (ODD,) * is_odd))  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(largejson, "PIECE", 5)
        fast = "\n".join(jsonl.show([some]))
    assert fast == "\n".join(jsonl.show([some._replace(routes=tuple(some.routes))]))


def test_a_large_table_is_never_one_text():
    many = [Route(Prefix(4, 0xC6330000 + n, 32), None, "eth0") for n in range(999)]
    some: Any = Snapshot(routes=Routes(*framed(many)))  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(largejson, "PIECE", 100)
        assert max(map(len, dialect.written([some]))) < 10_000


def test_a_packed_document_is_the_same_each_time(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_text("default via 192.0.2.1 dev eth0\n")
    for name in ("x.json", "x.json.gz", "y.json.gz"):
        assert main(["-F", "a", "save", name]) == 0
    packed = [(tmp_path / f"{n}.json.gz").read_bytes() for n in "xy"]
    assert packed[0] == packed[1]
    assert gzip.decompress(packed[0]) == (tmp_path / "x.json").read_bytes()


def test_a_file_that_cannot_be_written_has_its_own_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_text("default via 192.0.2.1 dev eth0\n")
    assert main(["-F", "a", "save", "none/x.json"]) != 0
    assert "none/x.json:" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
