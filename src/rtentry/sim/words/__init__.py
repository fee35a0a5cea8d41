"""
How each family of systems words the answers of route(8), arp(8), ifconfig(8), sysctl(8).

A member is a module with a constant ``WORDS``; ``System.family`` names it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from rtentry.flags import RTF
from rtentry.light import NamedTuple

ROOM = "rtentry.sim.words"

STRERROR: Mapping[int, tuple[int, str]] = {
    # error: (number on every BSD, text)
    errno.ESRCH: (3, "No such process"),
    errno.EACCES: (13, "Permission denied"),
    errno.EEXIST: (17, "File exists"),
    errno.EINVAL: (22, "Invalid argument"),
    errno.EDESTADDRREQ: (39, "Destination address required"),
    errno.EMSGSIZE: (40, "Message too long"),
    errno.EADDRINUSE: (48, "Address already in use"),
    errno.EADDRNOTAVAIL: (49, "Can't assign requested address"),
    errno.ENETDOWN: (50, "Network is down"),
    errno.ENETUNREACH: (51, "Network is unreachable"),
    errno.ENOBUFS: (55, "No buffer space available"),
    errno.EISCONN: (56, "Socket is already connected"),
    errno.ENOTCONN: (57, "Socket is not connected"),
    errno.EHOSTDOWN: (64, "Host is down"),
    errno.EHOSTUNREACH: (65, "No route to host"),
    errno.EDQUOT: (69, "Disc quota exceeded"),
}


def strerror(error: int) -> str:
    """What a BSD says of an error."""
    return STRERROR[error][1] if error in STRERROR else os.strerror(error)


def number(error: int) -> int:
    """The number that a BSD gives an error."""
    return STRERROR[error][0] if error in STRERROR else error


class Monitor(NamedTuple):
    """
    How a system's route(8) tells routing messages.

    Fields:
        blank:   whether a blank line comes before each.
        length:  what follows the title.
        route, address, link, announce: what follows that, by kind of message.
        none:    what it prints where no flag is set.
        masks:   whether netmasks are told as addresses; else as unknown families are.
        empty:   what it prints for an interface without name and address.
    """

    blank: bool = True
    length: str = ": len {len}, "
    route: str = "pid: {pid}, seq {seq}, errno {errno}, flags:{flags}"
    address: str = "metric 0, flags:{flags}"
    link: str = "if# {index}, flags:{flags}"
    announce: str = "if# {index}, what: departure"
    none: str = ""
    masks: bool = False
    empty: str = ""


class Words(NamedTuple):
    """
    The words of one family.

    route(8):
        route_options: as for getopt(3).
        route_usage:   its usage, a line each, and the exit status of a wrong one.
        verbs:         other words for verbs -> the verb.
        absent:        verbs that are not simulated.
        route_takes:   keywords of this family alone that take a value.
        keyword:       what it says of an unknown keyword.
        address:       what it says of something that is no address; exit status.
        refused:       what it says on standard error when the kernel refuses.
        reasons:       error -> how the confirmation ends, where not as strerror(3).
        failed:        exit status when the kernel refuses.
        flushes:       RTF_* bits that ``route flush`` looks for, any of them.
        netname:       how flush writes a network: ``full`` or ``cut``.
        fibs:          whether route shows the numbers of tables (FreeBSD).
        flags:         names of the flags in ``route get``, in printed order.
        monitor:       how ``route monitor`` tells messages.
        keywords:      words that set a flag, beside those of 4.4BSD -> the flag.
        colons:        whether a destination with a colon says that it is IPv6.
        shows_done:    whether ``route show`` prints the flag of messages (``d``).

    arp(8):
        deleted, missing: what ``arp -d`` says; {host} and {addr} filled in.
        arp_flags: RTF_* bits that ``arp -s`` asks for beside.
        added:   what ``arp -s`` says; ``""`` = nothing.

    ifconfig(8):
        ioctl:   what it says when an ioctl fails; {ioctl} and {error} filled in.
        ether:   how the link-level address is labelled.
        ether_last: whether it comes after the addresses.
        trailers: whether interfaces show NOTRAILERS.

    sysctl(8):
        value:   name and value as it prints them.
        turned:  what it says when a value is set.
        oid:     what it says of an unknown name.

    printers:    tool -> dialect that prints its answers; the rest are the system's.

    ping(8):
        unsent:  what it says of each packet that could not be sent.
        loss:    how it writes the packets lost, in percent; {lost} filled in.
        lost:    exit status if nothing was answered.
    """

    route_options: str
    route_usage: tuple[tuple[str, ...], int]
    keyword: str
    address: tuple[str, int]
    refused: str
    reasons: Mapping[int, str]
    flushes: RTF
    netname: str
    flags: Mapping[RTF, str]
    deleted: str
    missing: str
    ioctl: str
    ether: str
    value: str
    oid: str
    unsent: tuple[str, ...]
    failed: int = 0
    verbs: Mapping[str, str] = {}
    absent: frozenset[str] = frozenset()
    route_takes: frozenset[str] = frozenset()
    fibs: bool = False
    arp_flags: RTF = RTF(0)
    keywords: Mapping[str, RTF] = {}
    colons: bool = False
    shows_done: bool = False
    added: str = ""
    trailers: bool = False
    ether_last: bool = True
    lost: int = 2
    turned: str = "{name}: {before} -> {value}"
    printers: Mapping[str, str] = {}
    loss: str = "{lost:.0f}%"
    monitor: Monitor = Monitor()


@cache
def words(family: str) -> Words:
    """The words of a family of systems."""
    found: Words = import_module(f"{ROOM}.{family}").WORDS
    return found
