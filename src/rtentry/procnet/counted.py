"""
/proc/net/snmp6, fib_triestat, and what nstat(8) makes of the counters.

Source: net/ipv6/proc.c, snmp6_seq_show(); net/ipv4/fib_trie.c, fib_triestat_seq_show();
iproute2 misc/nstat.c, dump_kern_db().
"""

from __future__ import annotations

from collections.abc import Sequence

from rtentry.forms.counted import Counted, counted


def is_pair(line: str) -> bool:
    """Whether a line is a name and a number."""
    words = line.split()
    return len(words) == 2 and words[1].isdecimal()


def begins_snmp6(lines: Sequence[str], index: int) -> bool:
    """Whether ``snmp6`` begins there; that of an interface begins with its number."""
    first = [line.split()[:1] for line in lines[index : index + 2]]
    at = int(first[:1] == [["ifIndex"]])
    return first[at : at + 1] == [["Ip6InReceives"]] and is_pair(lines[index])


def begins_nstat(lines: Sequence[str], index: int) -> bool:
    """Whether nstat's text begins there: a comment, then counters with their rates."""
    below = "".join(lines[index + 1 : index + 2])
    return lines[index].startswith("#") and is_rated(below)


def is_rated(line: str) -> bool:
    """Whether a line is a counter of nstat."""
    words = line.split()
    numbers = [word.replace(".", "", 1).isdecimal() for word in words[1:]]
    return len(words) == 3 and words[0].isalnum() and all(numbers)


def is_of_nstat(line: str) -> bool:
    """Whether a line is a counter or the comment above them."""
    return line.startswith("#") or is_rated(line)


def begins_triestat(lines: Sequence[str], index: int) -> bool:
    """Whether ``fib_triestat`` begins there."""
    return lines[index].startswith("Basic info: size of leaf:")


SNMP6 = counted(
    "cat /proc/net/snmp6",
    Counted(begins_snmp6, is_pair, lambda lines: "snmp6 "),
    r"(?:ifIndex\s+\d+\n)?Ip6InReceives\s+\d",
)
TRIESTAT = counted(
    "cat /proc/net/fib_triestat",
    Counted(begins_triestat, lambda line: True, lambda lines: "fib_triestat "),
    r"Basic info: size of leaf:",
)
NSTAT = counted(
    "nstat",
    Counted(begins_nstat, is_of_nstat, lambda lines: "nstat "),
    r"#.*\n[A-Za-z]\w+\s+\d+\s+\d",
)
