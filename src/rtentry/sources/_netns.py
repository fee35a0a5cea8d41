"""
Network namespaces: doing something inside one.

Only a helper thread enters; the process stays where it is, whatever happens.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from errno import EINVAL, ENOENT, EPERM

from rtentry.errors import SourceError
from rtentry.light import TypeVar
from rtentry.sources import ALL_NETNS

Result = TypeVar("Result")

CLONE_NEWNET = 0x40000000

FOLDERS = ("/run/netns", "/var/run/netns")
"""Where ip-netns(8) keeps namespaces by name."""

REASONS = {
    ENOENT: "there is none of that name",
    EPERM: "only root may enter it",
    EINVAL: "it is not a network namespace",
}


def inside(netns: str, action: Callable[[], Result]) -> Result:
    """
    What *action* gives when it runs in a network namespace.

    Args:
        netns:  a name, as ip-netns(8) keeps them, a process in it by its pid, or a path.
        action: runs in a thread of its own.

    Raises:
        SourceError: if the namespace does not exist or cannot be entered.
        BaseException: whatever *action* raises.
    """
    from threading import Thread

    results: list[Result] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            enter(netns)
            results.append(action())
        except BaseException as error:  # raised again by the caller
            errors.append(error)

    thread = Thread(target=work, name=f"netns {netns}")
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


def enter(netns: str) -> None:
    """
    Move this thread into a network namespace.

    Raises:
        SourceError: if it does not exist or cannot be entered.
    """
    if netns == ALL_NETNS:
        raise SourceError("this is asked in one network namespace: -N NAME")
    try:
        number = os.open(path_of(netns), os.O_RDONLY | os.O_CLOEXEC)
        try:
            setns(number)
        finally:
            os.close(number)
    except OSError as error:
        reason = REASONS.get(error.errno or 0) or os.strerror(error.errno or 0)
        raise SourceError(f"network namespace {netns!r}: {reason}") from None


def path_of(netns: str) -> str:
    """
    The file of a namespace: a path as it is, a name in the first folder that has it.

    A number that is no name is a process in it, as for ``ip link set netns``.
    """
    if "/" in netns:
        return netns
    paths = [f"{folder}/{netns}" for folder in FOLDERS]
    if netns.isdecimal():
        paths.append(f"/proc/{netns}/ns/net")
    return next(filter(os.path.exists, paths), paths[0])


def setns(number: int) -> None:
    """Move this thread into the network namespace of an open file; OSError if not."""
    if sys.version_info >= (3, 12):
        os.setns(number, CLONE_NEWNET)
        return
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(number, CLONE_NEWNET) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
