"""``route -n get``: one route, in labelled lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import (
    DEFAULT4,
    DEFAULT6,
    Link,
    Name,
    Prefix,
    parse_address,
    parse_prefix,
)
from rtentry.bsd.routeasked import best
from rtentry.bsd.routevalues import destination, locked, plen_of
from rtentry.dialects import dialect
from rtentry.errors import FormatError, UsageError
from rtentry.flags import RTF
from rtentry.listing import Form, Found, View
from rtentry.model import Block, Route, Snapshot

FORM = dialect("openbsd7").form("route get")
OLD = dialect("openbsd34").form("route get")

GET = """\
   route to: 192.0.2.9
destination: 192.0.2.0
       mask: 255.255.255.0
  interface: em0
 if address: 192.0.2.2
   priority: 4 (connected)
      flags: <UP,DONE,CLONING,CONNECTED>
     use       mtu    expire
    3181      1500L        0 """


def read(text: str, form: Form = FORM) -> Found:
    found = form.parse(text.split("\n"), 0)
    assert found is not None
    return found


def shown(found: Found, form: Form = FORM, **changes) -> str:
    """A route that was read, as it stood, with some fields changed."""
    [route] = found.records
    snapshot = Snapshot(routes=(route._replace(**changes),))
    return "\n".join(form.show(snapshot, found.blocks, View()))


def test_the_lines_say_a_route() -> None:
    found = read(GET)
    assert found.records == (
        Route(
            parse_prefix("192.0.2.0/24"),
            ifname="em0",
            flags=RTF.UP | RTF.DONE | RTF.CLONING | RTF.CONNECTED,
            use=3181,
            mtu=1500,
            prio=4,
            src=parse_address("192.0.2.2"),
            locks=("mtu",),
        ),
    )
    assert (found.end, found.loose) == (9, 0)
    assert found.blocks == (Block((0, 1), titles=("   route to: 192.0.2.9",)),)
    assert shown(found) == GET


def test_metrics_of_old_are_kept_by_name() -> None:
    text = """\
   route to: 192.0.2.9
destination: default
       mask: default
    gateway: 192.0.2.1
  interface: ne3
      flags: <UP,GATEWAY,DONE,STATIC>
 recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire
   16384         0         0        12L        3         0      1500         0 """
    [route] = read(text, OLD).records
    assert route.dst == DEFAULT4
    assert route.metrics == (("recvpipe", 16384), ("rtt", 12), ("rttvar", 3))
    assert (route.mtu, route.locks) == (1500, ("rtt",))
    assert shown(read(text, OLD), OLD) == text


BEHIND = [
    "sockaddrs: <DST,GATEWAY,NETMASK,IFP,IFA,LABEL>",
    "\nlocks: <MTU> inits: \nsockaddrs: <DST,GATEWAY>\n 192.0.2.0 link#1",
]


@pytest.mark.parametrize("text", BEHIND)
def test_what_the_message_held_is_kept(text: str) -> None:
    found = read(f"{GET}\n{text}")
    assert found.end == 9 + len(text.split("\n"))
    assert found.loose == 0
    assert shown(found) == f"{GET}\n{text}"
    changed = shown(found, prio=8)
    assert "priority: 8 (static)" in changed
    assert "sockaddrs" not in changed


def test_comments_behind_values_are_kept() -> None:
    text = GET.replace("192.0.2.0\n", "192.0.2.0 # the office\n")
    text = text.replace("em0\n", "em0   <- by cable\n")
    found = read(text)
    assert found.records == read(GET).records
    assert shown(found) == text


def test_prose_may_follow_after_a_blank_line() -> None:
    assert read(f"{GET}\n\nSo it is connected.").end == 9


def test_a_name_of_a_priority_that_is_another_is_kept() -> None:
    text = GET.replace("4 (connected)", "48 (default)")
    found = read(text)
    assert found.records[0].prio == 48
    assert found.loose == 1
    assert shown(found) == text


WRONG = [
    # what is replaced, by what, message, line
    ("192.0.2.0\n", "192.0.2.300\n", "'192.0.2.300' is not an address", 1),
    ("255.255.255.0", "255.0.255.0", "'255.0.255.0' is not a mask", 2),
    ("<UP,DONE", "<UP,DUNE", "unknown flag 'DUNE' in '<UP,DUNE,CLONING,CONNECTED>'", 6),
    ("4 (connected)", "four", "'four' is not a number", 5),
    ("interface", "interfaze", "unknown label 'interfaze'", 3),
    ("  interface: em0", "destination: 192.0.2.0", "said twice: 'destination'", 3),
    ("1500L", "many", "'many' is not a number", 8),
    ("    3181      1500L        0 ", "    3181      1500L", "not 3 metrics: '3181 1500 L'", 8),
    ("     use       mtu    expire", "     use  mtu", "not a line of this answer: 'use  mtu'", 7),
    ("destination: 192.0.2.0\n       mask: 255.255.255.0\n", "",
     "no destination in this answer", 5),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message", "line"), WRONG)
def test_what_is_wrong_is_said_with_its_line(
    old: str, new: str, message: str, line: int
) -> None:
    assert old in GET
    with pytest.raises(FormatError) as caught:
        read(GET.replace(old, new))
    assert (caught.value.message, caught.value.line) == (message, line)


@pytest.mark.parametrize("lines", [4, 7, 8, 9])
def test_the_end_may_be_left_out(lines: int) -> None:
    text = "\n".join([*GET.split("\n")[:lines], "..."])
    found = read(text)
    snapshot = Snapshot(routes=found.records)
    assert list(FORM.show(snapshot, found.blocks, View())) == text.split("\n")
    assert found.end == lines + 1


def test_metrics_that_are_cut_off_are_an_error() -> None:
    with pytest.raises(FormatError, match="not 3 metrics"):
        read("\n".join(GET.split("\n")[:-1]))


def test_other_text_is_no_answer() -> None:
    assert FORM.parse(["destination: default"], 0) is None
    assert FORM.parse(["the route to: nowhere"], 0) is None


@pytest.mark.parametrize(
    ("text", "mask", "dst"),
    [
        ("default", "default", DEFAULT4),
        ("default", None, DEFAULT4),
        ("10.0.0.0", "255.0.0.0", parse_prefix("10.0.0.0/8")),
        ("192.0.2.1", None, parse_address("192.0.2.1")),
        ("fd42::", "ffff::", parse_prefix("fd42::/16")),
        ("gw.example.net", "255.255.255.255", Name("gw.example.net")),
    ],
)
def test_a_destination_has_its_mask(text: str, mask: str | None, dst) -> None:
    assert destination(text, mask) == dst


def test_a_mask_has_a_length() -> None:
    assert [plen_of(m) for m in ("default", "255.255.255.252", "ffff:fffe::")] == [
        0,
        30,
        31,
    ]


def test_an_l_is_of_the_number_before_it() -> None:
    assert locked(["0", "L", "1", "2", "L"], ("a", "b", "c")) == ("a", "c")
    assert locked(["L", "0", "1"], ("a", "b")) == ()


# -- which route ----------------------------------------------------------------------------------

ROUTES = (
    Route(DEFAULT4, parse_address("192.0.2.1"), "em0", RTF.UP | RTF.GATEWAY, prio=8),
    Route(DEFAULT6, parse_address("fe80::1%em0"), "em0", RTF.UP | RTF.GATEWAY, prio=56),
    Route(parse_prefix("192.0.2.0/24"), Link(1), "em0", RTF.UP, prio=4),
    Route(parse_prefix("192.0.2.0/24"), Link(2), "em1", RTF.UP, prio=12),
    Route(parse_address("192.0.2.9"), Link(1), "em0", RTF.UP | RTF.HOST, prio=3),
    Route(parse_prefix("10.0.0.0/8"), Link(3), "em2", RTF.GATEWAY, prio=8),
    Route(Name("printer"), Link(1), "em0", RTF.UP | RTF.HOST),
)


@pytest.mark.parametrize(
    ("asked", "families", "number"),
    [
        ("192.0.2.9", (), 4),
        ("192.0.2.8", (), 2),
        ("10.1.2.3", (), 0),
        ("192.0.2/24", (), 2),
        ("2001:db8::1", (), 1),
        ("default", (), 0),
        (None, (), 0),
        ("default", ("inet6",), 1),
        ("printer", (), 6),
    ],
)
def test_the_best_route_answers(asked: str | None, families, number: int) -> None:
    assert best(ROUTES, View(families, dst=asked)) == ROUTES[number]


def test_without_a_route_it_says_so() -> None:
    with pytest.raises(UsageError, match="not in table") as caught:
        best(ROUTES[5:], View(dst="10.1.2.3"))
    assert caught.value.status == 1


@pytest.mark.parametrize(
    "name", ["openbsd34", "openbsd39", "openbsd44", "openbsd7", "netbsd10"]
)
@settings(max_examples=60, deadline=None)
@given(
    plen=st.integers(0, 32),
    bits=st.integers(0, 2**32 - 1),
    flags=st.sets(st.sampled_from([RTF.DONE, RTF.STATIC, RTF.REJECT, RTF.DYNAMIC])),
    mtu=st.none() | st.integers(1, 65535),
    lock=st.booleans(),
)
def test_an_answer_comes_back(
    name: str, plen: int, bits: int, flags: set[RTF], mtu: int | None, lock: bool
) -> None:
    form = dialect(name).form("route get")
    every = RTF.UP | RTF.GATEWAY
    for flag in flags:
        every |= flag
    route = Route(
        Prefix(4, bits >> (32 - plen) << (32 - plen), plen),
        parse_address("192.0.2.1"),
        "em0",
        every,
        mtu=mtu,
        prio=8 if name in ("openbsd44", "openbsd7") else None,
        src=parse_address("192.0.2.2"),
        locks=("mtu",) if lock else (),
    )
    if route.dst == Prefix(4, 0, plen) and plen:
        return  # 0.0.0.0/8 is written as an address
    lines = list(
        form.show(
            Snapshot(routes=(route,)),
            None,
            View(dst=None if not plen else str(route.dst).split("/")[0]),
        )
    )
    found = form.parse(lines, 0)
    assert found is not None
    assert found.records == (route,)
    assert (found.end, found.loose) == (len(lines), 0)


GOLDEN = sorted((Path(__file__).parent / "golden").glob("*/route-n-get*.txt"))


@pytest.mark.parametrize(
    "path", GOLDEN, ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_capture_is_as_its_form_has_it(path: Path) -> None:
    form = dialect(path.parent.name).form("route get")
    lines = path.read_text().rstrip("\n").split("\n")
    found = form.parse(lines, 0)
    assert found is not None
    assert (found.end, found.loose) == (len(lines), 0)
    assert found.blocks[0].options == ()
