"""
What the cells of an interface's row are where a system does not say otherwise.

Rows stand under a heading (``netstat -i``) or are lines of ``ip link``.  A row of an
address, not of the link, may have other words: ``addr:ipkts``.  Source: netstat(1),
netdevice(7), ip-link(8), net/if.h.
"""

from __future__ import annotations

from collections.abc import Mapping

from rtentry.cells import Cell, Cells

WORDS: Mapping[str, str] = {
    # word of a heading: the field that stands under it
    "Name": "ifname", "Iface": "ifname", "Mtu": "mtu", "MTU": "mtu", "Met": "met",
    "Network": "network", "Net/Dest": "network", "Address": "addr", "Ipkts": "ipkts",
    "Ierrs": "ierrs", "Idrop": "idrops", "Idrops": "idrops", "Ibytes": "ibytes",
    "Opkts": "opkts", "Oerrs": "oerrs", "Odrop": "odrops", "Odrops": "odrops",
    "Drop": "odrops", "Drops": "odrops", "Obytes": "obytes", "Coll": "colls",
    "Colls": "colls", "Collis": "colls", "Time": "timer", "Queue": "queue",
    "Ifail": "ifail", "Ofail": "ofail", "RX-OK": "ipkts", "RX-ERR": "ierrs",
    "RX-DRP": "idrops", "RX-OVR": "ififo", "TX-OK": "opkts", "TX-ERR": "oerrs",
    "TX-DRP": "odrops", "TX-OVR": "ofifo", "Flg": "flags", "Flags": "flags",
}  # fmt: skip

KEYWORDS: Mapping[str, str] = {
    # keyword of ip link and ip addr: the field
    "mtu": "mtu", "qdisc": "qdisc", "master": "master", "state": "state", "mode": "mode",
    "group": "group", "qlen": "qlen", "brd": "brd", "peer": "peer", "scope": "scope",
    "valid_lft": "valid_lft", "preferred_lft": "preferred_lft", "metric": "metric",
    "promiscuity": "promiscuity", "allmulti": "allmulti", "proto": "proto",
    "link-netnsid": "netns", "link-netns": "netns", "dynamic": "dynamic",
    "noprefixroute": "noprefixroute", "mngtmpaddr": "mngtmpaddr", "nodad": "nodad",
    "deprecated": "deprecated", "tentative": "tentative", "dadfailed": "dadfailed",
    "temporary": "temporary", "secondary": "secondary", "permaddr": "permaddr",
    "inet": "addr", "inet6": "addr", "alias": "alias", "altname": "altname",
    "addrgenmode": "addrgenmode", "numtxqueues": "queues", "numrxqueues": "queues",
    "gso_max_size": "offload", "gso_max_segs": "offload", "tso_max_size": "offload",
    "tso_max_segs": "offload", "gro_max_size": "offload", "gso_ipv4_max_size": "offload",
    "gro_ipv4_max_size": "offload", "parentbus": "parent", "parentdev": "parent",
    "minmtu": "minmtu", "maxmtu": "maxmtu", "netns-immutable": "immutable", "vf": "vf",
    "homeaddress": "homeaddress",
}  # fmt: skip

ALONE = frozenset(
    (
        "dynamic", "noprefixroute", "mngtmpaddr", "nodad", "deprecated", "tentative",
        "dadfailed", "temporary", "homeaddress", "netns-immutable",
    )
)  # fmt: skip
"""Keywords that no value follows."""

COUNTERS: Mapping[str, str] = {
    # what ip -s prints above a number: the field
    "RX bytes": "ibytes", "RX packets": "ipkts", "RX errors": "ierrs",
    "RX dropped": "idrops", "RX missed": "imissed", "RX overrun": "ififo",
    "RX mcast": "imulti", "TX bytes": "obytes", "TX packets": "opkts",
    "TX errors": "oerrs", "TX dropped": "odrops", "TX carrier": "ocarrier",
    "TX collsns": "colls", "RX errors length": "ilength", "RX errors crc": "icrc",
    "RX errors frame": "iframe", "RX errors fifo": "ififo",
    "RX errors overrun": "iover", "RX errors missed": "imissed",
    "RX errors nohandler": "inohandler", "RX errors otherhost": "iotherhost",
    "TX errors aborted": "oaborted", "TX errors fifo": "ofifo",
    "TX errors window": "owindow", "TX errors heartbt": "oheartbeat",
    "TX errors transns": "ocarrierchanges", "RX errors compress": "icompressed",
    "RX compressed": "icompressed", "TX compressed": "ocompressed",
    "TX carrier_changes": "ocarrierchanges", "RX errors nohandl": "inohandler",
}  # fmt: skip

FLAGS: Mapping[str, str] = {
    # flag of an interface: what it says (netdevice(7), net/if.h)
    "UP": "switched on by an administrator; that says nothing of the cable",
    "BROADCAST": "its link has a broadcast address",
    "DEBUG": "its driver tells more than usual",
    "LOOPBACK": "what is sent by it comes in again",
    "POINTOPOINT": "its link has one other end",
    "NOTRAILERS": "packets are not sent with trailers (RFC 893)",
    "RUNNING": "its driver has what it needs, and the link is there",
    "NOARP": "nobody is asked for link-level addresses on it",
    "PROMISC": "it takes packets for everybody, not for this host alone",
    "ALLMULTI": "it takes packets of all multicast groups",
    "MASTER": "others are bound together under it (a bond)",
    "SLAVE": "it is one of those bound together under another",
    "MULTICAST": "its link knows multicast",
    "PORTSEL": "it can choose its kind of medium",
    "AUTOMEDIA": "it chooses its kind of medium by itself",
    "DYNAMIC": "its addresses go when it goes down",
    "LOWER_UP": "the link is there (carrier)",
    "DORMANT": "the link is there, and something has to happen before it can be used"
    " (802.1X)",
    "ECHO": "packets sent are heard again",
    "NO-CARRIER": "switched on, but there is no link: no cable, or nobody at its other end",
    "M-DOWN": "the interface that it lies upon is down",
}

STATES: Mapping[str, str] = {
    # operational state (RFC 2863): what it says
    "UP": "packets can go by it",
    "DOWN": "packets cannot go by it",
    "UNKNOWN": "its driver does not tell: so it is with lo and tunnels, and it may be used",
    "LOWERLAYERDOWN": "the interface that it lies upon is down, or there is no carrier",
    "DORMANT": "it waits for something outside (802.1X)",
    "NOTPRESENT": "a part of it is missing",
    "TESTING": "it is being tested",
}

VALUES: Mapping[str, Mapping[str, str]] = {
    "state": STATES,
    "network": {"none": "it has no address", "None": "it has no address"},
    "addr": {"none": "it has no address", "None": "it has no address"},
    "valid_lft": {"forever": "the address stays until it is removed"},
    "preferred_lft": {
        "forever": "new connections may begin with it for ever",
        "0sec": "no new connection begins with it any more",
    },
    "flags": {"[NO FLAGS]": "none of the flags is set: it is down"},
}  # fmt: skip

DRIVER = "the driver"

EVERYWHERE: Cells = {
    "ifname": Cell("the interface", isnot="its whole name, where the column is narrow"),
    "ifindex": Cell("its number", "the kernel, when it appeared"),
    "mtu": Cell(
        "the largest packet that it takes (octets, without the link-level header)",
        "the driver, or who set it",
        "what the way to a destination takes",
    ),
    "met": Cell(
        "a number that nobody uses any more", isnot="the metric of routes by it"
    ),
    "prefix:advertised": Cell(
        "L: routers say that it is on the link; A: hosts make addresses of it; O: it is on"
        " the link now; D: no router of it answers; I, S, Y: macOS's own, scoped to the"
        " interface, static, with a proxy",
        "ndp(8): -p",
        absent="no router tells of it",
    ),
    "prefix:vltime": Cell(
        "how long addresses of it stay valid, as it was advertised (seconds)",
        "RFC 4861, 4.6.2",
        "what is left of it: that stands under expire",
    ),
    "prefix:pltime": Cell(
        "how long new connections may begin with addresses of it, likewise (seconds)",
        "RFC 4861, 4.6.2",
    ),
    "prefix:expire": Cell("what is left until it goes (seconds)", "ndp(8): -p"),
    "prefix:refs": Cell("how many addresses are of it", "the kernel"),
    "prefix:routers": Cell("who advertises it, and whether they answer", "ndp(8): -p"),
    "link:network": Cell(
        "no network: the row is about the link level; #N is the number of the interface",
        isnot="an address of IP",
    ),
    "link:addr": Cell(
        "its link-level address (its name, on some releases, where it has none)",
        absent="it has no link-level address",
    ),
    "network": Cell(
        "the network of the address in this row",
        isnot="a route: the table says what goes where",
    ),
    "addr": Cell("an address of it"),
    "ipkts": Cell(
        "packets received since it appeared, or since the counter was cleared",
        DRIVER,
        "packets for this host alone: also broadcasts, and others' in promiscuous mode",
    ),
    "ierrs": Cell(
        "packets that came in damaged, or that there was no buffer for: each driver counts"
        " what it can",
        DRIVER,
        "packets that were refused higher up (a bad checksum of IP, no route)",
    ),
    "idrops": Cell(
        "packets received and thrown away because a queue was full, or because no protocol"
        " wanted them",
        isnot="damaged packets: those are errors",
    ),
    "ibytes": Cell("octets received, link-level headers included where the driver counts"
        " them", DRIVER),
    "opkts": Cell(
        "packets sent, or handed to the hardware to be sent",
        DRIVER,
        "a proof that they arrived",
    ),
    "oerrs": Cell(
        "packets that could not be sent: no carrier, an underrun, too many collisions",
        DRIVER,
        "packets that were lost on their way",
    ),
    "odrops": Cell(
        "packets thrown away before they were sent, because the queue was full",
        "the queue of the interface",
        "packets that came in",
    ),
    "obytes": Cell("octets sent, link-level headers included where the driver counts them",
        DRIVER),
    "colls": Cell(
        "collisions on an Ethernet that is shared (half duplex); with a switch, 0",
        DRIVER,
        "packets that were lost: they were sent again",
    ),
    "timer": Cell(
        "seconds until its watchdog thinks that a transmission hangs",
        "if_timer",
        absent="0: nothing is being sent",
    ),
    "queue": Cell("packets that wait to be sent"),
    "ifail": Cell(
        "packets that came in and went no further: errors and drops together (netstat -e,"
        " netstat -d show each alone)",
        "if_ierrors + if_iqdrops",
    ),
    "ofail": Cell(
        "packets that were not sent: errors and drops together (netstat -e, netstat -d"
        " show each alone)",
        "if_oerrors + if_oqdrops",
    ),
    "addr:ifail": Cell("those of the interface again", absent="not counted for an address"),
    "addr:ofail": Cell("those of the interface again", absent="not counted for an address"),
    "addr:queue": Cell("those of the interface again", absent="only the link has them"),
    "groups": Cell("references to the multicast group (count)"),
    "ififo": Cell(
        "packets lost because the hardware's own buffer was full",
        "rx_fifo_errors",
        "packets that the system threw away",
    ),
    "ofifo": Cell(
        "packets lost because the hardware ran out of data while it was sending",
        "tx_fifo_errors",
    ),
    "flags": Cell("what is true of it"),
    "addr:mtu": Cell(
        "the MTU of the interface again", absent="the same as in the row of the link"
    ),
    "addr:ierrs": Cell(
        "errors of the interface again: none are counted for an address",
        absent="not counted for an address: the row of the link has them",
    ),
    "addr:idrops": Cell(
        "those of the interface again",
        absent="not counted for an address: the row of the link has them",
    ),
    "addr:oerrs": Cell(
        "errors of the interface again: none are counted for an address",
        absent="not counted for an address: the row of the link has them",
    ),
    "addr:odrops": Cell(
        "those of the interface again",
        absent="not counted for an address: the row of the link has them",
    ),
    "addr:colls": Cell(
        "those of the interface again",
        absent="not counted for an address: the row of the link has them",
    ),
    "addr:timer": Cell("that of the interface again", absent="only the link has one"),
    **{
        f"addr:{field}": Cell(
            "those of the interface again, the same in each of its rows",
            isnot=f"{what} of this address alone: nobody counts those",
            absent="not counted for this address",
        )
        for field, what in (
            ("ipkts", "packets"), ("opkts", "packets"),
            ("ibytes", "octets"), ("obytes", "octets"),
        )
    },
    **{
        f"group:{field}": Cell(
            "those of the interface again, behind the last group of an address",
            isnot="a number of this group: nobody counts those",
            )
        for field in (
            "ipkts", "ierrs", "ifail", "idrops", "opkts", "oerrs", "ofail", "odrops",
            "colls", "ibytes", "obytes", "timer", "mtu", "network",
        )
    },
    "member": Cell(
        "a multicast group that it has joined",
        isnot="an address of this host: packets are taken that are sent to it",
    ),
    "group:addr": Cell(
        "a multicast group that the interface has joined",
        isnot="an address of this host: packets are taken that are sent to it",
    ),
}  # fmt: skip
"""What cells are where a system does not say otherwise."""
