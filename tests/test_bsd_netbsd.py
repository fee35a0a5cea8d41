"""NetBSD 1 to 10 and 4.4BSD: what their releases print, told apart, read and shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import DEFAULT4, Link, LLAddr, Prefix, parse_address, parse_prefix
from rtentry.bsd.radixtree import show_net
from rtentry.dialects import dialect
from rtentry.document import parse
from rtentry.errors import FormatError, UsageError
from rtentry.flags import RTF
from rtentry.listing import View
from rtentry.model import Route, Snapshot
from rtentry.rewritten import as_written

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("netbsd1", "netbsd4", "netbsd7", "netbsd8", "netbsd10", "bsd44")
TEXTS = [path for name in NAMES for path in sorted((GOLDEN / name).glob("*.txt"))]


def by_name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def golden(name: str, listing: str) -> str:
    """A capture of our own."""
    return (GOLDEN / name / f"{listing}.txt").read_text()


# -- captures --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS, ids=by_name)
def test_a_capture_comes_back_without_being_told_what_it_is(path: Path) -> None:
    text = path.read_text()
    assert "\n".join(as_written(parse(text))) + "\n" == text


TOLD_APART = {
    # listing: what it is read as, by what printed it
    "netstat-rn": {**{name: name for name in NAMES}, "netbsd8": "netbsd10"},
    "netstat-rnv": {"netbsd1": "netbsd1", "netbsd4": "netbsd4", "netbsd7": "netbsd7"},
    "netstat-rnT": {"netbsd1": "netbsd1", "netbsd4": "netbsd4", "netbsd7": "netbsd7"},
    "netstat-id": {"netbsd8": "netbsd8", "netbsd10": "netbsd10"},
    "netstat-i": {"netbsd10": "netbsd10"},
    "arp-a": {"netbsd10": "netbsd10", "bsd44": "freebsd2"},
    "route-n-get": {"netbsd7": "netbsd7", "netbsd10": "netbsd10"},
}


@pytest.mark.parametrize(
    ("listing", "printed", "read"),
    [
        (k, one, other)
        for k, pairs in TOLD_APART.items()
        for one, other in pairs.items()
    ],
)
def test_a_release_is_recognised(listing: str, printed: str, read: str) -> None:
    [snapshot] = parse(golden(printed, listing))
    assert snapshot.system == read


@pytest.mark.parametrize("path", TEXTS, ids=by_name)
def test_blanks_at_the_ends_of_lines_may_be_lost(path: Path) -> None:
    text = "\n".join([line.rstrip() for line in path.read_text().split("\n")])
    before, now = parse(path.read_text()), parse(text)
    assert "\n".join(as_written(now)) + "\n" == text
    assert [(s.routes, s.neighbors, s.interfaces, s.statistics) for s in now] == [
        (s.routes, s.neighbors, s.interfaces, s.statistics) for s in before
    ]


# -- cells ---------------------------------------------------------------------------------------


def test_references_are_not_shown_since_4() -> None:
    [old] = parse(golden("netbsd1", "netstat-rn"))
    [new] = parse(golden("netbsd4", "netstat-rn"))
    assert old.routes[0].refs == 3
    assert {(r.refs, r.use) for r in new.routes} == {(None, None)}


def test_a_number_where_there_can_be_none_is_an_error() -> None:
    text = golden("netbsd7", "netstat-rn").replace(
        "-        -  33224", "3        -  33224"
    )
    form = dialect("netbsd7").form("netstat -r")
    with pytest.raises(FormatError, match="'3' is not '-'"):
        form.parse(text.split("\n"), 0)


@pytest.mark.parametrize(
    ("name", "flag"), [("netbsd7", RTF.CLONING), ("netbsd8", RTF.CONNECTED)]
)
def test_c_is_a_template_to_7_and_a_connected_network_since(
    name: str, flag: RTF
) -> None:
    letters = dialect(name).letters
    assert letters is not None
    assert letters.parse("C") == flag
    assert dialect(name).clones is (name == "netbsd7")


def test_networks_are_cut_by_class_to_3_and_by_mask_since_4() -> None:
    route = Route(
        parse_prefix("127.0.0.0/8"), parse_address("127.0.0.1"), "lo0", RTF.UP
    )
    for name, cell in (("netbsd1", "127"), ("netbsd4", "127/8"), ("bsd44", "127")):
        form = dialect(name).form("netstat -r")
        row = list(form.show(Snapshot(routes=(route,)), None, View()))[-1]
        assert row.split()[0] == cell


@pytest.mark.parametrize(
    ("net", "cell"),
    [
        ("192.168.0.0/16", "192.168/16"),
        ("140.252.13.0/24", "140.252.13/24"),
        ("140.252.0.0/16", "140.252"),
        ("140.252.13.32/27", "140.252.13.32/27"),
        ("10.0.0.0/8", "10"),
        ("224.0.0.0/4", "224/4"),
    ],
)
def test_4_4bsd_cuts_at_the_last_octet_that_is_not_0(net: str, cell: str) -> None:
    assert show_net(parse_prefix(net)) == cell


def test_metrics_follow_a_route_with_v() -> None:
    [snapshot] = parse(golden("netbsd10", "netstat-rnv"))
    route = snapshot.routes[1]
    assert dict(route.metrics) == {"recvpipe": 16384, "rtt": 23}  # rtt: milliseconds
    assert route.expire == 1034
    assert route.locks == ("mtu", "rtt")


def test_a_tag_stands_before_the_interface_with_t() -> None:
    [snapshot] = parse(golden("netbsd7", "netstat-rnT"))
    assert [dict(r.extra).get("tag") for r in snapshot.routes[:3]] == [None, "16", None]


def test_an_mtu_may_touch_the_network_on_7() -> None:
    text = (
        "Name  Mtu   Network       Address              Ipkts Ierrs    Opkts Oerrs Colls\n"
        "wm0   1500 <Link>        02:00:5e:10:00:02    84123     2    70011     1     5\n"
        "lo0   33624<Link>                                 0     0        0     0     0\n"
        "vioif0 1500 192.0.2/24    192.0.2.2            84123     2    70011     1     5"
    )
    found = dialect("netbsd7").form("netstat -i").parse(text.split("\n"), 0)
    assert found is not None
    assert [i.ifname for i in found.records] == ["wm0", "lo0", "vioif0"]
    assert found.records[1].mtu == 33624
    assert found.loose == 0


def test_a_name_in_place_of_a_gateway_is_kept() -> None:
    text = (
        "Internet:\n"
        "Destination        Gateway            Flags    Refs      Use    Mtu Interface\n"
        "127.0.0.1          lo0                UHl         -        -  33624  lo0\n"
        "10.0.0.2           02:00:5e:10:00:09  UHLc        -        -      -  wm0"
    )
    [snapshot] = parse(text)
    assert snapshot.system == "netbsd7"  # since 8 nothing is cloned
    assert str(snapshot.routes[0].gateway) == "lo0"


# -- any route that it can say ----------------------------------------------------------------------


@st.composite
def some_routes(draw: st.DrawFn, name: str) -> Route:
    """A route that a release can print."""
    letters = dialect(name).letters
    assert letters is not None
    version = 4 if name == "bsd44" else draw(st.sampled_from([4, 6]))
    width = 32 if version == 4 else 128
    plen = draw(st.integers(1, width))
    first = draw(st.integers(0, (1 << plen) - 1)) << (width - plen)
    flags = RTF.UP
    every = sorted(set(letters.table) - {RTF.UP, RTF.HOST})
    for flag in draw(st.sets(st.sampled_from(every), max_size=4)):
        flags |= flag
    if plen == width and draw(st.booleans()):
        flags |= RTF.HOST
    gateway = draw(
        st.binary(min_size=6, max_size=6).map(LLAddr) | st.integers(0, 99).map(Link)
    )
    counted = name in ("netbsd1", "bsd44")
    count = st.none() | st.integers(0, 10**6)
    return Route(
        Prefix(version, first, plen),
        gateway,
        draw(st.from_regex(r"[a-z]{2,5}[0-9]{1,4}", fullmatch=True)),
        flags,
        refs=draw(count) if counted else None,
        use=draw(count) if counted else None,
        mtu=None if name == "bsd44" else draw(count),
        locks=() if name == "bsd44" else draw(st.sampled_from([(), ("mtu",)])),
    )


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_route_that_can_be_said_comes_back(name: str, data: st.DataObject) -> None:
    every = data.draw(st.lists(some_routes(name), min_size=1, max_size=6))
    every.sort(key=lambda route: route.dst.version)  # type: ignore[union-attr]
    form = dialect(name).form("netstat -r")
    lines = list(form.show(Snapshot(routes=tuple(every)), None, View(all=True)))
    found = form.parse(lines, 0)
    assert found is not None
    assert found.records == tuple(every)
    assert found.end == len(lines)


# -- the tools ------------------------------------------------------------------------------------

PLANS = [
    ("netbsd10", "netstat -rn", "netstat -r", View()),
    ("netbsd10", "netstat -rnf inet,inet6", "netstat -r", View(("inet", "inet6"))),
    ("netbsd10", "netstat -rnL", "netstat -r", View(options=("nolinks",))),
    ("netbsd10", "netstat -rnT", "netstat -r", View(options=("tag",))),
    ("netbsd10", "netstat -rnv", "netstat -r", View(options=("verbose",))),
    ("netbsd10", "netstat -ind", "netstat -id", View()),
    ("netbsd1", "netstat -rs", "netstat -rs", View(numeric=False)),
    ("netbsd10", "arp -an", "arp -a", View()),
    ("netbsd10", "route -n show -inet", "netstat -r", View(("inet",))),
    ("netbsd10", "route -n get 192.0.2.1", "route get", View(dst="192.0.2.1")),
    ("bsd44", "netstat -rn", "netstat -r", View()),
    ("bsd44", "arp -a", "arp -a", View(numeric=False)),
]


@pytest.mark.parametrize(("name", "line", "form", "view"), PLANS)
def test_a_command_line_is_a_form_and_a_view(
    name: str, line: str, form: str, view: View
) -> None:
    tool, *argv = line.split()
    assert dialect(name).tools[tool].plan(argv).forms == ((form, view),)


REFUSED = [
    ("netbsd10", "netstat -rn -f foo", "netstat: foo: unknown address family\n"),
    ("netbsd10", "netstat -rn -f inet,foo", "netstat: foo: unknown address family\n"),
    ("netbsd10", "netstat -rX", "netstat: unknown option -- X\nusage: netstat"),
    ("netbsd10", "route shew", "route: botched keyword: shew\nUsage: route"),
    ("bsd44", "netstat -rX", "netstat: illegal option -- X\nusage: netstat"),
    ("bsd44", "arp -n", "arp: illegal option -- n\nusage: arp"),
]


@pytest.mark.parametrize(("name", "line", "text"), REFUSED)
def test_what_is_refused_is_refused_in_its_own_words(
    name: str, line: str, text: str
) -> None:
    tool, *argv = line.split()
    with pytest.raises(UsageError) as caught:
        dialect(name).tools[tool].plan(argv)
    assert caught.value.text.startswith(text)


def test_l_leaves_neighbours_out() -> None:
    neighbor = parse_address("192.0.2.9")
    routes = (
        Route(DEFAULT4, parse_address("192.0.2.1"), "wm0", RTF.UP | RTF.GATEWAY),
        Route(neighbor, Link(1), "wm0", RTF.UP | RTF.HOST | RTF.LLINFO),
    )
    form = dialect("netbsd10").form("netstat -r")
    for options, count in (((), 2), (("nolinks",), 1)):
        view = View(options=options)
        assert len(list(form.show(Snapshot(routes=routes), None, view))) == 4 + count
