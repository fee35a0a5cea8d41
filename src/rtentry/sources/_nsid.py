"""
The names of network namespaces that a kernel tells by number.

Source: iproute2 ip/ipnetns.c, netns_map_init(); ip/ipaddress.c, print_linkinfo().
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from rtentry.light import Any
from rtentry.model import Interface
from rtentry.sources._kernel import Kernel
from rtentry.sources._netns import FOLDERS
from rtentry.wire import nsid

NUMBER, NAME = "link_netnsid", "link_netns"


def with_names(kernel: Kernel, interfaces: Sequence[Interface]) -> list[Interface]:
    """Interfaces of which the other end is in a namespace with a name, if it has one."""
    if not any(NUMBER in dict(interface.extra) for interface in interfaces):
        return [*interfaces]
    names = dict(numbered(kernel))
    return [named(interface, names) for interface in interfaces]


def named(interface: Interface, names: Mapping[Any, str]) -> Interface:
    """An interface with the name behind the number, where there is one."""
    extra = list(interface.extra)
    found = names.get(dict(extra).get(NUMBER))
    if found is not None:
        at = [name for name, _ in extra].index(NUMBER) + 1
        extra.insert(at, (NAME, found))
    return interface._replace(extra=tuple(extra))


def numbered(kernel: Kernel) -> Iterator[tuple[int, str]]:
    """The namespaces that have a number here, and their names."""
    try:
        names = os.listdir(FOLDERS[0])  # noqa: PTH208 pathlib takes 5 ms
    except OSError:  # nobody has made any
        return
    for name in names:
        found = number_of(kernel, f"{FOLDERS[0]}/{name}")
        if found >= 0:
            yield found, name


def number_of(kernel: Kernel, path: str) -> int:
    """The number of the namespace that a file holds; -1 = none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return -1
    try:
        found, _ = kernel.route.ask(
            nsid.RTM_GETNSID, nsid.question(descriptor), nsid.DECODER
        )
    finally:
        os.close(descriptor)
    return found[0] if found else -1
