"""
Many addresses against one table: which route each takes.

``plain`` does it address by address, and is the oracle of ``bulk``, which does it in
arrays: ``field`` and ``words`` find the addresses in a text, ``taken`` is the table,
``match`` finds the rows, ``told`` and ``rows`` are what is told of them; ``jit`` has the
loops that numba compiles.  ``batch`` is the same as a function of Arrow batches: it reads
addresses by ``column`` and tells routes by ``said``.  ``engine`` chooses.
"""
