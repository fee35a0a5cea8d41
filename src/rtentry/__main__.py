"""
The program: ``rtentry`` and ``python -m rtentry``.

A listing of ten routes is gone in 20 ms, so what the interpreter does besides counts:
the garbage collector rests (a query that lives longer wakes it), and at the end the
process leaves without taking its modules apart, which costs 4 ms and gives nothing.
Threads for linear algebra, which numpy starts when it is loaded, would cost 25 ms.
A thread that reads ahead need not wait 5 ms for its turn.
"""

from __future__ import annotations

import gc
import os
import sys


def console() -> None:
    """Run the command line and leave with its exit status."""
    gc.disable()
    sys.setswitchinterval(0.001)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from rtentry.cli import main

    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # the reader went away: nobody is left to be told
        pass
    os._exit(status)


if __name__ == "__main__":
    console()
