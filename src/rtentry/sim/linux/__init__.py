"""
Linux's commands at the keyboard: ip(8), and what net-tools has of it.

    words.py     the words of a command line, and how ip(8) refuses them
    route.py     ip route    address.py  ip address    link.py     ip link
    neigh.py     ip neigh    rule.py     ip rule       nexthop.py  ip nexthop
    get.py    ip route get
"""
