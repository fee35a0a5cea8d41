"""
The words of an ip(8) command line, and how it refuses them.

Source: iproute2 lib/utils.c, get_prefix(), get_addr(), duparg(), incomplete_command();
lib/ll_map.c, nodev(); lib/libnetlink.c, rtnl_talk_error().
"""

from __future__ import annotations

import os

from rtentry.addr import WIDTH, Prefix, parse_address
from rtentry.errors import FormatError, RouteError, UsageError
from rtentry.kernel.ifnet import Ifnet
from rtentry.kernel.state import Kernel
from rtentry.linux import PROTOS, SCOPES, TABLES, numbers
from rtentry.sim.session import Result, said

INCOMPLETE = 'Command line is not complete. Try option "help"\n'

FAMILIES = {"inet": 4, "inet6": 6}


def refused(error: RouteError) -> Result:
    """What ip(8) says when the kernel refuses: its own words, or the error's."""
    text = str(error)
    plain = os.strerror(error.errno)
    if text in (plain.lower(), ""):
        return said(f"RTNETLINK answers: {plain}", status=2)
    return said(f"Error: {text}.", status=2)


class Words:
    """
    What is left of a command line.

    Fields:
        rest:    the words that were not read yet.
        version: 4 or 6; 0 = not known yet.
    """

    __slots__ = ("rest", "version")

    def __init__(self, rest: list[str], version: int = 0) -> None:
        self.rest = rest
        self.version = version

    def __bool__(self) -> bool:
        return bool(self.rest)

    def take(self) -> str:
        """The next word; UsageError if there is none."""
        if not self.rest:
            raise UsageError(INCOMPLETE, 255)
        return self.rest.pop(0)

    def takes(self, *words: str) -> bool:
        """Whether the next word is one of *words*; it is taken then."""
        if self.rest and self.rest[0] in words:
            self.rest.pop(0)
            return True
        return False

    def number(self, what: str) -> int:
        """The next word as a number."""
        word = self.take()
        try:
            return int(word, 0)
        except ValueError:
            raise wrong(word, what) from None

    def prefix(self) -> Prefix:
        """The next word as a prefix; bits past its length are kept."""
        word = self.take()
        version = self.version or 4
        if word in ("default", "any", "all"):
            return Prefix(version, 0, 0)
        head, slash, length = word.partition("/")
        at = self.whole(head, f'any valid prefix is expected rather than "{word}"')
        if not slash:
            return at
        if not length.isdecimal() or int(length) > WIDTH[at.version]:
            expected = "any valid" if not self.version else FAMILY[at.version]
            raise UsageError(
                f'Error: {expected} prefix is expected rather than "{word}".\n', 1
            )
        return at._replace(plen=int(length))

    def whole(self, text: str, expected: str) -> Prefix:
        """A whole address, IPv4 ones may be short (``10.5``)."""
        if ":" not in text and self.version != 6:
            parts = text.split(".")
            if len(parts) <= 4 and all(p.isdecimal() and int(p) < 256 for p in parts):
                octets = [int(p) for p in parts]
                addr = int.from_bytes(bytes(octets).ljust(4, b"\0"))
                return Prefix(4, addr, 32)
        try:
            at = parse_address(text)
        except FormatError:
            raise UsageError(f"Error: {expected}.\n", 1) from None
        if self.version not in (0, at.version):
            raise UsageError(f"Error: {expected}.\n", 1)
        return at

    def address(self) -> Prefix:
        """The next word as an address."""
        word = self.take()
        family = FAMILY.get(self.version, "any valid")
        return self.whole(word, f'{family} address is expected rather than "{word}"')

    def device(self, k: Kernel) -> Ifnet:
        """The next word as the name of an interface."""
        return device(k, self.take())

    def scope(self) -> int:
        """The next word as a scope."""
        return named(self.take(), numbers(SCOPES), 'invalid "scope" value\n')

    def table(self) -> int:
        """The next word as a table, main being 0."""
        word = self.take()
        number = named(word, numbers(TABLES), '"table" value is invalid\n', 1 << 32)
        return 0 if number == 254 else number

    def proto(self) -> str:
        """The next word as a protocol, by its name."""
        word = self.take()
        number = named(word, numbers(PROTOS), '"protocol" value is invalid\n')
        return PROTOS.get(number, str(number))


FAMILY = {4: "inet", 6: "inet6"}


def named(word: str, names: dict[str, int], text: str, limit: int = 256) -> int:
    """The number that a word is, or is the name of."""
    if word in names:
        return names[word]
    try:
        number = int(word, 0)
    except ValueError:
        number = -1
    if not 0 <= number < limit:
        raise wrong(word, text)
    return number


def device(k: Kernel, name: str) -> Ifnet:
    """An interface by its name."""
    ifp = k.ifnets.get(name)
    if ifp is None:
        raise UsageError(f'Cannot find device "{name}"\n', 1)
    return ifp


def wrong(word: str, text: str) -> UsageError:
    """The refusal of an argument."""
    return UsageError(f'Error: argument "{word}" is wrong: {text}\n', 255)


def garbage(word: str, key: str) -> UsageError:
    """The refusal of a word that is too much."""
    return UsageError(
        f'Error: either "{key}" is duplicate, or "{word}" is a garbage.\n', 255
    )
