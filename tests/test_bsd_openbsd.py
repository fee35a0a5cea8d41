"""OpenBSD 3.4 to 7: what its releases print, told apart, read and shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import (
    DEFAULT4,
    Link,
    LLAddr,
    Name,
    Prefix,
    parse_address,
    parse_prefix,
)
from rtentry.bsd.openbsd import fits_7, fits_34
from rtentry.dialects import dialect
from rtentry.document import parse
from rtentry.errors import FormatError, UsageError
from rtentry.flags import RTF
from rtentry.listing import Found, View
from rtentry.model import Route, Snapshot
from rtentry.rewritten import as_written

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("openbsd34", "openbsd39", "openbsd44", "openbsd7")
TEXTS = [path for name in NAMES for path in sorted((GOLDEN / name).glob("*.txt"))]


def by_name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def read(name: str, text: str, form: str = "netstat -r") -> Found:
    """What a form of a dialect reads from a text."""
    found = dialect(name).form(form).parse(text.split("\n"), 0)
    assert found is not None
    return found


def routes(*rows: str, heading: str = "Refs      Use   Mtu  Prio Iface") -> str:
    """A table of IPv4 with some rows."""
    return "\n".join(
        [
            "Routing tables",
            "",
            "Internet:",
            f"Destination        Gateway            Flags   {heading}",
            *rows,
        ]
    )


# -- captures --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS, ids=by_name)
def test_a_capture_is_of_openbsd_and_comes_back(path: Path) -> None:
    text = path.read_text()
    found = parse(text)
    assert "\n".join(as_written(found)) + "\n" == text
    if path.stem not in ("netstat-rs", "by-hand-netstat-s"):  # all BSDs have these
        assert all(str(s.system).startswith("openbsd") for s in found)


TOLD_APART = {
    # listing: the releases that are told apart by it
    "netstat-rn": NAMES,
    "netstat-r": NAMES,
    "netstat-rnv": ("openbsd34", "openbsd44", "openbsd7"),
    "route-n-get": NAMES,
    "route-n-get-host": NAMES,
    "arp-a": ("openbsd39", "openbsd44", "openbsd7"),
    "ndp-a": ("openbsd44", "openbsd7"),
    "netstat-i": ("openbsd44", "openbsd7"),
}


@pytest.mark.parametrize(
    ("listing", "name"),
    [(k, name) for k, every in TOLD_APART.items() for name in every],
)
def test_a_release_is_recognised(listing: str, name: str) -> None:
    [snapshot] = parse((GOLDEN / name / f"{listing}.txt").read_text())
    assert snapshot.system == name


@pytest.mark.parametrize("path", TEXTS, ids=by_name)
def test_blanks_at_the_ends_of_lines_may_be_lost(path: Path) -> None:
    text = "\n".join([line.rstrip() for line in path.read_text().split("\n")])
    before, now = parse(path.read_text()), parse(text)
    assert "\n".join(as_written(now)) + "\n" == text
    assert [(s.routes, s.neighbors, s.interfaces, s.statistics) for s in now] == [
        (s.routes, s.neighbors, s.interfaces, s.statistics) for s in before
    ]


@pytest.mark.parametrize("path", TEXTS, ids=by_name)
def test_a_line_that_is_none_of_it_is_an_error_with_its_number(path: Path) -> None:
    lines = path.read_text().rstrip("\n").split("\n")
    broken = [*lines[:-1], "%%% not this %%%", lines[-1]]
    with pytest.raises(FormatError) as caught:
        parse("\n".join(broken))
    near = range(len(lines) - 1, len(lines) + 2)  # a row may have two lines
    assert caught.value.line in near


# -- what tells the releases apart -------------------------------------------------------------


def test_the_networks_of_interfaces_are_connected_since_5_9() -> None:
    old = routes(
        "10.0.1/24          link#1             UC         1        0     -     4 em0"
    )
    new = routes(
        "10.0.1/24          10.0.1.26          UCn        1        0     -     4 em0"
    )
    assert parse(old)[0].system == "openbsd44"
    assert parse(new)[0].system == "openbsd7"


def test_neighbours_are_cloned_since_3_4() -> None:
    rows = "192.168.1.1        52:54:5:e3:51:87   {} 0     8801   1500   ne3"
    heading = "  Refs     Use    Mtu  Interface"
    for flags, name in (("UHL   ", "openbsd31"), ("UHLc  ", "openbsd34")):
        text = routes(rows.format(f"{flags}     "), heading=heading)
        assert parse(text)[0].system == name


@pytest.mark.parametrize(
    ("fits", "flags", "ifname", "prio", "fit"),
    [
        (fits_34, RTF.UP | RTF.HOST | RTF.LLINFO, "ne3", None, False),
        (fits_34, RTF.UP | RTF.HOST | RTF.LLINFO, "lo0", None, True),
        (fits_34, RTF.UP | RTF.HOST | RTF.LLINFO | RTF.CLONED, "ne3", None, True),
        (fits_34, RTF.UP | RTF.HOST | RTF.LLINFO | RTF.STATIC, "ne3", None, True),
        (fits_7, RTF.UP | RTF.CLONING, "em0", 4, False),
        (fits_7, RTF.UP | RTF.CLONING | RTF.STATIC, "em0", 8, True),
        (fits_7, RTF.UP | RTF.CLONING | RTF.CONNECTED, "em0", 4, True),
        (fits_7, RTF.UP | RTF.HOST | RTF.LLINFO | RTF.CLONED, "em0", 4, False),
        (fits_7, RTF.UP | RTF.HOST | RTF.LLINFO | RTF.CLONED, "em0", 3, True),
    ],
)
def test_what_a_release_had(fits, flags: RTF, ifname: str, prio, fit: bool) -> None:
    route = Route(DEFAULT4, None, ifname, flags, refs=0, use=0, prio=prio)
    assert fits(route) is fit


# -- cells ---------------------------------------------------------------------------------------


def test_a_link_without_its_number_is_kept() -> None:
    row = "192.168.3.1        link#              UHdLch     1        2     -     3 vether99"
    found = read("openbsd7", routes(row))
    assert found.records[0].gateway == Name("link#")
    assert "\n".join(as_written(parse(routes(row)))) == routes(row)


def test_a_masked_address_is_a_name() -> None:
    row = "192.168.1.1        yy:yy:yy:yy:yy:yy  UHLch      1        2     -     3 em0"
    assert read("openbsd7", routes(row)).records[0].gateway == Name("yy:yy:yy:yy:yy:yy")


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ('"DHCLIENT 16899"', "DHCLIENT 16899"),
        ("DHCLIENT 16899", "DHCLIENT 16899"),
        ('""', ""),
    ],
)
def test_a_label_may_have_blanks_and_quotes(cell: str, label: str) -> None:
    row = (
        "default            10.0.2.2           UGS        0     6499     -     8 em0   "
        + cell
    )
    text = routes(row, heading="Refs      Use   Mtu  Prio Iface Label")
    [route] = read("openbsd7", text).records
    assert dict(route.extra) == {"label": label}
    assert "\n".join(as_written(parse(text))) == text


def test_a_long_destination_pushes_the_rest() -> None:
    text = (
        "Internet6:\n"
        "Destination                        Gateway                        Flags   Refs"
        "      Use   Mtu  Prio Iface\n"
        "2a02:168:6611:0:4433:5174:ab3c:17d8 52:54:00:dd:d3:ac              UHLl       0"
        "        0     -     1 lo0  "
    )
    [snapshot] = parse(text)
    assert snapshot.routes[0].prio == 1
    assert "\n".join(as_written([snapshot])) == text


WRONG = [
    # row, what is wrong, column
    ("default            10.0.0.1           UGQ        0        0     -     8 em0",
     "unknown flag 'Q' in 'UGQ'", 39),
    ("default            10.0.0.1           UGS        x        0     -     8 em0",
     "'x' is not a number", 50),
    ("10.0.1/33          10.0.0.1           UGS        0        0     -     8 em0",
     "'10.0.1/33' is not a destination", 1),
    ("10.0.1.1/24        10.0.0.1           UGS        0        0     -     8 em0",
     "'10.0.1.1/24' has host bits set past /24", 1),
]  # fmt: skip


@pytest.mark.parametrize(("row", "message", "column"), WRONG)
def test_what_is_wrong_is_said_with_its_place(
    row: str, message: str, column: int
) -> None:
    good = "127/8              127.0.0.1          UGRS       0        0 32768     8 lo0"
    with pytest.raises(FormatError) as caught:
        parse(routes(good, row))
    assert (caught.value.message, caught.value.line, caught.value.column) == (
        message,
        6,
        column,
    )


# -- MPLS and IPsec flows ---------------------------------------------------------------------------


def test_a_flow_is_a_route_over_a_security_association() -> None:
    text = (GOLDEN / "openbsd7" / "netstat-rn.txt").read_text()
    flow = parse(text)[0].routes[-2]
    assert flow.dst == parse_prefix("10.2.0.0/16")
    assert flow.gateway == parse_address("192.0.2.33")
    assert dict(flow.extra) == {
        "from": parse_prefix("10.1.0.0/16"),
        "sport": 0,
        "dport": 0,
        "ipproto": 0,
        "sa": "esp/require/out",
    }


def test_a_flow_of_an_unknown_kind_is_an_error() -> None:
    text = (GOLDEN / "openbsd7" / "netstat-rn.txt").read_text()
    with pytest.raises(
        FormatError, match="is not Address/Proto/Type/Direction"
    ) as caught:
        parse(text.replace("/require/", "/demand/"))
    assert caught.value.line is not None
    assert text.split("\n")[caught.value.line - 1].startswith("10.1/16")


def test_an_mpls_entry_leads_to_a_label() -> None:
    text = (GOLDEN / "openbsd7" / "netstat-rn.txt").read_text()
    pop, swap = [r for r in parse(text)[0].routes if dict(r.extra).get("op")]
    assert (pop.dst, dict(pop.extra)) == (Name("16"), {"op": "POP"})
    assert dict(swap.extra) == {"op": "SWAP", "outlabel": 22}
    with pytest.raises(FormatError, match="no operation on a label"):
        parse(text.replace("SWAP  ", "SPIN  "))


# -- any route that it can say ----------------------------------------------------------------------


@st.composite
def some_routes(draw: st.DrawFn, name: str) -> Route:
    """A route that a release can print."""
    letters = dialect(name).letters
    assert letters is not None
    version = draw(st.sampled_from([4, 6]))
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
        st.binary(min_size=6, max_size=6).map(LLAddr)
        | st.integers(0, 99).map(Link)
        | st.integers(0, 2**width - 1).map(lambda n: Prefix(version, n, width))
    )
    count = st.none() | st.integers(0, 10**9)
    prio = draw(st.integers(0, 63)) if name in ("openbsd44", "openbsd7") else None
    return Route(
        Prefix(version, first, plen),
        gateway,
        draw(st.from_regex(r"[a-z]{2,5}[0-9]{1,4}", fullmatch=True)),
        flags,
        refs=draw(count),
        use=draw(count),
        mtu=draw(count),
        locks=draw(st.sampled_from([(), ("mtu",)])),
        prio=prio,
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


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_digit_changed_is_an_error_or_changes_one_record(data: st.DataObject) -> None:
    paths = [path for path in TEXTS if path.stem in ("netstat-rn", "arp-a", "ndp-a")]
    path = data.draw(st.sampled_from(paths))
    text = path.read_text()
    titles = [text.find(title) + len(title) for title in ("Internet6",)]
    places = [i for i, c in enumerate(text) if c.isdigit() and i + 1 not in titles]
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda d: d != text[at]))
    changed = text[:at] + digit + text[at + 1 :]
    try:
        now = parse(changed)
    except FormatError:
        return
    [before] = parse(text)
    assert "\n".join(as_written(now)) + "\n" == changed
    pairs = zip(
        (*before.routes, *before.neighbors),
        [r for s in now for r in (*s.routes, *s.neighbors)],
        strict=True,
    )
    assert sum(one != other for one, other in pairs) <= 1


# -- the tools ------------------------------------------------------------------------------------


def plan(name: str, line: str) -> tuple[str, View]:
    """The form and the view of a command line."""
    tool, *argv = line.split()
    [(form, view)] = dialect(name).tools[tool].plan(argv).forms
    return form, view


PLANS = [
    ("openbsd7", "netstat -rn", "netstat -r", View()),
    ("openbsd7", "netstat -rnf inet6", "netstat -r", View(("inet6",))),
    ("openbsd7", "netstat -rnT 5", "netstat -r", View(options=("table 5",))),
    ("openbsd7", "netstat -rnF", "netstat -r", View(options=("gateway",))),
    ("openbsd7", "netstat -rs", "netstat -rs", View(numeric=False)),
    ("openbsd7", "netstat -in", "netstat -i", View()),
    ("openbsd7", "netstat -ine", "netstat -ie", View()),
    ("openbsd7", "netstat -inq", "netstat -i", View(options=("busy",))),
    ("openbsd44", "netstat -inbd", "netstat -ibd", View()),
    ("openbsd34", "netstat -it", "netstat -it", View(numeric=False)),
    ("openbsd7", "netstat -I em0 -n", "netstat -i", View(ifname="em0")),
    ("openbsd7", "arp -an", "arp -a", View()),
    ("openbsd7", "arp -n 192.0.2.1", "arp -a", View(dst="192.0.2.1")),
    ("openbsd7", "ndp -an", "ndp -a", View()),
    ("openbsd7", "route -n show -inet", "netstat -r", View(("inet",))),
    ("openbsd34", "route -n show", "netstat -r", View(options=("show",))),
    ("openbsd7", "route -nv show -label ADSL", "netstat -r",
     View(options=("verbose", "label ADSL"))),
    ("openbsd7", "route -T 5 -n show -inet6", "netstat -r",
     View(("inet6",), options=("table 5",))),
    ("openbsd7", "route -n get 192.0.2.1", "route get", View(dst="192.0.2.1")),
    ("openbsd7", "route -n get -inet6 default", "route get", View(("inet6",), dst="default")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "line", "form", "view"), PLANS)
def test_a_command_line_is_a_form_and_a_view(
    name: str, line: str, form: str, view: View
) -> None:
    assert plan(name, line) == (form, view)


REFUSED = [
    # command line, beginning of what the tool says, exit status
    ("netstat -rn -f foo", "netstat: foo: unknown address family\n", 1),
    ("netstat -rX", "netstat: unknown option -- X\nusage: netstat", 1),
    ("netstat -f", "netstat: option requires an argument -- f\n", 1),
    ("netstat -p tcp -s", "rtentry: netstat: -p is not known here\n", 2),
    ("arp -q", "usage: arp [-adn] [-V rdomain] hostname\n", 1),
    ("arp -d 192.0.2.1", "rtentry: the table is read, not changed: arp -a\n", 2),
    ("ndp", "usage: ndp [-acnt]", 1),
    ("route", "usage: route [-dnqtv]", 1),
    ("route -n", "usage: route [-dnqtv]", 1),
    ("route -x show", "route: unknown option -- x\nusage: route", 1),
    ("route shew", "route: botched keyword: shew\nusage: route", 1),
    ("route show -foo", "route: botched keyword: foo\nusage: route", 1),
    ("route get", "usage: route [-dnqtv]", 1),
    ("route add default 192.0.2.1", "rtentry: the table is read, not changed", 2),
]


@pytest.mark.parametrize(("line", "text", "status"), REFUSED)
def test_what_is_refused_is_refused_in_its_own_words(
    line: str, text: str, status: int
) -> None:
    with pytest.raises(UsageError) as caught:
        plan("openbsd7", line)
    assert caught.value.text.startswith(text)
    assert caught.value.status == status


ROUTES = (
    Route(DEFAULT4, parse_address("192.0.2.1"), "em0", RTF.UP | RTF.GATEWAY, prio=8,
          extra=(("label", "ADSL"),)),
    Route(parse_prefix("192.0.2.0/24"), Link(1), "em0", RTF.UP, prio=4),
    Route(parse_prefix("198.51.100.0/24"), Link(1), "em1", RTF.UP, prio=4, tableid=5),
)  # fmt: skip


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ((), ["default", "192.0.2/24"]),
        (("table 5",), ["default", "192.0.2/24", "198.51.100/24"]),
        (("table 7",), ["default", "192.0.2/24"]),
        (("table all",), ["default", "192.0.2/24", "198.51.100/24"]),
        (("gateway",), ["default"]),
        (("label ADSL",), ["default"]),
        (("prio 4",), ["192.0.2/24"]),
        (("prio 1",), []),
    ],
)
def test_an_option_chooses_routes(options: tuple[str, ...], shown: list[str]) -> None:
    form = dialect("openbsd7").form("netstat -r")
    lines = list(form.show(Snapshot(routes=ROUTES), None, View(options=options)))
    assert [line.split()[0] for line in lines[4:]] == shown
    assert lines[0] == "Routing tables"


@pytest.mark.parametrize("gap", ["[...]", "...", "(...)"])
def test_a_listing_may_begin_with_what_was_left_out(gap: str) -> None:
    text = f"""\
{gap}
Internet6:
Destination                        Gateway                        Flags   Refs      Use   Mtu  Prio Iface
2001:db8::/64                      link#1                         UCn        0        0     -     4 em0
"""
    assert "\n".join(as_written(parse(text))) + "\n" == text
