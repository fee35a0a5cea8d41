"""
Linux net-tools 2.x: netstat, route and arp of today's distributions.

The route cache has been empty since Linux 3.6; its headings are still printed.

Source: net-tools 2.10 netstat.c, route.c, arp.c; lib/inet_gr.c, inet6_gr.c,
interface.c, af.c, hw.c.
"""

from __future__ import annotations

from rtentry.forms import sockets
from rtentry.forms.counted import protocols
from rtentry.listing import Dialect, Form, Hint, late
from rtentry.nettools import commands
from rtentry.nettools.arp import WORDS, arp_a, arp_e
from rtentry.nettools.getopt import Getopt
from rtentry.nettools.interfaces import ERAS, interfaces
from rtentry.nettools.letters import explained
from rtentry.nettools.routes import Words
from rtentry.nettools.tables import Spec, forms

NAME = "nettools210"

NAMES = Words(default="default", any6="[::]")
"""What stands for all zeros without ``-n``; a next hop stays 0.0.0.0."""

ROUTES = forms(
    (
        Spec("netstat -r", "fib2", "fib", NAMES, "fib6"),
        Spec("route", "fib1", "fib", NAMES, "fib6"),
        Spec("route -ee", "fib3", "fib", NAMES, "fib6"),
        Spec("route -6", "fib6", "fib6", NAMES),
        Spec("netstat -rC", "cache2", "cache", NAMES),
        Spec("route -C", "cache1", "cache", NAMES),
        Spec("route -eeC", "cache3", "cache", NAMES),
        Spec("route -6C", "fib6", "cache6", NAMES),
        Spec("route -eee", "", "fib", NAMES),
        Spec("route -eeeC", "", "cache", NAMES),
    )
)

LONG_FAMILIES = commands.families(
    (
        "ax25", "ip", "ipx", "appletalk", "netrom", "inet", "inet6", "ddp", "rose",
        "unix", "x25", "bluetooth", "tcpip",
    )
)  # fmt: skip

KINDS = commands.kinds(
    (
        "inet (DARPA Internet)", "inet6 (IPv6)", "ax25 (AMPR AX.25)",
        "netrom (AMPR NET/ROM)", "rose (AMPR ROSE)", "ipx (Novell IPX)",
        "ddp (Appletalk DDP)", "x25 (CCITT X.25)",
    )
)  # fmt: skip

BUILT = (
    "AF: (inet) +UNIX +INET +INET6 +IPX +AX25 +NETROM +X25 +ATALK +ECONET +ROSE"
    " -BLUETOOTH\n"
    "HW: {} +ETHER +ARC +SLIP +PPP +TUNNEL -TR +AX25 +NETROM +X25 +FR +ROSE +ASH +SIT"
    " +FDDI +HIPPI +HDLC/LAPB +EUI64 \n"
)
"""What the tools of Debian 12 were built with."""


def groups() -> Form:
    """Multicast groups."""
    from rtentry.nettools.memberships import FORM

    return FORM


NETSTAT = commands.Netstat(
    Getopt(
        "netstat",
        "A:CFMacdeghilnNoprsStuUvVWw2fx64?Z",
        LONG_FAMILIES
        + commands.longs(
            "version:V interfaces:i help:h route:r protocol:A: tcp:t sctp:S udp:u"
            " udplite:U raw:w l2cap:2 rfcomm:f unix:x listening:l all:a timers:o"
            " continuous:c programs:p verbose:v statistics:s masquerade:M"
            " numeric:n numeric-hosts:! numeric-ports:@ numeric-users:# symbolic:N"
            " cache:C fib:F groups:g extend:e wide:W context:Z"
        ),
    ),
    commands.Texts(
        """\
usage: netstat [-vWeenNcCF] [<Af>] -r         netstat {-V|--version|-h|--help}
       netstat [-vWnNcaeol] [<Socket> ...]
       netstat { [-vWeenNac] -i | [-cnNe] -M | -s [-6tuw] }

        -r, --route              display routing table
        -i, --interfaces         display interface table
        -g, --groups             display multicast group memberships
        -s, --statistics         display networking statistics (like SNMP)
        -M, --masquerade         display masqueraded connections

        -v, --verbose            be verbose
        -W, --wide               don't truncate IP addresses
        -n, --numeric            don't resolve names
        --numeric-hosts          don't resolve host names
        --numeric-ports          don't resolve port names
        --numeric-users          don't resolve user names
        -N, --symbolic           resolve hardware names
        -e, --extend             display other/more information
        -p, --programs           display PID/Program name for sockets
        -o, --timers             display timers
        -c, --continuous         continuous listing

        -l, --listening          display listening server sockets
        -a, --all                display all sockets (default: connected)
        -F, --fib                display Forwarding Information Base (default)
        -C, --cache              display routing cache instead of FIB
        -Z, --context            display SELinux security context for sockets

  <Socket>={-t|--tcp} {-u|--udp} {-U|--udplite} {-S|--sctp} {-w|--raw}
           {-x|--unix} --ax25 --ipx --netrom
  <AF>=Use '-6|-4' or '-A <af>' or '--<af>'; default: inet
  List of possible address families (which support routing):
""",
        KINDS,
        """\
net-tools 2.10
Fred Baumgarten, Alan Cox, Bernd Eckenfels, Phil Blundell, Tuan Hoang, Brian Micek and others
+NEW_ADDRT +RTF_IRTT +RTF_REJECT +FW_MASQUERADE +I18N +SELINUX
"""
        + BUILT.format(""),
    ),
    commands.Statuses(),
)

ROUTE = commands.Route(
    Getopt(
        "route",
        "A:eCFhnN64Vv?",
        LONG_FAMILIES
        + commands.longs(
            "extend:e verbose:v version:V numeric:n symbolic:N protocol:A: cache:C"
            " fib:F help:h"
        ),
    ),
    commands.Texts(
        """\
Usage: route [-nNvee] [-FC] [<AF>]           List kernel routing tables
       route [-v] [-FC] {add|del|flush} ...  Modify routing table for AF.

       route {-h|--help} [<AF>]              Detailed usage syntax for specified AF.
       route {-V|--version}                  Display version/author and exit.

        -v, --verbose            be verbose
        -n, --numeric            don't resolve names
        -e, --extend             display other/more information
        -F, --fib                display Forwarding Information Base (default)
        -C, --cache              display routing cache instead of FIB

  <AF>=Use -4, -6, '-A <af>' or '--<af>'; default: inet
  List of possible address families (which support routing):
""",
        KINDS,
        "net-tools 2.10\n+NEW_ADDRT +RTF_IRTT +RTF_REJECT +I18N +SELINUX\n"
        + BUILT.format(""),
    ),
    commands.Statuses(),
    (
        (
            "inet",
            """\
Usage: inet_route [-vF] del {-host|-net} Target[/prefix] [gw Gw] [metric M] [[dev] If]
       inet_route [-vF] add {-host|-net} Target[/prefix] [gw Gw] [metric M]
                              [netmask N] [mss Mss] [window W] [irtt I]
                              [mod] [dyn] [reinstate] [[dev] If]
       inet_route [-vF] add {-host|-net} Target[/prefix] [metric M] reject
       inet_route [-FC] flush      NOT supported
""",
        ),
        (
            "inet6",
            """\
Usage: inet6_route [-vF] del Target
       inet6_route [-vF] add Target [gw Gw] [metric M] [[dev] If]
       inet6_route [-FC] flush      NOT supported
""",
        ),
    ),
)

ARP = commands.Arp(
    Getopt(
        "arp",
        "A:H:adfp:nsei:t:vh?DNV",
        commands.longs(
            "verbose:v version:V all:a delete:d file:f numeric:n set:s protocol:A:"
            " hw-type:H: device:i: help:h use-device:D symbolic:N"
        ),
    ),
    commands.Texts(
        """\
Usage:
  arp [-vn]  [<HW>] [-i <if>] [-a] [<hostname>]             <-Display ARP cache
  arp [-v]          [-i <if>] -d  <host> [pub]               <-Delete ARP entry
  arp [-vnD] [<HW>] [-i <if>] -f  [<filename>]            <-Add entry from file
  arp [-v]   [<HW>] [-i <if>] -s  <host> <hwaddr> [temp]            <-Add entry
  arp [-v]   [<HW>] [-i <if>] -Ds <host> <if> [netmask <nm>] pub          <-''-

        -a                       display (all) hosts in alternative (BSD) style
        -e                       display (all) hosts in default (Linux) style
        -s, --set                set a new ARP entry
        -d, --delete             delete a specified entry
        -v, --verbose            be verbose
        -n, --numeric            don't resolve names
        -i, --device             specify network interface (e.g. eth0)
        -D, --use-device         read <hwaddr> from given device
        -A, -p, --protocol       specify protocol family
        -f, --file               read new entries from file or from /etc/ethers

  <HW>=Use '-H <hw>' to specify hardware address type. Default: ether
  List of possible hardware types (which support ARP):
""",
        commands.kinds(
            (
                "ash (Ash)",
                "ether (Ethernet)",
                "ax25 (AMPR AX.25)",
                "netrom (AMPR NET/ROM)",
                "rose (AMPR ROSE)",
                "arcnet (ARCnet)",
                "dlci (Frame Relay DLCI)",
                "fddi (Fiber Distributed Data Interface)",
                "hippi (HIPPI)",
                "irda (IrLAP)",
                "x25 (generic X.25)",
                "eui64 (Generic EUI-64)",
            )
        ),
        "net-tools 2.10\n+I18N +SELINUX\n" + BUILT.format("(ether)"),
    ),
    commands.Statuses(),
)

STATISTICS = protocols(
    "netstat -s",
    ("Ip", "Icmp", "Tcp", "Udp", "UdpLite", "TcpExt", "IpExt", "Ip6", "Icmp6", "Udp6"),
    "    ",
)

DIALECT = Dialect(
    NAME,
    "Linux, net-tools 2.x",
    "linux",
    2014,
    (
        *ROUTES,
        interfaces(ERAS),
        arp_a(WORDS),
        arp_e(WORDS),
        sockets.ON_LINUX,
        late("netstat -g", "interfaces", groups, Hint("IPv6/IPv4 Group Memberships")),
        STATISTICS,
    ),
    explained(NAME),
    {
        "netstat": commands.tool(NETSTAT),
        "route": commands.tool(ROUTE),
        "arp": commands.tool(ARP),
    },
    also=("linux6", "nettools", "net-tools"),
)
