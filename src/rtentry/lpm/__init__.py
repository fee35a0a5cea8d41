"""
Longest-prefix match: which of many prefixes an address belongs to.

``plain`` is slow and obvious, and the oracle of every faster engine.
"""
