"""
The command line: reads the words, asks a source, prints the answer.

    rtentry [-F SOURCE] [--in SYSTEM] [--as SYSTEM] [-N NETNS] [-j] [-v] COMMAND ...

Commands are the queries of ``rtentry.queries`` (:mod:`rtentry.cli.verbs`), and the
classic tools of the dialect (``netstat``, ``route``, ``arp``, ``ip``;
:mod:`rtentry.cli.tools`); none is known here by name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from rtentry.cli.options import ABOUT, QUERIES, checked, leading
from rtentry.cli.output import say
from rtentry.errors import RtentryError, UsageError
from rtentry.registry import names


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run one command; an expected error is one line on standard error.

    Returns:
        0 answered; 1 the answer is no; 2 wrong usage; 3 the input could not be read.
    """
    try:
        status = run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except UsageError as error:
        (sys.stderr if error.status else sys.stdout).write(error.text)
        sys.stdout.write(error.out)
        sys.stdout.flush()
        sys.stderr.write(error.beside)
        return error.status
    except (RtentryError, OSError) as error:
        return failed(error)
    except KeyboardInterrupt:
        return 130
    return status


def failed(error: Exception) -> int:
    """Say what went wrong, in one line; a reader that went away is no error."""
    try:
        sys.stdout.flush()
    except OSError:  # what is left cannot be written: neither now nor at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if isinstance(error, BrokenPipeError):
        return 0
    text = str(error)
    if isinstance(error, OSError):
        what = [error.filename, (error.strerror or text).lower()]
        text = ": ".join([str(part) for part in what if part])
    print(f"rtentry: {' '.join(text.splitlines())}", file=sys.stderr)
    return 3


def run(argv: list[str]) -> int:
    """Run the command of a command line."""
    options, rest = leading(argv)
    if rest and rest[0] in ABOUT:
        from rtentry.cli.about import about

        return say(about(*rest[:2]))
    if not rest or rest[0].startswith("-"):
        rest = ["show", *rest]
    if rest[0] not in names(QUERIES):
        from rtentry.cli import tools

        return tools.run(checked(options), rest)
    from rtentry.cli import verbs

    return verbs.run(options, rest)
