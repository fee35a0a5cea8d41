"""
What Linux kernels have in common: the FIB and what leads to it.

    info.py      a route's attributes, its next hops; what a request wants
    check.py     whether a next hop will do
    fib.py       IPv4 routes: in, out, found
    fib6.py      the same for IPv6
    rules.py     which table is looked into
    object.py    next hops with numbers of their own
    device.py    interfaces up, down, without carrier
    ifaddr.py    addresses, and the routes that they bring
    neigh.py     neighbours and their states
    learned.py   exceptions: path MTUs, redirects
    ask.py       requests of BSD shape, for the API
    show.py      all of it as records

An Entry is an alias of a FIB (several of one prefix differ by metric and TOS), its
``info`` what fib_info has.  Table 0 is main, so that it is the one that BSDs have, too.
"""
