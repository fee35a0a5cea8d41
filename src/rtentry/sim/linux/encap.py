"""
``encap TYPE ...``: a lightweight tunnel, from the words of a command line.

The value is the text that ip(8) prints of it: every word in its place, zero where none
was said.

Source: iproute2 ip/iproute_lwtunnel.c, lwt_parse_encap(), parse_encap_ip(),
parse_encap_ip6(), parse_encap_seg6(), parse_encap_mpls().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtentry.addr import show_address
from rtentry.errors import UsageError
from rtentry.sim.linux.words import Words, garbage, wrong

Read = Callable[[Words, str], str]
"""Reads the value of a word: (what is left, the word) -> its text."""


def number(words: Words, word: str) -> str:
    """A number."""
    return str(words.number(f'"{word}" value is invalid\n'))


def hexadecimal(words: Words, word: str) -> str:
    """A type of service: hexadecimal when typed, decimal when printed."""
    text = words.take()
    try:
        return str(int(text, 16))
    except ValueError:
        raise wrong(text, f'"{word}" value is invalid\n') from None


def address(version: int) -> Read:
    """An address of a family."""

    def read(words: Words, _word: str) -> str:
        before, words.version = words.version, version
        try:
            return show_address(words.address())
        finally:
            words.version = before

    return read


ANY, ANY6 = address(4), address(6)

WORDS: Mapping[str, Mapping[str, tuple[Read, str]]] = {
    # type: word -> (how its value is read, what is printed where none is said)
    "ip": {
        "id": (number, "0"), "src": (ANY, "0.0.0.0"), "dst": (ANY, "0.0.0.0"),
        "ttl": (number, "0"), "tos": (hexadecimal, "0"),
    },
    "ip6": {
        "id": (number, "0"), "src": (ANY6, "::"), "dst": (ANY6, "::"),
        "hoplimit": (number, "0"), "tc": (hexadecimal, "0"),
    },
}  # fmt: skip

MARKS = ("key", "csum", "seq")
"""Words of IP tunnels that have no value."""


def encap(words: Words) -> str:
    """
    A tunnel, its type first.

    Raises:
        UsageError: as ip(8) refuses it.
    """
    kind = words.take()
    if kind in WORDS:
        return of_ip(words, kind)
    if kind == "seg6":
        return seg6(words)
    if kind == "mpls":
        labels = words.take()
        ttl = f"  ttl {number(words, 'ttl')}" if words.takes("ttl") else ""
        return f"mpls  {labels}{ttl}"
    raise wrong(kind, '"encap type" value is invalid\n')


def of_ip(words: Words, kind: str) -> str:
    """A tunnel of IP packets in IP packets."""
    known = WORDS[kind]
    said: dict[str, str] = {}
    while words and (words.rest[0] in known or words.rest[0] in MARKS):
        word = words.take()
        if word in said:
            raise garbage(words.take(), word)
        said[word] = "" if word in MARKS else known[word][0](words, word)
    values = [f"{word} {said.get(word, none)}" for word, (_, none) in known.items()]
    return " ".join([kind, *values, *[mark for mark in MARKS if mark in said]])


def seg6(words: Words) -> str:
    """Segment routing: ``mode MODE segs ADDRESS,ADDRESS``."""
    mode, segments = "", list[str]()
    while words and words.rest[0] in ("mode", "segs"):
        if words.take() == "mode":
            mode = words.take()
        else:
            segments = words.take().split(",")
    if not mode or not segments:
        raise UsageError("Error: seg6 needs mode and segs\n", 255)
    count = len(segments) + (mode == "inline")
    shown = " ".join([*segments, *(["::"] if mode == "inline" else [])])
    return f"seg6 mode {mode} segs {count} [ {shown} ]"
