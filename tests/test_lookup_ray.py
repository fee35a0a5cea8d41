"""``rtentry lookup --engine ray``: the same rows, from several processes."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
ray = pytest.importorskip("ray")
pa = pytest.importorskip("pyarrow")

from pyarrow import parquet  # noqa: E402

from rtentry.addr import Prefix, parse_prefix, show_address, show_gateway  # noqa: E402
from rtentry.cli import main  # noqa: E402
from rtentry.lookup.batch import Lookup  # noqa: E402
from rtentry.lookup.plain import Wrong  # noqa: E402
from rtentry.lookup.ray import Job, run, size_of, start  # noqa: E402
from rtentry.model import Route  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")

TABLE = [
    Route(parse_prefix(dst), parse_prefix(gateway), "eth0")
    for dst, gateway in [
        ("10.0.0.0/8", "192.0.2.1"),
        ("10.64.0.0/10", "192.0.2.2"),
        ("10.0.0.7/32", "192.0.2.3"),
        ("2001:db8::/32", "2001:db8::1"),
        ("2001:db8::7/128", "2001:db8::2"),
    ]
]

TEXTS = [
    *[show_address(Prefix(4, 10 << 24 | n << 13, 32)) for n in range(2000)],
    *["10.0.0.7", "2001:db8::7", "2001:db8::8", "::1", "x", None] * 100,
]


@pytest.fixture(scope="module")
def cluster():
    """Two workers on this machine."""
    find = Lookup(TABLE, "src")
    assert start(Job("", "", workers=2), sum(size_of(find)))
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    yield
    ray.shutdown()


@pytest.fixture
def flows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    table = pa.table({"n": range(len(TEXTS)), "src": TEXTS})
    parquet.write_table(table, "flows.parquet", row_group_size=300)
    return table.select(["src"])


def together(folder):
    paths = sorted(Path(folder).iterdir())
    return len(paths), pa.concat_tables([parquet.read_table(path) for path in paths])


@pytest.mark.usefixtures("cluster")
def test_it_answers_row_for_row_as_one_process_does(flows, capsys):
    Path("table").write_text(
        "".join(
            f"{r.dst} via {show_gateway(r.gateway)} dev eth0\n"
            for r in TABLE
            if r.gateway
        )
    )
    argv = ["-F", "table", "lookup", "flows.parquet", "--column", "src"]
    assert main([*argv, "-o", "one.parquet"]) == 3
    alone = capsys.readouterr()
    assert main([*argv, "-o", "many", "--engine", "ray"]) == 3
    assert capsys.readouterr() == alone
    assert alone.err.splitlines()[0] == "rtentry: row 2005: no address: 'x'"
    assert alone.err.splitlines()[-1] == "rtentry: and 180 more rows without an address"
    plain = parquet.read_table("one.parquet").to_pylist()
    assert together("many")[1].to_pylist() == plain
    assert len(plain) == len(TEXTS)
    assert main([*argv, "-o", "many", "--engine", "ray"]) == 2


class Dying(Lookup):
    """A lookup in whose first worker the process is killed."""

    marker = ""

    def __call__(self, batch):
        try:
            os.close(os.open(self.marker, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return super().__call__(batch)
        os.kill(os.getpid(), signal.SIGKILL)
        return batch


@pytest.mark.usefixtures("cluster")
def test_a_worker_that_is_killed_costs_nothing_but_time(flows, tmp_path):
    find, wrong = Dying(TABLE, "src"), Wrong()
    find.marker = str(tmp_path / "killed")
    list(run(find, Job("flows.parquet", "out", rows=500), wrong))
    assert (tmp_path / "killed").exists()
    count, found = together("out")
    assert count > 3
    assert found.equals(Lookup(TABLE, "src")(flows))
    assert wrong.count == 200


@pytest.mark.usefixtures("cluster")
def test_workers_look_at_one_table_and_do_not_copy_it():
    table = ray.put(Lookup(TABLE, "src"))

    @ray.remote
    def arrays(held):
        find = ray.get(held[0])
        tops = [trie.top.slots for trie in find.matcher.index.tries.values()]
        texts = [
            np.frombuffer(b, np.uint8) for b in find.said["dst"].known.buffers()[1:]
        ]
        found = [*tops, find.said["gateway"].code, *texts]
        return [(a.flags.owndata, a.flags.writeable) for a in found]

    told = ray.get([arrays.remote([table]) for _ in range(2)])
    assert told == [[(False, False)] * 5] * 2


WRONG = [
    ["flows.parquet", "--column", "src", "--engine", "ray"],
    ["flows.parquet", "--column", "src", "--engine", "spark", "-o", "out"],
    ["flows.parquet", "--column", "dst", "--engine", "ray", "-o", "out"],
    ["text", "--engine", "ray", "-o", "out"],
]


@pytest.mark.parametrize("argv", WRONG)
@pytest.mark.usefixtures("flows")
def test_what_it_cannot_do_is_wrong_usage(argv):
    Path("table").write_text("default via 192.0.2.1 dev eth0\n")
    Path("text").write_text("192.0.2.1\n")
    assert main(["-F", "table", "lookup", *argv]) == 2
