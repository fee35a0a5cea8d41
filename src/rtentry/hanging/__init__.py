"""
What hangs on a route, a gateway, an address or an interface; and what if it went.

    target   what is asked about: the entries that it is, the next hop, the interface
    holders  who hangs on it: sockets, clones, exceptions, routes that resolve through it
    gone     what happens to each of them if it goes

Pure: Snapshot in, records out.
"""
