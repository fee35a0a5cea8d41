"""
What ip(8) prints of routes, neighbours, rules and nexthop objects, as tables.

Named as iproute2's own folder ip/; :mod:`rtentry.dialects.iproute2` puts it together.
No I/O and no clock.
"""
