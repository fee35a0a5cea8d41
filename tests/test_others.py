"""What no form reads is refused by its name."""

from __future__ import annotations

import pytest

from rtentry.api import parse
from rtentry.errors import FormatError
from rtentry.others import BOXES, OTHERS, boxed, named

LINES = {
    "ifconfig": "em0: flags=8843<UP,BROADCAST,RUNNING> metric 0 mtu 1500",
    "ifmcstat": "\t\tgroup 224.0.0.1 mode exclude",
    "netstat -a": "Active Internet connections (including servers)",
    "netstat -g": "IPv6 Multicast Forwarding Table is empty",
    "netstat -m": "1027/1463/2490 mbufs in use (current/cache/total)",
    "netstat -s": "udp6:",
    "netstat -w": "            input          (Total)           output",
    "netstat -R": "Rdomain 1",
    "JSON or XML of FreeBSD's tools": '{"statistics":{"route-information":{',
    "lanscan": "Hardware Station        Crd Hdw   Net-Interface  NM  MAC",
    "ndp -i": "linkmtu=1500, curhlim=64, basereachable=30s0ms",
    "route add or delete": "add net 192.0.2.0: gateway 198.51.100.1",
    "cl-netstat of Cumulus Linux": "Iface      MTU    Met    RX_OK    RX_ERR    RX_DRP",
    "an empty table of arp": "No ARP Entries Found.",
    "an answer that there is no route": "route: route has not been found",
    "ss": "Total: 12",
    "sockets of /proc/net": "sockets: used 12",
    "multicast routing": "Group    Origin   Iif     Pkts    Bytes    Wrong Oifs",
    "ip netconf": "inet lo forwarding off rp_filter off mc_forwarding off",
    "ip ntable": "inet arp_cache ",
    "ip addrlabel": "prefix ::1/128 label 0 ",
    "ip token": "token :: dev eth0",
    "ip vrf": "Name              Table",
    "ip mroute": "(192.0.2.10,239.1.1.1)   Iif: eth0   Oifs: eth1  State: resolved",
    "ip -f mpls route": "100 as to 200/300 via inet 192.0.2.3 dev eth0 ",
    "ip tunnel": "tun1: ip/ip remote 192.0.2.9 local 192.0.2.1 ttl inherit",
    "ip xfrm": "src 192.0.2.0/24 dst 198.51.100.0/24 ",
    "ip tcp_metrics": "192.0.2.99 age 6.624sec cwnd 10 rtt 21.5ms",
    "bridge mdb": "dev br0 port eth0 grp 239.1.1.1 temp",
    "bridge vlan": "port              vlan-id  ",
    "brctl": "bridge name\tbridge id\t\tSTP enabled\tinterfaces",
    "tc": "qdisc noqueue 0: dev lo root refcnt 2 ",
    "networkctl": "IDX LINK TYPE     OPERATIONAL SETUP",
    "nmcli": "IP4.GATEWAY:                            192.0.2.1",
    "resolvectl": "Link 2 (eth0)",
    "wg": "interface: wg0",
    "rt6_stats": "0007 0006 0013 0007 0000 0006 0000",
    "JSON of another command": '[{"id":10,"bucket":{"index":0,"idle_time":2,"nhid":1}}]',
    "bridge fdb": "33:33:00:00:00:01 dev eth0 self permanent",
    "iptables": "Chain INPUT (policy ACCEPT)",
    "nft": "table inet filter {",
    "ping": "PING 192.0.2.1 (192.0.2.1) 56(84) bytes of data.",
    "traceroute": "traceroute to 192.0.2.1 (192.0.2.1), 30 hops max, 60 byte packets",
    "ethtool": "Settings for eth0:",
    "Get-NetAdapter or Get-NetIPAddress": "Name     InterfaceDescription    ifIndex",
    "a list of PowerShell": "DestinationPrefix  : 0.0.0.0/0",
    "netsh interface ip show interfaces": "Idx     Met         MTU          State   Name",
    "ipconfig": "Windows IP Configuration",
    "scutil --nwi": "IPv4 network interface information",
    "the usage of a command": "usage: netstat [-AaLnW] [-f address_family]",
}

TABLES = {
    "a table of Cisco IOS, FRR or the like": (
        "Codes: K - kernel route, C - connected, S - static",
        "Gateway of last resort is 192.0.2.1 to network 0.0.0.0",
        "S*    0.0.0.0/0 [1/0] via 192.0.2.1",
        "K>* 0.0.0.0/0 via 192.0.2.1, eth0",
        "C        192.0.2.0/24 is directly connected, GigabitEthernet0/0",
    ),
    "show arp or show ipv6 neighbors of a router": (
        "Protocol  Address          Age (min)  Hardware Addr   Type   Interface",
        "Address           Age(min)   Hardware Addr      Interface",
        "IPv6 Address                              Age Link-layer Addr State Interface",
    ),
    "a table of Cisco NX-OS or ZebOS": (
        'IP Route Table for VRF "default"',
        "192.0.2.0/24, ubest/mbest: 1/0, attached",
    ),
    "show route of Cisco ASA": (
        "S*       0.0.0.0 0.0.0.0 [1/0] via 192.0.2.1, outside",
        "C        192.0.2.0 255.255.255.0 is directly connected, outside",
    ),
    "show ip arp of Cisco IOS": (
        "Internet  192.0.2.1               5   0000.5e00.5301  ARPA   Vlan1",
    ),
    "show ip cef of Cisco IOS": (
        "Prefix               Next Hop             Interface",
    ),
    "show ip interface brief": (
        "Interface            IP-Address      OK? Method Status       Protocol",
    ),
    "show ip route summary": (
        "Route Source    Networks    Subnets     Replicates  Overhead",
    ),
    "a table of Zebra": ("K * 0.0.0.0/0            192.0.2.1             eth0",),
    "show iproute of ExtremeXOS": (
        "Ori  Destination        Gateway         Mtr  Flags         VLAN",
    ),
    "show ip route of FastIron": ("Total number of IP routes: 2",),
    "show route of NetScaler": (
        "        Network          Netmask          Gateway/OwnedIP  VLAN   State",
    ),
    "list net route of F5": ("Net::Routes",),
    "network route show of ONTAP": (
        "Vserver             Destination     Gateway  Metric",
    ),
    "a list of routes of gcloud": ("NAME   NETWORK  DEST_RANGE     NEXT_HOP",),
    "wmic": ("Destination  InterfaceIndex  Mask             Metric1  NextHop",),
    "nmap --iflist": ("DST/MASK         DEV  METRIC GATEWAY",),
    "arp-scan": ("Interface: eth0, type: EN10MB, MAC: 00:00:5e:00:53:01",),
    "a CSV of PowerShell": ('"ifIndex","DestinationPrefix","NextHop"',),
    "a table of SQL or of another program": ("+--------+-----------+",),
    "a table of Markdown": ("|---|---|",),
    "show arp of Cisco ASA": ("\tinside 192.0.2.61 0000.5e00.5301 2",),
    "a table of Junos": (
        "inet.0: 5 destinations, 5 routes (5 active, 0 holddown, 0 hidden)",
        "MAC Address       Address         Name            Interface      Flags",
        "0.0.0.0/0          *[Static/5] 1w0d 00:12:13",
    ),
    "a table of FortiOS": ("tab=254 vf=0 scope=0 type=1 proto=11 prio=0",),
    "show route of BIRD": (
        "0.0.0.0/0            unicast [kernel1 10:00:00.000] * (10)",
        "0.0.0.0/0          via 192.0.2.1 on eth0 [kernel1 2019-01-01] * (10)",
    ),
    "a table of MikroTik RouterOS": (
        "Flags: X - disabled, A - active, D - dynamic,",
        " #      DST-ADDRESS        PREF-SRC        GATEWAY            DISTANCE",
        " 1 ADC  192.0.2.0/24       192.0.2.2       ether1                    0",
    ),
    "esxcfg or esxcli of VMware ESXi": (
        "VMkernel Routes:",
        "Network      Netmask          Gateway       Interface  Source",
    ),
    "a table of PAN-OS": (
        "VIRTUAL ROUTER: default (id 1)",
        "destination           nexthop             metric flags      age   interface",
    ),
    "a table of Huawei VRP or H3C Comware": (
        "Route Flags: R - relay, D - download to fib",
        "Destination/Mask   Proto   Pre Cost        NextHop         Interface",
    ),
    "show ip route of ProCurve": ("                 IP Route Entries",),
    "show router route-table of Nokia SR OS": ("Route Table (Router: Base)",),
    "show ip fib of VPP": ("ipv4-VRF:0, fib_index:0, flow hash:[src dst sport ]",),
    "a table of BGP": ("   Network              Next Hop             AS_PATH",),
    "a table of OpenBSD's routing daemons": ("flags: * = valid, O = OSPF",),
    "show arp of SONiC": ("Address      MacAddress         Iface        Vlan",),
    "bridge link": ("3: eth0: <UP> mtu 1500 state forwarding priority 32 cost 4",),
    "a table of cloud-init": ("ci-info: | Route | Destination |  Gateway  |",),
    "a table of Haiku or BeOS": ("IPv4 routing table:",),
    "a table of MINIX": ("ent #  if          dest           netmask         gateway",),
    "a table of QNX 4": (
        "Dest             Gate             Mask             Flgs  Ref",
    ),
    "a table of VxWorks": ("    ROUTE NET TABLE",),
    "/net/iproute of Plan 9": ("192.0.2.0       /120 192.0.2.0       4i   ifc    0",),
    "SHOW ROUTE of OpenVMS": ("$ TCPIP SHOW ROUTE",),
    "NETSTAT of z/OS": ("MVS TCP/IP NETSTAT CS V2R5       TCPIP Name: TCPIP",),
    "NETSTAT of IBM i": (
        "Opt  Destination      Mask             Hop              Available",
    ),
    "netstat -r of OS/2": (
        "destination       router             netmask           metric",
    ),
    "a table of NetWare": (
        "Destination           Next Hop               Type     Cost",
    ),
    "OPNsense's list of routes": (
        "destination             gateway         flags    nhop#",
    ),
    "effective routes of Azure": (
        "Source    State    Address Prefix    Next Hop Type",
    ),
}
BOXED = [(what, line) for what, lines in TABLES.items() for line in lines]


def test_all_are_tried():
    assert LINES.keys() == OTHERS.keys()
    assert TABLES.keys() == BOXES.keys()


@pytest.mark.parametrize(("what", "line"), BOXED)
def test_a_line_of_another_system_tells_of_the_whole_text(what, line):
    row = "192.0.2.0/24    198.51.100.3    UGS    igb1"
    with pytest.raises(FormatError, match="which is not read") as error:
        parse(f"{row}\n\n{line}\n\n{row}\n")
    assert f"this is {what}, " in str(error.value)
    assert error.value.line == 3


@pytest.mark.parametrize(("what", "line"), LINES.items())
def test_a_line_tells_what_it_is_of(what, line):
    assert named(line) == what


@pytest.mark.parametrize(("what", "line"), LINES.items())
def test_a_refusal_names_what_is_not_read(what, line):
    with pytest.raises(
        FormatError, match=f"this is {what}, which is not read"
    ) as error:
        parse(f"\n{line}\n")
    assert error.value.line == 2


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Internet:",
        "default            192.0.2.1          UGS         em0",
        "vtnet0  1500 <Link#1>          02:00:5e:10:00:01",
        "? (192.0.2.1) at 02:00:5e:10:00:01 on em0 permanent [ethernet]",
        "destination: default",
    ],
)
def test_a_line_of_a_listing_is_not_of_these(line):
    assert named(line) is None
    assert boxed(line) is None


def test_rows_apart_from_it_are_told_as_rows():
    text = f"{LINES['ifconfig']}\n\n192.0.2.0/24    198.51.100.3    UGS    igb1\n"
    with pytest.raises(FormatError, match="not the line above them") as error:
        parse(text)
    assert error.value.line == 3


def test_rows_right_below_it_are_of_it():
    row = (
        "tcp4       0      0  192.0.2.5.22           192.0.2.9.52060        ESTABLISHED"
    )
    with pytest.raises(FormatError, match="this is netstat -a,"):
        parse(f"{LINES['netstat -a']}\n{row}\n")


@pytest.mark.parametrize(
    "line", ["10.0.0.0/8", "2001:db8::/32", "10.0.0.0/8\t192.0.2.1"]
)
def test_of_prefixes_it_is_said_who_reads_them(line):
    with pytest.raises(FormatError, match="-F prefixes:FILE"):
        parse(f"{line}\n" * 3)
