"""
Kernel messages <-> records: pure functions on octets.  No I/O and no clock.

``netlink`` knows how Linux's messages and attributes are laid out, ``rtsock`` how those
of the BSDs are; every other module here knows one kind of message.
"""
