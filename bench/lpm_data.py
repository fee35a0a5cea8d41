"""
Tables and addresses for the benchmark of longest-prefix match.

A table is a file of prefixes, one a line (gz or not), or a random one (seed 1) with the
lengths of a full table.  Each prefix has one of 512 values.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rtentry.addr import WIDTH, Prefix, parse_prefix

VALUES = 512

RANDOM = {
    4: {24: 540, 23: 97, 22: 109, 21: 51, 20: 43, 19: 25, 18: 14, 17: 8, 16: 13, 32: 1},
    6: {48: 75, 44: 14, 40: 13, 36: 6, 32: 23, 33: 3, 34: 3, 46: 3, 47: 3, 29: 4},
}
"""How many thousand prefixes of each length a random table has, by IP version."""

STREAMS = ("uniform", "prefix-weighted", "Zipf", "misses")

ZIPF = 1.1, 1_000_000
"""Exponent, and number of destinations that are popular."""


class Rows(NamedTuple):
    """
    The prefixes of one IP version, in order.

    Fields:
        addr:  the upper halves for IPv6 (uint64), whole addresses for IPv4 (uint64).
        lower: the lower halves; 0 for IPv4.
        plen:  their lengths.
        value: of each, 1 to VALUES.
    """

    addr: Any
    lower: Any
    plen: Any
    value: Any


def prefixes(path: str) -> list[Prefix]:
    """The prefixes of a file, or random ones if it is ``random``."""
    if path == "random":
        return sorted(set(random_prefixes()))
    opened = gzip.open if path.endswith(".gz") else open
    with opened(Path(path), "rt") as lines:
        return sorted({parse_prefix(line.split()[0]) for line in lines})


def random_prefixes() -> Iterator[Prefix]:
    """Random prefixes, in blocks that have the same first bits."""
    rng = np.random.default_rng(1)
    for version, lengths in RANDOM.items():
        width = WIDTH[version]
        known = 8 if version == 4 else 28
        tops = [int(top) for top in rng.integers(1 << known - 3, 7 << known - 3, 5000)]
        for plen, thousands in lengths.items():
            lows = rng.integers(0, 1 << plen - known, thousands * 1000).tolist()
            which = rng.integers(0, len(tops), len(lows)).tolist()
            for low, top in zip(lows, which, strict=True):
                yield Prefix(version, (tops[top] << plen - known | low) << width - plen, plen)  # fmt: skip


def rows(found: list[Prefix], version: int) -> Rows:
    """The prefixes of a version as arrays, with their values."""
    these = [prefix for prefix in found if prefix.version == version]
    half = (1 << 64) - 1
    upper = [p.addr >> 64 if version == 6 else p.addr for p in these]
    lower = [p.addr & half if version == 6 else 0 for p in these]
    rng = np.random.default_rng(version)
    return Rows(
        np.array(upper, np.uint64),
        np.array(lower, np.uint64),
        np.array([p.plen for p in these], np.int64),
        rng.integers(1, VALUES + 1, len(these)),
    )


def streams(table: Rows, version: int, count: int, hits: Any) -> Mapping[str, Any]:
    """
    Addresses by stream: uint32 (count,) or uint64 (count, 2).

    Args:
        hits: addresses -> whether some prefix covers each.
    """
    rng = np.random.default_rng(version)
    uniform = anywhere(rng, version, count * 8)
    weighted = within(rng, table, version, count)
    popular = within(rng, table, version, ZIPF[1])
    rank = rng.zipf(ZIPF[0], count) % ZIPF[1]
    found = uniform[:count], weighted, popular[rank], uniform[~hits(uniform)][:count]
    return dict(zip(STREAMS, found, strict=True))


def anywhere(rng: Any, version: int, count: int) -> Any:
    """Addresses from everywhere; of IPv6, from 2000::/3."""
    if version == 4:
        return rng.integers(0, 1 << 32, count, np.uint32)
    found = rng.integers(0, 1 << 64, (count, 2), np.uint64)
    found[:, 0] = found[:, 0] >> np.uint64(3) | np.uint64(1 << 61)
    return found


def within(rng: Any, table: Rows, version: int, count: int) -> Any:
    """Random addresses within random prefixes, each as often as the next."""
    which = rng.integers(0, len(table.plen), count)
    plen = table.plen[which]
    if version == 4:
        host = rng.integers(0, 1 << 32, count, np.uint64) & ones(32 - plen)
        return (table.addr[which] | host).astype(np.uint32)
    both = rng.integers(0, 1 << 64, (count, 2), np.uint64)
    both[:, 0] = table.addr[which] | both[:, 0] & ones(np.clip(64 - plen, 0, 64))
    both[:, 1] = table.lower[which] | both[:, 1] & ones(np.clip(128 - plen, 0, 64))
    return both


def ones(bits: Any) -> Any:
    """Numbers of so many bits, all set."""
    full = np.uint64(0xFFFFFFFFFFFFFFFF)
    shift = np.minimum(64 - bits, 63).astype(np.uint64)
    return np.where(bits > 0, full >> shift, np.uint64(0))


def octets(addresses: Any) -> list[bytes]:
    """Addresses as octets in network order."""
    wide = addresses.astype(addresses.dtype.newbyteorder(">")).tobytes()
    size = len(wide) // len(addresses)
    return [wide[at : at + size] for at in range(0, len(wide), size)]
