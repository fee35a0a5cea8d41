"""``rtentry sql``: questions over the tables of a source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")

from rtentry.addr import parse_prefix  # noqa: E402
from rtentry.arrow import sql  # noqa: E402
from rtentry.arrow.write import records, routes  # noqa: E402
from rtentry.cli import main  # noqa: E402
from rtentry.model import Neighbor, Route, Snapshot  # noqa: E402

TABLE = """\
default via 192.0.2.1 dev eth0
10.0.0.0/8 via 192.0.2.9 dev eth0 metric 20
10.64.0.0/10 dev tun0 scope link
2001:db8::/32 via fe80::1 dev eth0 metric 30
"""


@pytest.fixture
def ask(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("table").write_text(TABLE)

    def run(*words):
        status = main(["-F", "table", "sql", *words])
        out, err = capsys.readouterr()
        return status, out.splitlines(), err.splitlines()

    return run


def test_rows_stand_in_columns_numbers_at_their_right(ask):
    query = "select dst, metric, gateway from routes order by first, plen"
    assert ask(query) == (
        0,
        [
            "dst            metric  gateway",
            "0.0.0.0/0           -  192.0.2.1",
            "10.0.0.0/8         20  192.0.2.9",
            "10.64.0.0/10        -  -",
            "2001:db8::/32      30  fe80::1",
        ],
        [],
    )


def test_they_are_csv_and_json(ask):
    query = "select ifname, sum(metric) as m, first(first order by first) as f from routes group by all order by 1"
    assert ask(query, "--csv")[1] == [
        "ifname,m,f",
        "eth0,50,0400000000",
        "tun0,,040a400000",
    ]
    _, [line], _ = ask(query, "--json")
    assert json.loads(line)[1] == {"ifname": "tun0", "m": None, "f": "040a400000"}
    assert [json.loads(x)["m"] for x in ask(query, "--jsonl")[1]] == [50, None]


def test_a_question_may_stand_in_a_file(ask):
    Path("question.sql").write_text("select count(*) as n\nfrom routes\n")
    assert ask("question.sql")[1] == ["n", "4"]


LOOKUPS = [
    ("10.70.1.2", ["10.64.0.0/10", "10.0.0.0/8", "0.0.0.0/0"]),
    ("192.0.2.1", ["0.0.0.0/0"]),
    ("2001:db8::1", ["2001:db8::/32"]),
    ("10.64.0.0/12", ["10.64.0.0/10", "10.0.0.0/8", "0.0.0.0/0"]),
    ("::1", []),
    ("link#1", []),
]


@pytest.mark.parametrize(("address", "covering"), LOOKUPS)
def test_prefixes_are_compared(ask, address, covering):
    by_text = (
        f"select dst from routes where covers(dst, '{address}') order by plen desc"
    )
    assert ask(by_text, "--csv")[1][1:] == covering
    inside = (
        f"first <= first_address('{address}') and last >= last_address('{address}')"
    )
    by_ends = f"select dst from routes where {inside} order by plen desc"
    assert ask(by_ends, "--csv")[1][1:] == covering


def test_first_and_last_are_those_of_the_text():
    each = ["10.64.0.0/10", "192.0.2.1/32", "::/0", "2001:db8::/33", "0.0.0.0/0"]
    table = routes([Snapshot(routes=tuple([Route(parse_prefix(x)) for x in each]))])
    for name, function in (("first", sql.first_address), ("last", sql.last_address)):
        assert function(pa.array(each)).to_pylist() == table[name].to_pylist()


def test_other_records_are_tables_too():
    neighbor = Neighbor(
        parse_prefix("192.0.2.1"), ifname="eth0", state="STALE", probes=0
    )
    snapshot = Snapshot(host="castor", neighbors=(neighbor,))
    _, rows = sql.ask([snapshot], "select host, addr, state, probes from neighbors")
    assert list(rows) == [("castor", "192.0.2.1", "STALE", 0)]
    assert len(records([snapshot], "interfaces")) == 0


WRONG = [
    ("selct 1", 2, 'sql: Parser Error: syntax error at or near "selct"'),
    ("select x from routes", 2, 'sql: Binder Error: Referenced column "x" not found'),
    (
        "select * from nowhere",
        2,
        "sql: Catalog Error: Table with name nowhere does not",
    ),
    (
        "select cast(dst as int) from routes",
        3,
        "sql: Conversion Error: Could not convert",
    ),
    (
        "select * from read_csv('/etc/passwd')",
        2,
        "sql: Permission Error: Cannot access file",
    ),
    ("select * from '/etc/passwd'", 2, "sql: "),
    ("copy routes to 'out.csv'", 2, "sql: Permission Error: Cannot access file"),
    ("attach 'out.db'", 2, "sql: Permission Error: Cannot access file"),
    ("install httpfs", 2, "sql: Permission Error"),
    (
        "load spatial",
        2,
        "sql: Permission Error: Loading external extensions is disabled",
    ),
    ("set enable_external_access = true", 3, "sql: Invalid Input Error: Cannot change"),
    ("; ;", 2, "sql: there is no question"),
    ("select dst, dst from routes", 2, "sql: two columns are called 'dst'"),
]


@pytest.mark.parametrize(("query", "status", "told"), WRONG)
def test_what_is_wrong_or_not_allowed_is_one_line(ask, query, status, told):
    got, out, err = ask(query, "--json")
    assert (got, out, len(err)) == (status, [], 1)
    assert err[0].startswith(f"rtentry: {told}")
    assert sorted(path.name for path in Path().iterdir()) == ["table"]
