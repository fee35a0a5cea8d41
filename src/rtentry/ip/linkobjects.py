"""
Interfaces as ``ip -j addr`` and ``ip -j link`` print them.

    {"ifindex":2,"link_index":5,"ifname":"eth0","flags":["UP"],"mtu":1500, ...
     "addr_info":[{"family":"inet","local":"192.0.2.1","prefixlen":24, ...}]}

Source: iproute2 ip/ipaddress.c, print_linkinfo(), print_addrinfo(), print_stats64().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.addr import parse_address
from rtentry.errors import FormatError
from rtentry.ip import linkhead
from rtentry.ip.address import FLAGS, HELD, network_of
from rtentry.ip.link import GRAMMAR
from rtentry.ip.link import made as made_interface
from rtentry.ip.neigh import parse_lladdr, show_lladdr
from rtentry.light import Any
from rtentry.linux import SCOPES
from rtentry.model import IfAddr, Interface
from rtentry.words.attribute import is_count
from rtentry.words.pairs import Json, Object, dump, load, text

WHAT = "an interface"
FOREVER = 0xFFFFFFFF

PLAIN: Mapping[str, tuple[str, type]] = {
    # key: slot, type; in the order in which they are printed
    "ifindex": ("ifindex", int), "ifname": ("ifname", str), "mtu": ("mtu", int),
    "qdisc": ("qdisc", str), "master": ("master", str), "operstate": ("state", str),
    "linkmode": ("mode", str), "group": ("group", str), "txqlen": ("qlen", int),
    "event": ("event", str), "link_type": ("hwtype", str), "permaddr": ("permaddr", str),
    "link_netnsid": ("link_netnsid", int), "link_netns": ("link_netns", str),
    "promiscuity": ("promiscuity", int), "allmulti": ("allmulti", int),
    "min_mtu": ("minmtu", int), "max_mtu": ("maxmtu", int),
    "netns-immutable": ("netns-immutable", bool), "ifalias": ("alias", str),
}  # fmt: skip

DETAILS: Mapping[str, type] = {
    "inet6_addr_gen_mode": str, "num_tx_queues": int, "num_rx_queues": int,
    "gso_max_size": int, "gso_max_segs": int, "tso_max_size": int, "tso_max_segs": int,
    "gro_max_size": int, "gso_ipv4_max_size": int, "gro_ipv4_max_size": int,
    "max_pacing_offload_horizon": int, "phys_port_name": str, "phys_port_id": str,
    "phys_switch_id": str, "parentbus": str, "parentdev": str, "proto_down": bool,
}  # fmt: skip
"""What is said with ``-d`` of the device: kept by these names."""

TEXTS = ("xdp", "vfinfo_list")
"""Members that are kept as the text of their value."""

INFO = (
    ("info_kind", "kind"), ("info_data", "info_data"), ("info_slave_kind", "slave_kind"),
    ("info_slave_data", "info_slave_data"),
)  # fmt: skip
"""Members of ``linkinfo``, and where they are kept."""

STATS = "stats64"

# -- reading ---------------------------------------------------------------------------


class Members:
    """
    The members of one interface's object that are being read.

    Fields:
        values: as in :class:`rtentry.ip.link.Lines`; what is kept in ``extra`` only by
                JSON stands in *kept*, in the order of the text.
        facts:  options that they show.
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {"addresses": []}
        self.kept: list[tuple[str, Any]] = []
        self.facts: set[str] = set()

    def read(self, pairs: Object) -> None:
        """Read all members; FormatError at one that is unknown or stands twice."""
        if len(dict(pairs)) < len(pairs):
            raise FormatError(f"a key stands twice in {WHAT}")
        for key, value in pairs:
            if key in READERS:
                READERS[key](self, value)
            elif key in PLAIN:
                slot, kind = PLAIN[key]
                self.values[slot] = checked(key, value, kind)
            elif key in DETAILS:
                self.kept.append((key, checked(key, value, DETAILS[key])))
            elif key in TEXTS:
                self.kept.append((key, dump(value)))
            else:
                raise FormatError(f"unknown key {key!r} in {WHAT}")

    def flags(self, value: Json) -> None:
        """A list of names."""
        names = [text(name, "flags") for name in listed(value, "flags")]
        self.values["flags"] = linkhead.parse_flags(",".join(names), self.values)

    def link(self, value: Json) -> None:
        """The interface below by name; ``null`` = there is none."""
        self.values["link"] = "NONE" if value is None else text(value, "link")
        if number_of(self.values["link"]) is not None:
            self.facts.add("named")

    def link_index(self, value: Json) -> None:
        """The interface below by its number."""
        self.values["link"] = f"if{checked('link_index', value, int)}"

    def lladdr(self, value: Json) -> None:
        """The link-level address."""
        self.values["lladdr"] = parse_lladdr(text(value, "address"))

    def broadcast(self, value: Json) -> None:
        """The link-level address of everybody, or of the other end."""
        self.values["brd"] = show_lladdr(parse_lladdr(text(value, "broadcast")))

    def pointed(self, value: Json) -> None:
        """That the broadcast address is that of the other end."""
        checked("link_pointtopoint", value, bool)

    def deleted(self, value: Json) -> None:
        """That it went away."""
        self.values["deleted"] = checked("deleted", value, bool)

    def info(self, value: Json) -> None:
        """What its kind says; kept as text."""
        parts = dict(value) if isinstance(value, tuple) else {}
        for key, slot in INFO:
            if key in parts:
                part = parts.pop(key)
                is_kind = key.endswith("kind")
                self.values[slot] = text(part, key) if is_kind else dump(part)
        if parts or not isinstance(value, tuple):
            raise FormatError(f"'linkinfo' is {dump(value)}")
        for slot in ("info_data", "info_slave_data"):
            self.kept += [(slot, self.values[slot])] if slot in self.values else []

    def altnames(self, value: Json) -> None:
        """A list of names."""
        names = [text(name, "altnames") for name in listed(value, "altnames")]
        self.values["altname"] = ",".join(names)

    def addresses(self, value: Json) -> None:
        """A list of objects."""
        for pairs in listed(value, "addr_info"):
            address, facts = read_address(pairs)
            self.values["addresses"].append(address)
            self.facts |= facts
        self.facts.add("addresses")

    def stats(self, value: Json) -> None:
        """An object for each direction."""
        numbers: dict[str, int] = {}
        for direction, pairs in value if isinstance(value, tuple) else ():
            for key, number in pairs:
                name = NUMBERS.get((direction, key))
                if name is None:
                    raise FormatError(f"unknown key {key!r} in {STATS}")
                numbers[name] = checked(key, number, int)
        if not numbers:
            raise FormatError(f"{STATS!r} is {dump(value)}")
        self.values["stats"] = numbers


READERS: Mapping[str, Callable[[Members, Json], None]] = {
    "flags": Members.flags,
    "link": Members.link,
    "link_index": Members.link_index,
    "address": Members.lladdr,
    "broadcast": Members.broadcast,
    "link_pointtopoint": Members.pointed,
    "deleted": Members.deleted,
    "linkinfo": Members.info,
    "altnames": Members.altnames,
    "addr_info": Members.addresses,
    STATS: Members.stats,
}

OTHERHOST = "rx_otherhost_dropped"
OWN_KEYS = {OTHERHOST: "otherhost"}
"""Numbers whose key is not their name without the direction."""

STATS_ORDER: Mapping[str, tuple[str, ...]] = {
    "rx": (
        "rx_bytes",
        "rx_packets",
        "rx_errors",
        "rx_dropped",
        "rx_over_errors",
        "multicast",
        "rx_compressed",
    ),
    "rx errors": (
        "rx_length_errors",
        "rx_crc_errors",
        "rx_frame_errors",
        "rx_fifo_errors",
        "rx_missed_errors",
        "rx_nohandler",
        OTHERHOST,
    ),
    "tx": (
        "tx_bytes",
        "tx_packets",
        "tx_errors",
        "tx_dropped",
        "tx_carrier_errors",
        "collisions",
        "tx_compressed",
    ),
    "tx errors": (
        "tx_aborted_errors",
        "tx_fifo_errors",
        "tx_window_errors",
        "tx_heartbeat_errors",
        "carrier_changes",
    ),
}
"""The numbers of each direction in the order in which they are printed."""

RARE = frozenset({"rx_compressed", "tx_compressed", "rx_nohandler", OTHERHOST})
"""Numbers that are there only where they are not 0."""


def key_of(name: str) -> str:
    """A number's key in its direction's object."""
    return OWN_KEYS.get(name) or name.removeprefix("rx_").removeprefix("tx_")


NUMBERS = {
    (direction[:2], key_of(name)): name
    for direction, names in STATS_ORDER.items()
    for name in names
}


def number_of(link: str) -> int | None:
    """The number that stands for an interface's name: 5 of ``if5``."""
    digits = link.removeprefix("if")
    return int(digits) if digits != link and is_count(digits) else None


def checked(key: str, value: Json, kind: type) -> Any:
    """A value of a type; FormatError if it is of another."""
    if type(value) is not kind:
        raise FormatError(f"{key!r} is {dump(value)}")
    return value


def listed(value: Json, key: str) -> list[Any]:
    """A list; FormatError if it is something else."""
    if not isinstance(value, list):
        raise FormatError(f"{key!r} is {dump(value)}")
    return value


def read_address(pairs: Json) -> tuple[IfAddr, set[str]]:
    """An address, and the options that it shows; an empty object is none."""
    if not isinstance(pairs, tuple):
        raise FormatError(f"'addr_info' is {dump(pairs)}")
    if not pairs:
        return IfAddr(None), set()
    said = dict(pairs)
    for key in said:
        if key not in ADDRESS_KEYS:
            raise FormatError(f"unknown key {key!r} in an address of {WHAT}")
    addr = parse_address(text(said.get("local"), "local"))
    far = parse_address(text(said["address"], "address")) if "address" in said else None
    plen = checked("prefixlen", said.get("prefixlen"), int)
    if not 0 <= plen <= addr.plen:
        raise FormatError(f"'prefixlen' is {plen}")
    scope = said.get("scope")
    facts = {"family"} if "family" in said else set()
    if scope is not None and is_count(scope):
        facts.add("numeric")
        scope = SCOPES.get(int(scope), scope)
    values = {**{name: True for name in FLAGS if said.get(name)}, **kept_of(said)}
    extra = [(name, values[name]) for name in HELD if name in values]
    brd = parse_address(said["broadcast"]) if "broadcast" in said else None
    network = network_of((far or addr)._replace(plen=plen))
    return IfAddr(addr, network, far, brd, scope, extra=(*extra, *lives(said))), facts


def kept_of(said: Mapping[str, Json]) -> dict[str, Any]:
    """The members that are kept in ``extra``."""
    names = {
        "any": "anycast",
        "label": "label",
        "metric": "metric",
        "proto": "protocol",
    }
    return {slot: said[key] for slot, key in names.items() if key in said}


def lives(said: Mapping[str, Json]) -> list[tuple[str, int]]:
    """The lives that end (seconds)."""
    found = [(slot, said.get(key, FOREVER)) for key, slot in LIVES.items()]
    return [(slot, value) for slot, value in found if value != FOREVER]


LIVES = {"valid_life_time": "valid_lft", "preferred_life_time": "preferred_lft"}

ADDRESS_KEYS = frozenset(
    ["family", "local", "address", "prefixlen", "metric", "broadcast", "anycast"]
) | {"scope", "protocol", "label", *FLAGS, *LIVES}


def interface_words(value: Json) -> list[str]:
    """The text of an interface's object: read as one."""
    if not isinstance(value, tuple):
        raise FormatError(f"{dump(value)} is not {WHAT}")
    return [dump(value)]


def read_interface(
    words: Sequence[str], around: object, before: Interface | None
) -> tuple[Interface, frozenset[str]]:
    """
    The interface that an object says, and the options that it shows.

    Raises:
        FormatError: at a key that is unknown, or a value of another type.
    """
    del around, before
    found = Members()
    found.read(load(words[0])[0])
    values = found.values
    if "ifname" not in values:
        raise FormatError(f"no name in {WHAT}")
    unnumbered(found)
    record = made_interface(values)
    return record._replace(extra=(*record.extra, *found.kept)), frozenset(found.facts)


def unnumbered(found: Members) -> None:
    """Put names for the numbers of ``-N``."""
    values = found.values
    found.facts |= linkhead.group_of(values)
    if "hwtype" in values:
        values["hwtype"], facts = linkhead.hwtype_of(values["hwtype"], values)
        found.facts |= facts


OBJECT = GRAMMAR._replace(read=read_interface)
"""What reads the text of an object."""
