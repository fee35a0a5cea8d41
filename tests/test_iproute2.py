"""Captures of ip(8): each comes back byte for byte, and no change to it goes unseen."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

from rtentry.dialects.iproute2 import DIALECT
from rtentry.document import parse
from rtentry.errors import FormatError
from rtentry.ip.link import KINDS
from rtentry.listing import Form, Found, View
from rtentry.model import Snapshot
from rtentry.written import is_gap

ROOT = Path(__file__).parents[1]
GOLDEN = sorted((ROOT / "tests" / "golden" / "iproute2").glob("*.txt"))
CORPUS = Path(os.environ.get("RTENTRY_CORPUS", ROOT.parent / "shared" / "corpus"))
CAPTURED = sorted(
    path
    for folder in ("linux/ip-*", "android/ip-*")
    for path in CORPUS.glob(f"{folder}/*.txt")
)

EXPECTED_FORM = {
    # beginning of a golden file's name: the form that reads it; the longest counts
    "route": "ip route",
    "route-cache": "ip route show cache",
    "route-get": "ip route get",
    "route-json": "ip -j route",
    "neigh": "ip neigh",
    "neigh-brief": "ip -br neigh",
    "neigh-json": "ip -j neigh",
    "rule": "ip rule",
    "rule-json": "ip -j rule",
    "nexthop": "ip nexthop",
    "nexthop-json": "ip -j nexthop",
    "addr": "ip addr",
    "addr-oneline": "ip -o addr",
    "addr-brief": "ip -br addr",
    "addr-json": "ip -j addr",
    "link": "ip link",
    "link-brief": "ip -br link",
    "link-json": "ip -j link",
    "nexthop-bucket": "ip nexthop bucket",
    "maddr": "ip maddr",
    "maddr-json": "ip -j maddr",
    "monitor": "ip monitor",
    "ss": "ss -tan",
    "by-hand-link": "ip link",
    "by-hand-neigh": "ip neigh",
    "by-hand-route": "ip route",
    "by-hand-old-addr": "ip addr",
    "by-hand-old-link": "ip link",
    "by-hand-old-route": "ip route",
    "by-hand-old-cache": "ip route show cache",
    "by-hand-old-neigh": "ip neigh",
    "by-hand-old-rule": "ip rule",
    "by-hand-busybox-route": "ip route",
    "by-hand-android-route": "ip route",
}


SIZED = ("ss -tan",)
"""Forms whose columns are as wide as their cells, so that no format is the only one."""


def readings(lines: list[str]) -> dict[str, Found]:
    """What each form that begins at the first line reads."""
    found = {form.name: form.parse(lines, 0) for form in DIALECT.forms}
    return {name: one for name, one in found.items() if one is not None}


def show(name: str, found: Found) -> str:
    form = DIALECT.form(name)
    is_one = form.kind == "statistics"
    fields: dict[str, Any] = {form.kind: found.records[0] if is_one else found.records}
    snapshot = Snapshot()._replace(**fields)
    return "".join([line + "\n" for line in form.show(snapshot, found.blocks, View())])


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_capture_comes_back_byte_for_byte(path):
    text = path.read_text()
    ((name, found),) = readings(text.splitlines()).items()
    assert (
        name == EXPECTED_FORM[max(filter(path.stem.startswith, EXPECTED_FORM), key=len)]
    )
    assert found.loose == 0 or name in SIZED
    assert show(name, found) == text


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_capture_is_found_in_a_document(path):
    (snapshot,) = parse(
        f"Look at this:\n\n{path.read_text()}\nThat was it.\n", (DIALECT,)
    )
    assert [listing.dialect for listing in snapshot.listings] == ["iproute2"]


@pytest.mark.parametrize(
    "path", CAPTURED, ids=lambda path: "/".join(path.parts[-3:]).removesuffix(".txt")
)
def test_a_capture_of_somebody_else_comes_back_byte_for_byte(path):
    text = path.read_text()
    for name, found in readings(text.splitlines()).items():
        assert show(name, found).rstrip("\n") == text.rstrip("\n")
        return
    pytest.fail("no form reads it")


@pytest.mark.skipif(not CAPTURED, reason="no corpus: set RTENTRY_CORPUS")
def test_there_is_a_corpus():
    assert CAPTURED


TOGETHER = """\
default via 192.0.2.1 dev eth0 proto static
192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.9
192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE
192.0.2.2 dev eth0 FAILED
0:\tfrom all lookup local
32766:\tfrom all lookup main
10.0.0.0/8 via 192.0.2.1 dev eth0
id 1 via 192.0.2.1 dev eth0 scope link
"""


def test_listings_may_follow_each_other_without_a_blank_line():
    """As in a support bundle."""
    lines = TOGETHER.splitlines()
    seen = []
    at = 0
    while at < len(lines):
        for form in DIALECT.forms:
            found = form.parse(lines, at)
            if found is not None:
                seen.append((form.name, len(found.records)))
                assert show(form.name, found).splitlines() == lines[at : found.end]
                at = found.end
                break
    assert seen == [
        ("ip route", 2),
        ("ip neigh", 2),
        ("ip rule", 2),
        ("ip route", 1),
        ("ip nexthop", 1),
    ]


# -- changes ---------------------------------------------------------------------------


def changed(text: str, chance: random.Random) -> str:
    """The text with one word lost, doubled, cut, or replaced by another."""
    lines = text.split("\n")
    at = chance.randrange(len(lines) - 1)
    words = lines[at].split(" ")
    place = chance.randrange(len(words))
    ways = [
        [],
        [words[place]] * 2,
        [words[place][:-1]],
        [chance.choice(text.split())],
        ["foo"],
        [words[place] + "\t"],
    ]
    words[place : place + 1] = chance.choice(ways)
    lines[at] = " ".join(words)
    return "\n".join(lines)


def outcome(form: Form, lines: list[str]) -> Found | FormatError | None:
    """What a form says of the first line on: a listing, an error, nothing."""
    try:
        return form.parse(lines, 0)
    except FormatError as error:
        return error


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_changed_capture_is_read_as_it_stands_or_refused(path):
    text = path.read_text()
    chance = random.Random(path.stem)
    for _ in range(60):
        lines = changed(text, chance).splitlines()
        for form in DIALECT.forms:
            found = outcome(form, lines)
            if isinstance(found, FormatError):
                assert found.line in range(len(lines))
            elif found is not None and not found.loose:
                assert show(form.name, found).splitlines() == lines[: found.end]


def is_free(line: str) -> bool:
    """Whether any words may stand at the end: an alias, details, settings, dots."""
    if (
        is_gap(line)
        or "NETCONF" in line
        or "NSID" in line
        or line.startswith("Timestamp")
    ):
        return True
    last = line.rpartition("\\")[2].split()
    return last[0] in {"alias", "prog/xdp", *KINDS} or "numtxqueues" in last


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_strange_word_is_never_dropped(path):
    text = path.read_text()
    if text.startswith("["):
        return
    lines = text.splitlines()
    for at in range(1, len(lines)):
        if is_free(lines[at]):
            continue
        other = [*lines[:at], lines[at].rstrip(" ") + " foo ", *lines[at + 1 :]]
        for form in DIALECT.forms:
            found = outcome(form, other)
            if found is not None:
                assert isinstance(found, FormatError)
                assert ("foo" in found.message, found.line) == (True, at)


BAD_MEMBERS = [
    # text of the golden capture, instead, message
    ('"features":"static"', '"features":"odd"', "unknown word 'odd'"),
    ('"family":"inet",', '"family":"inet7",', "not an address of ip maddr"),
    ('"link":"33', '"lynk":"33', "unknown key 'lynk'"),
    ('"ifindex":1', '"ifindex":"x"', "not an interface of ip maddr"),
    ('"maddr":[{"family":"inet","address":"224.0.0.1"}', '"maddr":[7', "is 7"),
]


@pytest.mark.parametrize(("old", "new", "message"), BAD_MEMBERS)
def test_a_wrong_member_of_multicast_addresses_is_told(old, new, message):
    path = ROOT / "tests" / "golden" / "iproute2" / "maddr-json.txt"
    text = path.read_text()
    assert old in text
    with pytest.raises(FormatError, match=message):
        parse(text.replace(old, new, 1))
