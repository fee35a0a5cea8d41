"""Rows like others: the same records, lines and errors as row by row."""

from __future__ import annotations

import random

import pytest

from rtentry.addr import Name, Prefix
from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.flags import RTF
from rtentry.forms import alike, body
from rtentry.forms.alike import Alike, Ends, places
from rtentry.forms.body import row_of
from rtentry.listing import View
from rtentry.model import Route, Snapshot

FORMS = [
    ("nettools210", "netstat -r"),
    ("nettools210", "route"),
    ("openbsd31", "netstat -r"),
    ("openbsd7", "netstat -r"),
    ("freebsd4", "netstat -r"),
    ("freebsd14", "netstat -r"),
    ("macos14", "netstat -r"),
    ("netbsd10", "netstat -r"),
]


def routes(count, seed=1):
    """Routes of many kinds, in a fixed order."""
    rng = random.Random(seed)
    net, host = RTF.UP | RTF.GATEWAY | RTF.STATIC, RTF.UP | RTF.GATEWAY | RTF.HOST
    for n in range(count):
        plen = rng.choice([8, 16, 20, 24, 24, 24, 32])
        addr = rng.getrandbits(32) >> (32 - plen) << (32 - plen)
        dst = Prefix(4, addr, plen)
        is_host = plen == 32 and rng.random() < 0.8
        yield Route(
            Name("your-net") if n % 97 == 5 and is_host else dst,
            Prefix(4, 0xC0000200 + rng.randrange(1, 40), 32),
            rng.choice(["em0", "em1", "averylongname0"]),
            host if is_host else net,
            refs=rng.randrange(3),
            use=rng.choice([0, rng.randrange(10**6), rng.randrange(10**12)]),
            mtu=rng.choice([None, 1500]),
        )


@pytest.fixture(params=FORMS, ids=lambda way: " ".join(way))
def form(request):
    name, of = request.param
    return dialect(name).form(of)


def shown(form, records):
    return list(form.show(Snapshot(routes=tuple(records)), None, View()))


def read(form, lines):
    """What a form reads, or where it breaks."""
    try:
        return form.parse(lines, 0)
    except FormatError as error:
        return error.message, error.line, error.column


def test_a_large_table_is_read_and_written_as_a_small_one(form, monkeypatch):
    records = list(routes(300))
    lines = shown(form, records)
    small = form.parse(lines, 0)
    monkeypatch.setattr(body, "CHUNK", 8)
    monkeypatch.setattr(alike, "FEW", 2)
    assert shown(form, records) == lines
    large = form.parse(lines, 0)
    assert large == small
    snapshot = Snapshot(routes=large.records)
    assert list(form.show(snapshot, large.blocks, View())) == lines


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_character_changes_the_same_in_both(form, monkeypatch, seed):
    rng = random.Random(seed)
    lines = shown(form, routes(120, seed))
    for _ in range(rng.randrange(1, 4)):
        n = rng.randrange(8, len(lines))
        at = rng.randrange(len(lines[n]))
        new = rng.choice(["0", "9", " ", "", ".", "U", "c", "/", "-", "  "])
        lines[n] = lines[n][:at] + new + lines[n][at + 1 :]
    small = read(form, lines)
    monkeypatch.setattr(body, "CHUNK", 8)
    monkeypatch.setattr(alike, "FEW", 2)
    assert read(form, lines) == small


def test_most_rows_are_read_by_others(form, monkeypatch):
    full = []
    each = body.Reader.cells

    def counted(self, lines):
        full.append(len(lines))
        return each(self, lines)

    monkeypatch.setattr(body, "CHUNK", 256)
    monkeypatch.setattr(body.Reader, "cells", counted)
    gateway = Prefix(4, 0xC0000201, 32)
    same = {"ifname": "em0", "refs": 0, "mtu": None, "gateway": gateway}
    records = [r._replace(**same, use=n) for n, r in enumerate(routes(4000))]
    form.parse(shown(form, records), 0)
    assert sum(full) < 2000


def test_a_row_with_a_cell_too_long_is_not_learned():
    form = dialect("openbsd31").form("netstat -r")
    [layout, *_] = getattr(form.parse, "__self__").layouts  # noqa: B009
    row, [route, *_] = row_of(layout.row), routes(1)
    at = places(row, layout.codec)
    assert at is not None
    long = route._replace(refs=10**9, ifname="em0", use=1)
    alike_rows = Alike(row, layout.codec)
    alike_rows.learn(row.show(layout.codec.write(long)), long)
    assert alike_rows.known == {}
    [line] = Ends(row, layout.codec).show([long])
    assert line == row.show(layout.codec.write(long))
