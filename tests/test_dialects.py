"""What holds for every dialect, and for its captures in ``golden/<dialect>/*.txt``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.addr import Link, LLAddr, Prefix, parse_address, parse_prefix
from rtentry.dialects import dialect as dialect_of
from rtentry.dialects import dialects
from rtentry.errors import FormatError, UsageError
from rtentry.flags import IFF, NTF, RTF
from rtentry.listing import Dialect, Form, Found, View
from rtentry.model import Counters, IfAddr, Interface, Neighbor, Route, Snapshot

ROOT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("RTENTRY_CORPUS", ROOT.parent / "shared" / "corpus"))

DIALECTS = [dialect for dialect in dialects() if dialect.forms]
GOLDEN = [
    (dialect, path)
    for dialect in DIALECTS
    for path in sorted((ROOT / "tests" / "golden" / dialect.name).glob("*.txt"))
]
BSD = [dialect_of(name) for name in ("openbsd31", "freebsd4", "macos")]
BSD_GOLDEN = [(dialect, path) for dialect, path in GOLDEN if dialect in BSD]
TABLES = [(d, path) for d, path in BSD_GOLDEN if not path.stem.startswith("route-n")]
SEEDS = sorted(CORPUS.glob("seeds/[01][0-9]_*.txt"))
CAPTURES = sorted(p for p in CORPUS.glob("*/*/*.txt") if p.parent.name != "seeds")

KINDS = {
    "routes",
    "neighbors",
    "interfaces",
    "statistics",
    "rules",
    "nexthops",
    "sockets",
    "events",
}


def by_name(value: object) -> str:
    """A parameter's name in the list of tests."""
    if isinstance(value, Path):
        return value.stem
    return value.name if isinstance(value, Dialect) else str(value)


def read(dialect: Dialect, lines: Sequence[str]) -> Iterator[tuple[Form, Found, int]]:
    """The listings of a text and where they begin; FormatError at any other line."""
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        ways = [(form, form.parse(lines, at)) for form in dialect.forms]
        found = [(form, way) for form, way in ways if way is not None]
        if not found:
            raise FormatError(f"no listing: {lines[at]!r}", line=at)
        form, way = min(found, key=lambda f: (f[1].loose, -f[1].end))
        yield form, way, at
        at = way.end


def holding(form: Form, found: Found) -> Snapshot:
    """A snapshot of what a form read."""
    records = found.records
    value = records[0] if form.kind == "statistics" else records
    return Snapshot()._replace(**{form.kind: value})  # type: ignore[arg-type]


def shown(form: Form, found: Found) -> list[str]:
    """What was read, as it stood."""
    return list(form.show(holding(form, found), found.blocks, View()))


def records_of(dialect: Dialect, lines: Sequence[str]) -> list[object]:
    """All records of a text."""
    return [r for _, found, _ in read(dialect, lines) for r in found.records]


# -- every dialect ------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", DIALECTS, ids=by_name)
def test_a_dialect_is_described(dialect: Dialect) -> None:
    assert dialect_of(dialect.name) is dialect
    assert dialect.title
    assert dialect.system
    assert 1980 < dialect.since < 2030
    names = [form.name for form in dialect.forms]
    assert len({*names}) == len(names)
    assert {form.kind for form in dialect.forms} <= KINDS
    assert all(dialect.form(name).name == name for name in names)
    with pytest.raises(KeyError):
        dialect.form("no such form")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("FreeBSD", "freebsd14"), ("freebsd14.2", "freebsd14"), ("freebsd13", "freebsd14"),
        ("freebsd5.1", "freebsd4"), ("freebsd4.11", "freebsd4"), ("freebsd7", "freebsd6"),
        ("openbsd3.1", "openbsd31"), ("openbsd36", "openbsd34"), ("openbsd7.5", "openbsd7"),
        ("OpenBSD6", "openbsd7"), ("netbsd9", "netbsd8"), ("netbsd1.6", "netbsd1"),
        ("macos10.9", "macos"), ("macos10.15", "macos11"), ("macos10.4", "macos10"),
        ("macos26", "macos14"), ("linux24", "nettools160"), ("linux6", "nettools210"),
        ("linux", "nettools210"), ("net-tools", "nettools210"), ("illumos", "solaris"),
    ],
)  # fmt: skip
def test_a_release_a_kernel_or_a_tool_names_a_dialect(name: str, meant: str) -> None:
    assert dialect_of(name).name == meant


def test_no_two_dialects_are_called_the_same() -> None:
    every = [name for d in DIALECTS for name in (d.name, *d.also)]
    assert len({*every}) == len(every)
    systems = {d.system for d in DIALECTS} - {d.name for d in DIALECTS}
    assert not systems & {*every}


@pytest.mark.parametrize(
    "dialect", [d for d in DIALECTS if d.letters is not None], ids=by_name
)
def test_letters_are_explained_and_come_back(dialect: Dialect) -> None:
    letters = dialect.letters
    assert letters is not None
    text = "".join(letters.table.values())
    assert len({*text}) == len(text)
    assert letters.show(letters.mask) == text
    assert letters.parse(text) == letters.mask
    assert all(words for _, _, words in letters.explain(text))
    odd = next(c for c in "QqZz%" if c not in text)
    with pytest.raises(FormatError, match=f"unknown flag '{odd}'"):
        letters.parse(text[:2] + odd)


@pytest.mark.parametrize("dialect", DIALECTS, ids=by_name)
def test_nothing_is_made_of_prose(dialect: Dialect) -> None:
    prose = ["It was a dark and stormy night;", "the rain fell in torrents."]
    for form in dialect.forms:
        assert form.parse(prose, 0) is None


@pytest.mark.parametrize("dialect", DIALECTS, ids=by_name)
def test_an_empty_snapshot_can_be_shown(dialect: Dialect) -> None:
    for form in dialect.forms:
        with suppress(UsageError):  # route get: there is no route to show
            lines = list(form.show(Snapshot(), None, View()))
            assert all("\n" not in line for line in lines)


LINES = ["-rn", "-r", "-rs", "-i", "-in", "-an", "-a", "-nr -f inet", "-rna"]


@pytest.mark.parametrize("dialect", DIALECTS, ids=by_name)
def test_a_tool_asks_for_forms_that_there_are(dialect: Dialect) -> None:
    names = {form.name for form in dialect.forms}
    for tool in dialect.tools.values():
        for line in LINES:
            try:
                plan = tool.plan(line.split())
            except UsageError:
                continue
            assert {form for form, _ in plan.forms} <= names


# -- captures -----------------------------------------------------------------------------


@pytest.mark.parametrize(("dialect", "path"), GOLDEN, ids=by_name)
def test_a_capture_comes_back_byte_for_byte(dialect: Dialect, path: Path) -> None:
    lines = path.read_text().split("\n")
    listings = list(read(dialect, lines))
    assert listings
    for form, found, at in listings:
        assert shown(form, found) == lines[at : found.end]


@pytest.mark.parametrize(("dialect", "path"), TABLES, ids=by_name)
def test_a_capture_is_spaced_as_its_form_has_it(dialect: Dialect, path: Path) -> None:
    for form, found, _ in read(dialect, path.read_text().split("\n")):
        assert found.loose == 0
        for block in found.blocks:
            assert (block.titles, block.heading, block.row) == (None, None, None)
            assert not any(
                option[:1].isdigit() and ":" in option for option in block.options
            )
        again = holding(form, found)
        if not any(block.options for block in found.blocks):
            view = View(all=True, options=("nonzero",) if "rss" in path.stem else ())
            whole = list(form.show(again, None, view))
            lines = shown(form, found)
            assert [line for line in whole if not line.startswith("\t- ")] == lines


@pytest.mark.parametrize(("dialect", "path"), BSD_GOLDEN, ids=by_name)
def test_a_line_broken_in_two_is_an_error_with_its_number(
    dialect: Dialect, path: Path
) -> None:
    lines = path.read_text().rstrip("\n").split("\n")
    for broken, line in enumerate(lines):
        words = line.split()
        if len(words) < 4 or words[0] in ("Destination", "Name"):
            continue
        half = " ".join(words[: min(len(words) // 2, 3)])
        with pytest.raises(FormatError) as caught:
            list(read(dialect, [*lines[:broken], half, *lines[broken + 1 :]]))
        assert caught.value.line == broken


@pytest.mark.parametrize(("dialect", "path"), BSD_GOLDEN, ids=by_name)
def test_a_line_of_prose_in_the_middle_is_an_error_with_its_number(
    dialect: Dialect, path: Path
) -> None:
    lines = path.read_text().rstrip("\n").split("\n")
    middle = len(lines) - 1
    with pytest.raises(FormatError) as caught:
        list(read(dialect, [*lines[:middle], "(more to come)", lines[middle]]))
    assert caught.value.line == middle


@settings(max_examples=300)
@given(st.data())
def test_a_digit_changed_changes_one_field_of_one_record(data: st.DataObject) -> None:
    dialect, path = data.draw(st.sampled_from(BSD_GOLDEN))
    text = path.read_text()
    places = [i for i, c in enumerate(text) if c.isdigit()]
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda d: d != text[at]))
    lines = (text[:at] + digit + text[at + 1 :]).split("\n")
    try:
        after = list(read(dialect, lines))
    except FormatError:
        return
    before = records_of(dialect, text.split("\n"))
    now = [r for _, found, _ in after for r in found.records]
    if isinstance(now[0], Interface):  # rows of two interfaces are two records
        assert now != before or len(now) == len(before)
    else:
        assert len(now) == len(before)
        changed = [(a, b) for a, b in zip(before, now, strict=True) if a != b]
        assert len(changed) <= 1
        for one, other in changed:
            assert sum(x != y for x, y in zip(one, other, strict=True)) == 1  # type: ignore[call-overload]
    for form, found, start in after:
        assert shown(form, found) == lines[start : found.end]


def flagged(dialect: Dialect) -> Iterator[tuple[list[str], int, str]]:
    """The lines of each capture of routes, the number of a row, and its flags."""
    for owner, path in BSD_GOLDEN:
        if (
            owner is dialect
            and path.stem.startswith("netstat-r")
            and "rs" not in path.stem
        ):
            lines = path.read_text().split("\n")
            for n, line in enumerate(lines):
                words = line.split()
                if len(words) > 3 and words[2][:1] == "U":
                    yield lines, n, words[2]


@pytest.mark.parametrize("dialect", BSD, ids=by_name)
def test_an_unknown_flag_is_named_with_its_line(dialect: Dialect) -> None:
    rows = list(flagged(dialect))
    assert rows
    for lines, n, flags in rows:
        odd = flags[:-1] + "Q"
        broken = lines[n].replace(f" {flags} ", f" {odd} ")
        with pytest.raises(FormatError) as caught:
            list(read(dialect, [*lines[:n], broken, *lines[n + 1 :]]))
        assert caught.value.message == f"unknown flag 'Q' in {odd!r}"
        assert caught.value.line == n
        assert caught.value.column == broken.index(f" {odd} ") + 2


# -- what each BSD can say ------------------------------------------------------------------

FORMS = {
    # dialect: form with all columns, most letters of flags, characters of an interface
    "openbsd31": ("netstat -r", 6, 16),
    "freebsd4": ("netstat -rW", 6, 6),
    "macos": ("netstat -rl", 10, 7),
}

ifnames = st.from_regex(r"[a-z]{2,3}[0-9]{1,2}", fullmatch=True)
counts = st.none() | st.integers(0, 10**9)


@st.composite
def prefixes(draw: st.DrawFn, version: int) -> Prefix:
    """Any prefix."""
    width = 32 if version == 4 else 128
    plen = draw(st.integers(1, width) | st.just(width))
    first = draw(st.integers(0, (1 << plen) - 1)) << (width - plen)
    return Prefix(version, first, plen)


def hosts(version: int) -> st.SearchStrategy[Prefix]:
    """Any address."""
    width = 32 if version == 4 else 128
    return st.integers(0, 2**width - 1).map(lambda n: Prefix(version, n, width))


@st.composite
def routes_of(draw: st.DrawFn, dialect: Dialect) -> Route:
    """A route that a BSD can print."""
    assert dialect.letters is not None
    _, letters, _ = FORMS[dialect.name]
    version = draw(st.sampled_from([4, 6]))
    dst = draw(prefixes(version))
    flags = RTF.UP
    every = sorted(set(dialect.letters.table) - {RTF.UP, RTF.HOST})
    for flag in draw(st.sets(st.sampled_from(every), max_size=letters - 2)):
        flags |= flag
    if dst.is_host and draw(st.booleans()):
        flags |= RTF.HOST
    gateway = draw(
        st.binary(min_size=6, max_size=6).map(LLAddr)
        | st.integers(0, 99).map(Link)
        | hosts(version)
    )
    route = Route(dst, gateway, draw(ifnames), flags)
    route = route._replace(refs=draw(counts), use=draw(counts), mtu=draw(counts))
    if dialect.name == "openbsd31":
        return route._replace(locks=draw(st.sampled_from([(), ("mtu",)])))
    least = 0 if dialect.name == "macos" else 1
    return route._replace(expire=draw(st.none() | st.integers(least, 99999)))


@pytest.mark.parametrize("dialect", BSD, ids=by_name)
@settings(max_examples=150)
@given(data=st.data())
def test_a_route_that_can_be_said_comes_back(
    dialect: Dialect, data: st.DataObject
) -> None:
    every = data.draw(st.lists(routes_of(dialect), min_size=1, max_size=6))
    every.sort(key=lambda route: route.dst.version)  # type: ignore[union-attr]
    form = dialect.form(FORMS[dialect.name][0])
    lines = list(form.show(Snapshot(routes=tuple(every)), None, View(all=True)))
    found = form.parse(lines, 0)
    assert found is not None
    assert found.records == tuple(every)
    assert (found.end, found.loose) == (len(lines), 0)


neighbors = st.builds(
    Neighbor,
    hosts(4),
    st.none() | st.binary(min_size=6, max_size=6).map(LLAddr),
    flags=st.sampled_from([NTF(0), NTF.PERMANENT, NTF.PERMANENT | NTF.PUBLISHED]),
    name=st.none() | st.sampled_from(["gw", "printer.example.net"]),
)


@pytest.mark.parametrize("dialect", BSD, ids=by_name)
@given(every=st.lists(neighbors, min_size=1, max_size=5))
def test_a_neighbor_comes_back(dialect: Dialect, every: list[Neighbor]) -> None:
    form = dialect.form("arp -a")
    lines = list(form.show(Snapshot(neighbors=tuple(every)), None, View()))
    found = form.parse(lines, 0)
    assert found is not None
    assert found.records == tuple(every)


@pytest.mark.parametrize("dialect", BSD, ids=by_name)
def test_what_the_source_did_not_say_is_a_dash(dialect: Dialect) -> None:
    live = Route(parse_prefix("192.0.2.0/24"), Link(3), "em0", RTF.UP | RTF.CLONING)
    form, _, _ = FORMS[dialect.name]
    row = list(dialect.form(form).show(Snapshot(routes=(live,)), None, View()))[-1]
    mtu = ["-"] if dialect.name == "openbsd31" else []
    assert row.split()[2:] == ["UC", "-", "-", *mtu, "em0"]


LIVE = Interface(
    "eth0",
    ifindex=2,
    mtu=1400,
    flags=IFF.UP | IFF.BROADCAST,
    lladdr=LLAddr(b"\2\0\0\0\0\1"),
    counters=Counters(ipkts=5, ierrs=0, opkts=7, oerrs=0, colls=0, ififo=3),
    addresses=(
        IfAddr(
            parse_address("192.0.2.2"),
            parse_prefix("192.0.2.0/24"),
            brd=parse_address("192.0.2.255"),
            scope="global",
        ),
        IfAddr(
            parse_address("fe80::2%eth0"), parse_prefix("fe80::%eth0/64"), scope="link"
        ),
    ),
)

INTERFACE_ROWS = {
    "openbsd31": [
        "eth0    1400  <Link>      02:00:00:00:00:01        5     0        7     0     0",
        "eth0    1400  192.0.2/24  192.0.2.2                5     0        7     0     0",
        "eth0    1400  fe80::/64   fe80::2                  5     0        7     0     0",
        "tun0*   -     none        none                     -     -        -     -     -",
    ],
    "freebsd4": [
        "eth0  1400  <Link#2>    02:00:00:00:00:01        5     0        7     0     0",
        "eth0  1400  192.0.2       192.0.2.2              -     -        -     -     -",
        "eth0  1400  fe80::%eth0 fe80::2                  -     -        -     -     -",
        "tun0* -     none          none                   -     -        -     -     -",
    ],
}


@pytest.mark.parametrize("name", ["openbsd31", "freebsd4", "macos"])
def test_a_live_interface_is_shown_as_the_tool_would(name: str) -> None:
    form = dialect_of(name).form("netstat -i")
    snapshot = Snapshot(interfaces=(LIVE, Interface("tun0", flags=IFF(0))))
    rows = list(form.show(snapshot, None, View()))[1:]
    assert rows == INTERFACE_ROWS.get(name, INTERFACE_ROWS["freebsd4"])


def test_without_n_ipv6_has_no_length_and_is_cut() -> None:
    route = Route(parse_prefix("2001:db8:1:2::/64"), Link(3), "em0", RTF.UP)
    for name, cell in (
        ("openbsd31", "2001:db8:1:2::/64"),
        ("freebsd4", "2001:db8:1:2::"),
        ("macos", "2001:db8:1:2::"),
    ):
        form = dialect_of(name).form("netstat -r")
        snapshot = Snapshot(routes=(route,))
        named = list(form.show(snapshot, None, View(numeric=False)))
        assert named[-1].startswith(f"{cell:18} link#3 ")
        assert not list(form.show(snapshot, None, View()))[-1].startswith(
            f"{cell:18} link"
        )


@pytest.mark.parametrize("dialect", BSD, ids=by_name)
def test_an_ipv6_gateway_as_long_as_a_column_without_n_is_whole_with_n(
    dialect: Dialect,
) -> None:
    gateway = parse_address("fe80::1:2:3:4%fxp1")
    route = Route(parse_prefix("2001:db8::/32"), gateway, "fxp1", RTF.UP | RTF.GATEWAY)
    for form in ("netstat -r", FORMS[dialect.name][0]):
        lines = list(dialect.form(form).show(Snapshot(routes=(route,)), None, View()))
        found = dialect.form(form).parse(lines, 0)
        assert found is not None
        assert found.records[0].gateway == gateway


def test_flag_3_is_said_to_run_a_timer_on_freebsd_and_macos() -> None:
    for name in ("freebsd4", "macos"):
        letters = dialect_of(name).letters
        assert letters is not None
        assert "timer" in letters.words[RTF.PROTO3]
        assert "template" in letters.words[RTF.CLONED]


# -- captures of others ----------------------------------------------------------------------


@pytest.mark.skipif(not SEEDS, reason="no captures at RTENTRY_CORPUS")
@pytest.mark.parametrize("path", SEEDS, ids=by_name)
def test_a_seed_listing_comes_back_byte_for_byte(path: Path) -> None:
    lines = path.read_text().split("\n")
    ways = []
    for dialect in DIALECTS:
        try:
            ways.append(list(read(dialect, lines)))
        except FormatError:
            continue
    assert ways
    best = min(ways, key=lambda way: sum(found.loose for _, found, _ in way))
    for form, found, at in best:
        assert shown(form, found) == lines[at : found.end]


@pytest.mark.skipif(not CAPTURES, reason="no captures at RTENTRY_CORPUS")
@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: "/".join(p.parts[-3:]))
def test_what_is_read_comes_back(path: Path) -> None:
    lines = path.read_text(errors="surrogateescape").split("\n")
    for dialect in DIALECTS:
        try:
            listings = list(read(dialect, lines))
        except FormatError:
            continue
        for form, found, at in listings:
            if found.loose:
                continue  # somebody spaced it otherwise, and no format prints it so
            again = [line.rstrip() for line in shown(form, found)]
            assert again == [x.rstrip() for x in lines[at : found.end]], dialect.name


FLAG_TABLE = CORPUS / "seeds" / "000_flag_table.txt"
RENAMED = {"WASCLONED": "CLONED"}


@pytest.mark.skipif(not FLAG_TABLE.exists(), reason="no captures at RTENTRY_CORPUS")
def test_macos_has_all_flags_of_its_manual() -> None:
    letters = dialect_of("macos").letters
    assert letters is not None
    for line in FLAG_TABLE.read_text().splitlines():
        letter, name, *_ = line.split()
        name = name.removeprefix("RTF_")
        assert letters.flag[letter].name == RENAMED.get(name, name)
