"""
Command lines of ``netstat``, ``route`` and ``arp`` -> plans.

What the tools refuse, and what they say of themselves, is a UsageError with their text
and exit status; a status of 0 means that the text goes to standard output.

Source: net-tools netstat.c, route.c and arp.c, main(); lib/af.c, aftrans_opt();
lib/getroute.c, route_info(); lib/hw.c.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.errors import UsageError
from rtentry.light import NamedTuple
from rtentry.listing import Plan, Tool, View
from rtentry.nettools.answer import answer
from rtentry.nettools.getopt import Getopt, Long

READ_ONLY = 2
"""Exit status where a table should be changed: rtentry only reads."""

ALIASES = {
    "ax25": "ax25", "ip": "inet", "ip6": "inet6", "ipx": "ipx", "rose": "rose",
    "appletalk": "ddp", "netrom": "netrom", "inet": "inet", "inet6": "inet6",
    "ddp": "ddp", "unix": "unix", "tcpip": "inet", "econet": "ec", "x25": "x25",
    "ash": "ash", "bluetooth": "bluetooth",
}  # fmt: skip
"""Names of address families, and the families' own."""

SEVERAL = "Please don't supply more than one address family.\n"

FAMILIES = frozenset((*ALIASES.values(), "unspec")) - {"bluetooth"}
"""Families that ``arp -A`` knows by name."""

ARP_HARDWARE = frozenset(
    (
        "ash", "ether", "ax25", "netrom", "rose", "arcnet", "dlci", "fddi", "hippi",
        "irda", "x25", "eui64",
    )
)  # fmt: skip
"""Kinds of link that have ARP."""

OTHER_HARDWARE = frozenset(
    (
        "unspec", "loop", "slip", "cslip", "slip6", "cslip6", "adaptive", "tunnel",
        "ppp", "hdlc", "lapb", "frad", "sit", "ec",
    )
)  # fmt: skip
"""Kinds of link that have none."""

FORMS = {
    # (family, style, cache): form
    ("inet", 0, False): "route -eee",
    ("inet", 1, False): "route",
    ("inet", 2, False): "netstat -r",
    ("inet", 3, False): "route -ee",
    ("inet", 0, True): "route -eeeC",
    ("inet", 1, True): "route -C",
    ("inet", 2, True): "netstat -rC",
    ("inet", 3, True): "route -eeC",
}
"""The form of each table of IPv4."""


class Texts(NamedTuple):
    """
    What a tool says of itself.

    Fields:
        usage:   its usage.
        kinds:   the list below it: address families, or kinds of link.
        version: what ``-V`` prints.
    """

    usage: str
    kinds: str
    version: str

    @property
    def help(self) -> str:
        """The usage with its list."""
        return self.usage + self.kinds

    def helped(self, status: int, complaints: str = "") -> UsageError:
        """What ``-h`` says: the list, unlike the usage, is always an error's text."""
        if status:
            return UsageError(complaints + self.help, status)
        return UsageError(self.usage, 0, complaints + self.kinds)


class Statuses(NamedTuple):
    """
    Exit statuses of a release.

    Fields:
        refused: of a wrong command line.
        help:    of ``-h``.
        version: of ``-V``.
    """

    refused: int = 3
    help: int = 0
    version: int = 0


class Netstat(NamedTuple):
    """
    The netstat of a release.

    Fields:
        getopt:   its options.
        texts:    what it says of itself.
        statuses: its exit statuses.
    """

    getopt: Getopt
    texts: Texts
    statuses: Statuses

    def plan(self, argv: Sequence[str]) -> Plan:
        """See :class:`rtentry.listing.Tool`."""
        options, _ = self.getopt.parse(argv)
        families: list[str] = []
        for letter, argument in options:
            self.stop(letter, argument)
            families += families_of(letter, argument)
        letters = "".join([letter for letter, _ in options if len(letter) == 1])
        if sum([letters.count(c) for c in "irMs"]) > 1:
            raise UsageError(self.texts.help, self.statuses.refused)
        refuse_netstat(letters)
        view = View(numeric=is_numeric(letters), all="a" in letters)
        if "i" in letters:
            return Plan((("netstat -i", view),))
        count = letters.count("e")
        style = {0: 2, 1: 1}.get(count, count + 1) & 3
        return Plan(listings(families or ["inet"], style, letters, view))

    def stop(self, letter: str, argument: str) -> None:
        """Stop at an option that the tool does not go beyond."""
        if letter == "?":
            raise UsageError(argument + self.texts.help, self.statuses.refused)
        if letter == "h":
            raise self.texts.helped(self.statuses.help)
        if letter == "V":
            raise UsageError(self.texts.version, self.statuses.version)
        if letter == "Z":
            raise UsageError("SELinux is not enabled on this machine.\n", 1)


NUMERIC = frozenset("nN!")
"""What shows numbers in tables: also ``-N``, which was to show names of hardware."""


def is_numeric(letters: str) -> bool:
    """Whether tables are shown with numbers for names."""
    return not NUMERIC.isdisjoint(letters)


def refuse_netstat(letters: str) -> None:
    """Refuse what is not about routes and interfaces."""
    if "c" in letters:
        raise UsageError("rtentry: netstat -c repeats for ever: ask again\n", READ_ONLY)
    if "i" in letters and "e" in letters:
        raise UsageError(
            "rtentry: ifconfig (netstat -ie) is not shown; netstat -i is\n", READ_ONLY
        )
    if "M" in letters:
        from rtentry.nettools.absent import NO_MASQUERADE  # a refusal alone needs it

        raise UsageError(NO_MASQUERADE, 1)
    if not set(letters) & {"i", "r"}:
        raise UsageError(
            "rtentry: netstat is known with -r (routes) and -i (interfaces);"
            " sockets are not rtentry's subject\n"
        )


def families_of(letter: str, argument: str) -> list[str]:
    """
    The address families of one option, if it names some.

    Raises:
        UsageError: at a name that is none.
    """
    named = {"A": argument, "4": "inet", "6": "inet6", "x": "unix"}.get(letter)
    names = (letter if len(letter) > 1 else named) if named is None else named
    if names is None:
        return []
    found = []
    for name in names.split(","):
        if name not in ALIASES:
            raise UsageError(f"Unknown address family `{name}'.\n", 1)
        found.append(ALIASES[name])
    return found


def listings(
    families: Sequence[str], style: int, letters: str, view: View
) -> tuple[tuple[str, View], ...]:
    """
    The tables of ``netstat -r`` and ``route``: for each family, in the order given.

    Raises:
        UsageError: at a family that has no routing table, or none here.
    """
    caches = [cache for cache in (False, True) if ("F", "C")[cache] in letters]
    found = []
    for family in families:
        if family not in ("inet", "inet6"):
            from rtentry.nettools.absent import without_routes

            raise without_routes(family)
        of = view._replace(families=(family,))
        for cache in caches or (False,):
            if family == "inet6":
                found.append(("route -6C" if cache else "route -6", of))
            else:
                found.append((FORMS[family, style, cache], of))
    return tuple(found)


# -- route ---------------------------------------------------------------------------------


class Route(NamedTuple):
    """
    The route of a release.

    Fields:
        getopt, texts, statuses: as for :class:`Netstat`.
        families: what ``route -h`` says of changing the table of a family.
    """

    getopt: Getopt
    texts: Texts
    statuses: Statuses
    families: tuple[tuple[str, str], ...]

    def plan(self, argv: Sequence[str]) -> Plan:
        """See :class:`rtentry.listing.Tool`."""
        # getopt would take these two words for options
        operands = [word for word in argv if word in ("-net", "-host")]
        options, more = self.getopt.parse([w for w in argv if w not in operands])
        families, complaints = self.asked(options)
        if complaints is not None:
            raise self.help_of(families, complaints)
        if more or operands:
            raise self.refusal([*more, *operands][0])
        letters = "".join([letter for letter, _ in options if len(letter) == 1])
        style = (letters.count("e") + 1) & 3
        view = View(numeric=is_numeric(letters))
        return Plan(listings(families or ["inet"], style, letters, view))

    def asked(self, options: Sequence[tuple[str, str]]) -> tuple[list[str], str | None]:
        """The families, and getopt's complaints; ``None`` = no help is wanted."""
        families: list[str] = []
        complaints: str | None = None
        for letter, argument in options:
            if letter == "V":
                raise UsageError(self.texts.version, self.statuses.version)
            if letter in ("h", "?"):
                complaints = (complaints or "") + argument
            families += families_of(letter, argument)
        return families, complaints

    def help_of(self, families: Sequence[str], complaints: str) -> UsageError:
        """What ``-h`` says; of a family, how its table is changed."""
        from rtentry.nettools.absent import ROUTELESS

        if len(families) > 1:
            asked = ",".join(families)
            text = f"{SEVERAL}Address family `{asked}' not supported.\n"
            return UsageError(complaints + text, 3)
        family = families[0] if families else ""
        if family in ROUTELESS:
            return UsageError(complaints + ROUTELESS[family], 3)
        texts = self.texts
        if family in dict(self.families):
            texts = Texts(dict(self.families)[family], "", "")
        return texts.helped(self.statuses.help, complaints)

    def refusal(self, word: str) -> UsageError:
        """The error for an operand: only changes have any."""
        if word in ("add", "del", "delete", "flush"):
            return UsageError(
                f"rtentry: route {word}: the table is read, not changed\n", READ_ONLY
            )
        return UsageError(self.texts.help, self.statuses.refused)


# -- arp -----------------------------------------------------------------------------------


class Arp(NamedTuple):
    """
    The arp of a release.

    Fields:
        getopt, texts, statuses: as for :class:`Netstat`.
    """

    getopt: Getopt
    texts: Texts
    statuses: Statuses

    def plan(self, argv: Sequence[str]) -> Plan:
        """See :class:`rtentry.listing.Tool`."""
        options, operands = self.getopt.parse(argv)
        for letter, argument in options:
            self.stop(letter, argument)
        chosen = dict(options)
        check_arp(chosen)
        letters = "".join([letter for letter, _ in options])
        what = [c for c in letters if c in "afds"]
        if what and what[-1] != "a":
            raise UsageError(
                f"rtentry: arp -{what[-1]}: the table is read, not changed\n", READ_ONLY
            )
        hardware = chosen.get("H") or chosen.get("t")
        view = View(
            numeric="n" in letters,
            all="a" in letters,
            ifname=chosen.get("i"),
            dst=operands[0] if operands else None,
            options=(
                *(("verbose",) if "v" in letters else ()),
                *((f"hw={hardware}",) if hardware else ()),
            ),
        )
        return Plan((("arp" if "e" in letters or not what else "arp -a", view),))

    def stop(self, letter: str, argument: str) -> None:
        """Stop at an option that the tool does not go beyond."""
        if letter == "?":
            raise UsageError(argument + self.texts.help, self.statuses.refused)
        if letter == "h":
            raise self.texts.helped(self.statuses.help)
        if letter == "V":
            raise UsageError(self.texts.version, self.statuses.version)
        if letter in "Ap" and argument not in FAMILIES:
            text = SEVERAL if "," in argument else ""
            raise UsageError(f"{text}arp: {argument}: unknown address family.\n", 255)
        if letter in "Ht" and argument not in ARP_HARDWARE | OTHER_HARDWARE:
            raise UsageError(f"arp: {argument}: unknown hardware type.\n", 255)


def check_arp(chosen: dict[str, str]) -> None:
    """
    Refuse families and kinds of link that have no ARP.

    Args:
        chosen: the last argument of each option.
    """
    family = chosen.get("p") or chosen.get("A") or "inet"
    if family != "inet":
        raise UsageError(f"arp: {family}: kernel only supports 'inet'.\n", 255)
    hardware = chosen.get("t") or chosen.get("H") or "ether"
    if hardware not in ARP_HARDWARE:
        raise UsageError(f"arp: {hardware}: hardware type without ARP support.\n", 255)


# -- options ---------------------------------------------------------------------------------


def families(names: Sequence[str]) -> tuple[Long, ...]:
    """Long options that name address families."""
    return tuple([Long(name, name) for name in names])


def kinds(names: Sequence[str]) -> str:
    """A list of kinds as the tools print it, three a line, each with a blank behind."""
    lines = [names[n : n + 3] for n in range(0, len(names), 3)]
    return "".join(["    " + "".join([f"{x} " for x in line]) + "\n" for line in lines])


def longs(table: str) -> tuple[Long, ...]:
    """Long options from ``name:letter`` words; ``name:letter:`` takes an argument."""
    found = []
    for word in table.split():
        name, letter, *takes = word.split(":")
        found.append(Long(name, letter, bool(takes)))
    return tuple(found)


def tool(spec: Netstat | Route | Arp) -> Tool:
    """The tool of a release."""
    return Tool(spec.plan, answer)
