"""
FreeBSD 4 (2000): every unicast network is a template for protocols.

Source: sys/net/route.c 1.59.2; sys/netinet/in_rmx.c 1.37.2, if_ether.c 1.64.2,
ip_icmp.c 1.39.2, in.c 1.44.2, raw_ip.c 1.64.2.
"""

from __future__ import annotations

from rtentry.kernel import detach, expire, flush, gateway, insert, link, lookup, mtu
from rtentry.kernel import redirect as redirects
from rtentry.kernel.arp import IN_TABLE, refresh
from rtentry.kernel.clone import Cloning
from rtentry.kernel.overwrite import overwrite_freebsd, same_interface
from rtentry.kernel.rtf import CLONED, CLONING, STATIC, TEMPLATE
from rtentry.kernel.systems import ARP_KNOBS, IP_KNOBS, IP_SYSCTLS, System

KNOBS = {
    **ARP_KNOBS, **IP_KNOBS,
    "proxyall": 0, "drop_redirect": 0, "mtudisc": 1,
    "rtexpire": 3600, "rtminexpire": 10, "rtmaxcache": 128, "rtq_timeout": 600,
}  # fmt: skip

SYSCTLS = {
    **IP_SYSCTLS,
    "net.inet.ip.rtexpire": "rtexpire",
    "net.inet.ip.rtminexpire": "rtminexpire",
    "net.inet.ip.rtmaxcache": "rtmaxcache",
    "net.inet.icmp.drop_redirect": "drop_redirect",
    "net.inet.tcp.path_mtu_discovery": "mtudisc",
    "net.link.ether.inet.prune_intvl": "arp_prune",
    "net.link.ether.inet.max_age": "arp_keep",
    "net.link.ether.inet.host_down_time": "arp_down",
    "net.link.ether.inet.maxtries": "arp_maxtries",
    "net.link.ether.inet.useloopback": "useloopback",
    "net.link.ether.inet.proxyall": "proxyall",
}

SYSTEM = System(
    "freebsd4",
    "FreeBSD 4",
    "freebsd",
    "freebsd4",
    knobs=KNOBS,
    sysctls=SYSCTLS,
    loopback_mtu=16384,
    address_counters=True,
    hwtype="ethernet",
    timers={"arptimer": expire.arptimer, "rtqtimo": expire.rtqtimo},
    boot={"rtqtimo": 600},
    match=lookup.reviving,
    cloning=Cloning(without=TEMPLATE | STATIC, with_=CLONED),
    clones_for_socket=TEMPLATE,
    clones_for_link=CLONING,
    clones_for_gate=TEMPLATE,
    prepare=insert.prepare_protocol,
    conflicts=(insert.replace_arp, insert.replace_child),
    on_insert=insert.flush_forwarding,
    on_change=flush.fix_change,
    on_delete=flush.fix_delete,
    on_last=expire.retire,
    check_gateway=gateway.not_its_host,
    through_itself=gateway.no_loop,
    arp=IN_TABLE._replace(
        overwrite=overwrite_freebsd,
        interface=same_interface,
        duplicate="arp: {mac} is using my IP address {who}!",
        refreshes=refresh,
        everybody=True,
        tidies=True,
    ),
    scrub=link.scrub_all,
    went_up=link.restore_routes,
    went_down=link.remove_routes,
    detached=detach.announced,
    accepts_redirects=redirects.unless_dropped,
    needfrag=mtu.freebsd,
)
