"""The checks: each finds what its example shows, and nothing in one that is nearly so."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import rtentry
from rtentry.checks import checks, findings
from rtentry.checks.rules import broken, parse
from rtentry.checks.table import Table
from rtentry.cli import main
from rtentry.errors import FormatError
from rtentry.flags import IFF, NTF
from rtentry.model import Interface, Neighbor

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
CHECKED = EXAMPLES / "checks"
CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"


def found(text):
    return [finding for s in rtentry.parse(text) for finding in findings(s)]


@pytest.mark.parametrize("code", checks())
def test_a_check_finds_what_its_example_shows_and_nothing_else(code):
    [one] = found((CHECKED / f"{code}.txt").read_text())
    assert one.code == code
    assert one.found.records or code in ("no-default", "neighbors-many", "table-unused")
    assert one.advice


@pytest.mark.parametrize("code", checks())
def test_a_check_lets_pass_what_is_nearly_so(code):
    assert found((CHECKED / f"{code}-nearly.txt").read_text()) == []


def test_every_example_belongs_to_a_check():
    names = {p.stem.removesuffix("-nearly") for p in CHECKED.iterdir()}
    assert names == set(checks())


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="no corpus of captures beside the project"
)
def test_no_capture_of_the_corpus_breaks_a_check():
    for path in sorted(CORPUS.rglob("*.txt")):
        try:
            snapshots = rtentry.read(str(path))
        except rtentry.RtentryError:
            continue
        for snapshot in snapshots:
            findings(snapshot)


# -- what is not to be found ------------------------------------------------------------------

NET = "192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7\n"
FINE = [
    # a peer is on the link, though no network is
    "default via 198.51.100.1 dev ppp0\n198.51.100.1 dev ppp0 scope link src 192.0.2.7\n",
    # link-local gateways are on every link
    "default via fe80::1 dev eth0\n2001:db8::/64 dev eth0 proto kernel\n",
    # a gateway that another route leads to
    f"default via 192.0.2.1 dev eth0\n10.0.0.0/8 via 198.51.100.1 dev eth0\n"
    f"198.51.100.0/24 via 192.0.2.9 dev eth0\n{NET}",
    # link-local networks are there for each link
    "default via fe80::1 dev eth0\nfe80::/64 dev eth0 proto kernel metric 256\n"
    "fe80::/64 dev eth1 proto kernel metric 256\n2001:db8::/64 dev eth0 proto kernel\n",
    # several next hops share the load: no duplicates
    "default\n\tnexthop via 192.0.2.1 dev eth0 weight 1\n"
    f"\tnexthop via 192.0.2.2 dev eth0 weight 1\n{NET}",
]


@pytest.mark.parametrize("text", FINE)
def test_what_is_as_it_should_be_is_not_found(text):
    assert found(text) == []


def test_an_interface_that_is_down_makes_its_routes_an_error():
    [snapshot] = rtentry.parse(f"default via 192.0.2.1 dev eth0\n{NET}")
    down = snapshot._replace(interfaces=(Interface("eth0", flags=IFF(0)),))
    assert [f.code for f in findings(down)] == ["link-down", "link-down"]
    up = snapshot._replace(interfaces=(Interface("eth0", flags=IFF.UP),))
    assert findings(up) == []


def test_a_source_of_nobody_is_found():
    addr = rtentry.parse("192.0.2.7 dev eth0\n")[0].routes[0].dst
    from rtentry.model import IfAddr

    [snapshot] = rtentry.parse("default via 192.0.2.1 dev eth0 src 192.0.2.8\n" + NET)
    links = (Interface("eth0", flags=IFF.UP, addresses=(IfAddr(addr),)),)
    told = findings(snapshot._replace(interfaces=links))
    assert [f.found.reason for f in told] == [
        "source 192.0.2.8 is no address of this host"
    ]


def test_own_addresses_are_no_neighbours_set_by_hand():
    [snapshot] = rtentry.parse(f"default via 192.0.2.1 dev eth0\n{NET}")
    own = snapshot.routes[1].src
    assert own is not None
    entry = Neighbor(own, rtentry.LLAddr(b"\2\0\0\0\0\1"), "eth0", "PERMANENT", NTF(0))
    assert findings(snapshot._replace(neighbors=(entry,))) == []


# -- rules -----------------------------------------------------------------------------------

MONDAY = EXAMPLES.joinpath("monday.txt").read_text()
RULES = [
    # rule, why it is broken ("" = kept)
    ("expect default via 192.0.2.1", ""),
    ("expect default", ""),
    ("expect 10.0.0.0/8 via 192.0.2.9 dev eth0", ""),
    ("expect 10.0.0.0/8 via 192.0.2.1", "goes via 192.0.2.9 dev eth0"),
    ("expect 10.1.0.0/16", "there is no such route"),
    ("expect 10.0.0.0/8 metric 7", "goes via 192.0.2.9 dev eth0"),
    ("absent 0.0.0.0/1", ""),
    ("absent 10.0.0.0/8", "is there: via 192.0.2.9 dev eth0"),
    ("absent 10.0.0.0/8 dev eth1", ""),
    ("reach 10.1.2.3 via 192.0.2.9", ""),
    (
        "reach 203.0.113.1 dev eth1",
        "goes via 192.0.2.1 dev eth0, by the route to default",
    ),
    ("reach 2001:db8::1", "there is no route to it"),
    ("expect default type unicast table main", ""),
]


@pytest.mark.parametrize(("rule", "reason"), RULES)
def test_a_rule_is_kept_or_broken(rule, reason):
    [snapshot] = rtentry.parse(MONDAY)
    told = [f.found.reason for f in broken(parse(rule), Table(snapshot))]
    assert told == ([f"{reason} (rule: {rule})"] if reason else [])


WRONG = [
    (
        "exspect default",
        "unknown rule 'exspect': expect, absent, reach, allow; a table",
    ),
    ("expect", "'expect' of what?"),
    ("expect 10.0.0.0/33", "'33' in '10.0.0.0/33' is not a prefix length"),
    ("expect default through 192.0.2.1", "'through': one of via, dev"),
    ("expect default via", "'via': one of via, dev"),
    ("allow nonsense", "unknown check 'nonsense': address-twice"),
]


@pytest.mark.parametrize(("text", "reason"), WRONG)
def test_a_line_that_is_no_rule_is_an_error_with_its_number(text, reason):
    with pytest.raises(FormatError) as error:
        parse(f"# rules\n{text}\n")
    assert error.value.line == 2
    assert error.value.message.startswith(reason)


# -- as a user calls it ----------------------------------------------------------------------


def run(capsys, *argv):
    status = main(["-F", str(CHECKED / argv[0]), "check", *argv[1:]])
    out, err = capsys.readouterr()
    return status, out, err


FAILING = [
    # example, --fail-on, exit status
    ("redirected.txt", "warning", 1),
    ("redirected.txt", "error", 0),
    ("redirected.txt", "never", 0),
    ("no-default.txt", "warning", 0),
    ("no-default.txt", "note", 1),
    ("link-down.txt", "error", 1),
    ("link-down-nearly.txt", "note", 0),
]


@pytest.mark.parametrize(("name", "limit", "status"), FAILING)
def test_the_exit_status_follows_the_worst_finding(capsys, name, limit, status):
    assert run(capsys, name, "--fail-on", limit)[0] == status


def test_an_unknown_limit_or_format_is_wrong_usage(capsys):
    assert run(capsys, "redirected.txt", "--fail-on", "x")[0] == 2
    assert run(capsys, "redirected.txt", "--format", "x")[0] == 2


def test_rules_are_read_from_a_file_and_findings_allowed(capsys, tmp_path):
    rules = tmp_path / "own.rules"
    rules.write_text("allow redirected 203.0.113.9/32\nabsent 203.0.113.9\n")
    status, out, err = run(capsys, "redirected.txt", str(rules))
    assert status == 1
    assert out.splitlines() == [
        "error   absent: castor: 203.0.113.9: is there: via 192.0.2.33 dev ne3"
        " (rule: absent 203.0.113.9)"
    ]
    assert err == "rtentry: allowed by rules: 1\n"


def test_findings_are_data(capsys):
    main(["-j", "-F", str(CHECKED / "redirected.txt"), "check"])
    [one] = json.loads(capsys.readouterr().out)
    assert (one["host"], one["code"], one["severity"]) == (
        "castor",
        "redirected",
        "warning",
    )
    assert one["records"][0]["dst"] == "203.0.113.9/32"


def test_sarif_has_every_rule_and_the_findings(capsys):
    _, out, _ = run(capsys, "redirected.txt", "--format", "sarif")
    [one] = json.loads(out)["runs"]
    assert [r["id"] for r in one["tool"]["driver"]["rules"]] == list(checks())
    assert [(r["ruleId"], r["level"]) for r in one["results"]] == [
        ("redirected", "warning")
    ]


def test_junit_has_a_case_for_every_check(capsys):
    _, out, _ = run(capsys, "redirected.txt", "--format", "junit")
    suite = ET.fromstring(out)
    assert (suite.get("tests"), suite.get("failures")) == (str(len(checks())), "1")
    [failed] = [case for case in suite if case.find("failure") is not None]
    assert failed.get("name") == "redirected"


def test_nagios_has_its_own_exit_statuses(capsys):
    status, out, _ = run(capsys, "link-down.txt", "--format", "nagios")
    assert status == 2
    assert (
        out.splitlines()[0] == "ROUTES CRITICAL - 1 error | errors=1 warnings=0 notes=0"
    )
    status, out, _ = run(capsys, "no-default.txt", "--format", "nagios")
    assert (status, out.splitlines()[0][:9]) == (0, "ROUTES OK")
    status, out, _ = run(capsys, "link-down-nearly.txt", "--format", "nagios")
    assert out == "ROUTES OK - no findings | errors=0 warnings=0 notes=0\n"


def test_prometheus_has_the_same_series_where_nothing_is_found(capsys):
    _, out, _ = run(capsys, "link-down-nearly.txt", "--format", "prometheus")
    [host] = {line.partition(",code=")[0] for line in out.splitlines()[2:]}
    assert host.startswith("rtentry_check_findings{host=")


def test_prometheus_counts_by_check_and_host(capsys):
    _, out, _ = run(capsys, "redirected.txt", "--format", "prometheus")
    lines = out.splitlines()
    name = "rtentry_check_findings"
    assert f'{name}{{host="castor",code="redirected",severity="warning"}} 1' in lines
    assert f'{name}{{host="castor",code="link-down",severity="error"}} 0' in lines
    assert len(lines) == 2 + len(checks())


def test_the_checks_are_listed(capsys):
    assert main(["check", "--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(
        checks()
    )


# -- what is not listed ---------------------------------------------------------------------------

EXCERPT = """\
Routing tables

Internet:
Destination      Gateway       Flags    Refs    Use    Netif  Expire
10.1/16          192.0.2.9     UGSc        0        0    xl0
...
"""


def codes(text: str) -> list[str]:
    [snapshot] = rtentry.parse(text)
    return [finding.code for finding in findings(snapshot)]


def test_rows_that_somebody_left_out_are_not_missed():
    whole = EXCERPT.replace("...\n", "")
    assert "no-default" in codes(whole)
    assert "no-default" not in codes(EXCERPT)


KLIPS = """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
192.0.2.0       0.0.0.0         255.255.255.0   U     0      0        0 eth1
192.0.2.0       0.0.0.0         255.255.255.0   U     0      0        0 ipsec0
0.0.0.0         192.0.2.1       0.0.0.0         UG    0      0        0 eth1
"""


def test_the_network_of_a_virtual_interface_is_no_duplicate():
    assert codes(KLIPS) == []
    assert codes(KLIPS.replace("ipsec0", "eth2")) == ["duplicate"]


UNICAST = """\
Internet6:
Destination            Gateway                Flags   Refs      Use   Mtu  Prio Iface
2000::/3               2001:db8::1            UGS        0    65934     -     8 em0
2001:db8::/64          link#1                 UC         1        0     -     4 em0
"""


def test_a_route_to_all_global_addresses_is_a_default_one():
    assert codes(UNICAST) == []
    assert codes(UNICAST.replace("2000::/3", "2000::/4")) == ["no-default"]
