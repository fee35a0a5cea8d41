"""
Linux net-tools 1.60: netstat, route and arp from 2001 until about 2014.

Without ``-n`` a next hop of zeros is ``*``; ``netstat -i`` has the column Met and cuts
names to five characters; a published entry is ``PUP``.  Distributions changed the
widths of ``netstat -i`` and of IPv6; those are read, too.

Source: net-tools 1.60 netstat.c, route.c, arp.c; lib/inet_gr.c, inet6_gr.c,
interface.c.
"""

from __future__ import annotations

from rtentry.forms import sockets
from rtentry.listing import Dialect
from rtentry.nettools import commands
from rtentry.nettools.arp import WORDS_160, arp_a, arp_e
from rtentry.nettools.getopt import OLD, Getopt
from rtentry.nettools.interfaces import ERAS_160, interfaces
from rtentry.nettools.letters import explained
from rtentry.nettools.routes import Words
from rtentry.nettools.tables import Spec, forms

NAME = "nettools160"

NAMES = Words(default="default", gateway="*")
"""What stands for all zeros without ``-n``."""

ROUTES = forms(
    (
        Spec("netstat -r", "fib2", "fib", NAMES, "wide6"),
        Spec("route", "fib1", "fib", NAMES, "wide6"),
        Spec("route -ee", "fib3", "fib", NAMES, "wide6"),
        Spec("route -6", "wide6", "fib6", NAMES),
        Spec("netstat -rC", "cache2", "cache", NAMES),
        Spec("route -C", "cache1", "cache", NAMES),
        Spec("route -eeC", "cache3", "cache", NAMES),
        Spec("route -6C", "wide6", "cache6", NAMES),
        Spec("route -eee", "", "fib", NAMES),
        Spec("route -eeeC", "", "cache", NAMES),
        Spec("netstat -r -A inet6", "fib6", "fib6", NAMES._replace(any6="[::]")),
    )
)
"""The last is IPv6 as Debian and Red Hat changed it."""

LONG_FAMILIES = commands.families(
    (
        "ax25", "ip", "ipx", "appletalk", "netrom", "inet", "inet6", "ddp", "unix",
        "tcpip",
    )
)  # fmt: skip

KINDS = commands.kinds(
    (
        "inet (DARPA Internet)", "inet6 (IPv6)", "ax25 (AMPR AX.25)",
        "netrom (AMPR NET/ROM)", "ipx (Novell IPX)", "ddp (Appletalk DDP)",
        "x25 (CCITT X.25)",
    )
)  # fmt: skip

BUILT = (
    "AF: (inet) +UNIX +INET +INET6 +IPX +AX25 +NETROM +X25 +ATALK +ECONET +ROSE \n"
    "HW: {} +ETHER +ARC +SLIP +PPP +TUNNEL +TR +AX25 +NETROM +X25 +FR +ROSE +ASH +SIT"
    " +FDDI +HIPPI +HDLC/LAPB \n"
)
"""What the tools of a distribution were built with."""

STATUSES = commands.Statuses(refused=4, help=4, version=5)

NETSTAT = commands.Netstat(
    Getopt(
        "netstat",
        "MCFA:acdegphinNorstuVv?wxl",
        LONG_FAMILIES
        + commands.longs(
            "version:V interfaces:i help:h route:r protocol:A: tcp:t udp:u raw:w unix:x"
            " listening:l all:a timers:o continuous:c programs:p verbose:v"
            " statistics:s masquerade:M numeric:n numeric-hosts:! numeric-ports:@"
            " numeric-users:# symbolic:N cache:C fib:F groups:g extend:e"
        ),
        OLD,
    ),
    commands.Texts(
        """\
usage: netstat [-veenNcCF] [<Af>] -r         netstat {-V|--version|-h|--help}
       netstat [-vnNcaeol] [<Socket> ...]
       netstat { [-veenNac] -i | [-cnNe] -M | -s }

        -r, --route              display routing table
        -i, --interfaces         display interface table
        -g, --groups             display multicast group memberships
        -s, --statistics         display networking statistics (like SNMP)
        -M, --masquerade         display masqueraded connections

        -v, --verbose            be verbose
        -n, --numeric            don't resolve names
        --numeric-hosts          don't resolve host names
        --numeric-ports          don't resolve port names
        --numeric-users          don't resolve user names
        -N, --symbolic           resolve hardware names
        -e, --extend             display other/more information
        -p, --programs           display PID/Program name for sockets
        -c, --continuous         continuous listing

        -l, --listening          display listening server sockets
        -a, --all, --listening   display all sockets (default: connected)
        -o, --timers             display timers
        -F, --fib                display Forwarding Information Base (default)
        -C, --cache              display routing cache instead of FIB

  <Socket>={-t|--tcp} {-u|--udp} {-w|--raw} {-x|--unix} --ax25 --ipx --netrom
  <AF>=Use '-A <af>' or '--<af>'; default: inet
  List of possible address families (which support routing):
""",
        KINDS,
        """\
net-tools 1.60
netstat 1.42 (2001-04-15)
Fred Baumgarten, Alan Cox, Bernd Eckenfels, Phil Blundell, Tuan Hoang and others
+NEW_ADDRT +RTF_IRTT +RTF_REJECT +FW_MASQUERADE +I18N
"""
        + BUILT.format(""),
    ),
    STATUSES,
)

ROUTE = commands.Route(
    Getopt(
        "route",
        "A:eCFhnNVv?",
        LONG_FAMILIES
        + commands.longs(
            "extend:e verbose:v version:V numeric:n symbolic:N protocol:A: cache:C"
            " fib:F help:h"
        ),
        OLD,
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

  <AF>=Use '-A <af>' or '--<af>'; default: inet
  List of possible address families (which support routing):
""",
        KINDS,
        """\
net-tools 1.60
route 1.98 (2001-04-15)
+NEW_ADDRT +RTF_IRTT +RTF_REJECT +I18N
"""
        + BUILT.format(""),
    ),
    STATUSES,
    (),
)

ARP = commands.Arp(
    Getopt(
        "arp",
        "A:H:adfp:nsei:t:vh?DNV",
        commands.longs(
            "verbose:v version:V all:a delete:d file:f numeric:n set:s protocol:A:"
            " hw-type:H: device:i: help:h use-device:D symbolic:N"
        ),
        OLD,
    ),
    commands.Texts(
        """\
Usage:
  arp [-vn]  [<HW>] [-i <if>] [-a] [<hostname>]             <-Display ARP cache
  arp [-v]          [-i <if>] -d  <hostname> [pub][nopub]    <-Delete ARP entry
  arp [-vnD] [<HW>] [-i <if>] -f  [<filename>]              <-Add entry from file
  arp [-v]   [<HW>] [-i <if>] -s  <hostname> <hwaddr> [temp][nopub] <-Add entry
  arp [-v]   [<HW>] [-i <if>] -s  <hostname> <hwaddr> [netmask <nm>] pub  <-''-
  arp [-v]   [<HW>] [-i <if>] -Ds <hostname> <if> [netmask <nm>] pub      <-''-

        -a                       display (all) hosts in alternative (BSD) style
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
                "strip (Metricom Starmode IP)",
                "ash (Ash)",
                "ether (Ethernet)",
                "tr (16/4 Mbps Token Ring)",
                "tr (16/4 Mbps Token Ring (New))",
                "ax25 (AMPR AX.25)",
                "netrom (AMPR NET/ROM)",
                "rose (AMPR ROSE)",
                "arcnet (ARCnet)",
                "dlci (Frame Relay DLCI)",
                "fddi (Fiber Distributed Data Interface)",
                "hippi (HIPPI)",
                "irda (IrLAP)",
                "x25 (generic X.25)",
            )
        ),
        """\
net-tools 1.60
arp 1.88 (2001-04-04)
+I18N
"""
        + BUILT.format("(ether)"),
    ),
    STATUSES,
)

DIALECT = Dialect(
    NAME,
    "Linux, net-tools 1.60",
    "linux",
    2001,
    (
        *ROUTES,
        interfaces(ERAS_160),
        arp_a(WORDS_160),
        arp_e(WORDS_160),
        sockets.ON_LINUX,
    ),
    explained(NAME),
    {
        "netstat": commands.tool(NETSTAT),
        "route": commands.tool(ROUTE),
        "arp": commands.tool(ARP),
    },
    also=("linux22", "linux24", "linux26"),
)
