#!/bin/sh
# A network namespace named blue, with one of each kind of route.  Needs root.
#
#     sh docs/examples/blue.sh        make it
#     ip netns delete blue            remove it
set -eu
ip netns add blue
ip -n blue link set lo up
ip -n blue link add eth0 index 2 address 02:00:5e:10:00:02 type veth \
    peer name far index 3 address 02:00:5e:10:00:63
ip -n blue link set eth0 addrgenmode none
ip -n blue link set far addrgenmode none
ip -n blue link set far up
ip -n blue link set eth0 up
ip -n blue address add 192.0.2.2/24 dev eth0
ip -n blue address add 2001:db8::2/64 dev eth0 nodad
ip -n blue neighbour add 192.0.2.1 lladdr 02:00:5e:10:00:01 dev eth0
ip -n blue neighbour add 192.0.2.9 lladdr 02:00:5e:10:00:09 dev eth0
ip -n blue neighbour add 2001:db8::1 lladdr 02:00:5e:10:00:01 dev eth0 router
ip -n blue route add default via 192.0.2.1
ip -n blue route add default via 2001:db8::1
ip -n blue route add 10.20.0.0/16 via 192.0.2.9 metric 20
ip -n blue route add 172.16.0.0/12 via 192.0.2.1 mtu lock 1400
ip -n blue route add blackhole 10.7.0.0/16
ip -n blue route add unreachable 10.8.0.0/16
ip -n blue route add 203.0.113.0/24 nexthop via 192.0.2.1 nexthop via 192.0.2.9
ip -n blue route add 10.99.0.0/16 via 192.0.2.1 table 100
