"""
Writes `rib.mrt` and `updates.mrt`: a small table of BGP routes, and what came after it.

    python docs/examples/rib.py [FOLDER]

Two peers, addresses and AS numbers of RFC 5737, RFC 3849 and RFC 5398.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from pathlib import Path
from struct import pack

PEERS = (("192.0.2.1", 64496), ("192.0.2.2", 64497))

TABLE = (
    ("198.51.100.0/24", [(0, (64496, 64500)), (1, (64497, 64499, 64500))]),
    ("203.0.113.0/24", [(0, (64496, 64511, 64510)), (1, (64497, 64510))]),
    ("2001:db8:1::/48", [(1, (64497, 65551))]),
)

NEXT = {4: ("192.0.2.1", "192.0.2.2"), 6: ("2001:db8::1", "2001:db8::2")}


def record(kind: int, subtype: int, body: bytes, time: int = 1767225600) -> bytes:
    """A record."""
    return pack(">IHHI", time, kind, subtype, len(body)) + body


def attribute(kind: int, value: bytes) -> bytes:
    """A path attribute."""
    return bytes([0x50, kind]) + pack(">H", len(value)) + value


def prefix(text: str) -> bytes:
    """A prefix."""
    net = ip_network(text)
    octets = (net.prefixlen + 7) // 8
    return bytes([net.prefixlen]) + net.network_address.packed[:octets]


def sequence(path: Sequence[int], width: int = 4) -> bytes:
    """An AS path of one sequence."""
    return bytes([2, len(path)]) + b"".join([n.to_bytes(width, "big") for n in path])


def attributes(path: Sequence[int], gateway: str, origin: int = 0) -> bytes:
    """ORIGIN, AS_PATH and a next hop, as a TABLE_DUMP_V2 has them."""
    hop = ip_address(gateway).packed
    told = attribute(1, bytes([origin])) + attribute(2, sequence(path))
    is_old = len(hop) == 4
    return told + (attribute(3, hop) if is_old else attribute(14, bytes([16]) + hop))


def peers() -> bytes:
    """PEER_INDEX_TABLE."""
    body = bytes(4) + pack(">H", 3) + b"lab" + pack(">H", len(PEERS))
    for addr, asn in PEERS:
        body += b"\x02" + bytes(4) + ip_address(addr).packed + pack(">I", asn)
    return record(13, 1, body)


def row(number: int, dst: str, paths: Sequence[tuple[int, Sequence[int]]]) -> bytes:
    """RIB_IPV4_UNICAST or RIB_IPV6_UNICAST."""
    version = ip_network(dst).version
    body = pack(">I", number) + prefix(dst) + pack(">H", len(paths))
    for peer, path in paths:
        told = attributes(path, NEXT[version][peer])
        body += pack(">HIH", peer, 1767225000, len(told)) + told
    return record(13, 2 if version == 4 else 4, body)


def update(peer: int, withdrawn: bytes, told: bytes = b"", came: bytes = b"") -> bytes:
    """BGP4MP_MESSAGE_AS4 with an UPDATE."""
    body = pack(">H", len(withdrawn)) + withdrawn + pack(">H", len(told)) + told + came
    addr, asn = PEERS[peer]
    head = pack(">IIHH", asn, 64509, 0, 1) + ip_address(addr).packed + bytes(4)
    message = b"\xff" * 16 + pack(">HB", 19 + len(body), 2) + body
    return record(16, 4, head + message, 1767225660)


def table() -> bytes:
    """The table."""
    return peers() + b"".join([row(n, *each) for n, each in enumerate(TABLE)])


def updates() -> bytes:
    """The first peer loses a network, the second comes to one."""
    told = attributes((64497, 64505), "192.0.2.2")
    return update(0, prefix("198.51.100.0/24")) + update(
        1, b"", told, prefix("192.0.2.128/25")
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent
    (folder / "rib.mrt").write_bytes(table())
    (folder / "updates.mrt").write_bytes(updates())
