"""
Lightweight tunnels in a route: ``encap TYPE`` and what may follow it.

    encap ip id 42 src 10.0.0.1 dst 10.0.0.2 ttl 9 tos 4 key
    encap seg6 mode encap segs 2 [ 2001:db8::a 2001:db8::b ]

A value is the text as ip prints it, odd blanks included (``mpls  100/200``).

Source: iproute2 ip/iproute_lwtunnel.c.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rtentry.errors import FormatError
from rtentry.light import NamedTuple
from rtentry.words.pairs import Json, Object, dump


class Tunnel(NamedTuple):
    """
    One kind of tunnel.

    Fields:
        words: what may follow, in that order: ``n`` a number, ``t`` a text, ``y`` nothing (true in
               JSON), ``0`` nothing (null in JSON), ``[`` a list in brackets.
        first: name in JSON of what stands right behind the type; ``""`` = nothing does.
    """

    words: Mapping[str, str]
    first: str = ""


OPTIONS = ("geneve_opts", "vxlan_opts", "erspan_opts")
"""Words that begin a line of their own."""

ADDRESSED = {"id": "n", "src": "t", "dst": "t"}
MARKED = {"key": "y", "csum": "y", "seq": "y", **dict.fromkeys(OPTIONS, "t")}

TUNNELS: Mapping[str, Tunnel] = {
    "mpls": Tunnel({"ttl": "n"}, "dst"),
    "ip": Tunnel({**ADDRESSED, "ttl": "n", "tos": "n", **MARKED}),
    "ip6": Tunnel({**ADDRESSED, "hoplimit": "n", "tc": "n", **MARKED}),
    "ila": Tunnel({"csum-mode": "t", "ident-type": "t", "hook-type": "t"}, "locator"),
    "bpf": Tunnel({"in": "t", "out": "t", "xmit": "t"}),
    "seg6": Tunnel({"mode": "t", "segs": "[", "hmac": "t"}),
    "seg6local": Tunnel(
        {
            "action": "t", "segs": "[", "hmac": "t", "table": "t", "vrftable": "t",
            "nh4": "t", "nh6": "t", "iif": "t", "oif": "t", "endpoint": "t",
            "packets": "t", "bytes": "t", "errors": "t", "flavors": "t", "lblen": "t",
            "nflen": "t",
        }
    ),
    "rpl": Tunnel({"segs": "["}),
    "ioam6": Tunnel(
        {
            "freq": "t", "mode": "t", "tunsrc": "t", "tundst": "t", "trace": "0",
            "prealloc": "0", "type": "t", "ns": "n", "size": "n",
        }
    ),
    "xfrm": Tunnel({"if_id": "n", "link_dev": "t"}),
}  # fmt: skip

WHOLE = {"seg6local": ("srh", ("segs", "hmac"))}
"""Tunnels that have an object in JSON for some of their words."""

DOUBLED = {"mpls", "ila"}
"""Tunnels whose words ip sets apart by two blanks."""


def tunnel(kind: str) -> Tunnel:
    """The tunnel of that name; FormatError if there is none."""
    if kind not in TUNNELS:
        raise FormatError(f"unknown tunnel {kind!r}")
    return TUNNELS[kind]


def take(words: Sequence[str], at: int) -> int:
    """
    The index after a tunnel that begins at words[at].

    Its words come in the order of the table: a ``src`` or ``tos`` after it is the
    route's.
    """
    if at >= len(words):
        return at + 1
    known = tunnel(words[at])
    at += 2 if known.first else 1
    for word, kind in known.words.items():
        if words[at : at + 1] == [word]:
            at = after(words, at + 1, kind)
    return at


def after(words: Sequence[str], at: int, kind: str) -> int:
    """The index after the value of one word of a tunnel."""
    if kind in "y0":
        return at
    if kind in "nt":
        return at + 1
    while at < len(words) and words[at] != "]":
        at += 1
    return at + 1


def parse(text: str) -> str:
    """The tunnel as ip spaces it, from its words with one blank between."""
    kind, _, rest = text.partition(" ")
    if kind == "ila":
        words = rest.split()
        pairs = [" ".join(words[i : i + 2]) for i in range(1, len(words), 2)]
        return "  ".join([kind, words[0], *pairs])
    for word in OPTIONS:
        rest = rest.replace(f" {word} ", f" \n\t{word} ")
    return f"{kind}  {rest}" if kind == "mpls" else f"{kind} {rest}"


# -- JSON ------------------------------------------------------------------------


def to_pairs(value: str) -> Object:
    """The members that ip makes of a tunnel: among those of its route."""
    words = value.split()
    known = tunnel(words[0])
    out: list[tuple[str, Json]] = [("encap", words[0])]
    at = 1
    if known.first:
        out.append((known.first, words[1]))
        at = 2
    while at < len(words):
        kind = known.words.get(words[at], "t")
        end = after(words, at + 1, kind)
        out.append((words[at], member(words[at + 1 : end], kind)))
        at = end
    return tuple(together(words[0], out))


def together(kind: str, pairs: Sequence[tuple[str, Json]]) -> list[tuple[str, Json]]:
    """The members with those put together that have an object of their own."""
    name, parts = WHOLE.get(kind, ("", ()))
    inner = tuple([pair for pair in pairs if pair[0] in parts])
    if not inner:
        return list(pairs)
    at = pairs.index(inner[0])
    return [*pairs[:at], (name, inner), *pairs[at + len(inner) :]]


def apart(kind: str, pairs: Sequence[tuple[str, Json]]) -> list[tuple[str, Json]]:
    """Inverse of :func:`together`."""
    name, _ = WHOLE.get(kind, ("", ()))
    return [
        inner
        for key, value in pairs
        for inner in (
            value if key == name and isinstance(value, tuple) else [(key, value)]
        )
    ]


def member(words: Sequence[str], kind: str) -> Json:
    """The JSON value of one word of a tunnel."""
    if kind == "[":
        return list(words[2:-1])
    if kind in "y0":
        return True if kind == "y" else None
    text = " ".join(words)
    return int(text) if kind == "n" and text.isdecimal() else text


def fold(pairs: Object) -> Object:
    """The same members with those of a tunnel in an object of its own."""
    at = next((i for i, (key, _) in enumerate(pairs) if key == "encap"), None)
    if at is None or not isinstance(pairs[at][1], str):
        return pairs
    known = tunnel(pairs[at][1])
    end = at + 1
    keys = {*known.words, known.first, *WHOLE.get(pairs[at][1], ())[:1]}
    while end < len(pairs) and pairs[end][0] in keys:
        end += 1
    inner = (("encap_type", pairs[at][1]), *pairs[at + 1 : end])
    return (*pairs[:at], ("encap", inner), *pairs[end:])


def to_words(value: Json) -> list[str]:
    """The words of a tunnel that :func:`fold` (or a newer ip) made an object."""
    if not isinstance(value, tuple) or not value or value[0][0] != "encap_type":
        raise FormatError(f"'encap' is {dump(value)}")
    (_, kind), *rest = value
    known = tunnel(str(kind))
    words = ["encap", str(kind)]
    for key, what in apart(str(kind), rest):
        if key == known.first:
            words.append(str(what))
        elif known.words.get(key) == "[" and isinstance(what, list):
            words += [key, str(len(what)), "[", *[str(w) for w in what], "]"]
        elif key not in known.words:
            raise FormatError(f"unknown key {key!r} in a tunnel")
        else:
            words += [key] if what is None or what is True else [key, str(what)]
    return words
