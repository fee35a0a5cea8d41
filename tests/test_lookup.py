"""``rtentry lookup``: many addresses against one table."""

from __future__ import annotations

import io
import json

import pytest

from rtentry.cli import main

TABLE = """\
default via 192.0.2.1 dev eth0
10.0.0.0/8 via 192.0.2.9 dev eth0
10.64.0.0/10 dev tun0 scope link
192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7
blackhole 198.51.100.0/24
203.0.113.0/24
\tnexthop via 192.0.2.1 dev eth0 weight 1
\tnexthop via 192.0.2.2 dev eth0 weight 1
"""


@pytest.fixture
def lookup(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table").write_text(TABLE)

    def run(addresses, *argv, table="table", before=()):
        (tmp_path / "addresses").write_text(addresses)
        status = main(["-F", table, *before, "lookup", "addresses", *argv])
        out, err = capsys.readouterr()
        return status, out.splitlines(), err.splitlines()

    return run


ROWS = [
    ("10.64.0.9", "10.64.0.0/10\t-\ttun0"),
    ("10.1.2.3", "10.0.0.0/8\t192.0.2.9\teth0"),
    ("192.0.2.77", "192.0.2.0/24\t-\teth0"),
    ("198.51.100.1", "198.51.100.0/24\t-\t-"),
    ("8.8.8.8", "0.0.0.0/0\t192.0.2.1\teth0"),
    ("203.0.113.5", "203.0.113.0/24\t-\t-"),
    ("2001:db8::1", "-\t-\t-"),
]


@pytest.mark.parametrize(("address", "row"), ROWS)
def test_an_address_is_told_with_the_route_that_it_takes(lookup, address, row):
    assert lookup(address + "\n") == (0, [f"{address}\t{row}"], [])


def test_addresses_are_answered_in_their_order(lookup):
    status, lines, _ = lookup("".join(f"{address}\n" for address, _ in ROWS))
    assert (status, [line.split("\t")[0] for line in lines]) == (
        0,
        [a for a, _ in ROWS],
    )


def test_they_may_be_one_word_of_each_line(lookup):
    text = "12:00,80,10.1.2.3,ok\n12:01;80;10.64.0.1;ok\n"
    assert [line[:9] for line in lookup(text, "--column", "3")[1]] == [
        "10.1.2.3\t",
        "10.64.0.1",
    ]


def test_what_is_no_address_is_told_with_its_line(lookup):
    status, lines, errors = lookup("10.1.2.3\n\nhost.example\n10.64.0.1\n")
    assert (status, len(lines)) == (3, 2)
    assert errors == ["rtentry: line 3: no address: 'host.example'"]


def test_of_many_wrong_lines_the_first_are_told_and_the_rest_counted(lookup):
    _, _, errors = lookup("x\n" * 50)
    assert len(errors) == 21
    assert errors[-1] == "rtentry: and 30 more lines without an address"


def test_they_are_counted_by_a_column(lookup):
    text = "10.1.2.3\n10.1.2.4\n10.64.0.1\n8.8.8.8\n2001:db8::1\n"
    assert lookup(text, "--by", "ifname")[1] == [
        "         3 eth0",
        "         1 -",
        "         1 tun0",
    ]
    assert lookup(text, "--by", "way")[1][0] == "         2 via 192.0.2.9 dev eth0"


def test_they_are_data(lookup):
    _, lines, _ = lookup("10.1.2.3\n", before=["--jsonl"])
    assert json.loads(lines[0]) == {
        "address": "10.1.2.3",
        "dst": "10.0.0.0/8",
        "gateway": "192.0.2.9",
        "ifname": "eth0",
        "way": "via 192.0.2.9 dev eth0",
    }
    assert isinstance(json.loads(lookup("10.1.2.3\n", before=["--json"])[1][0]), list)


def test_standard_input_is_read(monkeypatch, lookup, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("10.1.2.3\n"))
    assert main(["-F", "table", "lookup", "-"]) == 0
    assert capsys.readouterr().out == "10.1.2.3\t10.0.0.0/8\t192.0.2.9\teth0\n"


def test_a_file_that_is_not_there_is_an_error(lookup, capsys):
    assert main(["-F", "table", "lookup", "nowhere"]) == 3
    assert capsys.readouterr().err == "rtentry: nowhere: no such file or directory\n"


def test_an_address_in_place_of_a_file_is_told_where_it_is_asked(lookup, capsys):
    assert main(["-F", "table", "lookup", "192.0.2.7"]) == 3
    told = "rtentry: 192.0.2.7: no such file; of one address: rtentry get 192.0.2.7\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("argv", [["--by", "x"], ["--column", "0"]])
def test_what_it_cannot_do_is_wrong_usage(lookup, argv):
    assert lookup("", *argv)[0] == 2


# -- columns ------------------------------------------------------------------------------


def test_a_heading_names_the_column(lookup):
    text = 'time;src;dst\n1;10.1.2.3;"10.64.0.1"\n2;;x\n\n'
    assert lookup(text, "--column", "dst")[:2] == (
        3,
        ["10.64.0.1\t10.64.0.0/10\t-\ttun0"],
    )
    assert lookup(text, "--column", "src")[2] == ["rtentry: line 3: no address: '2;;x'"]
    status, _, [error] = lookup(text, "--column", "mark")
    told = "rtentry: addresses:1: no column 'mark': there are time, src, dst"
    assert (status, error) == (3, told)


def test_columns_of_the_route_are_told(lookup):
    assert lookup("192.0.2.9\n", "--columns", "proto,dst,src,scope,metric")[1] == [
        "192.0.2.9\tkernel\t192.0.2.0/24\t192.0.2.7\tlink\t-"
    ]
    assert lookup("192.0.2.9\n", "--columns", "prefix,colour")[0] == 2


def test_they_are_csv(lookup):
    assert lookup("192.0.2.9\n::1\n", "--csv", "--columns", "dst,flags,way")[1] == [
        "address,dst,flags,way",
        '192.0.2.9,192.0.2.0/24,"UP,CLONING",dev eth0',
        "::1,,,no route",
    ]


def test_what_is_not_there_is_null_in_json(lookup):
    [line] = lookup("::1\n", before=["--jsonl"])[1]
    assert json.loads(line)["gateway"] is None
    assert json.loads(line)["way"] == "no route"


def test_they_are_written_into_a_file(lookup, tmp_path):
    assert lookup("10.1.2.3\n", "-o", "found.csv.gz") == (0, [], [])
    import gzip

    assert gzip.decompress((tmp_path / "found.csv.gz").read_bytes()) == (
        b"address,dst,gateway,ifname\n10.1.2.3,10.0.0.0/8,192.0.2.9,eth0\n"
    )


@pytest.fixture
def tables():
    pytest.importorskip("pyarrow")
    from pyarrow import feather, parquet

    return {"parquet": (parquet.write_table, parquet.read_table),
            "arrow": (feather.write_feather, feather.read_table)}  # fmt: skip


VALUES = ["10.64.0.9", None, "10.1.2.3", "x", "8.8.8.8", "2001:db8::1"]

ANSWERS = [
    ("10.64.0.0/10", None, "tun0", "route"),
    (None, None, None, "no address"),
    ("10.0.0.0/8", "192.0.2.9", "eth0", "route"),
    (None, None, None, "no address"),
    ("0.0.0.0/0", "192.0.2.1", "eth0", "route"),
    (None, None, None, "no route"),
]


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_a_column_of_a_file_is_looked_up(tables, lookup, tmp_path, form):
    import pyarrow as pa

    write, read = tables[form]
    write(pa.table({"n": range(6), "src": VALUES}), str(tmp_path / "flows"))
    output = f"out.{form}"
    status = main(["-F", "table", "lookup", "flows", "--column", "src", "-o", output])
    assert status == 3
    rows = read(str(tmp_path / output)).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        (value, *answer) for value, answer in zip(VALUES, ANSWERS, strict=True)
    ]
    assert list(rows[0]) == [
        "src",
        "route_dst",
        "route_gateway",
        "route_ifname",
        "route_answer",
    ]


@pytest.mark.parametrize("rows", [1, 2, 4, 100])
def test_however_much_is_read_at_a_time_the_rows_are_the_same(
    tables, lookup, tmp_path, monkeypatch, rows
):
    import pyarrow as pa

    from rtentry.arrow import parquet
    from rtentry.sources import _columns

    monkeypatch.setattr(_columns, "ROWS", rows)
    monkeypatch.setattr(parquet, "ROWS", 3 * rows)
    write, read = tables["parquet"]
    write(pa.table({"src": VALUES * 5}), str(tmp_path / "flows"))
    assert main(["-F", "table", "lookup", "flows", "-o", "out.parquet"]) == 3
    found = read(str(tmp_path / "out.parquet"))
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        (value, *answer) for value, answer in zip(VALUES, ANSWERS, strict=True)
    ] * 5
    assert {str(each.type) for each in found.schema} == {"string"}


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_texts_with_numbers_are_looked_up_by_these(tables, lookup, tmp_path, form):
    import pyarrow as pa

    from rtentry.sources import _columns

    names = str(tmp_path / "flows"), str(tmp_path / f"out.{form}")
    table = pa.table({"src": VALUES * 500})
    tables["parquet"][0](table, names[0], row_group_size=1700)
    batches = list(_columns.batches(names[0]))
    assert all(pa.types.is_dictionary(each["src"].type) for each in batches)
    assert main(["-F", "table", "lookup", *names[:1], "-o", names[1]]) == 3
    found = tables[form][1](names[1])
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        (value, *answer) for value, answer in zip(VALUES, ANSWERS, strict=True)
    ] * 500
    assert {str(each.type) for each in found.schema} == {"string"}


OCTETS = [None, "0a400009", "08080808", "78", "20010db8" + "00" * 11 + "01"]


def test_numbers_and_octets_are_told_as_text(tables, lookup, tmp_path, capsys):
    import pyarrow as pa

    octets = [None if text is None else bytes.fromhex(text) for text in OCTETS]
    numbers = [None if not o or len(o) > 4 else int.from_bytes(o) for o in octets]
    told = {
        "o": ["10.64.0.9", "8.8.8.8", "2001:db8::1"],
        "n": ["10.64.0.9", "8.8.8.8", "0.0.0.120"],
    }
    table = pa.table({"o": octets, "n": pa.array(numbers, pa.int64())})
    tables["parquet"][0](table, str(tmp_path / "flows"))
    for name, texts in told.items():
        assert main(["-F", "table", "lookup", "flows", "--column", name]) == 3
        out, err = capsys.readouterr()
        assert out.splitlines() == lookup("".join(f"{x}\n" for x in texts))[1]
        assert err.splitlines()[0] == "rtentry: row 1: no address: null"
    assert main(["-F", "table", "lookup", "flows", "--column", "o"]) == 3
    assert "rtentry: row 4: no address: '78'" in capsys.readouterr().err


def test_its_rows_are_told_as_lines_are(tables, lookup, tmp_path, capsys):
    import pyarrow as pa

    tables["parquet"][0](
        pa.table({"n": range(6), "src": VALUES}), str(tmp_path / "flows")
    )
    assert main(["-F", "table", "lookup", "flows", "--column", "2"]) == 3
    out, err = capsys.readouterr()
    text = "".join(f"{value}\n" for value in VALUES if value)
    assert out.splitlines() == lookup(text)[1]
    assert err.splitlines() == [
        "rtentry: row 2: no address: null",
        "rtentry: row 4: no address: 'x'",
    ]
    assert (
        main(["-F", "table", "lookup", "flows", "--column", "src", "--by", "interface"])
        == 3
    )
    assert capsys.readouterr().out.splitlines() == [
        "         2 eth0",
        "         1 -",
        "         1 tun0",
    ]
    assert main(["-F", "table", "lookup", "flows", "--column", "dst"]) == 2
    assert capsys.readouterr().err == "rtentry: no column 'dst': there are n, src\n"


def test_a_text_becomes_a_table(tables, lookup, tmp_path):
    status, _, errors = lookup("10.64.0.9\nx\n\n 10.1.2.3 \n", "-o", "found.parquet")
    assert (status, errors) == (3, ["rtentry: line 2: no address: 'x'"])
    rows = tables["parquet"][1](str(tmp_path / "found.parquet")).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("10.64.0.9", *ANSWERS[0]),
        ("10.1.2.3", *ANSWERS[2]),
    ]


@pytest.mark.parametrize("output", ["found.parquet", "found.arrow"])
def test_of_nothing_there_is_a_table_without_rows(tables, lookup, tmp_path, output):
    assert lookup("\n", "-o", output) == (0, [], [])
    assert lookup("", "-o", output) == (0, [], [])
    read = tables[output.partition(".")[2]][1]
    assert read(str(tmp_path / output)).num_rows == 0
    status = main(["-F", "table", "lookup", output, "-o", "again.parquet"])
    assert (status, tables["parquet"][1](str(tmp_path / "again.parquet")).num_rows) == (
        0,
        0,
    )
