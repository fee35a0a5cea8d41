"""
Files of Linux's /proc/net as text: tables of routes and neighbours, counters.

No I/O: what reads the files of this machine is :mod:`rtentry.sources`.
"""
