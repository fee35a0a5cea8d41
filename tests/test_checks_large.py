"""The checks find the same in a table of arrays as in one of records."""

from __future__ import annotations

from pathlib import Path

import pytest

np = pytest.importorskip("numpy")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

import rtentry  # noqa: E402
from rtentry.addr import LLAddr, Prefix, mask_of, parse_address, parse_prefix  # noqa: E402
from rtentry.checks import arrays, checks, findings, tabled  # noqa: E402
from rtentry.checks.large import BY_DESTINATION, parts_of  # noqa: E402
from rtentry.checks.never_matches import covered  # noqa: E402
from rtentry.checks.rules import broken, parse  # noqa: E402
from rtentry.checks.table import Table  # noqa: E402
from rtentry.flags import IFF, NTF, RTF  # noqa: E402
from rtentry.frame import Routes  # noqa: E402
from rtentry.model import IfAddr, Interface, Neighbor, Nexthop, Route, Rule, Snapshot  # noqa: E402

CHECKED = Path(__file__).parent.parent / "docs" / "examples" / "checks"


def large(snapshot, cut=0):
    """The same, its routes but for the first few in frames."""
    head, tail = snapshot.routes[:cut], snapshot.routes[cut:]
    return snapshot._replace(routes=Routes(head, *parts_of(tail)))


@pytest.mark.parametrize("path", sorted(CHECKED.iterdir()), ids=lambda path: path.stem)
@pytest.mark.parametrize("cut", [0, 3])
def test_of_every_example_the_same_is_found(path, cut):
    for snapshot in rtentry.read(str(path)):
        assert findings(large(snapshot, cut)) == findings(snapshot)


NAMES = st.sampled_from(["eth0", "eth1", "lo", "ppp0"])


@st.composite
def prefixes(draw, version=None, hosts=False):
    """Prefixes that are often inside of each other, or the same."""
    version = version or draw(st.sampled_from([4, 4, 6]))
    width = 32 if version == 4 else 128
    tops = [0, 10, 127, 169, 192, 224, 255, 254, 32]
    addr = draw(st.sampled_from(tops)) << width - 8
    addr |= draw(st.integers(0, 7)) << width - 16 | draw(st.integers(0, 3))
    plens = [0, 1, 8, 9, 13, 14, 15, 16, 16, 16, width - 2, width - 1, width]
    plen = draw(st.sampled_from(plens))
    plen = width if hosts else plen
    return Prefix(version, addr & mask_of(plen, version), plen)


@st.composite
def routes(draw):
    dst = draw(prefixes())
    gateway = draw(
        st.one_of(
            st.none(),
            prefixes(version=dst.version, hosts=True),
            st.just(LLAddr(b"\0\1\2\3\4\5")),
        )
    )
    flags = RTF.UP | draw(
        st.sampled_from(
            [RTF.GATEWAY] * 4
            + [RTF(0), RTF.CLONING, RTF.CLONED | RTF.LLINFO | RTF.HOST, RTF.REJECT,
               RTF.DYNAMIC | RTF.GATEWAY, RTF.MODIFIED | RTF.GATEWAY, RTF.LOCAL]
        )
    )  # fmt: skip
    kinds = [None, None, None, "unicast", "blackhole", "local"]
    return Route(
        dst,
        gateway,
        draw(NAMES),
        flags,
        rtype=draw(st.sampled_from(kinds)),
        proto=draw(st.sampled_from([None, "static", "kernel"])),
        metric=draw(st.sampled_from([None, None, 5])),
        tableid=draw(st.sampled_from([None, None, 254, 7])),
        mtu=draw(st.sampled_from([None, None, 1000, 9000])),
        locks=draw(st.sampled_from([(), (), ("mtu",)])),
        src=draw(st.one_of(st.none(), st.none(), prefixes(hosts=True))),
        extra=draw(
            st.sampled_from(
                [(), (), (("as_path", "64496"),), (("as_path", "64497 64496"),),
                 (("linkdown", True),), (("onlink", True),), (("tos", "8"),)]
            )
        ),
        nexthops=draw(
            st.sampled_from(
                [()] * 5
                + [(Nexthop(parse_address("10.0.0.1"), "eth0"),
                    Nexthop(parse_address("10.0.0.2"), "eth1"))]
            )
        ),
    )  # fmt: skip


@st.composite
def tables(draw):
    """Routes of which many go the same way."""
    ways = [*PLAIN.values(), *draw(st.lists(routes(), max_size=3))]
    common = st.sampled_from(list(PLAIN.items())).flatmap(
        lambda one: st.tuples(prefixes(one[0]), st.just(one[1]))
    )
    each = st.one_of(common, common, st.tuples(prefixes(), st.sampled_from(ways)))
    pairs = draw(st.lists(each, max_size=40))
    return tuple([way._replace(dst=dst) for dst, way in pairs])


PLAIN = {
    4: Route(parse_prefix("10.0.0.0/16"), parse_address("10.1.0.1"), "eth0",
             RTF.UP | RTF.GATEWAY, rtype="unicast"),
    6: Route(parse_prefix("2001::/16"), parse_address("fe80::1"), "eth0",
             RTF.UP | RTF.GATEWAY, rtype="unicast"),
}  # fmt: skip
"""Ways that nothing is wrong with, mostly."""

NEIGHBORS = st.builds(
    Neighbor,
    prefixes(hosts=True),
    ifname=NAMES,
    lladdr=st.sampled_from([None, LLAddr(b"\0\1\2\3\4\5"), LLAddr(b"\0\1\2\3\4\6")]),
    state=st.sampled_from(["REACHABLE", "FAILED", "STALE", "PERMANENT"]),
    flags=st.just(NTF(0)),
)

INTERFACES = st.builds(
    Interface,
    NAMES,
    flags=st.sampled_from([IFF.UP, IFF(0), None]),
    mtu=st.sampled_from([1500, None]),
    addresses=st.lists(
        prefixes(hosts=True).map(
            lambda addr: IfAddr(
                addr, network=Prefix(addr.version, addr.addr >> 20 << 20, 12)
            )
        ),
        max_size=2,
    ).map(tuple),
)

SNAPSHOTS = st.builds(
    Snapshot,
    system=st.sampled_from(["linux", "openbsd"]),
    routes=tables(),
    neighbors=st.lists(NEIGHBORS, max_size=4).map(tuple),
    interfaces=st.lists(INTERFACES, max_size=3, unique_by=lambda x: x.ifname).map(
        tuple
    ),
    rules=st.sampled_from([(), (), (Rule(4, 0, tableid=254),)]),
)


@settings(max_examples=600, deadline=None)
@given(SNAPSHOTS, st.integers(0, 3))
def test_in_any_table_the_same_is_found(snapshot, cut):
    wanted = findings(snapshot)
    assert findings(large(snapshot, cut)) == wanted
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rtentry.checks.LARGE", 0)
        assert findings(snapshot) == wanted


RULES = parse(
    "expect 10.0.0.0/8 dev eth0\nabsent 10.0.0.0/9\nreach 192.0.0.1 dev eth1\n"
    "reach 10.0.0.2 type unicast\nexpect default\n"
)


@settings(max_examples=100, deadline=None)
@given(SNAPSHOTS)
def test_rules_of_ones_own_are_kept_or_broken_alike(snapshot):
    points = [each.dst for each in RULES if each.dst]
    some = tabled(large(snapshot), points)
    assert list(broken(RULES, some)) == list(broken(RULES, Table(snapshot)))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([4, 6]), st.data(), st.sampled_from([1, 2, 64]))
def test_what_longer_prefixes_hide_is_found(version, data, steps):
    each = data.draw(st.lists(prefixes(version), unique=True, max_size=30))
    each += [Prefix(version, 0, 0)] * data.draw(st.integers(0, 1))
    each = list(dict.fromkeys(each))
    wanted = set()
    for dst, under in covered(sorted(each, key=lambda dst: (dst.addr, dst.plen))):
        wanted |= {dst, *under}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "STEPS", steps)
        found = arrays.hidden(arrays.of_prefixes(version, each))
    assert {dst for dst, is_one in zip(each, found, strict=True) if is_one} == wanted


def test_many_that_hide_one_are_found():
    each = [Prefix(4, 10 << 24 | n << 8, 24) for n in range(1 << 16)]
    each.append(parse_prefix("10.0.0.0/8"))
    assert arrays.hidden(arrays.of_prefixes(4, each)).all()
    assert not arrays.hidden(arrays.of_prefixes(4, each[1:])).any()


def test_of_a_full_table_few_routes_are_looked_at():
    gateway, other = parse_address("192.0.2.1"), parse_address("198.51.100.1")
    flags = RTF.UP | RTF.GATEWAY
    far = [
        Route(Prefix(4, 20 << 24 | n << 8, 24), gateway, "eth0", flags)
        for n in range(5000)
    ]
    near = Route(parse_prefix("192.0.2.0/24"), None, "eth0")
    whole = Snapshot(system="openbsd", routes=(near, *far))
    assert len(tabled(large(whole)).snapshot.routes) < 10
    astray = [route._replace(gateway=other) for route in far[:7]]
    whole = whole._replace(routes=(near, *astray, *far[7:]))
    assert findings(large(whole)) == findings(whole)
    assert len(findings(whole)) == 7 + 1


def test_all_checks_are_thought_of():
    assert set(checks()) > BY_DESTINATION
