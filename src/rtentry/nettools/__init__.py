"""
Linux net-tools: ``netstat``, ``route`` and ``arp``, of whatever release.

    letters      flags as the tools print them
    titles       the lines above the tables, also in other languages
    cells        addresses, masks, metrics: one cell each
    routes       rows of a routing table <-> routes
    kernel       what /proc/net would show of a route read by netlink
    tables       the forms of the routing tables
    interfaces   the form of ``netstat -i``
    neighbors    entries of ``arp`` <-> neighbours
    arp          the forms of ``arp``
    getopt       command lines as glibc reads them
    commands     command lines -> plans

Pure: no I/O and no clock.  Releases differ in data only; the dialects hold it.
"""
