"""
IFLA_STATS64 -> Counters.

Pure.  Source: include/uapi/linux/if_link.h, struct rtnl_link_stats64; added up as
net/core/net-procfs.c, dev_seq_printf_stats(), does for /proc/net/dev.
"""

from __future__ import annotations

from struct import Struct

from rtentry.model import Counters, Pairs

NUMBER = Struct("=Q")

STATS = (
    "rx_packets", "tx_packets", "rx_bytes", "tx_bytes", "rx_errors", "tx_errors",
    "rx_dropped", "tx_dropped", "multicast", "collisions", "rx_length_errors",
    "rx_over_errors", "rx_crc_errors", "rx_frame_errors", "rx_fifo_errors",
    "rx_missed_errors", "tx_aborted_errors", "tx_carrier_errors", "tx_fifo_errors",
    "tx_heartbeat_errors", "tx_window_errors", "rx_compressed", "tx_compressed",
    "rx_nohandler", "rx_otherhost_dropped",
)  # fmt: skip
"""The numbers of struct rtnl_link_stats64; newer kernels have more at its end."""

COUNTED = {
    # field of Counters: what it adds up
    "ipkts": ("rx_packets",),
    "ierrs": ("rx_errors",),
    "idrops": ("rx_dropped", "rx_missed_errors"),
    "ibytes": ("rx_bytes",),
    "opkts": ("tx_packets",),
    "oerrs": ("tx_errors",),
    "odrops": ("tx_dropped",),
    "obytes": ("tx_bytes",),
    "colls": ("collisions",),
    "ififo": ("rx_fifo_errors",),
    "ofifo": ("tx_fifo_errors",),
    "iframe": ("rx_frame_errors",),
    "icrc": ("rx_crc_errors",),
    "imulti": ("multicast",),
}

APART = (
    "rx_missed_errors", "rx_length_errors", "rx_over_errors", "tx_aborted_errors",
    "tx_carrier_errors", "tx_heartbeat_errors", "tx_window_errors", "rx_compressed",
    "tx_compressed", "rx_nohandler", "rx_otherhost_dropped",
)  # fmt: skip
"""Numbers without a field, or added to another one: extra, where they are not 0."""


def stats_of(data: bytes) -> dict[str, int]:
    """The counters of IFLA_STATS64 by name; those past the table as ``stat#N``."""
    found = [number for (number,) in NUMBER.iter_unpack(data[: len(data) & ~7])]
    more = [f"stat#{place}" for place in range(len(STATS), len(found))]
    return dict(zip([*STATS, *more], found, strict=False))


def counters(stats: dict[str, int]) -> Counters:
    """The counters that have a field."""
    sums = {
        field: sum([stats.get(name, 0) for name in names])
        for field, names in COUNTED.items()
    }
    return Counters(**sums)


def apart(stats: dict[str, int]) -> Pairs:
    """The counters that have no field of their own, where they are not 0."""
    more = [name for name in stats if name.startswith("stat#")]
    return tuple((name, stats[name]) for name in (*APART, *more) if stats.get(name))
