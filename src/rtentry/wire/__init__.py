"""
Kernel messages <-> records: pure functions on octets.  No I/O and no clock.

``netlink`` knows how messages and attributes are laid out; every other module here
knows one kind of message.  Linux only so far.
"""
