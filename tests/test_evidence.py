"""Evidence: why a listing was taken for what it is, and what else it could have been."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rtentry.api import parse
from rtentry.cli import main
from rtentry.dialects import dialects
from rtentry.evidence import RANKS, Evidence, evidence, told

ROOT = Path(__file__).parent.parent
CASTOR = ROOT / "docs" / "examples" / "castor.txt"
GOLDEN = [
    path
    for dialect in dialects()
    for path in sorted((ROOT / "tests" / "golden" / dialect.name).glob("*.txt"))
]


def found(text: str, *, lenient: bool = False) -> list[Evidence]:
    return [
        evidence(snapshot, listing)
        for snapshot in parse(text, lenient=lenient)
        for listing in snapshot.listings
    ]


def of(one: Evidence) -> dict[str, tuple[str, int | None]]:
    """The outcome of each rival, and the line that decided."""
    return {rival.dialect: (rival.outcome, rival.line) for rival in one.rivals}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_each_listing_has_evidence_and_each_dialect_its_say(path):
    for one in found(path.read_text()):
        known = {d.name for d in dialects() if d.forms}
        assert {rival.dialect for rival in one.rivals} == known - {one.dialect}
        ranks = [RANKS.index(rival.outcome) for rival in one.rivals]
        assert ranks == sorted(ranks)
        assert all(rival.reason for rival in one.rivals)
        assert all("\n" not in line for line in told(one))
        assert json.dumps(one._asdict())


def test_a_heading_that_others_have_not_decides():
    [routes, *_] = found(CASTOR.read_text())
    assert routes.dialect == "freebsd4"
    assert routes.heading is not None
    assert routes.heading.split()[-2:] == ["Netif", "Expire"]
    assert routes.own
    assert of(routes)["iproute2"] == ("heading", None)


def test_the_heading_of_another_release_is_told():
    path = ROOT / "tests" / "golden" / "freebsd14" / "ndp-an-13.txt"
    [one] = found(path.read_text())
    assert one.heading is not None
    assert one.heading.endswith("Expire    1s 5s")


def test_a_letter_that_others_have_not_decides_and_its_line_is_named():
    [routes, *_] = found(CASTOR.read_text())
    outcome, line = of(routes)["freebsd9"]
    assert outcome == "cell"
    assert line is not None
    assert "c" in CASTOR.read_text().splitlines()[line - 1].split()[2]


def test_the_first_row_that_another_would_space_otherwise_is_named():
    outcome, line = of(found(CASTOR.read_text())[0])["macos"]
    assert (outcome, line is not None) == ("spacing", True)


def test_of_dialects_that_read_it_equally_the_newest_is_taken_and_it_is_said():
    [one] = found("? (192.0.2.1) at 02:00:5e:10:00:01 on xl0 [ethernet]\n")
    equal = [name for name, (outcome, _) in of(one).items() if outcome == "equal"]
    assert len(equal) > 1
    lines = [line for line in told(one) if "as well: " in line]
    assert len(lines) == 1
    assert lines[0].endswith("; the newest is taken")


def test_that_the_host_s_other_listings_decided_is_said():
    arp = found(CASTOR.read_text())[1]
    assert any("the host's other listings" in line for line in told(arp))


def test_lines_that_are_not_understood_are_counted():
    text = "? (192.0.2.1) at 02:00:5e:10:00:01 on xl0 [ethernet]\nodd\n"
    [one] = found(text, lenient=True)
    assert one.unparsed == 1
    assert "  1 line is not understood" in told(one)


def test_the_command_line_tells_people_and_programs(capsys):
    assert main(["convert", str(CASTOR), "--detect"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "castor: lines 2-13: routes: netstat -rnaW -f inet\n  freebsd4: "
    )
    assert main(["convert", str(CASTOR), "--detect", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [each["kind"] for each in data] == ["routes", "neighbors", "statistics"]
    assert {*data[0]} == {*Evidence._fields}


def test_what_was_read_as_data_has_no_evidence(tmp_path, capsys):
    path = tmp_path / "a.json"
    path.write_text('{"schema": "rtentry/1", "snapshots": [{"host": "castor"}]}')
    assert main(["convert", str(path), "--detect"]) == 1
    assert (
        capsys.readouterr().err == "rtentry: no listing is there: it was read as data\n"
    )
