"""
What the dialects of the commercial Unixes and of Windows are made of.

    sections    tables under several lines, known by their words, not by their spacing
    cells       cells that only these systems have
    routeprint  ``route print`` of Windows
    wintables   ``arp -a`` of Windows, and how both are written
"""
