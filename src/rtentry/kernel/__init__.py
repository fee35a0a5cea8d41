"""
A kernel's routing table in userspace, faithful per system, on a clock that you turn.

    host.py      the pleasant way in: Host("freebsd4"), ifconfig, route_add, tcp, advance
    entry.py     struct rtentry            table.py    exact, longest match, walk
    hold.py      who keeps an entry        clone.py    lookups by senders, and clones
    insert.py    what gives way            flush.py    clones whose template goes
    gateway.py   which gateways will do    request.py  RTM_ADD, RTM_DELETE, RTM_CHANGE
    timer.py     wheels and queues         expire.py   sweeps and collectors
    arp.py       neighbours                link.py     interfaces, near.py: ours and near
    output.py    sending                   input.py    receiving, forwarding
    redirect.py  mtu.py  message.py        sock.py     sockets
    wire.py      what connects hosts       systems/    what differs: one file a system

No clock is read and nothing is sent anywhere: ``now`` is an argument, packets are
records.  A system is data and named functions; no other module asks which it is.
"""
