"""
The engines on a full table, against definitions.

The table is RTENTRY_PREFIXES, a file of prefixes, one a line, or the one that stands beside
this project; without it they are left out.  RTENTRY_ADDRESSES says how many addresses of each version are looked up.
"""

from __future__ import annotations

import gzip
import os
import random
from importlib.util import find_spec
from pathlib import Path

import pytest

from rtentry.addr import WIDTH, Prefix, parse_prefix
from rtentry.lpm.index import Index
from rtentry.lpm.plain import Plain

np = pytest.importorskip("numpy")

BESIDE = Path(__file__).parents[2] / "shared" / "data" / "prefixes.txt.gz"
TABLE = Path(os.environ.get("RTENTRY_PREFIXES", BESIDE))
COUNT = int(os.environ.get("RTENTRY_ADDRESSES", "100000"))
CHANGES = min(COUNT, 100_000)

pytestmark = pytest.mark.skipif(
    not TABLE.is_file(), reason="no table: set RTENTRY_PREFIXES"
)


@pytest.fixture(scope="module")
def table():
    """Each prefix with a value from 1 to 512."""
    opened = gzip.open if TABLE.suffix == ".gz" else open
    rng = random.Random(1)
    with opened(TABLE, "rt") as lines:
        return {parse_prefix(line.split()[0]): rng.randint(1, 512) for line in lines}


def addresses(table, version):
    """Half of them within prefixes, half from anywhere."""
    rng = np.random.default_rng(version)
    these = [prefix for prefix in table if prefix.version == version]
    which = rng.integers(0, len(these), COUNT // 2).tolist()
    width = WIDTH[version]
    octets = rng.bytes(COUNT * width // 8)
    found = [
        int.from_bytes(octets[at : at + width // 8])
        for at in range(0, len(octets), width // 8)
    ]
    for at, each in enumerate(which):
        prefix = these[each]
        found[at] = prefix.addr | found[at] & (1 << width - prefix.plen) - 1
    if version == 4:
        return np.array(found, np.uint32)
    octets = b"".join([addr.to_bytes(16) for addr in found])
    return np.frombuffer(octets, ">u8").reshape(-1, 2).astype(np.uint64)


def longest(table, version, asked):
    """The value of the longest prefix, length by length: the definition by arrays."""
    found = np.zeros(len(asked), np.int64)
    left = np.arange(len(asked))
    for plen in range(64 if version == 6 else 32, -1, -1):
        rest = (64 if version == 6 else 32) - plen
        here = {
            (p.addr >> 64 if version == 6 else p.addr) >> rest: value
            for p, value in table.items()
            if (p.version, p.plen) == (version, plen)
        }
        if not here:
            continue
        keys = np.array(sorted(here), np.uint64)
        values = np.array([here[key] for key in keys.tolist()])
        want = (asked[left] if version == 4 else asked[left, 0]).astype(np.uint64)
        want >>= np.uint64(rest)
        at = np.minimum(np.searchsorted(keys, want), len(keys) - 1)
        hit = keys[at] == want
        found[left[hit]] = values[at[hit]]
        left = left[~hit]
    return found


@pytest.mark.parametrize("version", WIDTH)
def test_every_address_has_the_value_of_its_longest_prefix(table, version):
    within = {p: v for p, v in table.items() if p.plen <= 64}
    index = Index(within.items())
    asked = addresses(within, version)
    want = longest(within, version, asked)
    values = np.array([value or 0 for value in index.values])
    for jit in (False, True) if find_spec("numba") else (False,):
        assert (values[index.match_many(asked, jit)] == want).all()
    for row, value in zip(asked[:50_000].tolist(), want.tolist(), strict=False):
        addr = row if version == 4 else row[0] << 64 | row[1]
        octets = addr.to_bytes(WIDTH[version] // 8)
        assert (index.get(octets) or 0) == (index.look_up(octets) or 0) == value


def test_a_feed_of_changes_is_right_at_every_moment(table):
    rng = random.Random(2)
    index = Index(table.items())
    plain: Plain[int] = Plain()
    for prefix, value in table.items():
        plain.insert(prefix, value)
    known = list(table)
    for _ in range(CHANGES):
        prefix = rng.choice(known)
        if rng.random() < 0.3 and plain.exact(prefix) is not None:
            plain.delete(prefix)
            index.delete(prefix)
        else:
            plain.insert(prefix, value := rng.randint(1, 600))
            index.insert(prefix, value)
        width = WIDTH[prefix.version]
        rest = width - prefix.plen
        near = prefix.addr ^ (1 << rest & (1 << width) - 1)
        for first in (prefix.addr, near):
            addr = first | rng.getrandbits(width) & (1 << rest) - 1
            asked = addr.to_bytes(width // 8)
            assert index.get(asked) == plain.match(Prefix(prefix.version, addr, width))
    for version in WIDTH:
        asked = addresses(table, version)[:2000]
        slots = index.match_many(asked).tolist()
        for row, slot in zip(asked.tolist(), slots, strict=True):
            addr = row if version == 4 else row[0] << 64 | row[1]
            host = Prefix(version, addr, WIDTH[version])
            assert index.values[slot] == plain.match(host)
